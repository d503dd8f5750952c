"""Tables as bookkeepers, registers and pandas write them: what is taken for what, and that each guess is said."""

import io

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surface import read


def column(cells, **more):
    """The first of two columns, of which the other one is of plain numbers, and what is said of the table."""
    text = "\n".join(["a;n", *(f"{cell};{row}" for row, cell in enumerate(cells))])
    table = read(text.encode(), **more)
    return table.columns[0], " ".join(table.notes)


# --- signs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "values", "said"),
    [
        (["(1.5)", "2.5", "(3.5)"], [-1.5, 2.5, -3.5], "(1.5) (line 2) is read as -1.5, for brackets mean a minus."),
        (["(1,234)", "56", "(7,890)"], [-1234, 56, -7890], "brackets mean a minus"),
        (
            ["1.5-", "2.5", "0.25-"],
            [-1.5, 2.5, -0.25],
            "1.5- (line 2) is read as -1.5, for its minus stands behind it.",
        ),
        (["($12.50)", "$3.25", "($1.75)"], [-12.5, 3.25, -1.75], "brackets mean a minus"),
        (["$(1,234)", "$56", "$(7,890)"], [-1234, 56, -7890], "$(1,234) (line 2) is read as -1234, for brackets mean"),
        (["(12.5%)", "3.5%", "1.5%"], [-0.125, 0.035, 0.015], "brackets mean a minus"),
        (["1.5\u2212", "2.5", "3.5"], [-1.5, 2.5, 3.5], "its minus stands behind it"),
    ],
)
def test_a_minus_as_bookkeepers_write_it(cells, values, said):
    more = {"thousands": ","} if any("1,234" in cell for cell in cells) else {}
    found, notes = column(cells, **more)
    assert found.kind == "number"
    np.testing.assert_allclose(found.values, values, rtol=1e-15)
    assert said in notes


@pytest.mark.parametrize("cell", ["(-1.5)", "((1.5))", "-1.5-", "(1.5", "1.5)", "--1.5", "(+1.5)", "()", "-", "(1.5-)"])
def test_a_sign_that_is_there_twice_or_half_is_none(cell):
    found, _ = column([cell, "2.5", "3.5", "4.5"])
    assert found.kind == "number"
    assert np.isnan(found.values).tolist() == [True, False, False, False]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=6))
def test_what_is_written_with_brackets_comes_back(numbers):
    cells = [f"({-number!r})" if number < 0 else repr(number) for number in numbers]
    if any("e" in cell for cell in cells):
        cells = [f"({-number:.9f})" if number < 0 else f"{number:.9f}" for number in numbers]
    found, _ = column(cells, decimal=".")
    np.testing.assert_allclose(found.values, numbers, atol=1e-9)


def test_the_models_of_a_regression_are_names():
    table = read(b"model,(1),(2)\nage,0.25,0.5\nsize,1.5,(0.75)\n")
    assert [each.name for each in table.columns] == ["model", "(1)", "(2)"]
    assert table.columns[2].values.tolist() == [0.5, -0.75]


# --- identifiers --------------------------------------------------------------------------------------------------


def test_a_leading_zero_makes_an_identifier():
    found, notes = column(["007", "12", "345"])
    assert found.kind == "text"
    assert found.shown == ("007", "12", "345")
    assert "Column a is left as text: 007 (line 2) begins with a zero, as identifiers do." in notes
    assert column(["0", "0.5", "00.5"])[0].kind == "number"
    assert column(["0", "10", "20"])[0].kind == "number"


@pytest.mark.parametrize("cells", [["9007199254740993", "12", "13"], ["7", "", "-12345678901234567891"]])
def test_a_whole_number_that_no_float_holds_makes_an_identifier(cells):
    found, notes = column(cells)
    assert found.kind == "text"
    assert found.shown == tuple(cells)
    long = max(cells, key=len)
    line = cells.index(long) + 2
    assert f"Column a is left as text: {long} (line {line}) has more figures than a number holds, as id" in notes


@pytest.mark.parametrize("long", ["9007199254740992", "1e300", "999999999999999", "18014398509481984"])
def test_a_number_that_a_float_holds_is_one(long):
    found, notes = column([long, "12", "13"])
    assert found.kind == "number"
    assert found.values.tolist() == [float(long), 12, 13]
    assert "figures" not in notes


@pytest.mark.parametrize("cells", [["9'007'199'254'740'993", "12", "13"], ["9007199254740993", "0.5", "13"]])
def test_figures_of_what_is_measured_are_said_to_be_lost(cells):
    found, notes = column(cells)
    assert found.kind == "number"
    assert found.values[0] == 2.0**53
    assert f"{cells[0]} (line 2) is read as 9007199254740992: a number has about 16 figures here" in notes


# --- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        ["3 Jan 2020", "5 Feb 2020", "1 Mar 2021"],
        ["Jan 3, 2020", "Feb 5, 2020", "Mar 1, 2021"],
        ["January 3 2020", "February 5 2020", "March 1 2021"],
        ["3-Jan-2020", "5-FEB-2020", "1-mar-2021"],
        ["3rd January 2020", "5th of February, 2020", "1st March 2021"],
        ["Jan. 3, 2020", "Feb. 5, 2020", "Mar. 1, 2021"],
    ],
)
def test_months_by_their_english_names(cells):
    found, notes = column(cells)
    assert found.kind == "date"
    assert found.values.tolist() == [0, 33, 423]
    assert "counts the days since 2020-01-03" in notes


