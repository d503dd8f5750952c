"""What the page has computed, in LRU caches shared by all sessions: surfaces apart from the runs on them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.error import ErrorSurface, Window
from surface.landscape import near
from surface.model import digest
from surface.pages import jobs
from surface.scenes import Run, Scene, work
from surface.scenes.played import Ground, Played, Walk
from surface.view.payload import Picture, Sheet, Track, describe, sheet
from surface.view.played import played_picture, tracks_of
from surface.view.protocol import Run as RunRecord

SURFACES, WALKS, PICTURES = 12, 96, 24  # entries of each cache


def ground(scene: Scene) -> Ground:
    """Return the surface of a scene, sampled and searched; the runs have no part in it."""
    # The digest is the key: Streamlit passes over arguments that begin with an underscore.
    return _ground(scene.surface_digest, scene)


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _ground(key: str, _scene: Scene) -> Ground:
    return jobs.at_once(work.survey, _scene)


def drawn_surface(scene: Scene) -> Sheet:
    """Return the surface of a scene as it is drawn."""
    return _sheet(scene.surface_digest, ground(scene))


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _sheet(key: str, _ground: Ground) -> Sheet:
    return sheet(_ground.surface, _ground.landscape, _ground.points)


def played(scene: Scene) -> Played:
    """Return a scene that has run; a run that was made before is not made again."""
    # The walks are cached one by one: a change of one run leaves the others as they are.
    return Played(scene, ground(scene), partial(_walk, scene))


def _walk(scene: Scene, ground: Ground, run: Run, steps: int) -> Walk:
    return _walked(digest(scene.surface_digest, run, steps), scene, run, ground)


@st.cache_resource(max_entries=WALKS, show_spinner=False)
def _walked(key: str, _scene: Scene, _run: Run, _ground: Ground) -> Walk:
    return jobs.at_once(work.walk, _scene, _run, _ground.points)


def drawn(scene: Scene, chosen: int = 0, title: str = "", watch: str = "") -> Picture:
    """Return the picture of a scene with all its runs, under these words."""
    # Not the whole scene's digest: what lies over the map is sent apart and redraws no run.
    return _drawn((scene.runs_digest, chosen, title, watch), scene)


@st.cache_resource(max_entries=PICTURES, show_spinner=False)
def _drawn(key: tuple[str, int, str, str], _scene: Scene) -> Picture:
    _, chosen, title, watch = key
    run = played(_scene)
    # Each under its own key, so that a change of one run describes no other again.
    described = [
        _described(digest(_scene.surface_digest, walk.run, walk.steps), run.surface, track, _scene.window)
        for walk, track in zip(run.walks, tracks_of(run), strict=True)
    ]
    return played_picture(run, title, watch, chosen, drawn_surface(_scene), described)


@st.cache_resource(max_entries=WALKS, show_spinner=False)
def _described(key: str, _surface: ErrorSurface, _track: Track, _window: Window) -> RunRecord:
    return describe(_surface, _track, near(_surface, _window))
