"""Undo and redo, for everything that a scene is made of; Back and Forward of the browser agree with them."""

import json
from itertools import pairwise

import pytest
from visit import deliver, opened, overtake, player, ran, sent

from surface.scenes import SCENES, edits, link
from surface.scenes.history import MOST, History

SCENE = SCENES["two-hollows"]
STEPS = [SCENE, *(edits.with_steps(SCENE, steps) for steps in (10, 20, 30))]


def walked() -> tuple[History, object]:
    history = History()
    for before, after in pairwise(STEPS):
        history.note(before, after)
    return history, STEPS[-1]


def test_each_scene_is_gone_back_to_and_forth_again():
    history, now = walked()
    back = [now := history.back(now) for _ in STEPS]
    assert back == [STEPS[2], STEPS[1], STEPS[0], STEPS[0]]
    forth = [now := history.forth(now) for _ in STEPS]
    assert forth == [STEPS[1], STEPS[2], STEPS[3], STEPS[3]]


def test_a_change_ends_what_could_be_redone_and_none_changes_nothing():
    history, now = walked()
    now = history.back(now)
    history.note(now, now)
    assert history.future
    history.note(now, SCENE)
    assert not history.future


def test_only_so_many_are_remembered():
    history = History()
    for steps in range(1, 3 * MOST):
        history.note(edits.with_steps(SCENE, steps), edits.with_steps(SCENE, steps + 1))
    assert len(history.past) == MOST


def test_a_scene_of_the_past_is_travelled_to_by_its_link():
    history, now = walked()
    assert history.travel_to(link.scene_from(link.query_from(STEPS[1]))[0], now)
    assert (history.past, history.future) == (STEPS[:1], [STEPS[3], STEPS[2]])
    assert not history.travel_to(SCENES["bowl"], STEPS[1])


# --- on the page --------------------------------------------------------------------------------------------------


def scene(app):
    return app.session_state["visit"].scene


def acts(app, *given):
    """Let the player tell all this in one message."""
    shown = json.loads(player(app).json)["runs"]["scene"]
    value = {"acts": [{"name": name, "scene": shown, "value": value} for name, value in given], "turn": 1}
    return ran(deliver(app, sent(player(app).id, acts=value)))


CHANGES = {
    "data": lambda app: app.selectbox(key="data").select("xor"),
    "activation": lambda app: app.selectbox(key="activation").select("tanh"),
    "hidden layers": lambda app: app.selectbox(key="hidden").select(1),
    "a rule": lambda app: app.selectbox(key="run-0-rule").select("adam"),
    "a start": lambda app: app.number_input(key="run-0-start-1").set_value(1.0),
    "the resolution": lambda app: app.number_input(key="resolution").set_value(51),
    "steps": lambda app: app.number_input(key="steps").set_value(50),
    "a run": lambda app: app.button(key="add-run").click(),
    "reset": lambda app: app.button(key="reset").click(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_was_changed_is_undone_and_redone(name):
    app = opened()
    if name == "reset":
        app.number_input(key="steps").set_value(7).run()
    before = scene(app)
    ran(CHANGES[name](app).run())
    after = scene(app)
    assert after != before
    acts(app, ("undo", True))
    assert scene(app) == before
    assert json.loads(player(app).json)["runs"]["redo"]
    acts(app, ("redo", True))
    assert scene(app) == after


def test_all_that_was_done_in_one_breath_is_done_in_its_order():
    app = opened()
    acts(
        app,
        ("start", {"run": 0, "w": [1, 1]}),
        ("start", {"run": 0, "w": [2, 2]}),
        ("undo", True),
        ("add", True),
        ("setting", {"run": 2, "name": "learning_rate", "value": 0.125}),
    )
    runs = scene(app).runs
    assert [run.start for run in runs] == [(1, 1), SCENE.runs[1].start, SCENE.runs[1].start]
    assert runs[2].rule.learning_rate == 0.125
    acts(app, *[("undo", True)] * 3)
    assert scene(app) == SCENE


def act(app, turn, *names):
    """What the player tells of undo and redo in a message of this turn."""
    shown = json.loads(player(app).json)["runs"]["scene"]
    told = [{"name": name, "turn": turn, "scene": shown, "value": True} for name in names]
    return sent(player(app).id, acts={"acts": told, "turn": turn})


@pytest.mark.parametrize("together", [True, False])
def test_two_quick_undos_lead_over_a_change_of_the_scene(together):
    app = opened()
    app.number_input(key="steps").set_value(7).run()
    app.button(key="Next").click().run()
    if together:
        ran(deliver(app, act(app, 1, "undo", "undo")))
    else:
        ran(overtake(app, act(app, 1, "undo"), act(app, 2, "undo")))
    assert scene(app) == SCENE


def test_what_is_told_again_is_done_once():
    app = opened()
    for steps in (7, 8, 9):
        app.number_input(key="steps").set_value(steps).run()
    ran(deliver(app, act(app, 1, "undo")))
    again = act(app, 2, "undo")
    told = json.loads(again.json_trigger_value)
    told[0]["value"]["acts"].insert(0, {**told[0]["value"]["acts"][0], "turn": 1})
    again.json_trigger_value = json.dumps(told)
    ran(deliver(app, again))
    assert scene(app).steps == 7


def test_undo_leads_back_to_the_scene_before():
    app = opened()
    app.number_input(key="steps").set_value(7).run()
    before = scene(app)
    app.button(key="Next").click().run()
    assert scene(app).id != before.id
    acts(app, ("undo", True))
    assert scene(app) == before
