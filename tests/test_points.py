"""Data changed point by point: added, moved, taken away, as a table; and what cannot be, refused."""

import math

import numpy as np
import pytest

from surface.data import DATASETS, MAX_ROWS, Dataset
from surface.scenes import SCENES, edits
from surface.scenes.dataedits import with_point_added, with_point_moved, with_point_removed, with_points

GATE = SCENES["and-gate"]
ROW = ([0.25, 0.75], [0.5])


def test_a_point_is_added_after_the_others_and_all_else_stays():
    scene = with_point_added(GATE, *ROW)
    assert scene.data.inputs.tolist() == [*GATE.data.inputs.tolist(), ROW[0]]
    assert scene.data.targets.tolist() == [*GATE.data.targets.tolist(), ROW[1]]
    assert scene.data.title == f"{GATE.data.title} (edited)"
    assert (scene.data.input_names, scene.data.source) == (GATE.data.input_names, GATE.data.source)
    assert scene.with_(data=GATE.data) == GATE


def test_an_added_point_taken_away_leaves_the_others_as_they_were():
    scene = with_point_removed(with_point_added(GATE, *ROW), len(GATE.data))
    np.testing.assert_array_equal(scene.data.inputs, GATE.data.inputs)
    np.testing.assert_array_equal(scene.data.targets, GATE.data.targets)


def test_a_point_is_moved_with_its_targets_or_without():
    moved = with_point_moved(GATE, 1, [3, 4])
    assert moved.data.inputs[1].tolist() == [3, 4]
    np.testing.assert_array_equal(moved.data.targets, GATE.data.targets)
    both = with_point_moved(GATE, 1, [3, 4], [0.25])
    assert both.data == with_point_moved(edits.with_target(GATE, 1, 0, 0.25), 1, [3, 4]).data


def test_a_target_that_is_moved_alone_is_that_target():
    assert with_point_moved(GATE, 2, GATE.data.inputs[2].tolist(), [0.5]) == edits.with_target(GATE, 2, 0, 0.5)


@pytest.mark.parametrize("name", DATASETS)
def test_any_data_take_a_point_and_let_it_go(name):
    scene = edits.with_data(GATE, name)
    data = scene.data
    more = with_point_added(scene, data.inputs[0].tolist(), data.targets[0].tolist())
    assert len(more.data) == len(data) + 1
    assert len(with_point_removed(more, 0).data) == len(data)


def test_an_outlier_moves_the_minimum():
    line = edits.with_data(SCENES["bowl"], "four-point-line")
    slopes = []
    for scene in (line, with_point_added(line, [5.0], [-20.0])):
        columns = np.column_stack([scene.data.inputs, np.ones(len(scene.data))])
        best = np.linalg.lstsq(columns, scene.data.targets, rcond=None)[0][:, 0]
        assert np.abs(scene.surface().gradient(best)).max() < 1e-9
        slopes.append(best[0])
    assert slopes[0] > 0 > slopes[1]


def test_a_table_as_it_was_is_no_change():
    assert with_points(GATE, GATE.data.inputs, GATE.data.targets) is GATE


# --- refused ------------------------------------------------------------------------------------------------------


def test_the_last_point_stays():
    one = edits.with_data(GATE, Dataset([[1, 2]], [[0]]))
    with pytest.raises(ValueError, match="the data must have one point or more, and this is the only one"):
        with_point_removed(one, 0)


def test_there_are_no_more_points_than_a_file_may_have():
    many = edits.with_data(GATE, Dataset(np.zeros((MAX_ROWS, 2)), np.zeros((MAX_ROWS, 1))))
    with pytest.raises(ValueError, match=f"at most {MAX_ROWS} data points"):
        with_point_added(many, *ROW)


@pytest.mark.parametrize("point", [-1, 4, 10**30])
def test_a_point_that_there_is_not_is_gone(point):
    with pytest.raises(edits.GoneError, match="no data point"):
        with_point_removed(GATE, point)
    with pytest.raises(edits.GoneError, match="no data point"):
        with_point_moved(GATE, point, [0, 0])


@pytest.mark.parametrize(("inputs", "targets"), [([1], [1]), ([1, 2, 3], [1]), ([1, 2], []), ([1, 2], [1, 2])])
def test_a_point_of_other_data_is_gone(inputs, targets):
    with pytest.raises(edits.GoneError, match="a data point has"):
        with_point_added(GATE, inputs, targets)
    with pytest.raises(edits.GoneError, match="a data point has"):
        with_point_moved(GATE, 0, inputs, targets)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_numbers_that_are_not_finite_are_refused(value):
    with pytest.raises(ValueError, match="`inputs` must be finite"):
        with_point_added(GATE, [value, 0], [0])
    with pytest.raises(ValueError, match="`targets` must be finite"):
        with_point_moved(GATE, 0, [0, 0], [value])
