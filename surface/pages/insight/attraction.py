"""Basins of attraction: where starts all over the window end, on the map and in words; what another rule changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from surface.descent import Rule
from surface.figures.basins import basins_figure, difference_figure
from surface.formatting import percent, pretty
from surface.landscape.basins import Basins, Difference, difference
from surface.landscape.summary import (
    NOWHERE,
    basins_summary,
    basins_title,
    destinations,
    difference_summary,
    difference_title,
    minimum_name,
    named_rule,
    watersheds_summary,
)
from surface.model import digest
from surface.pages import cache, jobs, visit
from surface.pages.basins import basins_key, basins_of
from surface.pages.insight import alone
from surface.pages.insight.trained import projected_key, projected_of, training_of
from surface.scenes import Scene, edits, work
from surface.view.hosts.streamlit import overlay
from surface.view.overlay import basins_overlay, difference_overlay, training_overlay, watersheds_overlay

RESOLUTIONS = (32, 64, 128)
USUAL = 64
WATERSHEDS = "Watersheds"
EXPLANATION = (
    "A start belongs to the basin of the minimum in which its run ends. This follows a whole grid of starts over the "
    "window by the chosen run's rule and settings, and colours the map by where they end; the map can still be clicked "
    "for a start."
)


# --- what lies over the map ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Overlay:
    """Something that may lie over the map, for a scene and its chosen run.

    key(scene, index): the key by which the player knows the overlay before it has been computed.
    draw(scene, index, progress): computes it, sends it, and says below what it shows.
    compares: whether another rule takes part. counts: whether a grid of starts is followed. hollows: whether it is
    nothing where the window has no minimum.
    """

    label: str
    key: Callable[[Scene, int], str]
    draw: Callable[[Scene, int, DeltaGenerator], None]
    compares: bool = False
    counts: bool = True
    hollows: bool = True


def is_on() -> bool:
    """Return whether anything lies over the map."""
    return visit.scene().overlay in OVERLAYS


def lay(name: str) -> None:
    """Lay an overlay over the map, or none: ''."""
    visit.act(lambda scene: scene.with_(overlay=name))


def switch(on: bool) -> None:
    """Lay the basins over the map, or clear it, as the switch in the picture says."""
    lay("basins" if on else "")


def resolution() -> int:
    # The control is not drawn, and has no value, before something lies over the map.
    return st.session_state.get("starts", USUAL)


def rivals(scene: Scene, index: int) -> list[Rule]:
    """Return the rules to set beside a run's: the other runs', or else momentum at the scene's settings."""
    own = scene.runs[index].rule
    # Equal rules with equal settings would be one comparison twice.
    others = list(dict.fromkeys(run.rule for run in scene.runs if run.rule != own))
    if others:
        return others
    return [edits.settled_rule(scene, own.rival)]


def rival(scene: Scene, index: int) -> Rule:
    """Return the rule that was chosen to be set beside a run's, or the first of them."""
    rules = rivals(scene, index)
    # The rule that was chosen may have been changed or taken away since.
    return next((rule for rule in rules if named_rule(rule) == st.session_state.get("rival")), rules[0])


def overlay_key(scene: Scene, index: int) -> str | None:
    """Return the key of the overlay that the map is to show, None for none; it may not have been computed yet."""
    chosen = OVERLAYS.get(scene.overlay)
    there = chosen and (not chosen.hollows or cache.ground(scene).points.hollows)
    # A training that was not made here: the map has nothing to wait for.
    there = there and (scene.overlay != "training" or training_of(scene) is not None)
    return chosen.key(scene, index) if chosen and there else None


def _own_key(scene: Scene, index: int) -> str:
    return basins_key(scene, scene.runs[index].rule, resolution())


def _difference_key(scene: Scene, index: int) -> str:
    return f"{_own_key(scene, index)}-{basins_key(scene, rival(scene, index), resolution())}"


# --- the section --------------------------------------------------------------------------------------------------


