"""Tables of text: each kind that people have is read as it is meant, and what cannot be is said in one sentence."""

import base64
import codecs
import csv
import io
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surface import read
from surface.data import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Dataset
from surface.data.table import ENCODINGS, Settings, read_with
from surface.data.table.gaps import GAPS

HERE = Path(__file__).parent
TABLES = HERE / "tables"
nan = math.nan


def numbers(table) -> dict[str, list[float]]:
    """The columns of numbers and dates, by their names."""
    return {each.name: each.values.tolist() for each in table.columns if each.kind in ("number", "date")}


def kinds(table) -> dict[str, str]:
    return {each.name: each.kind for each in table.columns}


def column(table, name):
    return next(each for each in table.columns if each.name == name)


def said(table) -> str:
    return " ".join(table.notes)


def refusal(content, **more) -> str:
    """What is said to a file that is not taken, and nothing to one that is."""
    try:
        read(content, **more)
    except ValueError as error:
        return str(error)
    return ""


# --- each kind of table, three files of each ----------------------------------------------------------------------

XY = {"x": [1.5, 2.5], "y": [2, 3]}
SHARED = {"a": [1, 4], "b": [3, 7]}

# The file, its columns of numbers, and what its notes have to say.
FILES = {
    "cases/01-no-header.txt": ({"1": [4.2, 3.7, 8.8, 6.5], "2": [9.6, 6.1, 14.2, 10.9]}, "no row names the columns"),
    "no-header-blanks.txt": ({"1": [1, 2, 3], "2": [2.5, 3.5, 5], "3": [-3, -4, -6]}, "no row names the columns"),
    "no-header-semicolons.csv": ({"1": [0.5, 1.5, 2.5], "2": [12, 14, 19]}, "0,5 (line 1) is read as 0.5"),
    "cases/02-no-header-with-class.csv": (
        {"1": [5.6, 4.4, 7.3, 6.2], "2": [3.3, 3.8, 3, 2.7], "3": [1.2, 1.9, 4.1, 4.8], "4": [0.4, 0.1, 1.6, 1.1]},
        "Column 5 holds 2 classes, each one unit: blue, red.",
    ),
    "no-header-class-first.data": ({"2": [12.1, 4.9, 5.1, 13], "3": [3, 5, 4, 2]}, "Column 1 holds 2 classes"),
    "no-header-class-tabs.tsv": ({"1": [1.5, 2.5, 3.5], "3": [7, 8, 9]}, "Column 2 holds no and yes"),
    "cases/03-index-column.csv": (
        {"spots": [210.4, 52.7, 15.9], "posters": [31.2, 40.1, 44.6], "sold": [20.3, 11.8, 8.1]},
        "Column 1 left out: it has no name and only numbers the rows, from 1 to 3.",
    ),
    "index-pandas.csv": ({"hours": [2, 3.5, 5, 7.5], "score": [51, 58, 66, 81]}, "only numbers the rows, from 0 to 4."),
    "index-r.txt": ({"speed": [4, 4, 7], "dist": [2, 10, 4]}, "only numbers the rows, from 1 to 3."),
    "row-names-r.txt": ({"mpg": [21.5, 22.75, 18], "hp": [110, 93, 175]}, 'it is called "row names"'),
    "cases/04-missing-marks.csv": (
        {"range": [17.5, 24, 14.5, 23], "power": [128, nan, 170, 92], "mass": [3410, 2110, 3720, 2290]},
        "1 of 4 rows has no power (line 3: '?').",
    ),
    "cases/04-missing-leaves-one-column.csv": (
        {"hours": [1, 2, 3, 4], "score": [52, nan, 61, 70]},
        "1 of 4 rows has no score (line 3: 'NA').",
    ),
    "missing-german.csv": (
        {"alter": [21, 34, 28, 45], "groesse": [1.8, nan, 1.65, 1.72], "gewicht": [nan, 70.5, 58, nan]},
        "2 of 4 rows have no gewicht (first in line 2: 'k.A.').",
    ),
    "missing-blank.tsv": (
        {"t": [0, 0.5, 1, 1.5, 2, 2.5], "v": [1.25, nan, nan, nan, nan, 3.5]},
        "4 of 6 rows have no v (first in line 3: '').",
    ),
    "missing-short.csv": ({"a": [1, 2, 3], "b": [10, nan, 30]}, "Line 4 has fewer than 2 cells"),
    "cases/05-thousands-dot.csv": (
        {"flaeche": [120, 80, 100, 60]},
        "Column 'miete' must be decided, for 1.299 (line 2)",
    ),
    "thousands-quoted.csv": ({"year": [2019, 2020, 2021]}, "`thousands=','` for 1204"),
    "thousands-swiss.csv": (
        {"jahr": [1, 2, 3], "umsatz": [1204.5, 998.25, 12310]},
        "1'204.50 (line 2) is read as 1204.5.",
    ),
    "thousands-told.csv": (
        {"jahr": [1, 2, 3], "anteil": [0.5, 0.75, 1.25], "umsatz": [1204, 998, 2310]},
        "1.204 (line 2) is read as 1204, not as 1.204.",
    ),
    "cases/06-tab-decimal-comma.tsv": ({"x": [1.5, 3.25], "y": [2.5, 4.75]}, "1,5 (line 2) is read as 1.5."),
    "decimal-comma-semicolons.csv": ({"x": [-0.5, 2], "y": [12.5, 0.75]}, "1,25e1 (line 2) is read as 12.5."),
    "decimal-comma-quoted.csv": ({"x": [1.5, 2.25], "y": [2, 3]}, "1,5 (line 2) is read as 1.5."),
    "cases/07-cp1252.csv": ({"höhe": [1.75, 1.62, 1.8], "gewicht": [70.5, 58, 81]}, "read as cp1252"),
    "cases/07-utf16.txt": ({"höhe": [1.75, 1.62, 1.8], "gewicht": [70.5, 58, 81]}, "text in UTF-16"),
    "utf16-mark-be.txt": ({"straße": [1.5, 2.5], "länge": [2, 4]}, "text in UTF-16"),
    "utf8-mark.csv": ({"größe": [1.5, 2.5], "preis": [2, 4]}, "text in UTF-8"),
    "cp1252-euro.csv": ({"preis €": [1.5, 2.5], "menge": [2, 4]}, "its first special letter is €"),
    "cp1252-quote.txt": ({"café “x”": [1, 3], "b": [2, 5]}, "its first special letter is é"),
    "cases/09-sep-line.csv": ({"x": [1.5, 2.5, 3.5], "y": [2, 3, 5]}, "Line 1 left out: it only says that semicolons"),
    "sep-comma.csv": (XY, "Line 1 left out: it only says that commas"),
    "sep-tab.csv": (XY, "Line 1 left out: it only says that tabs"),
    "cases/09-blank-columns-right.csv": ({"x": [1, 3, 5], "y": [2, 4, 5]}, "Columns 3, 4 left out: nothing in them."),
    "blank-columns-middle.csv": ({"x": [1, 3], "y": [2, 4]}, "Columns 2, 4 left out: nothing in them."),
    "blank-columns-left.csv": ({"x": [1, 3], "y": [2, 5]}, "Columns 1, 2 left out: nothing in them."),
    "cases/09-comment-line.csv": ({"x": [1, 3], "y": [2, 4]}, "Line 1 left out: a comment, '# made with a tool'."),
    "comment-names.txt": (XY, "Line 2 is a comment with a name for each column: it names them."),
    "comment-everywhere.csv": (XY, "Lines 1, 2, 5, 7 left out: comments"),
    "cases/14-scores.csv": ({"hours": [30, 51, 63, 45, 57], "score": [35, 64, 66, 70, 83]}, "UTF-8 with commas"),
    "scores-semicolons.csv": ({"hours": [30, 51, 63], "score": [35, 64, 66]}, "with semicolons between the columns"),
    "scores-quoted.csv": ({"hours": [30, 51], "score": [35, 64]}, "with commas between the columns"),
    "cases/16-three-scales.csv": (
        {"a": [-0.84, -6.64, -26.27, 0, 0, 0], "b": [0, 0, 0, -0.84, -6.64, -26.27], "y": [0.12, 0.91, 0.37] * 2},
        "the first row names the columns",
    ),
    "scales-tabs.tsv": ({"a": [-0.84, 0], "b": [0, -26.27], "y": [0.12, 0.37]}, "with tabs between the columns"),
    "scales-powers.csv": ({"a": [1e6, 3e6], "b": [-2.5e-3, 4], "y": [0.5, 7]}, "with commas between the columns"),
    "percent.csv": (
        {"share": [0.12, 0.035, 0], "y": [1, 2, 3]},
        "Column share holds percentages: 12 % (line 2) is 0.12.",
    ),
    "percent-comma.csv": ({"anteil": [0.125, 1], "y": [1, 2]}, "12,5 % (line 2) is 0.125."),
    "currency.csv": ({"price": [1200.5, 3.5, -4], "y": [1, 2, 3]}, "Column price: $ is left out of its cells."),
    "currency-euro.csv": ({"preis": [1200.5, 3.5], "y": [1, 2]}, "Column preis: € is left out of its cells."),
    "dates-iso.csv": ({"day": [2, 0, 3.5], "y": [1, 2, 3]}, "it counts the days since 2024-02-28."),
    "dates-german.csv": ({"tag": [0, 2], "y": [1, 2]}, "it counts the days since 2024-02-28."),
    "dates-open.csv": ({"y": [1, 2]}, "01/02/2024 may be two dates, the day or the month first."),
    "true-false.csv": (
        {"y": [1, 2, 3]},
        "holds false and true: as an input it is 1 for true, as a target one unit for each",
    ),
    "yes-no.csv": ({"y": [1, 2, 3]}, "as an input it is 1 for ja"),
    "unicode-minus.csv": ({"x": [-1.5, -2.5], "y": [2, 3]}, "the first row names the columns"),
    "unicode-minus-semicolons.csv": ({"x": [-1.5, -2.5], "y": [2, -3]}, "1,5 (line 2) is read as -1.5."),
    "no-break-tabs.tsv": ({"x": [1000.5, 2000], "y": [2, 3]}, "is read as 1000.5."),
    "no-break.csv": ({"x": [12345.5, 1000], "y": [2, 3]}, "is read as 12345.5."),
    "title.csv": ({"flat": [1.5, 2.5], "rent": [20, 30]}, "Line 1 left out: a title, 'Rents in our town'."),
    "title-excel.csv": ({"flat": [1, 2], "rent": [20, 30], "rooms": [2, 3]}, "Line 2 left out: a title, 'June'."),
    "units.csv": ({"hours": [1, 2, 3], "score": [52, 61, 70]}, "Line 2 left out: units, (h), points."),
    "units-german.csv": ({"zeit": [0.5, 1, 1.5], "weg": [1, 4, 9]}, "Line 2 left out: units, s, m."),
    "total.csv": ({"x": [1, 3, 5], "y": [2, 4, 7]}, "Line 5 left out: a total, 'Total'."),
    "total-german.csv": ({"x": [1, 3], "y": [2, 4]}, "Line 4 left out: a total, 'Summe:'. Line 5 left out: a remark"),
    "names-twice.csv": (
        {"a": [1, 4], "a (2)": [2, 5], "b": [3, 7]},
        "The name a occurs again: column 2 is called a (2).",
    ),
    "names-thrice.csv": (
        {"x": [1, 2], "x (3)": [2, 3], "x (4)": [3, 4], "x (2)": [4, 6]},
        "The name x occurs again: column 3 is called x (4).",
    ),
    "names-lacking.csv": ({"x": [1, 4], "2": [2, 5], "y": [3, 7]}, "Column 2 has no name: it is called 2."),
    "names-wild.csv": (
        {"<script>alert(1)</script>": [1, 4], "=cmd()": [2, 5], "😀": [3, 6], "two lines": [4, 8]},
        "with commas between the columns",
    ),
    "blanks.txt": ({"x": [1, 10], "y": [2.5, 3.5]}, "with blanks between the columns"),
    "strokes.txt": ({"x": [1, 3], "y": [2.5, 3.5]}, "with upright strokes between the columns"),
    "strokes-markdown.md": ({"x": [1, 3], "y": [2.5, 3.5]}, "Line 2 left out: only dashes."),
}


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_table_is_read_as_it_is_meant(name):
    table, (right, note) = read(TABLES / name), FILES[name]
    assert str(numbers(table)) == str({key: [float(each) for each in values] for key, values in right.items()})
    assert note in said(table)


