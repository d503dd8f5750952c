"""The schedule and the batches of a run on the page Explore: the controls, what they change, and what is refused."""

import pytest
from test_pages import choose, errors, number, scene, shown
from visit import opened, read, tell

from surface import SCHEDULES
from surface.descent import hyperparameters
from surface.pages.controls import fields


def keys(app, kind) -> list[str]:
    return [control.key for control in getattr(app, kind) if control.key]


def test_a_run_without_a_plan_shows_no_settings_of_one():
    app = opened()
    assert [app.selectbox(key=f"run-{run}-schedule").value for run in (0, 1)] == ["constant", "constant"]
    assert [app.number_input(key=f"run-{run}-batch").value for run in (0, 1)] == [0, 0]
    assert not [key for key in keys(app, "number_input") if "-schedule-" in key or "-batch-seed" in key]
    assert [run["plan"] for run in shown(app)["runs"]] == ["", ""]


@pytest.mark.parametrize("name", [name for name, kind in SCHEDULES.items() if hyperparameters(kind)])
def test_a_schedule_is_chosen_and_set(name):
    app = choose(opened(), "run-1-schedule", name)
    assert scene(app).runs[1].schedule == SCHEDULES[name].over(200)
    assert scene(app).runs[0].schedule is None
    assert SCHEDULES[name].formula in [read(text) for text in app.caption]
    setting = hyperparameters(SCHEDULES[name])[0]
    value = 30 if setting.whole else 0.25
    number(app, f"run-1-schedule-{setting.name}", value)
    assert getattr(scene(app).runs[1].schedule, setting.name) == value
    assert shown(app)["runs"][1]["plan"] == scene(app).runs[1].schedule.words
    assert app.query_params["schedule2"] == name
    choose(app, "run-1-schedule", "constant")
    assert "schedule2" not in app.query_params


def test_batches_are_set_with_their_seed_and_taken_away():
    app = number(opened(), "run-0-batch", 2)
    number(app, "run-0-batch-seed", 7)
    assert (scene(app).runs[0].batch, scene(app).runs[0].seed) == (2, 7)
    told = shown(app)["runs"][0]
    assert told["plan"] == "batches of 2 (seed 7)"
    assert all(len(rows) <= 2 for rows in told["batches"])
    number(app, "run-0-batch", 0)
    assert scene(app).runs[0].batch is None


def test_a_batch_of_more_rows_than_there_are_is_said_to_be_all():
    app = number(opened(), "run-0-batch", 1000)
    rows = len(scene(app).data)
    assert f"The data have {rows} rows: each step sees them all." in [read(text) for text in app.caption]
    assert shown(app)["runs"][0]["plan"] == ""


def test_what_cannot_be_is_said_beside_its_control_and_leaves_the_picture():
    app = opened()
    before = scene(app)
    assert errors(number(app, "run-0-batch", 2.5)) == ["Batch must be a whole number, got 2.5."]
    assert scene(app) == before
    assert errors(number(app, "run-0-batch", 2)) == []
    assert errors(number(app, "run-0-batch-seed", -1)) == ["Seed must be a whole number of at least 0, got -1."]


def test_a_start_that_is_dragged_keeps_schedule_and_batches():
    app = number(choose(opened(), "run-0-schedule", "cosine"), "run-0-batch", 2)
    plan = shown(app)["runs"][0]["plan"]
    tell(app, start={"run": 0, "w": [1.0, 1.5]})
    assert shown(app)["runs"][0]["w"] != ""
    assert shown(app)["runs"][0]["plan"] == plan == "cosine over 200 steps, batches of 2"
    assert scene(app).runs[0].start == (1.0, 1.5)


def test_every_stop_of_a_whole_settings_slider_is_whole():
    for kind in SCHEDULES.values():
        for setting in hyperparameters(kind):
            stops = fields.slider_stops(setting)
            assert stops == sorted(set(stops))
            assert all(setting.check(stop) == stop for stop in stops)
