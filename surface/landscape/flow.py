"""Lines of steepest descent and ascent, dw/dt = ∓∇E(w), many at once.

Each step solves the flow of the surface's own parabola exactly (exponential Rosenbrock method exprb32: Hochbruck and
Ostermann 2010), so that neither a narrow valley nor the slow start at a saddle makes it creep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.descent import Surface
from surface.error import Window, checked_window
from surface.landscape.points import CriticalPoint, CriticalPoints, Hollow
from surface.landscape.search import View, newton_step, work_of
from surface.landscape.stability import derivatives, hessian
from surface.landscape.substitute import near

EDGE, FLAT, UNFINISHED = -1, -2, -3
"""Where a line ends that reaches no goal: at the window's edge, on ground without a slope, or nowhere in time."""

STEPS = 1500
"""The most steps of a line."""

WORK = 100_000_000
"""About how many steps × lines × data points are taken in all; what has not arrived by then is unfinished."""

STRIDE = 0.01
"""The longest step, in window widths."""

TOLERANCE = 1e-6
"""How far a step may be off, in window widths."""

NEAR_EXTREMUM, NEAR_SADDLE = 1e-3, 1e-6
"""How near its goal a line has arrived, in window widths: many a line passes close by a saddle and goes on."""

RESTING = 1e-12
"""How far from its end a line rests, in window widths."""

OFFSET = 1e-4
"""How far from its saddle a line starts, in window widths."""

CHECKED = np.arange(8)[:, None, None] / 8
"""At which shares of what is left of the way to a goal the slope must lead on to it."""

GROWTH = 30.0
"""By how many factors of e a step may grow: one that grew by more would be far too long."""


class Goals:
    """Critical points where lines may end, and who is near one."""

    def __init__(self, view: View, points: Sequence[Hollow]) -> None:
        self.weights = np.array([point.weights for point in points]).reshape(-1, 2)
        self.saddle = np.array([point.kind == "saddle" for point in points], dtype=bool)
        self.reach = np.where(self.saddle, NEAR_SADDLE, NEAR_EXTREMUM)
        self.view, self.places = view, view.place(self.weights)
        # A raster of cells as wide as the reach: who is near a goal is in its cell or in one next to it.
        around = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1]), axis=-1).reshape(-1, 2)
        keys = self._keys(self.places[:, None] + NEAR_EXTREMUM * around).ravel()
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]

    @staticmethod
    def _keys(u: Array) -> Indices:
        cells = np.floor(u / NEAR_EXTREMUM).astype(np.intp)
        return cells[..., 0] * 2**31 + cells[..., 1]

    def near(self, w: Array) -> Indices:
        """Return the nearest goal within reach of each place, (m,); −1 where there is none."""
        u = self.view.place(w)
        keys = self._keys(u)
        first, end = (np.searchsorted(self.keys, keys, side) for side in ("left", "right"))
        nearest, least = np.full(len(u), -1), np.full(len(u), np.inf)
        # Cells have room for few goals: one after another, for all places at once.
        for turn in range(int(np.max(end - first, initial=0))):
            k = np.flatnonzero(first + turn < end)
            goal = self.order[first[k] + turn] // 9
            distance = np.hypot(*(u[k] - self.places[goal]).T)
            closer = (distance <= self.reach[goal]) & (distance < least[k])
            nearest[k[closer]], least[k[closer]] = goal[closer], distance[closer]
        return nearest


@dataclass(frozen=True, eq=False)
class Followed:
    """Where lines end: weights (m, 2), and goal (m,), an index into the goals or EDGE, FLAT, UNFINISHED.

    line (s,) and steps (s, 2): each step of each line and where it led, in the order in which they were taken.
    """

    weights: Array
    goal: Indices
    line: Indices
    steps: Array


def follow(view: View, starts: Array, goals: Goals, uphill: bool = False) -> Followed:
    """Follow the flow downhill, or uphill, from all starts, (m, 2), to a goal or the window's edge."""
    flow = _Flow(view, np.array(starts, dtype=np.float64), goals, 1 if uphill else -1)
    budget = WORK // work_of(view.E)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            budget -= len(flow.line)
            if budget < 0 or not len(flow.line):
                break
            flow.step()
    return flow.followed()