def test_every_file_beside_this_one_is_tried():
    assert {str(path.relative_to(TABLES)) for path in TABLES.rglob("*.*") if path.is_file()} == FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_in_another_encoding_is_the_same(name):
    content = (TABLES / name).read_bytes()
    table = read(content)
    text = content.decode(table.encoding).removeprefix("\ufeff")
    for encoding, mark in (
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ):
        assert str(numbers(read(mark + text.encode(encoding)))) == str(numbers(table))
    lines = text.replace("\r\n", "\n")
    for end in ("\r\n", "\r"):
        assert str(numbers(read(lines.replace("\n", end).encode()))) == str(numbers(table))


@pytest.mark.parametrize(
    "mark", ["?", "NA", "NaN", "N/A", "null", "none", "-", "", "#N/A", "inf", "-Infinity", "1e999", "."]
)
def test_a_gap_in_any_spelling_is_said_with_its_line_and_can_be_dropped(mark):
    table = read(f"# a remark\nhours,score\n1,52\n2,{mark}\n3,61\n".encode())
    score = column(table, "score")
    assert (score.kind, score.missing, score.first_bad_line) == ("number", 1, 4)
    with pytest.raises(ValueError, match=r"1 of 3 rows has no score \(line 4: .*\): `missing` must be \"drop\""):
        table.dataset(["hours"], ["score"])
    assert table.dataset(["hours"], ["score"], missing="drop") == Dataset(
        [[1], [3]], [[52], [61]], ["hours"], ["score"]
    )


