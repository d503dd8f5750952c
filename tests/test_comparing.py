"""Comparing runs on the page: one start for all, and runs from random starts, as the player gets them."""

import json

import pytest
from streamlit.testing.v1 import AppTest
from visit import opened, ran

from surface.pages import comparing
from surface.scenes import SCENES
from surface.view.protocol import read_seed


def given(app: AppTest, part: str) -> dict | None:
    """What a component was last given under this name, None where no component has it."""
    found = [json.loads(c.proto.json) for c in app.get("bidi_component") if f'"{part}"' in c.proto.json]
    return next((each[part] for each in found if part in each), None)


def starts(app: AppTest) -> list:
    return [tuple(run.start) for run in app.session_state["visit"].scene.runs]


def with_same_start(app: AppTest) -> AppTest:
    app.session_state["visit"].together = True
    return ran(app.run())


def with_random_starts(app: AppTest, seed: int) -> AppTest:
    visit = app.session_state["visit"]
    visit.scene = visit.scene.with_(random_starts=seed)
    return ran(app.run())


def test_runs_have_starts_of_their_own_until_asked():
    app = opened(scene="egg-box")
    assert given(app, "runs")["same"] is False
    ran(app.number_input(key="run-1-start-1").set_value(1.25).run())
    assert len(set(starts(app))) > 1


def test_with_one_start_moving_one_moves_all():
    app = with_same_start(opened())
    assert given(app, "runs")["same"] is True
    ran(app.number_input(key="run-1-start-1").set_value(0.5).run())
    assert starts(app) == [(0.5, 2.4)] * 2


def test_runs_that_start_apart_are_not_said_to_start_together():
    app = with_same_start(opened(scene="egg-box"))
    assert given(app, "runs")["same"] is False


def test_moving_together_moves_every_run():
    scene = comparing.moved(SCENES["egg-box"], 2, (1.0, -1.0), together=True)
    assert [run.start for run in scene.runs] == [(1.0, -1.0)] * 4
    scene = comparing.moved(SCENES["egg-box"], 2, (1.0, -1.0), together=False)
    assert [run.start for run in scene.runs].count((1.0, -1.0)) == 1


def test_random_starts_are_sent_under_the_key_that_the_runs_name():
    app = opened()
    assert given(app, "runs")["random_starts"] is None
    assert given(app, "random_starts") is None
    with_random_starts(app, 7)
    sent = given(app, "random_starts")
    assert given(app, "runs")["random_starts"] == sent["key"]
    assert given(app, "runs")["seed"] == 7
    assert sent["count"] == 50
    assert "seed 7" in sent["title"]


def test_random_starts_follow_the_chosen_runs_rule_and_the_seed():
    app = opened()
    keys = set()
    for seed, chosen in ((1, 0), (2, 0), (2, 1)):
        app.session_state["visit"].chosen = chosen
        keys.add(given(with_random_starts(app, seed), "random_starts")["key"])
    assert len(keys) == 3
    assert "momentum" in given(app, "random_starts")["title"]


def test_another_scene_opens_without_them():
    app = opened()
    with_random_starts(app, 1)
    ran(app.button(key="Next").click().run())
    assert given(app, "random_starts") is None
    assert given(app, "runs")["seed"] is None


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({"seed": 3}, (3,)),
        ({"seed": None}, (None,)),
        ({"seed": -1}, None),
        ({"seed": 2**31}, None),
        ({"seed": 1.5}, None),
        ({"seed": True}, None),
        ({"seed": "1"}, None),
        ({}, None),
        (None, None),
        (4, None),
    ],
)
def test_a_seed_from_the_browser_is_one_or_none(value, read):
    assert read_seed(value, 2) == read
