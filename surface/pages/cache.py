"""What the page has computed, in LRU caches shared by all sessions: surfaces apart from the runs on them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.model import digest
from surface.scenes import Run, Scene
from surface.scenes.played import Ground, Played, Walk
from surface.view.payload import Picture, Sheet, Track, picture, sheet

SURFACES, WALKS, PICTURES = 12, 96, 24  # entries of each cache


def ground(scene: Scene) -> Ground:
    """Return the surface of a scene, sampled and searched; the runs have no part in it."""
    return _ground(scene.surface_digest, scene)


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _ground(key: str, _scene: Scene) -> Ground:
    made = Ground.of(_scene)
    _ = made.landscape, made.points  # under the spinner
    return made


def drawn_surface(scene: Scene) -> Sheet:
    """Return the surface of a scene as it is drawn."""
    return _sheet(scene.surface_digest, scene.scale, ground(scene))


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _sheet(key: str, scale: str, _ground: Ground) -> Sheet:
    return sheet(_ground.surface, _ground.landscape, _ground.points, scale)


def played(scene: Scene) -> Played:
    """Return a scene that has run; a run that was made before is not made again."""
    return Played(scene, ground(scene), partial(_walk, scene.surface_digest))


def _walk(surface: str, ground: Ground, run: Run, steps: int) -> Walk:
    return _walked(digest(surface, run, steps), ground, run, steps)


@st.cache_resource(max_entries=WALKS, show_spinner=False)
def _walked(key: str, _ground: Ground, _run: Run, _steps: int) -> Walk:
    return Walk(_ground, _run, _steps)


def drawn(scene: Scene, chosen: int = 0, title: str = "", watch: str = "") -> Picture:
    """Return the picture of a scene with all its runs, under these words."""
    return _drawn((scene.runs_digest, chosen, title, watch), scene)


@st.cache_resource(max_entries=PICTURES, show_spinner=False)
def _drawn(key: tuple[str, int, str, str], _scene: Scene) -> Picture:
    _, chosen, title, watch = key
    run = played(_scene)
    tracks = [Track(walk.descent, walk.run.rule.name, walk.verdict) for walk in run.walks]
    more = {"key": _scene.id, "title": title, "watch": watch, "chosen": chosen, "surface": drawn_surface(_scene)}
    return picture(run.surface, run.landscape, run.points, tracks, **more)
