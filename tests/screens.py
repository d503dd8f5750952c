"""What the page shows of its scene in numbers, and what a visit shows that begins with its link or file."""

from __future__ import annotations

import json

import streamlit as st
from visit import opened, player, ran, tell

from surface.pages import visit
from surface.scenes import Scene

OF_THE_VISIT = ("undo", "redo", "events", "turn", "opening", "scene", "suspense", "key", "surface", "same")
"""What the player is told that belongs to a visit or names what is drawn, and is no number of its scene."""

INSIDE = ("Critical points", "All critical points", "Proven by")
"""How the words below the picture begin that hold numbers of the surface alone."""


def screen(app) -> dict[str, object]:
    """Every number that the page shows of its scene: of the picture and its cards, the controls, the words below."""
    told = json.loads(player(app).json)["runs"]
    # What was typed and refused is a number of no scene.
    refused = {key for refusal in app.session_state[visit.KEY].refused.values() for key in refusal.keys}
    fields = [each for each in app.number_input if each.key and each.key.startswith(("run-", "window"))]
    controls = {each.key: each.value for each in fields if each.key not in refused}
    words = [each.value for each in app.markdown if each.value.lstrip().startswith(("|", *INSIDE))]
    return {
        "picture": {name: value for name, value in told.items() if name not in OF_THE_VISIT},
        "controls": controls,
        "words": words,
    }


def restored(
    query: dict[str, str] | None, text: str, chosen: int, section: str | None, tick: object = None
) -> dict[str, object]:
    """What a visit that begins with a link, or with a file where it is None, shows of the same run and section."""
    st.cache_resource.clear()
    app = opened(**(query or {}))
    if query is None:
        app.session_state[visit.KEY].scene = Scene.from_json(text)
    if section is not None:
        app.session_state["insight"] = section
    ran(app.run())
    if chosen:
        tell(app, choose={"run": chosen})
    return screen(app)


def difference(one: object, other: object) -> str:
    """Where two parts of a screen differ first."""
    if isinstance(one, dict) and isinstance(other, dict):
        name = next((name for name in {**one, **other} if one.get(name) != other.get(name)), None)
        return f"{name}: {difference(one.get(name), other.get(name))}"
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        place = next(place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
        return f"{place}: {difference(one[place], other[place])}"
    return f"{str(one)[:300]!r} here, {str(other)[:300]!r} there"
