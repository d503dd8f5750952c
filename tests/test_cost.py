"""What an act on the page makes the server do: no more than what it changed."""

import streamlit as st
from visit import opened

from surface.pages import cache, ownvalue
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


def test_a_control_finds_in_the_state_what_streamlit_collects():
    app = opened(scene="xor-hidden")
    state = app.session_state._state._state
    everything = ownvalue.COLLECTED.fget(state)
    looked_up = ownvalue.LookedUp(state)
    assert len(everything) > 40
    assert {key: key in looked_up for key in everything} == dict.fromkeys(everything, True)
    # Read one by one, for some of them are equal to nothing.
    assert all(looked_up[key] is value or looked_up[key] == value for key, value in everything.items())
    assert (set(looked_up), len(looked_up)) == (set(everything), len(everything))
    hidden = [key for key in state if key not in everything]
    assert hidden
    assert not any(key in looked_up for key in [*hidden, "no such key"])
