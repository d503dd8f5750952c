"""The menu *Take it*: one row for each form in which a scene leaves the page, and nowhere else a button for that."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from surface.pages.take import link, page
from surface.scenes import Scene
from surface.view.payload import Picture

ROWS: dict[str, Callable[[Scene, Callable[[], Picture]], None]] = {
    "Link": link.row,
    "Page": page.row,
}
"""A form's name in the menu, and what draws its buttons; the picture is made only where one is pressed."""


def take(scene: Scene, picture: Callable[[], Picture]) -> None:
    """Draw the menu."""
    with st.popover("Take it"):
        for name, row in ROWS.items():
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"take-{name.lower()}"):
                st.markdown(f"**{name}**", width=70)
                row(scene, picture)
