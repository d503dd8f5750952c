"""What may take long, as functions of a scene and plain values, which could run in another process unchanged.

Each is handed a `tick` last and calls it often, now and then with the share that is done; what it raises ends the work.
Those in SPREAD take a client of Dask as well, over whose workers they are spread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, ParamSpec, Protocol

import numpy as np

from surface.arrays import Array
from surface.cluster import Client
from surface.data import Dataset, Source, summarise
from surface.descent import Descent, Rule, Training
from surface.descent.train import EndedError, Follow
from surface.error import ErrorSurface
from surface.landscape import CriticalPoints, Line, critical_points, watersheds
from surface.landscape.basins import Basins, basins
from surface.landscape.escape import Escape, EscapeMap, escape_map, smallest_momentum
from surface.landscape.random_starts import RandomStarts, random_starts
from surface.landscape.verdicts import Verdict, verdict
from surface.model import Network
from surface.scenes.played import Ground, sampled
from surface.scenes.run import MAX_SEED, Run
from surface.scenes.scene import Scene
from surface.scenes.shaken import Shaken, shaken, sizes_for
from surface.scenes.training import DRAWN, TrainingPlan

SCAN = 0.01
"""How far apart the momenta are that are tried."""

MOMENTA = np.linspace(0, 0.98, 50)
RATES = 41
"""The grid of the map of what frees a run: the momenta, and how many learning rates."""

SOLUTIONS = 3
"""Through so many points goes one plane."""


P = ParamSpec("P")


class Tick(Protocol):
    """Called by long work as it goes on, with the share that is done where it is known."""

    def __call__(self, share: float | None = None) -> object: ...


def summary(source: Source, inputs: list[str], targets: list[str], tick: Tick) -> Dataset:
    """Return a file of any length as counted points."""
    return summarise(source, inputs, targets, progress=tick)


def survey(scene: Scene, tick: Tick) -> Ground:
    """Return the ground of a scene, sampled and searched."""
    ground = Ground.of(scene)
    watched = ground.surface.watched(tick)
    ground.landscape = sampled(watched, scene.window, scene.resolution)
    ground.points = critical_points(watched, scene.window)
    return ground


def descent(scene: Scene, run: Run, tick: Tick) -> Descent:
    """Return the path of a run of a scene: it is the same whatever the window."""
    return run.descent(scene.surface().watched(tick), scene.steps)


def judged(scene: Scene, run: Descent, points: CriticalPoints, tick: Tick) -> Verdict:
    """Return why a run of a scene stopped."""
    return verdict(scene.surface().watched(tick), run, points)


def many_walks(scene: Scene, rule: Rule, points: CriticalPoints, tick: Tick) -> RandomStarts:
    """Return the runs from a scene's random starts under a rule."""
    surface = scene.surface().watched(tick)
    return random_starts(surface, rule, scene.window, scene.steps, scene.random_starts or 0, points=points)


def basin_map(
    scene: Scene, rule: Rule, resolution: int, points: CriticalPoints, tick: Tick, client: Client | None = None
) -> Basins:
    """Return where starts all over the window end under a rule, after as many steps as the runs take."""
    surface = _watched(scene, tick, client)
    return basins(surface, rule, scene.window, resolution, scene.steps, tick, points, client)


def watershed_lines(scene: Scene, points: CriticalPoints, tick: Tick) -> list[Line]:
    """Return the lines of steepest ascent from all saddles of a scene, two for each."""
    return [line for pair in watersheds(scene.surface().watched(tick), scene.window, points) for line in pair]


def escape(scene: Scene, run: Descent, points: CriticalPoints, tick: Tick, client: Client | None = None) -> Escape:
    """Return which momenta free a run from where it is stuck."""
    return smallest_momentum(_watched(scene, tick, client), run, points, SCAN, tick, client)


def noise(scene: Scene, run: Descent, points: CriticalPoints, tick: Tick, client: Client | None = None) -> Shaken:
    """Return which share of seeds batches of several sizes free from where a run is stuck."""
    return shaken(scene.surface(), run, points, sizes_for(len(scene.data)), tick, client)


def outcome_map(scene: Scene, run: Run, points: CriticalPoints, tick: Tick, client: Client | None = None) -> EscapeMap:
    """Return where runs from a start end, over learning rate × momentum."""
    surface, rates = _watched(scene, tick, client), rates_around(run.rule.learning_rate)
    return escape_map(surface, run.rule, run.start, points, scene.steps, rates, MOMENTA, tick, client)


SPREAD = (basin_map, escape, noise, outcome_map)
"""What may be spread over the workers of a client."""


def _watched(scene: Scene, tick: Tick, client: Client | None) -> ErrorSurface:
    """Return the surface of a scene for long work: elsewhere it is watched by nobody, and the parts are waited for."""
    surface = scene.surface()
    return surface.watched(tick) if client is None else surface


def training(
    scene: Scene, follow: Follow, keep: Callable[[Training], object], ends: tuple[type[BaseException], ...], tick: Tick
) -> Training:
    """Return the training of a scene that has one.

    Where `tick` or `follow` raises one of `ends`, that ends it, and `keep` is given what there is by then.
    """
    assert scene.training is not None
    reasons = list[BaseException]()

    def ending(tell: Callable[P, object]) -> Callable[P, None]:
        def told(*values: P.args, **named: P.kwargs) -> None:
            try:
                tell(*values, **named)
            except ends as reason:
                reasons.append(reason)
                raise EndedError from reason

        return told

    found = scene.training.training(scene.network, scene.data, ending(tick), ending(follow))
    for reason in reasons:
        keep(found)
        raise reason
    return found


def whole_training(scene: Scene, tick: Tick) -> Training:
    """Return the training of a scene that has one, which nobody follows."""
    return training(scene, _unfollowed, _unkept, (), tick)


def or_refused(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function makes of its arguments, or the ValueError that says why it can make nothing of them."""
    try:
        return function(*arguments)
    except ValueError as refusal:
        return refusal


def solutions(network: Network, data: Dataset, plan: TrainingPlan, tick: Tick) -> list[Network]:
    """Return where trainings from SOLUTIONS other draws of the weights end."""
    drawn = plan.start if isinstance(plan.start, str) else DRAWN
    plans = [replace(plan, seed=(plan.seed + k) % (MAX_SEED + 1), start=drawn) for k in range(SOLUTIONS)]
    return [each.training(network, data, partial(_shared, tick, k)).network for k, each in enumerate(plans)]


def _shared(tick: Tick, k: int, share: float) -> None:
    tick((k + share) / SOLUTIONS)


def rates_around(rate: float) -> Array:
    """Return learning rates over two decades around one, evenly by ratio and in three digits.

    All rates of one decade get the same ones, so that a map over them stays while a rate is tried out on it.
    """
    # The decade below, not the rate itself: the grid then stays where it is while the rate moves.
    decade = 10.0 ** np.floor(np.log10(rate))
    rates = np.geomspace(0.2 * decade, 20 * decade, RATES, dtype=np.float64)
    return np.array([float(f"{value:.3g}") for value in rates])


def _unfollowed(step: int, error: float) -> None:
    """Follow nothing."""


def _unkept(training: Training) -> None:
    """Keep nothing of a training that is not ended."""
