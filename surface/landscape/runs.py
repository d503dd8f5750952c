"""Runs that are under way at once: their steps, who is let go of as its end is known, and how each ends."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Mask
from surface.descent import Rule, Surface
from surface.landscape.points import AT_A_KINK, CriticalPoints, Hollow
from surface.landscape.search import View, newton_step, work_of
from surface.landscape.settling import NEAR, SETTLED, circles, grown_from, leads, settles
from surface.landscape.stability import curvatures

UNSETTLED, LEFT, DIVERGED = -1, -2, -3
"""Where a run ends that is at no minimum: still in the window, outside it, or with an error out of bounds."""

BLOCK = 2**15
"""How many data points × runs one evaluation of the gradient holds: its arrays then stay in the processor's cache."""

LOOK = 8
"""After so many steps each it is seen whose end is known."""

REST = 1e-9
"""A run that moves by less than this in a step, in window widths, in a firm hollow has come to rest."""

STRAIGHT = 1e-12
"""To this share of itself a run moves along one of the weights alone, or along both alike, on a line of symmetry."""

STEADY = 0.999
"""Below this share of the bound each step towards a minimum shrinks by more than its rounding."""

GROWS = 1.0001
"""A step that turns round and is so many times as long as the one before it shows a rate above its bound."""

EACH = (
    *("run", "w", "nearest", "distance", "entered"),
    *("moved", "coast", "farthest", "longest", "earlier"),
    *("straight", "move", "led", "doubtful"),
)
"""What is remembered of each run beside the state of its rule.

led: whether it was taken on by many steps at once, and so is right to some nine digits; doubtful: whether it has then
come to where they grow, and where it ends hangs on the last of them.
"""


