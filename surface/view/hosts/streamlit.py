"""The player in a Streamlit page: two components, one that carries the surface and one that shows the runs on it.

Streamlit keeps a message that it has sent before, and leaves an element alone whose message is the same. So a change of
the runs sends the runs only, and the surface neither travels nor is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import plotly
import streamlit as st
from streamlit.components import v2

from surface.arrays import is_whole
from surface.view.hosts.files import WHOLE, version
from surface.view.hosts.hearing import Hearing
from surface.view.hosts.page import DOORS
from surface.view.payload import Picture, Sheet
from surface.view.protocol import (
    EVENTS,
    PROTOCOL,
    OverlayMessage,
    RandomStartsMessage,
    Run,
    RunsMessage,
    read_acts,
)
from surface.view.values import field

# Streamlit serves its own script below the address of the app, whatever prefix or proxy stands before it: the player's
# files are found from there. The stub itself is a blob, which has no address to start from. An import waits its turn in
# the browser's queue even where the module is there already: so it is kept, and a change is shown as soon as it comes.
# Two calls that come before it is there wait for one promise: two imports may be answered in the other order.
_STUB = """
const script = document.querySelector('script[type="module"][src*="static/js/"]');
const beside = script ? script.src : new URL("static/js/", document.baseURI);
let module = null;
let coming = null;
const load = () => (coming ??= import(new URL("../../view-%s/%s", beside).href));
export default async (component) => (module ??= await load()).modules.%s.%s(component);
"""


def stub(module: str, door: str = "default") -> str:
    """Return the script of a component: it enters a file of the player, one of DOORS, by one of its exports."""
    if module not in DOORS:
        raise ValueError(f"a door of the player must be one of {', '.join(DOORS)}, got {module!r}")
    return _STUB % (version(), WHOLE, module, door)


# The feed shows nothing, so it may take no room: not even the gap that Streamlit leaves between two elements.
_NO_ROOM = """
.st-key-surface-feed, [class*="-surface-feed"] {
  display: none;
}
"""

_silent = partial(v2.component, css=_NO_ROOM, isolate_styles=False)
_feed = _silent("surface_feed", js=stub("index", "takeSurface"))
_track = _silent("surface_track", js=stub("index", "takeTrack"))
_overlay = _silent("surface_overlay", js=stub("index", "takeOverlay"))
_random_starts = _silent("surface_random_starts", js=stub("index", "takeRandomStarts"))
_room = v2.component("surface_room", js=stub("index", "giveRoomTo"), isolate_styles=False)
_player = v2.component("surface_player", js=stub("index"), isolate_styles=False)
_lesson_picture = v2.component("lesson_picture", js=stub("lesson"), isolate_styles=False)


def player(
    picture: Picture,
    *,
    key: str = "player",
    overlay: str | None = None,
    suspense: bool = True,
    scene: int = 0,
    opening: int = 0,
    fed: bool = False,
    tracks: Sequence[str] | None = None,
    same: bool = False,
    seed: int | None = None,
    random_starts: str | None = None,
    undo: bool = False,
    redo: bool = False,
    lesson: dict[str, object] | None = None,
    late: Callable[[], None] | None = None,
    after: Callable[[], None] | None = None,
    **callbacks: Callable[..., None] | None,
) -> None:
    """Show a picture in the page.

    A callback is named after an event of EVENTS, as `on_start`; it is called before the script runs again, with plain,
    checked values; what nobody listens to is not offered. on_start(run, w1, w2) hears where the reader set a start,
    on_setting(run, name, value) a hyperparameter: each once the hand has let go. on_rule(run, rule),
    on_steps(steps), on_weight(place, value) of a held weight, on_target(point, output, value);
    on_add_point(inputs, targets), on_move_point(point, inputs, targets), on_remove_point(point): the data;
    on_free(places) of two weights, on_reshape(widths) of the hidden ones, on_activation(layer, name); on_add(),
    on_duplicate(run), on_remove(run): how the runs were set otherwise; on_undo(), on_redo(). on_choose(run);
    on_overlay(on); on_fit(); on_window(left, right, bottom, top); on_same(on): all runs start together;
    on_random_starts(seed), None to take them away; on_played(); and on_go(by), −1 or 1, to the scene before or
    after.
    overlay: the key of what lies over the map, whether or not it has come yet. suspense: open at the start, and tell no
    outcome before the runs have been played to their end. scene: a new number for each scene that is opened; what is
    heard of another one is dropped, and `late` called. after: called when all of a message has been heard. opening: a
    new number gives the scene back as it opens, with camera, zoom and playhead. same, seed, random_starts: whether the
    runs start together, the seed of the random starts, and the key under which they are sent. undo, redo: whether there
    is anything to undo or redo. fed: the surface was sent by `feed`, which a fragment of the page need not repeat.
    tracks: the keys of the runs, which are sent apart by `track`. lesson: shows one of the lessons' own pictures of
    these runs in place of the player, by its name, "picture", and what else it is given.
    """
    listeners = {name.removeprefix("on_"): callback for name, callback in callbacks.items() if callback}
    # A misspelt event would otherwise never be heard, without a word.
    if unknown := listeners.keys() - EVENTS.keys():
        raise ValueError(f"an event must be one of {', '.join(EVENTS)}, got {', '.join(sorted(unknown))}")
    if not fed:
        feed(picture.sheet, key=key)
    runs: RunsMessage = {
        **picture.runs,
        "runs": picture.runs["runs"] if tracks is None else [],
        "events": list(listeners),
        "overlay": overlay,
        "random_starts": random_starts,
        "seed": seed,
        "same": same,
        "suspense": suspense,
        "undo": undo,
        "redo": redo,
        "scene": scene,
        "opening": opening,
        # The turn of the last event that was heard: by it the player knows what this answers.
        "turn": st.session_state.get(f"{key}-turn", 0),
    }
    component = _lesson_picture if lesson else _player
    heard = Hearing(scene, len(picture.runs["runs"]), listeners, late)
    component(
        key=key,
        # With its version: another plotly has another address, and no browser takes the old one for it.
        data={
            "runs": runs,
            "tracks": None if tracks is None else list(tracks),
            "plotly": f"plotly.min.js?v={plotly.__version__}",
            "lesson": lesson,
        },
        # Streamlit's own defaults: named, so that no callback below can be taken for one of them.
        default=None,
        width="stretch",
        height="content",
        on_acts_change=partial(hear_acts, key, heard, after),
        **{f"on_{event}_change": partial(hear, key, event, heard, after) for event in listeners},
    )


def feed(sheet: Sheet, *, key: str = "player") -> None:
    """Send a drawn surface to the player of this key."""
    _feed(key=f"{key}-surface-feed", data={"surface": sheet.payload})


def track(run: Run, key: str, place: int) -> None:
    """Send one of the runs of a player whose `tracks` name this key at this place."""
    _track(key=f"track-{place}-surface-feed", data={"track": {"version": PROTOCOL, "key": key, "run": run}})


def room(name: str) -> None:
    """Give a part of the player a place of its own in the page: "network", its picture; "held", the held weights."""
    _room(key=f"surface-room-{name}", data={"room": name}, height="content")


def overlay(payload: OverlayMessage, *, key: str = "player") -> None:
    """Send what lies over the map of the player of this key, which shows it where the runs name the same key."""
    _overlay(key=f"{key}-overlay-surface-feed", data={"overlay": payload})


def send_random_starts(payload: RandomStartsMessage, *, key: str = "player") -> None:
    """Send the runs from random starts to the player of this key, which shows them where the runs name the same key."""
    _random_starts(key=f"{key}-random-starts-surface-feed", data={"random_starts": payload})


def hear(key: str, event: str, hearing: Hearing, after: Callable[[], None] | None = None) -> None:
    """Hear of an event; a picture that is gone by now has nothing to tell."""
    hearing.tell(event, st.session_state.get(key, {}).get(event))
    if after:
        after()


def hear_acts(key: str, hearing: Hearing, after: Callable[[], None] | None = None) -> None:
    """Hear of all that was done, in its order, and note the turn, which the next answer names."""
    value, noted = st.session_state.get(key, {}).get("acts"), f"{key}-turn"
    turn, heard = field(value, "turn"), st.session_state.get(noted, 0)
    # An answer that comes late is known by its turn, and the player can pass it over.
    if is_whole(turn):
        st.session_state[noted] = turn
    acts = read_acts(value, heard)
    # What was added a moment ago is a run as well.
    more = replace(hearing, count=hearing.count + len(acts))
    for name, act in acts:
        if name in hearing.listeners:
            more.tell(name, act)
    if after:
        after()
