"""Tables of any length as counted points: the error of the points against that of the rows, one by one."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import csv, parquet

from surface import summarise
from surface.data import MAX_POINTS
from surface.data.large import batches, cells, summary
from surface.data.large.cells import Cells, Scale
from surface.data.large.sample import Sample
from surface.model import Layer, Network

NAMES = ["x1", "x2", "y"]


def table(rows, seed=0, inputs=2, noise=0.3):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, inputs)) * np.arange(1, inputs + 1) + 5
    y = np.tanh(x @ np.ones(inputs) / inputs - 5) + noise * rng.normal(size=rows)
    return np.column_stack([x, y])


def names(columns):
    return [f"x{i}" for i in range(1, columns)] + ["y"]


def saved(path, rows, **kwargs):
    columns = pa.table(dict(zip(names(rows.shape[1]), rows.T, strict=True)))
    if path.suffix == ".csv":
        csv.write_csv(columns, path)
    else:
        parquet.write_table(columns, path, **kwargs)
    return path


def networks(inputs, mean, deviation):
    """Networks that were drawn on standardised inputs, single and with a hidden layer."""
    rng = np.random.default_rng(11)
    for width in (None, 4):
        for _ in range(25):
            units = 1 if width is None else width
            weights = rng.normal(size=(units, inputs)) / deviation
            first = Layer(weights, "tanh", rng.normal(size=units) - weights @ mean)
            yield Network(
                [first] if width is None else [first, Layer(rng.normal(size=(1, units)) / 2, "identity", [0])]
            )


def off(data, rows):
    """By how much the error of the points is off at 50 drawn networks, as a share."""
    x, y = rows[:, :-1], rows[:, -1:]
    found = []
    for network in networks(x.shape[1], x.mean(axis=0), x.std(axis=0)):
        exact = 0.5 * np.sum((y - network.predict(x)) ** 2)
        points = 0.5 * data.sum((data.targets - network.predict(data.inputs)) ** 2).sum() + data.unexplained
        found.append(abs(points - exact) / exact)
    return max(found)


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("inputs", [1, 2])
def test_the_error_of_the_points_is_that_of_the_rows(tmp_path, inputs, suffix):
    rows = table(200_000, inputs=inputs)
    data = summarise(saved(tmp_path / f"rows{suffix}", rows), names(inputs + 1)[:-1], ["y"])
    assert (data.rows, data.input_names, data.target_names) == (200_000, tuple(names(inputs + 1)[:-1]), ("y",))
    assert len(data) < 30_000
    assert f"200,000 rows of rows{suffix} in {len(data):,} points" == data.source
    assert off(data, rows) <= 1e-5
    assert off(data, rows) <= data.bound <= 0.01
    np.testing.assert_allclose(data.mean(data.inputs), rows[:, :-1].mean(axis=0), rtol=1e-12)
    deviation = np.sqrt(data.mean((data.inputs - data.mean(data.inputs)) ** 2))
    np.testing.assert_allclose(deviation, rows[:, :-1].std(axis=0), rtol=1e-9)


def test_finer_cells_are_more_exact_and_say_so(tmp_path):
    rows = table(100_000)
    path = saved(tmp_path / "rows.parquet", rows)
    found = [summarise(path, NAMES[:2], ["y"], cells=number) for number in (16, 64, 256)]
    assert all(data.bound >= off(data, rows) for data in found)
    for coarse, fine in pairwise(found):
        assert len(coarse) < len(fine)
        assert coarse.bound > fine.bound


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 400), st.sampled_from([0.0, 1.0, 30.0]), st.booleans())
@example(1738, 345, 30.0, False)  # rounding gave the points more of the targets' scatter than there is
def test_what_a_cell_has_its_points_have(seed, rows, tail, whole):
    """Count, means, variances and covariances of all rows, whatever they are: few, alike, on a line, far out."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, rows)) * np.exp(tail * rng.normal(size=(2, rows)))
    x = np.round(x) if whole else x
    y = rng.normal(size=(2, rows)) + x[:1] / (1 + np.abs(x[:1]))
    part = max(1, rows // 3)
    found = Cells(Scale.of(x[:, :part]), Scale.of(y[:, :part]), 8)
    for start in range(0, rows, part):
        found.add(x[:, start : start + part], y[:, start : start + part])
    inputs, targets, counts, unexplained = found.points()
    assert counts.sum() == rows
    assert np.all(counts >= 1)
    assert np.all(counts == np.floor(counts))
    scale = np.abs(x).max() or 1.0
    np.testing.assert_allclose(inputs @ counts, x.sum(axis=1), rtol=1e-9, atol=1e-9 * scale * rows)
    np.testing.assert_allclose(targets @ counts, y.sum(axis=1), rtol=1e-9, atol=1e-9 * rows)
    np.testing.assert_allclose(
        (inputs / scale * counts) @ (inputs / scale).T, x / scale @ (x / scale).T, atol=1e-7 * rows
    )
    np.testing.assert_allclose((inputs / scale * counts) @ targets.T, x / scale @ y.T, atol=1e-6 * rows)
    np.testing.assert_allclose(np.sum(targets**2 @ counts) + 2 * unexplained, np.sum(y**2), rtol=1e-7)


def test_single_rows_stay_what_they_are(tmp_path):
    rows = np.array([[0.0, 0.0, 1.0], [9.0, 5.0, 2.0], [4.0, -3.0, 7.0]])
    data = summarise(saved(tmp_path / "few.parquet", rows), NAMES[:2], ["y"])
    found = np.column_stack([data.inputs, data.targets])
    np.testing.assert_allclose(found[np.argsort(found[:, 2])], rows, atol=1e-12)
    assert (data.unexplained, data.bound) == (0.0, 0.0)


def test_parts_of_a_table_add_up_to_the_whole():
    rows = table(30_000).T
    x, y = rows[:2], rows[2:]
    scales = Scale.of(x[:, :1000]), Scale.of(y[:, :1000])
    whole, first, second = (Cells(*scales, 64) for _ in range(3))
    whole.add(x, y)
    first.add(x[:, :20_000], y[:, :20_000])
    second.add(x[:, 20_000:], y[:, 20_000:])
    first.merge(second)
    (*points, left), (*others, other_left) = whole.points(), first.points()
    for one, other in zip(points, others, strict=True):
        # In a cell of two rows their distance is a root of what is left of squares.
        np.testing.assert_allclose(one, other, rtol=1e-5)
    assert left == pytest.approx(other_left, rel=1e-9)


def test_cells_grow_outwards_and_memory_stays_bounded():
    rng = np.random.default_rng(2)
    near = rng.normal(size=(2, 5000))
    found = Cells(Scale.of(near), Scale.of(near[:1]), 64)
    found.add(near, near[:1])
    for distance in (1e2, 1e6, 1e12, -1e100):
        far = distance * (1 + 0.001 * rng.random((2, 100)))
        found.add(far, np.zeros((1, 100)))
    assert found.sums.size <= cells.MOST_NUMBERS
    inputs, _, counts, _ = found.points()
    assert counts.sum() == 5400
    # A cell far out is a small share of its distance wide.
    for distance in (1e2, 1e6, 1e12):
        there = np.abs(inputs[0] / distance - 1) < 0.01
        assert counts[there].sum() == 100


def test_more_inputs_are_a_seeded_sample_that_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(summary, "MAX_POINTS", 2000)
    monkeypatch.setattr(batches, "ROWS", 700)
    rows = table(9_100, inputs=3)
    path = saved(tmp_path / "three.parquet", rows)
    data = summarise(path, ["x1", "x2", "x3"], ["y"], seed=3)
    assert (len(data), data.rows) == (2000, 9_100)
    assert data.source == "a sample of 2,000 of 9,100 rows of three.parquet, seed 3"
    known = {tuple(row) for row in rows}
    assert all(tuple(row) in known for row in np.column_stack([data.inputs, data.targets]))
    assert off(data, rows) <= data.bound <= 0.2
    monkeypatch.setattr(batches, "ROWS", 10_000)
    assert summarise(path, ["x1", "x2", "x3"], ["y"], seed=3) == data
    assert summarise(path, ["x1", "x2", "x3"], ["y"], seed=4) != data


def test_every_row_is_as_likely_to_be_in_a_sample():
    hits = np.zeros(60)
    for seed in range(400):
        sample = Sample(1, 15, seed)
        for start in range(0, 60, 7):
            sample.add(np.arange(start, min(start + 7, 60), dtype=float)[None])
        hits[sample.table[0].astype(int)] += 1
    # 100 of 400 each, give or take four times √(400 · ¼ · ¾).
    assert np.all(np.abs(hits - 100) < 4.5 * np.sqrt(75))
    assert hits.sum() == 400 * 15


def test_too_many_points_are_made_fewer(monkeypatch):
    monkeypatch.setattr(cells, "MAX_POINTS", 500)
    rows = table(20_000).T
    found = Cells(Scale.of(rows[:2]), Scale.of(rows[2:]), 64)
    found.add(rows[:2], rows[2:])
    counts = found.points()[2]
    assert len(counts) <= 500
    assert counts.sum() == 20_000
    assert MAX_POINTS == 100_000


def test_progress_rises_and_what_it_raises_ends_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "ROWS", 1000)
    path, shares = saved(tmp_path / "rows.parquet", table(10_000)), []
    summarise(path, NAMES[:2], ["y"], progress=shares.append)
    assert len(shares) == 10
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(_):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        summarise(path, NAMES[:2], ["y"], progress=stop)


