"""The page Explore, driven without a browser: every scene opens, every control works, nothing wrong gets through."""

import json
import math
from dataclasses import astuple

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from visit import brought, deliver, gone, opened, ran, read, tell

from surface import ACTIVATIONS, DATASETS, RULES, SCENES, Dataset
from surface.data import MAX_ROWS
from surface.descent import hyperparameters
from surface.pages import cache, visit
from surface.pages.controls import fields
from surface.pages.explore import rounded
from surface.scenes import GALLERY, MAX_RESOLUTION, MAX_RUNS, MAX_STEPS, edits, link, own
from surface.scenes.played import Played

OPENINGS = [(name, variant) for name, entry in GALLERY.items() for variant in ("", *entry.variants)]


def scene(app: AppTest):
    return app.session_state["visit"].scene


def shown(app: AppTest) -> dict:
    """What the player was last given, apart from the surface."""
    return next(json.loads(c.proto.json)["runs"] for c in app.get("bidi_component") if '"runs"' in c.proto.json)


def surface_key(app: AppTest) -> str:
    return shown(app)["surface"]


def errors(app: AppTest) -> list[str]:
    return [read(error) for error in app.error]


def press(app: AppTest, key: str) -> AppTest:
    return ran(app.button(key=key).click().run())


def number(app: AppTest, key: str, value) -> AppTest:
    return ran(app.number_input(key=key).set_value(value).run())


def choose(app: AppTest, key: str, value) -> AppTest:
    return ran(app.selectbox(key=key).set_value(value).run())


# --- scenes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "variant"), OPENINGS)
def test_every_scene_opens_from_its_link(name, variant):
    wanted = GALLERY[name].opened(variant)
    app = opened(**link.query_from(wanted))
    assert scene(app) == wanted
    assert not app.warning
    assert not app.error
    assert GALLERY[name].watched(variant) in [read(text) for text in app.markdown]
    assert app.title[0].value == GALLERY[name].title


@pytest.mark.parametrize(("name", "variant"), OPENINGS)
def test_the_player_shows_the_runs_of_the_scene_with_their_verdicts(name, variant):
    wanted = GALLERY[name].opened(variant)
    drawn = cache.drawn(wanted)
    assert [run["rule"] for run in drawn.runs["runs"]] == [run.rule.name for run in wanted.runs]
    assert all(run["verdict"]["outcome"] and run["verdict"]["reason"] for run in drawn.runs["runs"])


def test_untouched_the_first_screen_is_two_hollows():
    app = opened()
    assert [run["verdict"]["outcome"] for run in shown(app)["runs"]] == [
        "stuck in a local minimum",
        "reached the lowest minimum",
    ]


def test_the_arrows_lead_through_every_scene_and_round():
    app, seen = opened(), []
    for _ in SCENES:
        seen.append(scene(app).id)
        press(app, "Next")
    assert seen == list(SCENES)
    assert scene(app).id == seen[0]
    assert scene(press(app, "Previous")).id == seen[-1]


def test_a_scene_is_chosen_from_the_list():
    app = choose(opened(), "scene", "ravine")
    assert scene(app) == SCENES["ravine"]
    assert app.query_params["scene"] == "ravine"


def test_a_variant_brings_its_runs():
    app = choose(opened(), "variant", "starts")
    assert scene(app) == GALLERY["two-hollows"].opened("starts")
    assert choose(app, "variant", app.selectbox(key="variant").options[0]).query_params == {}


def test_reset_gives_the_scene_back_as_it_opened():
    app = choose(opened(variant="starts"), "run-0-rule", "adam")
    assert not app.button(key="reset").disabled
    assert scene(press(app, "reset")) == GALLERY["two-hollows"].opened("starts")
    assert app.selectbox(key="run-0-rule").value == "gradient descent"


# --- links --------------------------------------------------------------------------------------------------------


def test_a_wrong_value_in_a_link_falls_back_and_says_so():
    app = opened(scene="ravine", steps="9999", start1="abc")
    assert scene(app) == SCENES["ravine"]
    assert "steps = 9999" in read(app.warning[0])
    assert "start1 = abc" in read(app.warning[0])


