"""What a browser sends that has not drawn the last change: the fields of before come along, and take nothing back."""

import pytest
from visit import behind, control, deliver, of_player, opened, ran, states, tell

from surface import SCENES

EDGES = ("window-1-from", "window-1-to", "window-2-from", "window-2-to")
ACTS = {
    "a start": ("start", {"run": 0, "w": [1, 1]}),
    "another start": ("start", {"run": 1, "w": [-1, 1]}),
    "a rate": ("setting", {"run": 0, "name": "learning_rate", "value": 0.3}),
    "a rule": ("rule", {"run": 1, "rule": "adam"}),
    "steps": ("steps", {"steps": 70}),
    "a window": ("window", {"edges": [-1, 2, -3, 1]}),
    "random starts": ("random_starts", {"seed": 3}),
    "an overlay": ("overlay", True),
    "a scale": ("scale", {"scale": "log"}),
}


def scene(app):
    return app.session_state["visit"].scene


def told(app) -> list[float | None]:
    """The edges of the window as the page tells the browser of them; None where it says nothing new."""
    fields = [app.number_input(key=key).proto for key in EDGES]
    return [field.value if field.set_value else None for field in fields]


def zoomed():
    """The page with the window that was chosen in the picture, with that window's edges and what was sent before it."""
    app = opened()
    tell(app, start={"run": 0, "w": [1, 0]})  # by which the browser says that it has drawn the page
    ran(app.run())
    assert told(app) == [None] * 4
    before, edges = states(app), [-1.0, 2.0, -3.0, 3.0]
    tell(app, window={"edges": edges})
    assert told(app) == edges
    return app, edges, before


@pytest.mark.parametrize("order", [list(ACTS), list(ACTS)[::-1], [*list(ACTS)[1::2], *list(ACTS)[::2]]], ids=" ".join)
def test_acts_of_one_page_that_draws_none_of_them_all_count(order):
    app, there = opened(), opened()
    before, acts = states(app), [of_player(app, *ACTS[name]) for name in order]
    for act, name in zip(acts, order, strict=True):
        ran(behind(app, before, act))
        ran(deliver(there, of_player(there, *ACTS[name])))
        assert scene(app) == scene(there), name
        assert {key: app.session_state[key] for key in EDGES} == {key: there.session_state[key] for key in EDGES}


def test_a_field_that_a_hand_changes_on_the_page_before_counts_and_brings_no_other_along():
    app, edges, before = zoomed()
    ran(behind(app, before, control(app, EDGES[0], double_value=-4.5)))
    assert scene(app).window == ((-4.5, edges[1]), (edges[2], edges[3]))


def test_an_edge_that_a_hand_sets_back_to_what_it_was_is_set_back():
    app, edges, _ = zoomed()
    was = SCENES["two-hollows"].window[0][0]
    ran(app.number_input(key=EDGES[0]).set_value(was).run())
    assert scene(app).window == ((was, edges[1]), (edges[2], edges[3]))


@pytest.mark.parametrize("key", ["run-0-start-1", "run-0-learning_rate"])
def test_a_number_of_a_card_that_a_hand_sets_back_to_what_it_was_is_set_back(key):
    app = opened()
    was = app.session_state[key]
    for name in ("a start", "a rate"):  # which draw the card anew, and not the page
        ran(deliver(app, of_player(app, *ACTS[name])))
    assert app.session_state[key] != was
    ran(app.number_input(key=key).set_value(was).run())
    assert app.session_state[key] == was
    assert was in (scene(app).runs[0].start[0], scene(app).runs[0].rule.learning_rate)


# --- what the browser is told -------------------------------------------------------------------------------------


def test_a_window_that_was_chosen_in_the_picture_is_told_until_the_browser_has_drawn_it():
    app, edges, before = zoomed()
    assert told(ran(app.run())) == edges
    ran(behind(app, before, of_player(app, *ACTS["a start"])))
    assert told(ran(app.run())) == edges
    tell(app, start={"run": 0, "w": [1, 0]})
    assert told(ran(app.run())) == [None] * 4


def test_a_field_that_the_hand_is_at_meanwhile_is_left_to_it():
    app, edges, _ = zoomed()
    ran(app.number_input(key=EDGES[0]).set_value(edges[0] - 1).run())
    assert told(app) == [None] * 4
    assert scene(app).window[0][0] == edges[0] - 1


def test_a_field_with_a_refused_number_is_left_to_be_mended():
    app, edges, _ = zoomed()
    ran(app.number_input(key=EDGES[0]).set_value(edges[1] + 1).run())
    assert told(ran(app.run())) == [None] * 4
    assert app.number_input(key=EDGES[0]).value == edges[1] + 1


@pytest.mark.parametrize("stamp", ["", "x", "1", " 5", "1 -3", "1 ²", "9" * 99, "1 " + "9" * 99])
def test_a_stamp_that_is_none_breaks_nothing(stamp):
    app = opened()
    forged = control(app, "stamp", string_value=stamp)
    ran(deliver(app, forged, of_player(app, *ACTS["a start"])))
    assert scene(app).runs[0].start in (SCENES["two-hollows"].runs[0].start, (1, 1))
