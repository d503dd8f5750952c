"""The training that a scene has, as far as it was made: what is cheap is made by itself, the rest when asked for."""

from __future__ import annotations

from surface.descent import Training
from surface.model import digest
from surface.pages import jobs
from surface.scenes import Scene, work
from surface.scenes.training import TrainingPlan

STEP = 5000
CHEAP = 2e7
"""The most data points × weights, and STEP beside them, in all steps of a training that nobody has to ask for."""


def key_of(scene: Scene, plan: TrainingPlan) -> str:
    """Return the key of a training of a scene's network on its data."""
    return digest("training", plan.network(scene.network, scene.data), scene.data, plan)


def is_cheap(scene: Scene, plan: TrainingPlan) -> bool:
    """Return whether a training takes no longer than the page takes to be drawn."""
    rows = min(plan.batch or len(scene.data), len(scene.data))
    return plan.steps * (STEP + rows * len(scene.network.names)) <= CHEAP


def training_of(scene: Scene) -> Training | None:
    """Return the scene's training; None where it has none, or one that was not made yet and is not cheap."""
    plan = scene.training
    if plan is None:
        return None
    key = key_of(scene, plan)
    found = jobs.results().get(key)
    if found is None and is_cheap(scene, plan):
        try:
            found = jobs.at_once(work.training, scene, _unfollowed, _unkept, ())
        except ValueError:  # said where it is asked for
            return None
        jobs.results().put(key, found)
    return found


def _unkept(training: Training) -> None:
    """Keep nothing of a training that takes no time."""


def _unfollowed(step: int, error: float) -> None:
    """Follow nothing: what is made by itself is there at once."""
