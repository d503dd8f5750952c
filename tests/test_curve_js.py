"""The axes of the error curve: what happens is seen, and what is seen lies where the axes say."""

import numpy as np
import pytest
from bundled import played
from javascript import ask

from surface.scenes import SCENES

MAKE = """
const runs = given.errors.map((error) => ({ error: Float64Array.from(error, Number), k: error.length - 1, pace: 1 }));
const steps = Math.max(...runs.map(({ k }) => k));
const view = { errorAxis: null, stepAxis: null, ...given.view };
const scene = { runs, steps, scale: given.scale ?? "linear", pacing: given.pacing ?? "step", view };
const { axesFor, errorRange, restingShare, stepScale, stepTicks } = modules.curveaxes;
const axes = axesFor(scene);
"""


def axes(*errors, **more):
    given = [[str(float(error)).replace("inf", "Infinity").replace("nan", "NaN") for error in run] for run in errors]
    return ask(f"{MAKE} return [axes.errors, axes.steps, ...axes.range];", errors=given, **more)


def falling(high, low, steps, over):
    """Errors that fall evenly in so many steps, and stay."""
    return np.interp(np.arange(steps + 1), [0, over], [high, low])


# ------------------------------------------------------------------------------------------------------- the rules


@pytest.mark.parametrize(("low", "scale"), [(0.05, "linear"), (0.0101, "linear"), (0.0099, "log"), (1e-9, "log")])
def test_errors_that_span_two_decades_are_drawn_on_a_logarithmic_axis(low, scale):
    assert axes(falling(1, low, 100, 80))[0] == scale


@pytest.mark.parametrize(("over", "scale"), [(2, "log"), (14, "log"), (30, "linear"), (90, "linear")])
def test_steps_are_logarithmic_where_all_curves_rest_early(over, scale):
    assert axes(falling(1, 0.5, 100, over))[1] == scale
    assert axes(falling(1, 0.5, 100, 2), falling(1, 0.5, 100, over))[1] == scale


def test_the_readers_choice_goes_before_the_rules():
    early = falling(1, 0.001, 100, 3)
    assert axes(early)[0] == "log"
    assert axes(early, view={"errorAxis": "linear", "stepAxis": "linear"})[:2] == ["linear", "linear"]
    assert axes(falling(1, 0.5, 100, 90), view={"stepAxis": "log"})[:2] == ["linear", "log"]
    assert axes(falling(1, 0.5, 100, 90), scale="log")[0] == "log"
    assert axes(falling(1, 0.5, 100, 2), pacing="arrival")[1] == "linear"


@pytest.mark.parametrize("name", SCENES)
def test_no_scene_opens_with_all_that_happens_at_the_axis_edge(name):
    errors = [[format(error, ".17g") for error in run.error] for run in played(name).descents]
    given = [[text.replace("inf", "Infinity").replace("nan", "NaN") for text in run] for run in errors]
    share = f"""{MAKE}
    const rest = restingShare(runs, steps, axes.errors === "log") * steps;
    return stepScale(steps, [0, 1], axes.steps === "log").x(rest);"""
    assert ask(share, errors=given) > 0.2


@pytest.mark.parametrize("end", [1e3, 1e28, float("inf"), float("nan")])
@pytest.mark.parametrize("low", [0.5, 0.001])
def test_a_run_that_diverges_takes_no_more_than_its_way_out(end, low):
    kept = falling(1, low, 100, 80)
    alone, beside = axes(kept), axes(kept, [*np.geomspace(1, 100, 50), end])
    assert beside[:3] == [*alone[:2], pytest.approx(alone[2])]
    assert beside[3] <= (10 if beside[0] == "log" else 1.3) * 1.001


def test_a_run_that_only_overshoots_is_shown_whole():
    assert axes([1.0, 3.0, 0.5, 0.4])[3] >= 3.0


# ------------------------------------------------------------------------------------------- what is seen and where


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("last", [1, 7, 200, 5000])
def test_a_pixel_of_the_axis_is_the_step_that_stands_there(log, last):
    statements = """
    const { x, step } = modules.curveaxes.stepScale(given.last, [40, 340], given.log);
    return given.steps.map((k) => [x(k), step(x(k))]);
    """
    steps = np.unique(np.linspace(0, last, 40).round()).tolist()
    places, back = np.array(ask(statements, last=last, log=log, steps=steps)).T
    np.testing.assert_allclose(back, steps, atol=1e-9 * last)
    expected = np.log1p(steps) / np.log1p(last) if log else np.array(steps) / last
    np.testing.assert_allclose(places, 40 + 300 * expected)


@pytest.mark.parametrize("last", [1, 3, 40, 200, 1500, 5000, 100_000])
@pytest.mark.parametrize("width", [120, 260, 600])
def test_the_numbers_of_logarithmic_steps_do_not_touch(last, width):
    statements = """
    const { x } = modules.curveaxes.stepScale(given.last, [0, given.width], true);
    return modules.curveaxes.stepTicks(given.last, x, 34).map(({ at, label }) => [at, Number(label)]);
    """
    places, values = np.array(ask(statements, last=last, width=width)).T
    assert values[0] == 0
    assert (np.diff(places) >= 34).all()
    assert len(values) >= 2
    np.testing.assert_allclose(places, width * np.log1p(values) / np.log1p(last))


BOX = {"left": 40, "right": 340, "top": 10, "bottom": 160}
SCALED = """
const run = { error: Float64Array.from(given.error), k: given.error.length - 1, pace: 1 };
const box = given.box, range = [0.01, 2];
const up = modules.axes.axisScale(range, [box.bottom, box.top], given.log);
const scales = { x: modules.curveaxes.stepScale(run.k, [box.left, box.right], given.log).x, y: up };
"""


@pytest.mark.parametrize("log", [True, False])
def test_the_ball_never_leaves_its_curve(log):
    error = [1.9, 0.1, 1.2, 0.02, 0.5, *np.geomspace(0.5, 0.02, 60)]
    positions = np.linspace(0, len(error) - 1, 400).tolist()
    line, balls = ask(
        f"""{SCALED}
        return [[...modules.curve.curveOf(run, scales, box).xy],
          given.at.map((at) => [scales.x(at), scales.y(modules.runs.errorOf(run, at))])];""",
        error=error,
        log=log,
        box=BOX,
        at=positions,
    )
    line, balls = np.reshape(line, (-1, 2)), np.array(balls)
    starts, along = line[:-1], np.diff(line, axis=0)
    for ball in balls:
        share = np.clip(((ball - starts) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12), 0, 1)
        assert np.hypot(*(starts + share[:, None] * along - ball).T).min() < 1.5


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("end", [1e3, 1e28])
def test_the_sign_stands_where_the_curve_leaves(log, end):
    error = np.geomspace(1.0, end, 30).tolist()
    out = ask(f"{SCALED} return modules.curve.wayOut(run, scales, box.top);", error=error, log=log, box=BOX)
    steps = np.linspace(0, 29, 200_001)
    leaves = steps[np.argmax(np.interp(steps, range(30), error) > 2)]
    share = np.log1p(leaves) / np.log1p(29) if log else leaves / 29
    assert out == pytest.approx(40 + 300 * share, abs=0.02)
    kept = f"{SCALED} return modules.curve.wayOut(run, scales, box.top);"
    assert ask(kept, error=[1.0, 0.5, 1.5], log=log, box=BOX) is None
