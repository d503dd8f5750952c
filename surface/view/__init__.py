"""The player: a surface, the runs on it, and the playhead that moves them, in a page, a file or a notebook."""

from __future__ import annotations

from collections.abc import Sequence

from surface.descent import Descent
from surface.error import ErrorSurface, Window
from surface.landscape import verdict
from surface.scenes.played import Ground
from surface.view.payload import Picture, Sheet, Track, picture, sheet

__all__ = ["Picture", "Sheet", "Track", "picture", "sheet", "show"]


def show(E: ErrorSurface, runs: Descent | Sequence[Descent], window: Window, resolution: int = 121) -> Picture:
    """Return the picture of one or more runs on E over a window: a notebook plays it, `.save("page.html")` keeps it."""
    runs = [runs] if isinstance(runs, Descent) else list(runs)
    ground = Ground(E, window, resolution)
    tracks = [Track(run, run.rule.name, verdict(E, run, ground.points)) for run in runs]
    return picture(E, ground.landscape, ground.points, tracks, key="shown", title=E.data.title)
