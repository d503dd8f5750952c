"""The learning rates that are known exactly: the largest stable one, and the best for plain descent, on buttons."""

from __future__ import annotations

import streamlit as st

from surface.arrays import Array
from surface.formatting import number, pretty
from surface.landscape.stability import best_rate, curvatures, largest_stable_rate
from surface.pages import cache, parts
from surface.scenes import Scene, edits

ADAPTS = "This rule adapts its steps: no curvature bounds its learning rate."
NO_BOUND = "No curvature is positive where this run ends, and no minimum was found: nothing bounds its learning rate."


def known_rates(scene: Scene, index: int) -> None:
    """Offer a run's known rates; each button says in its help at which point they hold."""
    rule, E = scene.runs[index].rule, cache.ground(scene).surface
    bound = rule.stability
    if bound is None:
        st.caption(ADAPTS)
        return
    place, w = where(scene, index)
    largest, best = largest_stable_rate(E, rule, w), best_rate(E, rule, w)
    if largest is None:
        st.caption(NO_BOUND)
        return
    at = f"at {place}, ({_named(scene, w)})"
    at += "; the schedule multiplies the rate at each step" if scene.runs[index].schedule else ""
    small, large = map(number, curvatures(E, w))
    with st.container(horizontal=True, gap="small"):
        above = f"Above this rate steps along the steepest curvature grow: {number(bound)} / λ, λ = {large}"
        _button("Largest stable rate", index, largest, f"{above}, {at}.")
        if best is not None:
            nears = f"At this rate plain descent comes nearer fastest: 2 / (λ₁ + λ₂), λ = {small} and {large}"
            _button("Best rate here", index, best, f"{nears}, {at}.")


def where(scene: Scene, index: int) -> tuple[str, Array]:
    """Return the point at which a run's known rates hold, in words and as weights.

    The minimum where the run ends; else the lowest that was found, which it is to reach; else its last point.
    """
    points, walk = cache.ground(scene).points, cache.played(scene).walks[index]
    at = walk.verdict.point
    # A run may also end at a saddle, where a rate for a minimum means nothing.
    if at is not None and points[at].kind == "minimum":
        return "the minimum where this run ends", points[at].weights
    if points.minima:
        return "the lowest minimum found, which this run has not reached", points.minima[0].weights
    return "the last point of this run", walk.descent.path[-1]


def _named(scene: Scene, w: Array) -> str:
    return ", ".join(f"{pretty(name)} = {number(value)}" for name, value in zip(scene.axes, w, strict=True))


def _button(label: str, index: int, rate: float, text: str) -> None:
    st.button(
        f"{label} {number(rate, 3)}",
        key=f"run-{index}-{label}",
        on_click=parts.act,
        args=(edits.with_setting, index, "learning_rate", rate),
        help=text,
    )
