"""The settings of a training of all the weights: those of the scene's own, until they are changed."""

from __future__ import annotations

from typing import Any, TypeVar

import streamlit as st

from surface.descent import RULES, SCHEDULES, Hyperparameter, Rule, Schedule, hyperparameters
from surface.model import INITIALISATIONS, digest
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import MAX_SEED, Scene
from surface.scenes.run import CONSTANT
from surface.scenes.training import MAX_TRAINING_STEPS, USUAL_STEPS, TrainingPlan

T = TypeVar("T", Rule, Schedule)

END, NOW, KEPT = "end", "now", "kept"
"""Where a training may begin, beside the initialisations: where a run ended, where the network is, where it began."""

RULE = "adam"
FOLLOWED = "train-followed"
"""In the session: the steps that the schedule's settings go with."""

FROM_END, ANEW = "the end of run {}", "weights drawn anew"


def settings(scene: Scene, index: int) -> bool:
    """Draw the settings, and return whether there is a training of them; what cannot be is said under them."""
    _show_news(scene)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _begin(scene, index)
        rule = _choice("Rule", "train-rule", list(RULES), RULE, width=180)
        for each in hyperparameters(RULES[rule]):
            _setting(each, f"train-{each.name}-{rule}", each.default)
        steps = _number("Steps", "train-steps", USUAL_STEPS, 1, MAX_TRAINING_STEPS, 100, width=140)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        schedule = _choice("Schedule", "train-schedule", list(SCHEDULES), CONSTANT, width=160)
        _follow_steps(schedule, steps)
        usual = SCHEDULES[schedule].over(int(steps or USUAL_STEPS))
        for each in hyperparameters(usual):
            _setting(each, f"train-{each.name}-{schedule}", getattr(usual, each.name))
        rows = len(scene.data)
        text = f"Rows that a step sees; all {rows} are the full gradient."
        _number("Batch", f"train-batch-{rows}", rows, 1, rows, 1, help=text, width=180)
        text = "Of batches and drawn weights."
        _number("Seed", "train-seed", 0, 0, MAX_SEED, 1, help=text, width=150)
    try:
        planned(scene)
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return False
    return True


def planned(scene: Scene) -> tuple[str, TrainingPlan]:
    """Return where to begin and how to go on as the controls say by now; ValueError where a setting cannot be."""
    state, rows = st.session_state, len(scene.data)
    rule, schedule = state.get("train-rule", RULE), state.get("train-schedule", CONSTANT)
    # A setting that is not on the page yet is as usual: its rule may have been chosen just now.
    whole = {"steps": ("train-steps", USUAL_STEPS), "seed": ("train-seed", 0), "batch": (f"train-batch-{rows}", rows)}
    given = {name: state.get(key, usual) for name, (key, usual) in whole.items()}
    if missing := [name for name, value in given.items() if value is None]:
        raise ValueError(f"`{missing[0]}` must be a number, got nothing")
    steps, seed, batch = (int(value) for value in given.values())
    _follow_steps(schedule, steps)
    usual = SCHEDULES[schedule].over(steps)
    try:
        walk = (_made(RULES[rule], RULES[rule]()), steps, _made(SCHEDULES[schedule], usual))
        plan = TrainingPlan(*walk, None if batch == rows else batch, seed)
    except (ValueError, TypeError) as refusal:
        raise ValueError(str(refusal)) from refusal
    return state.get("train-from", END), plan


def _follow_steps(schedule: str, steps: int | None) -> None:
    """Let the settings of a schedule go with the steps, where they are as they suited the steps before."""
    state = st.session_state
    if steps is None or state.setdefault(FOLLOWED, steps) == steps:
        return
    before = SCHEDULES[schedule].over(state[FOLLOWED])
    usual = SCHEDULES[schedule].over(steps)
    for each in hyperparameters(usual):
        key = f"train-{each.name}-{schedule}"
        if state.get(key) == getattr(before, each.name):
            state[key] = getattr(usual, each.name)
    state[FOLLOWED] = steps


def _begin(scene: Scene, index: int) -> None:
    names = {END: FROM_END.format(index + 1), NOW: "the network as it is"}
    names |= {each: f"{ANEW} ({each.capitalize()})" for each in INITIALISATIONS}
    if scene.training is not None and not isinstance(scene.training.start, str):
        names[KEPT] = "where this training began"
    # What it began with may be gone since.
    if st.session_state.get("train-from") not in names:
        st.session_state["train-from"] = END
    st.selectbox("From", list(names), key="train-from", format_func=names.__getitem__, width=240)


# --- the controls' values -----------------------------------------------------------------------------------------


def _show_news(scene: Scene) -> None:
    """Let the controls show the scene's training where that is another one than they showed, or they are new."""
    plan, state = scene.training, st.session_state
    if plan is None or ("train-rule" in state and state.get("train-shown") == digest(plan)):
        return
    shown(scene)
    state["train-from"] = plan.start if isinstance(plan.start, str) else KEPT
    schedule, rows = plan.schedule or SCHEDULES[CONSTANT](), len(scene.data)
    values: dict[str, object] = {"train-rule": plan.rule.name, "train-schedule": schedule.name}
    for record in (plan.rule, schedule):
        values |= {f"train-{each.name}-{record.name}": getattr(record, each.name) for each in hyperparameters(record)}
    values |= {"train-steps": plan.steps, "train-seed": plan.seed, f"train-batch-{rows}": min(plan.batch or rows, rows)}
    for key, value in values.items():
        state[key] = value
    # A schedule that came with its own lengths keeps them, also where it was stopped on the way.
    state[FOLLOWED] = plan.steps


def shown(scene: Scene) -> None:
    """Note that the controls show the scene's training: it came from them."""
    st.session_state["train-shown"] = digest(scene.training)


def _made(kind: type[T], usual: T) -> T:
    """Return a rule or a schedule with the settings on the page, of which each must be there; else the usual ones."""
    state, name = st.session_state, usual.name
    return kind(
        **{
            each.name: state.get(f"train-{each.name}-{name}", getattr(usual, each.name))
            for each in hyperparameters(usual)
        }
    )


def _setting(setting: Hyperparameter, key: str, usual: float) -> None:
    label = f"{setting.label.capitalize()} {setting.symbol}"
    st.session_state.setdefault(key, usual)
    st.number_input(label, value=None, key=key, format="%g", help=setting.help, width=150)


def _number(label: str, key: str, usual: int, low: int, high: int, step: int, **more: Any) -> int | None:
    st.session_state.setdefault(key, usual)
    return st.number_input(label, low, high, None, step, key=key, **more)


def _choice(label: str, key: str, options: list[str], usual: str, **more: Any) -> str:
    st.session_state.setdefault(key, usual)
    return st.selectbox(label, options, key=key, **more)
