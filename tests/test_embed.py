"""The page in a frame of another one: what its address asks for stands there, and nothing else."""

import re
from itertools import combinations

import pytest
from visit import opened, ran, read

from surface.pages import embed
from surface.scenes import SCENES, Scene
from surface.view.hosts.page import STATIC

SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js"))
CLASSES = set(re.findall(r'class: [`"]([^`"]+)[`"]', SCRIPTS))
PANELS = {f"player-panel-{name}" for name in re.findall(r'name: "(\w+)"', SCRIPTS)}

# What of the page belongs to each part, by the keys of its controls.
CONTROLS = {
    "scenes": {"scene", "Previous", "Next"},
    "controls": {"reset", "steps"},
    "take": {"take"},
}


@pytest.fixture
def framed(monkeypatch):
    """A function: the page as a frame shows it whose address says this."""
    monkeypatch.setattr(embed, "is_on", lambda: True)
    return opened


def keys(app):
    return {getattr(node, "key", None) for node in app._tree} - {None}


def html(app):
    return "\n".join(each.proto.body for each in app.get("html"))


def test_what_is_hidden_is_what_the_player_calls_so():
    known = {name for text in CLASSES for name in text.split()} | PANELS
    named = [selector for selectors in embed.PARTS.values() for selector in selectors]
    assert [selector for selector in named if selector.removeprefix(".") not in known] == []


@pytest.mark.parametrize("shown", [(), *combinations(embed.PARTS, 1), ("play", "cards"), tuple(embed.PARTS)])
def test_the_style_hides_what_is_not_asked_for_and_nothing_else(shown):
    hidden = set(re.findall(r"presenting\) (\.[\w-]+) \{ display: none", embed.style(list(shown))))
    assert hidden == {name for part in embed.PARTS if part not in shown for name in embed.PARTS[part]}


def test_by_itself_a_frame_has_the_view_and_its_play_bar_alone(framed):
    app = framed()
    assert not any(keys(app) & theirs for theirs in CONTROLS.values())
    assert [title.value for title in app.title] == []
    assert ".player-panel-cards { display: none" in html(app)
    assert ".player-transport { display: none" not in html(app)


@pytest.mark.parametrize("part", CONTROLS)
def test_a_frame_has_the_part_that_its_address_asks_for(framed, part):
    app = framed(show=f" {part.upper()} ,cards")
    assert keys(app) >= CONTROLS[part]
    assert not any(keys(app) & theirs for other, theirs in CONTROLS.items() if other != part)
    assert ".player-panel-cards { display: none" not in html(app)


def test_all_is_the_page_as_it_stands_alone(framed, monkeypatch):
    whole = keys(framed(show="all"))
    monkeypatch.setattr(embed, "is_on", lambda: False)
    assert keys(opened(show="none")) == whole


def test_a_word_that_means_nothing_is_said_and_the_rest_is_shown(framed):
    app = framed(show="scenes,<script>,play")
    assert [read(text) for text in app.warning] == [
        "The link's show = <script> was left out: it must be of play, cards, charts, tools, title, scenes, controls, "
        "details, take, all, none."
    ]
    assert keys(app) >= CONTROLS["scenes"]
    assert "script" not in html(app)


def test_where_no_word_means_anything_the_play_bar_stands_as_without_them(framed):
    app = framed(show="<script>")
    assert len(app.warning) == 1
    assert ".player-transport { display: none" not in html(app)


def test_what_a_frame_shows_is_no_part_of_its_scene(framed):
    app = framed(show="scenes", steps="77")
    assert app.query_params == {"show": "scenes", "steps": "77"}
    ran(app.button(key="Next").click().run())
    assert app.query_params["show"] in ("scenes", ["scenes"])
    scene = app.session_state["visit"].scene
    assert scene == list(SCENES.values())[1]
    assert Scene.from_link(f"show=scenes&{scene.link()}") == (scene, [])