def test_the_notice_stays_until_something_is_changed():
    app = opened(steps="9999").run()
    assert app.warning
    assert not number(app, "steps", 100).warning


def test_every_change_is_in_the_link():
    app = number(opened(), "run-0-start-1", 0.5)
    assert dict(app.query_params) == {"start1": "0.5~2.4"}


def test_the_scale_of_the_error_is_in_the_link_and_in_the_picture():
    app = opened(scale="log")
    assert scene(app).scale == shown(app)["scale"] == "log"
    assert dict(app.query_params) == {"scale": "log"}
    assert surface_key(app) == surface_key(opened())  # the same surface, drawn on another scale


def test_a_link_that_changed_in_the_browser_is_news():
    app = number(opened(), "steps", 100)
    del app.query_params["steps"]
    assert scene(ran(gone(app))) == SCENES["two-hollows"]
    assert app.number_input(key="steps").value == 200


def test_a_run_of_a_browser_that_has_not_heard_of_a_change_leaves_it():
    app = number(opened(), "steps", 100)
    del app.query_params["steps"]  # the browser has not heard of it yet, and something beside the scene runs the page
    assert scene(ran(app.run())).steps == 100


def test_another_pages_link_to_a_scene_that_was_shown_before_is_gone_to():
    app = number(opened(steps="77"), "steps", 100)
    pages = {info["page_name"]: hash for hash, info in app._registered_pages.items()}
    app._page_hash, app.query_params = pages["Lessons"], {}
    ran(deliver(app))
    app._page_hash, app.query_params = pages["Explore"], {"steps": "77"}
    assert scene(ran(deliver(app))).steps == 77


def test_a_change_that_overtakes_its_link_is_kept():
    app = number(opened(), "steps", 100)
    del app.query_params["steps"]  # the browser has not heard of it yet
    number(app, "run-0-start-1", 0.5)
    assert (scene(app).steps, scene(app).runs[0].start) == (100, (0.5, 2.4))


# --- runs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_brings_the_controls_of_its_settings(rule):
    app = choose(opened(), "run-0-rule", rule)
    for setting in hyperparameters(RULES[rule]):
        wanted = getattr(GALLERY["two-hollows"].rules[rule], setting.name)
        assert app.number_input(key=f"run-0-{setting.name}").value == wanted
        number(app, f"run-0-{setting.name}", wanted / 2)
        assert getattr(scene(app).runs[0].rule, setting.name) == wanted / 2


def test_the_slider_and_the_exact_number_keep_step():
    app = number(opened(), "run-0-learning_rate", 0.123456)
    assert app.select_slider(key="run-0-learning_rate-slider").value == 0.12
    ran(app.select_slider(key="run-0-learning_rate-slider").set_value(0.5).run())
    assert app.number_input(key="run-0-learning_rate").value == 0.5
    assert scene(app).runs[0].rule.learning_rate == 0.5


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_slider_stops_are_possible_values_in_order(rule):
    for setting in hyperparameters(rule):
        stops = fields.slider_stops(setting)
        assert (np.diff(stops) > 0).all()
        assert (stops[0], stops[-1]) == setting.slider
        assert [setting.check(stop) for stop in stops] == stops


def test_runs_are_added_repeated_and_removed():
    app = press(opened(), "add-run")
    assert [run.rule.name for run in scene(app).runs] == ["gradient descent", "momentum", "nesterov"]
    press(app, "run-0-duplicate")
    names = [run.rule.name for run in scene(app).runs]
    assert names == ["gradient descent", "momentum", "nesterov", "gradient descent"]  # the others keep their colours
    assert len(names) == MAX_RUNS
    assert app.button(key="add-run").disabled
    press(app, "run-3-remove")
    assert scene(app) == edits.with_added_run(SCENES["two-hollows"])
    for _ in range(2):
        press(app, "run-0-remove")
    assert app.button(key="run-0-remove").disabled
    assert app.selectbox(key="run-0-rule").value == "nesterov"


