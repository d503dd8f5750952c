"""The critical points of a surface in a window: found, told apart, named, and checked for balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

import numpy as np

from surface.arrays import Array, Mask
from surface.descent import Surface
from surface.error import ErrorSurface, PolynomialSurface, Window, as_window, checked_window
from surface.landscape.kinks import kink_minima
from surface.landscape.points import (
    AT_A_KINK,
    KINDS,
    CriticalPoint,
    CriticalPoints,
    Degenerate,
    Flat,
    Kind,
    coarse_grid,
    error_range,
)
from surface.landscape.proof import Enclosing, prove, spread
from surface.landscape.search import (
    Found,
    View,
    accepted,
    descended,
    newton,
    newton_step,
    regions,
    search,
    sizes,
    winding_number,
    work_of,
)
from surface.landscape.stability import curvatures
from surface.landscape.substitute import polynomial
from surface.model import ACTIVATIONS

BLOCKS = (48, 96, 144)
"""How many blocks of four cells the search lays along each axis: at first, and again where points do not balance."""

WORK = 4_000_000
"""About how many data points × cells the first pass over a window may cost; larger data get fewer cells."""

STARTS = 40_000
"""About how many starts × data points Newton's method is given in undecided ground."""

FEWEST = 8
"""So many starts along each axis of it in any case."""

ACROSS = 6
"""How many steps a start in undecided ground takes across a valley before any along it: most such ground is one."""

LOWEST = 8
"""From so many of the lowest starts in undecided ground the way downhill is followed to its end as well."""

LARGE, THINNED = 1000, 300
"""Of more data points than the first at least so many as the second are taken to tell where points lie."""

CHANCE = 0.02
"""About how far, in window widths, the points of a part of the data may lie from those of all."""

TICKS = 64
"""How many places along each axis of a window are looked at where a grid of them is needed."""

SCALES = 33
"""How many places along each axis tell what is large in a window."""

REFINED = 4
"""So many steps of Newton's method on the data themselves bring a zero of their polynomial to rounding."""

SAME = 1e-6
"""Zeros closer than this, in window widths, are one point."""


def critical_points(E: Surface, window: Window) -> CriticalPoints:
    """Return the critical points of E in a window, edges included, each refined until its gradient is rounding.

    E: anything with error(w) and gradient(w); its own hessian(w) is used where it has one. Where it bounds its
    derivatives over boxes, as ErrorSurface does, the points are proven; what cannot be, and any other surface, is
    searched. Of more than LARGE data points the polynomial over the window is searched, or some hundreds of the points
    tell where to look; but for a quadratic form.
    """
    window = checked_window(window)
    with np.errstate(over="ignore", invalid="ignore"):
        if _is_large(E) and not E.is_quadratic:
            near = polynomial(E, window)
            return thinned_points(E, window) if near is None else polynomial_points(near)
        if isinstance(E, Enclosing):
            return proven_points(E, window)
        return searched_points(E, window)


def has_kinks(E: Surface) -> bool:
    """Return whether the surface is one of a network with an activation whose slope jumps."""
    return isinstance(E, ErrorSurface) and any(ACTIVATIONS[layer.activation].kinks for layer in E.network.layers)


def _finer(E: Surface) -> list[int]:
    """Return how many blocks to lay along each axis, the coarsest first: fewer where there are many data points."""
    # Cells go with the square of the blocks along an axis.
    affordable = np.sqrt(WORK / work_of(E)) / 2
    share = min(1.0, max(affordable / BLOCKS[0], 0.5))
    return [int(blocks * share) for blocks in BLOCKS]


def searched_points(E: Surface, window: Window) -> CriticalPoints:
    """Return what a search finds; where its points do not balance, it is repeated with finer cells."""
    view, nothing, everywhere = View(E, window), np.zeros((0, 2, 2)), np.array([window])
    first, *finer = _finer(view.E)
    found = search(view, first)
    points = _assembled(view, window, found, nothing, everywhere)
    # A search that was cut short for its work would only be cut shorter with finer cells.
    while finer and points.balanced is False and found.complete:
        found = search(view, finer.pop(0))
        points = _assembled(view, window, found, nothing, everywhere)
    return points


def polynomial_points(near: PolynomialSurface) -> CriticalPoints:
    """Return what a search of a surface's polynomial finds, each refined on the surface itself. It proves nothing."""
    found = searched_points(near, near.window)
    view = View(near.exact, found.window)
    start = view.place(np.array([point.weights for point in found]).reshape(-1, 2))
    zeros = newton(view, start, CHANCE, rounds=REFINED)
    points = _points(view, zeros[np.all((zeros >= -view.edge) & (zeros <= 1 + view.edge), axis=-1)])
    return replace(found, points=_in_order(points), undecided=np.array([found.window]), proven=False)


def _in_order(points: list[CriticalPoint]) -> tuple[CriticalPoint, ...]:
    return tuple(sorted(points, key=lambda point: (KINDS.index(point.kind), point.error)))


