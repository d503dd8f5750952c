"""What is measured on a scene that has run; `quantities` gives each a name. Runs and the like are counted from 1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import numpy as np

from surface.arrays import Array
from surface.descent import Descent, Rule, descend
from surface.error import ErrorSurface
from surface.formatting import pretty
from surface.landscape import Lake
from surface.landscape.basins import Basins, basins, difference
from surface.landscape.escape import smallest_momentum
from surface.landscape.proof import Fate, traced
from surface.landscape.stability import curvatures
from surface.landscape.verdicts import verdict
from surface.scenes.entry import GALLERY
from surface.scenes.freed import freed
from surface.scenes.played import Played
from surface.scenes.scene import Scene

BASINS_RESOLUTION = 64
"""How many starts along each axis the basins of attraction are counted over."""

BASINS_STEPS = 500
"""How many steps each of those starts is given."""

EXTREMES = ("smallest", "largest")

BOXES = ("looked at", "shown empty", "with one point", "left undecided")
"""What can be said of the boxes of a proof."""


def title_of(scene: Scene) -> str:
    return GALLERY[scene.id].title


def run_of(played: Played, number: str) -> Descent:
    """Return a run by its number."""
    if not 1 <= int(number) <= len(played.scene.runs):
        raise ValueError(f"there is no run {number} in {title_of(played.scene)}")
    return played.descents[int(number) - 1]


def place_of(played: Played, run: str, step: str | None = None) -> Array:
    """Return where a run is after a step, or at its end, (2,)."""
    path = run_of(played, run).path
    if step is None:
        return path[-1]
    if int(step) >= len(path):
        raise ValueError(f"run {run} has {len(path) - 1} steps, so there is no step {step}")
    return path[int(step)]


def _rules(played: Played) -> Mapping[str, Rule]:
    """Return the settings that suit the scene, by the rule's name."""
    return GALLERY[played.scene.id].rules


# A scene that has run is itself alone: its claims ask for the same basins again and again.
@lru_cache(maxsize=16)
def _basins(played: Played, index: int) -> Basins:
    """Return where starts all over the window end under the rule of a run."""
    rule = played.scene.runs[index].rule
    return basins(played.surface, rule, played.window, BASINS_RESOLUTION, BASINS_STEPS, points=played.points)


# --- of a run -----------------------------------------------------------------------------------------------------


def error(played: Played, run: str, step: str | None = None) -> float:
    return float(played.surface.error(place_of(played, run, step)))


def weight(played: Played, which: str, run: str, step: str | None = None) -> float:
    return float(place_of(played, run, step)[int(which) - 1])


def slope(played: Played, which: str, run: str, step: str) -> float:
    return float(played.surface.gradient(place_of(played, run, step))[int(which) - 1])


def gradient_norm(played: Played, run: str, step: str | None = None) -> float:
    return float(np.linalg.norm(played.surface.gradient(place_of(played, run, step))))


def setting(played: Played, name: str, run: str) -> float:
    return float(getattr(run_of(played, run).rule, name.replace(" ", "_")))


def steps(played: Played, run: str) -> int:
    return run_of(played, run).k


def outcome(played: Played, run: str) -> str:
    run_of(played, run)  # says so where there is none
    return played.verdicts[int(run) - 1].outcome


def first_below(played: Played, run: str, error: str) -> int:
    return _first_below(run_of(played, run), f"run {run}", error)


def _first_below(descent: Descent, name: str, error: str) -> int:
    below = descent.error < float(error)
    if not below.any():
        raise ValueError(f"{name} never has an error below {error}")
    # The first of the largest: where False turns into True.
    return int(below.argmax())


def curvature(played: Played, which: str, run: str, step: str | None = None) -> float:
    return float(curvatures(played.surface, place_of(played, run, step))[EXTREMES.index(which)])


def freeing_momentum(played: Played, run: str) -> float:
    found = smallest_momentum(played.surface, run_of(played, run), played.points)
    if found.momentum is None:
        raise ValueError(f"no momentum frees run {run}")
    return float(found.momentum)


def _trap(played: Played, run: str) -> Lake:
    """Return the lake of the hollow that a run ends in."""
    run_of(played, run)
    hollow = played.verdicts[int(run) - 1].hollow
    if hollow is None or not played.ground.lakes:
        raise ValueError(f"run {run} ends in no hollow whose depth is known")
    return played.ground.lakes[hollow]


def depth(played: Played, run: str) -> float:
    """Return how far the error must rise before the hollow that a run ends in spills over."""
    found = _trap(played, run).depth
    if found is None:
        raise ValueError(f"the hollow that run {run} ends in has no pass to a lower one")
    return found


