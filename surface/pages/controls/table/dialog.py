"""The dialog: a file or pasted text, what was read, what is asked, and the data that the network is shown."""

from __future__ import annotations

import hashlib

import streamlit as st

from surface.data import Dataset
from surface.data.table.limits import said
from surface.pages import visit
from surface.pages.controls.table import filefield, large, opened
from surface.pages.controls.table.choice import chosen
from surface.pages.controls.table.guesses import ask, forget, guesses, settings
from surface.pages.controls.table.preview import preview
from surface.pages.markdown import literal
from surface.scenes import own

PACKED = (".xlsx", ".parquet")
FILE, TEXT = "A file", "Pasted text"
FROM = "file-from"  # the key of the choice between them


def _close() -> None:
    now = visit.current()
    now.opening, now.brought, now.table_way = False, None, None
    filefield.forget()


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
    held, given = visit.current(), large.given()
    ways = [FILE, TEXT] if given is None else [given.path.name, FILE, TEXT]
    way = held.table_way if held.table_way in ways else _first(ways)
    visit.show(FROM, way)
    st.segmented_control(
        "Where the table is",
        ways,
        required=True,
        key=FROM,
        label_visibility="collapsed",
        format_func=literal,
        on_change=_choose,
    )
    return way


def _first(ways: list[str]) -> str:
    if visit.current().brought is not None:
        return FILE
    return TEXT if visit.current().pasted else ways[0]


def _choose() -> None:
    visit.current().table_way = st.session_state[FROM]


def _source(sort: str) -> opened.Source | None:
    """Draw the field of a way in, and return what has come by it."""
    if sort == TEXT:
        # Its own field forgets it where the dialog is closed.
        text = st.text_area(f"A table as text, {said()}", visit.current().pasted, key="file-text", height=120)
        visit.current().pasted = text
        return _named("pasted table", text.encode(errors="replace")) if text.strip() else None
    filefield.file_field()
    brought = visit.current().brought
    return brought and _named(*brought)


def _named(title: str, content: bytes) -> opened.Source:
    """Return a table under its title, told from others by its bytes too: another file may have the same name."""
    return opened.Source(
        hashlib.sha256(title.encode(errors="replace") + b"\0" + content).hexdigest(), title, lambda: content
    )


def _use(data: Dataset) -> None:
    visit.keep_own(data)
    visit.act(own.with_own_data, data)
    _close()
