"""Which columns are inputs and which are targets, and the data in them."""

from __future__ import annotations

import streamlit as st

from surface.data import Dataset, Table
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import edits

INPUTS, TARGETS, DROP, STANDARDISE = "file-inputs", "file-targets", "file-drop", "file-standardise"


def chosen(table: Table, title: str) -> Dataset | None:
    """Draw the choice of the columns, and return their data, or None and the sentence that says why there are none."""
    names = [column.name for column in table.columns if column.usable]
    if len(names) < 2:
        _say_too_few(table, names)
        return None
    _keep_to(names, _guess(table), {column.name for column in table.columns if column.kind == "number"})
    left, right = st.columns(2)
    with left:
        inputs = st.multiselect("Inputs x", names, key=INPUTS)
    with right:
        targets = st.multiselect("Targets y", names, key=TARGETS)
    drop = _drop(table)
    standardise = st.toggle(
        "Standardise the inputs",
        key=STANDARDISE,
        help="Each input that is a number gets the mean 0 and the deviation 1; its name says so.",
    )
    try:
        if gaps := [] if drop else table.gaps([*inputs, *targets]):
            raise ValueError(f"{'; '.join(gaps)}: leave out rows with gaps, or choose other columns")
        data = table.dataset(
            inputs,
            targets,
            missing="drop" if drop else "refuse",
            standardise=standardise,
            title=title,
            source="your file",
        )
        # Tried out here, so that data which no network can take are refused before the button is there.
        edits.playable(edits.with_data(visit.scene(), data))
    except ValueError as refusal:
        st.error(literal(visit.sentence(refusal)))
        return None
    return data


def _say_too_few(table: Table, names: list[str]) -> None:
    if any(column.kind == "undecided" for column in table.columns):
        st.info("Answer the question above, and the columns can be chosen.")
        return
    found = f"only {names[0]!r:.80}" if names else "none"
    st.error(literal(f"A network needs two columns of numbers, dates or classes, and there is {found}."))


def _guess(table: Table) -> list[str]:
    """Return the columns to begin with: those that are whole and vary, where there are two of them."""
    usable = [column for column in table.columns if column.usable]
    good = [column.name for column in usable if not column.missing and not column.is_constant]
    return good if len(good) > 1 else [column.name for column in usable]


def _keep_to(names: list[str], guess: list[str], numbers: set[str]) -> None:
    """Begin with a guess, numbers and the answer in the last column, and again where the columns are others."""
    state = st.session_state
    if state.get("file-columns") != names or INPUTS not in state or TARGETS not in state:
        kept = {key: [name for name in state.get(key, []) if name in names] for key in (INPUTS, TARGETS)}
        targets = kept[TARGETS] or guess[-1:]
        state[TARGETS] = targets
        others = [name for name in guess if name not in targets]
        state[INPUTS] = kept[INPUTS] or ([name for name in others if name in numbers] or others)[:2]
        state["file-columns"] = names


def _drop(table: Table) -> bool:
    """Offer to leave out rows where there are any to leave out."""
    if not any(column.missing for column in table.columns if column.usable):
        return False
    return st.toggle("Leave out rows with gaps", key=DROP, help="Rows without a value in one of the chosen columns.")
