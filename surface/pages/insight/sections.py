"""What lies under the view for who asks on: the critical points, the basins of attraction, and what frees a run."""

from __future__ import annotations

import streamlit as st

from surface.pages.insight import attraction, critical, freeing, training
from surface.scenes import Scene

TABS = ("Critical points", "Basins of attraction", "What would free it?", "All weights")


def insight(scene: Scene, index: int) -> bool:
    """Draw the sections; one that is not open computes nothing, unless the map shows what it computes.

    Return whether they say nothing of the runs.
    """
    if scene.training is not None:  # what came in a link is shown as it was left
        st.session_state.setdefault("insight", TABS[-1])
    with st.container(border=True, key="insight-sections"):
        progress = st.empty()  # above the sections, for the map may wait for what a closed one works out
        points, basins, free, weights = st.tabs(TABS, key="insight", on_change="rerun")
        with points:
            critical.points(scene)
        if basins.open or attraction.is_on():
            with basins:
                attraction.attraction(scene, index, progress)
        if free.open:
            with free:
                freeing.freeing(scene, index, progress)
        if weights.open:
            with weights:
                training.training(scene, index, progress)
    return not (basins.open or attraction.is_on() or free.open or weights.open)
