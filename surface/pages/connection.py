"""The page and its server: what is said while that does not answer, and what the page gives back to a new session.

A server that was started anew, or that has given a session up, knows nothing of a page that is still open. The page
says which scene its messages are of, how often that was reset and which run is chosen: so they go on as they were.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from surface.arrays import is_whole
from surface.pages import visit
from surface.view.hosts.streamlit import stub
from surface.view.values import field

KEY = "server"
WORDS = (
    "No answer from the server just now: play and drag on, the rest waits, and what you change is sent when it is back."
)
MOST = 10**6  # scenes that a page has opened, or resets: what a browser says is not believed without a bound

# Out of the way of the page, and yet there: what is hidden cannot show its sentence.
NO_ROOM = """
.st-key-server {
  position: absolute;
  width: 0;
  height: 0;
}
"""

_server = v2.component("server", js=stub("server"), css=NO_ROOM, isolate_styles=False)


def attend() -> None:
    """Watch over the server, and take up the page of a session that is gone: before the page is drawn."""
    _server(key=KEY, data={"words": WORDS}, on_again_change=_found)
    if visit.is_new():
        _take_up(st.session_state[KEY].get("again"))


def _found() -> None:
    """Run the page: that is all that one whose session is still there needs."""


def _take_up(told: object) -> None:
    scene, opening, chosen = (_count(told, name) for name in ("scene", "opening", "chosen"))
    if scene and opening is not None and chosen is not None:
        visit.take_up(scene, opening, chosen)


def _count(told: object, name: str) -> int | None:
    value = field(told, name)
    return value if is_whole(value) and 0 <= value <= MOST else None
