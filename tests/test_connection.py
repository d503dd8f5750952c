"""A page whose session is gone: a new one, asked by that page, goes on where it was."""

import json

import pytest
from javascript import ask
from streamlit.testing.v1 import AppTest
from visit import MAIN, PATIENCE, deliver, opened, player, ran, sent, tell

TOLD = {"scene": 3, "opening": 1, "chosen": 2}


def server(app):
    """The component that watches over the server."""
    (found,) = (each.proto for each in app.get("bidi_component") if each.proto.component_name == "server")
    return found


def taken_up(page, told, **query):
    """A new session, whose first run is asked for by a page that was there before."""
    app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
    for name, text in query.items():
        app.query_params[name] = text
    app._tree = page._tree
    return ran(deliver(app, sent(server(page).id, again={"at": 1, **told})))


def runs(app):
    return json.loads(player(app).json)["runs"]


@pytest.fixture(scope="module")
def ravine():
    return opened(scene="ravine")


def test_a_new_session_takes_up_the_page_that_asks_it(ravine):
    app = taken_up(ravine, TOLD, scene="ravine")
    assert (runs(app)["scene"], runs(app)["opening"], runs(app)["chosen"]) == (3, 1, 2)
    tell(app, setting={"run": 0, "name": "learning_rate", "value": 0.5})
    assert app.session_state["visit"].scene.runs[0].rule.learning_rate == 0.5
    assert app.query_params["learning_rate1"] == "0.5"


@pytest.mark.parametrize("wrong", [{"scene": 0}, {"scene": -4}, {"scene": "3"}, {"opening": None}, {"chosen": 10**9}])
def test_what_cannot_be_is_passed_over(ravine, wrong):
    app = taken_up(ravine, TOLD | wrong, scene="ravine")
    assert (runs(app)["scene"], runs(app)["opening"], runs(app)["chosen"]) == (1, 0, 0)


# --- in the browser -----------------------------------------------------------------------------------------------


def test_what_had_no_answer_is_said_again_with_its_turns():
    asked = """const sent = [];
    const exchange = new modules.exchange.Exchange((name, { acts, turn }) =>
      sent.push([turn, acts.map((act) => [act.turn, act.value])]));
    exchange.again();
    exchange.post("start", { scene: 1, value: 1 });
    exchange.post("start", { scene: 1, value: 2 });
    exchange.again();
    exchange.answered(2);
    exchange.again();
    exchange.end();
    return sent;"""
    assert ask(asked) == [[1, [[1, 1]]], [2, [[1, 1], [2, 2]]]]
    heard_once = """const sent = [];
    const exchange = new modules.exchange.Exchange((name, { turn }) => sent.push(turn));
    exchange.post("start", { scene: 1, value: 1 });
    exchange.answered(1);
    exchange.again();
    exchange.end();
    return sent;"""
    assert ask(heard_once) == [1]
