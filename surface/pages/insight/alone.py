"""What a section says where it goes by a run's rule alone, though the run itself has a schedule or batches."""

from __future__ import annotations

import streamlit as st

from surface.pages import cache
from surface.pages.markdown import literal
from surface.scenes import Scene
from surface.view.plans import plan_of


def plan(scene: Scene, index: int) -> str:
    """Return a run's schedule and its batches in words, empty for neither."""
    return plan_of(cache.ground(scene).surface, scene.runs[index])


def by_its_rule_alone(scene: Scene, index: int) -> None:
    """Say that a run's schedule and its batches play no part in what follows, where it has any."""
    if words := plan(scene, index):
        alone = "by its rule alone, at a constant learning rate and with all the data at each step"
        st.caption(literal(f"Worked out for run {index + 1} {alone}: not by its {words}."))