def test_a_named_start_is_one_press():
    app = opened()
    ran(app.segmented_control(key="run-1-start-named").set_value("B").run())
    assert scene(app).runs[1].start == GALLERY["two-hollows"].starts["B"]
    assert app.number_input(key="run-1-start-1").value == 3.5


def test_the_known_rates_are_the_ones_of_the_curvature():
    app = opened(scene="bowl")  # its Hessian is 4 I
    press(app, "run-0-Largest stable rate")
    assert scene(app).runs[0].rule.learning_rate == pytest.approx(0.5)
    press(app, "run-0-Best rate here")
    assert scene(app).runs[0].rule.learning_rate == pytest.approx(0.25)


def test_rules_that_adapt_their_steps_say_that_nothing_bounds_them():
    app = choose(opened(scene="bowl"), "run-0-rule", "adam")
    assert "run-0-Largest stable rate" not in [button.key for button in app.button]
    assert "This rule adapts its steps: no curvature bounds its learning rate." in [c.value for c in app.caption]


# --- network, data, window ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_can_be_shown_to_any_network(name):
    app = choose(opened(), "data", name)
    assert scene(app).data == DATASETS[name]
    assert not app.error
    assert {item.value for item in app.selectbox if item.key in ("free-1", "free-2")} == set(scene(app).free)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_can_be_chosen(name):
    app = choose(opened(), "activation", name)
    assert scene(app).network.layers[-1].activation == name


def test_hidden_layers_come_and_go():
    app = choose(opened(), "hidden", 2)
    assert scene(app).network.hidden == (2, 2)
    number(app, "hidden-1", 3.0)
    assert scene(app).network.hidden == (2, 3)
    choose(app, "activation-hidden", "relu")
    assert [layer.activation for layer in scene(app).network.layers] == ["relu", "relu", "sin"]
    choose(app, "free-2", "w3[2,1]")
    assert scene(app).free == ("w1[1,1]", "w3[2,1]")
    assert scene(choose(app, "hidden", 0)).network.hidden == ()
    assert not app.error


def test_a_held_weight_that_was_moved_in_the_picture_takes_its_value_and_can_be_taken_back():
    app = tell(opened(scene="and-gate"), weight={"weight": 2, "value": -1.5})
    assert scene(app).network.value("b[1]") == -1.5
    assert app.query_params["weights"] == "0~0~-1.5"
    assert scene(tell(app, undo=True)) == SCENES["and-gate"]


def test_a_target_that_was_moved_in_the_picture_makes_other_data_which_the_link_carries():
    app = tell(opened(scene="and-gate"), target={"point": 0, "output": 0, "value": 0.5})
    edited = scene(app)
    assert edited.data.targets[:, 0].tolist() == [0.5, *SCENES["and-gate"].data.targets[1:, 0]]
    assert app.selectbox(key="data").value == link.data_name(edited.data)
    assert "Changed: data: AND gate, targets 0 and 1 (edited)" in [read(text) for text in app.markdown]
    query = dict(app.query_params)
    assert link.scene_from(query) == (edited, [])
    assert scene(tell(app, undo=True)) == SCENES["and-gate"]


def test_two_weights_that_are_clicked_in_the_picture_are_free_and_the_window_lies_on_their_surface():
    app = tell(opened(scene="xor-hidden"), free={"weights": [0, 7]})
    names = SCENES["xor-hidden"].network.names
    assert scene(app).free == (names[0], names[7])
    assert scene(app) == own.with_free_placed(SCENES["xor-hidden"], (0, 7))
    assert scene(app).window != SCENES["xor-hidden"].window
    assert scene(tell(app, undo=True)) == SCENES["xor-hidden"]


@pytest.mark.parametrize("weights", [[1, 1], [0], [0, 1, 2], [0, -1], [0, 9], [0, True], "01", [0, 10**400]])
def test_what_are_not_two_weights_of_the_network_changes_nothing(weights):
    app = tell(opened(scene="xor-hidden"), free={"weights": weights})
    assert scene(app) == SCENES["xor-hidden"]
    assert not app.warning


