"""The scene as a file, saved and opened again: whole, with data of one's own, whatever a link has room for."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from streamlit.components import v2

from surface.pages import visit
from surface.pages.controls.fields import refused
from surface.pages.take import link, opening
from surface.scenes import Scene
from surface.scenes.called import called
from surface.scenes.checking import DIGITS, MAX_CHARACTERS
from surface.view.hosts.streamlit import stub
from surface.view.payload import Picture

KEY, PLACE = "open-scene", "take-file"

TOO_LARGE = f"These data are too many for a scene file, which has at most {MAX_CHARACTERS // 1_000_000} MB."

HTML = """
<button type="button" class="take-button open-scene" disabled>Open a scene</button>
<input type="file" accept=".json,application/json,.html,text/html" aria-label="A scene file, or a page" hidden>
"""

_opener = v2.component("open_scene", html=HTML, js=stub("takeit", "openScene"), isolate_styles=False)


def row(scene: Scene, picture: Picture) -> None:
    """Draw the two buttons, and why the last file that was chosen could not be opened."""
    if can_be_read(scene):
        st.download_button(
            "Save scene",
            lambda: scene.json().encode(),
            file_name=f"{called(scene)}.json",
            mime="application/json",
            key="save-scene",
            on_click="ignore",
        )
    # Where the link has no buttons, these are the menu's first.
    data = {"most": opening.MOST, "first": not link.fits(scene), "heard": visit.current().heard}
    _opener(key=KEY, width="content", data=data, on_file_change=_open)
    if not can_be_read(scene):
        st.caption(TOO_LARGE)
    refused(PLACE)


def can_be_read(scene: Scene) -> bool:
    """Return whether the file of a scene is one that can be opened again."""
    numbers = scene.data.inputs.size + scene.data.targets.size
    # Only writing it tells how long it gets: of fewer numbers it is known before.
    return numbers * DIGITS < MAX_CHARACTERS or _length(scene) <= MAX_CHARACTERS


@lru_cache(maxsize=8)
def _length(scene: Scene) -> int:
    return len(scene.json())


def _open() -> None:
    """Open the file that was chosen, or keep the sentence that says why it cannot be."""
    try:
        opening.bring(st.session_state[KEY]["file"])
    except ValueError as refusal:
        visit.current().refused[PLACE] = visit.Refusal((), visit.sentence(refusal))
    else:
        # The menu alone runs again for its own buttons: the page must follow.
        visit.current().behind = True
