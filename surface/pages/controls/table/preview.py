"""What was read: the first rows, the columns with their kinds, and what there is to say about them."""

from __future__ import annotations

import streamlit as st

from surface.data import Table
from surface.data.table import Column
from surface.formatting import readable
from surface.pages.markdown import literal

ROWS = 5
MOST_NOTES = 6
"""So many sentences stand below the rows; more of them fold."""


def preview(table: Table) -> None:
    """Draw the first rows, and what was taken for what."""
    shown = {table.word: [str(line) for line in table.lines[:ROWS]]}
    # A grid draws text as text: no mark in a name or a cell means anything.
    shown |= {heading(column): list(column.shown[:ROWS]) for column in table.columns}
    st.dataframe(shown, hide_index=True, alt="The first rows of the table, each column with its kind")
    size = f"{len(table):,} rows, {len(table.columns)} column{'s' if len(table.columns) != 1 else ''}"
    # What is open is asked above, and need not be told how to write in Python.
    first, *others = [note for note in table.notes if note not in table.questions]
    _sentences([f"{size}. {first}", *others[: MOST_NOTES - 1]])
    if more := others[MOST_NOTES - 1 :]:
        with st.expander(f"{len(more)} more remarks"):
            _sentences(more)


def _sentences(notes: list[str] | tuple[str, ...]) -> None:
    st.caption("\n".join(f"- {literal(readable(note))}" for note in notes))


def heading(column: Column) -> str:
    """Return what stands above a column: its name, its kind and how many gaps it has."""
    gaps = f", {column.missing} gap{'s' if column.missing > 1 else ''}" if column.missing else ""
    return f"{column.name} ({column.kind}{gaps})"