def test_layers_and_units_are_added_and_removed_in_the_picture():
    app = tell(opened(scene="xor-hidden"), reshape={"hidden": [3]})
    assert scene(app) == own.reshaped(SCENES["xor-hidden"], edits.with_hidden, (3,))
    assert app.number_input(key="hidden-0").value == 3
    assert scene(tell(app, reshape={"hidden": [3, 2]})).network.hidden == (3, 2)
    app = tell(app, reshape={"hidden": []})
    assert scene(app).network.hidden == ()
    assert not app.warning
    tell(app, reshape={"hidden": [9]})
    assert "must have from 1 to 8 units here, got 9" in read(app.warning[0])
    assert scene(app).network.hidden == ()


@pytest.mark.parametrize("hidden", [[1.5], [True], ["2"], 2, [1] * 11, None])
def test_what_are_no_widths_of_layers_changes_nothing(hidden):
    app = tell(opened(scene="xor-hidden"), reshape={"hidden": hidden})
    assert scene(app) == SCENES["xor-hidden"]
    assert not app.warning


def test_each_layer_is_given_its_activation_in_the_picture():
    app = tell(opened(scene="xor-hidden"), reshape={"hidden": [2, 2]})
    tell(app, activation={"layer": 1, "name": "sin"})
    first, second, _ = scene(app).network.layers
    assert (first.activation, second.activation) == (SCENES["xor-hidden"].network.layers[0].activation, "sin")
    assert scene(tell(app, activation={"layer": 2, "name": "identity"})).network.layers[2].activation == "identity"
    before = scene(app)
    assert scene(tell(app, activation={"layer": 3, "name": "sin"})) == before
    assert not app.warning
    tell(app, activation={"layer": 0, "name": "step"})
    assert "must be one of identity" in read(app.warning[0])
    assert scene(app) == before


def test_the_player_is_told_which_activations_there_are():
    assert shown(opened())["activations"] == list(ACTIVATIONS)


def test_edited_data_that_no_link_carries_are_found_again_by_back():
    scenes, app = SCENES["iris"], opened(scene="iris")
    rng = np.random.default_rng(1)
    data = Dataset(rng.normal(size=(500, 2)), rng.normal(size=(500, 1)))
    before = edits.with_data(scenes, data)
    app.session_state["visit"].scene = before
    app.session_state["visit"].own[link.data_name(data)] = data
    ran(app.run())
    app = tell(app, target={"point": 3, "output": 0, "value": 9.0})
    edited = scene(app)
    assert edited.data.targets[3, 0] == 9
    assert not link.carries(edited.data)
    query = dict(app.query_params)
    held = app.session_state["visit"]
    assert link.scene_from(query, held.own | held.edited) == (edited, [])


def test_a_bias_is_added_and_taken_away():
    app = opened()
    ran(app.toggle(key="bias").set_value(True).run())
    assert scene(app).network.names == ["w[1,1]", "w[2,1]", "b[1]"]
    ran(app.toggle(key="bias").set_value(False).run())
    assert scene(app) == SCENES["two-hollows"]


def test_a_change_of_the_runs_leaves_the_surface_as_it_is():
    app = opened()
    before = surface_key(app)
    assert surface_key(number(app, "run-0-learning_rate", 0.3)) == before
    assert surface_key(number(app, "steps", 50)) == before
    assert surface_key(number(app, "window-1-to", 6.0)) != before


def test_the_surface_is_computed_once_for_all_runs_on_it():
    scene = SCENES["two-hollows"]
    assert cache.ground(edits.with_start(scene, 0, (1, 1))) is cache.ground(scene)
    assert cache.ground(edits.with_window(scene, 0, 1, 0, 1)) is not cache.ground(scene)


# --- wrong input --------------------------------------------------------------------------------------------------

