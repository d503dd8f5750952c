"""What a visitor takes along: a link, a page, numbers, each offered by a row of one menu.

A row is drawn while the menu is open. A button of it that opens a dialog has the menu close and the dialog follow.
"""

from __future__ import annotations

import streamlit as st

MENU = "take"
"""The key of whether the menu is open."""

NEXT = "take-dialog"
"""The key of the form whose dialog is to open next."""


def follow(name: str) -> None:
    """Close the menu and have a form's dialog open in its place."""
    st.session_state[MENU] = False
    st.session_state[NEXT] = name
