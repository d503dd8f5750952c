"""All the weights trained at once, from where a run of the slice has ended or anew; and planes through the result."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from surface.descent import RULES, SCHEDULES, Training, hyperparameters
from surface.error import Projected, projected
from surface.figures.charts import growing_figure, training_figure
from surface.formatting import counted, named_error, number, percent
from surface.model import Network, digest
from surface.pages import cache, jobs, visit
from surface.pages.insight.attraction import plot, training_of
from surface.pages.markdown import literal
from surface.scenes import Scene, own, planes, work
from surface.scenes.work import Plan

MOST_STEPS = 20_000
FROM_END, FROM_NOW, ANEW = "the end of run {}", "the network as it is", "weights drawn anew"


def training(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    """Draw the way to a training, what it came to, and the planes that it can be seen from."""
    count = len(scene.network.names)
    st.markdown(
        f"The runs move two weights and hold the others. Here all {count} are free: "
        "the way out may be one that this slice does not show."
    )
    start, plan = _plan(scene, index)
    if plan is not None:
        st.button("Train all weights", key="train", type="primary", on_click=_ask, args=(start, plan))
    asked = st.session_state.pop("train-asked", None)
    if asked is not None:
        _train(scene, index, asked[0], asked[1], progress)
    made = training_of(scene)
    if made is not None:
        _result(scene, made, progress)


def _ask(start: str, plan: Plan) -> None:
    st.session_state["train-asked"] = (start, plan)


def _plan(scene: Scene, index: int) -> tuple[str, Plan | None]:
    """Draw the settings, and return where to start and how to go on; None where a setting cannot be."""
    ends = [FROM_END.format(index + 1), FROM_NOW, ANEW]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = st.selectbox("From", ends, key="train-from", width=220)
        rule = st.selectbox("Rule", list(RULES), list(RULES).index("adam"), key="train-rule", width=180)
        usual = RULES[rule]().learning_rate
        rate = st.number_input("Learning rate η", value=usual, format="%g", key=f"train-rate-{rule}", width=150)
        steps = st.number_input("Steps", 1, MOST_STEPS, 1000, 100, key="train-steps", width=140)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        schedule = st.selectbox("Schedule", list(SCHEDULES), key="train-schedule", width=220)
        rows = len(scene.data)
        text = f"Rows that a step sees; all {rows} are the full gradient."
        batch = st.number_input("Batch", 1, rows, rows, key=f"train-batch-{rows}", help=text, width=180)
        seed = st.number_input(
            "Seed", 0, 2**31 - 1, 0, key="train-seed", help="Of batches and drawn weights.", width=150
        )
    try:
        made = RULES[rule](learning_rate=rate)
        whole = None if batch in (None, rows) else int(batch)
        return start, Plan(made, int(steps or 1), _schedule(schedule, int(steps or 1)), whole, int(seed or 0))
    except (ValueError, TypeError) as refusal:
        st.error(literal(visit.sentence(ValueError(str(refusal)))))
        return start, None


def _schedule(name: str, steps: int):
    """Return a schedule whose length, where it has one, is that of the training; None for a constant rate."""
    if name == "constant":
        return None
    lengths = {setting.name for setting in hyperparameters(SCHEDULES[name]) if setting.name == "length"}
    share = 0.1 if name == "warm-up" else 0.25 if name == "step" else 1.0
    return SCHEDULES[name](**{length: max(1, round(share * steps)) for length in lengths})


def _train(scene: Scene, index: int, start: str, plan: Plan, progress: DeltaGenerator) -> None:
    network = _start(scene, index, start, plan.seed)
    key = digest(
        "training", network, scene.data, plan.rule, plan.steps, repr(plan.schedule), plan.batch or 0, plan.seed
    )
    place, steps, errors = st.empty(), list[int](), list[float]()

    def follow(step: int, error: float) -> None:
        steps.append(step)
        errors.append(error)
        with place:
            plot(growing_figure(steps, errors), f"train-growing-{len(steps)}", height=260)

    try:
        found = jobs.once(key, "Training all weights …", progress, work.training, network, scene.data, plan, follow)
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return
    place.empty()
    visit.current().training = found


def _start(scene: Scene, index: int, start: str, seed: int) -> Network:
    if start == ANEW:
        return scene.network.drawn("glorot", seed, scene.data.inputs)
    if start == FROM_NOW:
        return scene.network
    played = cache.played(scene)
    return played.surface.network_at(played.descents[index].path[-1])


# --- what came of it ----------------------------------------------------------------------------------------------


def _result(scene: Scene, made: Training, progress: DeltaGenerator) -> None:
    seen = projected(scene.plane, made)
    st.markdown(_words(scene, made, seen))
    plot(training_figure(made, seen), "train-figure", height=320)
    with st.container(horizontal=True):
        _button("Hold the weights there", own.held_at, made.network)
        _button("On its two main directions", planes.along, made)
        _button("On two random directions", planes.random, made.network, made.seed)
        st.button("Through three solutions", key="plane-three", on_click=_ask_three)
        if scene.free is None:
            _button("Back to two weights", planes.of_weights)
        laid = scene.overlay == "training"
        words = "Take it off the map" if laid else "Draw it on the map"
        _button(words, lambda s: s.with_(overlay="" if laid else "training"))
    if st.session_state.pop("three-asked", False):
        _three(scene, made, progress)


def _button(label: str, make: Callable[..., Scene], *values: object) -> None:
    st.button(label, key=f"train-{label}", on_click=visit.act, args=(make, *values))


def _words(scene: Scene, made: Training, seen: Projected) -> str:
    first, last = named_error(float(made.error[0])), named_error(float(made.error[-1]))
    said = [f"**{first}** at the start, **{last}** after {counted(int(made.steps[-1]), 'step')}"]
    said.append(f"{counted(len(made.network.names), 'weight')} moved.")
    if made.overflowed:
        said.append("Then a number grew too large.")
    explained = scene.plane.explained
    if explained is not None:
        one, two = map(percent, explained)
        said.append(f"This plane's directions hold {one} and {two} of how the weights varied.")
    off, there = number(float(seen.distance[-1])), named_error(float(seen.plane_error[-1]))
    said.append(f"It ends {off} away from this plane, where the nearest place has {there}.")
    return f"{said[0]}: {said[1]} {' '.join(said[2:])}"


def _ask_three() -> None:
    st.session_state["three-asked"] = True


def _three(scene: Scene, made: Training, progress: DeltaGenerator) -> None:
    plan = Plan(made.rule, made.planned, made.schedule, made.batch, made.seed)
    key = digest(
        "solutions", made.network, scene.data, made.rule, made.planned, repr(made.schedule), made.batch or 0, made.seed
    )
    found = jobs.once(key, "Training from three draws …", progress, work.solutions, made.network, scene.data, plan)
    visit.act(planes.through, found)
    if not visit.current().notices:
        st.rerun()
    st.error(literal(visit.current().notices[0]))
