"""Many runs at once: where each of thousands of starts, or of settings of a rule, ends; no path is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Mask, Numbers
from surface.cluster import Client, cut, spread
from surface.descent import Rule, Surface, checked_steps
from surface.landscape.iterates import ROUND, Iterates, iterates
from surface.landscape.points import AT_A_KINK, CriticalPoints, Hollow
from surface.landscape.search import View, newton_step, work_of
from surface.landscape.settling import CIRCLE, NEAR, SETTLED, circles, grown_from, leads, settles
from surface.landscape.stability import curvatures
from surface.landscape.substitute import table

UNSETTLED, LEFT, DIVERGED = -1, -2, -3
"""Where a run ends that is at no minimum: still in the window, outside it, or with an error out of bounds."""

BLOCK = 2**15
"""How many data points × runs one evaluation of the gradient holds: its arrays then stay in the processor's cache."""

LOOK = 8
"""After so many steps each it is seen whose end is known."""

EARLY = 32
"""After so many steps each it is seen how many runs there still are, and what way they are taken on."""

REST = 1e-9
"""A run that moves by less than this in a step, in window widths, in a firm hollow has come to rest."""

STRAIGHT = 1e-12
"""To this share of itself a run moves along one of the weights alone, or along both alike, on a line of symmetry."""

STEADY = 0.999
"""Below this share of the bound each step towards a minimum shrinks by more than its rounding."""

LEAST = 256
"""So many runs at least are sent to a worker, and BLOCK data points × runs: else a step's calls cost more than that."""

EACH = ("run", "w", "nearest", "distance", "entered", "moved", "coast", "farthest", "longest", "earlier", "straight")
"""What is remembered of each run beside the state of its rule."""

