"""What an act on the page makes the server do: no more than what it changed."""

import json

import streamlit as st
from visit import opened, player, tell

from surface.pages import cache, ownvalue
from surface.scenes import SCENES, edits


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


def test_the_change_of_a_run_sends_that_run_and_no_other():
    app = opened(scene="local-minimum")
    before = sent(app)
    tell(app, setting={"run": 1, "name": "learning_rate", "value": 0.3})
    after = sent(app)
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]
    scene = edits.with_setting(SCENES["local-minimum"], 1, "learning_rate", 0.3)
    assert [track["key"] for track in after] == cache.track_keys(scene)
    assert [track["run"]["settings"]["learning_rate"] for track in after] == [0.5, 0.3, 0.5]
    assert [track["run"] for track in after] == json.loads(player(app).json)["runs"]["runs"]


def sent(app) -> list[dict]:
    """What carries the runs to the player, in their order."""
    texts = [each.proto.json for each in app.get("bidi_component")]
    tracks = [json.loads(text)["track"] for text in texts if text.startswith('{"track": ')]
    return sorted(tracks, key=lambda track: track["key"].rpartition("-")[2])