def pass_error(played: Played, run: str) -> float:
    """Return the error at the pass out of the hollow that a run ends in."""
    return _trap(played, run).minimum.error + depth(played, run)


def steepest_held(played: Played, run: str) -> tuple[float, str]:
    """Return the steepest slope along any weight that is held, where a run ends, and that weight's name."""
    scene, network = played.scene, played.surface.network_at(place_of(played, run))
    held = [name for name in network.names if scene.free and name not in scene.free]
    slopes: list[tuple[float, str]] = []
    for name in held:
        # A surface takes two weights: a free one stands in for the second, and its slope is not asked for.
        E = ErrorSurface(network, scene.data, (name, scene.axes[0]))
        slope = abs(float(E.gradient([network.value(name), network.value(scene.axes[0])])[0]))
        slopes.append((slope, pretty(name)))
    if not slopes:
        raise ValueError(f"no weight is held in {title_of(scene)}")
    return max(slopes)


def steepest_held_slope(played: Played, run: str) -> float:
    return steepest_held(played, run)[0]


def steepest_held_weight(played: Played, run: str) -> str:
    return steepest_held(played, run)[1]


def freed_error(played: Played, run: str, count: str) -> float:
    """Return the error of a run so many steps after all its weights have been let go, where it has ended."""
    run_of(played, run)
    errors = freed(played, int(run) - 1).error
    if int(count) >= len(errors):
        raise ValueError(f"a run is followed for {len(errors) - 1} steps after its weights are let go, got {count}")
    return float(errors[int(count)])


def freed_difference(played: Played, name: str, twin: str, run: str) -> float:
    """Return by how much two weights differ at most, from where a run has ended on, with all weights free."""
    run_of(played, run)
    names = played.scene.network.names
    columns = [names.index(each) for each in (name, twin)]
    return float(np.abs(np.diff(freed(played, int(run) - 1).weights[:, columns])).max())


def held_value(played: Played, name: str) -> float:
    """Return the value at which the scene holds a weight or a bias."""
    if name in played.scene.axes:
        raise ValueError(f"{name} is free in {title_of(played.scene)}, so it has no one value")
    return played.scene.network.value(name)


def share(played: Played, run: str) -> float:
    """Return the share of starts from which the rule of a run ends in a lowest minimum."""
    run_of(played, run)
    return float(_basins(played, int(run) - 1).arrives.mean())


def changed_share(played: Played, change: str, run: str) -> float:
    """Return the share of starts that the rule of a run rescues or loses, compared with the rule of run 1."""
    run_of(played, run)
    return difference(_basins(played, 0), _basins(played, int(run) - 1)).share[change]


def distance(played: Played, run: str, a: str, b: str) -> float:
    """Return how far from some weights a run ends."""
    return float(np.linalg.norm(place_of(played, run) - [float(a), float(b)]))


def free_difference(played: Played, run: str) -> float:
    """Return by how much the two free weights of a run differ at most, on all its way."""
    return float(np.abs(np.diff(run_of(played, run).path)).max())


def least_error(played: Played, run: str, step: str) -> float:
    """Return the least error of a run up to a step."""
    return float(run_of(played, run).error[: int(step) + 1].min())


def fall(played: Played, run: str, first: str, last: str | None = None) -> float:
    """Return the share by which a run's error falls from one step to another, or to its end."""
    error = run_of(played, run).error
    return float(1 - error[int(last) if last else -1] / error[int(first)])


def moves(played: Played, run: str, step: str) -> int:
    """Return how many steps of a run, from one on, move its weights at all."""
    steps = np.diff(run_of(played, run).path[int(step) :], axis=0)
    return int(steps.any(axis=-1).sum())


def _cosines(a: Array, b: Array) -> Array:
    return np.sum(a * b, axis=-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))


def largest_turn(played: Played, run: str) -> float:
    """Return the largest angle, in degrees, between a run's first step and another that is not lost in rounding."""
    steps = np.diff(run_of(played, run).path, axis=0)
    # The direction of a step as small as that is rounding.
    steps = steps[np.linalg.norm(steps, axis=1) > 1e-6]
    # Rounding may bring a cosine above 1; where there is no other step, nothing turns.
    return float(np.degrees(np.arccos(np.clip(_cosines(steps[1:], steps[0]).min(initial=1.0), -1, 1))))


def turns_back(played: Played, count: str, run: str) -> int:
    """Return how many of a run's first steps go back against the one before."""
    steps = np.diff(run_of(played, run).path, axis=0)[: int(count)]
    return int((_cosines(steps[1:], steps[:-1]) < 0).sum())


def lead(played: Played, run: str, other: str, error: str) -> float:
    """Return how many times sooner a run is below an error than another, which may never be."""
    below = run_of(played, other).error < float(error)
    # A run that never comes there is later than any other.
    return (int(below.argmax()) if below.any() else np.inf) / first_below(played, run, error)


