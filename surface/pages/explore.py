"""The page Explore: a scene, played; under it, everything that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from surface.landscape.verdicts import DIVERGED
from surface.pages.controls import network, runs, words
from surface.pages.controls.copy import copy_link
from surface.pages.insight import attraction, sections
from surface.pages.scene import changes, comparing, compute, link, session
from surface.pages.scene.literal import literal
from surface.scenarios import SCENARIOS, Scenario
from surface.view.mount import feed, player

AS_IT_OPENS = "Runs as the scene opens"


def page() -> None:
    """Draw the page, from top to bottom."""
    scenario = session.opened()
    header(scenario)
    notices()
    play(scenario)
    comparing.send(scenario, chosen(scenario))
    runs.runs(scenario)
    below = st.container()
    left, right = st.columns([3, 2])
    with left:
        network.network_and_data(scenario)
    with right:
        network.window_and_resolution(scenario)
    words.symbols()
    session.write_link()
    with below:  # last, for what they compute may take its time
        sections.insight(scenario, chosen(scenario))


def header(scenario: Scenario) -> None:
    """Draw the choice of scenes, and what to watch in this one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        _scenes(scenario)
        _step_button("Previous", -1)
        _step_button("Next", 1)
        if scenario.variants:
            _variants(scenario)
        st.space("stretch")
        st.button("Reset scene", key="reset", on_click=_reset)
        copy_link()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="watch"):
        st.title(scenario.title, width="content", anchor=False)
        st.markdown(scenario.watch, width="stretch")


def _scenes(scenario: Scenario) -> None:
    session.show("scene", scenario.id)
    st.selectbox(
        "Scene",
        list(SCENARIOS),
        key="scene",
        format_func=lambda name: f"{SCENARIOS[name].group}: {SCENARIOS[name].title}",
        label_visibility="collapsed",
        width=400,
        on_change=lambda: session.open_scenario(SCENARIOS[st.session_state["scene"]]),
    )


def _variants(scenario: Scenario) -> None:
    """Offer the other runs that a scene brings along."""
    session.show("variant", link.variant_of(scenario) or AS_IT_OPENS)
    st.selectbox(
        "Runs to watch",
        [AS_IT_OPENS, *scenario.variants],
        key="variant",
        format_func=lambda name: name if name == AS_IT_OPENS else scenario.variants[name].title,
        label_visibility="collapsed",
        width=300,
        on_change=_open_variant,
    )


def _open_variant() -> None:
    name = st.session_state["variant"]
    session.open_scenario(link.opening(st.session_state["scenario"], None if name == AS_IT_OPENS else name))


def _step_button(label: str, by: int) -> None:
    icon = ":material/chevron_left:" if by < 0 else ":material/chevron_right:"
    st.button(label, key=label, icon=icon, on_click=_go, args=(by,))


def _go(by: int) -> None:
    names = list(SCENARIOS)
    place = names.index(st.session_state["scenario"].id)
    session.open_scenario(SCENARIOS[names[(place + by) % len(names)]])


def _reset() -> None:
    """Give back the scene as it opened, with the camera, the zoom and the switches of its view."""
    st.session_state["resets"] += 1
    comparing.switch_drops(None)
    scenario = st.session_state["scenario"]
    session.open_scenario(link.opening(scenario, link.variant_of(scenario)))


def notices() -> None:
    """Say what a link could not bring, or a button not do."""
    if sentences := st.session_state["notices"]:
        st.warning("  \n".join(map(literal, sentences)))


def play(scenario: Scenario) -> None:
    """Draw the player; its surface is sent by the page, so that what only moves the runs sends only them."""
    st.session_state["behind"] = False
    feed(compute.ground(scenario).sheet)
    _player()


@st.fragment
def _player() -> None:
    """Draw the runs: alone while something is dragged, with the page around them where it is done."""
    if st.session_state["behind"]:
        st.rerun()
    scenario = st.session_state["scenario"]
    index = chosen(scenario)
    player(
        compute.drawn(scenario, index),
        overlay=attraction.wanted(scenario, index),
        opening=st.session_state["resets"],
        same=comparing.same_start(scenario),
        seed=comparing.seed(scenario),
        drops=comparing.wanted(scenario, index),
        fed=True,
        on_drag=_start,
        on_slide=_setting,
        **{f"on_{event}": partial(_and_page, callback) for event, callback in LASTING.items()},
    )


def _and_page(callback: Callable[..., None], *values) -> None:
    """Call back, and let the page around the player follow."""
    callback(*values)
    st.session_state["behind"] = True


def chosen(scenario: Scenario) -> int:
    """Return the run that is chosen."""
    return min(st.session_state["chosen"], len(scenario.runs) - 1)


def _start(index: int, w1: float, w2: float) -> None:
    scenario = st.session_state["scenario"]
    if 0 <= index < len(scenario.runs):
        session.act(comparing.moved, index, rounded(scenario, (w1, w2)))


def _restore(index: int, w1: float, w2: float, together: bool) -> None:
    """Put a start back: of all runs, or of one, which then has a start of its own again."""
    if not together:
        comparing.switch_start(False, index)
    session.act(comparing.moved, index, (w1, w2), together)


def _setting(index: int, name: str, value: float) -> None:
    session.act(changes.with_setting, index, name, value)


def _fit() -> None:
    """Let the window follow the paths, of a run that diverged as far as it had not."""
    scenario = st.session_state["scenario"]
    tracks = [compute.track(scenario, index) for index in range(len(scenario.runs))]
    ends = [track.verdict.step if track.verdict.outcome == DIVERGED else track.run.k + 1 for track in tracks]
    paths = [track.run.path[: max(end, 1)] for track, end in zip(tracks, ends, strict=True)]
    session.act(changes.with_window_around, paths)


def _same(same: bool) -> None:
    comparing.switch_start(same, chosen(st.session_state["scenario"]))


def _choose(index: int) -> None:
    st.session_state["chosen"] = index


def rounded(scenario: Scenario, at: tuple[float, float]) -> tuple[float, ...]:
    """Return a place on the map in as few digits as tell a thousandth of the window's width."""
    widths = [high - low for low, high in scenario.window]
    digits = [2 - int(np.floor(np.log10(width))) for width in widths]
    return tuple(round(float(value), count) for value, count in zip(at, digits, strict=True))


LASTING = {
    "start": _start,
    "restore": _restore,
    "setting": _setting,
    "choose": _choose,
    "overlay": attraction.switch,
    "same": _same,
    "drops": comparing.switch_drops,
    "fit": _fit,
    "go": _go,
}
"""What the reader does in the player that changes the page around it too."""
