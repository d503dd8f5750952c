"""Where lakes meet on a sampled surface: for ground on which lines of steepest descent lead nowhere, or astray."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array, Indices
from surface.error import ErrorSurface, as_window
from surface.landscape.merging import Meeting
from surface.landscape.points import CriticalPoint, CriticalPoints
from surface.landscape.search import View, work_of

RESOLUTION = 257
"""How many samples there are along each axis."""

WORK = 2**27
"""About how many samples × data points; larger data get fewer samples."""

COARSE = 0.1
"""A sample that does not tell a larger share of the hollows from others is too coarse for all of them."""

ENOUGH = 128
"""So is one of fewer samples to a hollow."""

FINE = 4
"""A hollow is told that is so many times as deep as it rises from one sample to the next."""

BESIDE = 3
"""How many samples away from a pass its saddle may be."""


def sampled(view: View, points: CriticalPoints) -> tuple[list[float], list[Meeting], Array]:
    """Return the floors of the hollows and then of the sample's own, and where on the sample their lakes meet.

    Last, (hollows,): how deep a hollow must at least be for the sample to tell it; infinite where it cannot at all.
    A hollow that the sample does not tell from a lower one meets nobody.
    """
    error = _sample(view)
    basin = _basins(error)
    lowest = np.unique(basin)
    cells = _cells(view, points, error)
    number, floors = _numbered(points, cells, error, basin, lowest)
    places = number[np.searchsorted(lowest, basin)]
    meetings = [*_passes(view, points, error, places), *_touching(error, places)]
    return floors, meetings, _least(cells, floors, error, basin)


def _sample(view: View) -> Array:
    """Return the errors, [j, i], on a grid over the window; infinite where they are no numbers."""
    ticks = int(np.clip(np.sqrt(WORK / work_of(view.E)), 65, RESOLUTION))
    window = as_window(np.stack([view.corner, view.corner + view.width], axis=-1))
    if isinstance(view.E, ErrorSurface):
        error = view.E.sample(window, ticks, tolerance=0.0).error
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


def _cells(view: View, points: CriticalPoints, error: Array) -> Indices:
    """Return the sample [i, j] that is nearest to each hollow, (h, 2)."""
    size = np.array(error.shape[::-1]) - 1
    where = view.place(np.array([hollow.weights for hollow in points.hollows]))
    return np.clip(np.rint(where * size), 0, size).astype(np.intp)


def _numbered(
    points: CriticalPoints, cells: Indices, error: Array, basin: Indices, lowest: Indices
) -> tuple[Indices, list[float]]:
    """Return the number of each basin's place, (b,): that of its lowest hollow, or one of its own; and all floors."""
    number, hollows = np.full(len(lowest), -1), points.hollows
    # The lowest comes last, and stays.
    for index in range(len(hollows) - 1, -1, -1):
        i, j = cells[index]
        number[np.searchsorted(lowest, basin[j, i])] = index
    own = np.flatnonzero(number < 0)
    number[own] = len(hollows) + np.arange(len(own))
    return number, [hollow.error for hollow in hollows] + error.ravel()[lowest[own]].tolist()


def _least(cells: Indices, floors: list[float], error: Array, basin: Indices) -> Array:
    """Return how deep each hollow must at least be for its pass to be told from what lies between two samples."""
    i, j = cells.T
    home = basin[j, i]
    away = np.abs(np.stack([home % error.shape[1] - i, home // error.shape[1] - j])).max(axis=0)
    _, which, shared = np.unique(home, return_inverse=True, return_counts=True)
    # In a basin that ends elsewhere a hollow is not what was sampled, nor is one of two that share theirs.
    alone = (away <= 1) & (shared[which] == 1)
    if np.count_nonzero(~alone) > COARSE * len(cells) or error.size < ENOUGH * len(cells):
        return np.full(len(cells), np.inf)
    rim = np.pad(error, 1, constant_values=np.inf)
    beside = [np.minimum(rim[j + 1, i], rim[j + 1, i + 2]), np.minimum(rim[j, i + 1], rim[j + 2, i + 1])]
    rise = np.max([error[j, i], *beside], axis=0) - np.array(floors[: len(cells)])
    return np.where(alone, FINE * rise, np.inf)


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
