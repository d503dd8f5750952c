"""A rule that nobody knows but RULES: everything that walks, judges, sends and draws takes it as it is."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from analytic import HOLLOWS, HOLLOWS_START, HOLLOWS_WINDOW
from visit import opened, ran

from surface.descent import RULES, Rule, descend
from surface.descent.settings import learning_rate, setting
from surface.landscape import critical_points
from surface.landscape.basins import basins
from surface.landscape.escape import escape_map, smallest_momentum
from surface.landscape.random_starts import random_starts
from surface.landscape.verdicts import OUTCOMES, verdict
from surface.scenes import SCENES, Run, Scene
from surface.view.payload import Track, picture


@dataclass(frozen=True)
class Damped(Rule):
    """A learning rate that falls as the steps are counted."""

    name: ClassVar[str] = "damped"
    formula: ClassVar[str] = "n ← n + 1;  w ← w − η g / (1 + c n)"
    meanings: ClassVar[dict[str, str]] = {"n": "number of the step"}
    rival: ClassVar[str] = "gradient descent"
    learning_rate: float = learning_rate(0.2)
    damping: float = setting(0.002, "c", 0, low_open=True, help="How fast the learning rate falls.")

    def init(self, w):
        return {"n": np.zeros(w.shape)}

    def update(self, gradient, state):
        count = state["n"] + 1
        return -self.learning_rate * gradient / (1 + self.damping * count), {"n": count}


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(RULES, Damped.name, Damped)


@pytest.fixture(scope="module")
def points():
    return critical_points(HOLLOWS, HOLLOWS_WINDOW)


def walked():
    return descend(HOLLOWS, Damped(), HOLLOWS_START, 200)


def test_it_walks_by_its_formula_and_is_judged(points):
    w, path = np.array(HOLLOWS_START), [HOLLOWS_START]
    for step in range(1, 201):
        w = w - 0.2 * HOLLOWS.gradient(w) / (1 + 0.002 * step)
        path.append(w)
    np.testing.assert_allclose(walked().path, path, rtol=1e-12)
    found = verdict(HOLLOWS, walked(), points)
    assert found.outcome in OUTCOMES
    assert np.linalg.norm(points[found.point].weights - w) < 1e-3


def test_many_of_it_end_where_each_alone_does(points):
    found = basins(HOLLOWS, Damped(), HOLLOWS_WINDOW, 6, 400, points=points)
    for j, i in np.ndindex(6, 6):
        alone = verdict(HOLLOWS, descend(HOLLOWS, Damped(), (found.w1[i], found.w2[j]), 400), points)
        assert found.label[j, i] == (-1 if alone.hollow is None else alone.hollow)
    assert len(random_starts(HOLLOWS, Damped(), HOLLOWS_WINDOW, 50, 1, 8, points).label) == 8


def test_momentum_is_what_would_free_it(points):
    found = smallest_momentum(HOLLOWS, walked(), points, 0.05)
    assert found.check is None or found.check.rule.name == "momentum"
    assert escape_map(HOLLOWS, Damped(), HOLLOWS_START, points, 20, [0.1], [0.5]).here == (0.2, 0.0)


def test_the_view_is_sent_its_settings_its_sliders_and_its_state(points):
    sent = picture(HOLLOWS, HOLLOWS.sample(HOLLOWS_WINDOW, 9), points, [Track(walked(), "a")], key="k").runs["runs"][0]
    assert sent["settings"] == {"learning_rate": 0.2, "damping": 0.002}
    assert [knob["name"] for knob in sent["knobs"]] == ["learning_rate", "damping"]
    assert (sent["inner"].keys(), sent["stability"], sent["formula"]["text"]) == ({"n"}, None, Damped.formula)


def test_the_page_offers_it_with_the_controls_of_its_settings():
    app = opened()
    ran(app.selectbox(key="run-0-rule").set_value("damped").run())
    assert [app.number_input(key=f"run-0-{name}").value for name in ("learning_rate", "damping")] == [0.2, 0.002]
    ran(app.number_input(key="run-0-damping").set_value(0.25).run())
    assert app.session_state["visit"].scene.runs[0].rule == Damped(0.2, 0.25)


def test_a_scene_holds_it():
    scene = SCENES["two-hollows"].with_(runs=(Run(Damped(), HOLLOWS_START),))
    assert isinstance(scene, Scene)
    np.testing.assert_array_equal(scene.descents()[0].path[:201], walked().path[: len(scene.descents()[0].path)])
