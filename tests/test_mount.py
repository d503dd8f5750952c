"""The player in a Streamlit page: what the browser says is read with care, and the surface is sent once."""

import asyncio
import json
import os

import plotly
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from surface.view.hosts import files, page
from surface.view.hosts.files import routes, version
from surface.view.hosts.page import DOORS
from surface.view.hosts.streamlit import stub
from surface.view.protocol import read_acts, read_rule, read_run, read_scale, read_start, read_steps


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ({"run": 1, "w": [0.5, -2]}, (1, 0.5, -2.0)),
        ({"run": 2, "w": [0.5, -2]}, None),
        ({"run": -1, "w": [0.5, -2]}, None),
        ({"run": True, "w": [0.5, -2]}, None),
        ({"run": 0.0, "w": [0.5, -2]}, None),
        ({"run": 0, "w": [0.5]}, None),
        ({"run": 0, "w": [0.5, None]}, None),
        ({"run": 0, "w": [0.5, "1"]}, None),
        ({"run": 0, "w": [float("nan"), 1]}, None),
        ({"run": 0, "w": [1, float("inf")]}, None),
        ({"run": 0, "w": [1, 10**400]}, None),
        ({"run": 0}, None),
        ([0, 1, 2], None),
        (None, None),
        ("0", None),
    ],
)
def test_only_a_start_of_a_run_that_exists_is_heard(value, start):
    assert read_start(value, 2) == start


@pytest.mark.parametrize(
    ("value", "rule"),
    [({"run": 1, "rule": "adam"}, (1, "adam")), ({"run": 2, "rule": "adam"}, None), ({"run": 0, "rule": 1}, None)],
)
def test_only_a_rule_by_its_name_is_heard(value, rule):
    assert read_rule(value, 2) == rule


@pytest.mark.parametrize(("value", "steps"), [({"steps": 20}, (20.0,)), ({"steps": "20"}, None), ({}, None), (3, None)])
def test_only_a_number_of_steps_is_heard(value, steps):
    assert read_steps(value, 2) == steps


@pytest.mark.parametrize("value", [None, [], {}, {"acts": None}, {"acts": {"name": "add"}}, {"acts": [None, 1, "add"]}])
def test_what_is_no_list_of_acts_tells_nothing(value):
    assert read_acts(value) == []


def test_acts_are_read_in_their_order_and_only_those_that_take_turns():
    acts = [{"name": name, "value": n} for n, name in enumerate(["undo", "played", "start", 3, "__class__", "undo"])]
    assert read_acts({"acts": acts, "turn": 4}) == [("undo", acts[0]), ("start", acts[2]), ("undo", acts[5])]


def test_what_was_heard_in_an_earlier_turn_is_passed_over():
    acts = [{"name": "undo", "value": n, "turn": turn} for n, turn in enumerate([3, 3, 4, 5])]
    assert read_acts({"acts": acts, "turn": 5}, heard=3) == [("undo", acts[2]), ("undo", acts[3])]
    assert read_acts({"acts": acts, "turn": 5}, heard=5) == []


@pytest.mark.parametrize(("value", "run"), [({"run": 0}, (0,)), ({"run": 2}, None), ({"run": "0"}, None), (None, None)])
def test_only_a_run_that_exists_is_chosen(value, run):
    assert read_run(value, 2) == run


@pytest.mark.parametrize(
    ("value", "scale"),
    [({"scale": "log"}, ("log",)), ({"scale": "square"}, None), ({}, None), ("log", None), (None, None)],
)
def test_only_a_scale_that_there_is_is_heard(value, scale):
    assert read_scale(value, 2) == scale


def shown_page():
    import streamlit as st

    from surface.descent import RULES, descend
    from surface.scenes import SCENES
    from surface.view import show
    from surface.view.hosts.streamlit import player

    scene = SCENES["two-hollows"]
    rate = st.number_input("rate", value=0.2)
    run = descend(scene.surface(), RULES["momentum"](rate), (-1.3, 2.4), 30)
    player(show(scene.surface(), run, scene.window, 15), on_start=lambda run, w1, w2: None)


