"""The runs as the player sets them: each change is the one that Python makes, and what is typed gets Python's words."""

import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from javascript import ask

from surface.descent import RULES, SCHEDULES, Schedule, hyperparameters
from surface.pages import visit
from surface.scenes import MAX_RUNS, MAX_STEPS, SCENES, edits
from surface.view.payload import picture
from surface.view.plans import factor_of, plan_of, plan_settings
from surface.view.rules import knobs, rule_shape, settings_of

SCENE = SCENES["two-hollows"]
EDITS = {
    "start": lambda scene, run, w: edits.with_start(scene, run, w),
    "setting": lambda scene, run, name, value: edits.with_setting(scene, run, name, value),
    "rule": lambda scene, run, rule: edits.with_rule(scene, run, rule),
    "plan": lambda scene, run, name, value: edits.with_schedule_setting(scene, run, name, value),
    "steps": lambda scene, steps: edits.with_steps(scene, steps),
    "add": lambda scene: edits.with_added_run(scene),
    "duplicate": lambda scene, run: edits.with_copied_run(scene, run),
    "remove": lambda scene, run: edits.without_run(scene, run),
}


def as_set(scene):
    E = scene.surface()
    return [
        {
            **{"rule": run.rule.name, "settings": settings_of(run.rule), "w": list(run.start), "steps": scene.steps},
            **{"plan": plan_of(E, run), "plan_settings": plan_settings(run), "factor": factor_of(run.schedule)},
            "schedule": None if run.schedule is None else run.schedule.factor(np.arange(scene.steps + 1)).tolist(),
        }
        for run in scene.runs
    ]


def planned(scene, random: Random):
    """The scene with a schedule and batches, of which the player changes the settings of the schedule alone."""
    run = random.randrange(len(scene.runs))
    scene = edits.with_schedule(scene, run, random.choice(list(SCHEDULES)))
    return edits.with_batch_seed(edits.with_batch(scene, run, random.choice((None, 2))), run, random.randrange(3))


def an_act(random: Random, scene) -> tuple[str, dict]:
    """A change that the cards offer in this scene."""
    names = ["start", "setting", "rule", "steps"]
    names += ["add", "duplicate"] * (len(scene.runs) < MAX_RUNS) + ["remove"] * (len(scene.runs) > 1)
    run = random.randrange(len(scene.runs))
    own = [setting.name for setting in hyperparameters(scene.runs[run].schedule)] if scene.runs[run].schedule else []
    name = random.choice(names + ["plan"] * bool(own))
    setting = random.choice(hyperparameters(scene.runs[run].rule)).name
    value = {
        "start": {"run": run, "w": [random.uniform(-2, 2), random.uniform(-2, 2)]},
        "setting": {"run": run, "name": setting, "value": random.uniform(0.01, 0.9)},
        "plan": {"run": run, "name": random.choice(own or [""]), "value": 0.0},
        "rule": {"run": run, "rule": random.choice(list(RULES))},
        "steps": {"steps": random.randint(1, MAX_STEPS)},
        "duplicate": {"run": run},
        "remove": {"run": run},
    }
    if name == "plan":
        value[name]["value"] = float(random.randint(1, 90)) if value[name]["name"] == "length" else random.random()
    return name, value.get(name, {})


def same_sets(one, other, words):
    """Compare two sets; words: their plans in words too, which are Python's until a plan is moved."""
    for a, b in zip(one, other, strict=True):
        rates = [each.pop("schedule") for each in (a, b)]
        assert (rates[0] is None) == (rates[1] is None)
        if rates[0] is not None:
            np.testing.assert_allclose(*rates, rtol=1e-12, atol=1e-15)
        if not words:
            a["plan"] = b["plan"]
        assert a == b


@pytest.mark.parametrize("name", list(SCENES)[::7])
@given(seed=st.integers(0, 2**20))
def test_every_change_is_the_one_that_python_makes(name, seed):
    random = Random(seed)
    scene = planned(SCENES[name], random)
    acts, sets = [], [as_set(scene)]
    for _ in range(12):
        act, value = an_act(random, scene)
        scene = EDITS[act](scene, **value)
        acts.append((act, value))
        sets.append(as_set(scene))
    means = {
        "rules": [rule_shape(edits.settled_rule(SCENES[name], rule)) for rule in RULES],
        "styles": [{}] * MAX_RUNS,
        "same": False,
    }
    got = ask(
        """let set = given.set;
        return [set, ...given.acts.map(([name, value]) => {
          set = modules.runset.changed(set, name, value, given.means);
          return set;
        })].map((one) => JSON.stringify(one.map((run) => ({
          ...run, schedule: run.schedule && Array.from(run.schedule).slice(0, run.steps + 1),
        }))));""",
        set=sets[0],
        acts=acts,
        means=means,
    )

    for n, (found, expected) in enumerate(zip(got, sets, strict=True)):
        same_sets(json.loads(found), expected, words="plan" not in [act for act, _ in acts[:n]])


