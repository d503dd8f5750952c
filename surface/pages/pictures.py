"""How the page Lessons draws the pictures of the lessons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from surface.lessons.pictures import PICTURES
from surface.pages import cache
from surface.pages.basins import basins_key, basins_of
from surface.scenes import Scene
from surface.scenes.measures import BASINS_RESOLUTION
from surface.view.hosts.streamlit import player
from surface.view.lessonpicture import (
    RULES_HEAD,
    RULES_WORDS,
    basins_overlays,
    boxes_message,
    counted_for_basins,
    freed_message,
    given,
    rules_rows,
)
from surface.view.protocol import OverlayMessage

__all__ = ["PICTURES", "PictureState", "show"]


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
    lesson = given(name, state.rates, **more)
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
    counted = counted_for_basins(scene)
    keys = [basins_key(counted, run.rule, BASINS_RESOLUTION) for run in scene.runs[:2]]
    found = [basins_of(counted, run.rule, BASINS_RESOLUTION, progress) for run in scene.runs[:2]]
    return basins_overlays(keys, found)


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
    return freed_message(cache.played(_scene))


@st.cache_data(max_entries=8, show_spinner=False)
def _boxes(key: str, _scene: Scene) -> dict[str, Any]:
    return boxes_message(_scene)


def show_rules(state: PictureState) -> None:
    """Play the chosen rules; once they have been played, set all six beside each other in a table."""
    show_player(state)
    if state.played:
        st.markdown(_rules_table(state.scene))
    st.caption(RULES_WORDS)


def _rules_table(scene: Scene) -> str:
    rows = rules_rows(scene, cache.played)
    return "\n".join(f"| {' | '.join(row)} |" for row in (RULES_HEAD, ("---", "---", "--:", "--:", "---"), *rows))


SHOWN: dict[str, Callable[[PictureState], None]] = {
    "player": show_player,
    "rules": show_rules,
    "unit": show_unit,
    "backward": show_backward,
    "basins": show_basins,
    "freed": show_freed,
    "boxes": show_boxes,
}
"""The pictures that are sent more than their scene, or are no picture of the lessons' own."""


def show(name: str, state: PictureState) -> None:
    """Draw a picture of PICTURES."""
    SHOWN.get(name, partial(show_own, name))(state)
