"""Columns that are read at once: what they hold and what is said of them is what looking cell by cell gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface import read
from surface.data.table import kinds
from surface.data.table.plain import plain_column
from surface.data.table.rows import Row, Rows
from surface.data.table.settings import Settings

WRITTEN = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.integers(0, 2000).map(str),
    st.floats(-1e4, 1e4).flatmap(lambda x: st.sampled_from([f"{x:.1f}", f"{x:.3f}", f"{x:.2e}", repr(x), f"{x:+.0f}"])),
    st.sampled_from(
        ["1.299", "899", "12.345", "007", "00.5", ".5", "5.", "+.25", "1e5", "1e999", "-0", "0", "2024", "2.5E-3", "1e"]
    ),
)
OTHER = st.sampled_from(["", "NA", "nan", "N/A", "-", "inf", "1,5", "5 %", "€3", "1-2", "1.2.3", "x", "2024-03", "1_0"])
COLUMNS = st.lists(st.lists(WRITTEN, min_size=6, max_size=6) | st.lists(WRITTEN | OTHER, min_size=6, max_size=6))


def what_is(columns, more):
    """All that is known of the columns of a table with these cells."""
    names = [f"c{place}" for place in range(len(columns))]
    rows = Rows([Row(line, cells) for line, cells in enumerate(zip(*columns, strict=True), start=2)])
    found = kinds.columns_of(names, rows, Settings(**more))
    return [
        (each.kind, each.values.tobytes(), each.missing, each.first_bad_row, each.classes, each.question, each.notes)
        for each in found
    ]


@given(
    COLUMNS.filter(len),
    st.sampled_from(
        [{}, {"decimal": ","}, {"decimal": "."}, {"thousands": "."}, {"thousands": ","}, {"thousands": " "}]
    ),
)
@settings(max_examples=300)
def test_at_once_is_what_cell_by_cell_gives(columns, more):
    at_once = what_is(columns, more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "plain_column", lambda *_: None)
        assert what_is(columns, more) == at_once


@given(st.lists(st.floats() | st.none(), min_size=1, max_size=8))
def test_numbers_of_a_file_with_types_are_taken_at_once(cells):
    at_once = what_is([cells], {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "plain_column", lambda *_: None)
        assert what_is([cells], {}) == at_once


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=8), st.sampled_from(["%.17g", "%.4f", "%.6e", "%d"]))
def test_what_pandas_writes_is_taken_at_once_and_comes_back(numbers, form):
    written = pd.DataFrame({"y": range(len(numbers)), "x": [form % number for number in numbers]})
    table = read(written.to_csv(index=False).encode())
    column = table.columns[-1]
    assert plain_column(column.cells, table.lines) is not None
    if column.kind == "number":
        np.testing.assert_array_equal(column.values, [float(form % number) for number in numbers])


@pytest.mark.parametrize("cell", ["1,5", "5 %", "x", "1-2", "1.2.3", "1_0", "1\n2", "\u0661", "9007199254740993"])
def test_what_is_no_plain_decimal_is_looked_at_cell_by_cell(cell):
    assert plain_column(("1.5", cell, "2"), (2, 3, 4)) is None
