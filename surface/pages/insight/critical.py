"""The list of the critical points, in words whether they are proven to be all, and the check that they balance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from surface.formatting import ROUNDING, capital, listed, number, percent, pretty
from surface.landscape import CriticalPoint, CriticalPoints, Degenerate, Lake, has_kinks, twins
from surface.pages import cache
from surface.scenes import Scene
from surface.view.undecided import undecided_share

SHOWN = 12  # rows of the list; the rest are folded away
PLURALS = {"minimum": "minima", "saddle": "saddles", "maximum": "maxima"}
SHAPES = {
    "flat": "a flat: a region where the gradient is zero and both curvatures are too",
    "valley floor": "a valley floor: a line of equal error, level along it and rising to both sides",
    "ridge": "a ridge: a line of equal error, level along it and falling to both sides",
    "minimum at a kink": "a minimum at a kink: the slope jumps there instead of vanishing, and every way leads uphill",
    "degenerate point": "a degenerate point: the gradient is zero and so is a curvature, which leaves its kind open",
}
PROVEN = (
    "Proven by interval arithmetic: boxes cover the window, and each was shown to hold exactly one of these points, or "
    "none."
)
MOST = 300  # rows in all: nobody reads more


def points(scene: Scene) -> None:
    """List the critical points, what is degenerate apart from them, and what is proven about them."""
    found = cache.ground(scene).points
    listed_points = found.nearest(MOST)
    if found:
        st.markdown(f"{title(found)} {meaning()}")
        st.markdown(table(scene, found, listed_points[:SHOWN]))
    else:
        st.markdown(
            "There is no critical point in this window." if found.proven else "No critical point was found here."
        )
    if len(listed_points) > SHOWN:
        with st.expander(f"{len(listed_points) - SHOWN} more"):
            st.markdown(table(scene, found, listed_points[SHOWN:]))
    if len(found.hollows) > 1:
        _depths(scene)
    if found.degenerate:
        st.markdown("**Degenerate**, and so no points of the list:")
        st.markdown("\n".join(f"- {degenerate(scene, place)}" for place in found.degenerate))
    st.caption(f"{proof(found)} {balance(found, has_kinks(cache.ground(scene).surface))}")


def _depths(scene: Scene) -> None:
    """Draw the table of how deep each hollow is, and say which of them are one network."""
    ground = cache.ground(scene)
    if not ground.lakes:
        st.markdown(f"How deep the {len(ground.points.hollows)} hollows are is not worked out: they are too many.")
        return
    if not any(lake.exact or lake.at_edge or lake.depth is not None for lake in ground.lakes):
        st.markdown(
            f"How deep the {len(ground.lakes)} hollows are cannot be told: lines of steepest descent lead astray here, "
            "and a sample of the surface is too coarse."
        )
        return
    st.markdown(
        "**How deep is each hollow?** As far as the error must rise before it spills over a pass into a lower one."
    )
    st.markdown(depths(scene, ground.lakes[:MOST]))
    for group in twins(ground.surface, ground.lakes[:MOST]):
        marks = listed([str(ground.lakes.index(lake) + 1) for lake in group])
        st.markdown(f"Hollows {marks} are one network: units exchanged, or signs turned that cancel.")


def error_text(scene: Scene, error: float) -> str:
    """Write an error, and what is rounding beside the scene's data as such."""
    # Small data have small errors: of large data the bound is that of a verdict.
    squares = scene.data.squares / 2
    bound = ROUNDING * 10.0 ** min(0, round(np.log10(squares))) if squares else ROUNDING
    return f"below {number(bound)}" if 0 < error < bound else number(error)


def depths(scene: Scene, lakes: Sequence[Lake]) -> str:
    """Return the lakes of hollows as a Markdown table; each has the number of its minimum."""
    lines = ["| | floor E | pass E | depth | spills |", "|--:|--:|--:|--:|---|"]
    numbers = {id(lake): str(k + 1) for k, lake in enumerate(lakes)}
    for k, lake in enumerate(lakes):
        rise = error_text(scene, lake.minimum.error), _pass(lake), "" if lake.depth is None else number(lake.depth)
        lines.append(f"| {numbers[id(lake)]} | {' | '.join(rise)} | {_spills(lake, numbers, lowest=k == 0)} |")
    return "\n".join(lines)


def _pass(lake: Lake) -> str:
    if lake.saddle is not None:
        return number(lake.saddle.error)
    return "" if lake.depth is None else f"about {number(lake.minimum.error + lake.depth)}"


