"""How a table was read: each guess beside a control that changes it, and what cannot be guessed as a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from surface.data import Table
from surface.data.table import ENCODINGS, MAX_CLASSES, Column, Settings
from surface.data.table.separator import CALLED
from surface.pages.markdown import literal

HEADER, SEPARATOR, DECIMAL, THOUSANDS, ENCODING, SHEET = KEYS = tuple(
    f"file-{name}" for name in ("header", "separator", "decimal", "thousands", "encoding", "sheet")
)
KEEP, CLASSES = "file-keep", "file-classes"
WORKED_OUT = "worked out"
MARKS = {".": "a point", ",": "a comma", "'": "an apostrophe", " ": "a blank"}


def forget() -> None:
    """Let all be worked out again: another table is open."""
    for key in KEYS:
        st.session_state[key] = WORKED_OUT
    st.session_state[KEEP], st.session_state[CLASSES] = False, []


def settings() -> Settings:
    """Return how the table is to be read, as the controls say; two marks that are one are worked out."""
    held = {key.removeprefix("file-"): st.session_state.get(key, WORKED_OUT) for key in KEYS}
    told = {name: None if value == WORKED_OUT else value for name, value in held.items()}
    if told["decimal"] == told["thousands"]:
        told["thousands"] = None
    keep, classes = st.session_state.get(KEEP, False), st.session_state.get(CLASSES, [])
    return Settings(**told, keep=keep, classes=tuple(classes))


def ask(table: Table) -> None:
    """Ask what cannot be decided, first of all and in words."""
    column = next((column for column in table.columns if column.question), None)
    if column is None or column.question is None:
        return
    question = column.question
    answers = " or ".join(answer for answer, _, _ in question.answers)
    st.radio(
        literal(f"In column {column.name}, what is {question.cell} ({table.word} {question.line}): {answers}?"),
        question.answers,
        index=None,
        format_func=lambda answer: literal(answer[0]),
        key="file-question",
        horizontal=True,
        on_change=_answer,
        help="It can be read in two ways, and nothing else in the table decides it. The answer is for all columns.",
    )


def _answer() -> None:
    answer = st.session_state["file-question"]
    if answer is not None:
        _, argument, mark = answer
        st.session_state[DECIMAL] = st.session_state[THOUSANDS] = WORKED_OUT
        st.session_state[f"file-{argument}"] = mark
    st.session_state["file-question"] = None


def guesses(table: Table | None) -> None:
    """Draw the controls: those that matter for this kind of file, all that matter for text where it cannot be read."""
    form = "text" if table is None else table.form
    with st.expander("How it was read", expanded=table is None):
        if form != "parquet":
            first, second, third = st.columns(3)
            with first:
                _header(table)
            with second:
                _guess("Decimal mark", DECIMAL, [".", ","], MARKS.__getitem__)
            with third:
                _guess("Mark of thousands", THOUSANDS, list(MARKS), MARKS.__getitem__)
        if form == "text":
            _of_text(table)
        if table is not None:
            _of_table(table)


def _header(table: Table | None) -> None:
    found = "" if table is None else "yes" if table.header else "no"
    _guess("First row has the names", HEADER, [True, False], lambda yes: "yes" if yes else "no", found)


def _of_text(table: Table | None) -> None:
    first, second = st.columns(2)
    with first:
        found = "" if table is None else CALLED.get(table.separator, table.separator)
        _guess("Between the columns", SEPARATOR, list(CALLED), CALLED.__getitem__, found)
    with second:
        _guess("Encoding", ENCODING, list(ENCODINGS), str, "" if table is None else table.encoding)


def _of_table(table: Table) -> None:
    if len(table.sheets) > 1:
        _guess("Sheet", SHEET, list(table.sheets), str, table.sheet)
    told = st.session_state.get(CLASSES, [])
    few = [column.name for column in table.columns if column.name in told or _may_be_classes(column)]
    # A column may have another name now, or none of them may be one.
    st.session_state[CLASSES] = [name for name in told if name in few]
    if few:
        st.multiselect("Numbers or words that are classes", few, key=CLASSES, help="Each class becomes one unit.")
    st.toggle("Keep titles, units, totals and a numbering of the rows", key=KEEP)


def _may_be_classes(column: Column) -> bool:
    return column.kind in ("number", "text", "undecided") and 1 < len(set(column.cells)) <= MAX_CLASSES


def _guess(label: str, key: str, options: Sequence, spell: Callable[..., str], found: str = "") -> None:
    worked_out = f"{WORKED_OUT}: {found}" if found else WORKED_OUT
    # One that was not drawn in between begins anew.
    st.session_state.setdefault(key, WORKED_OUT)
    st.selectbox(
        label,
        [WORKED_OUT, *options],
        format_func=lambda each: worked_out if each == WORKED_OUT else spell(each),
        key=key,
    )
