"""Runs with a schedule and with batches: what each scene makes of them, and what cannot be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surface import SCHEDULES, Dataset, descend
from surface.descent import hyperparameters
from surface.scenes import GALLERY, SCENES, Run, Scene, edits
from surface.scenes.changes import changes
from surface.scenes.played import Played
from surface.scenes.run import MAX_DRAWN

EGGS = SCENES["egg-box"]
ROWS = np.random.default_rng(2).normal(size=(200, 3))
MANY = edits.with_data(EGGS, Dataset(ROWS[:, :2], ROWS[:, 2:]))


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_scene_walks_its_runs_by_their_schedules_and_batches(name):
    scene = edits.with_batch_seed(edits.with_batch(edits.with_schedule(EGGS, 1, name), 1, 3), 1, 5)
    run = scene.runs[1]
    alone = descend(scene.surface(), run.rule, run.start, scene.steps, run.schedule, 3, 5)
    for found in (scene.descents()[1], Played(scene).descents[1]):
        np.testing.assert_array_equal(found.path, alone.path)
        assert (found.schedule, found.batch, found.seed) == (run.schedule, 3, 5)
    np.testing.assert_array_equal(scene.descents()[0].path, EGGS.descents()[0].path)
    assert (run.schedule is None) == (name == "constant")


def test_a_batch_of_all_rows_and_more_is_all_the_data():
    plain = EGGS.descents()[0].path
    for size in (4, 5, 1000):
        np.testing.assert_array_equal(edits.with_batch(EGGS, 0, size).descents()[0].path, plain)
    assert not np.array_equal(edits.with_batch(EGGS, 0, 3).descents()[0].path, plain)


def test_a_schedule_comes_as_it_suits_the_steps_and_stays_as_it_is_set():
    scene = edits.with_schedule(edits.with_steps(EGGS, 80), 0, "cosine")
    assert scene.runs[0].schedule == SCHEDULES["cosine"](80)
    scene = edits.with_schedule_setting(scene, 0, "length", 7)
    assert edits.with_schedule(scene, 0, "cosine") == scene
    assert edits.with_rule(scene, 0, "adam").runs[0].schedule == SCHEDULES["cosine"](7)
    for none in (None, "constant"):
        assert edits.with_schedule(scene, 0, none).runs[0].schedule is None
    assert Run(EGGS.runs[0].rule, (0, 0), SCHEDULES["constant"]()) == Run(EGGS.runs[0].rule, (0, 0))


def test_all_that_a_run_goes_by_is_set_by_its_name():
    scene = edits.with_batch(edits.with_schedule(EGGS, 0, "step"), 0, 3)
    for name, value in (("length", 7), ("gamma", 0.25), ("batch", 2), ("seed", 9)):
        scene = edits.with_plan_setting(scene, 0, name, value)
    assert scene.runs[0] == Run(EGGS.runs[0].rule, EGGS.runs[0].start, SCHEDULES["step"](7, 0.25), 2, 9)
    for name in ("length", "batch", "seed", "learning_rate"):
        with pytest.raises(edits.GoneError):
            edits.with_plan_setting(EGGS, 0, name, 2)


def test_all_rows_are_asked_for_by_none_and_by_nought():
    scene = edits.with_batch(EGGS, 0, 3)
    for size in (None, 0):
        assert edits.with_batch(scene, 0, size) == EGGS


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: edits.with_schedule(EGGS, 0, "sorcery"),
            "a schedule must be one of constant, .*, got 'sorcery'",
        ),
        (lambda: edits.with_schedule_setting(EGGS, 0, "length", 5), "the constant schedule has no setting `length`"),
        (
            lambda: edits.with_schedule_setting(edits.with_schedule(EGGS, 0, "cosine"), 0, "gamma", 5),
            "the cosine schedule has no setting `gamma`",
        ),
        (lambda: edits.with_schedule(EGGS, 9, "cosine"), "there is no run 10"),
        (lambda: edits.with_batch(EGGS, 0, 2.5), r"`batch` must be a whole number, got 2\.5"),
        (lambda: edits.with_batch(EGGS, 0, -1), "`batch` must be a whole number of at least 1, got -1"),
        (lambda: edits.with_batch(EGGS, 0, 1e7), "`batch` must be from 1 to 1000000, got 10000000"),
        (lambda: edits.with_batch_seed(EGGS, 0, -1), "`seed` must be a whole number of at least 0, got -1"),
        (lambda: edits.with_batch_seed(EGGS, 0, 2**31), "`seed` must be a whole number from 0 to 2147483647"),
        (lambda: Run(EGGS.runs[0].rule, (0, 0), "cosine"), "`schedule` must be a schedule, as SCHEDULES"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_more_rows_than_the_player_can_be_told_are_refused():
    rows, steps = len(MANY.data), 5000
    size = MAX_DRAWN // steps + 1
    scene = edits.with_steps(MANY, steps)
    told = "the batches of run 1 must have at most 200000 rows in all, and 41 rows in 5000 steps are 205000"
    with pytest.raises(ValueError, match=told):
        edits.with_batch(scene, 0, size)
    assert edits.with_batch(scene, 0, size - 1).runs[0].batch == size - 1
    assert edits.with_batch(scene, 0, rows).runs[0].batch == rows  # of all rows none is drawn


@given(st.data())
def test_no_two_schedules_have_the_same_words(data):
    kinds = [kind for kind in SCHEDULES.values() if hyperparameters(kind)]

    def drawn():
        kind = data.draw(st.sampled_from(kinds))
        value = {"length": st.integers(1, 10**6)}
        return kind(*(data.draw(value.get(s.name, st.floats(0, 0.999))) for s in hyperparameters(kind)))

    one, other = drawn(), drawn()
    assert (one.words == other.words) == (one == other)


def test_what_is_taken_away_is_named():
    scene = edits.with_batch(edits.with_schedule(EGGS, 0, "warm-up"), 0, 2)
    entry = GALLERY["egg-box"]
    assert changes(scene)[:2] == ["warm-up schedule of run 1", "batches of 2 of run 1"]
    assert Scene.from_json(scene.json()) == scene
    assert changes(entry.opened()) == []


def test_a_verdict_speaks_of_the_rate_that_the_step_had():
    scene = edits.with_schedule(edits.with_steps(SCENES["ravine"], 60), 0, "warm-up")
    scene = edits.with_setting(scene, 0, "learning_rate", 1e3)
    found = Played(scene)
    (descent, *_), (verdict, *_) = found.descents, found.verdicts
    assert verdict.outcome == "diverged"
    assert descent.rate(0) == 100  # a tenth of it, as the warm-up begins
    assert "The learning rate 100 is above" in verdict.reason


def test_a_run_that_its_schedule_has_stopped_says_so():
    scene = edits.with_setting(SCENES["bowl"], 0, "learning_rate", 1e-3)
    scene = edits.with_schedule(edits.with_steps(scene, 50), 0, "cosine")
    verdict = Played(scene).verdicts[0]
    assert verdict.outcome == "still moving"
    assert "Its schedule took the learning rate from 0.001 to" in verdict.reason
