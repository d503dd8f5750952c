"""A page that was saved opens as its scene: exactly, without running it, and with one sentence where it holds none."""

import json
import re
from functools import cache

import numpy as np
import pytest
import streamlit as st
from hypothesis import given, settings
from test_link import scenes

from surface import SCENES, Scene
from surface.data import Dataset
from surface.pages import visit
from surface.pages.take import opening
from surface.scenes import edits, inpage
from surface.scenes.played import Played
from surface.view import show
from surface.view.hosts import page
from surface.view.hosts.site import scenes as sitescenes

SCENE = SCENES["two-hollows"]
EVIL = '</script><script id="scene">alert(1)</script><!-- <script type="application/json" id="scene">{}</script>'


@cache
def picture():
    return show(SCENE)


@cache
def saved() -> str:
    return picture().page()


def paged(scene):
    """The page of a scene, with the picture of another one, which opening it does not look at."""
    before, _, after = saved().partition(inpage.element(SCENE))
    return before + inpage.element(scene) + after


def titled(title):
    return edits.with_data(SCENE, Dataset(np.eye(2), np.ones((2, 1)), ("a", title), title=title))


# --- there and back -----------------------------------------------------------------------------------------------


@given(scenes())
@settings(max_examples=20, deadline=None)
def test_link_file_and_page_lead_back_to_the_scene_and_to_one_another(scene):
    text = paged(scene)
    assert Scene.from_page(text) == scene
    assert Scene.from_page(text[: inpage.READ]).json() == scene.json()
    by_page = Scene.from_page(paged(Scene.from_json(scene.json())))
    assert Scene.from_link(by_page.link()) == (scene, [])


@given(scenes())
@settings(max_examples=10, deadline=None)
def test_a_page_that_is_opened_is_the_scene(scene):
    st.session_state.pop(visit.KEY, None)
    opening.bring({"name": "x.html", "page": paged(scene)})
    assert visit.scene() == scene


def test_names_that_look_like_code_stay_names():
    scene = titled(EVIL)
    text = paged(scene)
    assert Scene.from_page(text) == scene
    assert Scene.from_page(text).data.title == EVIL
    assert page.page(picture().surface, picture().runs, EVIL, page.NOTHING, scene).count(inpage.BEGINS) == 1


def test_every_page_of_a_scene_holds_it():
    assert Scene.from_page(picture().page()) == SCENE
    assert Scene.from_page(show(SCENE).page("nothing")) == SCENE
    (first, *_) = sitescenes.pages_of("bowl")
    assert Scene.from_page(sitescenes.written(first, Played(first.scene), [first], "nothing")) == first.scene


def test_a_scene_that_was_changed_in_a_notebook_is_saved_as_it_is_now():
    shown = show(SCENE)
    told = {"turn": 1, "name": "steps", "scene": 1, "value": {"steps": 7}}
    assert shown.live.hear("acts", {"turn": 1, "acts": [told]})
    assert Scene.from_page(shown.page()) == edits.with_steps(SCENE, 7)


def test_a_page_is_found_a_scene_for_up_to_a_bound_and_says_so_beyond():
    room = 10**6 - len(titled("").json())
    long, longer = titled("a" * (room // 2)), titled("<" * (room // 12 + 1))
    assert inpage.fits(long)
    assert page.OPENED in page.body("", "", scene=long)
    assert Scene.from_page(inpage.element(long)) == long
    assert not inpage.fits(longer)
    assert page.TOO_LONG in page.body("", "", scene=longer)
    assert len(inpage.element(longer)) < 100
    with pytest.raises(
        ValueError, match="the scene in a page must have at most 1000000 characters, got more: open its"
    ):
        Scene.from_page(inpage.element(longer))
    many = np.ones((10**6 // 9 + 1, 2))
    assert not inpage.fits(edits.with_data(SCENE, Dataset(many, many[:, :1])))


def test_a_page_of_a_function_says_nothing_of_a_scene():
    told = show(lambda x, y: x * x + y * y, ((-1, 1), (-1, 1)), resolution=9, points=False).page()
    assert page.OPENED not in told
    with pytest.raises(
        ValueError, match="a page must hold a scene, as those do that this app saves, got one that holds"
    ):
        Scene.from_page(told)


# --- what is none -------------------------------------------------------------------------------------------------

HELD = inpage.element(SCENE)


def damaged(**fields):
    return f"<!doctype html>{inpage.BEGINS}{json.dumps(json.loads(SCENE.json()) | fields)}</script>"


WRONG = [
    ("", "a page must hold a scene, as those do that this app saves, got one that holds none"),
    ("<!doctype html><p>A poem.</p>", "a page must hold a scene"),
    ("<script>alert(1)</script>", "a page must hold a scene"),
    (HELD.replace('id="scene"', 'id="picture"'), "a page must hold a scene"),
    (HELD[:-1], "the scene in a page must be whole, got one that is cut off"),
    (HELD[: len(HELD) // 2] + "</script>", "a scene file must be JSON, got"),
    (HELD.replace("{", "alert(1); {", 1), "a scene file must be JSON, got expecting value in line 1"),
    (damaged(steps=0), "`steps` must be from 1 to 5000, got 0"),
    (damaged(version=9), "`version` must be from 1 to 4, got 9: the file is of a later version of this app"),
    (damaged(overlay="__import__('os').system('x')"), "`overlay` must be one of"),
    (damaged(runs=[]), "`runs`: there must be from 1 to 4 runs, got 0"),
    (inpage.BEGINS + "[" * 100_000 + "</script>", "nested too deeply"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG, ids=[sentence[:40] for _, sentence in WRONG])
def test_a_page_that_holds_no_scene_is_refused_in_one_sentence_and_the_scene_stays(text, sentence):
    st.session_state.pop(visit.KEY, None)
    before = visit.scene()
    with pytest.raises(ValueError, match=re.escape(sentence)) as refusal:
        opening.bring({"name": "x.html", "page": text})
    assert "\n" not in str(refusal.value)
    assert visit.scene() == before


def test_a_run_that_cannot_start_is_named():
    scene = edits.with_start(SCENES["ravine"], 0, (1e200, 1e200))
    with pytest.raises(ValueError, match=r"`runs`: run 1 must start where the error is finite"):
        opening.bring({"name": "x.json", "text": scene.json()})
