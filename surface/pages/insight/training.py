"""All the weights trained at once, from where a run of the slice has ended or anew; and planes through the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from surface.descent import Training
from surface.error import Projected
from surface.figures import growing_curve, training_figure
from surface.formatting import counted, named_error, number, percent
from surface.model import digest
from surface.pages import cache, jobs, visit
from surface.pages.insight import planning
from surface.pages.insight.attraction import plot
from surface.pages.insight.trained import explained_of, key_of, made_or_refused, projected_of
from surface.pages.markdown import literal
from surface.scenes import Scene, edits, own, planes, work
from surface.scenes.training import Start, TrainingPlan, with_training

PATIENCE = 6.0  # seconds that a training which was ended may take to hand on what it has
AWAY = (
    "**{error}** at the start, and after one step the error is too large for a number: the training runs away at once. "
    "A smaller learning rate keeps it finite, or data on a smaller scale."
)
REQUESTED, STOPPED = "train-requested", "train-stopped"
"""In the session: the key of the training that was requested, and the one under way that was ended."""


@dataclass(frozen=True, eq=False)
class Underway:
    """A training that is being made: by which key it will be found, and what it has come to once it has ended."""

    key: str
    ended: SimpleQueue[Training | None] = field(default_factory=SimpleQueue)


def training(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    """Draw the way to a training, what it came to, and the planes that it can be seen from."""
    count = len(scene.network.names)
    st.markdown(
        f"The runs move two weights and hold the others. Here all {count} are free: "
        "the way out may be one that this slice does not show."
    )
    if planning.settings(scene, index):
        st.button("Train all weights", key="train", type="primary", on_click=_request, args=(index,))
    if scene.free is None:
        _button("Back to two weights", planes.of_weights)
    if (stopped := st.session_state.pop(STOPPED, None)) is not None:
        _shortened(stopped)
    if scene.training is None:
        return
    made = _made(scene, scene.training, progress)
    if isinstance(made, ValueError):
        st.error(literal(visit.sentence(made)))
    elif made is not None:
        _result(scene, scene.training, made, progress)
    else:
        st.markdown("This training belongs to the scene and has not been made here yet: *Train all weights* makes it.")


def _request(index: int) -> None:
    """Keep the training that the controls say in the scene, and request it."""
    visit.act(partial(_planned, index))
    if not visit.is_late() and not visit.current().notices:
        scene = visit.scene()
        planning.shown(scene)
        # Of that one alone: another that comes into its place meanwhile was not requested.
        st.session_state[REQUESTED] = key_of(scene, scene.training) if scene.training else None


def _planned(index: int, scene: Scene) -> Scene:
    # Read now: a number may have been typed in the very moment before the click, after the button was drawn.
    start, plan = planning.planned(scene)
    return with_training(scene, replace(plan, start=_start(scene, start, index)))


def _start(scene: Scene, start: str, index: int) -> Start:
    if start == planning.KEPT and scene.training is not None:
        return scene.training.start
    if start == planning.NOW:
        return tuple(scene.network.weights.tolist())
    if start == planning.END:
        played = cache.played(scene)
        if index >= len(played.descents):
            raise edits.GoneError("there is no such run")
        return tuple(played.surface.network_at(played.descents[index].path[-1]).weights.tolist())
    return start


def _made(scene: Scene, plan: TrainingPlan, progress: DeltaGenerator) -> Training | ValueError | None:
    """Return the scene's training, or why there is none; None for one that nobody requested and that is not cheap."""
    found = made_or_refused(scene)
    if found is None and st.session_state.get(REQUESTED) == key_of(scene, plan):
        # Requested until it is there: one that another click has cut short goes on from its start.
        found = _train(scene, plan, progress)
    if found is not None:
        st.session_state.pop(REQUESTED, None)
    return found


def _train(scene: Scene, plan: TrainingPlan, progress: DeltaGenerator) -> Training | ValueError:
    stop, place, steps, errors = st.empty(), st.empty(), list[int](), list[float]()
    # One for each time that one is made: what another one came to is never taken for this one's.
    underway = Underway(key_of(scene, plan))
    text = "What has been trained so far is kept."
    stop.button("Stop here", key="train-stop", on_click=_stop, args=(underway,), help=text)

    def follow(step: int, error: float) -> None:
        steps.append(step)
        errors.append(error)
        # Of errors that are not finite there is none.
        if curve := growing_curve(steps, errors, plan.steps):
            place.html(curve)

    words, work_of = "Training all weights …", partial(work.or_refused, work.training)
    found = jobs.once(underway.key, words, progress, work_of, scene, follow, underway.ended.put, jobs.ENDS)
    # Where it was stopped too late, nobody needs to wait for more.
    underway.ended.put(found if isinstance(found, Training) else None)
    stop.empty()
    place.empty()
    return found


def _stop(underway: Underway) -> None:
    st.session_state[STOPPED] = underway
    if st.session_state.get(REQUESTED) == underway.key:
        del st.session_state[REQUESTED]


def _shortened(underway: Underway) -> None:
    """Let the scene's training be as long as the one that was ended, where it is that one and has taken a step."""
    scene = visit.scene()
    if scene.training is None or key_of(scene, scene.training) != underway.key:
        return
    try:
        # The run of the page that made it ends while this one has begun.
        ended = underway.ended.get(timeout=PATIENCE)
    except Empty:
        return
    if ended is None or not ended.steps[-1]:
        return
    shorter = replace(scene.training, steps=ended.planned)
    jobs.results().put(key_of(scene, shorter), ended)
    if shorter != scene.training:  # else it was stopped after its last step
        visit.act(with_training, shorter)
        st.rerun()


# --- what came of it ----------------------------------------------------------------------------------------------


def _result(scene: Scene, plan: TrainingPlan, made: Training, progress: DeltaGenerator) -> None:
    if made.overflowed and not made.steps[-1]:  # there is nothing to draw
        st.markdown(AWAY.format(error=named_error(float(made.error[0]))))
        return
    seen = projected_of(scene, plan, made)
    st.markdown(_words(scene, plan, made, seen))
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


def _words(scene: Scene, plan: TrainingPlan, made: Training, seen: Projected) -> str:
    first, last = named_error(float(made.error[0])), named_error(float(made.error[-1]))
    said = [f"**{first}** at the start, **{last}** after {counted(int(made.steps[-1]), 'step')}"]
    said.append(f"{counted(len(made.network.names), 'weight')} moved.")
    if made.overflowed:
        said.append("Then a number grew too large.")
    explained = explained_of(scene, plan, made)
    if explained is not None:
        one, two = map(percent, explained)
        said.append(f"This plane's directions hold {one} and {two} of how the weights varied.")
    if len(made.network.names) > 2:  # of two weights there is no other plane
        off, there = number(float(seen.distance[-1])), named_error(float(seen.plane_error[-1]))
        said.append(f"It ends {off} away from this plane, where the nearest place has {there}.")
    return f"{said[0]}: {said[1]} {' '.join(said[2:])}"


def _ask_three() -> None:
    st.session_state["three-asked"] = True


def _three(scene: Scene, plan: TrainingPlan, progress: DeltaGenerator) -> None:
    key = digest("solutions", scene.network, scene.data, plan)
    words, work_of = "Training from three draws …", partial(work.or_refused, work.solutions)
    found = jobs.once(key, words, progress, work_of, scene.network, scene.data, plan)
    if isinstance(found, ValueError):
        st.error(literal(visit.sentence(found)))
        return
    visit.act(planes.through, found)
    if not visit.current().notices:
        st.rerun()
    st.error(literal(visit.current().notices[0]))