def test_where_runs_start_together_a_start_is_that_of_all():
    scene = edits.with_start(SCENE, 1, (0, 0))
    asked = "return modules.runset.changed(given.set, 'start', { run: 0, w: [1, 2] }, given.means).map(({ w }) => w);"
    for same, expected in ((True, [[1, 2], [1, 2]]), (False, [[1, 2], [0, 0]])):
        means = {"rules": [], "styles": [], "same": same}
        assert [list(w) for w in ask(asked, set=as_set(scene), means=means)] == expected


class Halved(Schedule):
    """A schedule of one's own, without a setting: the browser has its factors and its words alone."""

    name = "halved"

    def _factor(self, t):
        return np.full_like(t, 0.5)


def test_a_run_by_a_schedule_of_ones_own_is_told_from_one_without():
    run = SCENE.runs[0]
    own = SCENE.with_(runs=[run, replace(run, schedule=Halved()), replace(run, start=run.start)])
    one, halved, same = ask("return given.set.map(modules.runset.keyOf);", set=as_set(own))
    assert one == same != halved


def refused(make, *values) -> str:
    """The sentence with which Python refuses a value, "" where it takes it."""
    try:
        make(*values)
    except ValueError as refusal:
        return visit.sentence(refusal)
    return ""


NUMBERS = [-1, -0.5, 0, 1e-7, 0.3, 0.999, 1, 2.5, 1e17, -1e-9, 5000, 5001, 1e300, -5]


@pytest.mark.parametrize("rule", RULES)
def test_a_setting_that_cannot_be_gets_pythons_sentence(rule):
    ruled = edits.with_rule(SCENE, 0, rule)
    for knob in knobs(ruled.runs[0].rule):
        expected = [refused(edits.with_setting, ruled, 0, knob["name"], float(value)) for value in NUMBERS]
        asked = "return given.numbers.map((value) => modules.typed.refusalOf(given.knob, value));"
        assert ask(asked, numbers=NUMBERS, knob=knob) == expected
        assert any(expected)


def test_a_number_of_steps_that_cannot_be_gets_pythons_sentence():
    room = {"label": "steps", "least": 1, "most": MAX_STEPS, "upTo": True, "whole": True}
    given = [value for value in NUMBERS if abs(value) < 1e15]
    expected = [refused(edits.with_steps, SCENE, float(value)) for value in given]
    assert ask(
        "return given.given.map((value) => modules.typed.refusalOf(given.room, value));", given=given, room=room
    ) == (expected)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.2", 0.2), (" 1e-3 ", 1e-3), ("−1.5", -1.5), ("0,25", 0.25), (".5", 0.5), ("5.", 5), ("+3", 3)],
)
def test_a_number_is_read_as_it_is_written(text, value):
    room = {"label": "start", "least": -10, "most": None}
    assert ask("return modules.typed.readTyped(given.room, given.text).value;", room=room, text=text) == value


@pytest.mark.parametrize(
    ("text", "either"), [("1,000", "1000 or 1.000"), ("−12,125", "-12125 or -12.125"), ("1,000,000", "1000000")]
)
def test_a_comma_before_three_digits_may_be_either_and_is_asked_about(text, either):
    room = {"label": "steps", "least": -1e9, "most": None}
    asked = "const { value, sentence } = modules.typed.readTyped(given.room, given.text); return [value, sentence];"
    value, sentence = ask(asked, room=room, text=text)
    assert value is None
    assert sentence.startswith(f"Steps must be written as {either}, got '")


@pytest.mark.parametrize(
    ("knob", "value", "ends"),
    [
        ({"low": -4, "high": 4, "logarithmic": False}, 100, (-4, 100)),
        ({"low": -4, "high": 4, "logarithmic": False}, 3, (-4, 4)),
        ({"low": 0.001, "high": 10, "logarithmic": True}, 1e-6, (1e-6, 10)),
        ({"low": 0.001, "high": 10, "logarithmic": True}, 0, (0.001, 10)),
    ],
)
def test_a_slider_reaches_the_value_that_it_stands_for(knob, value, ends):
    asked = """const knob = modules.knobs.reaching(given.knob, given.value);
    return [knob.low, knob.high, modules.knobs.valueAt(knob, modules.knobs.stopAt(knob, given.value))];"""
    low, high, back = ask(asked, knob=knob, value=value)
    assert (low, high) == ends
    assert back == pytest.approx(value, rel=0.01, abs=0.005)


@pytest.mark.parametrize("text", ["", "  ", "abc", "1e", "0x10", "1 2", "--1", "NaN", "<b>", "1e999", "Infinity"])
def test_what_is_no_number_is_refused_in_a_sentence(text):
    room = {"label": "learning rate", "least": 0, "above": True, "most": None}
    asked = "const { value, sentence } = modules.typed.readTyped(given.room, given.text); return [value, sentence];"
    value, sentence = ask(asked, room=room, text=text)
    assert value is None
    assert sentence.startswith("Learning rate must be a ")


def test_the_player_knows_every_rule_at_the_scenes_own_settings():
    E = SCENE.surface()
    sent = picture(E, E.sample(SCENE.window, 5), [], [], key="").runs
    assert [rule["name"] for rule in sent["rules"]] == list(RULES)
    assert len(sent["styles"]) == MAX_RUNS
    assert sent["most_steps"] == MAX_STEPS
