"""What comes too late, or cannot be: it is dropped, the page stays whole, and a word is said where it matters."""

import json
import math

import pytest
from visit import behind, control, deliver, gone, of_player, opened, overtake, player, ran, read, sent, states, tell

from surface import DATASETS, SCENES, ErrorSurface
from surface.pages.explore import rounded
from surface.pages.library import library
from surface.scenes import edits
from surface.view.protocol import EVENTS

WRONG = [None, True, "0", [], {}, -1, 0.5, math.nan, 10**400, {"run": -1}, {"run": True}, {"run": 9}, {"run": math.nan}]
PLACES = [[1e300, 1e300], [-1e200, 3], [1.79e308, 0], [0], ["0", "0"], None, [None, 0], [True, 1], {}, [math.nan, 0]]
PRESS = {"trigger_value": True}


def scene(app):
    return app.session_state["visit"].scene


def words(app) -> list[str]:
    return [read(text) for text in (*app.warning, *app.error)]


# --- what the player says -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explore():
    return opened()


@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_no_value_of_an_event_breaks_the_page(explore, value):
    tell(explore, **{name: value for name in EVENTS if name != "played"})
    tell(explore, played=value)
    assert json.loads(player(explore).json)["runs"]["runs"]


def test_starts_and_settings_that_cannot_be_change_nothing(explore):
    ran(explore.button(key="reset").click().run())
    before = scene(explore)
    for at in PLACES:
        tell(explore, start={"run": 2, "w": at})
    for value in (math.nan, math.inf, 0, -1, 10**400, True, "0.1", None):
        tell(explore, setting={"run": 0, "name": "learning_rate", "value": value})
    assert scene(explore) == before


@pytest.mark.parametrize("name", ["momentum", "rule", "", "__class__"])
def test_a_setting_that_the_rule_has_not_is_dropped_without_a_word(name):
    app = tell(opened(), setting={"run": 0, "name": name, "value": 0.5})
    assert scene(app) == SCENES["two-hollows"]
    assert words(app) == []


def test_a_run_that_goes_beyond_all_numbers_keeps_its_window_and_says_so():
    app = tell(opened(), start={"run": 0, "w": [1.79e308, 0]})
    tell(app, fit=True)
    assert scene(app).window == SCENES["two-hollows"].window
    assert words(app) == ["A window must have finite edges, and these runs go farther than numbers do."]


def test_a_window_as_wide_as_numbers_go_is_drawn():
    app = tell(opened(), start={"run": 0, "w": [1e300, 1e300]})
    tell(app, fit=True)
    assert scene(app).window[0][1] > 1e298
    ran(app.button(key="reset").click().run())


@pytest.mark.parametrize("window", [((-1e300, 1e300), (-2, 2)), ((0, 1e-320), (-2, 2)), ((0, 1e-320), (-1e300, 0))])
def test_over_the_widest_and_the_narrowest_windows_no_axis_is_slanted_beyond_numbers(window):
    turned, shear = SCENES["two-hollows"].surface().sheared(window)
    assert isinstance(turned, ErrorSurface)
    assert all(math.isfinite(number) for number in shear.ravel())


def test_the_largest_number_is_read_as_it_is():
    wide = edits.with_window(SCENES["two-hollows"], -8e307, 8e307, -1, 1)
    assert rounded(wide, (1.7976931348623157e308, 0)) == (1.7976931348623157e308, 0)


# --- what was quicker than the page -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("run-1-learning_rate", {"double_value": 0.3}),
        ("run-1-momentum", {"double_value": 0.3}),
        ("run-1-rule", {"string_value": "adam"}),
        ("run-1-start-1", {"double_value": 0.3}),
        ("run-1-duplicate", PRESS),
        ("run-1-remove", PRESS),
        ("run-1-Largest stable rate", PRESS),
    ],
)
def test_a_control_of_a_run_that_has_just_been_removed_changes_nothing(key, value):
    app = opened()
    ran(overtake(app, control(app, "run-1-remove", **PRESS), control(app, key, **value)))
    assert scene(app) == edits.without_run(SCENES["two-hollows"], 1)
    assert words(app) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start", {"run": 1, "w": [1, 1]}),
        ("rule", {"run": 1, "rule": "adam"}),
        ("duplicate", {"run": 1}),
        ("remove", {"run": 1}),
        ("setting", {"run": 1, "name": "learning_rate", "value": 0.3}),
        ("choose", {"run": 1}),
    ],
)
def test_the_players_word_of_a_run_that_has_just_been_removed_changes_nothing(name, value):
    app = opened()
    app.session_state["visit"].together = True
    ran(overtake(app, control(app, "run-1-remove", **PRESS), of_player(app, name, value)))
    assert scene(app) == edits.without_run(SCENES["two-hollows"], 1)
    assert app.session_state["visit"].together
    assert json.loads(player(app).json)["runs"]["chosen"] == 0


