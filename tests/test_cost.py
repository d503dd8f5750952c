"""What an act on the page makes the server do: no more than what it changed."""

import streamlit as st

from surface.pages import cache
from surface.scenes import SCENES


def test_no_run_of_the_page_looks_at_all_objects_of_the_process():
    assert st.get_option("runner.postScriptGC") is False


def test_a_bundled_scene_is_computed_once_whatever_visitors_make_of_it():
    scene = SCENES["two-hollows"]
    first, kept = cache.drawn_surface(scene), cache.ground(scene)
    own = [scene.with_(window=((-1, 1 + place / 100), (-1, 1)), resolution=11) for place in range(cache.SURFACES + 1)]
    others = [cache.drawn_surface(each) for each in own]
    assert cache.drawn_surface(scene) is first
    assert cache.ground(scene) is kept
    assert cache.drawn_surface(own[-1]) is others[-1]
    assert cache.drawn_surface(own[0]) is not others[0]
