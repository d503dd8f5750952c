"""What drawing adds to a sampled surface: contour levels, the shade of an error, and paths laid upon the surface.

Colour follows the *shade* of an error, which counts how many contour levels lie below. The levels are even in the
error, or in its logarithm; or, where that is chosen, closer where the ground is flat. The surface and the map share the
shade, so they share every colour.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Literal

import numpy as np

from surface.arrays import Array

LEVELS = 14
LOG_DECADES = 12  # how far below the largest error one of 0 is drawn
ROUND_STEPS = (1, 2, 2.5, 5, 10)

Spacing = Literal["even", "area"]
"""How contour levels are spaced: evenly, or half evenly and half by the area of the map between them."""


def finite(error: Array) -> Array:
    """The finite errors, sorted; a single 0 where there is none."""
    values = np.sort(np.asarray(error, float)[np.isfinite(error)], axis=None)
    return values if values.size else np.zeros(1)


def even_knots(low: float, high: float) -> Array:
    """Multiples of a round step, about `LEVELS` of them, from one at or below `low` to one at or above `high`."""
    if low == high:
        return np.array([low, high])
    step = round_step((high - low) / LEVELS)
    counts = np.arange(np.floor(low / step), np.ceil(high / step) + 1)
    # To the digits that mean something: 3 · 0.1 is not 0.3.
    stops = np.unique([float(f"{value:.15g}") for value in counts * step])
    # Between two neighbours among the numbers of a computer there is no round one.
    return stops if stops.size > 1 else np.array([low, high])


def round_step(rough: float) -> float:
    """The number that is nearest to `rough`, in ratio, among 1, 2, 2.5 and 5 times a power of ten."""
    decade = 10.0 ** np.floor(np.log10(rough))
    return min((lead * decade for lead in ROUND_STEPS), key=lambda step: abs(np.log(step / rough)))


def levels(error: Array, points: Sequence = ()) -> Array:
    """Increasing contour levels inside the range of `error`, about LEVELS of them, in round numbers, by error and area.

    Half of their spacing is even in error and half even in area, so that neither a steep wall nor a flat floor takes
    them all; and each minimum of `points` gets a level between itself and the lowest saddle above it, so that its
    hollow shows. A constant surface has none.
    """
    values = finite(error)
    if values[0] == values[-1]:
        return np.empty(0)
    # The place of an error is the mean of its share of the range and its share of the area.
    even = (values - values[0]) / (values[-1] - values[0])
    place = (even + np.linspace(0, 1, values.size)) / 2
    # Less both ends: a level at the least or at the largest error would be no line.
    spread = np.interp(np.linspace(0, 1, LEVELS + 1)[1:-1], place, values)
    chosen = _round_levels(np.concatenate([values[:1], spread, values[-1:]]))
    chosen = _with_hollows(chosen, points)
    return chosen[(chosen > values[0]) & (chosen < values[-1])]


def log_levels(error: Array, points: Sequence = ()) -> Array:
    """The same for the logarithm of the error, over at most `LOG_DECADES` decades."""
    values = positive(finite(error))
    exponents = levels(np.log10(values), [_logarithm(point) for point in points])
    # One figure is enough where levels are far apart: 1, 2, 5 read better than 1.3, 2.4, 5.2.
    digits = 0 if exponents.size > 1 and np.diff(exponents).min() > 0.25 else 1
    size = 10.0 ** (np.floor(exponents) - digits)
    chosen = np.unique(np.round(10.0**exponents / size) * size)
    return chosen[(chosen > values[0]) & (chosen < values[-1])]


def _logarithm(point):
    # A minimum of error 0 has no logarithm: the least number stands for it.
    return SimpleNamespace(kind=point.kind, error=np.log10(max(point.error, np.finfo(float).tiny)))


def positive(error: Array) -> Array:
    """`error` with all that a logarithm cannot show raised to `LOG_DECADES` decades below the largest finite value."""
    top = finite(error)[-1]
    return np.maximum(error, (top if top > 0 else 1.0) * 10.0**-LOG_DECADES)


def _round_levels(spread: Array) -> Array:
    """The inner values of `spread`, rounded to 1, 2 or 5 times the power of ten that they have room for."""
    # A level may move by half the way to its neighbour without crossing it.
    room = np.minimum(np.diff(spread)[:-1], np.diff(spread)[1:])
    inner, room = spread[1:-1][room > 0], room[room > 0]
    decade = 10.0 ** np.floor(np.log10(room))
    lead = room / decade
    unit = decade * np.where(lead >= 5, 5, np.where(lead >= 2, 2, 1))
    return np.unique(np.round(inner / unit) * unit)


def _with_hollows(chosen: Array, points: Sequence) -> Array:
    """`chosen` with a level added for each minimum that has none between itself and the lowest saddle above it."""
    saddles = np.array([p.error for p in points if p.kind == "saddle"])
    for minimum in (p for p in points if p.kind == "minimum"):
        above = saddles[saddles > minimum.error]
        # Halfway between floor and saddle, a closed ring shows that there is a hollow.
        if above.size and not np.any((chosen > minimum.error) & (chosen < above.min())):
            chosen = np.sort(np.append(chosen, (minimum.error + above.min()) / 2))
    return chosen


def knots(error: Array, points: Sequence = (), scale: str = "linear", spacing: Spacing = "even") -> Array:
    """The errors at which the shade is 0, 1, 2, …: all contour levels, with one at either end that may lie outside.

    Even: multiples of a round step, of the error or of its logarithm. By area: the smallest error, the levels, the
    largest. The smallest is that of the lowest minimum of `points`, which the samples of `error` hardly ever meet.
    """
    values = finite(error)
    lowest = min([values[0], *(point.error for point in points if point.kind == "minimum")])
    if spacing == "area":
        between = log_levels(error, points) if scale == "log" else levels(error, points)
        stops = np.concatenate([[lowest], between, [values[-1]]])
        return positive(stops) if scale == "log" else stops
    if scale == "linear":
        return even_knots(lowest, values[-1])
    low, high = np.log10(positive(np.array([lowest, values[-1]])))
    return 10.0 ** even_knots(low, high)


def hollow_levels(stops: Array, points: Sequence, scale: str = "linear") -> Array:
    """Levels between those of `stops` for minima whose hollow none of them shows.

    Each lies halfway between the minimum and the lowest saddle above it; on a map such a line is dashed.
    """
    if scale == "log":
        return 10.0 ** hollow_levels(np.log10(stops), [_logarithm(point) for point in points])
    added = np.setdiff1d(_with_hollows(stops, points), stops)
    return added[(added > stops[0]) & (added < stops[-1])]


def shade(error: Array, knots: Array) -> Array:
    """How many levels lie below an error, with fractions between two levels; NaN where the error is not finite."""
    error = np.asarray(error, float)
    # A surface of one height has one colour, the lightest.
    if knots[0] == knots[-1]:
        return np.where(np.isfinite(error), 0.0, np.nan)
    return np.where(np.isfinite(error), np.interp(error, knots, np.arange(knots.size)), np.nan)


def draped(landscape, path: Array, error: Array) -> Array:
    """A path laid on the surface: (m, 3) with the true error at its steps and the surface's shape in between.

    What lies outside the window is NaN, so that a drawn line breaks there.
    """
    path, error = np.asarray(path, float), np.asarray(error, float)
    cell = np.array([np.ptp(axis) / (len(axis) - 1) for axis in (landscape.w1, landscape.w2)])
    # A long step is laid over the surface cell by cell, or it would cut through a hill.
    pieces = np.clip(np.ceil(np.abs(np.diff(path, axis=0) / cell).max(axis=1)), 1, 400).astype(int)
    step = np.concatenate([[0.0], *(k + np.arange(1, n + 1) / n for k, n in enumerate(pieces))])
    whole = np.arange(len(path))
    w = np.stack([np.interp(step, whole, axis) for axis in path.T], axis=-1)
    # What flat cells miss at the steps is made good in even measure on the way between them.
    miss = error - interpolate(landscape, path)
    return np.column_stack([w, interpolate(landscape, w) + np.interp(step, whole, miss)])


def interpolate(landscape, w: Array) -> Array:
    """The sampled error at weights (…, 2), bilinear in its cell; NaN outside the window."""
    place = []
    for axis, value in zip((landscape.w1, landscape.w2), np.moveaxis(np.asarray(w, float), -1, 0), strict=True):
        at = (value - axis[0]) / (axis[-1] - axis[0]) * (len(axis) - 1)
        place.append(np.where((at >= 0) & (at <= len(axis) - 1), at, np.nan))
    # error[j, i]: the first weight is its last axis.
    (i, a), (j, b) = (_cell(at, n) for at, n in zip(place, landscape.error.shape[::-1], strict=True))
    e = landscape.error
    return (1 - b) * ((1 - a) * e[j, i] + a * e[j, i + 1]) + b * ((1 - a) * e[j + 1, i] + a * e[j + 1, i + 1])


def _cell(at: Array, count: int) -> tuple[Array, Array]:
    """The cell that a place along an axis falls in, and how far into it."""
    # NaN may fall into any cell, for how far into it stays NaN. The last line of the grid ends the last cell.
    cell = np.clip(np.nan_to_num(at), 0, count - 2).astype(int)
    return cell, at - cell
