"""What becomes of a run where all the weights that the scene holds are let go: the same rule, in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from surface.arrays import Array
from surface.data import Dataset
from surface.model import ACTIVATIONS, Layer
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
    path, error = [network.weights], list[float]()
    state = rule.init(np.zeros(len(network.weights)))
    for _ in range(FREED_STEPS):
        here, slope = _error_and_gradient(network.layers, path[-1], played.scene.data)
        error.append(here)
        if not np.all(np.abs(slope) < STEEPEST):
            return Freed(np.array(path), np.array(error))
        step, state = rule.update(slope, state)
        path.append(path[-1] + step)
    error.append(_error_and_gradient(network.layers, path[-1], played.scene.data)[0])
    return Freed(np.array(path), np.array(error))


def _error_and_gradient(layers: Sequence[Layer], flat: Array, data: Dataset) -> tuple[float, Array]:
    """Return the error at a network's weights, (n,), and its slope along each of them, (n,), from the last layer back.

    The layers are asked for their shapes alone: to make and check a network at each of a thousand steps takes longer.
    """
    ends = np.cumsum([layer.flat.size for layer in layers])
    tables = [part.reshape(layer.units, -1) for layer, part in zip(layers, np.split(flat, ends[:-1]), strict=True)]
    functions = [ACTIVATIONS[layer.activation] for layer in layers]
    ones = np.ones((1, len(data)))
    fed, nets = [data.inputs.T], list[Array]()
    for layer, table, f in zip(layers, tables, functions, strict=True):
        # A bias is a weight on an input that is always 1.
        fed[-1] = fed[-1] if layer.bias is None else np.vstack([fed[-1], ones])
        nets.append(table @ fed[-1])
        fed.append(f.value(nets[-1]))
    miss = fed[-1] - data.targets.T
    back, slopes = miss, list[Array]()
    for layer, table, f, net, x in zip(
        layers[::-1], tables[::-1], functions[::-1], nets[::-1], fed[-2::-1], strict=True
    ):
        back = back * f.slope(net)  # (units, points)
        slopes.insert(0, (back @ x.T).ravel())
        back = table[:, : layer.inputs].T @ back
    return 0.5 * float(np.sum(miss**2)), np.concatenate(slopes)