def proven_points(E: Enclosing, window: Window) -> CriticalPoints:
    """Return the points of a proof, with what Newton's method finds in the ground that it leaves undecided."""
    view, proof = View(E, window), prove(E, window)
    # A start costs dozens of passes over the data.
    cells = int(np.clip(np.sqrt(STARTS / work_of(view.E)), FEWEST, 3 * BLOCKS[0]))
    starts = spread(view.boxes(proof.undecided), cells)
    low = starts[np.argsort(view.error(starts), kind="stable")[:LOWEST]]
    grid = coarse_grid(SCALES)
    # The curvatures are asked for at every other place: they matter only to what is degenerate.
    scales = _scales(view, grid.reshape(-1, 2), grid[::2, ::2].reshape(-1, 2), low)
    ticks = SCALES // 2 if _is_large(E) else TICKS
    rests = [newton(view, starts, 1 / cells, across=ACROSS)]
    if not has_kinks(view.E):
        rests.append(descended(view, low))
    zeros = accepted(view, np.concatenate(rests), scales[0])
    found = Found(zeros, spread(view.boxes(proof.flat), 2 * BLOCKS[0]), *scales, complete=not len(proof.undecided))
    return _assembled(view, window, found, proof.zeros, proof.undecided, ticks)


def _scales(view: View, grid: Array, coarse: Array, low: Array) -> tuple[float, float, float]:
    """Return what is large in a window, from places all over it and low ones, as a grid may miss a narrow valley.

    Of large data a part says it of the places all over: so many times as many rows, so many times as large.
    """
    if not _is_large(view.E):
        slopes, bends = (np.concatenate([places, low]) for places in (grid, coarse))
        return sizes(view, view.gradient(slopes), view.hessian(bends))
    few = _part(view.E)
    seen = View(few, as_window(np.stack([view.corner, view.corner + view.width], axis=1)))
    more = view.E.data.rows / few.data.rows
    all_over = [more * size for size in sizes(seen, seen.gradient(grid), seen.hessian(coarse))]
    # At a minimum of the part its own gradient is none.
    here = sizes(view, view.gradient(low), view.hessian(low)) if len(low) else (0.0, 0.0, 0.0)
    first, second, third = map(max, zip(all_over, here, strict=True))
    return first, second, third


def _is_large(E: object) -> TypeGuard[ErrorSurface]:
    return isinstance(E, ErrorSurface) and len(E.data) > LARGE


