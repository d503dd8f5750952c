"""The dialog: a file or pasted text, what was read, what is asked, and the data that the network is shown."""

from __future__ import annotations

import hashlib

import streamlit as st

from surface.data import Dataset
from surface.data.table.limits import said
from surface.pages import visit
from surface.pages.controls.table import large, opened
from surface.pages.controls.table.choice import chosen
from surface.pages.controls.table.guesses import ask, forget, guesses, settings
from surface.pages.controls.table.preview import preview
from surface.pages.markdown import literal
from surface.scenes import own

TYPES = ["csv", "tsv", "txt", "dat", "data", "md", "xlsx", "parquet"]
PACKED = (".xlsx", ".parquet")
FILE, TEXT, BROUGHT = "A file", "Pasted text", "The file that was dropped"
FROM = "file-from"  # the key of the choice between them


def _close() -> None:
    visit.current().opening, visit.current().brought = False, None


@st.dialog("Open a table", width="large", on_dismiss=_close)
def dialog() -> None:
    """Draw the way from a table to a data set; what is wrong with the table is said here."""
    # Its button has closed it: the page itself has news.
    if not visit.current().opening:
        st.rerun()
    sort = _way()
    given = large.given()
    if given is not None and sort == given.path.name:
        _offer(large.summed(given))
        return
    source = _source(sort)
    if source is None:
        return
    if opened.is_new(source):
        forget()
    try:
        with st.spinner("Reading the table …"):
            table = opened.table(source, settings())
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        if not source.title.endswith(PACKED):
            guesses(None)
        return
    ask(table)
    preview(table)
    guesses(table)
    _offer(chosen(table, source.title))


def _offer(data: Dataset | None) -> None:
    if data is not None:
        st.button(f"Use these {len(data)} points", key="file-use", type="primary", on_click=_use, args=(data,))


def _way() -> str:
    """Draw the ways in, and return the one that is chosen."""
    brought, given = visit.current().brought, large.given()
    ways = [FILE, TEXT] if given is None else [given.path.name, FILE, TEXT]
    ways = ways if brought is None else [BROUGHT, *ways]
    first = TEXT if visit.current().pasted and brought is None else ways[0]
    return st.segmented_control(
        "Where the table is",
        ways,
        default=first,
        required=True,
        key=FROM,
        label_visibility="collapsed",
        format_func=literal,
    )


def _source(sort: str) -> opened.Source | None:
    """Draw the field of a way in, and return what has come by it."""
    brought = visit.current().brought
    if brought and sort == BROUGHT:
        title, content = brought
        return opened.Source(hashlib.sha256(content).hexdigest(), title, lambda: content)
    if sort == TEXT:
        # Its own field forgets it where the dialog is closed.
        text = st.text_area(f"A table as text, {said()}", visit.current().pasted, key="file-text", height=120)
        visit.current().pasted = text
        content = text.encode(errors="replace")
        id = hashlib.sha256(content).hexdigest()
        return opened.Source(id, "pasted table", lambda: content) if text.strip() else None
    file = st.file_uploader(f"CSV, text, Excel (.xlsx) or Parquet, {said()}", type=TYPES, key="file")
    # By its id: another file may have the same name.
    return file and opened.Source(file.file_id, file.name, file.getvalue)


def _use(data: Dataset) -> None:
    visit.keep_own(data)
    visit.act(own.with_own_data, data)
    _close()
