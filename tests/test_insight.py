"""What lies under the view: the critical points in words, basins and their difference, what frees a stuck run."""

import base64
import json
import re

import analytic
import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from visit import deliver, message, opened, overtake, player, ran

from surface import SCENES
from surface.descent import RULES, GradientDescent, Momentum, descend
from surface.figures.basins import (
    REGION_STYLES,
    basin_regions,
    basins_figure,
    difference_figure,
    escape_figure,
    middle,
    minimum_style,
)
from surface.landscape import critical_points
from surface.landscape.basins import basins, difference
from surface.landscape.escape import escape_map, smallest_momentum
from surface.landscape.stability import largest_stable_rate
from surface.landscape.summary import (
    basins_summary,
    destinations,
    difference_summary,
    escape_map_summary,
    escape_summary,
    named_rule,
)
from surface.landscape.verdicts import verdict
from surface.pages import cache, jobs
from surface.pages.basins import basins_key
from surface.pages.controls import rates
from surface.pages.insight import attraction
from surface.scenes import OVERLAYS, link, work
from surface.view.encoding import decode
from surface.view.overlay import basins_overlay, difference_overlay
from surface.view.payload import Track, picture

PLAIN, HEAVY = GradientDescent(0.2), Momentum(0.2, 0.9)


@pytest.fixture(scope="module")
def hollows():
    """The first scene's surface, window, points and landscape."""
    scene = SCENES["two-hollows"]
    E = scene.surface()
    return E, scene.window, critical_points(E, scene.window), E.sample(scene.window, 41)


@pytest.fixture(scope="module")
def two_basins(hollows):
    E, window, points, _ = hollows
    return [basins(E, rule, window, (17, 15), 200, points=points) for rule in (PLAIN, HEAVY)]


@pytest.fixture(scope="module")
def freed(hollows):
    E, _, points, _ = hollows
    return smallest_momentum(E, descend(E, PLAIN, (-1.3, 2.4), 200), points)


# --- stability in the player's payload ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", RULES)
def test_the_strip_is_given_what_makes_the_bounds(hollows, name):
    E, _, points, landscape = hollows
    run = descend(E, RULES[name](), (-1.3, 2.4), 40)
    sent = picture(E, landscape, points, [Track(run, name)], key="k").runs["runs"][0]["stability"]
    expected = analytic.bounds(E, run)
    if expected is None:
        assert sent is None
        return
    curvature = decode(sent["curvature"])
    given = np.where(curvature > 0, sent["bound"] / np.where(curvature > 0, curvature, 1), np.inf)
    np.testing.assert_array_equal(given, expected)


def test_a_diverging_run_has_curvatures_that_travel(hollows):
    scene = SCENES["bowl"]
    E = scene.surface()
    run = descend(E, GradientDescent(1e3), scene.runs[0].start, 400)
    sent = picture(E, E.sample(scene.window, 11), (), [Track(run, "plain")], key="k").runs["runs"][0]["stability"]
    assert len(decode(sent["curvature"])) == run.k + 1
    json.dumps(sent, allow_nan=False)


# --- words --------------------------------------------------------------------------------------------------------


def test_the_shares_in_words_are_the_shares(two_basins):
    plain = two_basins[0]
    assert sum(destination.share for destination in destinations(plain)) == pytest.approx(1)
    told = basins_summary(plain, 200)
    assert f"Of {17 * 15} starts" in told
    assert f"{100 * plain.share[0]:.2g} % end in the lowest minimum found" in told


def test_half_of_the_starts_took_at_most_the_median(two_basins):
    for destination in destinations(two_basins[0]):
        if destination.minimum is not None:
            steps = two_basins[0].steps[two_basins[0].label == destination.minimum]
            assert np.mean(steps <= destination.median) >= 0.5
            assert destination.slowest == steps.max()


def test_no_minimum_is_said_and_not_guessed():
    scene = SCENES["iris-hard"]
    found = basins(scene.surface(), PLAIN, scene.window, 8, 20)
    assert "none was found" in basins_summary(found, 20)
    assert [destination.minimum for destination in destinations(found)] == [None]


def test_the_difference_in_words_names_both_rules(two_basins):
    told = difference_summary(difference(*two_basins), PLAIN, HEAVY)
    assert named_rule(HEAVY) in told
    assert named_rule(PLAIN) in told


