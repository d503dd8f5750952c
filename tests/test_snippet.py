"""A scene as Python: the program, run, gives exactly that scene, whatever its names hold."""

import runpy
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_link import scenes

from surface import SCENES, Dataset, Network, Plane
from surface.scenes import Run
from surface.scenes.snippet import MOST_NUMBERS, WIDTH, is_long, snippet
from surface.view import Picture

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def run(program):
    """Run a program as Python runs a file, and return the names that it made."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "program.py"
        file.write_text(program, encoding="utf-8")
        return runpy.run_path(str(file))


def built(scene, file_name="scene.json"):
    """Return the scene that its program builds, without showing it."""
    return run(snippet(scene, file_name).partition("\n\nE, runs =")[0])["scene"]


@pytest.mark.parametrize("id", SCENES)
def test_the_program_of_every_scene_builds_exactly_that_scene(id):
    assert built(SCENES[id]) == SCENES[id]
    assert max(map(len, snippet(SCENES[id]).splitlines())) <= WIDTH


def test_the_program_walks_the_runs_and_shows_them():
    made = run(snippet(SCENES["two-hollows"]).replace("\nshow(", "\nshown = show("))
    assert isinstance(made["shown"], Picture)
    for got, walked in zip(made["runs"], SCENES["two-hollows"].descents(), strict=True):
        assert got.path.tolist() == walked.path.tolist()


@given(scenes())
@settings(max_examples=60)
def test_the_program_of_any_scene_builds_exactly_that_scene(scene):
    assert built(scene) == scene


@given(NAMES, NAMES, NAMES)
def test_names_are_never_code(name, target, title):
    data = Dataset([[1.0], [2.0]], [[0.5], [-0.5]], [name], [target], title=title, source=name)
    network = Network.single_layer([[0.0]], "tanh", bias=[0.0])
    scene = SCENES["two-hollows"].with_(network=network, data=data, plane=("w[1,1]", "b[1]"))
    assert built(scene) == scene


@pytest.mark.parametrize("name", ['"); raise SystemExit  # ', "\\", "'''", "{0}", "\n", "Scene(", "=cmd()"])
def test_names_that_look_like_code_stay_names(name):
    data = Dataset([[1.0], [2.0]], [[0.5], [-0.5]], [name], [name], title=name)
    network = Network.single_layer([[0.0]], "tanh", bias=[0.0])
    scene = SCENES["two-hollows"].with_(network=network, data=data, plane=("w[1,1]", "b[1]"))
    assert built(scene) == scene


def test_a_plane_of_other_directions_is_spelt_out():
    scene = SCENES["two-hollows"]
    network = Network.of(2, (3,), 1, "tanh", seed=4)
    scene = scene.with_(network=network, plane=Plane.random(network, 2), runs=(Run(scene.runs[0].rule, (0.1, 0.2)),))
    assert built(scene) == scene


def test_much_data_come_from_the_scene_file(tmp_path, monkeypatch):
    count = MOST_NUMBERS // 3 + 1
    data = Dataset([[i / 7, -i] for i in range(count)], [[i % 2] for i in range(count)])
    scene = SCENES["two-hollows"].with_(data=data)
    assert is_long(scene)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.json").write_text(scene.json(), encoding="utf-8")
    assert built(scene, "mine.json") == scene