def test_a_change_of_the_runs_sends_the_same_surface():
    at = AppTest.from_function(shown_page, default_timeout=30).run()
    assert not at.exception
    first = [json.loads(part.proto.json) for part in at.get("bidi_component")]
    at.number_input[0].set_value(0.1).run()
    feed, player = (json.loads(part.proto.json) for part in at.get("bidi_component"))
    assert feed == first[0]
    assert feed["surface"]["key"] == player["runs"]["surface"]
    assert player["runs"]["runs"] != first[1]["runs"]["runs"]
    assert player["runs"]["events"] == ["start"]


@pytest.mark.parametrize(
    ("base", "paths"),
    [
        ("", ["/view-{version}/whole.js", "/view-{version}", "/vendor/plotly"]),
        ("/a/b/", ["/a/b/view-{version}/whole.js", "/a/b/view-{version}", "/a/b/vendor/plotly"]),
    ],
)
def test_the_files_are_served_below_the_apps_address(base, paths):
    assert [route.path for route in routes(base)] == paths


def answered(path, query=""):
    """The headers and the text that the browser is answered with."""
    sent = []
    request = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def receive():
        await asyncio.Event().wait()  # the browser stays to the end

    async def send(message):
        sent.append(message)

    asyncio.run(Starlette(routes=routes())(request, receive, send))
    assert sent[0]["status"] == 200
    return dict(sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent).decode()


def served(path, query=""):
    """What the browser is told of how long it may keep a file."""
    return answered(path, query)[0][b"cache-control"].decode()


PLOTLY = "/vendor/plotly/plotly.min.js"


@pytest.mark.parametrize(
    "address",
    [(f"/view-{version()}/whole.js",), (f"/view-{version()}/style/index.css",), (PLOTLY, f"v={plotly.__version__}")],
)
def test_a_file_is_kept_unasked_under_the_address_of_its_version(address):
    assert "immutable" in served(*address)


@pytest.mark.parametrize(
    "address", [("/view-older/whole.js",), ("/view-older/style/index.css",), (PLOTLY, "v=1"), (PLOTLY,)]
)
def test_under_another_address_a_file_is_asked_for_each_time(address):
    assert served(*address) == "no-cache"


def test_a_file_that_is_edited_while_the_server_runs_is_asked_for_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "STATIC", tmp_path)
    for name in ("old.css", "edited.css"):
        (tmp_path / name).write_text("/* a style */")
        os.utime(tmp_path / name, (1e9, 1e9))
    assert [served(f"/view-{version()}/{name}.css") for name in ("old", "edited")] == [files.LASTING] * 2
    os.utime(tmp_path / "edited.css")
    assert [served(f"/view-{version()}/{name}.css") for name in ("old", "edited")] == [files.LASTING, "no-cache"]


def test_all_modules_come_as_one_and_anew_when_one_was_edited(tmp_path, monkeypatch):
    whole = f"/view-{version()}/whole.js"
    found = answered(whole)[1]
    for door in DOORS:
        assert f"modules.{door} = " in found
    monkeypatch.setattr(files, "STATIC", tmp_path)
    monkeypatch.setattr(page, "STATIC", tmp_path)
    for door in DOORS:
        (tmp_path / f"{door}.js").write_text(f"export default function {door}() {{}}\n")
        os.utime(tmp_path / f"{door}.js", (1e9, 1e9))
    assert served(whole) == files.LASTING
    (tmp_path / "takeit.js").write_text("export default function edited() {}\n")
    headers, found = answered(whole)
    assert headers[b"cache-control"] == b"no-cache"
    assert "return { edited, default: edited };" in found
    assert "return { index, default: index };" in found


def test_the_players_script_comes_from_the_address_of_its_version_and_enters_by_a_door():
    assert f"../../view-{version()}/whole.js" in stub("index")
    assert "await load()).modules.takeit.openScene(component)" in stub("takeit", "openScene")
    with pytest.raises(ValueError, match=r"a door of the player must be one of index, .*, got 'player'"):
        stub("player")
