"""Pictures and films of the player: the browser makes them, but for a GIF, which is put together here."""

from __future__ import annotations

import base64

import streamlit as st
from streamlit.components import v2

from surface.pages.take.gif import gif_of
from surface.scenes import Scene
from surface.scenes.called import called
from surface.view.hosts.streamlit import stub
from surface.view.payload import Picture
from surface.view.values import field

KEY = "take-pictures"
_MADE = "take-gif-made"

_row = v2.component("take_pictures", js=stub("takepage"), isolate_styles=False)


def row(scene: Scene, picture: Picture) -> None:
    """Draw the controls; what is taken is the player as it stands on the page."""
    # What was made is handed over once: a session keeps no films.
    made = st.session_state.pop(_MADE, None)
    _row(key=KEY, width="content", data={"made": made, "name": called(scene)}, on_frames_change=_make)


def _make() -> None:
    """Put together the frames that have come, or say why that cannot be."""
    sent = st.session_state.get(KEY, {}).get("frames")
    answer: dict[str, object] = {"turn": field(sent, "turn")}
    try:
        answer["gif"] = base64.b64encode(gif_of(sent)).decode()
    except ValueError as error:
        answer["refusal"] = f"{error}."
    st.session_state[_MADE] = answer
