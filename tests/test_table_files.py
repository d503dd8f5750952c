"""Workbooks, Parquet, and what pandas writes: the same tables as those of text, and packed files that are none."""

import io
import math
import struct
import zipfile
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surface import read
from surface.data import MAX_COLUMNS, MAX_ROWS
from surface.data.table import MAX_UNPACKED, Settings, read_with

nan = math.nan


def workbook(*sheets, **cells) -> bytes:
    """A workbook of these sheets, each its title and its rows, with these cells set in the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet(frame: pd.DataFrame, **more) -> bytes:
    file = io.BytesIO()
    frame.to_parquet(file, **more)
    return file.getvalue()


def numbers(table) -> dict[str, list[float]]:
    return {each.name: each.values.tolist() for each in table.columns if each.kind in ("number", "date")}


def refusal(content) -> str:
    """What is said to a file that is not taken, and nothing to one that is."""
    try:
        read(content)
    except ValueError as error:
        return str(error)
    return ""


def said(table) -> str:
    return " ".join(table.notes)


# --- workbooks ----------------------------------------------------------------------------------------------------

ROWS = [["hours", "score"], [1, 52.5], [2, 61], [3, 70]]
RIGHT = {"hours": [1, 2, 3], "score": [52.5, 61, 70]}


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (workbook(("A", ROWS)), "Read as an Excel workbook; the first row names the columns."),
        (
            workbook(("Cover", []), ("Notes", [["By somebody"]]), ("A", ROWS), ("B", [["x", "y"], [1, 2]])),
            "the first with a table was read: A.",
        ),
        (workbook(("A", [["Scores of June"], [], *ROWS])), "Row 1 left out: a title, 'Scores of June'."),
        (workbook(("A", [ROWS[0], ["(h)", "points"], *ROWS[1:]])), "Row 2 left out: units, (h), points."),
        (workbook(("A", [*ROWS, ["Total", 183.5]])), "Row 5 left out: a total, 'Total'."),
        (workbook(("A", [[None, *row] for row in ROWS])), "Column 1 left out: nothing in it."),
        (workbook(("A", [["", *ROWS[0]], *([k, *row] for k, row in enumerate(ROWS[1:]))])), "only numbers the rows"),
        (workbook(("A", ROWS), D9=None), "Read as an Excel workbook"),
    ],
)
def test_a_workbook_is_read_as_the_same_table_of_text_would_be(content, note):
    table = read(content)
    assert numbers(table) == RIGHT
    assert note in said(table)


def test_a_sheet_can_be_told():
    content = workbook(("A", ROWS), ("B", [["x", "y"], [1, 2]]))
    table = read_with(content, Settings(sheet="B"))
    assert (numbers(table), table.sheet, table.sheets) == ({"x": [1], "y": [2]}, "B", ("A", "B"))
    with pytest.raises(ValueError, match="`sheet` must be one of A, B, got 'C'"):
        read_with(content, Settings(sheet="C"))


def test_the_cells_of_a_workbook_keep_their_types():
    rows = [
        ["n", "day", "yes", "text", "typed"],
        [1, date(2024, 1, 1), True, "a", "1,5"],
        [None, datetime(2024, 1, 2, 12), False, "b", "2,5"],
        ["#N/A", date(2024, 1, 4), True, "c", "-"],
    ]
    table = read(workbook(("A", rows)))
    assert {each.name: each.kind for each in table.columns} == {
        "n": "number",
        "day": "date",
        "yes": "class",
        "text": "text",
        "typed": "number",
    }
    found = numbers(table)
    assert found["day"] == [0, 1.5, 3]
    assert str(found["typed"]) == "[1.5, 2.5, nan]"
    assert "2 of 3 rows have no n (first in row 3: '')." in said(table)
    assert "Column typed: 1,5 (row 2) is read as 1.5." in said(table)


def test_a_formula_is_no_value_and_is_not_worked_out():
    table = read(workbook(("A", [["x", "y"], [1, "=1+1"], [2, '=CMD("calc")'], [3, 4]])))
    assert str(numbers(table)) == "{'x': [1.0, 2.0, 3.0], 'y': [nan, nan, 4.0]}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (workbook(("A", [])), "a workbook must have a sheet with rows and columns, got none"),
        (workbook(("A", ROWS), ZZ1=5), "a table must have at most 200 columns, got 702 in row 1"),
        (workbook(("A", ROWS))[:-900], "a workbook must be a whole zip archive without a password"),
        (b"PK\x03\x04" + bytes(500), "a workbook must be a whole zip archive without a password"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_one_sentence(content, message):
    with pytest.raises(ValueError, match=message) as refused:
        read(content)
    assert "\n" not in str(refused.value)


def test_a_sheet_of_too_many_rows_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("surface.data.table.workbook.MOST_ROWS", 50)  # a sheet of 100,000 takes seconds to write
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for number in range(60):
        sheet.append([number])
    with pytest.raises(ValueError, match="a table must have at most 100000 rows, got more at row 51"):
        read(saved(book))


def test_what_is_for_text_alone_is_refused_for_a_workbook():
    with pytest.raises(ValueError, match="`separator` must be left out, for the file is no text but a workbook"):
        read(workbook(("A", ROWS)), separator=";")
    with pytest.raises(ValueError, match="`encoding` must be left out, for the file is no text but Parquet"):
        read(parquet(pd.DataFrame({"x": [1]})), encoding="utf-8")


# --- packed files that are none -----------------------------------------------------------------------------------


def changed(content: bytes, name: str, change, compress=zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", compress) as new:
        for part in old.infolist():
            text = old.read(part)
            new.writestr(part.filename, change(text) if part.filename == name else text)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook(("A", ROWS))


def test_a_zip_bomb_is_not_unpacked():
    bomb = changed(PLAIN, SHEET, lambda text: text + b" " * (MAX_UNPACKED + 1))
    assert len(bomb) < 200_000
    with pytest.raises(ValueError, match="a workbook must unpack to at most 100 MB, got more"):
        read(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked():
    bomb = bytearray(changed(PLAIN, SHEET, lambda text: text + b" " * (MAX_UNPACKED + 1)))
    # The size stands twice: before the part, and in the list at the end.
    large = struct.pack("<L", len(zipfile.ZipFile(io.BytesIO(PLAIN)).read(SHEET)) + MAX_UNPACKED + 1)
    assert bomb.count(large) == 2
    with pytest.raises(ValueError, match=r"a workbook must be (a whole zip archive|readable by openpyxl)"):
        read(bytes(bomb.replace(large, struct.pack("<L", 1000))))


def test_a_workbook_of_many_parts_is_refused():
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as packed:
        for number in range(2001):
            packed.writestr(f"xl/more{number}.xml", "")
    with pytest.raises(ValueError, match="a workbook must unpack to at most 100 MB, got more"):
        read(file.getvalue())


def test_xml_that_defines_its_own_entities_is_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
    content = changed(PLAIN, SHEET, lambda text: laughs + text.partition(b"?>")[2])
    with pytest.raises(ValueError, match="a workbook must be plain XML, got a part that defines entities"):
        read(content)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("text", [b"", b"<a", b"<a/>", b"\0\1"])
def test_a_workbook_with_a_broken_part_is_read_or_refused_in_one_sentence(part, text):
    assert "\n" not in refusal(changed(PLAIN, part, lambda _: text))


def test_a_sheet_that_says_it_is_endless_is_read_as_far_as_it_goes():
    content = changed(PLAIN, SHEET, lambda text: text.replace(b'ref="A1:B4"', b'ref="A1:XFD1048576"'))
    assert numbers(read(content)) == RIGHT


def test_another_zip_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.csv", "x,y\n1,2\n")
    with pytest.raises(ValueError, match="and this is a zip archive of something else"):
        read(file.getvalue())


# --- Parquet ------------------------------------------------------------------------------------------------------


def test_parquet_is_read_with_its_types():
    frame = pd.DataFrame(
        {
            "n": [1, 2, 3, 4],
            "x": [0.5, nan, 1.5, math.inf],
            "small": np.array([1, 2, 3, 4], np.int8),
            "day": pd.to_datetime(["2024-01-01", "2024-01-02", None, "2024-01-05"]),
            "zone": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05"]).tz_localize(
                "Europe/Berlin"
            ),
            "word": pd.Categorical(["a", "b", "a", "b"]),
            "yes": [True, False, True, False],
            "<b>": ["1.299", "2", "x", "y"],
        }
    )
    table = read(parquet(frame))
    assert [each.kind for each in table.columns[:7]] == ["number"] * 3 + ["date"] * 2 + ["class"] * 2
    assert str(numbers(table)["x"]) == "[0.5, nan, 1.5, nan]"
    assert str(numbers(table)["day"]) == "[0.0, 1.0, nan, 4.0]"
    assert "2 of 4 rows have no x (first in row 2: '')." in said(table)


@pytest.mark.parametrize("index", [[0, 1, 2], [0, 1, 3]])
def test_the_index_that_pandas_writes_into_parquet_is_left_out(index):
    table = read(parquet(pd.DataFrame({"x": [1, 2, 3], "y": [2, 3, 5]}, index=index), index=True))
    assert numbers(table) == {"x": [1, 2, 3], "y": [2, 3, 5]}
    assert "Column 1 left out: it has no name and only numbers the rows" in said(table)


def test_whole_numbers_that_no_float_holds_stay_as_they_are():
    table = read(parquet(pd.DataFrame({"n": [2**53 + 1, -(2**60) - 1, 3], "m": [2**53, 1, 2]})))
    assert [each.kind for each in table.columns] == ["text", "number"]
    assert table.columns[0].shown == ("9007199254740993", "-1152921504606846977", "3")
    assert table.columns[1].values.tolist() == [2.0**53, 1, 2]
    assert "Column n is left as text: 9007199254740993 (row 1) has more figures than a number holds" in said(table)


def test_a_nested_column_is_text():
    content = io.BytesIO()
    pq.write_table(pa.table({"x": [1, 2], "y": [[1, 2], [3]], "z": [b"\0", b"\1"]}), content)
    table = read(content.getvalue())
    assert [each.kind for each in table.columns] == ["number", "text", "text"]


# Made when it is tried: every worker collects all tests, and one of these files has been 180 MB.
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"PAR1" + bytes(100), "a Parquet file must be readable by pyarrow, got: "),
        (lambda: parquet(pd.DataFrame({"x": [1, 2]}))[:-30], "a Parquet file must be readable by pyarrow, got: "),
        (
            lambda: parquet(pd.DataFrame({"x": range(MAX_ROWS + 1)})),
            "a table must have at most 100000 rows, got 100001",
        ),
        (
            lambda: parquet(pd.DataFrame(np.zeros((20_000, 101)), columns=[f"c{k}" for k in range(101)])),
            "a table must have at most 2000000 cells, got 2020000",
        ),
        (
            lambda: parquet(pd.DataFrame(np.zeros((1, MAX_COLUMNS + 1))).add_prefix("c")),
            "at most 200 columns, got 201",
        ),
        (
            lambda: parquet(pd.DataFrame({"x": []})),
            "a table must have at least one row with something in it, got none",
        ),
        (
            lambda: parquet(pd.DataFrame({"x": ["a" * 20_000] * 9_000})),
            "a Parquet file must unpack to at most 100 MB, got more",
        ),
    ],
    ids=["no", "cut", "rows", "cells", "columns", "empty", "unpacked"],
)
def test_parquet_that_cannot_be_read_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message) as refused:
        read(make())
    assert "\n" not in str(refused.value)


# --- what pandas writes -------------------------------------------------------------------------------------------

# As many digits as a workbook keeps.
finite = st.integers(-(10**12), 10**12).map(lambda number: number / 1000)
columns = st.lists(st.text("anoxyzÄßλ字", min_size=2, max_size=6), min_size=2, max_size=4, unique=True)


@st.composite
def frames(draw) -> pd.DataFrame:
    names, rows = draw(columns), draw(st.integers(2, 6))
    frame = pd.DataFrame({name: draw(st.lists(finite, min_size=rows, max_size=rows)) for name in names})
    # A gap in any column but the first.
    if draw(st.booleans()):
        frame.iloc[draw(st.integers(0, rows - 1)), len(names) - 1] = nan
    return frame


def same(table, frame: pd.DataFrame) -> bool:
    right = {str(name): [float(each) for each in frame[name]] for name in frame.columns}
    return str(numbers(table)) == str(right)


@given(
    frames(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([".", ","]),
    st.booleans(),
    st.sampled_from(["", "NA", "?"]),
)
@settings(max_examples=40)
def test_what_pandas_writes_as_text_is_read_back(frame, separator, decimal, index, gap):
    text = frame.to_csv(sep=separator, decimal=decimal, index=index, na_rep=gap)
    assert same(read(text.encode(), separator=separator, decimal=decimal), frame)
    worked_out = read(text.encode())
    right = {name: str(values) for name, values in numbers(read(text.encode(), decimal=decimal)).items()}
    assert {name: str(values) for name, values in numbers(worked_out).items()}.items() <= right.items()


@given(frames())
@settings(max_examples=12)
def test_what_pandas_writes_packed_is_read_back(frame):
    file = io.BytesIO()
    frame.to_excel(file, index=False)
    assert same(read(file.getvalue()), frame)
    assert same(read(parquet(frame)), frame)