Progress = Callable[[float], Any]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where many runs end: label (m,), an index into points.hollows or UNSETTLED, LEFT, DIVERGED; steps (m,).

    steps: how many it took to come within 1 % of the window's width of its minimum for good; all of them where it is
    at none.
    """

    label: Indices
    steps: Indices


def walk_all(
    E: Surface,
    rule: Rule,
    starts: Numbers,
    steps: int,
    points: CriticalPoints,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Ends:
    """Walk from all starts, (m, 2), at once and return where each run ends, as `verdict` would say.

    rule: its hyperparameters are numbers, or arrays (m, 1) with one for each run. progress is called with the share
    done; what it raises ends the work. A run that cannot leave its minimum any more is not walked to its end.
    client: of Dask, over whose workers the runs are spread; they end where they do here.
    """
    places, steps = np.array(starts, dtype=np.float64), checked_steps(steps)
    ground = table(E, points.window, len(places) * steps)
    if client is not None and len(places):
        least = max(LEAST, BLOCK // work_of(ground))
        parts = [(_rule_of(rule, some), places[some]) for some in cut(len(places), client, least)]
        ends = spread(client, _walk_some, parts, (ground, steps, points), progress)
        return Ends(*(np.concatenate(each) for each in zip(*ends, strict=True)))
    tell = progress or _untold
    # A run that overflows has found its end like any other.
    with np.errstate(all="ignore"):
        runs = _Runs(ground, rule, places, steps, points)
        runs.walk_on(EARLY // 2, tell)
        half = len(runs.run)
        runs.walk_on(EARLY, tell)
        # Where there is no minimum there is nothing to be near to.
        expected = runs.expected(half) if points.hollows else 0
        many = iterates(ground, rule, points.window, expected, lambda: tell(runs.step / steps))
        if many and points.hollows:
            runs.leap(many, tell)
        runs.walk_on(steps, tell)
        runs.finish()
    tell(1.0)
    return Ends(runs.label, runs.taken)


def _walk_some(E: Surface, steps: int, points: CriticalPoints, rule: Rule, starts: Array) -> tuple[Indices, Indices]:
    ends = walk_all(E, rule, starts, steps, points)
    return ends.label, ends.steps


class _Runs:
    """The runs that are still under way: which they are, where, and what is remembered of each."""

    def __init__(self, E: Surface, rule: Rule, starts: Array, steps: int, points: CriticalPoints) -> None:
        self.E, self.rule, self.steps, self.points, self.step = E, rule, steps, points, 0
        self.view, self.tenth = View(E, points.window), max(steps // 10, 1)
        # The reshape keeps the two columns where there is no minimum at all.
        self.minima = np.array([point.weights for point in points.hollows]).reshape(-1, 2)
        self.cores = np.array([_core(E, self.view, point) for point in points.hollows])
        self.first_error = np.asarray(E.error(starts), dtype=np.float64)
        self.label, self.taken = np.full(len(starts), UNSETTLED), np.full(len(starts), steps)
        self.run, self.w, self.state = np.arange(len(starts)), starts, rule.init(starts)
        self.nearest, self.distance = self._nearest(self.w)
        self.entered = np.where(self.distance <= NEAR, 0, 1)
        self.moved, self.coast, self.farthest, self.longest = (np.zeros(len(starts)) for _ in range(4))
        self.straight = np.zeros(len(starts), dtype=bool)
        # In so short a run the tenth before the last takes in the start.
        self.earlier = self.distance if steps <= 2 * self.tenth else np.zeros(len(starts))

    def walk_on(self, end: int, tell: Progress) -> None:
        """Take single steps until so many are taken."""
        while self.step < min(end, self.steps) and len(self.run):
            self.walk()
            # A hundred times or so, however many steps there are.
            if self.step % max(1, self.steps // 100) == 0:
                tell(self.step / self.steps)

    def expected(self, half: int) -> int:
        """Return how many steps all runs will take together, if they go on ending as from half of EARLY on."""
        left, count = self.steps - self.step, len(self.run)
        if count < half:
            left = min(left, EARLY / 2 / np.log(half / max(count, 1)))
        return int(count * left)

    def leap(self, many: Iterates, tell: Progress) -> None:
        """Take all steps, up to ROUND at once with the runs of which it is known where they lead."""
        keeps = np.array([_keeps(self.E, self.view, self.rule, minimum) for minimum in self.minima])
        last, tenth = max(self.steps - 2 * self.tenth, 0), self.steps - self.tenth
        marks = [*range(self.step, last, ROUND), *range(last, tenth, ROUND), *range(tenth, self.steps, ROUND)]
        for step, mark in pairwise([*marks, self.steps]):
            if not len(self.run):
                break
            self._look()
            # Of the last two tenths each step counts, but for those that are at no minimum however they circle.
            ahead = self._ahead(mark - step, many, keeps if mark <= last else None)
            while self.step < mark and len(self.run):
                self.walk()
            self.step = mark
            self._join(ahead)
            if mark >= last:
                self._remember(self.moved)
            tell(mark / self.steps)

    def walk(self) -> None:
        """Take one step with every run, and let go of those whose end is known."""
        self.step += 1
        gradient = self._gradient()
        move, self.state = self.rule.update(gradient, self.state)
        self.w = self.w + move
        self.nearest, self.distance = self._nearest(self.w)
        # The step at which a run last came near its minimum: outside, the next step is the earliest.
        self.entered[self.distance > NEAR] = self.step + 1
        # Whoever is let go of later ends where it would have ended, and to look takes as long as a step of few rows.
        looks = self.step % LOOK == 0
        if looks or self.step > self.steps - 2 * self.tenth - 1:
            self.moved = np.hypot(*(move / self.view.width).T)
            self.coast = self.moved * np.ravel(self.rule.carry)
            self._remember(self.moved)
        if looks:
            self._let_go(gradient, np.hypot(*move.T))

    def _look(self) -> None:
        """Let go of the runs whose end is known before their next step."""
        gradient = self._gradient()
        move, _ = self.rule.update(gradient, self.state)
        self.moved = np.hypot(*(move / self.view.width).T)
        self.coast = self.moved * np.ravel(self.rule.carry)
        low, high = np.sort(np.abs(move), axis=-1).T
        self.straight = (low <= STRAIGHT * high) | (high - low <= STRAIGHT * high)
        self._let_go(gradient, np.hypot(*move.T))

    def _ahead(self, count: int, many: Iterates, keeps: Mask | None) -> dict[str, Array]:
        """Take out the runs of which it is known where they are so many steps on, and return what is known of them.

        keeps: of each minimum, whether nobody leaves who is near it; None: where each step near one counts.
        """
        after, known = many.after(self.w, count)
        nearest, distance = self._nearest(after)
        least = np.minimum(self.distance, distance)
        away, stays = least > CIRCLE, np.zeros(len(least), dtype=bool)
        if keeps is not None:
            away, stays = least > NEAR, (distance <= NEAR) & keeps[nearest]
        # On a line of symmetry a run stays to the last digit, and so at a saddle: it is walked to the last digit.
        some = known & (away | stays) & ~self.straight
        entered = np.where(away, self.step + count + 1, self.entered)
        coming = np.flatnonzero(some & stays & (self.distance > NEAR))
        taken, some[coming] = self._steps_to(coming, nearest[coming], count, many)
        entered[coming] = self.step + taken
        ahead = {name: getattr(self, name)[some] for name in EACH}
        ahead.update(w=after[some], nearest=nearest[some], distance=distance[some], entered=entered[some])
        self._go_on_with(~some)
        return ahead

    def _steps_to(self, some: Indices, minimum: Indices, count: int, many: Iterates) -> tuple[Indices, Mask]:
        """Return after how many steps some runs come near the minimum near which they are after `count`, by halves.

        And of which of them that is known.
        """
        w, taken, size = self.w[some], np.zeros(len(some), dtype=np.intp), ROUND
        known = np.ones(len(some), dtype=bool)
        while size := size // 2:
            after, found = many.after(w, size)
            known &= found
            short = np.hypot(*((after - self.minima[minimum]) / self.view.width).T) > NEAR
            short &= taken + size < count
            w, taken = np.where(short[:, None], after, w), taken + size * short
        return taken + 1, known

    def _join(self, ahead: dict[str, Array]) -> None:
        for name, part in ahead.items():
            setattr(self, name, np.concatenate([getattr(self, name), part]))

    def finish(self) -> None:
        """Label the runs that are left."""
        self._end(np.ones(len(self.run), dtype=bool))

    def _gradient(self) -> Array:
        size = max(64, BLOCK // work_of(self.E))
        # What the cache holds, but no fewer than 64 runs, or the calls would cost more than the numbers.
        blocks = [self.E.gradient(self.w[k : k + size]) for k in range(0, len(self.w), size)]
        return np.concatenate(blocks)

    def _nearest(self, w: Array) -> tuple[Indices, Array]:
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

    def _remember(self, length: Array) -> None:
        """Note the extremes over the last tenth of the steps and over the tenth before."""
        if self.step > self.steps - self.tenth:
            self.farthest = np.maximum(self.farthest, self.distance)
            self.longest = np.maximum(self.longest, length)
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
        momentum may swing out first, which an eighth of the core leaves room for. The other rules are let finish: one
        that scales its own steps may leave a minimum that it has come to.
        """
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

    def _share_of_bound(self) -> Array | None:
        """Return each run's learning rate over the c of its rule's bound, (m,); None for a rule without a bound."""
        c = self.rule.stability
        return None if c is None else np.broadcast_to(np.ravel(self.rule.learning_rate / c), len(self.run))

    def _end(self, done: Mask, held: Mask | None = None) -> None:
        """Label the runs that are done, and go on with the others."""
        runs = self.run[done]
        label = self._labels(done)
        if held is not None:
            label = np.where(held[done], self.nearest[done], label)
        self.label[runs] = label
        # One that circles its minimum may be outside the 1 % even after its last step.
        self.taken[runs] = np.where(label >= 0, np.minimum(self.entered[done], self.steps), self.steps)
        self._go_on_with(~done)

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

    def _go_on_with(self, some: Mask) -> None:
        self.rule = _rule_of(self.rule, some)
        # What has no axis, as a count of steps, all runs share.
        self.state = {symbol: part[some] if np.ndim(part) else part for symbol, part in self.state.items()}
        for name in EACH:
            setattr(self, name, getattr(self, name)[some])