class Runs:
    """The runs that are still under way: which they are, where, and what is remembered of each."""

    def __init__(self, E: Surface, rule: Rule, starts: Array, steps: int, points: CriticalPoints) -> None:
        self.E, self.rule, self.steps, self.points, self.step = E, rule, steps, points, 0
        self.view, self.tenth = View(E, points.window), max(steps // 10, 1)
        # The reshapes keep the columns where there is no minimum at all.
        self.minima = np.array([point.weights for point in points.hollows]).reshape(-1, 2)
        self.cores = np.array([_core(E, self.view, point) for point in points.hollows]).reshape(-1, 3)
        self.first_error = np.asarray(E.error(starts), dtype=np.float64)
        self.label, self.taken = np.full(len(starts), UNSETTLED), np.full(len(starts), steps)
        self.run, self.w, self.state = np.arange(len(starts)), starts, rule.init(starts)
        self.nearest, self.distance = self.nearest_to(self.w)
        self.entered = np.where(self.distance <= NEAR, 0, 1)
        self.moved, self.coast, self.farthest, self.longest = (np.zeros(len(starts)) for _ in range(4))
        self.straight, self.led, self.doubtful = (np.zeros(len(starts), dtype=bool) for _ in range(3))
        self.move, self.again = np.zeros((len(starts), 2)), np.empty(0, dtype=np.intp)
        # In so short a run the tenth before the last takes in the start.
        self.earlier = self.distance if steps <= 2 * self.tenth else np.zeros(len(starts))

    def walk(self, lets_go: bool = True) -> None:
        """Take one step with every run, and let go of those whose end is known."""
        self.step += 1
        gradient = self._gradient()
        move, self.state = self.rule.update(gradient, self.state)
        if self.led.any():
            self.doubtful |= self.led & self._grows(move)
        self.w, self.move = self.w + move, move
        self.nearest, self.distance = self.nearest_to(self.w)
        # The step at which a run last came near its minimum: outside, the next step is the earliest.
        self.entered[self.distance > NEAR] = self.step + 1
        # Whoever is let go of later ends where it would have ended, and to look takes as long as a step of few rows.
        looks = lets_go and self.step % LOOK == 0
        if looks or self.step > self.steps - 2 * self.tenth - 1:
            self.moved = self.in_widths(move)
            self.coast = self.moved * np.ravel(self.rule.carry)
            self.remember()
        if looks:
            self._let_go(gradient, np.hypot(*move.T))

    def look(self) -> None:
        """Let go of the runs whose end is known before their next step, and of the doubtful ones."""
        self._set_doubtful_aside()
        gradient = self._gradient()
        move, _ = self.rule.update(gradient, self.state)
        self.moved = self.in_widths(move)
        self.coast = self.moved * np.ravel(self.rule.carry)
        low, high = np.sort(np.abs(move), axis=-1).T
        self.straight = (low <= STRAIGHT * high) | (high - low <= STRAIGHT * high)
        self.move = move
        self._let_go(gradient, np.hypot(*move.T))

    def take_out(self, some: Mask) -> dict[str, Any]:
        """Return what is remembered of some runs, and go on with the others."""
        taken = {name: getattr(self, name)[some] for name in EACH}
        self.go_on_with(~some)
        return taken

    def take_back(self, runs: dict[str, Any]) -> None:
        """Go on with these runs as well."""
        for name, part in runs.items():
            setattr(self, name, np.concatenate([getattr(self, name), part]))

    def finish(self) -> None:
        """Label the runs that are left; `again` has those that have to be walked again, step by step."""
        self._end(np.ones(len(self.run), dtype=bool))

    def _gradient(self) -> Array:
        size = max(64, BLOCK // work_of(self.E))
        # What the cache holds, but no fewer than 64 runs, or the calls would cost more than the numbers.
        blocks = [self.E.gradient(self.w[k : k + size]) for k in range(0, len(self.w), size)]
        return np.concatenate(blocks)

    def _grows(self, move: Array) -> Mask:
        """Return which runs' next step is longer than the last one and turned round."""
        (a, b), (c, d) = move.T, self.move.T
        grows = a * c + b * d < 0
        turned = np.flatnonzero(grows)
        length, before = (self.in_widths(each[turned]) for each in (move, self.move))
        grows[turned] = (length > GROWS * before) & (length > REST)
        return grows

    def _set_doubtful_aside(self) -> None:
        if self.doubtful.any():
            self.again = np.concatenate([self.again, self.run[self.doubtful]])
            self.go_on_with(~self.doubtful)

    def in_widths(self, way: Array) -> Array:
        """Return the length of ways in weights, (m, 2), in window widths."""
        return np.hypot(*(way / self.view.width).T)

    def nearest_to(self, w: Array) -> tuple[Indices, Array]:
        """Return the nearest minimum of each place and the distance to it in window widths."""
        # Infinite where there is no minimum at all, so that nobody is ever near one.
        nearest, least = np.zeros(len(w), dtype=np.intp), np.full(len(w), np.inf)
        place = w / self.view.width
        # One minimum at a time: an array of all distances, runs × minima, is never held.
        for index, minimum in enumerate(self.minima / self.view.width):
            square = (place[:, 0] - minimum[0]) ** 2 + (place[:, 1] - minimum[1]) ** 2
            closer = square < least
            nearest[closer] = index
            np.copyto(least, square, where=closer)
        return nearest, np.sqrt(least)

    def remember(self) -> None:
        """Note the extremes over the last tenth of the steps and over the tenth before."""
        if self.step > self.steps - self.tenth:
            self.farthest = np.maximum(self.farthest, self.distance)
            self.longest = np.maximum(self.longest, self.moved)
        elif self.step >= self.steps - 2 * self.tenth:
            self.earlier = np.maximum(self.earlier, self.distance)

    def _let_go(self, gradient: Array, move: Array) -> None:
        """End the runs that are not finite, that rest, or that are held by their minimum."""
        lost = ~np.all(np.isfinite(self.w), axis=-1)
        # Exactly 0, all three: what follows would be the same for ever.
        rests = (move == 0) & ~np.any(gradient, axis=-1) & (self.coast == 0)
        held, close = np.zeros(len(self.run), dtype=bool), np.flatnonzero(self.distance <= NEAR)
        held[close] = self._is_held(close, move[close])
        done = lost | rests | held | self._is_elsewhere()
        # Letting go costs a copy of all that stays: it is worth its while for a few per cent at once.
        if np.count_nonzero(done) > len(done) // 50 or lost.any():
            self._end(done, held)

    def _is_elsewhere(self) -> Mask:
        """Return which runs have come to rest in a hollow outside the window, where nothing moves them any more."""
        done, ratio = np.zeros(len(self.run), dtype=bool), self._share_of_bound()
        if ratio is None:
            return done
        place = self.view.place(self.w)
        outside = np.any((place < -NEAR) | (place > 1 + NEAR), axis=-1)
        still = np.flatnonzero(outside & (self.moved <= REST) & (self.coast <= REST))
        curvature = curvatures(self.E, self.w[still])
        # A saddle or a plateau may let go of a run that hardly moves: only curvatures well above zero hold it.
        firm = curvature[:, 0] > 1e-3 * curvature[:, 1]
        done[still] = firm & (ratio[still] * curvature[:, 1] < 0.95)
        return done

    def _is_held(self, close: Indices, move: Array) -> Mask:
        """Return which of the runs near a minimum are at it, or so deep in its core that their rule brings them in.

        In the core the curvatures hardly change, so that a rate below the bound shrinks every step; a rule with
        momentum may swing out first, which an eighth of the core leaves room for. Of the rules that scale their own
        steps one whose rates never rise is held; the others may leave a minimum that they have come to.
        """
        falling = self.rule.falling_rates(self.state)
        if falling is not None:
            return self._is_held_at(close, falling[close].max(axis=-1))
        ratio = self._share_of_bound()
        if ratio is None or not len(close):
            return np.zeros(len(close), dtype=bool)
        index = self.nearest[close]
        away = np.hypot(*(self.w[close] - self.minima[index]).T)
        carried = np.broadcast_to(np.ravel(self.rule.carry), len(self.run))[close]
        swing = np.where(carried > 0, 8, 1)
        inside = (away * swing <= self.cores[index, 0]) & (move * carried * swing <= self.cores[index, 0])
        settled = (self.distance[close] <= SETTLED) & (self.coast[close] <= SETTLED)
        share = ratio[close] * self.cores[index, 1]
        # Somewhat below the bound, near which steps hardly shrink. Without momentum each step of a run that has arrived
        # leads nearer, however little.
        nearing = (carried == 0) & (away <= self.cores[index, 0]) & settled
        return ((settled | inside) & (share < 0.95)) | (nearing & (share < STEADY))

    def _is_held_at(self, close: Indices, rate: Array) -> Mask:
        """Return which of some runs near a minimum stay in its core at any rates up to these, (m,), on either weight.

        In the core, whose curvatures lie between a and L, a step at rates below 2 / L goes less than twice the distance
        d and lowers the error, which is ½ a d² to ½ L d²: the distance never exceeds √(L / a) times that of today,
        and a step from there ends within three times as far.
        """
        radius, largest, smallest = self.cores[self.nearest[close]].T
        away = np.hypot(*(self.w[close] - self.minima[self.nearest[close]]).T)
        return (3 * np.sqrt(largest / smallest) * away <= radius) & (rate * largest / 2 < 0.95)

    def _share_of_bound(self) -> Array | None:
        """Return each run's learning rate over the c of its rule's bound, (m,); None for a rule without a bound."""
        c = self.rule.stability
        return None if c is None else np.broadcast_to(np.ravel(self.rule.learning_rate / c), len(self.run))

    def _end(self, done: Mask, held: Mask | None = None) -> None:
        """Label the runs that are done, and go on with the others."""
        runs = self.run[done]
        # A doubtful one is walked again, however it ended.
        self.again = np.concatenate([self.again, runs[self.doubtful[done]]])
        label = self._labels(done)
        if held is not None:
            label = np.where(held[done], self.nearest[done], label)
        self.label[runs] = label
        # One that circles its minimum may be outside the 1 % even after its last step.
        self.taken[runs] = np.where(label >= 0, np.minimum(self.entered[done], self.steps), self.steps)
        self.go_on_with(~done)

    def _labels(self, done: Mask) -> Indices:
        """Return how runs that stop here end, by the rules of a verdict."""
        end, farthest, earlier = self.distance[done], self.farthest[done], self.earlier[done]
        there = np.array(settles(end, np.maximum(farthest, end), np.maximum(earlier, end), self.coast[done]))
        some = np.flatnonzero(there & (end > SETTLED))
        there[some] = self._leads(np.flatnonzero(done)[some])
        # A run that circles within its own step is at its minimum as well.
        there |= circles(self.steps, farthest, earlier, self.longest[done])
        error = np.asarray(self.E.error(self.w[done]), dtype=np.float64)
        # The same bound as in a verdict, with the same allowance for an error of zero at the start.
        limit = grown_from(self.first_error[self.run[done]]) + 1e-9 * self.points.error_scale
        place = self.view.place(self.w[done])
        inside = np.all((place >= 0) & (place <= 1), axis=-1)
        # Turned round, for NaN is neither above the limit nor below it.
        elsewhere = np.where(~(error <= limit), DIVERGED, np.where(inside, UNSETTLED, LEFT))
        return np.where(there, self.nearest[done], elsewhere)

    def _leads(self, some: Indices) -> Mask:
        """Return which of some runs Newton's model leads to their nearest minimum, and to no other beside it."""
        u = self.view.place(self.w[some])
        g, H = self.view.derivatives(u)
        step = newton_step(g, H)
        kink = np.array([point.kind == AT_A_KINK for point in self.points.hollows], dtype=bool)[self.nearest[some]]
        upward = np.linalg.eigvalsh(H)[:, 0] > 0
        return kink | (upward & leads(self.view.place(self.minima[self.nearest[some]]) - u, step))

    def go_on_with(self, some: Mask) -> None:
        self.rule = rule_of(self.rule, some)
        # What has no axis, as a count of steps, all runs share.
        self.state = {symbol: part[some] if np.ndim(part) else part for symbol, part in self.state.items()}
        for name in EACH:
            setattr(self, name, getattr(self, name)[some])


def rule_of(rule: Rule, some: Mask | slice) -> Rule:
    """Return the rule of some of the runs: what each run has for itself is cut down to theirs."""
    arrays = {f.name: getattr(rule, f.name) for f in fields(rule) if np.ndim(getattr(rule, f.name))}
    return replace(rule, **{name: array[some] for name, array in arrays.items()}) if arrays else rule


def _core(E: Surface, view: View, point: Hollow) -> tuple[float, float, float]:
    """Return the radius around a minimum, in weights, in which curvatures stay near its own, their most and least."""
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    smallest, largest = map(float, point.eigenvalues)
    # At a kink the curvatures say nothing of how steeply it rises.
    # Halved until the surface inside is as good as a parabola, where the bound on the rate is exact.
    for halvings in range(16 if point.kind == "minimum" else 0):
        radius = NEAR * view.width.min() / 2**halvings
        values = curvatures(E, point.weights + radius * np.concatenate([circle, circle / 2]))
        if values[:, 0].min() >= smallest / 2 and values[:, 1].max() <= 1.1 * largest:
            return radius, float(max(values[:, 1].max(), largest)), smallest / 2
    # No such circle: whoever is here has to walk to the end.
    return 0.0, float(largest), smallest / 2
