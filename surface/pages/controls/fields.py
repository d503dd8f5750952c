"""The kinds of control that the page is made of: each shows what the scene says and hands changes back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from surface.descent import Hyperparameter
from surface.pages import parts, visit
from surface.pages.markdown import literal

ROUND = (10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 30, 33, 36, 40, 45, 50, 55, 60, 65, 70, 80, 90)
"""A decade's stops on a logarithmic slider, in tenths of its beginning."""


def number(
    label: str, key: str, value: float, make: visit.Change, place: str = "", keys: tuple[str, ...] = (), **more
) -> None:
    """Draw an exact number; it stands for itself, or is taken together with the other `keys` of its `place`."""
    visit.show(key, value)
    st.number_input(
        label,
        # The value stands in the session's state; an emptied field is None, which is then refused in words.
        value=None,
        key=key,
        format="%g",
        placeholder="a number",
        on_change=parts.change,
        args=(place or key, keys or (key,), more.pop("called", label), make),
        **more,
    )
    # Where several fields share a place, who draws them writes the sentence once.
    if not place:
        refused(key)


def choice(label: str, key: str, value: Any, options: Sequence, make: visit.Change, **more: Any) -> None:
    """Draw a list to choose one of."""
    visit.show(key, value)
    st.selectbox(label, options, key=key, on_change=parts.change, args=(key, (key,), label, make), **more)
    refused(key)


def switch(label: str, key: str, value: bool, make: visit.Change, **more: Any) -> None:
    """Draw a switch that is on or off."""
    visit.show(key, value)
    st.toggle(label, key=key, on_change=parts.change, args=(key, (key,), label, make), **more)
    refused(key)


def refused(place: str) -> None:
    """Write the sentence that waits at a place right where its controls stand."""
    if sentence := visit.refusal(place):
        st.error(literal(sentence))


def setting(hyperparameter: Hyperparameter, key: str, value: float, make: visit.Change) -> None:
    """Draw a rule's setting as a slider, logarithmic where the setting is, with its exact number beside it."""
    label = f"{hyperparameter.label} {hyperparameter.symbol}"
    slide, exact = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    with slide:
        _slider(hyperparameter, label, key, value, make)
    with exact:
        step = _step(value, hyperparameter)
        more = {"label_visibility": "collapsed", "step": step, "called": hyperparameter.label}
        number(f"{label}, exact", key, value, make, place=key, **more)
    refused(key)


def _slider(hyperparameter: Hyperparameter, label: str, place: str, value: float, make: visit.Change) -> None:
    stops, key = slider_stops(hyperparameter), f"{place}-slider"
    visit.show(key, nearest(stops, value, hyperparameter.logarithmic))
    st.select_slider(
        label,
        stops,
        key=key,
        format_func=lambda stop: f"{stop:g}",
        help=hyperparameter.help,
        on_change=parts.change,
        args=(place, (key,), label, make),
    )


def slider_stops(hyperparameter: Hyperparameter) -> list[float]:
    """Return the values that a setting's slider stops at: even in size, or about even in ratio, and round numbers."""
    low, high = hyperparameter.slider
    if hyperparameter.whole:
        return sorted({max(low, float(round(stop))) for stop in _decades(low, high)})
    if not hyperparameter.logarithmic:
        # Near 1 a share counts by what is missing from it: the stops come closer there.
        return [*np.linspace(low, 0.9, 91).round(2).tolist(), 0.925, 0.95, 0.975, 0.99, 0.995, 0.999]
    return _decades(low, high)


def _decades(low: float, high: float) -> list[float]:
    decades = range(round(np.log10(low)), round(np.log10(high)))
    return [*(float(f"{digits}e{decade - 1}") for decade in decades for digits in ROUND), high]


def nearest(stops: Sequence[float], value: float, logarithmic: bool) -> float:
    """Return the stop that a value is shown at."""
    scale = np.log if logarithmic else np.asarray
    # By ratio on a logarithmic slider, as its stops lie.
    return stops[int(np.argmin(np.abs(scale(np.array(stops)) - scale(value))))]


def _step(value: float, hyperparameter: Hyperparameter) -> float:
    """Return what one press of the number's plus and minus changes: its second digit."""
    if not hyperparameter.logarithmic:
        return 0.01
    digit = float(f"1e{int(np.floor(np.log10(value))) - 1}")
    return max(1.0, digit) if hyperparameter.whole else digit
