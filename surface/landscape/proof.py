"""Proving the zeros of a gradient: boxes cover the window, each shown to hold exactly one, none, or left undecided.

A box is empty where a component of the gradient, bounded over it by intervals, has no zero: by itself, or by the mean
value form g(m) + H·(x − m). Krawczyk's operator K = m − Y g(m) + (I − Y H)·(x − m), with Y the inverse of the middle
Hessian, decides the rest: the box is empty where K misses it, and holds exactly one zero where K lies inside it
(Krawczyk 1969; Moore, Kearfott and Cloud 2009, chapter 8). What is neither is cut into four.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, runtime_checkable

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.error import ErrorSurface, Window
from surface.landscape.search import View, regions, work_of

START = 16
"""How many boxes are laid along each axis at first."""

INFLATED = 1.125
"""A box is looked at with a rim, so that a zero on the border of two is inside both."""

FLAT = 1e-280
"""Below this a gradient is what underflow leaves of it."""

BUDGET = 3_000_000
"""About how many boxes × data points × units may be looked at."""

OVERHEAD = 8
"""What a box costs beside its data points, in data points."""

MANY = 1500
"""From so many undecided boxes on it is asked whether cutting them can decide anything."""

LINE, BETTER = (0.4, 0.7), 0.7
"""It cannot where a share of them between these stays, and their images have not shrunk beside them by this."""

LEAST = 2000
"""Fewer boxes than that decide nothing: where the budget allows no more, all is left undecided at once."""

DEEPEST = 40
"""How often a box is cut at most: beyond, float64 has no places left in it."""

TIGHT = 1e-13
"""An enclosure of a zero is narrowed to this share of the window, or as far as rounding allows."""

STEPS, SMALL = 6, 1e-8
"""Newton's method leads from an enclosure so near to its zero, in half windows, in at most so many steps as a rule."""

FEW = 32
"""So few boxes are cut finer at once: for them a level costs the same, however many it has."""


@runtime_checkable
class Enclosing(Protocol):
    """A surface that bounds its derivatives over boxes (m, 2, 2), as ErrorSurface does."""

    def error(self, w: Array, /) -> Array: ...
    def gradient(self, w: Array, /) -> Array: ...
    def enclosed_gradient(self, boxes: Array, /) -> Array: ...
    def enclosed_derivatives(self, boxes: Array, /) -> tuple[Array, Array]: ...


@dataclass(frozen=True, eq=False)
class Proof:
    """What the boxes showed, each a box ((a, b), (c, d)) in the weights' own units.

    zeros (m, 2, 2): enclosures that hold exactly one zero each, a different one each; flat (f, 2, 2): where the
    gradient is zero or underflows; undecided (k, 2, 2). There is no zero anywhere else in the window.
    """

    zeros: Array
    flat: Array
    undecided: Array


class Fate(IntEnum):
    """What became of a box: cut finer or left undecided, shown empty, shown to hold one zero, or flat all over."""

    OPEN = 0
    EMPTY = 1
    ONE = 2
    FLAT = 3


@dataclass(frozen=True, eq=False)
class Trace:
    """Every box that a proof looked at, in order: its corners (m, 4, 2) in turn, in weights, and its Fate, (m,)."""

    corners: Array
    fate: Indices


def spread(boxes: Array, cells: int) -> Array:
    """Return places (k, 2) all over boxes (m, 2, 2) of the unit square, at most one in each cell of a raster."""
    low, high = (np.clip(boxes[..., side], 0, 1) * cells for side in (0, 1))
    first, end = np.ceil(low - 0.5).astype(np.intp), np.floor(high + 0.5).astype(np.intp)
    # A box without the middle of any cell is known by its own: the cell that this lies in.
    small = np.any(end <= first, axis=-1)
    middles = (np.argwhere(_marked(first[~small], end[~small], cells)) + 0.5) / cells
    own = (low[small] + high[small]) / 2
    _, one = np.unique(np.minimum(own.astype(np.intp), cells - 1) @ [cells, 1], return_index=True)
    return np.concatenate([middles, own[one] / cells])


def touched(boxes: Array, cells: int) -> Mask:
    """Return which cells [i, j] of a raster over the unit square any of some boxes, (m, 2, 2), reaches into."""
    low, high = (np.clip(boxes[..., side], 0, 1) * cells for side in (0, 1))
    first = np.minimum(np.floor(low).astype(np.intp), cells - 1)
    return _marked(first, np.maximum(np.ceil(high).astype(np.intp), first + 1), cells)