def lines(*bad, rows=5):
    return "\n".join(["x1,x2,y", *[f"{i},{i / 2},1" for i in range(rows)], *bad]) + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (lines("4,abc,1"), "number in each row of a chosen column, .* got in row 6: invalid value 'abc'"),
        (lines("4,5"), "be whole, got in row 6: Expected 3 columns, got 2: 4,5"),
        (lines("4,,1"), "column 'x2' must have a number in every row, got a gap in row 6"),
        (lines("4,inf,1"), "column 'x2' must have a number in every row, got inf in row 6"),
        ("", "a file must hold a table, got an empty one"),
        ("x1,x2,y\n", "a table must have at least one row, got none"),
        ("a,b\n1,2\n", "a column must be among a, b, got 'x1'"),
        ("x1 x2 y\n1 2 3\n4 5 6\n", "one mark between them, got blanks"),
        ("\x7fELF", "this is a program"),
    ],
)
def test_a_csv_file_that_cannot_be_is_refused_with_its_place(tmp_path, text, message):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        summarise(path, NAMES[:2], ["y"])


def test_a_text_far_down_is_named_by_its_row(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "BLOCK", 2**16)
    path = tmp_path / "long.csv"
    path.write_text(lines("abc,1,1", rows=90_000), encoding="utf-8")
    with pytest.raises(ValueError, match="got in row 90001: invalid value 'abc'"):
        summarise(path, NAMES[:2], ["y"])


