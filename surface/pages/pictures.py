"""The pictures of the lessons: PICTURES is name -> how it is drawn, and the controls that a lesson may give it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.components import v2

from surface.descent import RULES, Rule, hyperparameters
from surface.figures import COLOURS, RUN_STYLES
from surface.figures.relief import knots
from surface.landscape.basins import Basins, basins, difference
from surface.pages import cache
from surface.scenes import GALLERY, Run, Scene
from surface.scenes.measures import BASINS_RESOLUTION, BASINS_STEPS
from surface.view.hosts.streamlit import hear, player, stub

MOVED = ("start", "starts", "beside", "rate")
SETTINGS = tuple(dict.fromkeys(setting.label for rule in RULES.values() for setting in hyperparameters(rule)))

_component = v2.component("lesson_picture", js=stub("lesson"), isolate_styles=False)
_page = v2.component("lesson_page", js=stub("lessonpage"), isolate_styles=False)


def attend_page() -> None:
    """Let the page print what is on its canvases, and play by key after a vote; shows nothing."""
    _page(key="lesson-page")


@dataclass(frozen=True)
class Picture:
    """How a picture is drawn, and what a lesson may let the reader change in it.

    tried: when what a question asks has been tried in it, in words; empty where the picture opens with the vote.
    own: the controls that the picture brings itself; settings: whether a run's settings may be given sliders.
    point: whether the start is only the place that is looked at. apart: whether it shows something else than its scene.
    """

    show: Callable[..., None]
    tried: str
    own: tuple[str, ...] = ()
    settings: bool = False
    point: bool = False
    apart: bool = False

    @property
    def controls(self) -> tuple[str, ...]:
        return self.own + (SETTINGS if self.settings else ())


@dataclass(frozen=True)
class Stage:
    """What a picture is asked to show: a scene, and what it tells the page.

    key: differs between lessons and their scenes; on_start(run, w1, w2), on_setting(run, name, value) and on_played()
    are None where nobody listens. opening: a new number shows a picture of the lessons' own as it opens.
    rates: the learning rates that a control of the picture's own may choose from. voted, played: what may be shown.
    """

    scene: Scene
    key: str
    rates: tuple[float, float]
    opening: int = 0
    on_start: Callable[[int, float, float], None] | None = None
    on_setting: Callable[[int, str, float], None] | None = None
    on_played: Callable[[], None] | None = None
    voted: bool = True
    played: bool = True


def show_player(stage: Stage) -> None:
    """Play the runs, from the start, with their ends unsaid until they have been reached once in this visit."""
    entry = GALLERY[stage.scene.id]
    drawn = cache.drawn(stage.scene, title=entry.title, watch=entry.watched(stage.scene.variant))
    picture = replace(drawn, runs={**drawn.runs, "key": stage.key})
    player(picture, key=stage.key, on_start=stage.on_start, on_played=stage.on_played, suspense=not stage.played)


def show_own(name: str, more: Callable[[Stage], dict[str, Any]], stage: Stage) -> None:
    """Draw one of the lessons' own pictures (surface/view/static/lesson.js)."""
    data = {"picture": name, **_ground(stage.scene), **more(stage)}
    # What was moved in the picture is sent for when it opens again; while it is open, it knows that better itself.
    fixed = {name: value for name, value in data.items() if name not in MOVED} | {"opening": stage.opening}
    key = hashlib.blake2b(json.dumps(fixed, sort_keys=True).encode(), digest_size=12).hexdigest()
    told = {"start": stage.on_start, "setting": stage.on_setting, "played": stage.on_played}
    _component(
        key=stage.key,
        data={"key": key, **data},
        default=None,
        width="stretch",
        height="content",
        **{
            f"on_{event}_change": partial(hear, stage.key, event, len(stage.scene.runs), callback)
            for event, callback in told.items()
            if callback
        },
    )


def _ground(scene: Scene) -> dict[str, Any]:
    """Return what every picture needs: the surface with its points, the network, the data, and where to start."""
    found = cache.ground(scene)
    landscape, drawn = found.landscape, cache.drawn_surface(scene).payload
    slopes = np.linalg.norm(found.surface.gradient(np.stack(np.meshgrid(landscape.w1, landscape.w2), -1)), axis=-1)
    return {
        "surface": {name: drawn[name] for name in ("w1", "w2", "error", "points")},
        "names": drawn["names"],
        "network": drawn["network"],
        "data": drawn["data"],
        "window": [list(edges) for edges in scene.window],
        "knots": knots(landscape.error, found.points).tolist(),
        "colours": list(COLOURS),
        "steepest": float(slopes.max()),
        "start": list(scene.runs[0].start),
        "starts": [list(run.start) for run in scene.runs],
        "styles": [style._asdict() for style in RUN_STYLES],
        "rate": float(scene.runs[0].rule.learning_rate),
        "steps": scene.steps,
    }