def _rule_of(rule: Rule, some: Mask | slice) -> Rule:
    """Return the rule of some of the runs: what each run has for itself is cut down to theirs."""
    arrays = {f.name: getattr(rule, f.name) for f in fields(rule) if np.ndim(getattr(rule, f.name))}
    return replace(rule, **{name: array[some] for name, array in arrays.items()}) if arrays else rule


def _untold(share: float) -> None:
    """Tell nobody how much is done."""


def _keeps(E: Surface, view: View, rule: Rule, minimum: Array) -> bool:
    """Return whether a rule without state, from anywhere near a minimum, steps to where that is near as well."""
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    w = minimum + NEAR * view.width * np.concatenate([circle * share for share in (0.25, 0.5, 0.75, 1.0)])
    move, _ = rule.update(E.gradient(w), rule.init(w))
    return bool(np.all(np.hypot(*((w + move - minimum) / view.width).T) <= NEAR))


def _core(E: Surface, view: View, point: Hollow) -> tuple[float, float]:
    """Return the radius around a minimum, in weights, in which curvatures stay near its own, and the largest there."""
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    smallest, largest = map(float, point.eigenvalues)
    # At a kink the curvatures say nothing of how steeply it rises.
    # Halved until the surface inside is as good as a parabola, where the bound on the rate is exact.
    for halvings in range(16 if point.kind == "minimum" else 0):
        radius = NEAR * view.width.min() / 2**halvings
        values = curvatures(E, point.weights + radius * np.concatenate([circle, circle / 2]))
        if values[:, 0].min() >= smallest / 2 and values[:, 1].max() <= 1.1 * largest:
            return radius, float(max(values[:, 1].max(), largest))
    # No such circle: whoever is here has to walk to the end.
    return 0.0, float(largest)
