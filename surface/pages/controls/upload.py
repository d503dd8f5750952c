"""A visitor's own data: the button that opens the dialog for a table, which the page draws."""

from __future__ import annotations

import streamlit as st

from surface.data.table.limits import said
from surface.pages import visit

HELP = f"A file or pasted text, {said()}. A link carries the data where they are few enough."


def upload() -> None:
    """Draw the button."""
    st.button("Open a table", icon=":material/upload_file:", key="file-open", help=HELP, on_click=_open)


def _open() -> None:
    visit.current().opening = True
