"""`show`: anything that can be seen, as a picture that a notebook plays and a file keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import Any

import numpy as np

from surface.data import Dataset
from surface.descent import Descent
from surface.error import ErrorSurface, FunctionSurface, Window, checked_window
from surface.landscape import CriticalPoints, critical_points, verdict
from surface.model import checked_text
from surface.scenes import MAX_RUNS, SCENES, Run, Scene
from surface.scenes.own import with_own_data
from surface.scenes.played import Ground, Played
from surface.view.live import Live
from surface.view.paths import named_paths, recorded
from surface.view.payload import Picture, Track, picture
from surface.view.shown import Shown

BENDS = 0.1
"""On which share of the window's width a function is taken to bend, where its derivatives are differences."""


@singledispatch
def show(
    f: Callable[..., Any],
    window: Window,
    paths: object = None,
    *,
    gradient: Callable[..., Any] | None = None,
    names: Sequence[str] = ("x", "y"),
    resolution: int = 121,
    title: str = "",
    points: bool = True,
) -> Shown:
    """Return a picture: a notebook plays it, `.save("page.html")` keeps it.

    show(scene): a scene, as its page would. show(data): a data set, with a network that has been fitted to it.
    show(E, runs, window, resolution=121): one or more descents on an error surface, or a FunctionSurface.
    show(f, window, paths): any function f(x, y) of two numbers (see FunctionSurface) over a window, with paths of one's
    own: an array (k+1, 2) or a Descent, several of them, or a dict of them by name. They are played, not walked again.
    gradient: gradient(x, y), both slopes of f, else differences; names: of the two variables; points: whether minima,
    saddles and maxima are searched, which asks a function many thousand times.
    Raises ValueError, with one sentence, for what cannot be shown.
    """
    if not callable(f):
        kinds = "a scene, a data set, a surface with its runs, or a function of two variables"
        raise ValueError(f"`show` takes {kinds}, got {f!r:.80}")
    window = checked_window(window)
    E = FunctionSurface(f, gradient, names, scale=BENDS * np.ptp(window, axis=1))
    return _on_function(E, window, paths, resolution, title, points)


@show.register
def _(E: ErrorSurface, runs: Descent | Sequence[Descent], window: Window, resolution: int = 121) -> Shown:
    runs, ground = _several(runs), Ground(E, window, resolution)
    tracks = [Track(run, run.rule.name, verdict(E, run, ground.points)) for run in runs]
    made = picture(E, ground.landscape, ground.points, tracks, key="shown", title=E.data.title)
    return Shown(made.sheet, made.runs, shown=tuple(runs), live=_live(ground, runs))


@show.register
def _(E: FunctionSurface, runs: object, window: Window, resolution: int = 121, title: str = "") -> Shown:
    return _on_function(E, checked_window(window), runs, resolution, title, points=True)


@show.register
def _(scene: Scene) -> Shown:
    live = Live(Played(scene))
    made = live.picture()
    return Shown(made.sheet, made.runs, shown=live.played.descents, live=live)


@show.register
def _(data: Dataset) -> Shown:
    # The scene that the app opens with, which has one run by a plain rule and one by another.
    return show(with_own_data(next(iter(SCENES.values())), data))


def _on_function(E: FunctionSurface, window: Window, paths: object, resolution: int, title: str, points: bool) -> Shown:
    title, landscape = checked_text("title", title), E.sample(window, resolution)
    if not np.isfinite(landscape.error).any():
        why = f": {E.f.gap}" if E.f.gap else ""
        raise ValueError(f"`f` must have a finite value somewhere in the window, got none{why}")
    found = critical_points(E, window) if points else None
    tracks = [_track(E, name, path, found) for name, path in named_paths(paths)]
    made: Picture = picture(E, landscape, found or (), tracks, key="shown", title=title)
    return Shown(made.sheet, made.runs, shown=tuple(track.run for track in tracks))


def _track(E: FunctionSurface, name: str, path: Any, points: CriticalPoints | None) -> Track:
    """Return a path as it is played; of a descent it is said how it ended, where it is known what the window holds."""
    if isinstance(path, Descent):
        return Track(path, name, None if points is None else verdict(E, path, points))
    return Track(recorded(E, name, path), name)


def _several(runs: object) -> list[Descent]:
    given = [runs] if isinstance(runs, Descent) else list(runs) if isinstance(runs, (list, tuple)) else []
    if not given or not all(isinstance(run, Descent) for run in given):
        raise ValueError(f"`runs` must be one or more descents, as `descend` returns them, got {runs!r:.80}")
    return given


def _live(ground: Ground, runs: Sequence[Descent]) -> Live | None:
    """Return the runs as those of a scene, which can be changed; None where no scene has such runs."""
    steps = [run.k if run.steps is None else run.steps for run in runs]
    if len(runs) > MAX_RUNS or len(set(steps)) > 1:
        return None
    E = ground.surface
    home = next(iter(SCENES))
    try:
        made = [Run(run.rule, tuple(run.path[0]), run.schedule, run.batch, run.seed) for run in runs]
        scene = Scene(home, E.network, E.data, E.plane, ground.window, made, steps[0], ground.resolution)
    except ValueError:  # more steps, or a finer grid, than a scene can have
        return None
    played = Played(scene, ground)
    # A path may come from elsewhere, and no rule would make it again.
    alike = all(np.array_equal(walked.path, run.path) for walked, run in zip(played.descents, runs, strict=True))
    return Live(played, E.data.title, "") if alike else None
