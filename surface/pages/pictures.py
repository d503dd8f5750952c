"""The pictures of the lessons: PICTURES is name -> how it is drawn, and the controls that a lesson may give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from surface.descent import LABELS, Rule, hyperparameters
from surface.figures import RUN_STYLES
from surface.formatting import pretty
from surface.landscape.basins import difference
from surface.landscape.proof import traced
from surface.landscape.summary import basins_title, difference_title
from surface.pages import cache
from surface.pages.basins import basins_key, basins_of
from surface.scenes import GALLERY, Run, Scene
from surface.scenes.freed import freed
from surface.scenes.measures import BASINS_RESOLUTION, BASINS_STEPS
from surface.view.hosts.streamlit import player
from surface.view.overlay import basins_overlay, difference_overlay
from surface.view.payload import encode
from surface.view.protocol import OverlayMessage


@dataclass(frozen=True)
class Picture:
    """How a picture is drawn, and what a lesson may let the reader change in it.

    about: what it shows, in words.
    tried: when what a question asks has been tried in it, in words; empty where the picture opens with the vote.
    own: the controls that the picture brings itself; settings: whether a run's settings may be given sliders.
    point: whether the start is only the place that is looked at. apart: whether it shows something else than its scene.
    ends: whether it tells how the runs end, so that it waits where the question asks for that.
    """

    show: Callable[..., None]
    about: str
    tried: str
    own: tuple[str, ...] = ()
    settings: bool = False
    point: bool = False
    apart: bool = False
    ends: bool = False

    @property
    def controls(self) -> tuple[str, ...]:
        return self.own + (LABELS if self.settings else ())


@dataclass(frozen=True)
class PictureState:
    """What a picture is given: a scene as the reader has varied it, and whom it tells what is done in it.

    key: differs between lessons and their scenes; on_start(run, w1, w2), on_setting(run, name, value) and on_played()
    are None where nobody listens. opening: a new number for each time that what was moved is given back; it
    shows a picture of the lessons' own as it opens.
    rates: the learning rates that a control of the picture's own may choose from. voted, played: what may be seen.
    restored: a new number where that has come from the browser. title, watch: the words of presentation mode.
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
    restored: int = 0
    title: str = ""
    watch: str = ""


def show_player(state: PictureState) -> None:
    """Play the runs, from the start, with their ends unsaid until they have been reached once in this visit."""
    _show(state, on_start=state.on_start)


def show_own(name: str, state: PictureState, **more: Any) -> None:
    """Draw one of the lessons' own pictures (surface/view/static/lesson.js)."""
    lesson = {"picture": name, "rates": list(state.rates), "styles": [style._asdict() for style in RUN_STYLES], **more}
    _show(state, lesson=lesson, opening=state.opening, on_start=state.on_start, on_setting=state.on_setting)


def _show(state: PictureState, **more: Any) -> None:
    drawn = cache.drawn(state.scene)
    # The drawn picture is shared by its scene; each lesson's player has a playhead, and words, of its own.
    words = {"key": f"{state.key}-{state.restored}", "title": state.title, "watch": state.watch}
    picture = replace(drawn, runs={**drawn.runs, **words})
    more |= {"scene": state.opening, "suspense": not state.played, "on_played": state.on_played}
    player(picture, key=state.key, **more)


def show_basins(state: PictureState) -> None:
    """Show where all starts end under the first two runs' rules and what changes; before the vote, the first alone."""
    overlays = _overlays(state.scene, st.empty())
    titles = [overlay["title"] for overlay in overlays]
    show_own("basins", state, titles=titles, overlays=overlays if state.voted else overlays[:1])


def _overlays(scene: Scene, progress) -> list[OverlayMessage]:
    """Return what lies over the three maps, as Explore has it; the starts are followed as those of the claims are."""
    counted = scene.with_(steps=BASINS_STEPS)
    rules = [run.rule for run in scene.runs[:2]]
    keys = [basins_key(counted, rule, BASINS_RESOLUTION) for rule in rules]
    found = [basins_of(counted, rule, BASINS_RESOLUTION, progress) for rule in rules]
    alone = [basins_overlay(key, basins_title(each.rule), each) for key, each in zip(keys, found, strict=True)]
    return [*alone, difference_overlay("-".join(keys), difference_title(*rules), difference(*found))]


def show_boxes(state: PictureState) -> None:
    """Show how the scene's critical points are proven to be all, box by box."""
    scene = state.scene
    show_own("boxes", state, boxes=_boxes(scene.surface_digest, scene))


def show_unit(state: PictureState) -> None:
    """Show the one unit of a network, from its inputs to its output."""
    if state.scene.network.hidden or state.scene.network.outputs > 1:
        st.warning("This picture shows one unit, and the network of this scene has more.")
    else:
        show_own("unit", state)