OF_A_SCENE = [
    ("start", {"run": 0, "w": [1, 1]}),
    ("setting", {"run": 0, "name": "learning_rate", "value": 0.3}),
    ("rule", {"run": 0, "rule": "adam"}),
    ("steps", {"steps": 7}),
    ("add", True),
    ("remove", {"run": 1}),
    ("choose", {"run": 1}),
    ("overlay", True),
    ("same", True),
    ("scale", {"scale": "log"}),
    ("random_starts", {"seed": 3}),
    ("fit", True),
    ("window", {"edges": [-1, 2, -3, 1]}),
]


@pytest.mark.parametrize(("name", "value"), OF_A_SCENE)
def test_what_is_said_about_the_scene_before_leaves_the_new_one_alone(name, value):
    app = opened()
    names = list(SCENES)
    ran(overtake(app, control(app, "Next", **PRESS), of_player(app, name, value)))
    assert scene(app) == SCENES[names[1]]
    assert (app.session_state["visit"].chosen, app.session_state["visit"].together) == (0, False)


LEADS_AWAY = {
    "another scene": lambda app: deliver(app, control(app, "Next", **PRESS)),
    "a reset": lambda app: deliver(app, control(app, "reset", **PRESS)),
    "the way back": lambda app: (app.query_params.clear(), gone(app)),
}


@pytest.mark.parametrize("way", LEADS_AWAY)
def test_what_left_the_browser_before_the_new_scene_came_leaves_it_alone(way):
    app = opened(learning_rate1="0.3")
    late = [of_player(app, name, value) for name, value in OF_A_SCENE]
    LEADS_AWAY[way](app)  # and while they are on their way the page is drawn to its end
    new = SCENES["local-minimum" if way == "another scene" else "two-hollows"]
    for one in late:
        ran(deliver(app, one))
        assert scene(app) == new, one
        assert (app.session_state["visit"].chosen, app.session_state["visit"].together) == (0, False)


def test_a_click_on_the_page_of_a_scene_before_brings_none_of_its_controls_along():
    app = opened(scene="bowl")
    before, act = states(app), control(app, "run-0-duplicate", **PRESS)
    app.query_params["scene"] = "xor-hidden"
    gone(app)
    assert scene(app) == SCENES["xor-hidden"]
    # A browser that has not drawn the new panel yet: all that it shows is of the bowl.
    ran(behind(app, before, act))
    assert scene(app) == SCENES["xor-hidden"]
    # And when it has, its controls count again.
    ran(app.selectbox(key="hidden").set_value(1).run())
    ran(deliver(app, of_player(app, "start", {"run": 0, "w": [1, 1]})))
    assert scene(app).runs[0].start == (1, 1)


def test_of_one_scene_all_counts_however_quickly_it_is_sent():
    app = opened()
    first, second = (of_player(app, "start", {"run": run, "w": [1, run]}) for run in (0, 1))
    rate = of_player(app, "setting", {"run": 0, "name": "learning_rate", "value": 0.3})
    for one in (first, second, rate):  # all of them from the page as it was at first
        ran(deliver(app, one))
    assert [run.start for run in scene(app).runs] == [(1, 0), (1, 1)]
    assert scene(app).runs[0].rule.learning_rate == 0.3


def test_the_way_on_counts_from_a_scene_that_is_gone_too():
    app = opened()
    on = [of_player(app, "go", {"by": 1}) for _ in range(2)]
    for one in on:
        ran(deliver(app, one))
    assert scene(app) == list(SCENES.values())[2]


@pytest.mark.parametrize("told", [*WRONG, {"scene": True, "value": True}, {"scene": "1", "value": True}], ids=repr)
def test_what_is_not_told_as_an_event_is_dropped(explore, told):
    before = scene(explore)
    names = [name for name in (*EVENTS, "acts") if name not in ("played", "go")]
    ran(deliver(explore, sent(player(explore).id, **dict.fromkeys(names, told))))
    assert scene(explore) == before


def test_a_control_of_the_scene_before_leaves_the_new_one_alone_and_the_next_press_counts():
    app = opened()
    ran(overtake(app, control(app, "Next", **PRESS), control(app, "run-0-learning_rate", double_value=0.3)))
    assert scene(app) == list(SCENES.values())[1]
    ran(overtake(app, control(app, "Next", **PRESS), control(app, "Next", **PRESS)))
    assert scene(app) == list(SCENES.values())[3]
    ran(overtake(app, control(app, "Next", **PRESS), of_player(app, "go", {"by": 1})))
    assert scene(app) == list(SCENES.values())[5]


