"""The library's public names and what each takes, written down: others call them, so that a change is a decision."""

import inspect
import tomllib
from pathlib import Path

import pytest

import surface

ROOT = Path(__file__).parents[1]

REGISTRIES = {"ACTIVATIONS", "DATASETS", "GALLERY", "RULES", "SCENES", "SCHEDULES"}

SIGNATURES = {
    "Dataset": "inputs, targets, input_names=None, target_names=None, title='', source='', "
    "counts=None, unexplained=0.0, bound=0.0",
    "Descent": "path, error, rule, steps=None, schedule=None, batch=None, seed=0",
    "ErrorSurface": "network, data, free",
    "ErrorSurface.on": "plane, data",
    "ErrorSurface.error": "self, w",
    "ErrorSurface.gradient": "self, w",
    "ErrorSurface.hessian": "self, w",
    "ErrorSurface.batch_gradient": "self, w, rows",
    "ErrorSurface.network_at": "self, w",
    "ErrorSurface.sample": "self, window, resolution=201, threads=None, tolerance=1e-12",
    "FunctionSurface": "f, gradient=None, names=('x', 'y'), scale=1.0",
    "FunctionSurface.error": "self, w",
    "FunctionSurface.gradient": "self, w",
    "FunctionSurface.hessian": "self, w",
    "FunctionSurface.sample": "self, window, resolution=201",
    "Landscape": "w1, w2, error",
    "Layer": "weights, activation, bias=None",
    "Network": "layers",
    "Network.single_layer": "weights, activation, bias=None",
    "Network.of": "inputs, hidden=(4,), outputs=1, activation='tanh', seed=0",
    "Network.drawn": "self, initialisation='glorot', seed=0, inputs=None",
    "Network.predict": "self, inputs",
    "Network.with_weights": "self, weights",
    "Network.replace": "self, values",
    "Network.value": "self, name",
    "Plane": "network, origin, direction_1, direction_2, *, explained=None",
    "Plane.of_two": "network, free",
    "Plane.random": "network, seed=0",
    "Plane.through": "network, a, b, c",
    "Plane.principal": "training",
    "Plane.weights": "self, w",
    "Plane.coordinates": "self, weights",
    "Plane.distance": "self, weights",
    "Scene": "id, network, data, plane, window, runs, steps, resolution=121, random_starts=None, overlay='', "
    "scale='linear', variant='', training=None",
    "Scene.surface": "self",
    "Scene.descents": "self",
    "Scene.trained": "self",
    "Scene.with_": "self, **changes",
    "Scene.link": "self",
    "Scene.from_link": "text",
    "Scene.json": "self",
    "Scene.from_json": "text",
    "Training": "weights, error, steps, network, data, rule, schedule, batch, seed, planned",
    "basins": "E, rule, window, resolution=64, steps=2000, progress=None, points=None, client=None",
    "critical_points": "E, window",
    "descend": "E, rule, start, steps=200, schedule=None, batch=None, seed=0",
    "hollows": "E, window, points=None",
    "summarise": "source, inputs, targets, cells=256, seed=0, progress=None, client=None",
    "read": "source, header=None, separator=None, decimal=None, thousands=None, encoding=None",
    "train": "network, data, rule, steps, schedule=None, batch=None, seed=0, progress=None, follow=None",
    "verdict": "E, run, points",
}

ATTRIBUTES = {
    "Network": ("layers", "inputs", "outputs", "hidden", "names", "weights"),
    "Plane": ("network", "origin", "direction_1", "direction_2", "directions", "free", "explained"),
    "ErrorSurface": ("plane", "network", "data", "free", "rows"),
    "Scene": ("id", "network", "data", "plane", "window", "runs", "steps", "free"),
}


def found(name):
    value = surface
    for part in name.split("."):
        value = getattr(value, part)
    return value


def plainly(name):
    """The parameters of a public name and their defaults, without their types."""
    parameters = inspect.signature(found(name)).parameters.values()
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    return str(inspect.Signature(bare))[1:-1]


def test_the_public_names_are_those_that_are_written_here():
    tops = {name for name in SIGNATURES if "." not in name}
    assert set(surface.__all__) == tops | REGISTRIES


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_takes_what_is_written_here(name):
    assert plainly(name) == SIGNATURES[name]


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_says_what_types_it_takes(name):
    parameters = inspect.signature(found(name)).parameters
    bare = [each.name for each in parameters.values() if each.annotation is inspect.Parameter.empty]
    assert bare in ([], ["self"])


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_each_record_has_what_is_written_here(name):
    scene = surface.SCENES["two-hollows"]
    records = {"Network": scene.network, "Plane": scene.plane, "ErrorSurface": scene.surface(), "Scene": scene}
    assert [part for part in ATTRIBUTES[name] if not hasattr(records[name], part)] == []


@pytest.mark.parametrize("name", sorted({name.split(".")[0] for name in SIGNATURES}))
def test_each_is_explained(name):
    assert inspect.getdoc(found(name))


def test_type_checkers_outside_are_let_in():
    assert (ROOT / "surface" / "py.typed").exists()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "py.typed" in settings["tool"]["setuptools"]["package-data"]["surface"]
