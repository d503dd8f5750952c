"""The controls of the runs, a card for each: its rule, whatever settings the rule has, and its start."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.descent import RULES, hyperparameters
from surface.figures import RUN_STYLES, RunStyle
from surface.formatting import pretty
from surface.pages import comparing, parts, visit
from surface.pages.controls import fields, plans, rates
from surface.scenes import GALLERY, MAX_RUNS, MAX_STEPS, Scene, edits

# Pixels of line and gap in turn, like the dashes of the map (figures/styles.py) on a line as wide as here.
DASHES = {"solid": (44,), "dot": (3, 4), "longdash": (11, 4), "dashdot": (9, 4, 3, 4)}
MARKERS = {
    "circle": "border-radius:50%",
    "square": "",
    "diamond": "transform:rotate(45deg)",
    "cross": "clip-path:polygon(33% 0,67% 0,67% 33%,100% 33%,100% 67%,67% 67%,67% 100%,"
    "33% 100%,33% 67%,0 67%,0 33%,33% 33%)",
}


def runs(scene: Scene) -> None:
    """Draw what the runs share, and a card for each."""
    # Read aloud, not seen: to the eye the cards are heading enough.
    st.html('<h2 class="heading-for-readers">The runs and their settings</h2>', width="content")
    _common(scene)
    for index in range(len(scene.runs)):
        st.fragment(_card, key=parts.card(index))(index)


def _common(scene: Scene) -> None:
    """Draw the number of steps, and the way to one more run."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="all-runs"):
        text = f"How many steps each run takes, at most {MAX_STEPS}."
        with st.container(width=220):
            fields.number("Steps", "steps", scene.steps, edits.with_steps, step=10.0, help=text)
        st.button(
            "Add a run",
            key="add-run",
            icon=":material/add:",
            disabled=len(scene.runs) == MAX_RUNS,
            on_click=visit.act,
            args=(edits.with_added_run,),
        )


def _card(index: int) -> None:
    scene = visit.scene()
    # The run may be gone by the time that its card is drawn by itself.
    if index >= len(scene.runs):
        return
    run = scene.runs[index]
    with st.container(border=True, gap="xsmall", key=f"run-{index}"):
        _heading(scene, index)
        with visit.drawn_apart(f"run-{index}"):
            _rule(scene, index)
            for hyperparameter in hyperparameters(run.rule):
                value = getattr(run.rule, hyperparameter.name)
                make = partial(_set, index=index, setting=hyperparameter.name)
                fields.setting(hyperparameter, f"run-{index}-{hyperparameter.name}", value, make)
            rates.known_rates(scene, index)
            plans.plan(scene, index)
            _start(scene, index)
    parts.end_card(scene, index)


def _set(scene: Scene, value: float, index: int, setting: str) -> Scene:
    return edits.with_setting(scene, index, setting, value)


def _heading(scene: Scene, index: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_swatch(RUN_STYLES[index]), width="content")
        st.subheader(f"Run {index + 1}", width="stretch", anchor=False)
        full, alone = len(scene.runs) == MAX_RUNS, len(scene.runs) == 1
        _small_button("Duplicate", index, edits.with_copied_run, full)
        _small_button("Remove", index, edits.without_run, alone)


def _small_button(label: str, index: int, make: visit.Change, disabled: bool) -> None:
    more = {"on_click": parts.act, "args": (make, index), "disabled": disabled, "type": "tertiary"}
    st.button(label, key=f"run-{index}-{label.lower()}", **more)


def _swatch(style: RunStyle) -> str:
    """Return the run's line and marker, as they are drawn on the surface and the map."""
    stops, at = [], 0
    for k, length in enumerate(DASHES[style.dash]):
        stops.append(f"{'transparent' if k % 2 else style.colour} {at}px {at + length}px")
        at += length
    line = f"background:repeating-linear-gradient(90deg,{','.join(stops)})"
    marker = f"background:{style.colour};{MARKERS[style.marker]}"
    return f'<div class="run-sign"><i style="{line}"></i><b style="{marker}"></b></div>'


def _rule(scene: Scene, index: int) -> None:
    rule = scene.runs[index].rule
    fields.choice(
        "Rule",
        f"run-{index}-rule",
        rule.name,
        list(RULES),
        lambda s, name: edits.with_rule(s, index, name),
        help="How a step follows from the gradient. Another rule brings this scene's settings for it.",
    )
    st.caption(rule.formula)


def _start(scene: Scene, index: int) -> None:
    """Draw the start, as two numbers and as the scene's own named places."""
    run, keys = scene.runs[index], tuple(f"run-{index}-start-{axis}" for axis in (1, 2))
    place = f"run-{index}-start"
    make = lambda s, *at: comparing.moved(s, index, at)  # noqa: E731
    with st.container(horizontal=True):
        for axis in (0, 1):
            label = f"Start {pretty(scene.axes[axis])}"
            more = {"place": place, "keys": keys, "called": "The start", "step": edits.nudge(scene, axis)}
            fields.number(label, keys[axis], run.start[axis], make, **more)
    fields.refused(place)
    if GALLERY[scene.id].starts:
        _named_starts(scene, index, place)


def _named_starts(scene: Scene, index: int, place: str) -> None:
    start, starts = tuple(scene.runs[index].start), GALLERY[scene.id].starts
    # A start that is none of them leaves the choice empty.
    here = next((letter for letter, at in starts.items() if tuple(at) == start), None)
    key = f"{place}-named"
    visit.show(key, here)
    st.segmented_control(
        "The scene's starts",
        list(starts),
        key=key,
        required=True,
        on_change=parts.change,
        args=(place, (key,), "The start", lambda s, letter: comparing.moved(s, index, starts[letter])),
        help="Or click on the map: the chosen run starts there.",
    )
