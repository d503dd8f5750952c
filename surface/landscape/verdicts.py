"""Why a run stopped: one of a closed set of outcomes, and a reason in words that carries the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array
from surface.descent import Descent, Surface
from surface.error import ErrorSurface
from surface.formatting import apart, capital, named_error, number, pair, percent, size
from surface.landscape.local import Local
from surface.landscape.points import AT_A_KINK, CriticalPoint, CriticalPoints, Hollow, as_points
from surface.landscape.saturation import saturation
from surface.landscape.search import View
from surface.landscape.settling import GROWN, NEAR, SETTLED, circles, grown_from, settles
from surface.landscape.stability import curvatures

REACHED = "reached the lowest minimum"
LOCAL = "stuck in a local minimum"
SADDLE = "stuck at a saddle"
PLATEAU = "on a plateau"
MOVING = "still moving"
LEFT = "left the window"
DIVERGED = "diverged"
OUTCOMES = (REACHED, LOCAL, SADDLE, PLATEAU, MOVING, LEFT, DIVERGED)

ARRIVED = 1e-4
"""At a minimum, no more than this share of the window's width is left to go, by Newton's model."""

PLATEAU_SLOPE, PLATEAU_FALL = 0.01, 0.01
"""On a plateau E changes by less than these shares: over the window's width at its slope, and in the last tenth."""

NOTABLE = 1e-3
"""What Newton's model says is still to be had is told from this share of E on."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """How a run ended: outcome (one of OUTCOMES), reason, and the numbers at its last point.

    point: index of the critical point it is at, or None; hollow: index of the minimum it is at among points.hollows,
    those at a kink included, or None; distance: to the nearest lowest minimum, None where there is
    none; circles: whether it goes round its minimum within about its step; step: the step at which it left or diverged.
    pass_error: E at the pass that it would have to climb to get out of its hollow, where that has been worked out.
    """

    outcome: str
    reason: str
    error: float
    gradient_norm: float
    eigenvalues: Array
    point: int | None = None
    distance: float | None = None
    circles: bool = False
    hollow: int | None = None
    step: int | None = None
    pass_error: float | None = None


def verdict(E: Surface, run: Descent, points: Sequence[CriticalPoint]) -> Verdict:
    """Return why a run stopped, from the gradient, the curvatures and the critical points found in the window.

    points: what `critical_points` returned, or some of them; the window of a plain list is the box round them and
    the run.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # from far enough away a distance is infinite
        return _LastPart(E, run, as_points(E, points, run.path)).verdict()


