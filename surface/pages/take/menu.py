"""The menu *Take it*: one row for each form in which a scene leaves the page, and nowhere else a button for that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from surface.pages import visit
from surface.pages.take import MENU, NEXT, file, link, numbers, page, pictures, python
from surface.scenes import Scene
from surface.view.payload import Picture

STYLE = Path(__file__).parents[1] / "take.css"
WIDTH = 64  # pixels of the column of names

ROWS: dict[str, Callable[[Scene, Picture], None]] = {
    "Link": link.row,
    "File": file.row,
    "Page": page.row,
    "Picture": pictures.row,
    "Numbers": numbers.row,
    "Python": python.row,
}
"""A form's name in the menu, and what draws its buttons.

A file is made where one is pressed, by a thread that is no visit's: of the page's own it has what it is handed here.
"""

DIALOGS: dict[str, Callable[[Scene], None]] = {"Python": python.dialog}
"""What a form opens over the page, where it does."""


@st.fragment
def take(drawing: Callable[[Scene], Callable[[], Picture]]) -> None:
    """Draw the menu; its rows, for a page has no use of them before, once it is open.

    drawing(scene) returns what draws a scene.
    """
    # A scene that was opened is drawn by the page around.
    if visit.current().behind:
        st.rerun()
    st.html(STYLE)
    # The page around is not drawn anew for every change.
    scene = visit.scene()
    menu = st.popover("Take it", key=MENU, on_change="rerun")
    if menu.open:
        drawn = drawing(scene)()
        with menu, st.container(key="take-menu", gap=None):
            for name, row in ROWS.items():
                _row(name, partial(row, scene, drawn))
    if name := st.session_state.pop(NEXT, None):
        DIALOGS[name](scene)


def _row(name: str, draw: Callable[[], None]) -> None:
    with st.container(horizontal=True, gap="small", key=f"take-{name.lower()}"):
        st.markdown(f"**{name}**", width=WIDTH)
        with st.container(horizontal=True, gap="small"):
            draw()