def test_the_escape_in_words_holds_when_it_is_run(hollows, freed):
    E, _, points, _ = hollows
    told = escape_summary(freed, PLAIN)
    assert f"β = {freed.momentum:g} is the smallest" in told
    assert "100 momenta" in told
    run = descend(E, Momentum(0.2, freed.momentum), (-1.3, 2.4), 200)
    assert verdict(E, run, points).outcome == "reached the lowest minimum"
    less = descend(E, Momentum(0.2, freed.momentum - 0.01), (-1.3, 2.4), 200)
    assert verdict(E, less, points).outcome != "reached the lowest minimum"


def test_stretches_that_free_are_told_apart(hollows):
    E, _, points, _ = hollows
    rule = GradientDescent(0.33)
    escape = smallest_momentum(E, descend(E, rule, (-1.3, 2.4), 200), points)
    assert len(escape.intervals) > 1
    assert "More is not always better" in escape_summary(escape, rule)


# --- overlays -----------------------------------------------------------------------------------------------------


def labels(overlay) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(overlay["label"]), np.uint8)
    return flat.reshape(overlay["rows"], overlay["columns"])


def test_an_overlay_holds_the_label_of_every_start(two_basins):
    sent = basins_overlay("key", "Where starts end", two_basins[0])
    nowhere = len(sent["regions"]) - 1
    np.testing.assert_array_equal(labels(sent), np.where(two_basins[0].label < 0, nowhere, two_basins[0].label))
    assert (sent["w1"], sent["w2"]) == ([-2.5, 5.0], [-3.5, 3.5])
    assert [region["number"] for region in sent["regions"]] == ["1", "2", ""]
    json.dumps(sent, allow_nan=False)


def test_the_overlay_of_a_difference_counts_as_its_shares_say(two_basins):
    changed = difference(*two_basins)
    sent = difference_overlay("key", "What changes", changed)
    shares = np.bincount(labels(sent).ravel(), minlength=4) / labels(sent).size
    np.testing.assert_allclose(shares, [changed.share[case] for case in ("both", "rescued", "lost", "neither")])


def test_a_start_is_coloured_as_the_run_from_it_ends(hollows, two_basins):
    E, _, points, _ = hollows
    for j, i in ((3, 2), (8, 14), (12, 9)):
        start = two_basins[0].w1[i], two_basins[0].w2[j]
        told = verdict(E, descend(E, PLAIN, start, 200), points)
        assert two_basins[0].label[j, i] == (-1 if told.point is None else told.point)


def test_regions_differ_in_colour_and_in_pattern_and_beyond_eight_in_one_of_them():
    assert len({style.colour for style in REGION_STYLES}) == len({style.pattern for style in REGION_STYLES}) == 8
    assert len({minimum_style(k) for k in range(16)}) == 16


# --- figures ------------------------------------------------------------------------------------------------------


def test_the_map_of_basins_bears_its_labels_and_numbers(hollows, two_basins):
    figure = basins_figure(two_basins[0], hollows[3], ["w₁", "w₂"], "Plain descent")
    cells = figure.data[0]
    assert cells.type == "heatmap"
    assert np.array_equal(cells.z == 0, two_basins[0].label == 0)
    assert {region.name for region in basin_regions(two_basins[0])} >= {t.name for t in figure.data[1:] if t.showlegend}
    assert list(figure.data[-1].text) == ["1", "2"]


def test_the_map_of_the_difference_names_four_cases(hollows, two_basins):
    changed = difference(*two_basins)
    figure = difference_figure(changed, hollows[3], ["w₁", "w₂"])
    names = [trace.name for trace in figure.data if trace.showlegend]
    assert any("rescued" in name for name in names)
    assert figure.data[0].z.shape == changed.rescued.shape


def test_the_escape_map_marks_the_setting_and_offers_every_other(hollows):
    E, _, points, _ = hollows
    found = escape_map(E, PLAIN, (-1.3, 2.4), points, rates=[0.1, 0.2, 0.4], momenta=[0, 0.5, 0.9])
    figure = escape_figure(found)
    settings = next(trace for trace in figure.data if trace.name == "settings")
    assert sorted(zip(settings.x, settings.y, strict=True))[-1] == (0.4, 0.9)
    here = next(trace for trace in figure.data if trace.name == "the run's own setting")
    assert (here.x[0], here.y[0]) == (0.2, 0.0)
    told = escape_map_summary(found)
    assert "3 learning rates η × 3 momenta β" in told
    assert "η = 0.2, β = 0" in told


def test_the_middle_of_a_region_is_deep_inside_it():
    inside = np.zeros((9, 9), dtype=bool)
    inside[1:8, 2:7] = True
    j, i = middle(inside)
    assert (3 <= j <= 5, i) == (True, 4)


