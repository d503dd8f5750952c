"""What becomes of a run where all the weights that the scene holds are let go: the same rule, in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from surface.arrays import Array
from surface.error import FullError
from surface.scenes.played import Played

FREED_STEPS = 1000
"""How many steps a run goes on for after its weights have been let go."""

STEEPEST = 1e30  # a run that diverges stops where its gradient is larger than any that is meant


@dataclass(frozen=True)
class Freed:
    """Weights, (k+1, n), and errors, (k+1,), from where a run has ended, with all n weights free."""

    weights: Array
    error: Array


# A scene that has run is itself alone.
@lru_cache(maxsize=16)
def freed(played: Played, index: int) -> Freed:
    """Return what a run of a scene, counted from 0, does in FREED_STEPS more steps with all its weights free."""
    run, rule = played.descents[index], played.scene.runs[index].rule
    network = played.surface.network_at(run.path[-1])
    E, path, error = FullError(network, played.scene.data), [network.weights], list[float]()
    state = rule.init(path[0])
    for _ in range(FREED_STEPS):
        here, slope = E.error_and_gradient(path[-1])
        error.append(float(here))
        if not np.all(np.abs(slope) < STEEPEST):
            return Freed(np.array(path), np.array(error))
        step, state = rule.update(slope, state)
        path.append(path[-1] + step)
    error.append(float(E.error(path[-1])))
    return Freed(np.array(path), np.array(error))
