"""Runs as the browser walks them, against the engine's: every rule, activation and depth, to 1e-9 window widths."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript import ask

from surface.data import Dataset
from surface.descent import RULES, descend, hyperparameters
from surface.descent.formula import expression
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES
from surface.view.payload import Track, decode, describe, sheet

WINDOW = ((-3.0, 3.0), (-3.0, 3.0))
WALKED = """
const surface = modules.decode.decodeSurface(given.surface);
const scene = modules.decode.decodeScene({ runs: [given.run], key: "a", opening: 0, scale: "linear" }, surface);
const walk = new modules.descent.Walk(scene.runs[0], given.start, given.steps, modules.evaluator.evaluatorOf(scene));
let looks = 0;
walk.advance(() => given.slices && ++looks % 3 === 0);
while (!walk.done) walk.advance(() => given.slices && ++looks % 3 === 0);
const run = walk.seen(scene.surface);
return [[...run.w], [...run.error], [...run.gradient], run.inner, run.stability && [...run.stability.curvature],
  run.stability && run.stability.bound, run.k, run.drawn, walk.taken];
"""


def surface_of(activation, hidden):
    rng = np.random.default_rng(7)
    widths = [2, 3, 2] if hidden else [2, 2]
    layers = [Layer(rng.normal(size=(b, a)), activation, rng.normal(size=b)) for a, b in pairwise(widths)]
    data = Dataset(rng.normal(size=(6, 2)), rng.uniform(0.1, 0.9, (6, 2)))
    network = Network(layers)
    return ErrorSurface(network, data, network.names[:2])


def walked(E, rule, start, steps, slices=False, sent=None):
    """The run as the browser walks it, from what the player is sent of another run of that kind of rule."""
    other = sent or descend(E, rule, (0.1, 0.2), 2)
    drawn = sheet(E, E.sample(WINDOW, 5)).payload
    run = {
        **describe(E, Track(other, "", None)),
        "settings": {s.name: getattr(rule, s.name) for s in hyperparameters(rule)},
    }
    names = ("w", "error", "gradient", "inner", "curvature", "bound", "k", "drawn", "taken")
    found = ask(WALKED, surface=drawn, run=run, start=list(start), steps=steps, slices=slices)
    return dict(zip(names, found, strict=True))


@pytest.mark.parametrize("hidden", [False, True], ids=["one layer", "two layers"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", RULES)
def test_the_browser_walks_as_the_engine_does(name, activation, hidden):
    E, rule, start = surface_of(activation, hidden), RULES[name](learning_rate=0.03), (1.2, -0.7)
    run = descend(E, rule, start, 100)
    found = walked(E, rule, start, 100)
    path = np.array(found["w"]).reshape(-1, 2)
    assert found["k"] == run.k == len(path) - 1
    # Where a rule circles a minimum, or a kink parts two ways, rounding grows from step to step.
    twice = descend(E, rule, np.nextafter(start, 9), 100).path
    grown = np.abs(twice[: run.k + 1] - run.path[: len(twice)]).max() * 1e3
    assert np.abs(path - run.path).max() <= max(6e-9, grown)
    np.testing.assert_allclose(found["error"], E.error(path), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.array(found["gradient"]).reshape(-1, 2), E.gradient(path), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", RULES)
def test_what_the_rule_carries_and_its_bound_are_those_that_are_sent(name):
    E, start = SCENES["two-hollows"].surface(), (1.1, 2.0)
    rule = RULES[name](learning_rate=0.05)
    told = describe(E, Track(descend(E, rule, start, 60), "", None))
    found = walked(E, rule, start, 60)
    assert found["inner"].keys() == told["inner"].keys()
    for symbol, values in told["inner"].items():
        np.testing.assert_allclose(list(found["inner"][symbol].values()), decode(values), rtol=1e-7, atol=1e-12)
    assert (found["bound"] is None) == (told["stability"] is None)
    if told["stability"]:
        assert found["bound"] == pytest.approx(told["stability"]["bound"], rel=1e-14)
        np.testing.assert_allclose(found["curvature"], decode(told["stability"]["curvature"]), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.bound_formula])
@given(share=st.floats(0, 0.99))
@settings(max_examples=20, deadline=None)
def test_a_bound_is_worked_out_from_its_formula(name, share):
    rule = RULES[name](**({"momentum": share} if hasattr(RULES[name], "momentum") else {}))
    by_symbol = {setting.symbol: getattr(rule, setting.name) for setting in hyperparameters(rule)}
    found = ask(
        "return modules.descent.boundOf(given.tree, given.settings);",
        tree=expression(rule.bound_formula),
        settings=by_symbol,
    )
    assert found == pytest.approx(rule.stability, rel=1e-13)


def test_a_walk_in_slices_is_the_walk_at_once():
    E, rule = SCENES["egg-box"].surface(), RULES["momentum"](0.2, 0.9)
    at_once, in_slices = (walked(E, rule, (-3.2, 0.4), 333, slices) for slices in (False, True))
    assert at_once == in_slices


@pytest.mark.parametrize("rate", [1e3, 1e150, 1e300])
def test_a_run_that_overflows_keeps_its_finite_part(rate):
    E = SCENES["ravine"].surface()
    rule = RULES["gradient descent"](rate)
    run, found = (
        descend(E, rule, (3.0, 1.0), 200),
        walked(E, rule, (3.0, 1.0), 200, sent=descend(E, RULES["gradient descent"](0.1), (3, 1), 2)),
    )
    assert abs(found["k"] - run.k) <= 1
    kept = min(found["k"], run.k) + 1
    np.testing.assert_allclose(np.array(found["w"]).reshape(-1, 2)[:kept], run.path[:kept], rtol=1e-6)