def test_the_time_of_a_day_beside_a_named_month():
    found, _ = column(["3 Jan 2020 06:00", "3 Sept 2020 18:30:36", "4 Jan 2020"])
    assert found.values.tolist() == pytest.approx([0, 244.5 + (30 * 60 + 36) / 86400, 0.75])


@pytest.mark.parametrize(
    "cells",
    [
        ["2020-01", "2020-02", "2021-03"],
        ["2020/1", "2020/2", "2021/3"],
        ["Jan 2020", "February 2020", "Mar 2021"],
        ["January, 2020", "FEB. 2020", "2021-03-01"],
    ],
)
def test_a_month_is_its_first_day_and_that_is_said(cells):
    found, notes = column(cells)
    assert found.kind == "date"
    assert found.values.tolist() == [0, 31, 425]
    assert f"Column a: {cells[0]} is read as the first day of its month." in notes


@pytest.mark.parametrize("cell", ["2020-13", "0000-01", "Foo 2020", "2020-00", "Jan 20201"])
def test_what_is_no_month_is_a_gap_among_months(cell):
    found, _ = column([cell, "2020-01", "2020-02", "2020-03"])
    assert np.isnan(found.values).tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["2024-03", "2022", "2023", "2021"], "2022 (line 3) is a year, and 2024-03 (line 2) is a date within one"),
        (["2021", "2024-03", "2024-04"], "2021 (line 2) is a year, and 2024-03 (line 3) is a date within one"),
        (["2021", "2022", "5 Mar 2023"], "2021 (line 2) is a year, and 5 Mar 2023 (line 4) is a date within one"),
    ],
)
def test_years_beside_dates_are_left_as_text(cells, why):
    found, notes = column(cells)
    assert found.kind == "text"
    assert found.missing == 0
    assert f"Column a is left as text: {why}." in notes


def test_a_date_among_other_numbers_is_a_gap_that_is_said():
    found, notes = column(["2024-03", "12.5", "2023", "9"])
    np.testing.assert_array_equal(found.values, [np.nan, 12.5, 2023, 9])
    assert "1 of 4 rows has no a (line 2: '2024-03')." in notes


@pytest.mark.parametrize("cell", ["31 Feb 2020", "3 Foo 2020", "0 Jan 2020", "3 Jan 2020 25:00", "3 Jan 2020 noon"])
def test_what_is_no_date_is_a_gap_among_dates(cell):
    found, _ = column([cell, "3 Jan 2020", "4 Jan 2020", "5 Jan 2020"])
    assert found.kind == "date"
    assert np.isnan(found.values).tolist() == [True, False, False, False]


@pytest.mark.parametrize("cells", [["3/1/20", "4/2/21"], ["3 Jan 20", "4 Feb 21"], ["Jan 3, 20", "Feb 4, 21"]])
def test_a_year_of_two_figures_is_not_guessed(cells):
    found, notes = column(cells)
    assert found.kind == "text"
    assert f"Column a is left as text: {cells[0]} has a year of two figures, of any century." in notes


# --- two rows of names --------------------------------------------------------------------------------------------

PANDAS = ",a,a,b\n,x,y,x\nday,,,\n0.5,1.5,2.5,3.5\n1.25,4.5,5.5,6.5\n2.75,7.5,8.5,9.5\n"
MERGED = "Spring,,Autumn,\nmin,max,min,max\n1.5,2.5,3.5,4.5\n5.5,6.5,7.5,8.5\n1.25,1.5,1.75,2.5\n"


def test_two_rows_of_names_as_pandas_writes_them():
    table = read(PANDAS.encode())
    assert [each.name for each in table.columns] == ["day", "a x", "a y", "b x"]
    assert table.columns[0].values.tolist() == [0.5, 1.25, 2.75]
    assert table.columns[3].values.tolist() == [3.5, 6.5, 9.5]
    said = " ".join(table.notes)
    assert "Lines 1, 2 name the columns together: a x, a y, b x." in said
    assert "Line 3 left out: it only names the index, 'day'." in said


def test_two_rows_of_names_as_merged_cells_are_written():
    table = read(MERGED.encode())
    assert [each.name for each in table.columns] == ["Spring min", "Spring max", "Autumn min", "Autumn max"]
    assert table.columns[1].values.tolist() == [2.5, 6.5, 1.5]


def test_merged_cells_of_a_workbook():
    book, content = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in ([*"A", None, *"B", None], ["u", "v", "u", "v"], [1.5, 2.5, 3.5, 4.5], [1, 2, 3, 4.5], [5, 6, 7, 8.5]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.save(content)
    table = read(content.getvalue())
    assert [each.name for each in table.columns] == ["A u", "A v", "B u", "B v"]
    assert table.columns[3].values.tolist() == [4.5, 4.5, 8.5]


def test_units_below_names_of_their_own_stay_units():
    table = read(b"time,length,mass\ns,m,kg\n1,2.5,3.5\n2,4.5,5.5\n4,6.5,7.5\n")
    assert [each.name for each in table.columns] == ["time", "length", "mass"]
    assert any("units, s, m, kg" in note for note in table.notes)


def test_names_that_two_rows_do_not_tell_apart_are_not_joined():
    table = read(b"a,a,b\nkg,kg,m\n1.5,2.5,3.5\n4.5,5.5,6.5\n7.5,8.5,9.5\n")
    assert [each.name for each in table.columns] == ["a", "a (2)", "b"]