WRONG_NUMBERS = [
    *(("run-0-start-1", value) for value in (None, math.nan, math.inf, -math.inf)),
    *(("run-1-learning_rate", value) for value in (None, math.nan, math.inf, 0.0, -1.0)),
    *(("run-1-momentum", value) for value in (None, math.nan, 1.0, -0.1)),
    *(("window-1-to", value) for value in (None, math.nan, math.inf, -2.5, -3.0, 1e308 * 10)),
    *(("resolution", value) for value in (None, math.nan, 1.0, 2.5, MAX_RESOLUTION + 1.0)),
    *(("steps", value) for value in (None, math.inf, 0.0, -1.0, 1.5, MAX_STEPS + 1.0)),
]


@pytest.mark.parametrize(("key", "value"), WRONG_NUMBERS)
def test_a_number_that_cannot_be_is_refused_in_one_sentence(key, value):
    app = opened()
    good = app.number_input(key=key).value
    picture = shown(app)
    number(app, key, value)
    (sentence,) = errors(app)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "must be" in sentence or "must run" in sentence or "must have" in sentence
    assert shown(app) == picture
    assert scene(app) == SCENES["two-hollows"]
    number(app, key, good)
    assert not errors(app)


def test_what_was_refused_stays_to_be_mended_and_nothing_else_is_lost():
    app = number(opened(), "steps", 100)
    number(app, "window-1-to", -9.0)
    number(app, "run-0-start-1", 0.5)
    assert app.number_input(key="window-1-to").value == -9.0
    assert len(errors(app)) == 1
    number(app, "window-1-from", -10.0)  # the pair is in order again
    assert scene(app).window[0] == (-10.0, -9.0)
    assert not errors(app)
    assert (scene(app).steps, scene(app).runs[0].start) == (100, (0.5, 2.4))


def test_another_window_walks_no_run_again_and_each_gets_its_verdict_anew(monkeypatch):
    app = number(opened(), "run-0-learning_rate", 0.123)
    runs = shown(app)["runs"]

    def never(*given):
        raise AssertionError(given)

    with monkeypatch.context() as patch:
        patch.setattr(cache.work, "descent", never)
        patch.setattr(cache, "along", never)
        number(app, "window-1-from", -2.0)
    moved = shown(app)["runs"]
    assert scene(app).window[0][0] == -2.0
    assert [(run["w"], run["gradient"], run["stability"]) for run in moved] == [
        (run["w"], run["gradient"], run["stability"]) for run in runs
    ]
    assert [run["verdict"]["outcome"] for run in moved] == [end.outcome for end in Played(scene(app)).verdicts]


def test_the_same_weight_twice_is_refused():
    app = choose(opened(), "free-2", "w[1,1]")
    assert errors(app) == ["Free must be two different weights, got 'w[1,1]' twice."]
    assert scene(app) == SCENES["two-hollows"]


def test_a_slider_settles_a_refused_number():
    app = number(opened(), "run-0-learning_rate", -1.0)
    ran(app.select_slider(key="run-0-learning_rate-slider").set_value(0.5).run())
    assert not errors(app)
    assert app.number_input(key="run-0-learning_rate").value == 0.5


def test_the_only_two_weights_keep_their_bias():
    app = opened(scene="ravine")
    ran(app.toggle(key="bias").set_value(False).run())
    assert "The bias must stay" in errors(app)[0]


def test_a_hidden_layer_has_its_ceiling():
    app = number(choose(opened(), "hidden", 1), "hidden-0", 99.0)
    assert errors(app) == ["A hidden layer must have from 1 to 8 units here, got 99."]


def test_far_starts_and_wild_rates_make_no_traceback():
    app = number(opened(), "run-0-start-1", 1e300)
    number(app, "run-1-learning_rate", 1e300)
    assert all(run["verdict"] for run in shown(app)["runs"])
    choose(app, "activation", "identity")
    assert errors(app) == ["Run 1 must start where the error is finite, got inf at (1e+300, 2.4)."]


def test_a_window_where_the_error_overflows_is_drawn_as_far_as_it_goes():
    app = opened(scene="bowl")
    for key, value in (("window-1-from", -1e200), ("window-1-to", 1e200)):
        number(app, key, value)
    assert not errors(app)


