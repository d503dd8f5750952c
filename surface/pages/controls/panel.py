"""The panel beside the picture: all that a scene is made of, in tabs."""

from __future__ import annotations

import streamlit as st

from surface.pages.controls import network, runs
from surface.pages.controls.fold import has_opened
from surface.scenes import Scene

TABS = ("Runs", "Data", "Network", "Window")


def panel(scene: Scene) -> None:
    """Draw the panel, which folds away, as soon as it has been opened."""
    with st.sidebar:
        if not has_opened():
            st.caption("The controls are on their way …")  # without anything in it, Streamlit's panel cannot be opened
            return
        in_runs, in_data, in_network, in_window = st.tabs(TABS)
        with in_runs:
            runs.runs(scene)
        with in_data:
            network.data(scene)
        with in_network:
            network.network(scene)
        with in_window:
            network.window_and_resolution(scene)
