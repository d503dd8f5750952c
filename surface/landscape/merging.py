"""Lakes that rise together on a surface and run into one another: the merge tree of its sublevel sets.

Where two lakes meet, the one of the higher floor ends and the other goes on for both (the elder rule: Edelsbrunner and
Harer, Computational Topology, 2010, chapter VII), so that its floor and the pass are a persistence pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from surface.landscape.points import CriticalPoint


@dataclass(frozen=True, eq=False)
class Meeting:
    """From which level on two places, by their numbers, lie in one lake, and the saddle over which, if over one.

    touches: that lake touches the window's edge from there on.
    """

    level: float
    first: int
    second: int
    saddle: CriticalPoint | None = None
    touches: bool = False


@dataclass(frozen=True, eq=False)
class End:
    """How a place's lake ends: at which meeting, in the lake of which place; whether it touched the edge before."""

    over: Meeting
    into: int
    at_edge: bool


class Lakes:
    """The lakes of places with these floors; of two equal floors the earlier counts as the lower.

    ends: how each lake ended, None where it did not; touched: from which level on each touched the window's edge.
    """

    def __init__(self, floors: Sequence[float]) -> None:
        self.floors, self.parent = floors, list(range(len(floors)))
        self.ends: list[End | None] = [None] * len(floors)
        self.touched = [inf] * len(floors)

    def rise(self, meetings: Iterable[Meeting]) -> None:
        """Let the water rise past all meetings, the lowest first; of equal ones, in their order."""
        for meeting in sorted(meetings, key=lambda meeting: meeting.level):
            one, other = self._lake(meeting.first), self._lake(meeting.second)
            lower, higher = sorted((one, other), key=lambda lake: (self.floors[lake], lake))
            if lower != higher:
                self._join(lower, higher, meeting)
            if meeting.touches:
                self.touched[lower] = min(self.touched[lower], meeting.level)

    def _join(self, lower: int, higher: int, meeting: Meeting) -> None:
        self.ends[higher] = End(meeting, lower, self.touched[higher] < inf)
        self.parent[higher] = lower
        # From here on what one of them touches the other does.
        for one, other in ((lower, higher), (higher, lower)):
            if self.touched[one] < inf:
                self.touched[other] = min(self.touched[other], meeting.level)

    def _lake(self, place: int) -> int:
        """Return the place of the lowest floor in the lake of a place."""
        while self.parent[place] != place:
            # Halving the way for whoever asks next.
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place