class _LastPart:
    """The last part of a run, measured against the critical points of its window."""

    def __init__(self, E: Surface, run: Descent, points: CriticalPoints) -> None:
        self.E, self.run, self.points = E, run, points
        self.view = View(E, points.window)
        kinks = (place for place in points.degenerate if place.kind == AT_A_KINK)
        self.places: tuple[Hollow, ...] = (*points, *kinks)
        self.place = self.view.place(run.path)
        self.tenth = max(run.k // 10, 1)
        self.w, self.error = run.path[-1], float(run.error[-1])
        self.here = Local(self.view, self.w, self.error, points.error_scale)
        self.gradient_norm, self.eigenvalues = self.here.gradient_norm, self.here.eigenvalues

    # --- which outcome --------------------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        if self.run.overflowed:
            return self._diverged()
        place, circles = self._at()
        # From a start where the error is next to 0 it may grow on the way to a lowest minimum: that is no failure.
        if self._has_grown() and not any(place is lowest for lowest in self.points.lowest):
            return self._diverged(place)
        if place is not None:
            return self._there(place, circles)
        if np.any((self.place[-1] < 0) | (self.place[-1] > 1)):
            return self._left()
        if self.here.solved:
            return self._solved()
        if self._rests_in_a_hollow():
            return self._unlisted()
        return self._level() if self._is_level() else self._moving()

    def _has_grown(self) -> bool:
        return bool(self.error > grown_from(float(self.run.error[0])) + 1e-9 * self.points.error_scale)

    def _at(self) -> tuple[Hollow | None, bool]:
        """Return the critical point, or the minimum at a kink, that the run is at, and whether it circles it."""
        place, distance = self._nearest(self.places)
        if place is not None and place.kind in ("saddle", "maximum"):
            # A saddle holds nothing for good: only a run that still nears it counts as stuck at it, and not one that
            # rests where the ground curves upwards every way: in a hollow beside the saddle.
            if not self._rests_in_a_hollow() and self._waits(*self._tenths(distance)):
                return place, False
            place, distance = self._nearest([other for other in self.places if other.kind not in ("saddle", "maximum")])
        if place is None:
            return None, False
        last, before = self._tenths(distance)
        farthest, earlier = float(np.max(last)), float(np.max(before, initial=0))
        step = float(np.max(_lengths(np.diff(self.place[-self.tenth - 1 :], axis=0)), initial=0))
        if circles(self.run.k, farthest, earlier, step):
            return place, True
        # Within reach of a minimum, but where the ground curves down or leads elsewhere, a run is not in its hollow.
        held = place.kind == AT_A_KINK or last[-1] <= SETTLED or self.here.leads_to(place.weights)
        return (place if held and settles(last[-1], farthest, earlier, self._coast()) else None), False

    def _nearest(self, places: Sequence[Hollow]) -> tuple[Hollow | None, Array]:
        """Return the one of some places that the run ends nearest to, and the whole run's distances from it."""
        if not places:
            return None, np.zeros(0)
        where = self.view.place([place.weights for place in places])
        nearest = int(np.argmin(_lengths(where - self.place[-1])))
        return places[nearest], _lengths(self.place - where[nearest])

    def _tenths(self, values: Array) -> tuple[Array, Array]:
        """Return what belongs to the last tenth of the run, and to the tenth before."""
        return values[-self.tenth :], values[-2 * self.tenth - 1 : -self.tenth]

    def _waits(self, last: Array, before: Array) -> bool:
        """Return whether the run nears a point that is no minimum; where it came near and turned, it is leaving."""
        if last[-1] > NEAR or self._coast() > NEAR or last.max() > max(before.max(initial=0) * (1 + 1e-9), SETTLED):
            return False
        # Of every two steps the farther: a run that goes to and fro across the point has not turned away from it.
        pairs = np.maximum(last[1:], last[:-1]) if len(last) > 1 else last
        turned = pairs[-1] > pairs.min() * (1 + 1e-9)
        return bool(not turned or last.max() <= max(before.max(initial=0) / 2, SETTLED))

    def _coast(self) -> float:
        """Return how far, in window widths, the velocity of the last step would carry the run on level ground."""
        last = float(np.linalg.norm(self.place[-1] - self.place[-2])) if self.run.k else 0.0
        return last * self.run.rule.carry

    def _rests_in_a_hollow(self) -> bool:
        return self.here.within(SETTLED)

    def _measure(self) -> float:
        """Return what an error is small beside: the run's own, which may be 0, or a trifle of the window's."""
        return max(self.here.scale, 1e-6 * self.points.error_scale)

    def _is_level(self) -> bool:
        # By its own slope: a steep wall elsewhere in the window makes no plateau of a valley. Where Newton's model has
        # a minimum in reach, the ground is the side of a hollow, however little a slow run gets on.
        small = self.here.crossing < PLATEAU_SLOPE or self.gradient_norm == 0
        return small and not self.here.near and abs(self._fall()) < PLATEAU_FALL and self._away() > NEAR

    def _fall(self) -> float:
        """Return by what share E fell in the last tenth of the run."""
        before = float(self.run.error[-self.tenth - 1]) if self.run.k else self.error
        fall = before - self.error
        # A fall within rounding of the window's errors is none, or the last digits would be read as movement.
        return fall / abs(before) if abs(fall) > 1e-12 * max(self.points.error_scale, abs(before)) else 0.0

    def _away(self) -> float:
        """Return the distance to the nearest critical point, in window widths."""
        where = self.view.place(np.array([place.weights for place in self.places]).reshape(-1, 2))
        return float(np.min(_lengths(where - self.place[-1]), initial=np.inf))

    # --- in what words --------------------------------------------------------------------------------------------

    def _verdict(
        self,
        outcome: str,
        reason: str,
        point: int | None = None,
        circles: bool = False,
        hollow: int | None = None,
        step: int | None = None,
    ) -> Verdict:
        lowest = [float(np.linalg.norm(minimum.weights - self.w)) for minimum in self.points.lowest]
        here = self.error, self.gradient_norm, self.eigenvalues
        return Verdict(outcome, reason, *here, point, min(lowest, default=None), circles, hollow, step)

    def _there(self, place: Hollow, circles: bool) -> Verdict:
        index = next((i for i, point in enumerate(self.points) if point is place), None)
        if place.kind in ("saddle", "maximum"):
            return self._verdict(SADDLE, self._saddle_reason(place), point=index)
        hollow = self._hollow(place)
        lowest = hollow is not None and hollow < len(self.points.lowest)
        if circles:
            away = number(float(np.linalg.norm(self.w - place.weights)), 2)
            how = f"circles, within about its own step and {away} away at the end,"
        else:
            how = "came to" if lowest else "stopped in"
        reason = f"It {how} {self._which(place, lowest)}. {self._shape(place, circles)}"
        return self._verdict(REACHED if lowest else LOCAL, reason, point=index, circles=circles, hollow=hollow)

    def _hollow(self, place: Hollow | None) -> int | None:
        """Return the place of a minimum among the hollows, None for what is none."""
        return next((i for i, other in enumerate(self.points.hollows) if other is place), None)

    def _shape(self, place: Hollow, circles: bool) -> str:
        norm = f"Gradient norm {size(self.gradient_norm)}"
        if place.kind == AT_A_KINK:
            return f"{norm}: it lies at a kink, where the gradient jumps and does not vanish."
        if not self.here.upward:
            return f"{norm}, curvatures {pair(self.eigenvalues)}."
        # With a step still to go, there is a way downhill, however short.
        arrived = self.here.within(ARRIVED) and not self._still_to_be_had()
        end = "" if circles else f": every way{self._slice()} leads uphill" if arrived else f": {self._fall_ahead()}"
        return f"{norm}, both curvatures positive ({pair(self.eigenvalues)}){end}."

    def _slice(self) -> str:
        """Say that other weights are held, where some are: what they would do is not in the picture."""
        held = isinstance(self.E, ErrorSurface) and len(self.E.network.names) > 2
        return " in this slice" if held else ""

    def _still_to_be_had(self) -> str:
        """Say by how much E could still fall where the run is, '' where that is next to nothing or cannot be told."""
        gain = self.here.gain
        return "" if gain is None or gain <= NOTABLE * self._measure() else self._fall_ahead()

    def _fall_ahead(self) -> str:
        gain = self.here.gain
        if gain is None:
            return "it is not at its lowest"
        # A sum of squares has no more to lose than it is, whatever a parabola says.
        all_of_it = isinstance(self.E, ErrorSurface) and gain > self.error
        return f"by Newton's model E could still fall {'to about 0' if all_of_it else f'by {number(gain)}'}"

    def _which(self, point: Hollow, lowest: bool) -> str:
        ties = len(self.points.lowest)
        spot = f"at {self._spot(point.weights)} with {named_error(point.error)}{self._own_error(point)}"
        if not lowest:
            return f"a local minimum {spot}, while {self._below(point.error)}"
        one = f"one of the {ties} lowest minima" if ties > 1 else "the lowest minimum"
        return f"{one} {self._found()}in this window, {spot}"

    def _own_error(self, point: Hollow) -> str:
        """Say what the error of the run itself is, where it is written otherwise than the point's."""
        own = named_error(self.error)
        return "" if own == named_error(point.error) else f" (its own {own})"

    def _found(self) -> str:
        """Say that the points were found, where they are not proven to be all."""
        return "" if self.points.proven else "found "

    def _below(self, error: float) -> str:
        """Say how far the lowest minimum lies below an error."""
        best = self.points.lowest[0]
        gap = number(abs(error - best.error))
        side = "below" if best.error <= error else "above"
        return f"the lowest {self._found()}in this window lies {gap} {side}, with {named_error(best.error)}"

    def _saddle_reason(self, point: Hollow) -> str:
        at = f"at {self._spot(point.weights)} with {named_error(point.error)}{self._own_error(point)}"
        where = f"It stands {'on a maximum' if point.kind == 'maximum' else 'at a saddle'} {at}"
        below = f" A minimum exists: {self._below(point.error)}." if self.points.hollows else ""
        return f"{where}, gradient norm {size(self.gradient_norm)}: {self._ways_down()}.{below}"

    def _ways_down(self) -> str:
        written, down = pair(self.eigenvalues), int(np.count_nonzero(self.eigenvalues < 0))
        if down == 2:
            return f"both curvatures are negative ({written}), so every way leads down"
        if down == 1 and self.eigenvalues[1] > 0:
            return f"one curvature is negative and one positive ({written}), so there is a way down"
        return f"the curvatures are {written}"

    def _solved(self) -> Verdict:
        """Return the verdict on a run that is at no listed minimum and yet as low as anything can be."""
        zero = "E is 0" if self.error == 0 else f"{named_error(self.error)}, which is rounding"
        reason = f"{zero}, and no error is lower. {self._why_level()}"
        return self._verdict(REACHED, reason)

    def _unlisted(self) -> Verdict:
        """Return the verdict on a run that rests in a minimum which the list of points lacks."""
        best = min((hollow.error for hollow in self.points.hollows), default=np.inf)
        lower = self.error < best - 1e-9 * self.points.error_scale
        than = "No minimum that was found is as low" if lower else capital(self._below(self.error))
        spot = f"at {self._spot(self.w)} with {named_error(self.error)}"
        what = f"It stopped in a minimum that was not found before, {spot}"
        shape = f"Gradient norm {size(self.gradient_norm)}, both curvatures positive ({pair(self.eigenvalues)})"
        return self._verdict(
            REACHED if lower else LOCAL, f"{what}. {shape}: every way{self._slice()} leads uphill. {than}."
        )

    def _level(self) -> Verdict:
        if self.gradient_norm == 0:
            slope = "The gradient is exactly zero here, so no step follows"
        else:
            across = f"at that slope E would change by {percent(self.here.crossing)} over the whole window"
            slope = f"The gradient norm is {size(self.gradient_norm)}: {across}"
        change = f"changed by {percent(abs(self._fall()))}" if self._fall() else "did not change"
        fall = f"E {change} in the last tenth of the run"
        return self._verdict(PLATEAU, f"{slope}; {fall}. {self._why_level()}")

    def _why_level(self) -> str:
        """Say what makes the ground level here: a valley floor, saturated units, or small curvatures."""
        if self.here.floor:
            return f"It lies on the floor of a valley: one curvature is {number(self.eigenvalues[1])}, the other 0."
        both = "Both curvatures are small as well" if self.here.straight else "The curvatures are"
        written = pair(self.eigenvalues)
        return saturation(self.E, self.w) or (f"{both} ({written})." if self.here.straight else f"{both} {written}.")

    def _moving(self) -> Verdict:
        before, fall = float(self.run.error[-self.tenth - 1]) if self.run.k else self.error, self._fall()
        if self.run.k == 0:
            norm = size(self.gradient_norm)
            return self._verdict(MOVING, f"It has not taken a step yet; the gradient norm is {norm}.")
        change = f"{'fell' if fall >= 0 else 'rose'} by {percent(abs(fall))}"
        change = f"{change}, from {' to '.join(apart(before, self.error))}" if fall else "did not change"
        reason = f"In the last tenth of the run E {change}; the gradient norm is {size(self.gradient_norm)}."
        valley = "It is under way along a narrow valley" if self.here.narrow else ""
        valley += f", with curvatures {pair(self.eigenvalues)}" if valley else ""
        ahead = "; ".join(part for part in (valley, self._still_to_be_had()) if part)
        below = f" It has not settled: {self._below(self.error)}." if self.points.hollows else ""
        return self._verdict(MOVING, f"{reason}{f' {capital(ahead)}.' if ahead else ''}{self._slowed()}{below}")

    def _slowed(self) -> str:
        """Say what the schedule has made of the learning rate, which is why a run may stand still on a slope."""
        if self.run.schedule is None:
            return ""
        rates = [number(self.run.rate(step)) for step in (0, self.run.k - 1)]
        return f" Its schedule took the learning rate from {' to '.join(rates)}."

    def _left(self) -> Verdict:
        inside = np.flatnonzero(np.all((self.place >= 0) & (self.place <= 1), axis=-1))
        step = int(inside[-1]) + 1 if len(inside) else 0
        left = f"It left the window for good at step {step}"
        how = left if step else "It started outside the window and stayed there"
        end = f"ended at {self._spot(self.w)} with {named_error(self.error)}, gradient norm {size(self.gradient_norm)}"
        return self._verdict(LEFT, f"{how} and {end}. What lies out there was not searched.", step=step)

    def _diverged(self, place: Hollow | None = None) -> Verdict:
        error, hollow = self.run.error, self._hollow(place)
        # The first step beyond the bound is what the sentence names, not the last of the run.
        grown = np.flatnonzero(error > grown_from(error[0]))
        step = int(grown[0]) if len(grown) else self.run.k
        passed = f"E passed {GROWN} times" if error[0] >= 0 else f"E rose by {GROWN - 1} times the size of"
        what = f"{passed} its first value, {number(error[0])}, at step {step}" if len(grown) else ""
        if self.run.overflowed:
            broke = f"at step {self.run.k + 1} it stopped being a finite number"
            what = f"{what}; {broke}" if what else f"At step {self.run.k + 1} E stopped being a finite number"
            step = step if len(grown) else self.run.k + 1
        else:
            what += f" and ended at {number(self.error)}"
            what += f", at the {place.kind} at {self._spot(place.weights)}" if place else ""
        return self._verdict(DIVERGED, f"{what}. {self._against_bound(step)}", step=step, hollow=hollow)

    def _against_bound(self, step: int) -> str:
        """Compare the learning rate with the largest stable one where the run was before it grew."""
        rule = self.run.rule
        if not rule.bounded:
            return f"No curvature bounds the learning rate of {rule.name}, which scales its own steps."
        largest = curvatures(self.E, self.run.path[: max(step, 1)])[:, 1]
        # Just before it grew, or, where the surface curves down there, where it was steepest on the way.
        at = len(largest) - 1 if largest[-1] > 0 else int(np.argmax(largest))
        bound = rule.largest_stable_rate(float(largest[at]))
        if bound is None:
            return "The surface curves upwards nowhere on the way, so nothing held the steps back."
        own = self.run.rate(at)
        side = "above" if own > bound else "not above"
        rate = f"The learning rate {number(own)} is {side} {number(bound)}"
        whole = "" if self.run.batch is None else " of the error of all rows; that of a batch may curve more"
        return (
            f"{rate}, the largest stable one at step {at}, where the largest curvature is {number(largest[at])}{whole}."
        )

    def _spot(self, w: Array) -> str:
        """Write weights, with what is rounding beside the window's width as 0."""
        noise = 1e-12 * self.view.width
        return f"({', '.join(number(value) for value in np.where(np.abs(w) <= noise, 0, w))})"


def _lengths(steps: Array) -> Array:
    """Return the lengths of steps (..., 2), (...)."""
    return np.sqrt(np.sum(steps**2, axis=-1))