def test_a_variant_of_the_scene_before_is_not_looked_for_in_the_new_one():
    app = opened()
    variant = app.selectbox(key="variant").options[1]
    ran(overtake(app, control(app, "Next", **PRESS), control(app, "variant", string_value=variant)))
    assert scene(app) == list(SCENES.values())[1]


def test_weights_and_layers_of_the_network_before_change_nothing():
    app = opened(scene="and-gate")
    ran(
        overtake(
            app,
            control(app, "data", string_value=DATASETS["two-hollows"].title),
            of_player(app, "weight", {"weight": 2, "value": 3.0}),
        )
    )
    assert words(app) == []
    app = ran(opened().selectbox(key="hidden").set_value(2).run())
    ran(overtake(app, control(app, "hidden", string_value="none"), control(app, "hidden-1", double_value=3.0)))
    assert scene(app).network.hidden == ()
    assert words(app) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda s: edits.with_weight(s, "w9[1,1]", 0),
        lambda s: edits.with_free(s, ("w[1,1]", "w9[1,1]")),
        lambda s: edits.with_setting(s, 0, "momentum", 0.5),
        lambda s: edits.with_own_rule(s, 2, s.runs[0].rule),
    ],
)
def test_a_change_of_what_the_scene_has_no_more_is_known_as_such(make):
    with pytest.raises(edits.GoneError):
        make(SCENES["two-hollows"])


# --- what was refused goes with its control -----------------------------------------------------------------------


def test_a_refused_number_goes_with_its_control_and_does_not_come_back():
    app = ran(opened().number_input(key="run-1-momentum").set_value(2.0).run())
    assert len(words(app)) == 1
    ran(app.selectbox(key="run-1-rule").set_value("adam").run())
    ran(app.selectbox(key="run-1-rule").set_value("momentum").run())
    assert app.number_input(key="run-1-momentum").value == 0.9
    assert words(app) == []


def test_a_number_too_large_is_refused_in_a_short_sentence():
    app = ran(opened().number_input(key="steps").set_value(1e300).run())
    assert words(app) == ["Steps must be a number of a few digits, got 1e+300."]


# --- lessons ------------------------------------------------------------------------------------------------------


def lesson_page(app, slug):
    pages = {info["page_name"]: hash for hash, info in app._registered_pages.items()}
    app._page_hash, app.query_params = pages["Lessons"], {"lesson": slug}
    return ran(deliver(app))


@pytest.mark.parametrize("slug", [lesson.slug for lesson in library().lessons])
def test_no_event_of_a_lessons_picture_breaks_its_page(explore, slug):
    lesson_page(explore, slug)
    for at, value in zip(PLACES, (math.nan, -1, 1e300, 10**400, None), strict=False):
        tell(explore, start={"run": 0, "w": at}, setting={"run": 0, "name": "learning_rate", "value": value})
        tell(explore, start={"run": 7, "w": at}, setting={"run": 7, "name": "x", "value": value})
    assert json.loads(player(explore).json)["runs"]["runs"]


def test_an_event_of_the_picture_that_was_shown_before_leaves_the_one_that_is_shown():
    app = lesson_page(opened(), "which-rule")
    late = of_player(app, "start", {"run": 3, "w": [1, 1]})
    ran(overtake(app, control(app, "lesson-Previous", **PRESS), late))
    assert app.query_params["lesson"] != "which-rule"
    moved = {name for name in app.session_state["visit"].lessons if name.startswith("starts")}
    assert moved <= {"starts-which-rule-Ravine"}


def test_what_left_the_browser_before_the_lessons_settings_were_brought_back_leaves_them():
    app = lesson_page(opened(), "downhill")
    deliver(app, of_player(app, "setting", {"run": 0, "name": "learning_rate", "value": 8}))
    late = of_player(app, "setting", {"run": 0, "name": "learning_rate", "value": 7})
    visit = app.session_state["visit"].lessons
    ran(app.radio[0].set_value(app.radio[0].options[0]).run())
    ran(app.button(key="show-downhill").click().run())
    ran(app.button(key="back-downhill").click().run())
    ran(deliver(app, late))
    assert not [value for name, value in visit.items() if name.startswith("settings")]


def test_sentences_about_what_is_gone_are_not_kept():
    app = opened()
    ran(overtake(app, control(app, "run-1-remove", **PRESS), control(app, "run-1-momentum", double_value=2.0)))
    assert app.session_state["visit"].refused == {}


# --- what the browser may miss ------------------------------------------------------------------------------------
