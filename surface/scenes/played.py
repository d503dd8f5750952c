"""A scene that has run: its surface, sampled and searched, its runs, and how each of them ended.

The one assembly that the page, the lessons, notebooks and tests share. Each part is computed once, when it is first
needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from surface.descent import Descent
from surface.error import ErrorSurface, Landscape, Window
from surface.landscape import CriticalPoints, Lake, Verdict, critical_points, hollows, verdict
from surface.landscape.hollows import MOST_LAKES
from surface.landscape.substitute import polynomial
from surface.landscape.summary import climb_summary
from surface.landscape.verdicts import LOCAL
from surface.scenes.run import Run
from surface.scenes.scene import Scene

MANY_ROWS = 1000
"""From so many rows on a surface is sampled to a tolerance, where that saves time: below, milliseconds at most."""

TOLERANCE, LOW = 1e-12, 1e-4
"""The tolerance, a share of the errors' range, and the share below which an error is then too small for it."""


def sampled(surface: ErrorSurface, window: Window, resolution: int) -> Landscape:
    """Return a surface on a grid over a window, each error right to eight digits and as a rule to twelve."""
    if surface.rows >= MANY_ROWS:
        whole = polynomial(surface, window)
        if whole:  # there in any case, for points are looked for on it
            landscape = whole.sample((resolution, resolution))
        else:
            landscape = surface.sample(window, resolution, tolerance=TOLERANCE)
        # On a scale by powers of ten the digits of small errors show as well.
        if landscape.error.min() >= LOW * landscape.error.max():
            return landscape
    return surface.sample(window, resolution, tolerance=0.0)


class Ground:
    """What the runs have no part in: a surface, sampled over a window, with its critical points there."""

    def __init__(self, surface: ErrorSurface, window: Window, resolution: int):
        self.surface, self.window, self.resolution = surface, window, resolution

    @classmethod
    def of(cls, scene: Scene) -> Ground:
        """Return the ground of a scene."""
        return cls(scene.surface(), scene.window, scene.resolution)

    @cached_property
    def landscape(self) -> Landscape:
        return sampled(self.surface, self.window, self.resolution)

    @cached_property
    def points(self) -> CriticalPoints:
        return critical_points(self.surface, self.window)

    @cached_property
    def lakes(self) -> tuple[Lake, ...]:
        """How deep each hollow is, in the order of the points' hollows; empty where there are more than MOST_LAKES."""
        few = len(self.points.hollows) <= MOST_LAKES
        return hollows(self.surface, self.window, self.points) if few else ()


class Walk:
    """A run that was made on a ground: its path, and why it stopped."""

    def __init__(self, ground: Ground, run: Run, steps: int):
        self.ground, self.run, self.steps = ground, run, steps

    @cached_property
    def descent(self) -> Descent:
        return self.run.descent(self.ground.surface, self.steps)

    @cached_property
    def verdict(self) -> Verdict:
        return verdict(self.ground.surface, self.descent, self.ground.points)


class Played:
    """A scene that has run. ground, walk: where a part of it may be found that was made before."""

    def __init__(
        self, scene: Scene, ground: Ground | None = None, walk: Callable[[Ground, Run, int], Walk] = Walk
    ) -> None:
        self.scene = scene
        # Nothing is computed yet: a part that nobody looks at costs nothing.
        self.ground = ground or Ground.of(scene)
        self.walks = tuple(walk(self.ground, run, scene.steps) for run in scene.runs)

    @property
    def window(self) -> Window:
        return self.ground.window

    @property
    def surface(self) -> ErrorSurface:
        return self.ground.surface

    @property
    def landscape(self) -> Landscape:
        return self.ground.landscape

    @property
    def points(self) -> CriticalPoints:
        return self.ground.points

    @cached_property
    def descents(self) -> tuple[Descent, ...]:
        """The path of each run."""
        return tuple(walk.descent for walk in self.walks)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Why each run stopped, and what one that is stuck in a hollow would have to climb to get out."""
        return tuple(self._with_climb(walk.verdict) for walk in self.walks)

    def _with_climb(self, found: Verdict) -> Verdict:
        # Only a stuck run asks for the lakes, which cost as much as the points.
        if found.outcome != LOCAL or found.hollow is None or not self.ground.lakes:
            return found
        lake = self.ground.lakes[found.hollow]
        height = None if lake.depth is None else lake.minimum.error + lake.depth
        return replace(found, reason=f"{found.reason} {climb_summary(lake, found.error)}", pass_error=height)
