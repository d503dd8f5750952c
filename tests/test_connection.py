"""A page whose session is gone: a new one, asked by that page, goes on where it was."""

import base64
import json
from urllib.parse import urlencode

import numpy as np
import pytest
from javascript import ask
from streamlit.testing.v1 import AppTest
from visit import MAIN, PATIENCE, deliver, opened, player, ran, sent, tell

from surface.data import Dataset
from surface.pages import connection
from surface.scenes import SCENES, link, own

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


def reached(app):
    """By when the page knows which of its messages was heard last."""
    return json.loads(server(app).json)["reached"]


def test_a_page_is_taken_up_too_where_streamlit_has_asked_for_a_run_before_it(travelled):
    visit, query = travelled.session_state["visit"], dict(travelled.query_params)
    told = {**TOLD, "session": "gone", "address": urlencode(query), "way": way(travelled)}
    app = opened(scene="bowl")  # as if the first run had found another link there, and left something out
    assert reached(app) is None
    ran(deliver(app, sent(server(app).id, again={"at": 5, **told})))
    now = app.session_state["visit"]
    assert (now.scene, now.history.past, now.history.future) == (visit.scene, visit.history.past, visit.history.future)
    assert dict(app.query_params) == query
    assert (runs(app)["scene"], runs(app)["opening"], runs(app)["chosen"], reached(app)) == (3, 1, 2, 5)
    tell(app, undo=True)
    assert now.scene == visit.history.past[-1]
    # Told once more of the same, it has heard that already.
    ran(deliver(app, sent(server(app).id, again={"at": 5, **told})))
    assert now.scene == visit.history.past[-1]


def test_a_page_whose_session_is_still_there_goes_on_in_it(ravine):
    app = opened(scene="ravine")
    tell(app, setting={"run": 0, "name": "learning_rate", "value": 0.5})
    told = {**TOLD, "session": json.loads(server(app).json)["session"], "address": "scene=bowl"}
    ran(deliver(app, sent(server(app).id, again={"at": 7, **told})))
    assert app.session_state["visit"].scene.runs[0].rule.learning_rate == 0.5
    assert (runs(app)["scene"], runs(app)["undo"], reached(app)) == (1, True, 7)


@pytest.mark.parametrize("address", [None, 7, "x" * 9000, "&".join("abc" * 300), "embed=true&scene=ravine"])
def test_an_address_that_cannot_be_leaves_the_one_that_is_there(ravine, address):
    app = taken_up(ravine, {**TOLD, "address": address}, scene="ravine")
    assert (app.session_state["visit"].scene.id, runs(app)["scene"]) == ("ravine", 3)


def way(app):
    """What the browser is handed of the scene and those before and after it."""
    return json.loads(
        next(each.proto for each in app.get("bidi_component") if each.proto.component_name == "way_back").json
    )


@pytest.fixture(scope="module")
def travelled():
    """A visit that came by three scenes, went back over one, and changed a setting before that."""
    app = opened(scene="ravine")
    tell(app, setting={"run": 0, "name": "learning_rate", "value": 0.01})
    ran(app.button(key="Next").click().run())
    ran(app.button(key="Next").click().run())
    return tell(app, undo=True)


def test_the_way_back_and_forth_again_comes_back_too(travelled):
    visit = travelled.session_state["visit"]
    before, now, after = visit.history.past, visit.scene, visit.history.future
    assert (len(before), len(after)) == (2, 1)
    app = taken_up(travelled, {**TOLD, "way": way(travelled)}, **dict(travelled.query_params))
    again = app.session_state["visit"]
    assert (again.scene, again.history.past, again.history.future) == (now, before, after)
    assert runs(app)["undo"]
    assert runs(app)["redo"]
    tell(app, undo=True)
    assert app.session_state["visit"].scene == before[-1]


def test_a_link_that_was_gone_back_to_meanwhile_is_found_on_the_way(travelled):
    visit = travelled.session_state["visit"]
    (first, second), left = visit.history.past, visit.scene
    app = taken_up(travelled, {**TOLD, "way": way(travelled)}, **link.named_query(second))
    again = app.session_state["visit"]
    assert (again.scene, again.history.past, again.history.future[-1]) == (second, [first], left)
    # And one that nobody was at before comes after the scene that was left.
    app = taken_up(travelled, {**TOLD, "way": way(travelled)}, scene="iris")
    again = app.session_state["visit"]
    assert (again.scene.id, again.history.past) == ("iris", [first, second, left])