# --- the page -----------------------------------------------------------------------------------------------------


def told(app: AppTest) -> str:
    return "\n".join(text.value for kind in ("markdown", "caption") for text in app.get(kind))


def sent(app: AppTest, part: str):
    """What a component was last given under this name, None where no component has it."""
    found = [json.loads(c.proto.json) for c in app.get("bidi_component") if f'"{part}"' in c.proto.json]
    return next((data[part] for data in found if part in data), None)


def lay_over(app: AppTest, overlay: str) -> None:
    visit = app.session_state["visit"]
    visit.scene = visit.scene.with_(overlay=overlay)


def at_section(app: AppTest, name: str) -> AppTest:
    app.session_state["insight"] = name
    return ran(app.run())


@pytest.mark.parametrize("scene", SCENES)
def test_the_points_of_every_scene_are_listed_with_the_check(scene):
    app = opened(scene=scene)
    points = cache.ground(SCENES[scene]).points
    text = told(app)
    said = "All critical points of this window" if len(points) else "There is no critical point in this window"
    assert (said if points.proven else "found in this window") in text
    assert ("Proven by interval arithmetic" if points.proven else "of the window is undecided") in text
    assert {None: "Not checked", True: "Balanced", False: "Not balanced"}[points.balanced] in text
    assert ("Degenerate" in text) == bool(points.degenerate)
    assert len(re.findall(r"\*\*lowest minimum\*\*", text)) <= max(1, len(points.lowest))


@pytest.mark.parametrize("scene", ["two-hollows", "dead-relu", "iris-hard", "teacher-twins", "xor-hidden"])
def test_every_section_opens_on_very_different_scenes(scene):
    app = opened(scene=scene)
    app.session_state["starts"] = 32
    lay_over(app, "difference")
    at_section(app, "Basins of attraction")
    points = cache.ground(SCENES[scene]).points
    assert ("rescues" in told(app)) == bool(points.hollows)
    assert (sent(app, "overlay") is not None) == bool(points.hollows)
    at_section(app, "What would free it?")
    assert re.search("How little of|nothing to free it from|nowhere that a run could be freed to", told(app))


def test_nothing_heavy_is_computed_until_it_is_asked_for():
    before = len(jobs.results())
    opened(scene="local-minimum")
    assert len(jobs.results()) == before


def test_the_player_is_told_the_key_under_which_the_overlay_comes():
    app = opened()
    lay_over(app, "basins")
    app.session_state["starts"] = 32
    ran(app.run())
    assert sent(app, "runs")["overlay"] == sent(app, "overlay")["key"]


def test_another_rate_is_another_overlay():
    app = opened()
    scene = app.session_state["visit"].scene
    other = scene.with_(runs=(scene.runs[1], scene.runs[1]))
    first = basins_key(scene, scene.runs[0].rule, 64)
    assert first != basins_key(other, other.runs[0].rule, 64)
    assert first == basins_key(scene.with_(runs=scene.runs[:1]), scene.runs[0].rule, 64)


def test_what_frees_a_run_is_asked_though_its_change_has_just_been_taken_back():
    app = at_section(opened(), "What would free it?")
    app = ran(deliver(app, message(player(app), setting={"run": 0, "name": "learning_rate", "value": 0.3})))
    (ask,) = [node for node in app._tree if getattr(node, "key", None) == "free"]
    ran(overtake(app, message(player(app), undo=True), WidgetState(id=ask.id, trigger_value=True)))
    assert app.session_state["visit"].scene == SCENES["two-hollows"]
    assert app.button(key="free-set")


def test_what_frees_the_stuck_run_is_found_and_set():
    app = at_section(opened(), "What would free it?")
    ran(app.button(key="free").click().run())
    assert "β = 0.81 is the smallest" in told(app)
    ran(app.button(key="free-set").click().run())
    assert app.session_state["visit"].scene.runs[0].rule == Momentum(0.2, 0.81)
    assert "reached the lowest minimum" in told(app)
    assert "nothing to free it from" in told(app)


def test_the_map_of_settings_is_drawn_where_it_is_asked_for():
    app = at_section(opened(), "What would free it?")
    assert not app.get("plotly_chart")
    ran(app.toggle(key="escape-map").set_value(True).run())
    assert len(app.get("plotly_chart")) == 1
    assert "The cross marks the run's own setting, η = 0.2, β = 0" in told(app)


