"""The scenes of a lesson as its page holds them: what each picture is given, all of it computed beforehand."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import numpy as np

from surface.descent import Rule
from surface.landscape.basins import Basins, basins
from surface.lessons import Act, Lesson
from surface.lessons.pictures import PICTURES
from surface.lessons.sliders import Slider, rates_of, slider_of, starts_move
from surface.model import digest
from surface.scenes import GALLERY, Run, Scene
from surface.scenes.measures import BASINS_RESOLUTION
from surface.scenes.played import Played
from surface.view.hosts import page
from surface.view.lessonpicture import (
    basins_overlays,
    boxes_message,
    counted_for_basins,
    freed_message,
    given,
)
from surface.view.payload import Picture, describe
from surface.view.played import played_picture, tracks_of

PLAYED = ("player", "rules")
"""The pictures that the player shows."""

STOPS = 7
"""How many values a slider goes over, beside those of the runs, where a browser cannot work its picture out."""


def acts_data(lesson: Lesson, title: str) -> dict[str, Any]:
    """Return the scenes of a lesson, and their surfaces, each once."""
    pictures = [played_picture(act.played, title, lesson.question) for act in lesson.acts]
    surfaces = {picture.sheet.key: picture.surface for picture in pictures}
    keys = list(surfaces)
    acts = [
        _act(lesson, act, picture, keys.index(picture.sheet.key))
        for act, picture in zip(lesson.acts, pictures, strict=True)
    ]
    return {"acts": acts, "surfaces": list(surfaces.values())}


def _act(lesson: Lesson, act: Act, picture: Picture, surface: int) -> dict[str, Any]:
    kind = PICTURES[act.picture]
    sliders = [slider for control in lesson.controls if (slider := slider_of(act, control))]
    stops = _stops(act, sliders[0]) if act.picture == "basins" and sliders else None
    return {
        "label": act.label,
        "picture": act.picture,
        "surface": surface,
        "runs": {**page.allowing(picture.runs, page.NOTHING), "key": f"{lesson.slug} {act.label}"},
        "lesson": None if act.picture in PLAYED else stops["lessons"][stops["at"]] if stops else _given(lesson, act),
        "subject": act in lesson.subjects,
        "ends": kind.ends,
        "point": kind.point,
        "tried": kind.tried,
        "starts": starts_move(act, lesson.controls),
        "sliders": [asdict(slider) for slider in sliders],
        "rules": _race(act) if act.picture == "rules" else [],
        "stops": stops,
    }


def _given(lesson: Lesson, act: Act) -> dict[str, Any]:
    """Return what a picture of the lessons' own is given."""
    more: dict[str, Any] = {}
    if act.picture == "freed":
        more = {"freed": freed_message(act.played)}
    elif act.picture == "boxes":
        more = {"boxes": boxes_message(act.scene)}
    elif act.picture == "basins":
        more = _basins(act.scene, act)
    return given(act.picture, rates_of(act, lesson.controls), **more)


def _race(act: Act) -> list[Any]:
    """Return a run by each rule of the scene, from the first run's start, that can be in the race."""
    rules = GALLERY[act.scene.id].rules.values()
    raced = [act.scene.with_(runs=(Run(rule, act.scene.runs[0].start),)) for rule in rules]
    played = [scene_of(act, scene) for scene in raced]
    return [describe(each.surface, track) for each in played for track in tracks_of(each)]


def scene_of(act: Act, scene: Scene) -> Played:
    """Return another scene on an act's ground that has run."""
    return Played(scene, act.played.ground)


def _stops(act: Act, slider: Slider) -> dict[str, Any]:
    """Return the values that a slider of the basins goes over, and the maps at each."""
    even = np.round(np.linspace(slider.low, slider.high, STOPS) / slider.step) * slider.step
    # What other runs of the scene have is what the words speak of.
    named = [getattr(run.rule, slider.name, slider.value) for run in act.scene.runs]
    inside = {float(value) for value in named if slider.low <= value <= slider.high}
    values = sorted({float(f"{value:.10g}") for value in even} | inside | {slider.value})
    rule = act.scene.runs[slider.run].rule
    scenes = [_with_rule(act.scene, slider.run, replace(rule, **{slider.name: value})) for value in values]
    lessons = [given("basins", (0, 1), **_basins(scene, act)) for scene in scenes]
    return {"label": slider.label, "values": values, "lessons": lessons, "at": values.index(slider.value)}


def _with_rule(scene: Scene, run: int, rule: Any) -> Scene:
    runs = [replace(each, rule=rule) if n == run else each for n, each in enumerate(scene.runs)]
    return scene.with_(runs=runs)


def _basins(scene: Scene, act: Act) -> dict[str, Any]:
    counted = counted_for_basins(scene)
    rules = [run.rule for run in scene.runs[:2]]
    keys = [digest("basins", counted.surface_digest, rule, counted.steps, BASINS_RESOLUTION) for rule in rules]
    # The first rule is the same at every stop of a slider: its basins are found once.
    found = [_found(act.played, counted.steps, rule) for rule in rules]
    overlays = basins_overlays(keys, found)
    return {"titles": [overlay["title"] for overlay in overlays], "overlays": overlays}


@lru_cache(maxsize=4)
def _found(played: Played, steps: int, rule: Rule) -> Basins:
    """Return where starts all over an act's window end under a rule; a scene that has run is itself alone."""
    return basins(played.surface, rule, played.window, BASINS_RESOLUTION, steps, points=played.points)