def _part(E: ErrorSurface) -> ErrorSurface:
    """Return the surface of every so many of the data points, some hundreds in all."""
    every = -(-len(E.data) // THINNED)
    return ErrorSurface.on(E.plane, E.data.some(slice(None, None, every))).watched(E.tick)


def thinned_points(E: ErrorSurface, window: Window) -> CriticalPoints:
    """Return what Newton's method finds on all the data from where the points of a part of them lie.

    Every so many rows are taken, some hundreds in all: their surface has the same shape but for chance, and is searched
    in full. Nothing is proven by that.
    """
    part = proven_points(_part(E), window)
    view, grid = View(E, window), coarse_grid(SCALES // 2).reshape(-1, 2)
    places = [*(point.weights for point in part), *(place.weights for place in part.degenerate)]
    starts = view.place(np.array(places).reshape(-1, 2))
    low = view.place(np.array([point.weights for point in part.minima[:LOWEST]]).reshape(-1, 2))
    scales = _scales(view, grid, grid, low)
    zeros = accepted(view, newton(view, starts, CHANCE, rounds=10), scales[0])
    # Downhill, which takes dozens of passes over the data, from there alone where nothing has been found.
    far = np.linalg.norm(low[:, None] - zeros, axis=-1).min(axis=1, initial=np.inf) > CHANCE
    if far.any():
        zeros = np.concatenate([zeros, accepted(view, descended(view, low[far], rounds=30), scales[0])])
    found = Found(zeros, grid[~view.gradient(grid).any(axis=-1)], *scales, complete=False)
    return _assembled(view, window, found, np.zeros((0, 2, 2)), np.array([window]), ticks=SCALES // 2)


def _assembled(
    view: View, window: Window, found: Found, enclosures: Array, undecided: Array, ticks: int = TICKS
) -> CriticalPoints:
    """Tell the proper points among the zeros from the degenerate ones, and put each in its place.

    ticks: how many places along each axis are looked at where a grid is needed.
    """
    # Where the gradient jumps it need not turn on its way, and the winding number counts nothing.
    turns = None if has_kinks(view.E) else winding_number(view, 4 * ticks)
    proven = _polished(view, view.place(enclosures.mean(axis=-1)))
    zeros = _distinct(proven, found.zeros)
    broken, level = _degenerate(view, zeros, found.curvature_scale)
    points = [*_points(view, proven, enclosures), *_points(view, zeros[~broken & ~level])]
    named = _named(view, zeros[broken], found, min(BLOCKS[0], ticks // 2))
    return CriticalPoints(
        points=_in_order(points),
        window=window,
        degenerate=(*named, *_at_kinks(view, found, 2 * ticks - 1)),
        winding_number=turns,
        error_scale=error_range(view, min(ticks, SCALES)),
        gradient_scale=found.largest_gradient,
        undecided=undecided,
        proven=not len(undecided),
    )


def _polished(view: View, u: Array) -> Array:
    """Return proven zeros after a step of Newton's method, where that brings the gradient down further."""
    # One is enough: an enclosure's middle is right to the last digits but few.
    g, H = view.derivatives(u)
    there = u + newton_step(g, H)
    better = np.linalg.norm(view.gradient(there), axis=-1) < np.linalg.norm(g, axis=-1)
    return np.where(better[:, None], there, u)


def _distinct(proven: Array, u: Array) -> Array:
    """Return one of each cluster of zeros that lie within SAME of each other, but none where a proven one lies."""
    groups = regions(np.concatenate([proven, u]), round(1 / SAME))
    first = [group.min() - len(proven) for group in groups]
    return u[np.array([index for index in first if index >= 0], dtype=np.intp)]


def _degenerate(view: View, u: Array, scale: float) -> tuple[Mask, Mask]:
    """Return which zeros are degenerate, and which lie on a plateau so level that their shape is rounding.

    A curvature counts as zero where it is rounding beside the other, or where it is small and does not last: a
    thousandth of the window further along it is another one.
    """
    H = view.hessian(u)
    values, vectors = np.linalg.eigh(H)
    size = np.abs(values)
    soft, stiff = size.min(axis=-1, initial=np.inf), size.max(axis=-1, initial=0)
    along = np.take_along_axis(vectors, size.argmin(axis=-1)[:, None, None], axis=-1)[..., 0]
    change = np.max(
        [np.abs(np.einsum("mi,mij,mj->m", along, view.hessian(u + side * along) - H, along)) for side in (-1e-3, 1e-3)],
        axis=0,
    )
    level = (np.maximum(stiff, change) <= 1e-10 * scale) & view.gradient(u).any(axis=-1)
    rounding = (soft <= 1e-12 * stiff) | (soft <= 1e-10 * scale)
    return ~level & (rounding | ((soft <= 1e-6 * scale) & (change > soft / 2))), level


def _points(view: View, u: Array, enclosures: Array | None = None) -> list[CriticalPoint]:
    """Return proper zeros as critical points, with the error and the curvatures in the weights' own units."""
    w = view.weights(u)
    error, values = np.asarray(view.E.error(w), dtype=np.float64), curvatures(view.E, w)
    kinds: list[Kind] = [KINDS[np.count_nonzero(values[i] < 0)] for i in range(len(w))]
    boxes = [None] * len(w) if enclosures is None else enclosures
    on_edge = np.any((u <= view.edge) | (u >= 1 - view.edge), axis=-1)
    return [
        CriticalPoint(w[i], float(error[i]), values[i], kinds[i], boxes[i], bool(on_edge[i])) for i in range(len(w))
    ]


def _named(view: View, u: Array, found: Found, blocks: int) -> Iterator[Degenerate]:
    """Yield the degenerate places, those of one sort that hang together as one, each with the word for what it is."""
    u = np.concatenate([found.flat, u])
    sort = _sort(view, u, found.curvature_scale)
    words: dict[int, Flat] = {0: "flat", 1: "valley floor", -1: "ridge"}
    for sign, word in words.items():
        members = u[sort == sign]
        for group in regions(members, blocks):
            yield _place(view, members[group], word, blocks)


def _at_kinks(view: View, found: Found, ticks: int) -> Iterator[Degenerate]:
    """Yield the minima at a kink, where the surface has kinks."""
    for u in kink_minima(view, found.gradient_scale, ticks) if has_kinks(view.E) else ():
        yield _place(view, u[None], AT_A_KINK, 1)


def _sort(view: View, u: Array, scale: float) -> Array:
    """Return 1 for a place on a valley floor, −1 on a ridge, 0 in a flat or on its border."""
    values, vectors = np.linalg.eigh(view.hessian(u))
    steep = np.abs(values).argmax(axis=-1)[:, None]
    across = np.take_along_axis(vectors, steep[:, None], axis=-1)[..., 0]
    # On the border of a flat the gradient is exactly zero to one side.
    slopes = [np.abs(view.gradient(u + side * across)).max(axis=-1, initial=0) for side in (-1e-4, 1e-4)]
    value = np.take_along_axis(values, steep, axis=-1)[:, 0]
    return np.where((np.abs(value) <= 1e-9 * scale) | (np.min(slopes, axis=0) == 0), 0, np.sign(value))


def _place(view: View, u: Array, word: Flat, blocks: int) -> Degenerate:
    """Return one degenerate place: the member nearest to the middle stands for it; a small one is called a point."""
    box = np.stack([u.min(axis=0), u.max(axis=0)])
    # The middle itself need not be one of the places, as in a curved valley.
    w = view.weights(u[np.argmin(np.sum((u - u.mean(axis=0)) ** 2, axis=-1))])
    return Degenerate(
        weights=w,
        error=float(view.E.error(w)),
        eigenvalues=curvatures(view.E, w),
        kind=word if word == AT_A_KINK or np.ptp(box, axis=0).max() * blocks >= 2 else "degenerate point",
        extent=as_window(view.weights(box).T),
    )
