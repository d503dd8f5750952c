"""A run with a schedule and batches in the player: what is moved keeps them, and what is shown of them."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from javascript import ask

from surface.descent import RULES, SCHEDULES, Schedule, hyperparameters
from surface.descent.settings import setting
from surface.scenes import SCENES, Run, edits
from surface.scenes.played import Played
from surface.view.encoding import decode
from surface.view.payload import Track, picture
from surface.view.plans import factor_of, plan_settings

EGGS = SCENES["egg-box"].with_(resolution=31, steps=120)
PLANNED = edits.with_batch(edits.with_schedule(edits.with_runs(EGGS, 2), 0, "cosine"), 0, 3)
RULED = [edits.settled_rule(EGGS, rule) for rule in RULES]
SCENE = """
const { decodeScene, decodeSurface } = modules.decode;
const scene = decodeScene(given.runs, decodeSurface(given.surface));
"""
MOVED = f"""{SCENE}
const preview = new modules.preview.Preview(given.alone), clock = (() => {{ let t = 0; return () => t; }})();
const refusals = given.acts.map(([name, value]) => preview.take(name, value, scene));
let runs = preview.runs(scene, clock);
while (preview.pending) runs = preview.runs(scene, clock);
return [refusals, runs.map((run) => [run.rule, run.plan, run.steps, run.k, [...run.w]])];
"""


def sent(scene):
    played = Played(scene)
    tracks = [Track(run, run.rule.name) for run in played.descents]
    return picture(played.surface, played.landscape, (), tracks, key=scene.id, rules=RULED)


PICTURE = sent(PLANNED)


def moved(*acts, alone=False, of=PICTURE):
    refusals, runs = ask(MOVED, runs=of.runs, surface=of.surface, acts=acts, alone=alone)
    return refusals, [(rule, plan, steps, k, np.array(w).reshape(-1, 2)) for rule, plan, steps, k, w in runs]


@pytest.mark.parametrize(
    ("act", "value", "edit"),
    [
        ("setting", {"run": 0, "name": "learning_rate", "value": 0.15}, (edits.with_setting, 0, "learning_rate", 0.15)),
        ("start", {"run": 0, "w": [1.0, 2.0]}, (edits.with_start, 0, (1.0, 2.0))),
        ("rule", {"run": 0, "rule": "adam"}, (edits.with_rule, 0, "adam")),
        ("duplicate", {"run": 0}, (edits.with_copied_run, 0)),
        ("remove", {"run": 1}, (edits.without_run, 1)),
        ("steps", {"steps": 50}, (edits.with_steps, 50)),
    ],
)
def test_what_is_changed_keeps_its_schedule_and_its_batches(act, value, edit):
    make, *given = edit
    scene = make(PLANNED, *given)
    refusals, runs = moved((act, value))
    assert refusals == [""]
    assert runs[0][1] == "cosine over 120 steps, batches of 3"
    for (*_, path), descent in zip(runs, scene.descents(), strict=True):
        np.testing.assert_allclose(path, descent.path, atol=1e-7)


def test_more_steps_than_are_known_are_waited_for():
    _, runs = moved(("steps", {"steps": 300}))
    (_, _, steps, k, path), other = runs
    assert (steps, k, other[3]) == (300, 120, 300)  # the run without a plan goes on
    np.testing.assert_allclose(path, edits.with_steps(PLANNED, 300).descents()[0].path[:121], atol=1e-7)


def test_more_steps_than_are_known_are_refused_where_nobody_knows_more():
    refusals, runs = moved(("steps", {"steps": 300}), alone=True)
    words = "Run 1 must take at most 120 steps here: for more, its batches are not known."
    assert refusals == [words]
    assert [run[2] for run in runs] == [120, 120]
    assert moved(("steps", {"steps": 60}), alone=True)[0] == [""]


SCHEDULED = [(name, setting.name) for name, kind in SCHEDULES.items() for setting in hyperparameters(kind)]


@pytest.mark.parametrize(("name", "setting"), SCHEDULED)
@pytest.mark.parametrize("act", ["tune", "plan"])
def test_a_moved_setting_of_a_schedule_is_walked_by_at_once(name, setting, act):
    scene = edits.with_schedule(EGGS, 0, name)
    value = 37 if setting == "length" else 0.83
    change = (act, {"run": 0, "name": setting, "value": value})
    _, runs = moved(change, ("steps", {"steps": 150}), of=sent(scene))
    expected = edits.with_steps(edits.with_schedule_setting(scene, 0, setting, value), 150)
    (_, plan, _, k, path), *_ = runs
    assert k == 150
    assert plan.startswith(f"{name}: ")
    np.testing.assert_allclose(path, expected.descents()[0].path, atol=1e-7)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_browser_has_the_factors_of_every_schedule(name):
    schedule = SCHEDULES[name].over(120)
    run = Run(RULES["adam"](), (0, 0), schedule)
    asked = "return modules.plans.factorsOf(given.factor, given.settings, 400);"
    found = ask(asked, factor=factor_of(schedule), settings=plan_settings(run))
    np.testing.assert_allclose(found, schedule.factor(np.arange(401)), rtol=1e-12, atol=1e-15)


def test_a_new_schedule_is_one_entry_for_the_browser_too(monkeypatch):
    @dataclass(frozen=True)
    class Root(Schedule):
        name: ClassVar[str] = "root"
        formula: ClassVar[str] = "η / √(1 + t / T)"
        length: float = setting(50, "T", 1, whole=True, slider=(1.0, 1000.0), logarithmic=True)

        def _factor(self, t):
            return 1 / np.sqrt(1 + t / self.length)

    monkeypatch.setitem(SCHEDULES, "root", Root)
    scene = edits.with_schedule(EGGS, 0, "root")
    _, runs = moved(("tune", {"run": 0, "name": "length", "value": 7}), of=sent(scene))
    expected = edits.with_schedule_setting(scene, 0, "length", 7).descents()[0]
    np.testing.assert_allclose(runs[0][-1], expected.path, atol=1e-7)


def test_of_a_schedule_of_ones_own_the_browser_knows_the_rates_alone():
    class Own(SCHEDULES["exponential"]):
        pass

    assert factor_of(Own()) is None
    assert factor_of(None) is None


def test_a_setting_of_the_batches_is_left_to_python():
    _, runs = moved(("plan", {"run": 0, "name": "seed", "value": 5}))
    assert runs[0][1] == "cosine over 120 steps, batches of 3"
    np.testing.assert_allclose(runs[0][-1], PLANNED.descents()[0].path, atol=1e-7)


@pytest.mark.parametrize("rule", RULES)
def test_a_step_in_numbers_is_by_the_rate_and_the_batch_that_it_had(rule):
    scene = edits.with_batch(edits.with_schedule(edits.with_rule(EGGS, 0, rule), 0, "exponential"), 0, 3)
    made, descent = sent(scene), scene.descents()[0]
    asked = (
        f"{SCENE} return given.at.map((k) => [0, 1].map((axis) => modules.stepwork.changeAt(scene.runs[0], k, axis)));"
    )
    at = [0, 1, 37, 119]
    found = ask(asked, runs=made.runs, surface=made.surface, at=at)
    np.testing.assert_allclose(found, np.diff(descent.path, axis=0)[at], rtol=1e-9, atol=1e-12)


def test_random_starts_go_by_the_rule_alone():
    asked = f"""{SCENE}
    const starts = {{ key: "s", runs: [{{ w: [1, 2] }}], groups: [] }};
    const preview = new modules.startspreview.StartsPreview();
    const run = {{ ...scene.runs[0], settings: {{ learning_rate: 0.15 }} }};
    const seen = preview.seen({{ ...scene, random_starts: starts }}, run, () => false);
    return [...seen.runs[0].w];"""
    path = np.array(ask(asked, runs=PICTURE.runs, surface=PICTURE.surface)).reshape(-1, 2)
    plain = edits.with_setting(edits.with_start(EGGS, 0, (1, 2)), 0, "learning_rate", 0.15)
    np.testing.assert_allclose(path, plain.descents()[0].path, atol=1e-7)


ARRANGED = f"""{SCENE}
const {{ AS_OPENED }} = modules.arranged;
const arranged = modules.arranged.arranged({{ ...scene, region: null, random_starts: null }}, AS_OPENED);
const head = {{ step: given.step, chosen: given.chosen, arrows: {{ gradient: true }} }};
"""


@pytest.mark.parametrize("step", [0, 5, 5.5, 119])
def test_the_gradient_of_the_batch_is_drawn_beside_the_whole_one_and_looks_otherwise(step):
    asked = f"""{ARRANGED} const run = arranged.runs[0];
    const scale = modules.vectors.scaleIn(arranged, run).slope;
    return modules.vectors.arrowsAt(arranged, head).map(({{ kind, from, to, sign, dash }}) =>
      [kind, sign ?? "", dash ?? [], to.map((w, axis) => (w - from[axis]) / scale)]);"""
    whole, batch = ask(asked, runs=PICTURE.runs, surface=PICTURE.surface, step=step, chosen=0)
    assert (whole[:3], batch[0], batch[1]) == (["gradient", "", []], "gradient", "batch")
    assert batch[2]
    seen = decode(PICTURE.runs["runs"][0]["seen"]).reshape(-1, 2)
    np.testing.assert_allclose(batch[3], -seen[int(step)], atol=1e-9)  # that of the whole step
    assert len(ask(asked, runs=PICTURE.runs, surface=PICTURE.surface, step=step, chosen=1)) == 1


def test_the_words_say_what_the_dotted_arrow_is():
    asked = f"{ARRANGED} return arranged.runs.map((run) => modules.vectors.batchWords(run, given.step, 4));"
    first, second = ask(asked, runs=PICTURE.runs, surface=PICTURE.surface, step=1.5, chosen=0)
    assert first == (
        "Dotted: the gradient of this step’s batch, 1 of the 4 data points, times 4 / 1 to stand for all; "  # noqa: RUF001
        "the step goes by it."
    )
    assert second == ""


def test_the_rate_is_drawn_as_its_schedule_has_it():
    asked = f"{ARRANGED} return [0, 60, 120].map((k) => modules.plans.rateAt(arranged.runs[given.chosen], k));"
    rate = EGGS.runs[0].rule.learning_rate
    given = {"runs": PICTURE.runs, "surface": PICTURE.surface, "step": 0}
    np.testing.assert_allclose(ask(asked, **given, chosen=0), [rate, rate / 2, 0], atol=1e-12)
    assert ask(asked, **given, chosen=1) == [rate] * 3


@pytest.mark.parametrize("rule", ["gradient descent", "adam"])
def test_the_strip_reaches_every_rate_that_is_no_trifle(rule):
    scene = edits.with_schedule(edits.with_rule(EGGS, 0, rule), 0, "warm-up")
    asked = f"{ARRANGED} return modules.strip.stripRange(arranged.runs[0]);"
    made, rate = sent(scene), scene.runs[0].rule.learning_rate
    low, high = ask(asked, runs=made.runs, surface=made.surface, step=0, chosen=0)
    assert rate / 31 / 1.3 < low < 0.1 * rate
    assert high > rate
