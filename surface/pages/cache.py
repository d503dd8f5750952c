"""What the page computes, kept while what it depends on stays: the surface apart from the runs on it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from surface.descent import descend
from surface.error import ErrorSurface, Landscape
from surface.landscape import CriticalPoints, critical_points
from surface.landscape.verdicts import verdict
from surface.scenes import Run, Scene
from surface.view.payload import Picture, Sheet, Track, picture, sheet

SURFACES, TRACKS, PICTURES = 12, 96, 24  # how many are kept: the newest, for all who visit


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface as it is drawn: sampled over its window, searched for critical points, and laid out for the player."""

    E: ErrorSurface
    landscape: Landscape
    points: CriticalPoints
    sheet: Sheet


def ground(scene: Scene) -> Ground:
    """Return the surface of a scene; the runs have no part in it."""
    return _ground(scene.surface_key(), scene)


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _ground(key: str, _scene: Scene) -> Ground:
    E = _scene.surface()
    landscape = E.sample(_scene.window, _scene.resolution)
    points = critical_points(E, _scene.window)
    return Ground(E, landscape, points, sheet(E, landscape, points))


def track(scene: Scene, index: int) -> Track:
    """Return one run of a scene, walked, with how it ended."""
    run = scene.runs[index]
    key = scene.surface_key(), repr(run.rule), tuple(run.start), scene.steps
    return Track(*_walked(key, ground(scene), run, scene.steps))


@st.cache_resource(max_entries=TRACKS, show_spinner=False)
def _walked(key: tuple, _ground: Ground, _run: Run, _steps: int) -> tuple:
    run = descend(_ground.E, _run.rule, _run.start, _steps)
    return run, _run.rule.name, verdict(_ground.E, run, _ground.points)


def drawn(scene: Scene, chosen: int = 0) -> Picture:
    """Return the picture of a scene with all its runs."""
    return _drawn(scene.key(), chosen, scene)


@st.cache_resource(max_entries=PICTURES, show_spinner=False)
def _drawn(key: str, chosen: int, _scene: Scene) -> Picture:
    found = ground(_scene)
    tracks = [track(_scene, index) for index in range(len(_scene.runs))]
    words = {"title": _scene.title, "watch": _scene.watch}
    more = {"key": _scene.id, **words, "chosen": chosen, "surface": found.sheet}
    return picture(found.E, found.landscape, found.points, tracks, **more)