def _marked(first: Indices, end: Indices, cells: int) -> Mask:
    """Return the cells of a raster that lie in any of some ranges of them, (m, 2) each."""
    # Each range is entered at its corners alone, and summed along both axes: a million of them cost as much as that.
    steps = np.zeros((cells + 1, cells + 1), dtype=np.intp)
    for i, j, sign in ((first, first, 1), (end, end, 1), (first, end, -1), (end, first, -1)):
        np.add.at(steps, (i[:, 0], j[:, 1]), sign)
    return steps.cumsum(axis=0).cumsum(axis=1)[:cells, :cells] > 0


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes centre ± half, (m, 2) each."""

    centre: Array
    half: Array

    def __len__(self) -> int:
        return len(self.centre)

    def __getitem__(self, some: Mask | Indices) -> Boxes:
        return Boxes(self.centre[some], self.half[some])

    @property
    def ends(self) -> Array:
        return np.stack([self.centre - self.half, self.centre + self.half], axis=-1)

    def inflated(self) -> Boxes:
        return Boxes(self.centre, self.half * INFLATED)

    def cut(self, pieces: int) -> Boxes:
        """Return each box cut into so many pieces along each axis."""
        half = self.half / pieces
        ticks = 2 * np.arange(pieces) + 1.0 - pieces
        places = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
        centre = self.centre[:, None] + half[:, None] * places
        return Boxes(centre.reshape(-1, 2), np.repeat(half, pieces**2, axis=0))

    def within(self, others: Boxes) -> Mask:
        """Return which of these lie inside the others, one by one."""
        return np.all(np.abs(self.centre - others.centre) + self.half <= others.half, axis=-1)


def prove(E: Enclosing, window: Window) -> Proof:
    """Return where in a window the gradient of E has its zeros."""
    with np.errstate(all="ignore"):
        return _Prover(E, window).proof()


def traced(E: Enclosing, window: Window) -> Trace:
    """Return how `prove` comes to what it shows, box by box."""
    prover = _Prover(E, window)
    with np.errstate(all="ignore"):
        prover.proof()
    boxes, fates = zip(*prover.seen, strict=True)
    return Trace(prover.corners(_joined(list(boxes))), np.concatenate(fates))


class _Prover:
    """A surface over axes t, w = shear @ t, in which its valleys are less slanted than in the weights w.

    seen: the boxes that were looked at, and what became of them.
    """

    def __init__(self, E: Enclosing, window: Window) -> None:
        self.seen = list[tuple[Boxes, Indices]]()
        self.view = View(E, window)
        self.E, self.shear = E.sheared(window) if isinstance(E, ErrorSurface) else (E, np.eye(2))
        self.slanted = not np.array_equal(self.shear, np.eye(2))
        centre, half = self.view.corner + self.view.width / 2, self.view.width * (0.5 + self.view.edge)
        self.window = Boxes(centre[None], half[None])

    def proof(self) -> Proof:
        # A quadratic form is bounded over any number of boxes in one pass over the data.
        known = isinstance(self.E, ErrorSurface) and self.E.is_quadratic
        boxes, budget = self._cover(), BUDGET / ((1 if known else work_of(self.view.E)) + OVERHEAD)
        if budget < LEAST:
            nothing = boxes[np.zeros(0, dtype=np.intp)]
            return Proof(self._hull(nothing), self._hull(nothing), self._hull(self.window))
        single, flat, shares, stays = list[tuple[Boxes, Boxes]](), list[Boxes](), [np.inf], 0
        for _ in range(DEEPEST):
            boxes = boxes[self._overlaps(boxes)]
            budget -= len(boxes)
            looked = len(boxes)
            fates, share = self._fates(boxes, single)
            self.seen.append((boxes, fates))
            flat.append(boxes[fates == Fate.FLAT])
            boxes = boxes[fates == Fate.OPEN]
            # Along a line of zeros or a kink two of four boxes stay for ever, and images shrink no faster than they;
            # where fewer stay, as along a narrow valley, cutting goes on to decide something.
            line = len(boxes) > MANY and LINE[0] * looked < len(boxes) < LINE[1] * looked
            line = line and not share < BETTER * min(shares[-2:])
            stays = stays + 1 if line else 0
            shares.append(share)
            if stays == 2 or not 0 < 4 * len(boxes) <= budget:
                break
            boxes = boxes.cut(4 if len(boxes) <= FEW else 2)
        return Proof(self._hull(self._distinct(single)), self._hull(_joined(flat)), self._hull(boxes))

    def _cover(self) -> Boxes:
        """Return the first boxes, over all of the window: in sheared axes it is slanted, and they lie round it."""
        # The inverse of a shear is the shear back.
        back = np.abs(2 * np.eye(2) - self.shear)
        half = back @ self.window.half[0]
        centre = (2 * np.eye(2) - self.shear) @ self.window.centre[0]
        return Boxes(centre[None], half[None]).cut(START)

    def _in_weights(self, boxes: Boxes) -> Boxes:
        """Return the boxes in w that hold boxes in t."""
        if not self.slanted:
            return boxes
        return Boxes(boxes.centre @ self.shear.T, boxes.half @ np.abs(self.shear).T)

    def _hull(self, boxes: Boxes) -> Array:
        # Neighbours are to touch, whatever rounding made of their borders.
        return self._in_weights(Boxes(boxes.centre, boxes.half * (1 + 1e-12))).ends

    def corners(self, boxes: Boxes) -> Array:
        """Return the corners of boxes in t as they lie in w, (m, 4, 2), in turn."""
        turn = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
        return (boxes.centre[:, None] + turn * boxes.half[:, None]) @ self.shear.T

    def _overlaps(self, boxes: Boxes) -> Mask:
        """Return which boxes reach into the window."""
        hull = self._in_weights(boxes)
        return np.all(np.abs(hull.centre - self.window.centre) <= hull.half + self.window.half, axis=-1)

    def _fates(self, boxes: Boxes, single: list[tuple[Boxes, Boxes]]) -> tuple[Indices, float]:
        """Return the fate of each box, and how the images of the open ones compare to them in size, in the middle.

        The boxes of one zero, each with its enclosure, join the list.
        """
        fat = boxes.inflated()
        gradient, hessian = self.E.enclosed_derivatives(fat.ends)
        level = np.abs(gradient).max(axis=(-2, -1)) <= FLAT
        fates = np.where(level, Fate.FLAT, Fate.EMPTY)
        left = np.flatnonzero(~level & _spans_zero(gradient))
        fat = fat[left]
        image, alive = self._image(fat, hessian[left])
        # Where nothing is bounded nothing is inside, and nothing is missed.
        one = alive & image.within(fat)
        single.append((fat[one], image[one]))
        missed = np.any(np.abs(image.centre - fat.centre) > image.half + fat.half, axis=-1)
        is_open = alive & ~one & ~missed
        fates[left] = np.where(one, Fate.ONE, np.where(is_open, Fate.OPEN, Fate.EMPTY))
        share = (image.half / fat.half)[is_open].max(axis=-1)
        return fates, float(np.median(share)) if len(share) else 0.0

    def _image(self, boxes: Boxes, hessian: Array) -> tuple[Boxes, Mask]:
        """Return Krawczyk's image of each box, and whether the mean value form leaves room for a zero in it."""
        at_centre = self.E.enclosed_gradient(Boxes(boxes.centre, np.zeros_like(boxes.half)).ends)
        middle, doubt = hessian.mean(axis=-1), np.ptp(hessian, axis=-1) / 2
        reach = np.einsum("mij,mj->mi", np.abs(middle) + doubt, boxes.half)
        # Asked so that a reach that is no number leaves room.
        room = ~np.any((at_centre[..., 0] > reach) | (at_centre[..., 1] < -reach), axis=-1)
        inverse = _inverse(middle)
        step = np.einsum("mij,mj->mi", inverse, at_centre.mean(axis=-1))
        size = np.abs(inverse)
        spread = np.einsum("mij,mj->mi", size, np.ptp(at_centre, axis=-1) / 2)
        # I − Y·middle is zero but for rounding, which goes with |Y|·|middle|.
        off = doubt + 8 * np.finfo(np.float64).eps * np.abs(middle)
        spread += np.einsum("mij,mjk,mk->mi", size, off, boxes.half)
        spread += 8 * np.finfo(np.float64).eps * (np.einsum("mij,mj->mi", size, np.abs(at_centre).max(axis=-1)))
        return Boxes(boxes.centre - step, spread * (1 + 1e-12)), room

    def _tight(self, home: Boxes, zero: Boxes) -> Boxes:
        """Return enclosures as tight as rounding allows, of zeros that are alone in their homes."""
        centre, moved = zero.centre.copy(), np.arange(len(zero))
        for _ in range(STEPS):
            point = Boxes(centre[moved], np.zeros((len(moved), 2)))
            gradient, hessian = self.E.enclosed_derivatives(point.ends)
            step = np.einsum("mij,mj->mi", _inverse(hessian.mean(axis=-1)), gradient.mean(axis=-1))
            centre[moved] -= step
            # The error of the next place goes with the square of the step to it.
            moved = moved[np.any(np.abs(step) > np.sqrt(SMALL) / 10 * self.window.half, axis=-1)]
            if not len(moved):
                break
        small = Boxes(centre, np.tile(SMALL * self.window.half, (len(zero), 1)))
        image = self._imaged(small)
        # A zero in the small box is the one of its home, where the box is part of that.
        found = image.within(small) & small.within(home)
        zero = Boxes(*(np.where(found[:, None], a, b) for a, b in zip(_parts(image), _parts(zero), strict=True)))
        rest = np.flatnonzero(~found)
        for _ in range(8):
            wide = rest[np.any(zero.half[rest] > TIGHT * self.window.half, axis=-1)]
            if not len(wide):
                break
            narrower = _narrower(zero[wide], self._imaged(zero[wide]))
            # Beyond that only rounding is left.
            rest = wide[np.any(narrower.half < zero.half[wide] / 2, axis=-1)]
            zero.centre[wide], zero.half[wide] = _parts(narrower)
        return zero

    def _imaged(self, boxes: Boxes) -> Boxes:
        return self._image(boxes, self.E.enclosed_derivatives(boxes.ends)[1])[0]

    def _distinct(self, single: list[tuple[Boxes, Boxes]]) -> Boxes:
        """Return one enclosure, as tight as rounding allows, for each zero: a border's zero is found on both sides."""
        home, zero = (_joined([pair[side] for pair in single]) for side in (0, 1))
        zero = self._tight(home, zero)
        inside = self._overlaps(zero)
        home, zero = home[inside], zero[inside]
        # Only enclosures that lie close by can be of the same zero.
        width = 2 * self.window.half[0]
        apart = max(1e-6, 4 * float((zero.half / width).max(initial=0)))
        groups = regions(zero.centre / width, round(1 / apart))
        return zero[np.array([i for group in groups for i in _unlike(group, home, zero)], dtype=np.intp)]


