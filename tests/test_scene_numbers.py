"""A scene's numbers as files: what is read back is what was computed, to the last digit."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from surface import SCENES, Dataset, Network, Plane, Scene, read
from surface.scenes import Run
from surface.scenes.numbers import data_csv, npz, paths_csv, surface_csv
from surface.scenes.played import Played

RUN = Played(SCENES["two-hollows"].with_(resolution=31))


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_surface_has_a_row_for_each_grid_point():
    names, *table = rows(surface_csv(RUN))
    assert names == ["w[1,1]", "w[2,1]", "E"]
    numbers = np.array(table, dtype=float)
    assert len(numbers) == 31 * 31
    # The error of each row is the sum over the data, written out.
    data = RUN.scene.data
    outputs = np.sin(numbers[:, :2] @ data.inputs.T)
    assert numbers[:, 2] == pytest.approx(0.5 * ((data.targets[:, 0] - outputs) ** 2).sum(axis=1))
    assert numbers[:, 2].tolist() == RUN.landscape.error.ravel().tolist()


def test_the_paths_have_a_row_for_each_step_of_each_run():
    names, *table = rows(paths_csv(RUN))
    assert names == ["run", "rule", "step", "w[1,1]", "w[2,1]", "E", "dE/dw[1,1]", "dE/dw[2,1]"]
    assert [row[:3] for row in table] == [
        [str(number), descent.rule.name, str(step)]
        for number, descent in enumerate(RUN.descents, start=1)
        for step in range(descent.k + 1)
    ]
    plain = np.array([row[3:] for row in table if row[0] == "1"], dtype=float)
    assert plain[:, :2].tolist() == RUN.descents[0].path.tolist()
    # Gradient descent walks against the slopes that stand beside it.
    assert plain[1:, :2] == pytest.approx(plain[:-1, :2] - 0.2 * plain[:-1, 3:])


def test_the_data_come_back_through_read_and_pandas():
    data = SCENES["iris"].data
    table = read(data_csv(data).encode())
    back = table.dataset(data.input_names, data.target_names)
    assert back.inputs.tolist() == data.inputs.tolist()
    assert back.targets.tolist() == data.targets.tolist()
    assert (
        pd.read_csv(io.StringIO(data_csv(data))).to_numpy().tolist() == np.hstack([back.inputs, back.targets]).tolist()
    )


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1"])
def test_no_name_is_computed_by_a_spreadsheet(name):
    data = Dataset([[1.0], [2.0]], [[0.0], [1.0]], [name], ['a,"b"\n'])
    names, *table = rows(data_csv(data))
    assert names == [f"'{name}", 'a,"b"\n']
    assert np.array(table, dtype=float).tolist() == [[1.0, 0.0], [2.0, 1.0]]


def test_one_file_of_numpy_holds_it_all_without_pickle():
    with np.load(io.BytesIO(npz(RUN)), allow_pickle=False) as held:
        assert held["error"].shape == (len(held["w2"]), len(held["w1"]))
        assert held["error"].tolist() == RUN.landscape.error.tolist()
        for k, descent in enumerate(RUN.descents, start=1):
            assert held[f"path_{k}"].tolist() == descent.path.tolist()
            assert held[f"error_{k}"].tolist() == descent.error.tolist()
        assert held["inputs"].tolist() == RUN.scene.data.inputs.tolist()
        assert tuple(held["axes"]) == RUN.scene.axes
        assert Scene.from_json(str(held["scene"])) == RUN.scene


def test_a_run_that_diverged_and_a_plane_of_other_directions_are_written_too():
    network = Network.of(2, (3,), 1, "identity", seed=4)
    run = Run(type(RUN.scene.runs[0].rule)(learning_rate=1e9), (0.5, 0.5))
    played = Played(RUN.scene.with_(network=network, plane=Plane.random(network, 2), runs=(run,), resolution=5))
    names, *table = rows(paths_csv(played))
    assert names[3:6] == ["a", "b", "E"]
    assert len(table) == played.descents[0].k + 1
    assert len(rows(surface_csv(played))) == 26
