"""What the player is told of a run that goes by a schedule or by batches: which rows, both in words, their settings."""

from __future__ import annotations

from itertools import islice
from typing import Any

from surface.descent import (
    SCHEDULES,
    Batched,
    Descent,
    Hyperparameter,
    Schedule,
    Surface,
    batches,
    draws,
    hyperparameters,
)
from surface.descent.formula import expression
from surface.scenes.run import MAX_DRAWN, Run
from surface.view.protocol import PlanSetting
from surface.view.rules import knob

BATCH_OF = "batch"
"""What the settings of the batches are of; all others are of the schedule."""

BATCH = Hyperparameter("batch", "of", 1, 1, whole=True, help="How many data points each step sees.")
SEED = Hyperparameter("seed", "seed", 0, 0, whole=True, help="The same seed draws the same batches.")


def batches_of(E: Surface, run: Descent) -> list[list[int]] | None:
    """Return the rows that each step of a run sees, and those that a next one would; None where it sees all.

    Raises ValueError where they are more than a message holds.
    """
    size, steps = run.batch, run.k if run.steps is None else run.steps
    if size is None or not isinstance(E, Batched) or not draws(E, size):
        return None
    if size * steps > MAX_DRAWN:
        raise ValueError(f"the batches of a run must have at most {MAX_DRAWN} rows in all, got {size * steps}")
    return [rows.tolist() for rows in islice(batches(E.rows, size, run.seed), steps + 1)]


def plan_of(E: Surface, run: Descent | Run) -> str:
    """Return a run's schedule and its batches in words: "cosine over 200 steps, batches of 8"; empty for neither."""
    words = [] if run.schedule is None else [run.schedule.words]
    if draws(E, run.batch):
        words.append(f"batches of {run.batch}{f' (seed {run.seed})' if run.seed else ''}")
    return ", ".join(words)


def factor_of(schedule: Schedule | None) -> dict[str, Any] | None:
    """Return a schedule's formula as a structure; None for no schedule, or one that is none of SCHEDULES."""
    known = schedule is not None and SCHEDULES.get(schedule.name) is type(schedule)
    return expression(schedule.formula) if schedule is not None and known else None


def plan_settings(run: Descent) -> list[PlanSetting]:
    """Return the settings of a run's schedule and of its batches, as far as it has them."""
    of = run.schedule
    found = [] if of is None else [_setting(one, of.name, getattr(of, one.name)) for one in hyperparameters(of)]
    if run.batch is not None:
        found += [_setting(BATCH, BATCH_OF, run.batch), _setting(SEED, BATCH_OF, run.seed)]
    return found


def _setting(setting: Hyperparameter, of: str, value: float) -> PlanSetting:
    return {"knob": knob(setting), "whole": setting.whole, "of": of, "value": float(value)}