def nothing(stage: Stage) -> dict[str, Any]:
    return {}


def ball(stage: Stage) -> dict[str, Any]:
    """Hold the second weight where the lowest minimum has it, and start where the runs do along the first."""
    minima = cache.ground(stage.scene).points.minima
    held = minima[0].weights[1] if minima else stage.scene.runs[0].start[1]
    starts = np.transpose([run.start for run in stage.scene.runs]).tolist()
    return {"held": float(held), "starts": starts[0], "beside": starts[1]}


def downhill(stage: Stage) -> dict[str, Any]:
    return {"rates": list(stage.rates)}


def basin_maps(stage: Stage) -> dict[str, Any]:
    """Return where all starts end under the first two runs' rules, and what changes from the first to the second."""
    with st.spinner("Sending a run from every start …"):
        found = [_basins(stage.scene.surface_digest, run.rule, stage.scene) for run in stage.scene.runs[:2]]
    changed = difference(*found)
    label = np.where(changed.rescued, 1, np.where(changed.lost, 2, 0))
    return {
        "open": stage.voted,
        "basins": [_plain_basins(basin) for basin in found],
        "change": {**_axes(found[0]), "label": label.ravel().tolist(), **changed.share},
    }


@st.cache_resource(max_entries=64, show_spinner=False)
def _basins(key: str, rule: Rule, _scene: Scene) -> Basins:
    found = cache.ground(_scene)
    size = {"resolution": BASINS_RESOLUTION, "steps": BASINS_STEPS, "points": found.points}
    return basins(found.surface, rule, _scene.window, **size)


def _named(rule: Rule) -> str:
    return f"{rule.name.capitalize()}: {_settings(rule)}"


def _settings(rule: Rule) -> str:
    return ", ".join(f"{s.symbol} = {getattr(rule, s.name):g}" for s in hyperparameters(rule) if not s.minor)


def _plain_basins(found: Basins) -> dict[str, Any]:
    minima = [{"error": float(minimum.error)} for minimum in found.minima]
    label, share = found.label.ravel().tolist(), found.share.tolist()
    return {"name": _named(found.rule), **_axes(found), "label": label, "minima": minima, "share": share}


def _axes(found: Basins) -> dict[str, Any]:
    return {"w1": found.w1.tolist(), "w2": found.w2.tolist()}


def show_rules(stage: Stage) -> None:
    """Play the chosen rules; once they have been played, set all six beside each other in a table."""
    show_player(stage)
    if stage.played:
        st.markdown(_rules_table(stage.scene))
    st.caption("Each rule runs at the one rate that is stated with it. At other rates the order would be another.")


def _rules_table(scene: Scene) -> str:
    least = min((minimum.error for minimum in cache.ground(scene).points.minima), default=0.0)
    head = (
        "| rule | settings | steps to within 1 % of the least error | last error | outcome |\n|---|---|--:|--:|---|\n"
    )
    return head + "\n".join(_rules_row(scene, rule, 1.01 * least) for rule in GALLERY[scene.id].rules.values())


def _rules_row(scene: Scene, rule: Rule, near: float) -> str:
    alone = scene.with_(runs=(Run(rule, scene.runs[0].start),))
    walk = cache.played(alone).walks[0]
    below = walk.descent.error < near
    steps = str(int(below.argmax())) if below.any() else "never"
    return f"| {rule.name} | {_settings(rule)} | {steps} | {walk.descent.error[-1]:.4g} | {walk.verdict.outcome} |"


RUN_ENDED, POINT_MOVED = "when its run has ended", "when the point has been moved"

PICTURES: dict[str, Picture] = {
    "player": Picture(show_player, RUN_ENDED, own=("start",), settings=True),
    "rules": Picture(show_rules, RUN_ENDED, own=("rules", "start"), settings=True),
    "squares": Picture(
        partial(show_own, "squares", nothing),
        "when both sliders have been moved",
        own=("weight 1", "weight 2"),
        point=True,
    ),
    "parabola": Picture(partial(show_own, "parabola", nothing), POINT_MOVED, own=("point",), point=True, apart=True),
    "slice": Picture(partial(show_own, "slice", nothing), POINT_MOVED, own=("point",), point=True),
    "slopes": Picture(partial(show_own, "slopes", nothing), POINT_MOVED, own=("point",), point=True),
    "downhill": Picture(
        partial(show_own, "downhill", downhill), "after the last step", own=("step", "data point", "learning rate")
    ),
    "ball": Picture(
        partial(show_own, "ball", ball), "when both balls have come to the end", own=("start",), apart=True
    ),
    "basins": Picture(partial(show_own, "basins", basin_maps), "", settings=True),
}
