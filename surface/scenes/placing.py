"""A scene placed where its surface is: the window on the minima, the starts in the window, the rates under their bound.

For data and networks that no chapter of the gallery has set by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Indices
from surface.data import Dataset
from surface.descent import Rule
from surface.error import ErrorSurface
from surface.error.window import Window, as_window
from surface.landscape import critical_points
from surface.landscape.search import work_of
from surface.landscape.stability import curvatures
from surface.scenes.edits import of_units

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MOST_ROWS = 500
"""Of more rows so many, evenly chosen, say where a surface lies, and are fitted; the surface is that of all of them."""

MOST_WORK = 1500
"""Of a surface that takes more than that, in data points times units, no other minima are looked for."""

SHARE = 0.4
"""Of the largest stable learning rate: a run by it comes down without zigzag."""

ACROSS = 100
"""Steps in which a rule whose rate has no bound comes across the window: its steps are about the rate long."""

LONGEST = 0.25  # of the window's width: how long a first step is at most
NODES = 9  # along each axis, at which curvatures are looked at
AIR = 0.04  # of the window's width that stays free beside a start
TRIES = 60  # of a Newton step
NET = 8.0  # net input by which a unit that saturates is taken: beyond it there is nothing more to see
FAR = 16.0  # the same for a weight that reaches no unit but through others


def placed(scene: Scene, window: Window | None = None) -> Scene:
    """Return a scene with a window on its surface's minima, and with starts and learning rates that suit it.

    The minima are those around the network's own free weights; starts keep their share of the window. window: one that
    is known already.
    """
    E, few = scene.surface(), ErrorSurface.on(scene.plane, thinned(scene.data))
    middle = _own(scene)
    if window is None:
        middle, minima = _found(few, middle)
        window = _round(_holding(_around(middle, _half_widths(few, middle)), minima))
    starts = [_moved(E, run.start, scene.window, window, middle) for run in scene.runs]
    largest, longest = _largest_curvature(few, window, middle), _longest_rate(E, window, starts)
    # The error is a sum: so many times as many rows, so many times the curvature.
    largest *= scene.data.rows / few.data.rows
    rules = [_suited(run.rule, largest, longest, window) for run in scene.runs]
    # Its schedule and its batches stay a run's own.
    runs = [replace(run, rule=rule, start=start) for run, rule, start in zip(scene.runs, rules, starts, strict=True)]
    return replace(scene, window=window, runs=tuple(runs))


def _found(E: ErrorSurface, own: Array) -> tuple[Array, Array]:
    """Return the middle of a window, (2,), and the minima near it, (m, 2), the lowest first.

    The middle is the lowest of them, or that to which the error falls from the network's own weights; or those, where
    it falls for ever.
    """
    valley = _descended(E, own)
    middle = own if valley is None else valley
    if work_of(E) > MOST_WORK:  # a deep network: the valley in which its own weights lie is enough
        return middle, middle[None]
    minima = _minima(E, _around(middle, _half_widths(E, middle)))
    return (minima[0] if len(minima) else middle), minima


def _descended(E: ErrorSurface, w: Array) -> Array | None:
    """Return the place to which Newton's method falls, (2,), None where it has not come to rest.

    Damped after Levenberg and Marquardt, with curvatures made positive: it never climbs, and knows no units.
    """
    start, damping = w, 1e-3
    with np.errstate(all="ignore"):
        error, (slope, bends) = float(E.error(w)), E.derivatives(w)
        for _ in range(TRIES):
            units = 1 / np.sqrt(np.maximum(np.abs(np.diagonal(bends)), 1e-300))
            curved, axes = np.linalg.eigh(np.nan_to_num(bends * np.outer(units, units)))
            step = -units * (axes @ ((axes.T @ (slope * units)) / (np.abs(curved) + damping)))
            below = float(E.error(w + step))
            if not below <= error:
                damping *= 8
                continue
            rests = error - below <= 1e-12 * error and np.all(np.abs(step) <= 1e-6 * (units + np.abs(w)))
            w, error, damping = w + step, below, max(damping / 4, 1e-9)
            if rests:  # far away it is the plain of saturated units that is level
                return w if np.all(np.abs(w - start) <= 2 * _most(E)) else None
            slope, bends = E.derivatives(w)
    return None


def thinned(data: Dataset, most: int = MOST_ROWS) -> Dataset:
    """Return so many of the rows of longer data, evenly chosen."""
    if len(data) <= most:
        return data
    rows = np.linspace(0, len(data) - 1, most).round().astype(np.intp)
    return data.some(rows)


def constant_error(data: Dataset) -> float:
    """Return the error of the best constant answer, which is the mean of the targets, without what is unexplained."""
    return 0.5 * float(data.sum((data.targets - data.mean(data.targets)) ** 2).sum())


def _own(scene: Scene) -> Array:
    """Return where on the plane the network's own weights lie, (2,)."""
    return np.array([scene.network.value(name) for name in scene.free] if scene.free else [0.0, 0.0])


# --- the window ---------------------------------------------------------------------------------------------------


def _half_widths(E: ErrorSurface, middle: Array) -> Array:
    """Return how far along each axis the error rises by as much as the best constant answer would be wrong by, (2,)."""
    rise = constant_error(E.data) or 1.0
    with np.errstate(all="ignore"):
        here, curved = float(E.error(middle)), np.diagonal(E.hessian(middle))
        # On a parabola that would be it.
        first = np.where(curved > 0, np.sqrt(2 * rise / np.where(curved > 0, curved, 1)), np.abs(middle) + 1)
        first = np.clip(np.nan_to_num(first, nan=1.0, posinf=1e6), 1e-9, 1e6)
        half = np.array([_reach(E, middle, axis, float(first[axis]), here + rise) for axis in (0, 1)])
        return np.minimum(half, _most(E))


