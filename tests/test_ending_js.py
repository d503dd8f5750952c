"""What a file without Python says of a run's end: nothing that Python's own verdict would not bear out."""

import numpy as np
import pytest
from bundled import played
from hypothesis import given, settings
from hypothesis import strategies as st
from javascript import ask

from surface.descent import RULES, descend
from surface.landscape.verdicts import OUTCOMES, verdict
from surface.scenes import SCENES
from surface.view.payload import sheet

ASK = """
return modules.ending.endingOf(
  { ...given.run, w: Float64Array.from(given.run.w) }, { surface: given.surface, points: given.points }
)?.outcome ?? "";
"""


def ended(scene, run):
    drawn = sheet(scene.surface, scene.surface.sample(scene.window, 3), scene.points).payload
    grid = {"w1": list(scene.window[0]), "w2": list(scene.window[1])}
    path = {"w": run.path.ravel().tolist(), "k": run.k, "steps": run.k if run.steps is None else run.steps}
    return ask(ASK, run=path, surface=grid, points=drawn["points"])


@pytest.mark.parametrize("name", SCENES)
def test_it_claims_no_more_than_the_verdict(name):
    scene = played(name)
    for run, found in zip(scene.descents, scene.verdicts, strict=True):
        said = ended(scene, run)
        assert said in (*OUTCOMES, "")
        # Near a point that it still moves by, or past an edge that it came back over, Python may know more.
        assert said in (found.outcome, "still moving", "left the window", "")


@given(start=st.tuples(st.floats(-2.4, 4.9), st.floats(-3.4, 3.4)), momentum=st.sampled_from([0, 0.5, 0.9]))
@settings(max_examples=25, deadline=None)
def test_a_run_that_is_said_to_have_arrived_is_at_that_minimum(start, momentum):
    scene = played("two-hollows")
    run = descend(scene.surface, RULES["momentum"](0.2, momentum), start, 300)
    said = ended(scene, run)
    if said in ("reached the lowest minimum", "stuck in a local minimum"):
        minimum = scene.points.minima[said != "reached the lowest minimum"]
        assert np.linalg.norm(run.path[-1] - minimum.weights) < 0.05
    assert said in (verdict(scene.surface, run, scene.points).outcome, "still moving", "left the window", "")


@pytest.mark.parametrize(("rests", "expected"), [(True, ""), (False, "still moving")])
def test_of_a_run_that_rests_where_no_point_is_known_nothing_is_said(rests, expected):
    path = np.full((101, 2), 0.5)
    path[: 101 if not rests else 50, 0] += np.linspace(0, 0.2, 101 if not rests else 50)
    grid = {"w1": [-1.0, 1.0], "w2": [-1.0, 1.0]}
    run = {"w": path.ravel().tolist(), "k": 100, "steps": 100}
    assert ask(ASK, run=run, surface=grid, points=[]) == expected


def test_a_run_whose_numbers_grew_too_large_has_diverged():
    scene = played("ravine")
    run = descend(scene.surface, RULES["gradient descent"](1e150), (3.0, 1.0), 200)
    assert ended(scene, run) == "diverged"