def test_a_column_without_gaps_has_no_bad_line():
    hours = column(read(TABLES / "cases/04-missing-leaves-one-column.csv"), "hours")
    assert (hours.missing, hours.first_bad_line) == (0, None)


# --- what cannot be decided, and who decides ----------------------------------------------------------------------

RENTS = TABLES / "cases/05-thousands-dot.csv"


def test_a_thousand_or_one_is_asked_and_the_sentence_names_the_argument():
    table = read(RENTS)
    assert kinds(table) == {"flaeche": "number", "miete": "undecided"}
    told = r"column 'miete' must be decided, for 1\.299 \(line 2\) .*: give `thousands='\.'` for 1299 or `decimal='\.'`"
    with pytest.raises(ValueError, match=told):
        table.dataset(["flaeche"], ["miete"])


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ({"thousands": "."}, [1299, 899, 1050, 745]),
        ({"decimal": ","}, [1299, 899, 1050, 745]),
        ({"decimal": "."}, [1.299, 899, 1.05, 745]),
        ({"thousands": ","}, [1.299, 899, 1.05, 745]),
        ({"thousands": "'"}, [1.299, 899, 1.05, 745]),
        ({"decimal": ".", "thousands": ","}, [1.299, 899, 1.05, 745]),
    ],
)
def test_one_argument_decides_it(told, right):
    assert numbers(read(RENTS, **told))["miete"] == right


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a;b\n1,234;1\n2,345;2\n", "undecided"),
        ("a;b\n1.5;1\n2,5;2\n", "undecided"),
        ("a;b\n1.299;1,5\n899;2,5\n", "number"),
        ("a;b\n1.299;1.5\n899;2.5\n", "undecided"),
        ("a;b\n1.299;1.5\n2.345;2.5\n", "number"),
        ("a;b\n1.299.000;1\n1.299;2\n", "number"),
        ("a,b\n1.299,1\n2.345,2\n", "number"),
        ("a,b\n1.299,1\n899,2\n", "undecided"),
        ("a,b\n0.125,1\n899,2\n", "number"),
        ("a\tb\n1.299\t1\n2.345\t2\n", "undecided"),
        ("a b\n1.299 1\n2.345 2\n", "number"),
        ('a,b\n"1,299",1.5\n899,2\n', "number"),
    ],
)
def test_nothing_is_decided_that_two_hands_may_have_meant_differently(text, kind):
    assert kinds(read(text.encode()))["a"] == kind


