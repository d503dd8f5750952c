"""Data sets: what they refuse, and where the bundled ones come from."""

import math

import numpy as np
import pytest

from surface.data import DATASETS, IRIS_CM, MAX_ROWS, TEACHER, Dataset

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


HALF = "a\ud800"


@pytest.mark.parametrize(
    "texts", [{"title": HALF}, {"source": HALF}, {"input_names": [HALF]}, {"target_names": [HALF]}]
)
def test_half_a_character_which_nothing_can_send_is_refused_in_a_sentence_that_can_be_sent(texts):
    with pytest.raises(ValueError, match=f"^`{next(iter(texts))}` must be of whole characters") as refused:
        Dataset([[1]], [[2]], **texts)
    assert str(refused.value).isascii()