def test_a_setting_that_was_picked_on_the_map_does_not_come_back_after_undo():
    app = at_section(opened(), "What would free it?")
    ran(app.toggle(key="escape-map").set_value(True).run())
    before = app.session_state["visit"].scene
    selection = {"points": [{"x": 0.317, "y": 0.7}], "point_indices": [0], "box": [], "lasso": []}
    (chart,) = app.get("plotly_chart")
    # A browser holds what was picked in a figure by what was drawn in it, and that is the same after Undo.
    picked = WidgetState(id=chart.proto.id, string_value=json.dumps({"selection": selection}))
    ran(deliver(app, picked))
    assert app.session_state["visit"].scene.runs[0].rule == Momentum(0.317, 0.7)
    ran(deliver(app, message(player(app), undo=True)))
    ran(deliver(app, picked))
    assert app.session_state["visit"].scene == before


def test_rates_around_a_rate_stay_for_its_decade():
    np.testing.assert_array_equal(work.rates_around(0.2), work.rates_around(0.95))
    assert work.rates_around(0.2)[0] == 0.02
    assert work.rates_around(0.2)[-1] == 2


def test_a_lone_run_is_compared_with_momentum():
    scene = SCENES["two-hollows"]
    alone = scene.with_(runs=scene.runs[:1])
    assert attraction.rivals(alone, 0)[0].name == "momentum"
    assert attraction.rivals(scene, 0) == [scene.runs[1].rule]


def test_what_lies_over_the_map_is_in_the_link_and_a_wrong_word_is_said():
    app = opened(over="basins")
    assert sent(app, "overlay") is not None
    app = opened(over="everything")
    assert sent(app, "overlay") is None
    assert "everything" in app.warning[0].value
    scene = SCENES["two-hollows"]
    assert link.query_from(scene.with_(overlay="difference")) == {"over": "difference"}
    assert link.query_from(scene) == {}


def test_watersheds_lie_over_the_map_as_lines_that_climb_from_the_saddles():
    app = opened(over="watersheds")
    message, scene = sent(app, "overlay"), SCENES["two-hollows"]
    assert sent(app, "runs")["overlay"] == message["key"]
    assert message["regions"] == []
    E, points = scene.surface(), cache.ground(scene).points
    saddles = [point.weights for point in points if point.kind == "saddle"]
    lines = [decode(line).reshape(-1, 2) for line in message["lines"]]
    np.testing.assert_allclose([line[0] for line in lines], np.repeat(saddles, 2, axis=0))
    assert all(np.all(np.diff(E.error(line)) > 0) for line in lines)
    assert "From each of 4 saddles two lines lead straight uphill" in told(app)


def test_a_window_without_a_saddle_has_no_watershed_and_says_so():
    app = opened(scene="bowl", over="watersheds")
    assert sent(app, "overlay")["lines"] == []
    assert "No saddle was found in this window" in told(app)


def test_every_overlay_that_a_scene_knows_can_be_drawn():
    assert tuple(attraction.OVERLAYS) == OVERLAYS[1:]


def test_another_scene_opens_without_the_overlay():
    app = opened(over="basins")
    ran(app.selectbox(key="scene").set_value("bowl").run())
    assert sent(app, "runs")["overlay"] is None


@pytest.mark.parametrize("scene", SCENES)
def test_known_rates_say_where_they_hold_and_are_the_rules_own(scene):
    app = opened(scene=scene)
    found = cache.ground(SCENES[scene])
    for index, run in enumerate(SCENES[scene].runs):
        buttons = [b for b in app.button if b.key == f"run-{index}-Largest stable rate"]
        place, w = rates.where(SCENES[scene], index)
        assert bool(buttons) == (largest_stable_rate(found.surface, run.rule, w) is not None)
        assert all(place in button.help for button in buttons)


def test_the_best_rate_brings_plain_descent_down_fastest():
    app = opened(scene="ravine")
    ran(app.button(key="run-0-Best rate here").click().run())
    scene = app.session_state["visit"].scene
    E, minimum = scene.surface(), cache.ground(scene).points.minima[0]
    best = scene.runs[0].rule.learning_rate
    directions = np.linalg.eigh(E.hessian(minimum.weights))[1].T

    def left(rate: float) -> float:
        """How much of a small step away from the minimum is left along the slower of its two directions."""
        ends = [descend(E, GradientDescent(rate), minimum.weights + 1e-3 * d, 20).path[-1] for d in directions]
        return max(np.linalg.norm(end - minimum.weights) for end in ends)

    assert left(best) < min(left(0.98 * best), left(1.02 * best))
