"""Many runs from random starts: each path against `descend`, each end against `verdict`, and the counts in words."""

import re

import numpy as np
import pytest

from surface.data import Dataset
from surface.descent import RULES, GradientDescent, Momentum, descend
from surface.error import ErrorSurface
from surface.landscape import critical_points
from surface.landscape.random_starts import COUNT, random_starts, random_starts_summary
from surface.landscape.runs import DIVERGED, LEFT, UNSETTLED
from surface.landscape.verdicts import verdict
from surface.model import Network
from surface.scenes import SCENES

OUTCOMES = {DIVERGED: {"diverged"}, LEFT: {"left the window"}}
ELSEWHERE = {"still moving", "stuck at a saddle", "on a plateau"}


def one_by_one(E, runs, steps):
    return [descend(E, runs.rule, path[0], steps) for path in runs.path]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_fifty_paths_are_those_of_descend_one_by_one(rule):
    scene = SCENES["two-hollows"]
    E, steps = scene.surface(), 150
    runs = random_starts(E, rule(learning_rate=0.2), scene.window, steps, seed=5)
    assert runs.path.shape == (COUNT, steps + 1, 2)
    for run, path, k in zip(one_by_one(E, runs, steps), runs.path, runs.k, strict=True):
        assert run.k == k
        np.testing.assert_allclose(path[: k + 1], run.path, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["two-hollows", "plateau", "teacher-plateau", "xor-hidden"])
def test_the_ends_are_those_of_a_verdict(name):
    scene = SCENES[name]
    E, points = scene.surface(), critical_points(scene.surface(), scene.window)
    runs = random_starts(E, scene.runs[0].rule, scene.window, scene.steps, seed=2, count=12, points=points)
    for run, label in zip(one_by_one(E, runs, scene.steps), runs.label, strict=True):
        outcome = verdict(E, run, points).outcome
        if label >= 0:
            reached = "reached the lowest minimum" if label < runs.lowest else "stuck in a local minimum"
            assert outcome == reached
            np.testing.assert_allclose(run.path[-1], runs.minima[label].weights, atol=0.2)
        else:
            assert outcome in OUTCOMES.get(label, ELSEWHERE)


def test_the_same_seed_draws_the_same_starts_all_over_the_window():
    scene = SCENES["bowl"]
    E, rule = scene.surface(), scene.runs[0].rule
    first, again, other = (random_starts(E, rule, scene.window, 1, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.path, again.path)
    assert not np.array_equal(first.path, other.path)
    starts, (low, high) = first.path[:, 0], np.array(scene.window).T
    assert ((starts >= low) & (starts <= high)).all()
    assert (np.ptp(starts, axis=0) > 0.8 * (high - low)).all()


def test_a_run_that_overflows_keeps_its_finite_part():
    network = Network.single_layer([[0.0, 0.0]], "identity")
    E = ErrorSurface(network, Dataset([[1.0, 0.0], [0.0, 1.0]], [[1.0], [2.0]]), network.names)
    runs = random_starts(E, Momentum(1e6, 0.9), ((-1, 1), (-1, 1)), 200, seed=1, count=4)
    assert (runs.k < 200).all()
    for run, path, k in zip(one_by_one(E, runs, 200), runs.path, runs.k, strict=True):
        assert run.k == k
        assert np.isnan(path[k + 1 :]).all()
    assert runs.counts == {DIVERGED: 4}


def test_the_counts_are_summed_up_in_words():
    for scene in SCENES.values():
        runs = random_starts(scene.surface(), scene.runs[0].rule, scene.window, min(scene.steps, 300), seed=1, count=20)
        words = random_starts_summary(runs)
        counts = re.findall(r"(?:^|, | and )(\d+) (?:of|in|outside|nowhere)", words)
        assert sum(map(int, counts)) == 20, words
        assert " of 20 end " in words
        assert words.endswith(".")


def test_many_minima_are_named_together():
    scene = SCENES["egg-box"]
    words = random_starts_summary(random_starts(scene.surface(), scene.runs[0].rule, scene.window, scene.steps, seed=1))
    assert re.search(r"\d+ in \d+ other minima", words)
    assert len(words) < 200


def test_no_steps_are_no_way():
    scene = SCENES["bowl"]
    runs = random_starts(scene.surface(), GradientDescent(0.1), scene.window, 0, seed=1, count=3)
    assert runs.steps == 0
    assert set(runs.label.tolist()) <= {UNSETTLED, 0}
