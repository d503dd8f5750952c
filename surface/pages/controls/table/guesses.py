"""How a table was read: each guess beside a control that changes it, and what cannot be guessed as a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from surface.data import Table
from surface.data.table import ENCODINGS, Settings
from surface.data.table.separator import CALLED
from surface.pages.markdown import literal

HEADER, SEPARATOR, DECIMAL, THOUSANDS, ENCODING, SHEET = KEYS = tuple(
    f"file-{name}" for name in ("header", "separator", "decimal", "thousands", "encoding", "sheet")
)
WORKED_OUT = "worked out"
MARKS = {".": "a point", ",": "a comma", "'": "an apostrophe", " ": "a blank"}


def forget() -> None:
    """Let all be worked out again: another table is open."""
    for key in KEYS:
        st.session_state[key] = WORKED_OUT


def settings() -> Settings:
    """Return how the table is to be read, as the controls say; two marks that are one are worked out."""
    held = {key.removeprefix("file-"): st.session_state.get(key, WORKED_OUT) for key in KEYS}
    told = {name: None if value == WORKED_OUT else value for name, value in held.items()}
    if told["decimal"] == told["thousands"]:
        told["thousands"] = None
    return Settings(**told)


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
    if form == "parquet":
        return
    with st.expander("How it was read", expanded=table is None):
        first, second, third = st.columns(3)
        with first:
            found = "" if table is None else "yes" if table.header else "no"
            _guess("First row has the names", HEADER, [True, False], lambda yes: "yes" if yes else "no", found)
            if form == "text":
                _separator(table)
        with second:
            _guess("Decimal mark", DECIMAL, [".", ","], MARKS.__getitem__)
            _guess("Mark of thousands", THOUSANDS, list(MARKS), MARKS.__getitem__)
        with third:
            if form == "text":
                _guess("Encoding", ENCODING, list(ENCODINGS), str, "" if table is None else table.encoding)
            elif table is not None:
                _guess("Sheet", SHEET, list(table.sheets), str, table.sheet)


def _separator(table: Table | None) -> None:
    found = "" if table is None else CALLED.get(table.separator, table.separator)
    _guess("Between the columns", SEPARATOR, list(CALLED), CALLED.__getitem__, found)


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
