"""All the weights trained at once, from where a run of the slice has ended or anew; and planes through the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from surface.descent import Training
from surface.error import Projected, projected
from surface.figures.charts import growing_figure, training_figure
from surface.formatting import counted, named_error, number, percent
from surface.model import Plane, digest
from surface.pages import cache, jobs, visit
from surface.pages.insight import planning
from surface.pages.insight.attraction import plot
from surface.pages.insight.trained import key_of, training_of
from surface.pages.markdown import literal
from surface.scenes import Scene, own, planes, work
from surface.scenes.training import Start, TrainingPlan, with_training

PATIENCE = 2.0  # seconds that a training which was ended may take to hand on what it has


def training(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    """Draw the way to a training, what it came to, and the planes that it can be seen from."""
    count = len(scene.network.names)
    st.markdown(
        f"The runs move two weights and hold the others. Here all {count} are free: "
        "the way out may be one that this slice does not show."
    )
    start, plan = planning.settings(scene, index)
    if plan is not None:
        st.button("Train all weights", key="train", type="primary", on_click=_ask, args=(start, index, plan))
    if scene.free is None:
        _button("Back to two weights", planes.of_weights)
    if st.session_state.pop("train-stopped", False):
        _shortened()
    if scene.training is None:
        return
    # Asked for until it is there: one that another click has cut short goes on from its start.
    asked = st.session_state.get("train-asked", False)
    made = _train(scene, scene.training, progress) if asked else training_of(scene)
    st.session_state["train-asked"] = False
    if made is not None:
        _result(scene, scene.training, made, progress)
    elif not asked:
        st.markdown("This training belongs to the scene and has not been made here yet: *Train all weights* makes it.")


def _ask(start: str, index: int, plan: TrainingPlan) -> None:
    """Keep a training in the scene, and ask for it to be made."""
    visit.act(lambda scene: with_training(scene, replace(plan, start=_start(scene, start, index))))
    planning.shown(visit.scene())
    st.session_state["train-asked"] = not visit.current().notices


def _start(scene: Scene, start: str, index: int) -> Start:
    if start == planning.KEPT and scene.training is not None:
        return scene.training.start
    if start == planning.NOW:
        return tuple(scene.network.weights.tolist())
    if start == planning.END:
        played = cache.played(scene)
        return tuple(played.surface.network_at(played.descents[index].path[-1]).weights.tolist())
    return start


def _train(scene: Scene, plan: TrainingPlan, progress: DeltaGenerator) -> Training | None:
    stop, place, steps, errors = st.empty(), st.empty(), list[int](), list[float]()
    # Looked up now: where a click has ended the work, Streamlit lets nobody ask for it.
    held = visit.current()
    held.ended = SimpleQueue()
    stop.button("Stop here", key="train-stop", on_click=_stop, help="What has been trained so far is kept.")

    def follow(step: int, error: float) -> None:
        steps.append(step)
        errors.append(error)
        with place:
            plot(growing_figure(steps, errors), f"train-growing-{len(steps)}", height=260)

    def keep(ended: Training) -> None:
        held.ended.put(ended)

    try:
        words = "Training all weights …"
        found = jobs.once(key_of(scene, plan), words, progress, work.training, scene, follow, keep, jobs.ENDS)
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return None
    stop.empty()
    place.empty()
    return found


def _stop() -> None:
    st.session_state["train-asked"], st.session_state["train-stopped"] = False, True


def _shortened() -> None:
    """Let the scene's training be as long as the one that was ended, where that has taken a step."""
    scene = visit.scene()
    try:
        # The run of the page that made it ends while this one has begun.
        ended = visit.current().ended.get(timeout=PATIENCE)
    except Empty:
        return
    if scene.training is None or not ended.steps[-1]:
        return
    shorter = replace(scene.training, steps=int(ended.steps[-1]))
    jobs.results().put(key_of(scene, shorter), ended)
    visit.act(with_training, shorter)
    st.rerun()


# --- what came of it ----------------------------------------------------------------------------------------------


def _result(scene: Scene, plan: TrainingPlan, made: Training, progress: DeltaGenerator) -> None:
    seen = projected(scene.plane, made)
    st.markdown(_words(scene, made, seen))
    plot(training_figure(made, seen if len(made.network.names) > 2 else None), "train-figure", height=320)
    with st.container(horizontal=True):
        _button("Hold the weights there", own.held_at, made.network)
        _button("On its two main directions", planes.along, made)
        _button("On two random directions", planes.random, made.network, made.seed)
        st.button("Through three solutions", key="plane-three", on_click=_ask_three)
        laid = scene.overlay == "training"
        words = "Take it off the map" if laid else "Draw it on the map"
        _button(words, lambda s: s.with_(overlay="" if laid else "training"))
    if st.session_state.pop("three-asked", False):
        _three(scene, plan, progress)


def _button(label: str, make: Callable[..., Scene], *values: object) -> None:
    st.button(label, key=f"train-{label}", on_click=visit.act, args=(make, *values))


def _words(scene: Scene, made: Training, seen: Projected) -> str:
    first, last = named_error(float(made.error[0])), named_error(float(made.error[-1]))
    said = [f"**{first}** at the start, **{last}** after {counted(int(made.steps[-1]), 'step')}"]
    said.append(f"{counted(len(made.network.names), 'weight')} moved.")
    if made.overflowed:
        said.append("Then a number grew too large.")
    explained = _explained(scene, made)
    if explained is not None:
        one, two = map(percent, explained)
        said.append(f"This plane's directions hold {one} and {two} of how the weights varied.")
    if len(made.network.names) > 2:  # of two weights there is no other plane
        off, there = number(float(seen.distance[-1])), named_error(float(seen.plane_error[-1]))
        said.append(f"It ends {off} away from this plane, where the nearest place has {there}.")
    return f"{said[0]}: {said[1]} {' '.join(said[2:])}"


def _explained(scene: Scene, made: Training) -> tuple[float, float] | None:
    """Return the shares of a plane that is of a training's principal directions, also where it came in a link."""
    if scene.plane.explained is not None or scene.free is not None:
        return scene.plane.explained
    try:
        plane = Plane.principal(made)
    except ValueError:  # it has no two
        return None
    alike = np.allclose(plane.directions, scene.plane.directions, rtol=1e-6, atol=1e-9)
    return plane.explained if alike else None


def _ask_three() -> None:
    st.session_state["three-asked"] = True


def _three(scene: Scene, plan: TrainingPlan, progress: DeltaGenerator) -> None:
    key = digest("solutions", scene.network, scene.data, plan)
    words = "Training from three draws …"
    found = jobs.once(key, words, progress, work.solutions, scene.network, scene.data, plan)
    visit.act(planes.through, found)
    if not visit.current().notices:
        st.rerun()
    st.error(literal(visit.current().notices[0]))