class _Flow:
    """The lines that are still under way: which they are, where, the flow there, and the time of each one's step."""

    def __init__(self, view: View, starts: Array, goals: Goals, sign: int) -> None:
        self.view, self.goals, self.sign = view, goals, sign
        self.ends, self.goal = starts, np.full(len(starts), UNFINISHED)
        self.line, self.w = np.arange(len(starts)), starts.copy()
        self.rests = np.zeros(len(starts), dtype=bool)
        self.taken = list[tuple[Indices, Array]]()
        self.force, self.bend = self._field(self.w)
        speed = self._length(self.force)
        # A first step that is short beside what any shape of the window could hide.
        self.time = 1e-4 / np.where(speed > 0, speed, 1)
        self._let_go(np.ones(len(starts), dtype=bool))

    def _force(self, w: Array) -> Array:
        return self.sign * np.nan_to_num(np.asarray(self.view.E.gradient(w), dtype=np.float64))

    def _field(self, w: Array) -> tuple[Array, Array]:
        """Return the flow, (m, 2), and how it changes along the weights, (m, 2, 2), of one pass over the data."""
        g, H = derivatives(self.view.E, w)
        return self.sign * np.nan_to_num(g), self.sign * np.nan_to_num(H)

    def _length(self, way: Array) -> Array:
        """Return how long ways in weights are in window widths."""
        return np.hypot(*(way / self.view.width).T)

    def step(self) -> None:
        """Try one step with every line; those of which it was too long take a shorter one next time."""
        there, doubt = self._ahead()
        way = there - self.w
        (force, bend), length = self._field(there), self._length(way)
        # A step across the floor of a valley would lead up again at its end.
        onward = np.sum(force * way, axis=-1) >= -1e-3 * np.sum(self.force * way, axis=-1)
        good = (doubt <= TOLERANCE) & (length <= STRIDE) & onward
        self.time *= self._faster(doubt, length, onward)
        rests = good & (there == self.w).all(axis=-1)
        self.w[good], self.force[good], self.bend[good] = there[good], force[good], bend[good]
        self.rests = rests & self._is_lowest()
        self._let_go(good)

    def _is_lowest(self) -> Mask:
        """Return which lines are where the flow leads in from all sides, but for rounding: they go nowhere any more."""
        inward = np.linalg.eigvalsh(self.bend)[:, 1] < 0
        return inward & (self._length(newton_step(self.force, self.bend)) <= RESTING)

    def _ahead(self) -> tuple[Array, Array]:
        """Return where the next step leads, (m, 2), and by how much it may be off, in window widths, (m,)."""
        values, vectors = np.linalg.eigh(self.bend)
        fastest = np.abs(values).max(axis=-1)
        self.time = np.minimum(self.time, GROWTH / np.maximum(values[:, 1], 1e-300))
        self.time = np.minimum(self.time, 1e30 / np.maximum(fastest, 1e-270))
        time = self.time[:, None]
        z = time * values
        way = _turned(vectors, time * _phi_1(z) * _along(vectors, self.force))
        # What the parabola does not explain of the flow at its end is what it is off by.
        missed = self._force(self.w + way) - self.force - np.einsum("mij,mj->mi", self.bend, way)
        correction = _turned(vectors, 2 * time * _phi_3(z) * _along(vectors, missed))
        doubt = self._length(correction)
        return self.w + way + correction, np.where(np.isfinite(doubt), doubt, np.inf)

    def _faster(self, doubt: Array, length: Array, onward: Mask) -> Array:
        """Return by how much the next step may be longer in time: a method of third order with a given tolerance."""
        by_doubt = 0.9 * np.cbrt(TOLERANCE / np.maximum(doubt, 1e-300))
        by_length = 0.9 * STRIDE / np.maximum(length, 1e-300)
        factor = np.clip(np.minimum(by_doubt, by_length), 0.1, 4)
        return np.where(onward, factor, np.minimum(factor, 0.3))

    def _let_go(self, moved: Mask) -> None:
        """Remember where the lines are that moved, and end those that have arrived."""
        u = self.view.place(self.w)
        outside = np.any((u < 0) | (u > 1), axis=-1)
        goal = np.where(outside, EDGE, UNFINISHED)
        goal[~self.force.any(axis=-1)] = FLAT
        goal[~np.isfinite(u).all(axis=-1)] = UNFINISHED
        near = self._arrived(moved)
        goal = np.where(near >= 0, near, goal)
        # At an end that is no goal a line would stay for all its steps.
        done = (goal != UNFINISHED) | self.rests
        self._remember(moved, done, goal)
        self.ends[self.line], self.goal[self.line] = self.w, goal
        self.line, self.time = self.line[~done], self.time[~done]
        self.w, self.force, self.bend = self.w[~done], self.force[~done], self.bend[~done]

    def _remember(self, moved: Mask, done: Mask, goal: Indices) -> None:
        """Note the steps taken; a line that leaves the window ends on its edge, one that arrives at its goal."""
        out = np.flatnonzero(goal == EDGE)
        self.w[out] = self._on_edge(self.ends[self.line[out]], self.w[out])
        self.taken.append((self.line[moved], self.w[moved]))
        there = np.flatnonzero(goal >= 0)
        self.w[there] = self.goals.weights[goal[there]]
        self.taken.append((self.line[there], self.w[there]))

    def _on_edge(self, before: Array, after: Array) -> Array:
        """Return where the way from a place in the window to one outside crosses the edge."""
        u, v = np.clip(self.view.place(before), 0, 1), self.view.place(after)
        way = np.where(v == u, 1, v - u)
        share = np.where(v < 0, -u / way, np.where(v > 1, (1 - u) / way, 1)).min(axis=-1)
        return self.view.weights(np.clip(u + share[:, None] * (v - u), 0, 1))

    def _arrived(self, moved: Mask) -> Indices:
        """Return the goal that each line has come so near that the straight way leads there all along; else −1."""
        near = np.full(len(self.w), -1)
        near[moved] = self.goals.near(self.w[moved])
        k = np.flatnonzero(near >= 0)
        if len(k):
            way = self.goals.weights[near[k]] - self.w[k]
            places = self.w[k] + CHECKED * way
            onward = np.sum(self._force(places) * way, axis=-1) >= 0
            near[k[~(onward.all(axis=0) | (self.goals.saddle[near[k]] & onward[0]))]] = -1
        return near

    def followed(self) -> Followed:
        lines, places = zip(*self.taken, strict=True)
        return Followed(self.ends, self.goal, np.concatenate(lines), np.concatenate(places))


