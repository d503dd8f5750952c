"""What the page computes, kept while what it depends on stays: the surface apart from the runs on it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from surface.descent import descend
from surface.error import ErrorSurface, Landscape
from surface.landscape import CriticalPoints, critical_points
from surface.landscape.verdicts import verdict
from surface.scenarios import Run, Scenario
from surface.view.picture import Picture, Sheet, Track, picture, sheet

SURFACES, TRACKS, PICTURES = 12, 96, 24  # how many are kept: the newest, for all who visit


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface as it is drawn: sampled over its window, searched for critical points, and laid out for the player."""

    E: ErrorSurface
    landscape: Landscape
    points: CriticalPoints
    sheet: Sheet


def ground(scenario: Scenario) -> Ground:
    """Return the surface of a scenario; the runs have no part in it."""
    return _ground(scenario.surface_key(), scenario)


@st.cache_resource(max_entries=SURFACES, show_spinner="Computing the surface …")
def _ground(key: str, _scenario: Scenario) -> Ground:
    E = _scenario.surface()
    landscape = E.sample(_scenario.window, _scenario.resolution)
    points = critical_points(E, _scenario.window)
    return Ground(E, landscape, points, sheet(E, landscape, points))


def track(scenario: Scenario, index: int) -> Track:
    """Return one run of a scenario, walked, with how it ended."""
    run = scenario.runs[index]
    key = scenario.surface_key(), repr(run.rule), tuple(run.start), scenario.steps
    return Track(*_walked(key, ground(scenario), run, scenario.steps))


@st.cache_resource(max_entries=TRACKS, show_spinner=False)
def _walked(key: tuple, _ground: Ground, _run: Run, _steps: int) -> tuple:
    run = descend(_ground.E, _run.rule, _run.start, _steps)
    return run, _run.rule.name, verdict(_ground.E, run, _ground.points)


def drawn(scenario: Scenario, chosen: int = 0) -> Picture:
    """Return the picture of a scenario with all its runs."""
    return _drawn(scenario.key(), chosen, scenario)


@st.cache_resource(max_entries=PICTURES, show_spinner=False)
def _drawn(key: str, chosen: int, _scenario: Scenario) -> Picture:
    found = ground(_scenario)
    tracks = [track(_scenario, index) for index in range(len(_scenario.runs))]
    words = {"title": _scenario.title, "watch": _scenario.watch}
    more = {"key": _scenario.id, **words, "chosen": chosen, "surface": found.sheet}
    return picture(found.E, found.landscape, found.points, tracks, **more)
