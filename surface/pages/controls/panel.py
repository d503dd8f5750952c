"""The panel beside the picture: all that a scene is made of, in tabs."""

from __future__ import annotations

import streamlit as st

from surface.pages.controls import network, runs
from surface.scenes import Scene

TABS = ("Runs", "Data", "Network", "Window")


def panel(scene: Scene) -> None:
    """Draw the panel, which folds away."""
    with st.sidebar:
        in_runs, in_data, in_network, in_window = st.tabs(TABS)
        with in_runs:
            runs.runs(scene)
        with in_data:
            network.data(scene)
        with in_network:
            network.network(scene)
        with in_window:
            network.window_and_resolution(scene)
