"""The training that a scene has, as far as it was made: what is cheap is made by itself, the rest when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from surface.descent import Training
from surface.error import Projected, projected
from surface.model import Plane, digest
from surface.pages import jobs
from surface.scenes import Scene, work
from surface.scenes.training import TrainingPlan

STEP = 5000
CHEAP = 2e7
"""The most data points × weights, and STEP beside them, in all steps of a training that nobody has to ask for."""


def key_of(scene: Scene, plan: TrainingPlan) -> str:
    """Return the key of a training of a scene's network on its data, by all of its settings."""
    return digest("training", plan.network(scene.network, scene.data), scene.data, plan)


def is_cheap(scene: Scene, plan: TrainingPlan) -> bool:
    """Return whether a training takes no longer than the page takes to be drawn."""
    rows = min(plan.batch or len(scene.data), len(scene.data))
    return plan.steps * (STEP + rows * len(scene.network.names)) <= CHEAP


def made_or_refused(scene: Scene) -> Training | ValueError | None:
    """Return the scene's training, or why there can be none; None for none, or one not made yet and not cheap."""
    plan = scene.training
    if plan is None:
        return None
    key = key_of(scene, plan)
    found = jobs.results().get(key)
    if found is None and is_cheap(scene, plan):
        found = jobs.at_once(work.or_refused, work.whole_training, scene)
        jobs.results().put(key, found)
    return found


def training_of(scene: Scene) -> Training | None:
    """Return the scene's training; None where it has none, none can be, or it was not made yet and is not cheap."""
    found = made_or_refused(scene)
    return found if isinstance(found, Training) else None


# --- seen from the scene's plane ----------------------------------------------------------------------------------


def projected_key(scene: Scene, plan: TrainingPlan) -> str:
    """Return the key of a training of a scene as it is seen from the scene's plane."""
    return digest("projected", key_of(scene, plan), scene.plane)


def projected_of(scene: Scene, plan: TrainingPlan, made: Training) -> Projected:
    """Return the training that a plan of a scene came to, as it is seen from the scene's plane."""
    return _known(projected_key(scene, plan), projected, scene.plane, made)


def explained_of(scene: Scene, plan: TrainingPlan, made: Training) -> tuple[float, float] | None:
    """Return the shares of a plane that is of a training's principal directions, also where it came in a link."""
    if scene.plane.explained is not None or scene.free is not None:
        return scene.plane.explained
    principal = _known(digest("principal", key_of(scene, plan)), work.or_refused, Plane.principal, made)
    if isinstance(principal, ValueError):  # it has no two
        return None
    alike = np.allclose(principal.directions, scene.plane.directions, rtol=1e-6, atol=1e-9)
    return principal.explained if alike else None


def _known(key: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Return a result of the cache, or what takes less time than a bar for it would be seen."""
    result = jobs.results().get(key)
    if result is None:
        result = function(*arguments)
        jobs.results().put(key, result)
    return result
