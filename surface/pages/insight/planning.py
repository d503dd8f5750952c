"""The settings of a training of all the weights: those of the scene's own, until they are changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from surface.descent import RULES, SCHEDULES, Hyperparameter, hyperparameters
from surface.model import INITIALISATIONS, digest
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import MAX_SEED, Scene
from surface.scenes.run import CONSTANT
from surface.scenes.training import MAX_TRAINING_STEPS, USUAL_STEPS, TrainingPlan

T = TypeVar("T")

END, NOW, KEPT = "end", "now", "kept"
"""Where a training may begin, beside the initialisations: where a run ended, where the network is, where it began."""

FROM_END, ANEW = "the end of run {}", "weights drawn anew"


def settings(scene: Scene, index: int) -> tuple[str, TrainingPlan | None]:
    """Draw the settings, and return where to begin and how to go on; None where a setting cannot be."""
    _show_news(scene)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = _begin(scene, index)
        rule = _choice("Rule", "train-rule", list(RULES), "adam", width=180)
        values = {each.name: _setting(each, f"train-{each.name}-{rule}") for each in hyperparameters(RULES[rule])}
        steps = _number("Steps", "train-steps", USUAL_STEPS, 1, MAX_TRAINING_STEPS, 100, width=140)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        schedule = _choice("Schedule", "train-schedule", list(SCHEDULES), CONSTANT, width=160)
        usual = SCHEDULES[schedule].over(int(steps or USUAL_STEPS))
        lengths = {
            each.name: _setting(each, f"train-{each.name}-{schedule}", getattr(usual, each.name))
            for each in hyperparameters(usual)
        }
        rows = len(scene.data)
        text = f"Rows that a step sees; all {rows} are the full gradient."
        batch = _number("Batch", f"train-batch-{rows}", rows, 1, rows, 1, help=text, width=180)
        text = "Of batches and drawn weights."
        seed = _number("Seed", "train-seed", 0, 0, MAX_SEED, 1, help=text, width=150)
    try:
        walk = (_made(RULES[rule], values), int(steps or 1), _made(SCHEDULES[schedule], lengths))
        return start, TrainingPlan(*walk, None if batch in (None, rows) else int(batch), int(seed or 0))
    except (ValueError, TypeError) as refusal:
        st.error(literal(visit.sentence(ValueError(str(refusal)))))
        return start, None


def _begin(scene: Scene, index: int) -> str:
    names = {END: FROM_END.format(index + 1), NOW: "the network as it is"}
    names |= {each: f"{ANEW} ({each.capitalize()})" for each in INITIALISATIONS}
    if scene.training is not None and not isinstance(scene.training.start, str):
        names[KEPT] = "where this training began"
    # What it began with may be gone since.
    if st.session_state.get("train-from") not in names:
        st.session_state["train-from"] = END
    return st.selectbox("From", list(names), key="train-from", format_func=names.__getitem__, width=240)


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


def shown(scene: Scene) -> None:
    """Note that the controls show the scene's training: it came from them."""
    st.session_state["train-shown"] = digest(scene.training)


def _made(kind: Callable[..., T], values: dict[str, float | None]) -> T:
    """Return a rule or a schedule with these settings, of which each must be there."""
    return kind(**values)


def _setting(setting: Hyperparameter, key: str, usual: float | None = None) -> float | None:
    label = f"{setting.label.capitalize()} {setting.symbol}"
    st.session_state.setdefault(key, setting.default if usual is None else usual)
    return st.number_input(label, value=None, key=key, format="%g", help=setting.help, width=150)


def _number(label: str, key: str, usual: int, low: int, high: int, step: int, **more: Any) -> int | None:
    st.session_state.setdefault(key, usual)
    return st.number_input(label, low, high, None, step, key=key, **more)


def _choice(label: str, key: str, options: list[str], usual: str, **more: Any) -> str:
    st.session_state.setdefault(key, usual)
    return st.selectbox(label, options, key=key, **more)