def _spills(lake: Lake, numbers: dict[int, str], lowest: bool) -> str:
    if lake.at_edge:
        return "over the window's edge first"
    if lowest:
        return "nowhere: it is the lowest"
    spot = "" if lake.saddle is None else f" at ({', '.join(number(float(w)) for w in lake.saddle.weights)})"
    unlisted = "towards the window's edge" if lake.exact else "into a place that is not listed"
    into = unlisted if lake.into is None else f"into {numbers[id(lake.into)]}"
    return f"{into}{spot}" if lake.depth is not None else "not told apart by the sampled surface"


def title(found: CriticalPoints) -> str:
    """Say how many points there are, and whether these are all: "All critical points of this window: 2 minima …"."""
    many = f" Listed are {MOST} of them: the lowest, and those nearest to the middle." if len(found) > MOST else ""
    if found.proven:
        return f"All critical points of this window: {counted(found)}.{many}"
    return f"{counted(found)} found in this window.{many}"


def proof(found: CriticalPoints) -> str:
    """Say what is proven, and of how much of the window it is not."""
    if found.proven:
        return PROVEN
    share = percent(undecided_share(found))
    return (
        f"Found, and not proven to be all: {share} of the window is undecided, and may hold more (hatched on the map)."
    )


def meaning() -> str:
    """Say what makes a point critical, and what tells the kinds apart."""
    return (
        "At each the gradient is zero; where both curvatures λ are positive it is a minimum, where both are negative "
        "a maximum, and where they differ a saddle."
    )


def counted(found: Sequence[CriticalPoint]) -> str:
    """Count the points by kind: "2 minima, 4 saddles and 1 maximum"."""
    return listed([words for count, words in _by_kind(found) if count])


def _by_kind(found: Sequence[CriticalPoint]) -> list[tuple[int, str]]:
    """Return how many points there are of each kind, as a number and in words: "1 saddle"."""
    many = {kind: sum(point.kind == kind for point in found) for kind in PLURALS}
    return [(count, f"{count} {kind if count == 1 else PLURALS[kind]}") for kind, count in many.items()]


def table(scene: Scene, found: CriticalPoints, rows: Sequence[CriticalPoint]) -> str:
    """Return some points as a Markdown table; minima bear the numbers that the maps of the basins give them."""
    w1, w2 = map(pretty, scene.axes)
    lines = [f"| | kind | {w1} | {w2} | error E | smaller λ | larger λ |", "|--:|---|--:|--:|--:|--:|--:|"]
    # By identity, for two points may hold equal numbers.
    marks, lowest = marks_of(found), {id(point) for point in found.lowest}
    for point in rows:
        name = f"**lowest {point.kind}**" if id(point) in lowest else point.kind
        name += ", on the window's edge" if point.on_edge else ""
        where, bends = (" | ".join(map(number, values)) for values in (point.weights, point.eigenvalues))
        numbers = f"{where} | {error_text(scene, point.error)} | {bends}"
        lines.append(f"| {marks.get(id(point), '')} | {name} | {numbers} |")
    return "\n".join(lines)


def marks_of(found: CriticalPoints) -> dict[int, str]:
    """Return the number that each minimum bears on the maps of the basins, by the minimum's identity."""
    return {id(hollow): str(k + 1) for k, hollow in enumerate(found.hollows)}


def degenerate(scene: Scene, place: Degenerate) -> str:
    """Say what a degenerate place is, and how far it reaches."""
    spans = [
        f"{pretty(name)} = {number(low)}" if low == high else f"{pretty(name)} from {number(low)} to {number(high)}"
        for name, (low, high) in zip(scene.axes, place.extent, strict=True)
    ]
    # Of the degenerate places only a minimum at a kink has one.
    mark = marks_of(cache.ground(scene).points).get(id(place))
    numbered = f" (number {mark} on the maps)" if mark else ""
    return f"{capital(SHAPES[place.kind])}{numbered}; E = {number(place.error)}, {', '.join(spans)}."


def balance(found: CriticalPoints, kinks: bool = False) -> str:
    """Say in words what the check on the critical points gave: balanced, not balanced, or not claimed and why."""
    if found.winding_number is None:
        why = "the surface has kinks, where its slope jumps" if kinks else "the gradient vanishes on the window's edge"
        return f"Not checked: {why}, so there is no count to hold the list against."
    minima, saddles, maxima = (words for _, words in _by_kind(found))
    count = found.winding_number
    turns = f"round the window's edge the gradient turns {number(count)} {'time' if abs(count) == 1 else 'times'}"
    total = f"{minima} − {saddles} + {maxima} = {number(found.balance)}"
    if found.balanced:
        doubt = "" if found.proven else " A missed pair of a minimum and a saddle would not show in this check."
        return f"Balanced: {turns}, and {total}.{doubt}"
    return f"Not balanced: {turns}, but {total}. Points are missing from this list."
