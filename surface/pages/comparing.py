"""Comparing runs: from one start or from starts of their own, and many runs dropped at once by the chosen run's rule.

Both are asked for in the player and remembered for the visit; neither is a part of the scene, nor of its link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from surface.landscape.random_starts import Drops, drop
from surface.pages import cache, visit
from surface.scenes import Scene, edits
from surface.view.hosts.streamlit import drops
from surface.view.random_starts import drops_payload

KEPT = 24

# --- the same start, or starts of their own -----------------------------------------------------------------------


def same_start(scene: Scene) -> bool:
    """Return whether one start is every run's: it was asked for, and it is so."""
    return bool(st.session_state.get("same-start")) and len({run.start for run in scene.runs}) == 1


def switch_start(same: bool, index: int) -> None:
    """Start every run where the chosen one does, or let each have a start of its own again."""
    st.session_state.update({"same-start": same, "changed": True})
    if same:
        visit.act(lambda scene: moved(scene, index, scene.runs[index].start, together=True))


def moved(scene: Scene, index: int, start: Sequence[float], together: bool | None = None) -> Scene:
    """Start a run somewhere else, and with it all runs where they share their start."""
    together = same_start(scene) if together is None else together
    for each in range(len(scene.runs)) if together else (index,):
        scene = edits.with_start(scene, each, start)
    return scene


# --- many runs at once --------------------------------------------------------------------------------------------


def seed(scene: Scene) -> int | None:
    """Return the seed of the starts that are dropped on this scene, None where none are."""
    return st.session_state.get("drops", {}).get(scene.id)


def switch_drops(seed: int | None) -> None:
    """Drop the starts of a seed over the scene, or take them away: None. Another scene opens without."""
    st.session_state.update({"drops": {st.session_state["visit-scene"].id: seed}, "changed": True})


def wanted(scene: Scene, index: int) -> str | None:
    """Return the key of the runs that the player is to show, None for none; they may not have been walked yet."""
    if seed(scene) is None:
        return None
    parts = scene.surface_key(), scene.runs[index].rule, scene.steps, seed(scene)
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def send(scene: Scene, index: int) -> None:
    """Walk the runs that are wanted, where there are any, and send them to the player."""
    key = wanted(scene, index)
    if key is not None:
        drops(drops_payload(key, _dropped(key, scene, index, seed(scene)), scene.window))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _dropped(key: str, _scene: Scene, _index: int, _seed: int) -> Drops:
    found = cache.ground(_scene)
    return drop(found.E, _scene.runs[_index].rule, _scene.window, _scene.steps, _seed, points=found.points)