def test_a_reader_of_the_lessons_finds_the_scene_as_it_was(travelled):
    now = travelled.session_state["visit"].scene
    app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
    app._tree = travelled._tree
    pages = {info["page_name"]: hash for hash, info in travelled._registered_pages.items()}
    app._page_hash = pages["Lessons"]
    ran(deliver(app, sent(server(travelled).id, again={"at": 1, "way": way(travelled)})))
    assert app.session_state["visit"].page == "Lessons"
    app._page_hash, app.query_params = pages["Explore"], {}
    ran(deliver(app))
    assert app.session_state["visit"].scene == now
    assert len(app.session_state["visit"].history.past) == 2
    tell(app, setting={"run": 0, "name": "learning_rate", "value": 0.5})
    assert app.session_state["visit"].scene.runs[0].rule.learning_rate == 0.5


@pytest.mark.parametrize("links", [None, 7, [7], ["x" * 9000], ["scene=no-such"], ["scene=bowl&steps=-1"], {"0": ""}])
def test_a_way_that_cannot_be_is_none(ravine, links):
    app = taken_up(ravine, {**TOLD, "way": {"now": links, "past": links, "future": links}}, scene="ravine")
    history = app.session_state["visit"].history
    assert (app.session_state["visit"].scene.id, history.past, history.future) == ("ravine", [], [])


def test_what_the_browser_is_handed_of_the_way_has_a_bound():
    app = opened()
    history = app.session_state["visit"].history
    long = own.with_own_data(SCENES["bowl"], Dataset(np.random.default_rng(1).normal(size=(150, 1)), np.ones((150, 1))))
    history.past = [long.with_(steps=n) for n in range(1, 9)]
    history.future = [SCENES["bowl"].with_(steps=n) for n in range(1, 99)]
    handed = way(ran(app.run()))
    assert 0 < len(handed["past"]) < 8
    assert sum(map(len, handed["past"])) <= connection.ROOM_BACK
    assert [link.read(text)[0] for text in handed["future"]] == history.future[:-21:-1]


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


def test_an_answer_that_is_overdue_has_its_message_said_again_a_few_times_and_not_for_ever():
    asked = """const sent = [];
    const exchange = new modules.exchange.Exchange((name, { acts, turn }) => sent.push([turn, acts.length]));
    exchange.post("start", { scene: 1, value: 1 });
    exchange.againIfOverdue();
    for (let n = 0; n < 9; n++) {
      exchange.onOverdue();
      exchange.againIfOverdue();
    }
    const before = sent.length;
    exchange.answered(sent.length);
    exchange.againIfOverdue();
    exchange.post("start", { scene: 1, value: 2 });
    exchange.onOverdue();
    exchange.againIfOverdue();
    exchange.end();
    return [before, sent];"""
    before, sent = ask(asked)
    assert before == 6
    assert sent == [[turn, 1] for turn in range(1, 9)]


def test_who_goes_back_in_the_browser_has_left_what_was_not_answered():
    asked = """const sent = [];
    const exchange = new modules.exchange.Exchange((name, { turn }) => sent.push(turn));
    const late = () => (exchange.onOverdue(), exchange.againIfOverdue());
    exchange.post("start", { scene: 1, value: 1 });
    exchange.leave();
    late();
    exchange.answered(1);
    exchange.post("start", { scene: 1, value: 2 });
    late();
    exchange.end();
    return sent;"""
    assert ask(asked) == [1, 2, 3]


def test_only_an_overdue_answer_from_a_server_that_is_well_says_so():
    asked = """const said = [], answers = given.answers;
    const health = () => (answers.shift() ? Promise.resolve() : Promise.reject());
    const end = modules.silence.watchSilence(health, (silent) => said.push(silent), () => said.push("well"));
    const later = (then) => new Promise((resolve) => setTimeout(() => resolve(then()), 5));
    modules.silence.doubt();
    return later(modules.silence.doubt).then(() => later(modules.silence.doubt)).then(() => later(() => {
      end();
      modules.silence.doubt();
      return said;
    }));"""
    assert ask(asked, answers=[True, False, True]) == ["well", True, False, "well"]


FILES = """const sent = [];
const send = (content) => sent.push([content.name, content.at]);
const file = (name) => modules.dialog.sendFile({ name, size: 1, base64: "AA==" }, send);
modules.dialog.sendFileAgain();
file("one.csv");
modules.dialog.fileHeard(null);
modules.dialog.sendFileAgain();
modules.dialog.fileHeard(sent[0][1]);
modules.dialog.sendFileAgain();
const count = sent.length;
file("two.csv");
modules.dialog.fileHeard(1);
modules.dialog.sendFileAgain();
return [count, sent];"""


def test_a_file_that_was_on_its_way_is_sent_again_until_it_was_heard():
    count, sent = ask(FILES)
    assert count == 2
    assert [name for name, _ in sent] == ["one.csv", "one.csv", "two.csv", "two.csv"]
    assert [at for _, at in sent[:2]] == [sent[0][1]] * 2
    assert [at for _, at in sent[2:]] == [sent[2][1]] * 2


