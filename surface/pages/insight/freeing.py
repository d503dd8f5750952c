"""What would free a stuck run: the smallest momentum that does, and where the run ends at every rate and momentum."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from surface.descent import Rule
from surface.figures.basins import escape_figure
from surface.formatting import percent
from surface.landscape.escape import Escape, EscapeMap
from surface.landscape.summary import climb_summary, escape_map_summary, escape_summary, named_rule
from surface.landscape.verdicts import LOCAL, REACHED
from surface.model import digest
from surface.pages import cache, jobs, visit
from surface.pages.insight import alone, attraction
from surface.scenes import Run, Scene, edits, work
from surface.scenes.shaken import SEEDS, Shaken, noise_summary
from surface.view.values import as_number, field

CLICK = "Click a point of the map to give the run that learning rate and momentum."


def freeing(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    """Draw the question, its answer, and the map of what each setting leads to."""
    verdict, points = cache.played(scene).verdicts[index], cache.ground(scene).points
    settings = filter(None, [named_rule(scene.runs[index].rule), alone.plan(scene, index)])
    name = f"Run {index + 1} ({', '.join(settings)})"
    if not points.hollows:
        st.markdown("No minimum was found in this window, so there is nowhere that a run could be freed to.")
        return
    if verdict.outcome == REACHED:
        st.markdown(f"{name} {REACHED} found in this window: there is nothing to free it from.")
    else:
        st.markdown(f"{name} ends like this: **{verdict.outcome}**.{_climb(scene, index)} {_asked_about(scene, index)}")
        alone.by_its_rule_alone(scene, index)
        _question(scene, index, progress)
    if verdict.outcome == LOCAL and verdict.hollow is not None:
        _noise(scene, index, verdict.hollow, progress)
    _map(scene, index, progress)


def _climb(scene: Scene, index: int) -> str:
    """Say how high the way out is, where it is known; the player draws that height over the error curve."""
    verdict, lakes = cache.played(scene).verdicts[index], cache.ground(scene).lakes
    if verdict.pass_error is None or verdict.hollow is None:
        return ""
    return f" {climb_summary(lakes[verdict.hollow], verdict.error)} That is the dashed line over the error curve."


def _asked_about(scene: Scene, index: int) -> str:
    rule = scene.runs[index].rule
    whose = f"How little of {rule.heavy.whose} momentum"
    question = f"{whose} would take it, from the same start at the same rate, to a lower minimum"
    other = "" if rule.plain else f"; momentum would take the place of {rule.name}"
    return f"{question}{other}?"


# --- the smallest momentum ----------------------------------------------------------------------------------------


def _question(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    # The answer takes a while: it is worked out when asked for, and stays only for the run it was asked about.
    st.button("What would free it?", key="free", on_click=_ask, args=(index,))
    # The answer goes as soon as the run is not the one any more that was asked about.
    if visit.current().question == _subject(scene, index):
        _answer(scene, index, progress)


def _escape_of(scene: Scene, index: int, progress: DeltaGenerator) -> Escape:
    """Return which momenta free a run from where it is stuck."""
    run, points = cache.played(scene).descents[index], cache.ground(scene).points
    words = f"Trying {round(1 / work.SCAN)} momenta …"
    return jobs.once(_key("escape", scene, scene.runs[index]), words, progress, work.escape, scene, run, points)


def _outcome_map_of(scene: Scene, run: Run, progress: DeltaGenerator) -> EscapeMap:
    """Return where runs from a start end, over learning rate × momentum."""
    words = f"Running {work.RATES} learning rates × {len(work.MOMENTA)} momenta …"
    points = cache.ground(scene).points
    return jobs.once(_key("map", scene, run), words, progress, work.outcome_map, scene, run, points)


def _key(what: str, scene: Scene, run: Run) -> str:
    return digest(what, scene.surface_digest, run, scene.steps)


def _ask(index: int) -> None:
    """Ask about the run as it is by now: the button may be that of one that has just been taken back."""
    scene = visit.scene()
    if index < len(scene.runs):
        visit.current().question = _subject(scene, index)


def _subject(scene: Scene, index: int) -> tuple[Hashable, ...]:
    return scene.surface_digest, scene.runs[index], scene.steps


def _answer(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    escape, rule = _escape_of(scene, index, progress), scene.runs[index].rule
    st.markdown(escape_summary(escape, rule))
    # There is nothing to set where no momentum frees the run.
    if escape.check is None:
        return
    freed = escape.check.rule.heavy
    label = f"Set it: {freed.name}, β = {freed.momentum:g}"
    st.button(label, key="free-set", type="primary", on_click=visit.act, args=(edits.with_own_rule, index, freed))


# --- the noise of mini-batches ------------------------------------------------------------------------------------


def _noise(scene: Scene, index: int, hollow: int, progress: DeltaGenerator) -> None:
    """Draw which share of seeds the noise of mini-batches frees, by the size of a batch, beside the hollow's depth."""
    text = f"Goes on from where the run is stuck with mini-batches of several sizes, {SEEDS} seeds for each."
    rows = len(scene.data)
    st.toggle("Noise of mini-batches from where it is stuck", key="noise", help=text, disabled=rows < 2)
    if not st.session_state["noise"] or rows < 2:
        return
    key, words = _key("noise", scene, scene.runs[index]), f"Running {SEEDS} seeds for each size of a batch …"
    run, ground = cache.played(scene).descents[index], cache.ground(scene)
    try:
        found = jobs.once(key, words, progress, work.noise, scene, run, ground.points)
    # It rests so far beside its minimum that steepest descent leads from there to none of this window.
    except ValueError:
        st.markdown("From where it is stuck steepest descent leads to no minimum of this window: nothing to tell.")
        return
    lake = ground.lakes[hollow] if ground.lakes else None
    st.markdown(noise_summary(found, scene.runs[index].rule, rows, None if lake is None else lake.depth))
    st.markdown(_shares(found))


