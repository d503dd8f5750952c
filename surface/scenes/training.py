"""A training of all the weights, as it is planned: what a scene keeps of one, for that alone decides how it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from surface.arrays import Numbers
from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, Rule, Schedule, Training, checked_schedule, hyperparameters, train
from surface.descent.train import Follow, Progress
from surface.model import INITIALISATIONS, Network, checked, checked_whole, settle
from surface.scenes import edits
from surface.scenes.run import CONSTANT, MAX_BATCH, check_rule, checked_batch_seed, from_1

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MAX_TRAINING_STEPS = 20_000
"""The most steps of a training on the screen."""

USUAL_STEPS = 1000
DRAWN = next(iter(INITIALISATIONS))
"""How weights are drawn where nothing is said of it."""

Start = str | tuple[float, ...]
"""The name of an initialisation, or all the weights."""


@dataclass(frozen=True)
class TrainingPlan:
    """How all the weights of a scene's network are trained on its data: by which rule, for how long, from where.

    schedule: of the learning rate, None for a constant one. batch: how many rows of the data each step sees, None for
    all. start: an entry of INITIALISATIONS, by which the weights are drawn, or the weights themselves, (p,), in the
    order of the network's names. seed: of what is drawn, batches and weights alike.
    """

    rule: Rule
    steps: int = USUAL_STEPS
    schedule: Schedule | None = None
    batch: int | None = None
    seed: int = 0
    start: Start = DRAWN

    def __post_init__(self) -> None:
        check_rule(self.rule)
        settle(self, steps=from_1(MAX_TRAINING_STEPS, "steps", checked_whole("steps", self.steps, 1)))
        # What changes nothing is none: two ways to say the same would be two plans.
        schedule = checked_schedule(self.schedule)
        settle(self, schedule=None if isinstance(schedule, SCHEDULES[CONSTANT]) else schedule)
        if self.batch is not None:
            settle(self, batch=from_1(MAX_BATCH, "batch", checked_whole("batch", self.batch, 1)))
        settle(self, seed=checked_batch_seed(self.seed), start=_checked_start(self.start))

    def fits(self, network: Network) -> bool:
        """Return whether a network can begin where the plan does."""
        return isinstance(self.start, str) or len(self.start) == len(network.names)

    def network(self, network: Network, data: Dataset) -> Network:
        """Return a network of this shape with the weights that the training begins with."""
        if isinstance(self.start, str):
            return network.drawn(self.start, self.seed, data.inputs)
        return network.with_weights(self.start)

    def training(
        self, network: Network, data: Dataset, progress: Progress | None = None, follow: Follow | None = None
    ) -> Training:
        """Return the training of a network of this shape on data; ValueError where its first error is not finite."""
        walk = (self.rule, self.steps, self.schedule, self.batch, self.seed)
        return train(self.network(network, data), data, *walk, progress=progress, follow=follow)


def _checked_start(start: Numbers) -> Start:
    if isinstance(start, str):
        if start not in INITIALISATIONS:
            raise ValueError(f"`start` must be one of {', '.join(INITIALISATIONS)}, or the weights, got {start!r:.80}")
        return start
    # Plain floats, so that plans compare, hash and travel as text alike wherever their start came from.
    return tuple(checked("start", start, 1).tolist())


def checked_training(network: Network, plan: object) -> TrainingPlan | None:
    """Return a plan for a network, None for none, or say what is wrong with it."""
    if plan is None:
        return None
    if not isinstance(plan, TrainingPlan):
        raise ValueError(f"`training` must be a TrainingPlan, got {plan!r:.80}")
    if not plan.fits(network):
        raise ValueError(f"`start` must be of the network's {len(network.names)} weights, got {len(plan.start)}")
    return plan


# --- changed in a scene -------------------------------------------------------------------------------------------


def with_training(scene: Scene, plan: TrainingPlan | None) -> Scene:
    """Keep another training, or none."""
    return scene.with_(training=plan)


def with_training_rule(scene: Scene, name: str | None) -> Scene:
    """Train by another rule at its usual settings; None for no training at all."""
    if name is None or (scene.training and scene.training.rule.name == name):
        return with_training(scene, None) if name is None else scene
    if name not in RULES:
        raise ValueError(f"a rule must be one of {', '.join(RULES)}, got {name!r:.80}")
    rule = RULES[name]()
    return with_training(scene, replace(scene.training, rule=rule) if scene.training else TrainingPlan(rule))


def with_training_setting(scene: Scene, setting: str, value: float) -> Scene:
    """Set one hyperparameter of the training's rule."""
    return _changed(scene, lambda plan: {"rule": _set(plan.rule, setting, value)})


def with_training_steps(scene: Scene, steps: int) -> Scene:
    """Let the training take that many steps."""
    return _changed(scene, lambda plan: {"steps": steps})


def with_training_schedule(scene: Scene, name: str) -> Scene:
    """Let the learning rate of the training go by a schedule as it suits its steps."""
    if name not in SCHEDULES:
        raise ValueError(f"a schedule must be one of {', '.join(SCHEDULES)}, got {name!r:.80}")
    return _changed(scene, lambda plan: {"schedule": SCHEDULES[name].over(plan.steps)})


def with_training_schedule_setting(scene: Scene, setting: str, value: float) -> Scene:
    """Set one setting of the training's schedule."""
    return _changed(scene, lambda plan: {"schedule": _set(plan.schedule or SCHEDULES[CONSTANT](), setting, value)})


def with_training_batch(scene: Scene, size: int | None) -> Scene:
    """Let each step of the training see that many rows of the data; None or 0 for all of them."""
    return _changed(scene, lambda plan: {"batch": size or None})


def with_training_seed(scene: Scene, seed: int) -> Scene:
    """Draw the training's batches and weights by another seed."""
    return _changed(scene, lambda plan: {"seed": seed})


def with_training_start(scene: Scene, start: Start) -> Scene:
    """Begin the training elsewhere."""
    return _changed(scene, lambda plan: {"start": start})


def _changed(scene: Scene, change: Callable[[TrainingPlan], dict[str, Any]]) -> Scene:
    if scene.training is None:
        raise edits.GoneError("there is no training")
    return with_training(scene, replace(scene.training, **change(scene.training)))


def _set(record: Any, setting: str, value: float) -> Any:
    """Return a rule or a schedule with another setting."""
    if setting not in [known.name for known in hyperparameters(record)]:
        raise edits.GoneError(f"{record.name} has no setting `{setting}`")
    return replace(record, **{setting: value})
