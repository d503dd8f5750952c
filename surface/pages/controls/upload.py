"""A visitor's own data: a CSV file, the columns that count, and the network on them."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from surface.data import Dataset, Table, read
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import edits, link

HELP = "The first line names the columns. A link carries the data where they are few enough."


def upload() -> None:
    """Draw the way from a file to a data set; what is wrong with the file is said here."""
    with st.popover("Open a CSV file", icon=":material/upload_file:"):
        file = st.file_uploader("CSV file", type=["csv", "tsv", "txt"], key="file", help=HELP)
        if file is None:
            st.caption(HELP)
            return
        try:
            table = _table(file)
        except ValueError as refusal:
            st.error(literal(visit.sentence(refusal)))
            return
        _choose(file.name, table)


def _table(file: UploadedFile) -> Table:
    """Return the table of a file, which is parsed once, however often the page is drawn."""
    opened = visit.current().table
    # By its id: another file may have the same name.
    if opened is None or opened[0] != file.file_id:
        visit.current().table = opened = file.file_id, read(file.getvalue())
    return opened[1]


def _choose(title: str, table: Table) -> None:
    names = [column.name for column in table.columns if column.usable]
    # A guess to begin with: the answer stands in the last column, as in most tables.
    inputs = st.multiselect("Inputs x", names, default=names[:-1][:2], key="file-inputs")
    targets = st.multiselect("Targets y", names, default=names[-1:], key="file-targets")
    try:
        data = table.dataset(inputs, targets, title=title, source="your file")
        # Tried out here, so that data which no network can take are refused before the button is there.
        edits.with_data(visit.scene(), data)
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return
    st.button(f"Use these {len(data)} points", key="file-use", type="primary", on_click=_use, args=(data,))


def _use(data: Dataset) -> None:
    visit.current().own[link.data_name(data)] = data
    visit.act(edits.with_data, data)
