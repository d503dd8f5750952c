"""How deep a hollow is: how far the error must rise before what lies in it runs over into a lower one.

Water that rises in a hollow makes a lake. The pass over which it spills is a saddle; from each saddle the two lines of
steepest descent tell which hollows it parts, and the lakes merge from the lowest saddle upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from surface.arrays import Array
from surface.descent import Surface
from surface.error import Window, checked_window
from surface.landscape.critical import critical_points, has_kinks
from surface.landscape.flood import sampled
from surface.landscape.flow import EDGE, Goals, follow, leaving
from surface.landscape.merging import End, Lakes, Meeting
from surface.landscape.points import CriticalPoint, CriticalPoints, Hollow
from surface.landscape.rim import Rim, rim
from surface.landscape.search import View
from surface.landscape.substitute import near

MOST_LAKES = 1600
"""Of more hollows than this it is not worked out how deep they are: it would take seconds, and nobody reads it."""

ROUNDING = 1e-10
"""Levels within this share of the range of errors are one: an edge's minimum that is a hollow's, or a saddle's."""


@dataclass(frozen=True, eq=False)
class Lake:
    """What a hollow holds: the minimum at its floor, the saddle over which it spills, and the lake that it spills into.

    depth: the error at the saddle less that at the minimum. at_edge: the lake touches the window's edge before the
    water reaches the pass; saddle, into and depth are None then, for what is outside may be lower. They are None for
    the lowest lake as well, whose at_edge says whether it touches the edge before any other spills into it. into alone
    is None where the ground behind the saddle runs down to a lower place on the edge.
    exact: whether the pass was found by lines of steepest descent; where these lead astray, as over kinks, it is read
    off a sample: depth is then as fine as that, saddle may be None, into is None where it spills into a place that is
    not listed, and so is depth of what the sample cannot tell: of all hollows where it is too coarse for so many.
    """

    minimum: Hollow
    saddle: CriticalPoint | None
    into: Lake | None
    depth: float | None
    at_edge: bool
    exact: bool


def hollows(E: Surface, window: Window, points: CriticalPoints | None = None) -> tuple[Lake, ...]:
    """Return the lake of each hollow of E in a window, the lowest first, in the order of the points' hollows.

    points: the critical points of that window, where they are known. Of more than MOST_LAKES hollows nothing is told:
    each lake has the depth None.
    """
    window = checked_window(window)
    points = critical_points(E, window) if points is None else points
    if not points.hollows:
        return ()
    if len(points.hollows) > MOST_LAKES:
        return tuple(_untold(hollow) for hollow in points.hollows)
    view = View(near(E, window), window)
    with np.errstate(over="ignore", invalid="ignore"):
        traced = _traced(view, points) if _lines_lead(E, points) else None
        floors, meetings, least = sampled(view, points) if traced is None else (*traced, None)
    lakes = Lakes(floors)
    lakes.rise(meetings)
    found = _named(points.hollows, lakes, exact=traced is not None)
    return found if least is None else _told(found, least)


def _lines_lead(E: Surface, points: CriticalPoints) -> bool:
    """Return whether the points are all there is for lines of steepest descent to end at, as far as is known."""
    return not has_kinks(E) and not points.degenerate and (points.proven or points.balanced is True)


def _traced(view: View, points: CriticalPoints) -> tuple[list[float], list[Meeting]] | None:
    """Return the floors of all places, hollows, saddles and minima along the edge, and where their lakes meet.

    None where a line ends nowhere.
    """
    saddles = [point for point in points if point.kind == "saddle"]
    goals, edge = Goals(view, [*points.minima, *saddles]), rim(view)
    sides = leaving(view, saddles, uphill=False).reshape(-1, 2)
    lines = follow(view, np.concatenate([sides, edge.minima[edge.inward]]), goals)
    if lines.goal.min(initial=EDGE) < EDGE:
        return None
    first = len(goals.weights)
    # A line that leaves the window goes on down along its edge.
    ends = np.where(lines.goal == EDGE, first + edge.below(lines.weights), lines.goal)
    over, inward = ends[: len(sides)].reshape(-1, 2).tolist(), ends[len(sides) :].tolist()
    meetings = [
        Meeting(saddle.error, len(points.minima) + k, end, saddle)
        for k, saddle in enumerate(saddles)
        for end in over[k]
    ]
    rounding = ROUNDING * points.error_scale
    low = np.asarray(view.E.error(edge.minima), dtype=np.float64) + rounding
    floors = [*(point.error for point in (*points.minima, *saddles)), *low.tolist()]
    return floors, meetings + _along(view, edge, first, low, inward, rounding)


def _along(view: View, edge: Rim, first: int, low: Array, inward: Sequence[int], rounding: float) -> list[Meeting]:
    """Return where lakes touch the edge, at its minima, and where they meet along it, at its maxima.

    first: the number of the edge's first minimum; low: their levels; inward: where those lead that lead in.
    """
    numbers = [first + k for k in range(len(low))]
    below = list(numbers)
    for k, end in zip(np.flatnonzero(edge.inward).tolist(), inward, strict=True):
        below[k] = end
    touching = [Meeting(*parts, touches=True) for parts in zip(low.tolist(), numbers, below, strict=True)]
    high = np.asarray(view.E.error(edge.maxima), dtype=np.float64) + rounding
    after = [*numbers[1:], first]
    return touching + [Meeting(*parts) for parts in zip(high.tolist(), numbers, after, strict=True)]


def _named(hollows: tuple[Hollow, ...], lakes: Lakes, exact: bool) -> tuple[Lake, ...]:
    """Return the records of the first lakes, which are those of the hollows."""
    ends = lakes.ends[: len(hollows)]
    # When another one first spills into the lowest.
    joined = min((end.over.level for end in ends if end is not None and end.into == 0), default=inf)
    found = [Lake(hollows[0], None, None, None, lakes.touched[0] < joined, exact)]
    for hollow, end in zip(hollows[1:], ends[1:], strict=True):
        if end is None or end.at_edge:
            found.append(Lake(hollow, None, None, None, end is not None, exact))
        else:
            found.append(_spilling(hollow, end, found, exact))
    return tuple(found)


def _told(lakes: Sequence[Lake], least: Array) -> tuple[Lake, ...]:
    """Return lakes that were read off a sample, with nothing said of those of which the sample tells nothing.

    least: how deep each must be for that.
    """
    whole = list[Lake]()
    for lake, enough in zip(lakes, least.tolist(), strict=True):
        blind = enough == inf or (lake.depth is not None and not lake.depth > max(enough, 0.0))
        # What it spills into is one of those that were gone through before it.
        into = None if lake.into is None else whole[lakes.index(lake.into)]
        whole.append(_untold(lake.minimum) if blind else replace(lake, into=into))
    return tuple(whole)


def _untold(hollow: Hollow) -> Lake:
    return Lake(hollow, None, None, None, at_edge=False, exact=False)


def _spilling(hollow: Hollow, end: End, lower: Sequence[Lake], exact: bool) -> Lake:
    """Return the lake of a hollow that spills over a pass; lower: those before it, of which it may spill into one."""
    saddle = end.over.saddle
    depth = (end.over.level if saddle is None else saddle.error) - hollow.error
    return Lake(hollow, saddle, lower[end.into] if end.into < len(lower) else None, depth, False, exact)