def test_a_column_keeps_its_decimals_where_another_ones_thousands_are_told():
    table = read(b"a;b\n1.299;1.5\n899;2.5\n", thousands=".")
    assert numbers(table) == {"a": [1299, 899], "b": [1.5, 2.5]}


def test_two_decimal_marks_in_one_column_are_asked_about():
    table = read(b"a;b\n1.5;1\n2,5;2\n")
    with pytest.raises(ValueError, match=r"2,5 \(line 3\) can be read in two ways: give `decimal=','` for 2\.5"):
        table.dataset(["a"], ["b"])
    assert str(numbers(read(b"a;b\n1.5;1\n2,5;2\n", decimal=","))["a"]) == "[nan, 2.5]"


def test_what_is_told_is_taken():
    text = b"1,2\n3,4\n"
    assert numbers(read(text, header=True)) == {"1": [3], "2": [4]}
    assert numbers(read(b"a,b\n3,4\n5,6\n", header=False))["1"][1:] == [3, 5]
    assert [each.name for each in read(b"a,b;c\n1,2;3\n", separator=";").columns] == ["a,b", "c"]
    assert [each.name for each in read("ä,b\n1,2\n".encode("cp1252"), encoding="latin-1").columns] == ["ä", "b"]
    assert [each.name for each in read("д,b\n1,2\n".encode("cp1251"), encoding="windows-1251").columns] == ["д", "b"]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"header": "yes"}, "`header` must be one of True, False, got 'yes'"),
        ({"header": 1}, "`header` must be one of True, False, got 1"),
        ({"separator": ",,"}, "`separator` must be one mark, such as ';', a tab or a blank, got ',,'"),
        ({"separator": "a"}, "`separator` must be one mark"),
        ({"separator": '"'}, "`separator` must be one mark"),
        ({"decimal": "x"}, r"`decimal` must be one of '\.', ',', got 'x'"),
        ({"decimal": ["."]}, r"`decimal` must be one of"),
        ({"thousands": "_"}, "`thousands` must be one of"),
        (
            {"decimal": ".", "thousands": "."},
            r"`decimal` and `thousands` must be two different marks, got '\.' for both",
        ),
        ({"encoding": "rot13"}, "`encoding` must be one of utf-8, cp1252"),
        ({"encoding": 8}, "`encoding` must be one of utf-8, cp1252"),
        ({"encoding": "ascii"}, "line 1 must be text in ascii, got the byte 0xc3: give another `encoding`"),
    ],
)
def test_what_cannot_be_told_is_refused(told, message):
    with pytest.raises(ValueError, match=message):
        read("ä,b\n1,2\n".encode(), **told)


