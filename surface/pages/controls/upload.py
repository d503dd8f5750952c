"""A visitor's own data: a CSV file, the columns that count, and the network on them."""

from __future__ import annotations

import streamlit as st

from surface.data import Dataset, columns, read_csv
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import edits, link

HELP = "The first line names the columns. The file stays in this visit: a link cannot carry it."


def upload() -> None:
    """Draw the way from a file to a data set; what is wrong with the file is said here."""
    with st.popover("Open a CSV file", icon=":material/upload_file:"):
        file = st.file_uploader("CSV file", type=["csv", "tsv", "txt"], key="file", help=HELP)
        if file is None:
            st.caption(HELP)
            return
        try:
            text = file.getvalue().decode("utf-8")
            names = columns(text)
        except UnicodeDecodeError:
            st.error("The file must be text in UTF-8, got other bytes.")
            return
        except ValueError as refusal:
            st.error(literal(visit.sentence(refusal)))
            return
        _choose(file.name, text, names)


def _choose(title: str, text: str, names: tuple[str, ...]) -> None:
    inputs = st.multiselect("Inputs x", names, default=names[:-1][:2], key="file-inputs")
    targets = st.multiselect("Targets y", names, default=names[-1:], key="file-targets")
    try:
        data = read_csv(text, inputs, targets, title=title, source="your file")
        edits.with_data(visit.scene(), data)
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return
    st.button(f"Use these {len(data)} points", key="file-use", type="primary", on_click=_use, args=(data,))


def _use(data: Dataset) -> None:
    visit.current().own[link.data_name(data)] = data
    visit.act(edits.with_data, data)