def attraction(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    """Draw the choice of overlays, and the one that is chosen; `progress` is the place for the bar of its work."""
    chosen = OVERLAYS.get(scene.overlay)
    _choices(scene, index, chosen)
    if chosen is None:
        st.markdown(EXPLANATION)
    elif chosen.hollows and not cache.ground(scene).points.hollows:
        st.markdown("No minimum was found in this window, so no start ends in one, and there are no basins to show.")
    else:
        chosen.draw(scene, index, progress)
        if chosen.counts:
            alone.by_its_rule_alone(scene, index)


def _draw_basins(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    found = basins_of(scene, scene.runs[index].rule, resolution(), progress)
    overlay(basins_overlay(_own_key(scene, index), basins_title(found.rule), found))
    st.markdown(basins_summary(found, scene.steps))
    st.markdown(_table(found))
    st.caption("Steps: until a start came within 1 % of the window's width of its minimum for good.")


def _draw_difference(scene: Scene, index: int, progress: DeltaGenerator) -> None:
    first = basins_of(scene, scene.runs[index].rule, resolution(), progress)
    second = basins_of(scene, rival(scene, index), resolution(), progress)
    changed, key = difference(first, second), _difference_key(scene, index)
    overlay(difference_overlay(key, difference_title(first.rule, second.rule), changed))
    st.markdown(difference_summary(changed, first.rule, second.rule))
    _pictures(scene, first, second, changed)
    st.markdown(_compared_table(first, second))


def _watersheds_key(scene: Scene, _: int) -> str:
    return digest("watersheds", scene.surface_digest)


def _draw_watersheds(scene: Scene, _: int, progress: DeltaGenerator) -> None:
    key, points = _watersheds_key(scene, 0), cache.ground(scene).points
    lines = jobs.once(key, "Following the watersheds …", progress, work.watershed_lines, scene, points)
    overlay(watersheds_overlay(key, WATERSHEDS, scene.window, lines))
    st.markdown(watersheds_summary(lines))


def _training_key(scene: Scene, _: int) -> str:
    assert scene.training is not None  # or there is nothing to lay over the map
    return projected_key(scene, scene.training)


def _draw_training(scene: Scene, index: int, _: DeltaGenerator) -> None:
    made = training_of(scene)
    if scene.training is None or made is None:
        text = "has not been made here yet" if scene.training else "has been asked for"
        st.markdown(f"{'The' if scene.training else 'No'} training of this network {text}: *All weights* makes one.")
        return
    places = projected_of(scene, scene.training, made).places
    overlay(training_overlay(_training_key(scene, index), "Training", scene.window, places))
    st.markdown("The line is a training of all weights, by the nearest place of this plane at each step.")


def _choices(scene: Scene, index: int, chosen: Overlay | None) -> None:
    labels = {"": "Off"} | {name: each.label for name, each in OVERLAYS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="basins-questions"):
        with visit.drawn_apart("overlay"):
            visit.show("overlay-choice", scene.overlay)
            st.segmented_control(
                f"On the map, for run {index + 1}",
                list(labels),
                key="overlay-choice",
                format_func=labels.__getitem__,
                on_change=_lay_chosen,
            )
        if chosen and chosen.compares:
            names = [named_rule(rule) for rule in rivals(scene, index)]
            visit.show("rival", named_rule(rival(scene, index)))
            st.selectbox("Compared with", names, key="rival", width=300)
        if chosen and chosen.counts:
            visit.show("starts", resolution())
            text = "How many starts are followed, along each axis."
            st.selectbox("Starts", RESOLUTIONS, key="starts", format_func=lambda n: f"{n} × {n}", help=text, width=150)


def _lay_chosen() -> None:
    if visit.current().values.by_hand(["overlay-choice"]):
        lay(st.session_state["overlay-choice"] or "")


def _table(found: Basins) -> str:
    lines = ["| where they end | share of the starts | half took at most | the slowest took |", "|---|--:|--:|--:|"]
    for ending in destinations(found):
        took = ("–", "–") if ending.minimum is None else (f"{ending.median} steps", f"{ending.slowest} steps")
        lines.append(f"| {ending.name} | {percent(ending.share)} | {took[0]} | {took[1]} |")
    return "\n".join(lines)


def _pictures(scene: Scene, first: Basins, second: Basins, changed: Difference) -> None:
    names, landscape = [pretty(name) for name in scene.axes], cache.ground(scene).landscape
    figures = [basins_figure(each, landscape, names, named_rule(each.rule).capitalize()) for each in (first, second)]
    figures = [figure.update_layout(showlegend=False) for figure in figures]  # the numbers are those of the table
    figures.append(difference_figure(changed, landscape, names, "The difference"))
    for column, figure, key in zip(st.columns(3), figures, ("first", "second", "difference"), strict=True):
        with column:
            # The same room for all, for the words below the third.
            plot(figure.update_layout(margin_b=150), f"basins-{key}")


def _compared_table(first: Basins, second: Basins) -> str:
    """Return the shares of two rules beside each other, as a Markdown table."""
    lines = [f"| where they end | {named_rule(first.rule)} | {named_rule(second.rule)} |", "|---|--:|--:|"]
    for k, shares in enumerate(zip(first.share, second.share, strict=True)):
        name = minimum_name(k, first.minima, first.lowest)
        lines.append(f"| {name} | {' | '.join(percent(share) for share in shares)} |")
    lines.append(f"| {NOWHERE} | {percent(first.unsettled)} | {percent(second.unsettled)} |")
    return "\n".join(lines)


def plot(figure, key: str, height: int = 470, **more):
    """Draw a figure; it takes the theme's colour for its words, and its own ground for what is drawn."""
    # The figures are made for a white page: without a colour of their own they take the theme's.
    figure.update_layout(font={"color": None, "family": None}, height=height)
    return st.plotly_chart(figure, key=key, config={"displayModeBar": False}, **more)


OVERLAYS: dict[str, Overlay] = {
    "basins": Overlay("Basins", _own_key, _draw_basins),
    "difference": Overlay("Difference to another rule", _difference_key, _draw_difference, compares=True),
    "watersheds": Overlay("Watersheds", _watersheds_key, _draw_watersheds, counts=False),
    "training": Overlay("Training", _training_key, _draw_training, counts=False, hollows=False),
}
"""What may lie over the map, by the names that a scene has for it."""
