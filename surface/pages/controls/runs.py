"""The controls of the runs, a card for each: its rule, whatever settings the rule has, and its start."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.descent import RULES, hyperparameters
from surface.figures import RUN_STYLES, RunStyle
from surface.network import pretty
from surface.pages.controls import fields, rates
from surface.pages.scene import changes, comparing, session
from surface.scenarios import MAX_RUNS, MAX_STEPS, Scenario

DASHES = {"solid": (44,), "dot": (3, 4), "dash": (7, 4), "longdash": (11, 4), "dashdot": (9, 4, 3, 4)}
MARKERS = {
    "circle": "border-radius:50%",
    "square": "",
    "diamond": "transform:rotate(45deg)",
    "cross": "clip-path:polygon(33% 0,67% 0,67% 33%,100% 33%,100% 67%,67% 67%,67% 100%,"
    "33% 100%,33% 67%,0 67%,0 33%,33% 33%)",
}


def runs(scenario: Scenario) -> None:
    """Draw what the runs share, and a card for each, side by side."""
    st.html('<h2 class="heading-for-readers">The runs and their settings</h2>', width="content")
    _common(scenario)
    columns = st.columns(max(2, len(scenario.runs)))
    for index in range(len(scenario.runs)):
        with columns[index]:
            _card(scenario, index)


def _common(scenario: Scenario) -> None:
    """Draw the number of steps, and the way to one more run."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="all-runs"):
        text = f"How many steps each run takes, at most {MAX_STEPS}."
        with st.container(width=220):
            fields.number("Steps", "steps", scenario.steps, changes.with_steps, step=10.0, help=text)
        st.button(
            "Add a run",
            key="add-run",
            icon=":material/add:",
            disabled=len(scenario.runs) == MAX_RUNS,
            on_click=session.act,
            args=(changes.with_added_run,),
        )


def _card(scenario: Scenario, index: int) -> None:
    run = scenario.runs[index]
    with st.container(border=True, height="stretch", gap="xsmall", key=f"run-{index}"):
        _heading(scenario, index)
        _rule(scenario, index)
        for hyperparameter in hyperparameters(run.rule):
            value = getattr(run.rule, hyperparameter.name)
            make = partial(_set, index=index, setting=hyperparameter.name)
            fields.setting(hyperparameter, f"run-{index}-{hyperparameter.name}", value, make)
        rates.known_rates(scenario, index)
        _start(scenario, index)


def _set(scenario: Scenario, value: float, index: int, setting: str) -> Scenario:
    return changes.with_setting(scenario, index, setting, value)


def _heading(scenario: Scenario, index: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_swatch(RUN_STYLES[index]), width="content")
        st.subheader(f"Run {index + 1}", width="stretch")
        full, alone = len(scenario.runs) == MAX_RUNS, len(scenario.runs) == 1
        _small_button("Duplicate", index, changes.with_copied_run, full)
        _small_button("Remove", index, changes.without_run, alone)


def _small_button(label: str, index: int, make: session.Change, disabled: bool) -> None:
    more = {"on_click": session.act, "args": (make, index), "disabled": disabled, "type": "tertiary"}
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


def _rule(scenario: Scenario, index: int) -> None:
    rule = scenario.runs[index].rule
    fields.choice(
        "Rule",
        f"run-{index}-rule",
        rule.name,
        list(RULES),
        lambda s, name: changes.with_rule(s, index, name),
        help="How a step follows from the gradient. Another rule brings this scene's settings for it.",
    )
    st.caption(rule.formula)


def _start(scenario: Scenario, index: int) -> None:
    """Draw the start, as two numbers and as the scene's own named places."""
    run, keys = scenario.runs[index], tuple(f"run-{index}-start-{axis}" for axis in (1, 2))
    place = f"run-{index}-start"
    make = lambda s, *at: comparing.moved(s, index, at)  # noqa: E731
    with st.container(horizontal=True):
        for axis in (0, 1):
            label = f"Start {pretty(scenario.free[axis])}"
            more = {"place": place, "keys": keys, "called": "The start", "step": changes.nudge(scenario, axis)}
            fields.number(label, keys[axis], run.start[axis], make, **more)
    fields.refused(place)
    if scenario.starts:
        _named_starts(scenario, index, place)


def _named_starts(scenario: Scenario, index: int, place: str) -> None:
    start = tuple(scenario.runs[index].start)
    here = next((letter for letter, at in scenario.starts.items() if tuple(at) == start), None)
    key = f"{place}-named"
    session.show(key, here)
    st.segmented_control(
        "The scene's starts",
        list(scenario.starts),
        key=key,
        on_change=session.change,
        args=(place, (key,), "The start", lambda s, letter: comparing.moved(s, index, s.starts[letter])),
        help="Or click on the map: the chosen run starts there.",
    )
