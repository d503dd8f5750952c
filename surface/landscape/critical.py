"""The critical points of a surface in a window: found, told apart, named, and checked for balance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from surface.arrays import Array, Mask
from surface.descent import Surface
from surface.error import ErrorSurface, Window, as_window, checked_window
from surface.landscape.kinks import kink_minima
from surface.landscape.points import (
    AT_A_KINK,
    KINDS,
    CriticalPoint,
    CriticalPoints,
    Degenerate,
    Flat,
    Kind,
    error_range,
)
from surface.landscape.search import Found, View, data_points, regions, search, winding_number
from surface.landscape.stability import curvatures
from surface.model import ACTIVATIONS

BLOCKS = (48, 96, 144)
"""How many blocks of four cells the search lays along each axis: at first, and again where points do not balance."""

WORK = 4_000_000
"""About how many data points × cells the first pass over a window may cost; larger data get fewer cells."""

SAME = 1e-6
"""Zeros closer than this, in window widths, are one point."""


def critical_points(E: Surface, window: Window) -> CriticalPoints:
    """Return the critical points of E in a window, edges included, each refined until its gradient is rounding.

    E: anything with error(w) and gradient(w); its own hessian(w) is used where it has one. Where the points do not
    balance, the search is repeated with finer cells; what it ends with says whether they do.
    """
    window = checked_window(window)
    view = View(E, window)
    with np.errstate(over="ignore", invalid="ignore"):
        # Where the gradient jumps it need not turn on its way, and the winding number counts nothing.
        turns = None if has_kinks(E) else winding_number(view)
        # A search that was cut short for its work would only be cut shorter with finer cells.
        first, *finer = _finer(E)
        found, points = _searched(view, window, turns, first)
        while finer and points.balanced is False and found.complete:
            found, points = _searched(view, window, turns, finer.pop(0))
    return points


def has_kinks(E: Surface) -> bool:
    """Return whether the surface is one of a network with an activation whose slope jumps."""
    return isinstance(E, ErrorSurface) and any(ACTIVATIONS[layer.activation].kinks for layer in E.network.layers)


def _finer(E: Surface) -> list[int]:
    """Return how many blocks to lay along each axis, the coarsest first: fewer where there are many data points."""
    # Cells go with the square of the blocks along an axis.
    affordable = np.sqrt(WORK / data_points(E)) / 2
    share = min(1.0, max(affordable / BLOCKS[0], 0.5))
    return [int(blocks * share) for blocks in BLOCKS]


def _searched(view: View, window: Window, turns: int | None, blocks: int) -> tuple[Found, CriticalPoints]:
    """Search once; tell the proper points among the zeros from the degenerate ones, and put each in its place."""
    found = search(view, blocks)
    zeros = _distinct(found.zeros)
    broken, level = _degenerate(view, zeros, found.curvature_scale)
    points = sorted(_points(view, zeros[~broken & ~level]), key=lambda p: (KINDS.index(p.kind), p.error))
    return found, CriticalPoints(
        points=tuple(points),
        window=window,
        degenerate=(*_named(view, zeros[broken], found, blocks), *_at_kinks(view, found)),
        winding_number=turns,
        error_scale=error_range(view),
        gradient_scale=found.largest_gradient,
    )


def _distinct(u: Array) -> Array:
    """Return one of each cluster of zeros that lie within SAME of each other."""
    return u[[group[0] for group in regions(u, round(1 / SAME))]]


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


def _points(view: View, u: Array) -> list[CriticalPoint]:
    """Return proper zeros as critical points, with the error and the curvatures in the weights' own units."""
    w = view.weights(u)
    error, values = np.asarray(view.E.error(w), dtype=np.float64), curvatures(view.E, w)
    kinds: list[Kind] = [KINDS[np.count_nonzero(values[i] < 0)] for i in range(len(w))]
    return [CriticalPoint(w[i], float(error[i]), values[i], kinds[i]) for i in range(len(w))]


def _named(view: View, u: Array, found: Found, blocks: int) -> Iterator[Degenerate]:
    """Yield the degenerate places, those of one sort that hang together as one, each with the word for what it is."""
    u = np.concatenate([found.flat, u])
    sort = _sort(view, u, found.curvature_scale)
    words: dict[int, Flat] = {0: "flat", 1: "valley floor", -1: "ridge"}
    for sign, word in words.items():
        members = u[sort == sign]
        for group in regions(members, blocks):
            yield _place(view, members[group], word, blocks)


def _at_kinks(view: View, found: Found) -> Iterator[Degenerate]:
    """Yield the minima at a kink, where the surface has kinks."""
    for u in kink_minima(view, found.gradient_scale) if has_kinks(view.E) else ():
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