def test_python_knows_every_encoding_that_may_be_told():
    assert [name for name in ENCODINGS if not "a".encode(name)] == []


@pytest.mark.parametrize("name", ["title-excel.csv", "units.csv", "total.csv", "cases/03-index-column.csv"])
def test_what_would_be_left_out_can_be_kept(name):
    whole, table = (read_with(TABLES / name, Settings(keep=keep)) for keep in (True, False))
    assert len(whole) * len(whole.columns) > len(table) * len(table.columns)
    assert "left out" in said(table)
    assert "left out" not in said(whole)


def test_numbers_can_be_told_to_be_classes():
    table = read_with(b"x,kind\n1,10\n2,2\n3,0\n4,2\n", Settings(classes=("kind",)))
    assert column(table, "kind").classes == ("0", "2", "10")
    assert table.dataset(["x"], ["kind"]).targets.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 0]]


# --- what is no table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a file must hold a table, got an empty one"),
        (b" \n\n", "a file must hold a table, got an empty one"),
        (b"a,b\n", "a table must have at least one row below the names in line 1, got none"),
        (b"# only a comment\n", "a table must have at least one row with something in it, got none"),
        (b",,\n,,\n", "a table must have at least one row with something in it, got none"),
        (b"a,b\n1,2,3\n", "line 2 must have 2 cells, as line 1 has, got 3"),
        (b"title\n\na,b\n1,2\n\n3,4,5\n", "line 6 must have 2 cells, as line 3 has, got 3"),
        (b'a,b\n1,"2', "line 2 must be readable as CSV, got: unexpected end of data"),
        (b"a,b\n1," + b"2" * 200_000, "line 2 must be readable as CSV, got: field larger than field limit"),
        (b"\0\1\2", "a file must be a table, and this is no text: line 1 holds the byte 0x00"),
        (b"a,b\n1,2\n\x1b[2J,3\n", "a file must be a table, and this is no text: line 3 holds "),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a file must be text, an Excel workbook or Parquet, and this is a picture"),
        (b"\x80\x04\x95\x0b\0", "and this is a pickle, which would run what it holds"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), r"an Excel workbook of the old kind \(\.xls\)"),
        (b"\x1f\x8b" + bytes(99), "packed by gzip"),
        (b"a,b\n1,\x81\n", "line 2 must be text in cp1252, got the byte 0x81"),
        (b"1," * MAX_COLUMNS + b"1\n", "a table must have at most 200 columns, got 201 in line 1"),
        (b"1," * 10_000 + b"1\n", "a table must have at most 200 columns, got 10001 in line 1"),
        (b"a,b\n" + b"1,2\n" * (MAX_ROWS + 1), "a table must have at most 100000 rows, got more at line 100002"),
        (b"1\n" * 1_000_000, "a table must have at most 100000 rows, got more at line "),
        (
            b"1," * 149 + b"1\n" + (b"1," * 149 + b"1\n") * 13_400,
            "a table must have at most 2000000 cells, got more at line 13334",
        ),
        (b"a" * (MAX_BYTES + 1), "a file must have at most 10 MB, got more"),
        ([[1, 2]], "`source` must be a path, or the bytes of a file, got list"),
        ("no such file.csv", "`source` must be a file that can be read, got 'no such file.csv': No such file"),
        (HERE, "`source` must be a file, got "),
        ("a\0b", "`source` must be a file that can be read, got "),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_table_is_refused_in_one_sentence(content, message):
    with pytest.raises(ValueError, match=message) as refused:
        read(content)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/urandom"])
