"""The parts of a link that say how weights are moved: those of each run, and those of a training of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from surface.descent import RULES, SCHEDULES, hyperparameters
from surface.model import INITIALISATIONS, MAX_WEIGHTS
from surface.scenes import checking, edits, training
from surface.scenes import spelling as spell
from surface.scenes.packing import pack, unpack
from surface.scenes.run import CONSTANT, Run
from surface.scenes.training import Start, TrainingPlan

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

T = TypeVar("T")

SETTINGS = tuple(dict.fromkeys(setting.name for rule in RULES.values() for setting in hyperparameters(rule)))
SCHEDULE_SETTINGS = tuple(dict.fromkeys(each.name for kind in SCHEDULES.values() for each in hyperparameters(kind)))

HELD = "network"
"""What the start of a training is called that begins where the network is."""


@dataclass(frozen=True)
class Part:
    """One value of a scene: its name in a link, how it is read and replaced, and how it is spelt.

    `read` returns None where the scene has no such value; `write` and `decode` raise ValueError.
    """

    name: str
    read: Callable[[Scene], Any]
    write: Callable[[Scene, Any], Scene]
    encode: Callable[[Any], str]
    decode: Callable[[str], Any]


# --- a run ----------------------------------------------------------------------------------------------------------


def for_run(index: int) -> list[Part]:
    """Return the parts of one run: its rule, whatever settings any rule has, its schedule, its batches, its start."""
    number = index + 1
    rule = Part(
        f"rule{number}",
        lambda scene: _of_run(scene, index, lambda run: run.rule.name),
        lambda scene, name: edits.with_rule(scene, index, name),
        _with_hyphens,
        _with_blanks,
    )
    start = Part(
        f"start{number}",
        lambda scene: _of_run(scene, index, lambda run: tuple(run.start)),
        lambda scene, at: edits.with_start(scene, index, at),
        partial(spell.listed, spell.number),
        spell.pair,
    )
    settings = (_for_setting(index, name) for name in SETTINGS)
    return [rule, *settings, *_for_schedule(index), *_for_batches(index), start]


def _for_setting(index: int, name: str) -> Part:
    return _number(f"{name}{index + 1}", index, name, lambda run: run.rule, edits.with_setting)


def _for_schedule(index: int) -> list[Part]:
    """Return the parts of a run's schedule: its name, and whatever settings any schedule has."""
    number = index + 1
    named = Part(
        f"schedule{number}",
        lambda scene: _of_run(scene, index, lambda run: run.schedule.name if run.schedule else CONSTANT),
        lambda scene, name: edits.with_schedule(scene, index, name),
        str,
        str,
    )
    settings = (
        _number(f"schedule_{name}{number}", index, name, lambda run: run.schedule, edits.with_schedule_setting)
        for name in SCHEDULE_SETTINGS
    )
    return [named, *settings]


def _number(
    name: str,
    index: int,
    setting: str,
    record: Callable[[Run], object],
    write: Callable[[Scene, int, str, float], Scene],
) -> Part:
    """Return the part that is a setting of a record of a run: of one that has none such, None, which is not written."""
    return Part(
        name,
        lambda scene: _of_run(scene, index, lambda run: getattr(record(run), setting, None)),
        lambda scene, value: write(scene, index, setting, value),
        spell.number,
        spell.as_float,
    )


def _for_batches(index: int) -> list[Part]:
    """Return the parts of a run's batches: how many rows each has, 0 for all, and the seed that they are drawn by."""
    size = Part(
        f"batch{index + 1}",
        lambda scene: _of_run(scene, index, lambda run: run.batch or 0),
        lambda scene, size: edits.with_batch(scene, index, size),
        str,
        spell.as_whole,
    )
    seed = Part(
        f"batch_seed{index + 1}",
        lambda scene: _of_run(scene, index, lambda run: run.seed),
        lambda scene, seed: edits.with_batch_seed(scene, index, seed),
        str,
        spell.as_whole,
    )
    return [size, seed]


def _of_run(scene: Scene, index: int, read: Callable[[Run], T]) -> T | None:
    return read(scene.runs[index]) if index < len(scene.runs) else None


def _with_hyphens(name: str) -> str:
    return name.replace(" ", "-")


def _with_blanks(text: str) -> str:
    return text.replace("-", " ")


# --- the training -------------------------------------------------------------------------------------------------


def for_training() -> list[Part]:
    """Return the parts of a training: its rule, "none" for no training, and all that a rule and a schedule may have."""
    rule = Part(
        "training",
        lambda scene: scene.training.rule.name if scene.training else spell.NONE,
        lambda scene, name: training.with_training_rule(scene, None if name == spell.NONE else name),
        _with_hyphens,
        _with_blanks,
    )
    number, whole = (spell.number, spell.as_float), (str, spell.as_whole)
    return [
        rule,
        *(_of_plan(name, partial(_setting, name), partial(_with_setting, name), *number) for name in SETTINGS),
        _of_plan("steps", lambda plan: plan.steps, training.with_training_steps, *whole),
        _of_plan("schedule", lambda plan: plan.schedule.name if plan.schedule else CONSTANT, _with_schedule, str, str),
        *map(_for_training_schedule, SCHEDULE_SETTINGS),
        _of_plan("batch", lambda plan: plan.batch or 0, training.with_training_batch, *whole),
        _of_plan("seed", lambda plan: plan.seed, training.with_training_seed, *whole),
        Part("training_start", _start, _with_start, _spelt, _unspelt),
    ]


def _of_plan(
    name: str,
    read: Callable[[TrainingPlan], Any],
    write: Callable[[Scene, Any], Scene],
    encode: Callable[[Any], str],
    decode: Callable[[str], Any],
) -> Part:
    # Without a training, and with a rule or schedule that has no such setting, it is None, which is not written.
    return Part(f"training_{name}", lambda scene: scene.training and read(scene.training), write, encode, decode)


def _for_training_schedule(name: str) -> Part:
    read, write = partial(_schedule_setting, name), partial(_with_schedule_setting, name)
    return _of_plan(f"schedule_{name}", read, write, spell.number, spell.as_float)


def _setting(name: str, plan: TrainingPlan) -> float | None:
    return getattr(plan.rule, name, None)


def _with_setting(name: str, scene: Scene, value: float) -> Scene:
    return training.with_training_setting(scene, name, value)


def _schedule_setting(name: str, plan: TrainingPlan) -> float | None:
    return getattr(plan.schedule, name, None)


def _with_schedule(scene: Scene, name: str) -> Scene:
    return training.with_training_schedule(scene, name)


def _with_schedule_setting(name: str, scene: Scene, value: float) -> Scene:
    return training.with_training_schedule_setting(scene, name, value)


def _start(scene: Scene) -> Start | None:
    """Return where the training begins: HELD where that is where the network is, which the link says already."""
    if scene.training is None:
        return None
    start = scene.training.start
    # By what they print: 0 and −0 are one number, but not one text.
    return HELD if repr(start) == repr(tuple(scene.network.weights.tolist())) else start


def _with_start(scene: Scene, start: Start) -> Scene:
    return training.with_training_start(scene, tuple(scene.network.weights.tolist()) if start == HELD else start)


def _spelt(start: Start) -> str:
    return start if isinstance(start, str) else pack(list(start))


def _unspelt(text: str) -> Start:
    if text == HELD or text in INITIALISATIONS:
        return text
    return tuple(checking.listed("start", unpack(text, "start"), checking.number, most=MAX_WEIGHTS))