def _parts(boxes: Boxes) -> tuple[Array, Array]:
    return boxes.centre, boxes.half


def _spans_zero(bounds: Array) -> Mask:
    return np.all((bounds[..., 0] <= 0) & (bounds[..., 1] >= 0), axis=-1)


def _inverse(H: Array) -> Array:
    """Return the inverses of symmetric 2 × 2 matrices, not finite where there is none."""
    a, b, c = H[:, 0, 0], H[:, 0, 1], H[:, 1, 1]
    adjugate = np.stack([np.stack([c, -b], -1), np.stack([-b, a], -1)], -2)
    return adjugate / (a * c - b**2)[:, None, None]


def _narrower(boxes: Boxes, images: Boxes) -> Boxes:
    """Return what each box and its image have in common: the zero lies in both."""
    ends, image = boxes.ends, images.ends
    low, high = np.maximum(ends[..., 0], image[..., 0]), np.minimum(ends[..., 1], image[..., 1])
    return Boxes((low + high) / 2, np.maximum((high - low) / 2, 0))


def _unlike(group: Indices, home: Boxes, zero: Boxes) -> list[int]:
    """Return those of a group of enclosures that are of different zeros: in its home each is the only one."""
    kept = list[int]()
    for i in group.tolist():
        if not (kept and zero[np.array([i])].within(home[np.array(kept)]).any()):
            kept.append(i)
    return kept


def _joined(parts: list[Boxes]) -> Boxes:
    centre = np.concatenate([np.zeros((0, 2)), *(part.centre for part in parts)])
    return Boxes(centre, np.concatenate([np.zeros((0, 2)), *(part.half for part in parts)]))
