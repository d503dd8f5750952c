"""The controls of what a run goes by beside its rule: the schedule of its learning rate, and its batches."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.descent import SCHEDULES, hyperparameters
from surface.formatting import counted
from surface.pages.controls import fields
from surface.scenes import Scene, edits
from surface.scenes.run import CONSTANT

SCHEDULE = "What becomes of the learning rate η as the steps t are counted, from 0 on."
BATCH = "How many of the {rows} each step sees, drawn anew each time all have been seen; 0 for all of them."
SEED = "The same seed draws the same batches."


def plan(scene: Scene, index: int) -> None:
    """Draw a run's schedule with its settings, the size of its batches, and the seed that they are drawn by."""
    _schedule(scene, index)
    _batches(scene, index)


def _schedule(scene: Scene, index: int) -> None:
    schedule = scene.runs[index].schedule
    fields.choice(
        "Schedule",
        f"run-{index}-schedule",
        schedule.name if schedule else CONSTANT,
        list(SCHEDULES),
        lambda s, name: edits.with_schedule(s, index, name),
        help=SCHEDULE,
    )
    if schedule is None:
        return
    st.caption(schedule.formula)
    for setting in hyperparameters(schedule):
        make = partial(_set, index=index, setting=setting.name)
        fields.setting(setting, f"run-{index}-schedule-{setting.name}", getattr(schedule, setting.name), make)


def _set(scene: Scene, value: float, index: int, setting: str) -> Scene:
    return edits.with_schedule_setting(scene, index, setting, value)


def _batches(scene: Scene, index: int) -> None:
    run, key, rows = scene.runs[index], f"run-{index}-batch", len(scene.data)
    # Their refusals are written once, below both, where there is room for a sentence.
    places = (key, f"{key}-seed")
    with st.container(horizontal=True):
        text = BATCH.format(rows=counted(rows, "data point"))
        more = {"place": key, "called": "The batch", "step": 1.0, "help": text}
        fields.number("Batch", key, run.batch or 0, lambda s, size: edits.with_batch(s, index, size), **more)
        if run.batch is not None:
            more = {"place": places[1], "called": "The seed", "step": 1.0, "help": SEED}
            fields.number("Seed", places[1], run.seed, lambda s, seed: edits.with_batch_seed(s, index, seed), **more)
    for place in places:
        fields.refused(place)
    if run.batch is not None and run.batch >= rows:
        st.caption(f"The data have {counted(rows, 'row')}: each step sees them all.")