# --- data of one's own --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large():
    """A scene whose data no link has room for, as a visit has opened it, and its link."""
    random = np.random.default_rng(5)
    data = Dataset(random.normal(size=(900, 2)), random.normal(size=(900, 1)), title="measured")
    app = opened()
    visit = app.session_state["visit"]
    scene = own.with_own_data(visit.scene, data)
    visit.own[link.data_name(data)] = data
    visit.scene = scene
    ran(app.run())
    return app, {name: str(text) for name, text in app.query_params.items()}


def handed(app):
    """What the browser is handed of the visitor's own data, or asked for."""
    found = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "own_data"]
    return (found[0].id, json.loads(found[0].json)) if found else (None, {})


def test_a_new_session_is_given_the_data_by_the_page(large):
    app, query = large
    given = handed(app)[1]
    assert given["name"] == query["data"]
    assert given["name"].startswith("file-")
    again = taken_up(app, {**TOLD, "own": given, "dialog": None}, **query)
    assert again.session_state["visit"].scene == app.session_state["visit"].scene
    assert runs(again)["key"] == runs(app)["key"]
    assert not again.warning


def test_a_page_that_is_opened_anew_asks_the_browser_for_the_data(large):
    app, query = large
    other = opened(**query)
    assert "opened here too" in other.warning[0].value
    id, asked = handed(other)
    assert asked == {"missing": query["data"]}
    wrong = ran(deliver(other, sent(id, own={"name": query["data"], "packed": link.handed(Dataset([[1]], [[1]]))})))
    assert wrong.warning
    ran(deliver(other, sent(id, own=handed(app)[1])))
    assert other.session_state["visit"].scene == app.session_state["visit"].scene
    assert not other.warning
    assert dict(other.query_params) == query


@pytest.mark.parametrize("packed", [None, "", "????", "eJw", link.handed(Dataset([[1.0]], [[1.0]]))])
def test_what_is_no_data_of_that_name_is_passed_over(large, packed):
    app, query = large
    again = taken_up(app, {**TOLD, "own": {"name": query["data"], "packed": packed}}, **query)
    assert "opened here too" in again.warning[0].value


def test_what_was_typed_and_the_file_in_the_dialog_come_back(ravine):
    table = base64.b64encode(b"a,b\n1,2\n3,5\n").decode()
    app = taken_up(ravine, {**TOLD, "dialog": {"text": "x y", "file": None}}, scene="ravine")
    assert app.text_area(key="file-text").value == "x y"
    app = taken_up(ravine, {**TOLD, "dialog": {"text": "", "file": {"name": "t.csv", "base64": table}}}, scene="ravine")
    assert app.session_state["visit"].brought == ("t.csv", b"a,b\n1,2\n3,5\n")
    assert app.session_state["visit"].opening


# A page and its server, whose clock is turned by hand.
TELLER = """
  const due = [], sent = [], said = { session: "first", reached: null };
  let running = false, known = 0, state = 1;
  const real = [globalThis.setTimeout, globalThis.clearTimeout];
  globalThis.setTimeout = (call) => due.push(call);
  globalThis.clearTimeout = (n) => n && (due[n - 1] = null);
  const later = () => due.splice(0).forEach((call) => call?.());
  const teller = modules.telling.pageTeller({ said: () => said, state: () => ({ state }), isRunning: () => running,
    send: ({ at, ...page }) => sent.push(page) && (said.last = at), known: () => (known += 1) });
  try {
    %s
    return [sent, known];
  } finally {
    [globalThis.setTimeout, globalThis.clearTimeout] = real;
  }
"""
FOUND = "teller.lost(); said.session = 'second'; teller.found(); teller.settled();"
FIRST = {"session": "first", "state": 1}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("said.reached = said.last; later();", [[FIRST], 1]),
        # It is told again as long as it does not say that it has heard, and nothing runs that may be its answer.
        ("later(); later(); said.reached = said.last; later();", [[FIRST] * 3, 1]),
        ("running = true; later(); later(); said.reached = said.last; later();", [[FIRST], 1]),
        ("for (let n = 0; n < 20; n++) later();", [[FIRST] * 5, 1]),
        # Lost once more before it has heard: the page is still the first session's, as it was then.
        ("state = 2; teller.lost(); teller.found();", [[FIRST] * 2, 0]),
        (
            "said.reached = said.last; later(); state = 2; teller.lost(); teller.found();",
            [[FIRST, {"session": "second", "state": 2}], 1],
        ),
    ],
)
def test_a_page_tells_its_server_of_itself_until_that_has_heard(what, expected):
    assert ask(TELLER % (FOUND + what)) == expected