def test_a_semicolon_file_is_read_as_what_it_is(tmp_path):
    path = tmp_path / "semi.csv"
    path.write_text(lines().replace(",", ";"), encoding="utf-8")
    assert summarise(path, NAMES[:2], ["y"]).rows == 5


@pytest.mark.parametrize("kept", [0.5, 0.99])
def test_a_parquet_file_that_is_cut_off_is_refused(tmp_path, kept):
    path = saved(tmp_path / "whole.parquet", table(5000))
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    with pytest.raises(ValueError, match="the file must hold a number in each row of a chosen column, and be whole"):
        summarise(path, NAMES[:2], ["y"])


def test_text_in_parquet_and_what_cannot_be_asked_for_is_refused(tmp_path):
    path = tmp_path / "text.parquet"
    parquet.write_table(pa.table({"x1": ["a", "b"], "x2": [1, 2], "y": [True, False]}), path)
    assert summarise(path, ["x2"], ["y"]).rows == 2
    with pytest.raises(ValueError, match="column 'x1' must hold numbers, got string"):
        summarise(path, ["x1"], ["y"])
    with pytest.raises(ValueError, match="a column must be an input or a target, got 'y' as both"):
        summarise(path, ["y"], ["y"])
    with pytest.raises(ValueError, match="`inputs` must be a list of one or more column names, got 'x2'"):
        summarise(path, "x2", ["y"])
    with pytest.raises(ValueError, match="`cells` must be a whole number from 8 to 4096, got 2"):
        summarise(path, ["x2"], ["y"], cells=2)
    with pytest.raises(ValueError, match="`source` must be the path of a file, got"):
        summarise(tmp_path, ["x2"], ["y"])


