"""The scene of this visit: opened from the link, changed by the controls, written back to the link.

A control's change is tried on the scene before the page is drawn; one that cannot be leaves the scene, and with
it the picture, as they were, and its sentence waits for the control to show it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st

from surface.formatting import readable
from surface.scenes import Scene, edits, link

Change = Callable[..., Scene]


def opened() -> Scene:
    """Return the scene to show: this visit's, or the link's where the link in the browser is news.

    It is news where it is not the one that was last seen or written: at the first opening, after Back and Forward, and
    where somebody typed another one. Two things look the same and are none: a change made before the browser has heard
    of the last link, and coming back from another page, whose menu drops the link.
    """
    state = st.session_state
    query = _query()
    state.setdefault("resets", 0)
    arrived = state.pop("arrived", False) and not query
    known = "visit-scene" in state and (state["changed"] or arrived or query == state["link"])
    if not known:
        scene, left_out = link.scene_from(query, state.setdefault("own", {}))
        overlay, more = link.overlay_from(query)
        open_scene(scene, left_out + more, overlay)
    state.update(link=query, changed=False)
    return state["visit-scene"]


def open_scene(scene: Scene, notices: list[str] | None = None, overlay: str = "") -> None:
    """Show a scene as it stands, with what there is to say about how it was opened, and what lies over its map."""
    state = st.session_state
    state["visit-scene"] = scene
    state.update(notices=notices or [], refused={}, chosen=0, changed=True, overlay=overlay)


def _query() -> dict[str, str]:
    """Return the link in the browser, without what only says how it is looked at."""
    return {name: text for name, text in st.query_params.items() if name != link.PRESENT}


def write_link() -> None:
    """Put the scene's link into the browser, where another one stands there."""
    query = link.query_from(st.session_state["visit-scene"], st.session_state["overlay"])
    if query != _query():
        kept = {name: text for name, text in st.query_params.items() if name == link.PRESENT}
        st.query_params.from_dict(query | kept)
    st.session_state["link"] = query


def change(place: str, keys: tuple[str, ...], label: str, make: Change) -> None:
    """Take the values of these controls into the scene, or keep the sentence that says why they cannot be.

    make(scene, *values) returns the new scene or raises ValueError; the sentence is shown at `place`.
    """
    state = st.session_state
    given = [state[key] for key in keys]
    state["changed"] = True
    try:
        if None in given:
            raise ValueError(f"{label} must be a number, got nothing")
        state["visit-scene"] = edits.playable(make(state["visit-scene"], *given))
    except edits.GoneError:  # the control was quicker than the page, which is about to lose it: nobody waits for a word
        pass
    except ValueError as refusal:
        state["refused"][place] = keys, sentence(refusal)
    else:
        state["refused"].pop(place, None)
        state["notices"] = []


def act(make: Change, *given: Any) -> None:
    """Change the scene by a button or by the picture; what was typed and refused is dropped."""
    state = st.session_state
    state["changed"] = True
    try:
        state["visit-scene"] = edits.playable(make(state["visit-scene"], *given))
    except edits.GoneError:
        pass
    except ValueError as refusal:
        state["notices"] = [sentence(refusal)]
    else:
        state.update(refused={}, notices=[])


def sentence(refusal: ValueError) -> str:
    """Return an error's message as a sentence for the page."""
    text = readable(str(refusal))
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def refusal(place: str) -> str | None:
    """Return the sentence that waits at a place."""
    return st.session_state["refused"].get(place, (None, None))[1]


def show(key: str, value: Hashable) -> None:
    """Let the control with this key show a value, unless it holds one that was refused: that is its user's to mend."""
    state = st.session_state
    held = any(key in keys for keys, _ in state["refused"].values())
    if not held and (key not in state or state[key] != value):
        state[key] = value