def leaving(view: View, saddles: Sequence[CriticalPoint], uphill: bool) -> Array:
    """Return where the two lines of each saddle start, (s, 2, 2): to both sides of it, along the curvature that leads.

    Its lines of steepest descent leave a saddle along the negative curvature, those of ascent along the positive one.
    """
    w = np.array([saddle.weights for saddle in saddles]).reshape(-1, 2)
    _, vectors = np.linalg.eigh(hessian(view.E, w))
    way = vectors[..., 1 if uphill else 0]
    way *= OFFSET / np.hypot(*(way / view.width).T)[:, None]
    return np.stack([w - way, w + way], axis=1)


def _along(vectors: Array, way: Array) -> Array:
    """Return the parts of ways, (m, 2), along eigenvectors, the columns of (m, 2, 2)."""
    return np.einsum("mij,mi->mj", vectors, way)


def _turned(vectors: Array, parts: Array) -> Array:
    """Return the ways that have these parts along eigenvectors."""
    return np.einsum("mij,mj->mi", vectors, parts)


def _phi_1(z: Array) -> Array:
    """Return (eᶻ − 1) / z, and 1 at 0."""
    return np.where(z == 0, 1, np.expm1(z) / np.where(z == 0, 1, z))


def _phi_3(z: Array) -> Array:
    """Return (eᶻ − 1 − z − z²/2) / z³, near 0 by its series, where the difference would be rounding."""
    small = np.abs(z) < 0.5
    near, far = np.where(small, z, 0), np.where(small, 1, z)
    series = np.zeros_like(z)
    # Σ zᵏ / (k + 3)!, from its last term inwards.
    for k in range(15, 3, -1):
        series = (1 + near * series) / k
    return np.where(small, (1 + near * series) / 6, (np.expm1(far) - far - far**2 / 2) / far**3)


@dataclass(frozen=True, eq=False)
class Line:
    """A line of steepest descent or ascent that leaves a saddle: path (k, 2) of weights, and the errors on it, (k,).

    end: the critical point where it ends; None where that is the window's edge (on_edge) or ground without a slope.
    """

    path: Array
    error: Array
    end: CriticalPoint | None
    on_edge: bool


def watersheds(E: Surface, window: Window, points: CriticalPoints, most: int = 200) -> tuple[tuple[Line, Line], ...]:
    """Return for each saddle its two lines of steepest ascent: where the basins of the continuous flow end.

    Downhill from beside such a line, in steps that are infinitely short, one ends on one side of the saddle or on the
    other. Each line leads up to a maximum, the window's edge or flat ground, with at most `most` places of its path.
    """
    return _lines(E, window, points, most, uphill=True)


def valleys(E: Surface, window: Window, points: CriticalPoints, most: int = 200) -> tuple[tuple[Line, Line], ...]:
    """Return for each saddle its two lines of steepest descent: the lowest ways from it to the hollows beside it."""
    return _lines(E, window, points, most, uphill=False)


def _lines(
    E: Surface, window: Window, points: CriticalPoints, most: int, uphill: bool
) -> tuple[tuple[Line, Line], ...]:
    view = View(near(E, checked_window(window)), window)
    saddles = [point for point in points if point.kind == "saddle"]
    goals = [*(point for point in points if point.kind == ("maximum" if uphill else "minimum")), *saddles]
    lines = follow(view, leaving(view, saddles, uphill).reshape(-1, 2), Goals(view, goals), uphill)
    # Each line's steps in their order, behind those of the line before.
    steps = lines.steps[np.argsort(lines.line, kind="stable")]
    ways = np.split(steps, np.cumsum(np.bincount(lines.line, minlength=len(lines.goal)))[:-1])
    found = [
        _line(view, np.concatenate([saddles[k // 2].weights[None], way]), lines.goal[k], goals, most)
        for k, way in enumerate(ways[: len(lines.goal)])
    ]
    return tuple(zip(found[::2], found[1::2], strict=True))


def _line(view: View, path: Array, goal: int, goals: Sequence[CriticalPoint], most: int) -> Line:
    steps: Array = np.hypot(*(np.diff(path, axis=0) / view.width).T)
    length: Array = np.append(0.0, steps.cumsum())
    # Evenly along the way, and its last place, which is where it ends.
    shares: Array = np.linspace(0, float(steps.sum()), max(2, most))[:-1]
    places = np.unique(np.append(np.searchsorted(length, shares), len(path) - 1))
    path = path[places]
    error = np.asarray(view.E.error(path), dtype=np.float64)
    return Line(path, error, goals[goal] if goal >= 0 else None, bool(goal == EDGE))