def without_growth(played: Played, run: str) -> int:
    """Return at how many steps of a run's second half its weights do not grow."""
    path = run_of(played, run).path
    return int((np.diff(np.linalg.norm(path[len(path) // 2 :], axis=1)) <= 0).sum())


def without_fall(played: Played, run: str) -> int:
    """Return at how many steps of a run's second half its error does not fall."""
    error = run_of(played, run).error
    return int((np.diff(error[len(error) // 2 :]) >= 0).sum())


def cases_wrong(played: Played, run: str) -> int:
    """Return how many targets are missed, at a run's end, by so much that the output lies on the other side of ½."""
    data = played.scene.data
    outputs = played.surface.network_at(place_of(played, run)).predict(data.inputs)
    return int(data.sum((outputs > 0.5) != (data.targets > 0.5)).sum())


# --- of a rule of the scene, as its settings stand there, from where run 1 starts ---------------------------------


def rule_descent(played: Played, rule: str) -> Descent:
    return descend(played.surface, _rules(played)[rule], played.scene.runs[0].start, played.scene.steps)


def rule_error(played: Played, rule: str) -> float:
    return float(rule_descent(played, rule).error[-1])


def rule_outcome(played: Played, rule: str) -> str:
    return verdict(played.surface, rule_descent(played, rule), played.points).outcome


def rule_first_below(played: Played, rule: str, error: str) -> int:
    return _first_below(rule_descent(played, rule), rule, error)


# --- of the scene -------------------------------------------------------------------------------------------------


def lowest(played: Played) -> Array:
    if not played.points.minima:
        raise ValueError(f"no minimum is found in {title_of(played.scene)}")
    return played.points.minima[0].weights


def lowest_error(played: Played) -> float:
    return float(played.surface.error(lowest(played)))


def condition(played: Played) -> float:
    """Return how many times as large the largest curvature at the lowest minimum is as the smallest there."""
    smallest, largest = curvatures(played.surface, lowest(played))
    if not smallest > 0:
        raise ValueError(f"the lowest minimum of {title_of(played.scene)} is flat along one way")
    return float(largest / smallest)


def data_count(played: Played) -> int:
    return len(played.scene.data)


def weight_count(played: Played) -> int:
    return len(played.scene.network.names)


def stable_rate(played: Played, run: str) -> float:
    """Return the largest stable learning rate of a run's rule at the lowest minimum."""
    rate = run_of(played, run).rule.largest_stable_rate(curvatures(played.surface, lowest(played))[1])
    if rate is None:
        raise ValueError(f"the rule of run {run} has no largest stable rate")
    return float(rate)


def found(played: Played, kind: str) -> int:
    return sum(point.kind == {"minima": "minimum", "maxima": "maximum"}.get(kind, "saddle") for point in played.points)


def boxes(played: Played, state: str) -> int:
    """Return how many boxes the proof of the critical points looked at, or what it came to for how many of them."""
    fates = traced(played.surface, played.window).fate
    counts = [len(fates), (fates == Fate.EMPTY).sum(), (fates == Fate.ONE).sum(), len(played.points.undecided)]
    return int(counts[BOXES.index(state)])


def ends_apart(played: Played) -> float:
    """Return the least distance between the ends of two runs."""
    ends = [descent.path[-1] for descent in played.descents]
    if len(ends) < 2:
        raise ValueError(f"there is only one run in {title_of(played.scene)}")
    return float(min(np.linalg.norm(a - b) for a, b in combinations(ends, 2)))


def error_at(played: Played, a: str, b: str) -> float:
    return float(played.surface.error((float(a), float(b))))


def curvature_at(played: Played, which: str, a: str, b: str) -> float:
    return float(curvatures(played.surface, np.array([float(a), float(b)]))[EXTREMES.index(which)])


def _spread_hessians(played: Played) -> Array:
    """Return the Hessians at 9 × 9 weights spread over the window."""
    edges = [np.linspace(low, high, 9) for low, high in played.window]
    return played.surface.hessian(np.stack(np.meshgrid(*edges), -1))


def window_curvature(played: Played, which: str) -> float:
    """Return the least or the largest curvature along any direction, at places spread over the window."""
    values = np.linalg.eigvalsh(_spread_hessians(played))
    return float(values.min() if which == "least" else values.max())


def mixed_curvature(played: Played) -> float:
    """Return by how much at most, over the window, the slope along one free weight depends on the other."""
    return float(np.abs(_spread_hessians(played)[..., 0, 1]).max())


def highest_minimum(played: Played) -> float:
    lowest(played)  # says so where there is none
    return max(point.error for point in played.points.minima)