def test_a_file_without_end_is_not_begun(path):
    assert "must be a file" in refusal(path)


def test_a_file_of_300_mb_is_not_read(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(300_000_000)
    assert refusal(large) == "a file must have at most 10 MB, got more"


def test_the_server_takes_a_message_with_the_largest_table_and_no_upload():
    config = tomllib.loads((HERE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxMessageSize"] * 2**20 > 2 * len(base64.b64encode(bytes(MAX_BYTES)))
    assert config["server"]["maxUploadSize"] == 1


def test_as_many_rows_as_the_limit_says_are_read():
    assert len(read(b"a,b\n" + b"1,2\n" * MAX_ROWS).dataset(["a"], ["b"])) == MAX_ROWS


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x\n1\n2\n", "There is one column: a network needs at least one input and one target."),
        (
            "a,b\nfoo,bar\nbaz,qux\n",
            "Text, which is neither input nor target: a, b.",
        ),
        ("a,b\n1,2\n1,3\n", "The same in every row, so that nothing can be learned from it: a."),
        ("a,b\n1,2\n,\n3,4\n", "Line 3 left out: nothing in it."),
        ("a,b,c\n1,2,\n3,4,\n", "Nothing in it but a name: c."),
        ("a,b\n5%,2\n0.3,3\n", "Column a is left as text: some of its numbers have a % and others have none."),
        ("a,b\n$5,2\n€4,3\n", "Column a is left as text: it has amounts in $ and in €."),
        ("x,NONE\n1,2\n3,4\n", "the first row names the columns"),
        ("2024-01-01,red\n2024-01-02,blue\n", "no row names the columns"),
        ("yes,anna\nno,bob\n", "no row names the columns"),
        ("rank,x\n#1,5\n#2,6\n", "the first row names the columns"),
        (
            "made;2024\nby;me\n\na;b;c;d\n1;2;3;4\n2;3;4;6\n",
            "Line 1 left out: a title, 'made'. Line 2 left out: a title",
        ),
        (' "x", "y"\n "1", "2"\n', "with commas between the columns; the first row names"),
        ("NA,NA\n1,2\n3,4\n", "1 of 3 rows has no 1 (line 1: 'NA')."),
        (",0,1\n0,5,6\n1,6,7\n", "only numbers the rows"),
        ("country,2019,2020\nDE,1.5,2.5\nFR,2.5,3.5\n", "the first row names the columns"),
        (f"{'a' * 100},b\n1,2\n", "The name of column 1 is cut"),
        ('a,b\n"1" ,2\n"x" y,3\n', "1 of 2 rows has no a (line 3: 'x y')."),
    ],
)
def test_what_is_strange_is_said(text, note):
    assert note in said(read(text.encode()))


def test_a_film_that_begins_as_a_total_does_is_none():
    assert len(read(b"film,y\nAlien,1\nHeat,2\nTotal Recall,3\n")) == 3


def test_a_nameless_column_of_years_is_no_index():
    assert list(numbers(read(b",x\n1990,5\n1991,6\n1992,7\n"))) == ["1", "x"]


# --- the data in a table ------------------------------------------------------------------------------------------

PLANTS = b"""petal,colour,wet,day
1.5,red,yes,2024-01-01
2.5,blue,no,2024-01-02
4.5,red,no,2024-01-05
5.5,green,yes,2024-01-04
2,blue,no,2024-01-03
1,green,no,2024-01-01
"""


def test_each_class_of_a_target_becomes_a_unit():
    data = read(PLANTS).dataset(["petal"], ["colour"], title="t", source="s")
    assert (data.title, data.source, data.input_names) == ("t", "s", ("petal",))
    assert data.target_names == ("colour = blue", "colour = green", "colour = red")
    assert data.targets.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 0]]


