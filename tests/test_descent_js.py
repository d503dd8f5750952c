"""Runs as the browser walks them, against the engine's: every rule, activation and depth, to 1e-9 window widths."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript import ask

from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, descend, hyperparameters
from surface.descent.formula import expression
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES
from surface.view.encoding import decode
from surface.view.payload import Track, describe, sheet

WINDOW = ((-3.0, 3.0), (-3.0, 3.0))
WALKED = """
const surface = modules.decode.decodeSurface(given.surface);
const scene = modules.decode.decodeScene({ runs: [given.run], key: "a", opening: 0, scale: "linear" }, surface);
const walk = new modules.descent.Walk(scene.runs[0], given.start, given.steps, modules.evaluator.evaluatorOf(scene));
let looks = 0;
walk.advance(() => given.slices && ++looks % 3 === 0);
while (!walk.done) walk.advance(() => given.slices && ++looks % 3 === 0);
const run = walk.seen(scene.surface);
return [[...run.w], [...run.error], [...run.gradient], run.seen && [...run.seen], run.inner,
  run.stability && [...run.stability.curvature], run.stability && run.stability.bound, run.k, run.drawn, walk.taken];
"""


def surface_of(activation, hidden):
    rng = np.random.default_rng(7)
    widths = [2, 3, 2] if hidden else [2, 2]
    layers = [Layer(rng.normal(size=(b, a)), activation, rng.normal(size=b)) for a, b in pairwise(widths)]
    data = Dataset(rng.normal(size=(6, 2)), rng.uniform(0.1, 0.9, (6, 2)))
    network = Network(layers)
    return ErrorSurface(network, data, network.names[:2])


def walked(E, rule, start, steps, slices=False, sent=None, plan=()):
    """The run as the browser walks it, from what the player is sent of another run of that kind of rule and plan."""
    other = sent or (descend(E, rule, (0.1, 0.2), steps, *plan) if plan else descend(E, rule, (0.1, 0.2), 2))
    drawn = sheet(E, E.sample(WINDOW, 5)).payload
    run = {
        **describe(E, Track(other, "", None)),
        "settings": {s.name: getattr(rule, s.name) for s in hyperparameters(rule)},
    }
    names = ("w", "error", "gradient", "seen", "inner", "curvature", "bound", "k", "drawn", "taken")
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


def test_of_many_rows_some_curvatures_lie_between_others_while_the_hand_moves_but_none_that_is_told():
    rng = np.random.default_rng(3)
    data = Dataset(rng.normal(size=(2_000, 2)), rng.uniform(0.1, 0.9, (2_000, 1)))
    network = Network.single_layer([[0.0, 0.0]], "sigmoid")
    E, rule, start = ErrorSurface(network, data, network.names), RULES["momentum"](1e-3), (2.0, -2.0)
    run = descend(E, rule, start, 90)
    told = decode(describe(E, Track(run, "", None))["stability"]["curvature"])
    surface = sheet(E, E.sample(WINDOW, 5)).payload
    sent = {**describe(E, Track(run, "", None))}
    moving, resting, each = ask(
        f"""{WALKED.split("const run =")[0]}
        const [moving, resting] = [false, true].map((rests) => walk.seen(scene.surface, rests).stability);
        const each = Array.from(moving.curvature, (_, k) => moving.curvatureAt(k));
        return [[...moving.curvature], [...resting.curvature], each];""",
        **{"surface": surface, "run": sent, "start": list(start), "steps": 90, "slices": False},
    )
    np.testing.assert_allclose(each, told, rtol=1e-8)
    np.testing.assert_allclose(resting, told, rtol=1e-8)
    exact = np.isclose(moving, told, rtol=1e-8)
    assert exact[[0, -1]].all()
    assert 20 < exact.sum() < 30  # 50,000 units of 2,000 rows: 25 places
    np.testing.assert_allclose(moving, np.interp(np.arange(91), *np.array([np.flatnonzero(exact), told[exact]])))


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


# --- by a schedule and by batches ---------------------------------------------------------------------------------

PLANNED = surface_of("tanh", True)


@st.composite
def plans(draw, name):
    """A schedule of that name with any settings, a size of batches up to more than there are rows, and a seed."""
    kinds = {"length": st.integers(1, 150)}
    settings = [draw(kinds.get(each.name, st.floats(0, 0.999))) for each in hyperparameters(SCHEDULES[name])]
    return SCHEDULES[name](*settings), draw(st.none() | st.integers(1, 7)), draw(st.integers(0, 99))


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("name", RULES)
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_the_browser_walks_by_schedules_and_batches_as_the_engine_does(name, schedule, data):
    plan, rule, start = data.draw(plans(schedule)), RULES[name](learning_rate=0.03), (1.2, -0.7)
    run = descend(PLANNED, rule, start, 80, *plan)
    found = walked(PLANNED, rule, start, 80, plan=plan)
    path = np.array(found["w"]).reshape(-1, 2)
    twice = descend(PLANNED, rule, np.nextafter(start, 9), 80, *plan).path
    assert found["k"] == run.k == 80
    assert np.abs(path - run.path).max() <= max(6e-9, np.abs(twice - run.path).max() * 1e3)
    told = describe(PLANNED, Track(run, "", None))
    assert (found["seen"] is None) == (told["seen"] is None) == (plan[1] is None or plan[1] >= 6)
    if found["seen"]:
        np.testing.assert_allclose(found["seen"], decode(told["seen"]), rtol=1e-6, atol=1e-8)
    for symbol, values in told["inner"].items():
        np.testing.assert_allclose(list(found["inner"][symbol].values()), decode(values), rtol=1e-5, atol=1e-8)


def test_a_walk_goes_no_farther_than_its_batches_and_its_rates_are_known():
    rule, plan = RULES["momentum"](0.05), (SCHEDULES["cosine"](30), 4, 1)
    sent = descend(PLANNED, rule, (0.1, 0.2), 40, *plan)
    found = walked(PLANNED, rule, (1.2, -0.7), 90, sent=sent)
    assert found["k"] == 40
    np.testing.assert_allclose(
        np.array(found["w"]).reshape(-1, 2), descend(PLANNED, rule, (1.2, -0.7), 90, *plan).path[:41], atol=6e-9
    )


def test_what_is_sent_of_a_plan_is_what_each_step_went_by():
    run = descend(PLANNED, RULES["momentum"](0.05), (1.2, -0.7), 20, SCHEDULES["exponential"](0.9), 4, 3)
    told = describe(PLANNED, Track(run, "", None))
    assert told["plan"] == "exponential: × 0.9 each step, batches of 4 (seed 3)"
    set_by = {(one["of"], one["knob"]["name"]): one["value"] for one in told["plan_settings"]}
    assert set_by == {("exponential", "gamma"): 0.9, ("batch", "batch"): 4, ("batch", "seed"): 3}
    assert [len(rows) for rows in told["batches"]][:4] == [4, 2, 4, 2]  # what is left of six
    factors, seen = decode(told["schedule"]), decode(told["seen"]).reshape(-1, 2)
    assert len(factors) == len(told["batches"]) == len(seen) == 21
    v = decode(told["inner"]["v"]).reshape(-1, 2)
    np.testing.assert_allclose(v[1:], 0.9 * v[:-1] + seen, atol=1e-12)
    np.testing.assert_allclose(np.diff(run.path, axis=0), -0.05 * factors[:-1, None] * v[1:-1], atol=1e-12)
    for k, rows in enumerate(told["batches"]):
        np.testing.assert_allclose(PLANNED.batch_gradient(run.path[k], np.array(rows)), seen[k], atol=1e-12)


def test_a_run_without_a_plan_is_told_of_none():
    told = describe(PLANNED, Track(descend(PLANNED, RULES["adam"](), (0, 0), 5, None, 6, 3), "", None))
    assert [told[name] for name in ("schedule", "batches", "seen", "plan")] == [None, None, None, ""]


def test_more_rows_than_a_message_holds_are_refused():
    rows = np.random.default_rng(1).normal(size=(300, 3))
    E = ErrorSurface(PLANNED.network, Dataset(rows[:, :2], rows[:, [2, 2]]), PLANNED.free)
    run = descend(E, RULES["adam"](), (0, 0), 5000, None, 41)
    with pytest.raises(ValueError, match="the batches of a run must have at most 200000 rows in all, got 205000"):
        describe(E, Track(run, "", None))
