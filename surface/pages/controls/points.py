"""The points of the data as a table that can be edited: the surface answers to every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from surface.data import Dataset
from surface.pages import visit
from surface.pages.controls import fields
from surface.scenes import Scene
from surface.scenes.dataedits import with_points

PLACE = "points"
MOST = 200
"""The most points of a table that is still edited by hand."""

HEIGHT = 320  # pixels: about eight points, and the others by scrolling
WIDTH = 60  # and of a column
WORDS = "Targets have an arrow. The empty last row takes a new point; a row that is marked can be deleted."
NAMED = "Table of the data points, to be edited"


def points(scene: Scene) -> None:
    """Draw the table, folded away."""
    with st.expander("Edit the points", icon=":material/edit:"), st.container(key="edit-points"):
        if scene.data.is_counted:
            st.caption("These points stand for many rows each, and cannot be changed one by one.")
            return
        if len(scene.data) > MOST:
            st.caption(f"A table of up to {MOST} points can be edited here; these are {len(scene.data)}.")
            return
        editing = _editing(scene.data)
        st.data_editor(
            {name: column.tolist() for name, column in _columns(editing.base).items()},
            key=editing.key,
            num_rows="dynamic",
            height=HEIGHT if len(scene.data) > 7 else "auto",
            column_config=_config(scene.data),
            on_change=_take,
            args=(editing,),
            alt=NAMED,
        )
        fields.refused(PLACE)
        st.caption(WORDS)


def _editing(data: Dataset) -> visit.Editing:
    """Return the table that is under way, or a fresh one where the data have become others beside it."""
    held = visit.current()
    editing = held.editing
    if editing is None or editing.now != data or editing.key not in st.session_state:
        # Streamlit keeps what is changed of a table, not the table: to begin with other points is to begin anew.
        editing = held.editing = visit.Editing(editing.number + 1 if editing else 1, data, data)
        held.refused.pop(PLACE, None)
    return editing


def _columns(data: Dataset) -> dict[str, Any]:
    """Return the columns by names that are surely different: an input may be called as a target is."""
    inputs = {f"x{i}": column for i, column in enumerate(data.inputs.T)}
    return inputs | {f"y{j}": column for j, column in enumerate(data.targets.T)}


def _config(data: Dataset) -> dict[str, Any]:
    labels = [*data.input_names, *(f"→ {name}" for name in data.target_names)]
    column = partial(st.column_config.NumberColumn, width=WIDTH, required=True)
    return {name: column(label) for name, label in zip(_columns(data), labels, strict=True)}


def _take(editing: visit.Editing) -> None:
    """Try what the table has become on the scene."""
    visit.change(PLACE, (editing.key,), "The points", partial(_edited, base=editing.base))
    # Where it was refused the table still holds it, to be mended, and the data are the ones before.
    visit.current().editing = replace(editing, now=visit.scene().data)


def _edited(scene: Scene, state: Mapping[str, Any], base: Dataset) -> Scene:
    return with_points(scene, *edited(base, state))


def edited(base: Dataset, state: Mapping[str, Any]) -> tuple[list[list[float]], list[list[float]]]:
    """Return inputs and targets of a table with what was changed of it, as Streamlit tells that.

    Raises ValueError with the row and the column of a cell that holds no number.
    """
    names = list(_columns(base))
    rows: list[Mapping[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in np.hstack([base.inputs, base.targets]).tolist()
    ]
    rows = [{**row, **state["edited_rows"].get(n, {})} for n, row in enumerate(rows)]
    gone = set(state["deleted_rows"])
    rows = [*(row for n, row in enumerate(rows) if n not in gone), *state["added_rows"]]
    if not rows:
        raise ValueError("the data must have one point or more, and this was the last one")
    titles = dict(zip(names, (*base.input_names, *base.target_names), strict=True))
    cells = [[_cell(row.get(name), n, titles[name]) for name in names] for n, row in enumerate(rows, start=1)]
    width = len(base.input_names)
    return [row[:width] for row in cells], [row[width:] for row in cells]


def _cell(value: object, row: int, column: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        got = "nothing" if value is None else f"{value!r:.40}"
        raise ValueError(f"row {row} of {column:.40} must be a number, got {got}")
    return float(value)
