"""The page Explore without Streamlit's wire: its own callbacks hear the player, and its picture is the answer."""

import logging
from functools import partial
from itertools import count

import streamlit as st

from surface.pages import cache, comparing, explore, visit
from surface.scenes import Scene, dataedits, edits, own
from surface.view.protocol import EVENTS, read_acts
from surface.view.random_starts import random_starts_payload

logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel("ERROR")  # there is no script

CALLBACKS = {
    "start": explore.set_start,
    "setting": partial(visit.act, edits.with_setting),
    "rule": partial(visit.act, edits.with_rule),
    "plan": partial(visit.act, edits.with_plan_setting),
    "steps": partial(visit.act, edits.with_steps),
    "weight": partial(visit.act, edits.with_held),
    "target": partial(visit.act, edits.with_target),
    "add_point": partial(visit.act, dataedits.with_point_added),
    "move_point": partial(visit.act, dataedits.with_point_moved),
    "remove_point": partial(visit.act, dataedits.with_point_removed),
    "free": partial(visit.act, own.with_free_placed),
    "reshape": partial(visit.act, own.reshaped, edits.with_hidden),
    "activation": partial(visit.act, edits.with_layer_activation),
    "add": partial(visit.act, edits.with_added_run),
    "duplicate": partial(visit.act, edits.with_copied_run),
    "remove": partial(visit.act, edits.without_run),
    "undo": lambda _: visit.undo(),
    "redo": lambda _: visit.redo(),
    "choose": explore.choose,
    "same": explore.share_start,
    "scale": explore.set_scale,
    "random_starts": comparing.switch_random_starts,
    "fit": explore.fit_window,
    "window": partial(visit.act, edits.with_window),
}
# What changes the page around the player, or is long work, is for the app's own tests.
ELSEWHERE = ("overlay", "go", "played")


class Desk:
    """One visit, as the page holds it."""

    def __init__(self):
        self.openings = count(1)
        self.opening = 0
        self.sent = ""  # the surface that the player was sent last

    def opened(self, scene: Scene) -> dict:
        """Open a scene in a new visit; what the player is to be given."""
        st.session_state.pop(visit.KEY, None)
        visit.open_scene(scene)
        visit.show_controls()
        self.opening, self.sent = next(self.openings), ""
        return self.given(None)

    def answer(self, name: str, told: dict) -> dict | None:
        """Hear what the player told, and return what it is to be given."""
        if name in ELSEWHERE:
            return None
        for each, its in read_acts(told) if name == "acts" else [(name, told)]:
            if not EVENTS[each].counts(its, self.opening):
                continue
            values = EVENTS[each].read(its["value"], len(visit.scene().runs))
            if values is not None:
                CALLBACKS[each](*values)
        return self.given(told.get("turn"))

    def given(self, turn: int | None) -> dict:
        scene = visit.scene()
        chosen = explore.chosen(scene)
        picture = cache.drawn(scene, chosen, *explore.heading(scene))
        key = comparing.random_starts_key(scene, chosen)
        told = {
            "events": [name for name in EVENTS if name != "played"],
            "overlay": None,
            "suspense": False,
            "scene": self.opening,
            "opening": self.opening,
            "turn": turn or 0,
        }
        told |= {"undo": bool(visit.current().history.past), "redo": bool(visit.current().history.future)}
        told |= {"same": comparing.same_start(scene), "seed": scene.random_starts, "random_starts": key}
        new, self.sent = self.sent != picture.runs["surface"], picture.runs["surface"]
        return {
            "surface": picture.surface if new else None,
            "randomStarts": key and random_starts_payload(key, comparing.walked(key, scene, chosen), scene.window),
            "runs": picture.runs | told | {"key": f"{scene.id} {self.opening}"},
        }