# --- data of one's own --------------------------------------------------------------------------------------------


def test_data_that_came_in_a_link_can_be_left_and_gone_back_to():
    scene_with = edits.with_data(SCENES["two-hollows"], Dataset([[0.5, 1], [2, 3]], [[1], [0]], title="mine.csv"))
    app = opened(**link.query_from(scene_with))
    assert scene(app) == scene_with
    assert not app.warning
    name = app.selectbox(key="data").value
    assert scene(choose(app, "data", "xor")).data == DATASETS["xor"]
    assert scene(choose(app, "data", name)).data == scene_with.data


def test_a_file_at_the_limit_is_parsed_once_and_used():
    lines = np.random.default_rng(3).normal(size=(MAX_ROWS, 8)).round(2)
    text = "\n".join([",".join(f"c{k}" for k in range(8)), *(",".join(map(str, row)) for row in lines.tolist())])
    app = opened(scene="bowl")
    press(app, "file-open")
    ran(deliver(app, brought(app, "large.csv", text.encode())))
    table = app.session_state["visit"].table
    press(app, "file-use")
    assert app.session_state["visit"].table is table
    assert scene(app).data.inputs.shape == (MAX_ROWS, 2)
    before = cache.ground(scene(app))
    number(app, "run-0-learning_rate", 1e-6)
    assert cache.ground(scene(app)) is before
    assert "too many for a link" in " ".join(text.value for text in app.caption)


# --- what has just gone -------------------------------------------------------------------------------------------

OF_A_RUN = {
    "rule": lambda s, k: edits.with_rule(s, k, "adam"),
    "setting": lambda s, k: edits.with_setting(s, k, "learning_rate", 0.1),
    "start": lambda s, k: edits.with_start(s, k, (0, 0)),
    "run": lambda s, k: edits.with_run(s, k, s.runs[0]),
    "copy": edits.with_copied_run,
    "removal": edits.without_run,
    "width": lambda s, k: edits.with_hidden_width(s, k, 3),
}


@pytest.mark.parametrize("index", [-1, 2, 7])
@pytest.mark.parametrize("make", OF_A_RUN.values(), ids=OF_A_RUN)
def test_a_change_of_what_is_not_there_is_refused(make, index):
    with pytest.raises(edits.GoneError, match="there is no"):
        make(SCENES["two-hollows"], index)


def page_with_a_late_control():
    import streamlit as st

    from surface.pages import visit
    from surface.scenes import SCENES, edits

    late = lambda scene, value: edits.with_setting(scene, 1, "learning_rate", value)  # noqa: E731
    if "visit" not in st.session_state:
        visit.open_scene(edits.without_run(SCENES["two-hollows"], 1))
        visit.show_controls()
    st.number_input("rate of run 2", 0.0, key="rate", on_change=visit.change, args=("rate", ("rate",), "Rate", late))
    st.button("same, by the picture", key="act", on_click=visit.act, args=(late, 0.3))


def test_a_control_that_was_quicker_than_the_page_changes_nothing_and_leaves_no_word():
    app = AppTest.from_function(page_with_a_late_control).run()
    before = scene(app)
    ran(app.number_input(key="rate").set_value(0.3).run())
    ran(app.button(key="act").click().run())
    assert scene(app) == before
    assert app.session_state["visit"].refused == {}
    assert app.session_state["visit"].notices == []


# --- clicks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "start"), [((1.23456, -2.34567), (1.23, -2.35)), ((0.0049999, 3.0), (0.0, 3.0)), ((-1e-9, 0.0), (0.0, 0.0))]
)
def test_a_click_is_read_to_a_thousandth_of_the_window(at, start):
    assert rounded(SCENES["two-hollows"], at) == start


def test_sentences_have_no_programmers_names():
    assert visit.sentence(ValueError("`learning_rate` must be 1, got 2")) == "Learning rate must be 1, got 2."


def test_settings_are_told_as_the_rules_have_them():
    assert astuple(edits.settled_rule(SCENES["two-hollows"], "momentum")) == (0.2, 0.9)
