"""Data sets: what they refuse, where the bundled ones come from, and the reader of CSV text."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surface.data import DATASETS, IRIS_CM, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS, TEACHER, Dataset, Table

every_dataset = pytest.mark.parametrize("data", DATASETS.values(), ids=DATASETS)


def test_names_default_to_the_place_of_the_column():
    data = Dataset([[1, 2], [3, 4]], [[0], [1]])
    assert (data.input_names, data.target_names, len(data)) == (("x1", "x2"), ("y1",), 2)


def test_arrays_are_float64_copies_that_cannot_be_written_to():
    raw = np.array([[1], [2]])
    data = Dataset(raw, [[0], [1]])
    raw[0] = 9
    assert data.inputs.dtype == data.targets.dtype == np.float64
    assert data.inputs[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        data.inputs[0, 0] = 5


def test_equal_data_are_equal_and_hash_alike():
    one, other = Dataset([[1]], [[2]], title="a"), Dataset(np.array([[1.0]]), [[2]], title="a")
    assert one == other
    assert hash(one) == hash(other)
    assert one != Dataset([[1]], [[3]], title="a")
    assert one != Dataset([[1]], [[2]], title="b")
    assert one != "a"


@pytest.mark.parametrize(
    ("inputs", "targets", "more", "message"),
    [
        (
            [1, 2],
            [[1], [2]],
            {},
            r"`inputs` must be a table with one row for each data point, \[\[0\], \[1\]\] and not",
        ),
        ([[1], [2]], [1, 2], {}, r"`targets` must be a table with one row for each data point"),
        ([[1], [2]], [[1]], {}, r"`targets` must have one row for each of the 2 rows of `inputs`, got 1"),
        ([[1], [2, 3]], [[1], [2]], {}, r"`inputs` must be an array of numbers, got"),
        ([[1], ["a"]], [[1], [2]], {}, r"`inputs` must be an array of numbers, got"),
        ([[1], [math.nan]], [[1], [2]], {}, r"`inputs` must be finite, got nan"),
        ([[1], [2]], [[1], [math.inf]], {}, r"`targets` must be finite, got inf"),
        ([], [], {}, r"`inputs` must be a table"),
        ([[]], [[]], {}, r"`inputs` must be a filled array of 2 dimension\(s\), got shape \(1, 0\)"),
        ([[[1]]], [[1]], {}, r"`inputs` must be a filled array of 2 dimension\(s\), got shape \(1, 1, 1\)"),
        (
            [[1]],
            [[1]],
            {"input_names": ["a", "b"]},
            r"`input_names` must have one name for each of the 1 columns, got 2",
        ),
        ([[1]], [[1]], {"target_names": "y"}, r"`target_names` must be a list of texts, got 'y'"),
        ([[1]], [[1]], {"target_names": [1]}, r"`target_names` must be a list of texts, got \[1\]"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(inputs, targets, more, message):
    with pytest.raises(ValueError, match=message):
        Dataset(inputs, targets, **more)


# --- the bundled data ---------------------------------------------------------------------------------------------


@every_dataset
def test_every_data_set_says_what_it_is_and_where_it_comes_from(data):
    assert data.title
    assert data.source.endswith(".")
    assert 4 <= len(data) <= MAX_ROWS


def test_no_two_data_sets_have_one_title():
    assert len({data.title for data in DATASETS.values()}) == len(DATASETS)


@pytest.mark.parametrize(
    ("name", "gate"), [("and", "x and y"), ("or", "x or y"), ("xor", "x != y"), ("xor-0.8", "x != y")]
)
def test_gates_follow_their_truth_table(name, gate):
    truth = {"x and y": lambda x, y: x and y, "x or y": lambda x, y: x or y, "x != y": lambda x, y: x != y}[gate]
    data = DATASETS[name]
    middle = data.targets.mean()
    low, high = data.targets.min(), data.targets.max()
    assert low < middle < high
    assert [y > (low + high) / 2 for (y,) in data.targets] == [bool(truth(*x)) for x in data.inputs]


@pytest.mark.parametrize(
    ("species", "first", "last"),
    [
        ("setosa", (5.1, 3.5), (5.1, 3.8)),
        ("versicolor", (7.0, 3.2), (5.6, 2.5)),
        ("virginica", (6.3, 3.3), (6.0, 2.2)),
    ],
)
def test_iris_has_the_first_twenty_plants_of_fishers_table(species, first, last):
    plants = IRIS_CM[species]
    assert plants.shape == (20, 2)
    assert (*plants[0], *plants[-1]) == (*first, *last)


@pytest.mark.parametrize(
    ("name", "pair", "mean", "deviation"),
    [
        ("iris", ("setosa", "versicolor"), (5.505, 3.12), (0.693163, 0.525452)),
        ("iris-hard", ("setosa", "versicolor"), (5.505, 3.12), (0.693163, 0.525452)),
        ("iris-overlap", ("versicolor", "virginica"), (6.2675, 2.84), (0.716026, 0.380657)),
    ],
)
def test_iris_is_standardised_as_its_source_says(name, pair, mean, deviation):
    data, raw = DATASETS[name], np.vstack([IRIS_CM[species] for species in pair])
    assert np.mean(raw, axis=0) == pytest.approx(mean, abs=1e-6)
    assert np.sqrt(np.mean((raw - mean) ** 2, axis=0)) == pytest.approx(deviation, abs=1e-6)
    for row, (length, width) in zip(data.inputs, raw, strict=True):
        assert row[0] == pytest.approx((length - mean[0]) / deviation[0], abs=0.0051)
        assert row[1] == pytest.approx((width - mean[1]) / deviation[1], abs=0.0051)
    assert np.array_equal(data.inputs, np.round(data.inputs, 2))
    assert list(data.targets[:, 0]) == [data.targets.min()] * 20 + [data.targets.max()] * 20


def test_the_first_iris_rows_are_the_published_ones():
    assert DATASETS["iris"].inputs[:4].tolist() == [[-0.58, 0.72], [-0.87, -0.23], [-1.16, 0.15], [-1.31, -0.04]]
    assert DATASETS["iris-overlap"].inputs[-2:].tolist() == [[2.0, -0.63], [-0.37, -1.68]]


def test_the_teacher_answers_its_own_data():
    def sigmoid(z):
        return 1 / (1 + math.exp(-z))

    data = DATASETS["teacher"]
    for (x,), (y,) in zip(data.inputs, data.targets, strict=True):
        hidden = sigmoid(4 * x - 2), sigmoid(-2 * x - 2)
        assert y == pytest.approx(sigmoid(4 * hidden[0] + 4 * hidden[1] - 3), rel=1e-14)
    assert TEACHER.value("w1[1,1]") != TEACHER.value("w1[1,2]")
    assert TEACHER.value("b1[1]") == TEACHER.value("b1[2]")
    assert TEACHER.value("w2[1,1]") == TEACHER.value("w2[2,1]")


# --- reading a file -----------------------------------------------------------------------------------------------


def test_a_file_becomes_the_columns_that_were_asked_for():
    data = Table.read("name,a,b,c\nfoo,1,2,3\nbar,-4.5,5e-1,.5\n").dataset(["c", "a"], ["b"], title="t", source="s")
    assert data == Dataset([[3, 1], [0.5, -4.5]], [[2], [0.5]], ("c", "a"), ("b",), "t", "s")


def test_numeric_columns_are_found():
    assert Table.read("name,a,b\nfoo,1,2\nbar,2,\n").numeric == ("a",)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffa,b\n0.5,2\n1,3\n",
        "a;b\n0,5;2\n1;3\n",
        "a\tb\r\n0.5\t2\r\n\r\n1\t3",
        ' "a" ,b\n0.5 , 2\n\n1,3\n',
        '"a";"b"\n"0,5";"2"\n1;3',
        "a,b\r0.5,2\r1,3\r",
    ],
)
def test_the_ways_in_which_programs_write_a_table(text):
    data = Table.read(text.replace(' "a" ', "a")).dataset(["a"], ["b"])
    assert data.inputs.tolist() == [[0.5], [1]]
    assert data.targets.tolist() == [[2], [3]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a file must begin with a line of column names, got an empty one"),
        ("a,b\n", "a file must have at least one line of numbers below the names, got none"),
        ("1,2\n3,4", "a file must begin with a line of column names, got numbers: 1, 2"),
        ("a,a\n1,2", "every column must have a name of its own, got 'a' twice"),
        ("a,,b\n1,2,3", "every column must have a name in the first line, got none for column 2"),
        ("a,b\n1,2\n3", "line 3 must have 2 cells, as the first line has, got 1"),
        ("a,b\n1,2\n\n3,4,5", "line 4 must have 2 cells, as the first line has, got 3"),
        ("a,b\n1,", "line 2, column 'b' must be a finite number, got an empty cell"),
        ("a,b\n1,2\n1,x", "line 3, column 'b' must be a finite number, got 'x'"),
        ("a,b\n1,nan", "line 2, column 'b' must be a finite number, got 'nan'"),
        ("a,b\n1,1e999", "line 2, column 'b' must be a finite number, got '1e999'"),
        ("a,b\n1,1_000", "line 2, column 'b' must be a finite number, got '1_000'"),
        ("a,b\n1,٣", "line 2, column 'b' must be a finite number, got '٣'"),
        ('a,b\n1,"2', "line 2 must be readable as CSV, got: unexpected end of data"),
        ("a,b\n1," + "2" * 200_000, r"line 2 must be readable as CSV, got: field larger than field limit"),
        (",".join(f"c{i}" for i in range(MAX_COLUMNS + 1)) + "\n", "a file must have at most 200 columns, got 201"),
        ("a,b\n" + "1,2\n" * (MAX_ROWS + 1), "a file must have at most 10000 data points, got more at line 10002"),
        ("a" * (MAX_CHARACTERS + 1), "a file must have at most 10000000 characters, got 10000001"),
        (b"a,b\n1,2", "a file must be given as text, got bytes"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_not_a_table_is_refused_with_line_and_column(text, message):
    with pytest.raises(ValueError, match=message):
        Table.read(text).dataset(["a"], ["b"])


def test_a_name_over_two_lines_becomes_one_line():
    assert Table.read('"length\n(cm)",b\n1,2\n').numeric == ("length (cm)", "b")


def test_as_many_rows_as_the_ceiling_says_are_read():
    assert len(Table.read("a,b\n" + "1,2\n" * MAX_ROWS).dataset(["a"], ["b"])) == MAX_ROWS


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        ([], ["b"], r"`inputs` must be a list of one or more column names, got \[\]"),
        ("a", ["b"], r"`inputs` must be a list of one or more column names, got 'a'"),
        (["a"], ["z"], r"`targets` must be among the columns a, b, got 'z'"),
        (["a", "a"], ["b"], r"`inputs` must name each column once, got 'a' 2 times"),
        (["a"], ["b", "a"], r"a column must be an input or a target, got 'a' as both"),
    ],
)
def test_columns_that_cannot_be_chosen_are_refused(inputs, targets, message):
    with pytest.raises(ValueError, match=message):
        Table.read("a,b\n1,2\n").dataset(inputs, targets)


numbers = st.floats(allow_nan=False, allow_infinity=False)
names = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=2, max_size=5, unique=True)


@given(st.data(), names, st.sampled_from([",", ";", "\t"]))
def test_what_was_written_is_read_back(data, names, delimiter):
    rows = data.draw(st.lists(st.tuples(*[numbers] * len(names)), min_size=1, max_size=8))
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([names, *rows])
    assert Table.read(file.getvalue()).numeric == tuple(names)
    read = Table.read(file.getvalue()).dataset(names[:-1], names[-1:])
    assert np.hstack([read.inputs, read.targets]).tolist() == [list(row) for row in rows]


def refusal(reader, text: str) -> str:
    """What the reader says to a text that it does not take, and nothing to one that it does."""
    try:
        reader(text)
    except ValueError as error:
        return str(error)
    return ""


@given(st.text(st.sampled_from('ab,;\t\n\r"0123456789.e-+ \ufeff\0é')) | st.text())
def test_any_text_is_read_or_refused(text):
    assert "\n" not in refusal(lambda text: Table.read(text).numeric, text)
    assert "\n" not in refusal(lambda text: Table.read(text).dataset(["a"], ["b"]), text)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dataset([[10**400]], [[1]]), "`inputs` must be an array of numbers"),
        (lambda: Dataset([[1]], [[1]], input_names=5), "`input_names` must be a list of texts, got 5"),
    ],
)
def test_what_only_looks_like_data_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()