def test_each_class_of_an_input_becomes_a_column_and_a_yes_or_no_one():
    data = read(PLANTS).dataset(["wet", "colour"], ["petal"])
    assert data.input_names == ("wet", "colour = blue", "colour = green", "colour = red")
    assert data.inputs[:2].tolist() == [[1, 0, 0, 1], [0, 1, 0, 0]]
    assert read(PLANTS).dataset(["petal"], ["wet"]).target_names == ("wet = no", "wet = yes")


def test_a_date_counts_the_days_since_the_first():
    assert read(PLANTS).dataset(["day"], ["petal"]).inputs[:, 0].tolist() == [0, 1, 4, 3, 2, 0]


def test_standardised_inputs_say_so_in_their_names():
    data = read(PLANTS).dataset(["petal", "colour"], ["day"], standardise=True)
    assert data.input_names[:2] == ("petal (standardised)", "colour = blue")
    assert data.inputs[:, 0].mean() == pytest.approx(0, abs=1e-15)
    assert data.inputs[:, 0].std() == pytest.approx(1)
    assert data.targets[:, 0].tolist() == [0, 1, 4, 3, 2, 0]


def test_the_rows_that_are_left_are_those_that_are_standardised():
    table = read(b"a,b\n1,1\n2,2\n100,\n")
    assert table.dataset(["a"], ["b"], missing="drop", standardise=True).inputs.tolist() == [[-1], [1]]
    huge = read(b"a,b\n1e308,1\n-1e308,2\n").dataset(["a"], ["b"], standardise=True)
    assert huge.inputs.tolist() == [[1], [-1]]


@pytest.mark.parametrize(
    ("inputs", "targets", "more", "message"),
    [
        ([], ["b"], {}, r"`inputs` must be a list of one or more column names, got \[\]"),
        ("a", ["b"], {}, "`inputs` must be a list of one or more column names, got 'a'"),
        (["a"], ["z"], {}, "`targets` must be among the columns a, b, name, none, same, got 'z'"),
        (["a", "a"], ["b"], {}, "`inputs` must name each column once, got 'a' 2 times"),
        (["a"], ["b", "a"], {}, "a column must be an input or a target, got 'a' as both"),
        (["name"], ["b"], {}, "column 'name' must hold numbers, dates or classes, got text: 'foo' in line 2"),
        (["a"], ["none"], {}, "column 'none' must hold something, got 2 gaps"),
        (
            ["same"],
            ["a"],
            {"standardise": True, "missing": "drop"},
            "column 'same' must differ from row to row to be standardised",
        ),
        (["a"], ["b"], {"missing": "ignore"}, "`missing` must be one of 'refuse', 'drop', got 'ignore'"),
        (
            ["a"],
            ["b"],
            {"missing": "refuse"},
            r"1 of 2 rows has no a \(line 3: 'NA'\); 1 of 2 rows has no b \(line 2: '-'\)",
        ),
        (["a"], ["b"], {"missing": "drop"}, "a row must have a value in every one of these columns, got none: a, b"),
    ],
)
def test_columns_that_cannot_be_chosen_are_refused(inputs, targets, more, message):
    table = read(b"a,b,name,none,same\n1,-,foo,,7\nNA,2,bar,,7\n")
    with pytest.raises(ValueError, match=message):
        table.dataset(inputs, targets, **more)


