"""A visitor's own data: the button that opens a table."""

from __future__ import annotations

import streamlit as st

from surface.data.table.limits import said
from surface.pages import visit
from surface.pages.controls.table.dialog import dialog

HELP = f"A file or pasted text, {said()}. A link carries the data where they are few enough."


def upload() -> None:
    """Draw the button, and the dialog as long as it is open."""
    st.button("Open a table", icon=":material/upload_file:", key="file-open", help=HELP, on_click=_open)
    if visit.current().opening:
        dialog()


def _open() -> None:
    visit.current().opening = True
