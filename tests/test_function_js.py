"""The player on the surface of a function that is no network's: what it reads, and values below zero."""

import numpy as np
import pytest
from javascript import ask

from surface.scenes import SCENES
from surface.view import show

WINDOW = ((-2.0, 2.0), (-1.0, 1.0))
SCENE = """
  const surface = modules.decode.decodeSurface(given.surface);
  const scene = modules.decode.decodeScene(given.runs, surface);
"""


def slanted(x, y):
    return 3 * x - 5 * y + 0.5


def scene_of(shown, statements):
    return ask(f"{SCENE} {statements}", surface=shown.surface, runs=shown.runs)


def runs(*errors, formula=None):
    return [{"error": list(error), "formula": formula, "k": len(error) - 1} for error in errors]


def given_runs(statements, *errors, formula=None):
    prepared = "const runs = given.runs.map((run) => ({ ...run, error: Float64Array.from(run.error, Number) }));"
    return ask(f"{prepared} {statements}", runs=runs(*errors, formula=formula))


def test_only_a_network_is_worked_out_in_the_browser():
    function = show(slanted, WINDOW, resolution=5)
    network = show(SCENES["bowl"])
    answers = [scene_of(shown, "return modules.evaluator.hasNetwork(scene);") for shown in (function, network)]
    assert answers == [False, True]


def test_a_path_of_ones_own_is_decoded_without_a_rule():
    path = np.array([[0.0, 0.0], [1.0, 0.5], [3.0, 0.5]])
    shown = show(slanted, WINDOW, {"mine": path}, resolution=5)
    told = scene_of(
        shown, "const [run] = scene.runs; return [run.title, run.k, run.w, run.error, String(run.formula)];"
    )
    assert told == ["mine", 2, path.ravel().tolist(), slanted(*path.T).tolist(), "null"]


@pytest.mark.parametrize(
    ("errors", "low", "high"),
    [([[-1.0, -3.0], [-2.0, -2.5]], -3.0, -1.0), ([[4.0, -2.0]], -2.0, 4.0), ([[1.0, "NaN", -1.0]], -1.0, 1.0)],
)
def test_a_curve_below_zero_has_room_for_all_its_values(errors, low, high):
    found = given_runs("return modules.curveaxes.errorRange(runs, false);", *errors)
    air = 0.06 * (high - low)
    assert found == pytest.approx([low - air, high + air])


def test_a_curve_above_zero_still_starts_at_zero():
    assert given_runs("return modules.curveaxes.errorRange(runs, false);", [4.0, 2.0])[0] == 0


@pytest.mark.parametrize(
    ("errors", "signed", "goal"),
    [
        ([[0.0, -10.0]], True, -9.9),
        ([[-1.0, -2.0]], True, -1.9),
        ([[10.0, 0.0]], True, 0.1),
        ([[10.0, 0.0]], False, 0.1),
    ],
)
def test_the_value_to_race_to_may_be_below_zero(errors, signed, goal):
    told = given_runs(f"return modules.race.usualTarget(runs, {str(signed).lower()});", *errors)
    assert told == pytest.approx(goal)


def test_after_the_last_step_of_a_path_of_ones_own_there_is_none():
    shown = show(slanted, WINDOW, [[0, 0], [1, 0.5]], resolution=5)
    statements = """
      const head = { chosen: 0, step: 1, arrows: { step: true, gradient: true } };
      return modules.vectors.arrowsAt({ ...scene, runs: scene.runs.map((run) => ({ ...run, pace: 1 })) }, head)
        .map(({ kind, from, to }) => [kind, to[0] - from[0], to[1] - from[1]]);
    """
    arrows = {kind: (a, b) for kind, a, b in scene_of(shown, statements)}
    assert arrows["step"] == (0, 0)
    a, b = arrows["gradient"]
    assert a / b == pytest.approx(3 / -5, abs=1e-6)  # straight downhill: against (3, −5)
    assert a < 0