@pytest.mark.parametrize("inputs", [1, 2])
@pytest.mark.parametrize("unit", [1.0, 0.1, 1e-3])
@pytest.mark.parametrize("number", [256, 4096])
def test_a_column_of_few_values_is_what_it_is(tmp_path, inputs, unit, number):
    """As ages have them: no variance within a cell but rounding, which makes no two points of one place."""
    rng = np.random.default_rng(3)
    x = rng.integers(0, 50, (20_000, inputs)) * unit
    rows = np.column_stack([x, rng.normal(size=20_000)])
    data = summarise(saved(tmp_path / "few.parquet", rows), names(inputs + 1)[:-1], ["y"], cells=number)
    if inputs == 1:
        assert len(data) == 50
        assert data.bound == 0.0
    assert len(data) <= 50**inputs
    assert off(data, rows) <= max(1e-12, data.bound)


def test_columns_of_one_name_are_refused(tmp_path):
    path = tmp_path / "twice.parquet"
    parquet.write_table(pa.table([[1.0], [2.0], [3.0]], names=["x", "x", "y"]), path)
    with pytest.raises(ValueError, match="a name of its own, got 'x' more than once"):
        summarise(path, ["x"], ["y"])


def test_a_number_beyond_all_scales_is_refused():
    near = np.linspace(0, 1e-3, 100)[None]
    found = Cells(Scale.of(near), Scale.of(near), 64)
    with pytest.raises(ValueError, match="numbers whose squares can be added up"):
        found.add(np.array([[1e308]]), np.array([[0.0]]))


def test_many_targets_get_fewer_cells():
    found = Cells(Scale.of(np.eye(2)), Scale.of(np.eye(100)), 1024)
    assert found.sums.size <= cells.MOST_NUMBERS


def test_coarse_cells_are_those_that_were_coarse_from_the_first():
    rows = table(5000).T
    scales = Scale.of(rows[:2]), Scale.of(rows[2:])
    fine, coarse = Cells(*scales, 100), Cells(*scales, 50)
    fine.add(rows[:2], rows[2:])
    fine._coarsen()
    fine.add(rows[:2], rows[2:])
    for _ in range(2):
        coarse.add(rows[:2], rows[2:])
    for one, other in zip(fine.points()[:3], coarse.points()[:3], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


def test_a_file_is_let_go_of_as_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "ROWS", 10_000)
    path = saved(tmp_path / "rows.parquet", table(400_000), row_group_size=10_000, compression="none")
    before, most = pa.total_allocated_bytes(), []
    summarise(path, ["x1", "x2"], ["y"], progress=lambda share: most.append(pa.total_allocated_bytes() - before))
    assert len(most) == 40
    assert max(most) < path.stat().st_size / 4
