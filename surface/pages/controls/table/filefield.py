"""The field for a table's file: the browser reads it and sends it with its own message, whichever server hears that."""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from surface.data.table.limits import MAX_BYTES, said
from surface.pages import visit
from surface.pages.controls.fields import refused
from surface.pages.take import opening
from surface.view.hosts.streamlit import stub

KEY = PLACE = "file"
TYPES = (".csv", ".tsv", ".txt", ".dat", ".data", ".md", ".xlsx", ".parquet")
LABEL = f"CSV, text, Excel (.xlsx) or Parquet, {said()}, chosen or dropped"
HTML = f"""
<p class="file-label">{LABEL}</p>
<div class="file-row">
  <button type="button" class="take-button choose-table" disabled>Choose a file</button>
  <span class="file-name" role="status"></span>
</div>
<input type="file" accept="{",".join(TYPES)}" aria-label="A table's file" hidden>
"""

_chooser = v2.component("table_file", html=HTML, js=stub("takeit", "chooseTable"), isolate_styles=False)


def file_field() -> None:
    """Draw the button with the name of the file that is open, and why the last one could not be."""
    brought = visit.current().brought
    data = {
        "name": brought and brought[0],
        "most": {**opening.MOST, "table": MAX_BYTES},
        "heard": visit.current().heard,
    }
    _chooser(key=KEY, data=data, on_file_change=_open)
    refused(PLACE)


def forget() -> None:
    """Let go of the sentence about a file: with its field it goes."""
    visit.current().refused.pop(PLACE, None)


def _open() -> None:
    forget()
    try:
        opening.bring(st.session_state[KEY]["file"])
    except ValueError as refusal:
        visit.current().refused[PLACE] = visit.Refusal((), visit.sentence(refusal))