def test_classes_are_not_multiplied_without_a_bound():
    names = [f"c{k}" for k in range(20)]
    rows = [",".join([f"w{row % 15}"] * 20 + ["1"]) for row in range(60)]
    table = read("\n".join([",".join([*names, "y"]), *rows]).encode())
    with pytest.raises(ValueError, match="data must have at most 200 inputs and targets, got 301 once each class has"):
        table.dataset(names, ["y"])


# --- written and read back ----------------------------------------------------------------------------------------

finite = st.floats(allow_nan=False, allow_infinity=False)
names = st.lists(st.text("anoxyzÄßλ字", min_size=2, max_size=6), min_size=2, max_size=4, unique=True)
dialects = st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), ("|", "."), (",", ",")])


class Drawn:
    """Data that were drawn before."""

    def __init__(self, rows):
        self.rows = rows

    def draw(self, _):
        return self.rows


def spelt(number: float, decimal: str) -> str:
    return repr(number).replace(".", decimal)


@given(st.data(), names, dialects, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"]))
@example(Drawn([(0.0, 0.0)]), ["na", "nan"], (",", "."), "utf-8", "\n")
@settings(max_examples=60)
def test_what_was_written_is_read_back(data, names, dialect, encoding, end):
    separator, decimal = dialect
    rows = data.draw(st.lists(st.tuples(*[finite] * len(names)), min_size=1, max_size=5))
    file = io.StringIO()
    spelt_rows = [[spelt(number, decimal) for number in row] for row in rows]
    csv.writer(file, delimiter=separator, lineterminator=end).writerows([names, *spelt_rows])
    content = file.getvalue().encode(encoding)
    right = {name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    assert numbers(read(content, header=True, separator=separator, decimal=decimal)) == right
    worked_out = read(content)
    # Where nothing is told it is the same, or asked: never another number.
    assert {each.kind for each in worked_out.columns} <= {"number", "undecided"}
    if GAPS.issuperset(name.lower() for name in names):  # a first row of gaps alone, which is said
        assert "no row names the columns" in worked_out.notes[0]
        right = {str(place): [np.nan, *right[name]] for place, name in enumerate(names, start=1)}
        for name, values in numbers(worked_out).items():
            np.testing.assert_array_equal(values, right[name])
    else:
        assert numbers(worked_out).items() <= right.items()


@given(
    st.lists(st.integers(0, 10**7), min_size=2, max_size=8),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]),
)
@settings(max_examples=60)
def test_grouped_thousands_are_read_back_or_asked_about(amounts, marks):
    thousands, decimal = marks
    cells = [f"{amount:,}".replace(",", thousands) for amount in amounts]
    content = "\n".join(["a;b", *(f"{cell};{k}{decimal}5" for k, cell in enumerate(cells))]).encode()
    assert numbers(read(content))["a"] == amounts
    alone = read("\n".join(["a;b", *(f"{cell};x" for cell in cells)]).encode())
    assert numbers(alone).get("a", amounts) == amounts
    assert (
        numbers(read("\n".join(["a;b", *(f"{cell};x" for cell in cells)]).encode(), thousands=thousands))["a"]
        == amounts
    )


@given(st.text(st.sampled_from('ab,;\t|\n\r"0123456789.e-+ \ufeff#%€é')) | st.text() | st.binary())
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_one_sentence(text):
    content = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    assert "\n" not in refusal(content)
    if not refusal(content):
        table = read(content)
        assert all(each.values.shape == (len(table),) for each in table.columns)
        assert all("\n" not in note for note in table.notes)
        assert np.isfinite([value for each in numbers(table).values() for value in each if value == value]).all()