def _shares(found: Shaken) -> str:
    lines = ["| data points in a batch | seeds freed |", "|--:|--:|"]
    return "\n".join(
        [*lines, *(f"| {size} | {percent(s)} |" for size, s in zip(found.sizes, found.shares, strict=True))]
    )


# --- the map ------------------------------------------------------------------------------------------------------


def _map(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    text = "Runs the heavy ball from this start at every learning rate and momentum of a grid."
    st.toggle("Map of learning rate × momentum from this start", key="escape-map", help=text)
    if not st.session_state["escape-map"]:
        return
    found = _outcome_map_of(scene, scene.runs[index], progress)
    st.markdown(f"{escape_map_summary(found)} {CLICK}")
    # A figure keeps what was picked in it, and says so again where it comes back, as it does by Undo: so it is another.
    key = f"escape-figure-{visit.current().picks}"
    more = {"on_select": lambda: _picked(scene, index, key), "selection_mode": "points"}
    with st.container(key="escape-figure"):
        attraction.plot(escape_figure(found), key, height=520, **more)


def _picked(scene: Scene, index: int, key: str) -> None:
    """Take the setting that was clicked on the map."""
    chosen, now = st.session_state[key].selection.points, visit.current()
    if not chosen or key != f"escape-figure-{now.picks}":
        return
    now.picks += 1
    rate, momentum = (as_number(field(chosen[0], axis)) for axis in ("x", "y"))
    if rate is not None and momentum is not None:
        visit.act(_with_heavy, index, scene.runs[index].rule.heavy, rate, momentum)


def _with_heavy(scene: Scene, index: int, heavy: Rule, rate: float, momentum: float) -> Scene:
    # A click gives back what the figure was drawn from, with the noise of its last digits.
    rule = replace(heavy, learning_rate=round(rate, 12), momentum=round(momentum, 6))
    return edits.with_own_rule(scene, index, rule)