def show_backward(state: PictureState) -> None:
    """Show one data point forward through a hidden layer, and its share of the blame back."""
    network = state.scene.network
    if len(network.hidden) != 1 or network.outputs > 1:
        st.warning("This picture shows one hidden layer and one output, and the network of this scene has others.")
    else:
        show_own("backward", state)


def show_freed(state: PictureState) -> None:
    """Show how the first run goes on with all the weights of its network free."""
    scene = state.scene
    show_own("freed", state, freed=_freed(scene.runs_digest, scene))


@st.cache_data(max_entries=8, show_spinner=False)
def _freed(key: str, _scene: Scene) -> dict[str, Any]:
    found = freed(cache.played(_scene), 0)
    names = _scene.network.names
    free = [names.index(name) for name in _scene.axes if name in names]
    texts = {"error": encode(found.error), "weights": encode(found.weights)}
    return {**texts, "names": [pretty(name) for name in names], "free": free}


@st.cache_data(max_entries=8, show_spinner=False)
def _boxes(key: str, _scene: Scene) -> dict[str, Any]:
    trace = traced(_scene.surface(), _scene.window)
    return {"corners": encode(trace.corners), "fate": trace.fate.tolist()}


def _settings(rule: Rule) -> str:
    return ", ".join(f"{s.symbol} = {getattr(rule, s.name):g}" for s in hyperparameters(rule) if not s.minor)


def show_rules(state: PictureState) -> None:
    """Play the chosen rules; once they have been played, set all six beside each other in a table."""
    show_player(state)
    if state.played:
        st.markdown(_rules_table(state.scene))
    st.caption("Each rule runs at the one rate that is stated with it. At other rates the order would be another.")


def _rules_table(scene: Scene) -> str:
    # Where no minimum was found there is nothing to come near to: no error is below 0.
    least = min((minimum.error for minimum in cache.ground(scene).points.minima), default=0.0)
    head = (
        "| rule | settings | steps to within 1 % of the least error | last error | outcome |\n|---|---|--:|--:|---|\n"
    )
    return head + "\n".join(_rules_row(scene, rule, 1.01 * least) for rule in GALLERY[scene.id].rules.values())


def _rules_row(scene: Scene, rule: Rule, near: float) -> str:
    alone = scene.with_(runs=(Run(rule, scene.runs[0].start),))
    walk = cache.played(alone).walks[0]
    below = walk.descent.error < near
    # argmax finds the first True.
    steps = str(int(below.argmax())) if below.any() else "never"
    return f"| {rule.name} | {_settings(rule)} | {steps} | {walk.descent.error[-1]:.4g} | {walk.verdict.outcome} |"


BOXES_LOOKED_AT = "when all boxes have been looked at"
RUN_ENDED, POINT_MOVED = "when its run has ended", "when the point has been moved"

PICTURES: dict[str, Picture] = {
    "player": Picture(
        show_player, "the surface, the map and the runs on them, played", RUN_ENDED, own=("start", "water"),
        settings=True, ends=True,
    ),
    "rules": Picture(
        show_rules, "up to four of six rules in a race, and a table of all six", RUN_ENDED, own=("rules", "start"),
        settings=True, ends=True,
    ),
    "unit": Picture(
        show_unit, "one unit from its inputs to its output, with its numbers", "when a slider has been moved",
        own=("weight 1", "weight 2", "data point"), point=True,
    ),
    "squares": Picture(
        partial(show_own, "squares"), "the squared misses, and their sum", "when both sliders have been moved",
        own=("weight 1", "weight 2"), point=True,
    ),
    "parabola": Picture(
        partial(show_own, "parabola"), "x² with its tangent; of its scene it shows nothing", POINT_MOVED,
        own=("point",), point=True, apart=True,
    ),
    "slice": Picture(
        partial(show_own, "slice"), "the error along the first weight, and where it is cut", POINT_MOVED,
        own=("point",), point=True,
    ),
    "slopes": Picture(
        partial(show_own, "slopes"), "two slices with their slopes, which make the gradient", POINT_MOVED,
        own=("point",), point=True,
    ),
    "downhill": Picture(
        partial(show_own, "downhill"), "the first run step by step, with each data point's term", "after the last step",
        own=("step", "data point", "learning rate"), ends=True,
    ),
    "ball": Picture(
        partial(show_own, "ball"), "two balls on the curve of one weight", "when both balls have come to the end",
        own=("start",), apart=True, ends=True,
    ),
    "basins": Picture(show_basins, "where all starts end, by the rules of the first two runs", "", settings=True),
    "freed": Picture(
        show_freed, "the first run, and how it goes on with all weights free", RUN_ENDED, own=("step",), ends=True
    ),
    "backward": Picture(
        show_backward, "a data point forward through a hidden layer, and its δ back", "when a slider has been moved",
        own=("weight 1", "weight 2", "data point"), point=True,
    ),
    "boxes": Picture(show_boxes, "box by box, the proof that no point is missed", BOXES_LOOKED_AT, own=("box",)),
}  # fmt: skip
