"""The page and its server: what is said while that does not answer, and what the page gives back to a new session.

A server that was started anew, or that has given a session up, knows nothing of a page that is still open. The page
says which scene its messages are of, how often that was reset and which run is chosen: so they go on as they were. Data
of the visitor's own that no link has room for are handed to the browser, and the links of the scenes that can be gone
back to: it gives them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from streamlit.components import v2

from surface.arrays import is_whole
from surface.data import Dataset
from surface.data.table.limits import MAX_BYTES
from surface.pages import cache, visit
from surface.pages.take import opening
from surface.scenes import Scene, link
from surface.scenes.history import History
from surface.view.hosts.streamlit import stub
from surface.view.values import field

KEY = "server"
WORDS = (
    "No answer from the server just now: play and drag on, the rest waits, and what you change is sent when it is back."
)
MOST_BACK, ROOM_BACK = 20, 8000
"""The most scenes either way that a browser is handed, by their links, and the most characters of these."""
MOST = 10**6  # scenes that a page has opened, or resets: what a browser says is not believed without a bound

# Out of the way of the page, and yet there: what is hidden cannot show its sentence.
NO_ROOM = """
.st-key-server {
  position: absolute;
  width: 0;
  height: 0;
}
"""

KEEP, KEEP_WAY = "own-data-surface-feed", "way-back-surface-feed"
WAY = ("now", "past", "future")
EMBED = ("embed", "embed_options")  # of an address, Streamlit's own: it lets nobody set them

_server = v2.component("server", js=stub("server"), css=NO_ROOM, isolate_styles=False)
_way = v2.component("way_back", js=stub("server", "keepWay"), isolate_styles=False)
_data = v2.component("own_data", js=stub("server", "keepData"), isolate_styles=False)


def attend() -> None:
    """Watch over the server, and take up the page of a session that is gone: before the page is drawn."""
    now = visit.current()
    data = {"sentence": WORDS, "session": now.session, "reached": now.reached}
    _server(key=KEY, data=data, on_again_change=_found)
    told = st.session_state[KEY].get("again")
    at = field(told, "at")
    if not is_whole(at) or at == now.reached:
        return
    now.reached = at
    # A run of Streamlit's own may have come before: so it is not told by whether the visit is new.
    if field(told, "session") != now.session:
        _take_up(told)
    st.rerun()  # for the page to hear that it was heard


def _found() -> None:
    """Run the page: that is all that one whose session is still there needs."""


def _take_up(told: object) -> None:
    _take_address(field(told, "address"))
    _take_data(field(told, "own"))
    _take_scene(told)
    _take_dialog(field(told, "dialog"))


def _take_address(query: object) -> None:
    """Give the browser back the link that it had, where a run before has written another there."""
    link = _parsed(query)
    if link is not None and link != st.query_params.to_dict():
        st.query_params.from_dict({name: text for name, text in link.items() if name.lower() not in EMBED})


def _take_scene(told: object) -> None:
    """Take up the scene with those before it, and the counts by which its player's messages are known."""
    way = field(told, "way")
    now, past, future = (list(_scenes(field(way, name))) for name in WAY)
    scene, reset, chosen = (_count(told, name) for name in ("scene", "opening", "chosen"))
    if scene and reset is not None and chosen is not None:
        counts = (scene - 1, reset, chosen)
    elif now:
        counts = (1, 0, 0)  # a lesson's player is there instead
    else:
        return
    visit.take_up(*counts, next(iter(now), None), History(past[::-1], future[::-1]))


def _take_data(told: object) -> bool:
    """Keep the data that a browser gives back; whether they are the ones that it says."""
    name, packed = field(told, "name"), field(told, "packed")
    if not isinstance(name, str) or not isinstance(packed, str):
        return False
    try:
        visit.keep_own(link.handed_back(name, packed))
    except ValueError:  # nobody's wish: the link says what it could not bring
        return False
    return True


def _take_dialog(told: object) -> None:
    """Open the dialog for tables as it stood, with the text and the file that were in it."""
    text = field(told, "text")
    if not isinstance(text, str):
        return
    visit.current().opening, visit.current().pasted = True, text[:MAX_BYTES]
    file = field(told, "file")
    # A table alone: a scene would be another than the one whose messages are on their way.
    with suppress(ValueError):  # the dialog stands open without it, and asks for one
        opening.bring({name: field(file, name) for name in ("name", "base64")})


def keep(scene: Scene) -> None:
    """Hand the scene's own data to the browser, where no link has room for them, or ask for those that a link names."""
    awaited = visit.awaited()
    if awaited:
        _data(key=KEEP, data={"missing": awaited}, on_own_change=_given)
    elif not link.carries(scene.data):
        _data(key=KEEP, data={"name": link.data_name(scene.data), "packed": _packed(scene.data.digest, scene.data)})


@cache.cached(cache.SURFACES, cache.MANY)
def _packed(key: str, _data: Dataset) -> str:
    return link.handed(_data)


def _given() -> None:
    """Open the link again, now that the browser has brought its data."""
    if visit.awaited() and _take_data(st.session_state[KEEP].get("own")):
        visit.open_awaited()


# --- the way back -------------------------------------------------------------------------------------------------


def keep_way() -> None:
    """Hand the browser the links of the scene, of those before it, and of those that were gone back from."""
    now, history = visit.scene(), visit.current().history
    _way(key=KEEP_WAY, data=dict(zip(WAY, map(_links, ([now], history.past, history.future)), strict=True)))


def _links(scenes: Sequence[Scene]) -> list[str]:
    """Return the links of the scenes that are nearest, the nearest first, as many as there is room for."""
    links, room = [], ROOM_BACK
    for scene in scenes[: -MOST_BACK - 1 : -1]:
        text = urlencode(link.named_query(scene))
        room -= len(text)
        if room < 0:
            break
        links.append(text)
    return links


def _scenes(links: object) -> Iterator[Scene]:
    """Yield the scenes of links that a browser gives back, the nearest first, as far as they are whole."""
    for text in links[:MOST_BACK] if isinstance(links, list) else ():
        query = _parsed(text)
        if query is None:
            return
        scene, left_out = link.scene_from(query, visit.current().own)
        if left_out:
            return
        yield scene


def _parsed(text: object) -> dict[str, str] | None:
    """Return the fields of a link that a browser gives back; None where it is none."""
    if not isinstance(text, str) or len(text) > ROOM_BACK:
        return None
    with suppress(ValueError):  # too many of them
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=200))
    return None


def _count(told: object, name: str) -> int | None:
    value = field(told, name)
    return value if is_whole(value) and 0 <= value <= MOST else None
