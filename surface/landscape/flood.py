"""Where lakes meet on a sampled surface: for ground on which lines of steepest descent lead nowhere, or astray."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array, Indices
from surface.error import ErrorSurface, as_window
from surface.landscape.merging import Meeting
from surface.landscape.points import CriticalPoint, CriticalPoints
from surface.landscape.search import View, data_points

RESOLUTION = 257
"""How many samples there are along each axis."""

WORK = 2**27
"""About how many samples × data points; larger data get fewer samples."""

BESIDE = 3
"""How many samples away from a pass its saddle may be."""


def sampled(view: View, points: CriticalPoints) -> tuple[list[float], list[Meeting]]:
    """Return the floors of the hollows and then of the sample's own, and where on the sample their lakes meet.

    A hollow that the sample does not tell from a lower one meets nobody.
    """
    error = _sample(view)
    basin = _basins(error)
    lowest = np.unique(basin)
    number, floors = _numbered(view, points, error, basin, lowest)
    places = number[np.searchsorted(lowest, basin)]
    return floors, [*_passes(view, points, error, places), *_touching(error, places)]


def _sample(view: View) -> Array:
    """Return the errors, [j, i], on a grid over the window; infinite where they are no numbers."""
    ticks = int(np.clip(np.sqrt(WORK / data_points(view.E)), 65, RESOLUTION))
    window = as_window(np.stack([view.corner, view.corner + view.width], axis=-1))
    if isinstance(view.E, ErrorSurface):
        error = view.E.sample(window, ticks).error
    else:
        w1, w2 = (np.linspace(low, high, ticks) for low, high in window)
        error = np.asarray(view.E.error(np.stack(np.meshgrid(w1, w2), axis=-1)), dtype=np.float64)
    return np.where(np.isnan(error), np.inf, error)


def _basins(error: Array) -> Indices:
    """Return for each sample the one, by its place in the flat array, where the steps to the lowest neighbour end."""
    order = np.argsort(error, axis=None, kind="stable")
    rank = np.empty(error.size, dtype=np.intp)
    rank[order] = np.arange(error.size)
    rows, columns = error.shape
    rim = np.pad(rank.reshape(error.shape), 1, constant_values=error.size)
    around = [rim[j : j + rows, i : i + columns] for j in range(3) for i in range(3)]
    to = order[np.min(around, axis=0)].ravel()
    # Twice as far with each turn.
    while not np.array_equal(to, further := to[to]):
        to = further
    return to.reshape(error.shape)


def _numbered(
    view: View, points: CriticalPoints, error: Array, basin: Indices, lowest: Indices
) -> tuple[Indices, list[float]]:
    """Return the number of each basin's place, (b,): that of its lowest hollow, or one of its own; and all floors."""
    number, hollows = np.full(len(lowest), -1), points.hollows
    size = np.array(error.shape[::-1]) - 1
    # The lowest comes last, and stays.
    for index in range(len(hollows) - 1, -1, -1):
        i, j = np.clip(np.rint(view.place(hollows[index].weights) * size), 0, size).astype(np.intp)
        number[np.searchsorted(lowest, basin[j, i])] = index
    own = np.flatnonzero(number < 0)
    number[own] = len(hollows) + np.arange(len(own))
    return number, [hollow.error for hollow in hollows] + error.ravel()[lowest[own]].tolist()


def _passes(view: View, points: CriticalPoints, error: Array, places: Indices) -> list[Meeting]:
    """Return the lowest pass between any two places that are neighbours."""
    rows, columns = error.shape
    flat = np.arange(error.size).reshape(error.shape)
    here, there = list[Indices](), list[Indices]()
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here.append(flat[: rows - down, max(0, -right) : columns - max(0, right)].ravel())
        there.append(flat[down:, max(0, right) : columns - max(0, -right)].ravel())
    a, b, e, place = np.concatenate(here), np.concatenate(there), error.ravel(), places.ravel()
    a, b = (side[place[a] != place[b]] for side in (a, b))
    top = np.where(e[a] > e[b], a, b)
    pair = np.sort(np.stack([place[a], place[b]]), axis=0)
    order = np.argsort(e[top], kind="stable")
    # Of each pair the first, which is the lowest.
    _, first = np.unique(pair[0, order] * e.size + pair[1, order], return_index=True)
    chosen = order[first]
    at = np.stack([top[chosen] % columns, top[chosen] // columns], axis=-1) / [columns - 1, rows - 1]
    levels: list[float] = e[top[chosen]].tolist()
    saddles = _beside(view, points, at, BESIDE / (columns - 1))
    return [
        Meeting(level, one, other, saddle)
        for level, one, other, saddle in zip(levels, *pair[:, chosen].tolist(), saddles, strict=True)
    ]


def _beside(view: View, points: CriticalPoints, at: Array, reach: float) -> list[CriticalPoint | None]:
    """Return for each pass, (m, 2) in window units, the nearest saddle within reach."""
    saddles = [point for point in points if point.kind == "saddle"]
    where = view.place(np.array([saddle.weights for saddle in saddles]).reshape(-1, 2))
    found = list[CriticalPoint | None]()
    for place in at:
        distance = np.abs(where - place).max(axis=-1)
        nearest = int(np.argmin(distance)) if len(saddles) else 0
        found.append(saddles[nearest] if len(saddles) and distance[nearest] <= reach else None)
    return found


def _touching(error: Array, places: Indices) -> list[Meeting]:
    """Return from which level on the lake of each place on the edge touches it."""
    edge = np.ones(error.shape, dtype=bool)
    edge[1:-1, 1:-1] = False
    level = np.full(int(places.max()) + 1, np.inf)
    np.minimum.at(level, places[edge], error[edge])
    return [Meeting(float(level[k]), k, k, touches=True) for k in np.unique(places[edge]).tolist()]