def _most(E: ErrorSurface) -> Array:
    """Return how far along each axis there is anything to see, (2,): until units are saturated, or have been round."""
    if len(E.layers) == 1 and not np.isfinite(E.layers[0].activation.outputs).all():
        return np.full(2, np.inf)
    return np.where(E.reaches > 0, NET / np.where(E.reaches > 0, E.reaches, 1), FAR)


def _reach(E: ErrorSurface, middle: Array, axis: int, first: float, height: float) -> float:
    """Return the largest of some widths, each twice the one before, whose two ends are not higher than an error."""
    widths = first * 2.0 ** np.arange(-6, 5)
    ends = middle + np.multiply.outer(np.outer([-1, 1], widths), np.eye(2)[axis])
    low = E.error(ends).max(axis=0) <= height
    return float(widths[np.flatnonzero(low)[-1]]) * 1.5 if low.any() else float(widths[0])


def _around(middle: Array, half: Array) -> Window:
    return as_window(np.stack([middle - half, middle + half], axis=1))


def _minima(E: ErrorSurface, window: Window) -> Array:
    """Return the minima in a window that are not on its edge, the lowest first, (m, 2)."""
    found = [hollow.weights for hollow in critical_points(E, window).hollows]
    edges = np.array(window)
    margin = 0.02 * np.ptp(edges, axis=1)
    kept = [w for w in found if np.all((w > edges[:, 0] + margin) & (w < edges[:, 1] - margin))]
    return np.array(kept).reshape(-1, 2)


def _holding(window: Window, minima: Array) -> Window:
    """Return a window widened so far that it holds these places as well, though to no more than twice its width."""
    edges = np.array(window)
    width = np.ptp(edges, axis=1)
    near = [w for w in minima if np.all(abs(w - edges.mean(axis=1)) < width)]
    for w in near:
        edges[:, 0] = np.minimum(edges[:, 0], w - 0.1 * width)
        edges[:, 1] = np.maximum(edges[:, 1], w + 0.1 * width)
    return as_window(edges)


def _round(window: Window) -> Window:
    """Return a window whose edges are short to read and to type."""
    edges = np.array(window)
    unit = 10.0 ** np.floor(np.log10(np.ptp(edges, axis=1) / 10))
    low, high = np.floor(edges[:, 0] / unit), np.ceil(edges[:, 1] / unit)
    plain = [[of_units(float(n), float(u)) for n, u in zip(ends, unit, strict=True)] for ends in (low, high)]
    return as_window(np.array(plain).T)


# --- starts and rates ---------------------------------------------------------------------------------------------


def _moved(
    E: ErrorSurface, start: Sequence[float], before: Window, after: Window, middle: Array
) -> tuple[float, float]:
    """Return a start that lies in a window as it lay in another, nearer to the middle where the error is not finite."""
    old, new = np.array(before), np.array(after)
    share = np.clip((np.array(start) - old[:, 0]) / np.ptp(old, axis=1), AIR, 1 - AIR)
    place = new[:, 0] + share * np.ptp(new, axis=1)
    with np.errstate(all="ignore"):
        while not np.isfinite(E.error(place)) and np.any(place != middle):
            place = (place + middle) / 2
    digits: Indices = (2 - np.floor(np.log10(np.ptp(new, axis=1)))).astype(np.intp)
    a, b = (round(float(value), int(count)) for value, count in zip(place, digits, strict=True))
    return a, b


def _largest_curvature(E: ErrorSurface, window: Window, middle: Array) -> float:
    """Return the largest curvature at the middle, and in the lower half of the window's ground."""
    (a, b), (c, d) = window
    nodes = np.stack(np.meshgrid(np.linspace(a, b, NODES), np.linspace(c, d, NODES)), axis=-1).reshape(-1, 2)
    with np.errstate(all="ignore"):
        errors = E.error(nodes)
        low = nodes[errors <= np.median(errors[np.isfinite(errors)])] if np.isfinite(errors).any() else nodes[:0]
        found = curvatures(E, np.concatenate([middle[None], low]))[:, -1]
    return float(np.max(found, initial=0.0, where=np.isfinite(found)))


def _longest_rate(E: ErrorSurface, window: Window, starts: Sequence[tuple[float, float]]) -> float:
    """Return the learning rate at which a first step is LONGEST of the window's width long, along either axis."""
    with np.errstate(all="ignore"):
        share = np.abs(E.gradient(np.array(starts))) / np.ptp(np.array(window), axis=1)
    steepest = float(np.max(share, initial=0.0, where=np.isfinite(share)))
    return LONGEST / steepest if steepest > 0 else np.inf


def _suited(rule: Rule, curvature: float, longest: float, window: Window) -> Rule:
    """Return a rule at a share of its largest stable learning rate, or, where it has none, at one that comes across."""
    bound = rule.largest_stable_rate(curvature)
    (a, b), (c, d) = window
    width = float(np.sqrt((b - a) * (d - c)))
    rate = width / ACROSS if bound is None else min(SHARE * bound, longest)
    return replace(rule, learning_rate=float(f"{rate:.2g}"))
