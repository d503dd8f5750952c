"""Comparing runs: from one start or from starts of their own, and many runs dropped at once by the chosen run's rule.

Both are asked for in the player and remembered for the visit; neither is a part of the scene, nor of its link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from surface.landscape.drops import Drops, drop
from surface.pages.scene import changes, compute, session
from surface.scenarios import Scenario
from surface.view.dropped import drops_payload
from surface.view.mount import drops

KEPT = 24

# --- the same start, or starts of their own -----------------------------------------------------------------------


def same_start(scenario: Scenario) -> bool:
    """Return whether one start is every run's: it was asked for, and it is so."""
    return bool(st.session_state.get("same-start")) and len({run.start for run in scenario.runs}) == 1


def switch_start(same: bool, index: int) -> None:
    """Start every run where the chosen one does, or let each have a start of its own again."""
    st.session_state.update({"same-start": same, "changed": True})
    if same:
        session.act(lambda scenario: moved(scenario, index, scenario.runs[index].start, together=True))


def moved(scenario: Scenario, index: int, start: Sequence[float], together: bool | None = None) -> Scenario:
    """Start a run somewhere else, and with it all runs where they share their start."""
    together = same_start(scenario) if together is None else together
    for each in range(len(scenario.runs)) if together else (index,):
        scenario = changes.with_start(scenario, each, start)
    return scenario


# --- many runs at once --------------------------------------------------------------------------------------------


def seed(scenario: Scenario) -> int | None:
    """Return the seed of the starts that are dropped on this scene, None where none are."""
    return st.session_state.get("drops", {}).get(scenario.id)


def switch_drops(seed: int | None) -> None:
    """Drop the starts of a seed over the scene, or take them away: None. Another scene opens without."""
    st.session_state.update({"drops": {st.session_state["scenario"].id: seed}, "changed": True})


def wanted(scenario: Scenario, index: int) -> str | None:
    """Return the key of the runs that the player is to show, None for none; they may not have been walked yet."""
    if seed(scenario) is None:
        return None
    parts = scenario.surface_key(), scenario.runs[index].rule, scenario.steps, seed(scenario)
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def send(scenario: Scenario, index: int) -> None:
    """Walk the runs that are wanted, where there are any, and send them to the player."""
    key = wanted(scenario, index)
    if key is not None:
        drops(drops_payload(key, _dropped(key, scenario, index, seed(scenario)), scenario.window))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _dropped(key: str, _scenario: Scenario, _index: int, _seed: int) -> Drops:
    found = compute.ground(_scenario)
    return drop(found.E, _scenario.runs[_index].rule, _scenario.window, _scenario.steps, _seed, points=found.points)
