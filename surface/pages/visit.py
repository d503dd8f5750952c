"""A visit: the one record of what a session of the app holds, opened from the link, changed, written back to the link.

A control's change is tried on the scene before the page is drawn; one that cannot be leaves the scene, and with it the
picture, as they were, and its sentence waits for the control to show it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from surface.data import Dataset, Table
from surface.data.table import Settings
from surface.formatting import capital, readable
from surface.pages.address import Address, Query
from surface.pages.values import Values, drawn
from surface.scenes import GALLERY, SCENES, Scene, edits, link
from surface.scenes.file import bundled_name
from surface.scenes.history import History

Change = Callable[..., Scene]

KEY = "visit"
MOST_OWN = 5  # data sets of the visitor's own that are kept: a file has a size, and a visit no end
MOST_EDITED = 20  # data sets that were changed point by point and that a link has no room for
BESIDE = (link.PRESENT, link.AT, link.SHOW)  # what a link says beside its scene: how that is looked at


@dataclass(frozen=True)
class Refusal:
    """What was refused: the keys of the controls that hold it, and the sentence that says why."""

    keys: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Editing:
    """A table of data points under the hand: which one of the visit's, what it began with, and what it made of that."""

    number: int
    base: Dataset
    now: Dataset

    @property
    def key(self) -> str:
        return f"points-{self.number}"


@dataclass(eq=False)
class Visit:
    """What a session of the app holds beside the values of its controls, which Streamlit holds.

    address: the link in the browser. notices: sentences above the picture; refused: by the place where each is shown.
    values: what the controls show, and how far the browser has drawn it.
    openings: how many scenes were opened, and shown: which of them the controls on the page belong to, by that
    count. chosen: the run that is chosen. resets: how often the view was given back as it opens. behind: whether
    the page around the player has yet to follow it. together: whether all runs share their start. own: the data
    sets that were opened, by their names in links; edited: those that were changed point by point and that a link
    has no room for. editing: the table in which their points are edited. table: the table that was opened last, by
    its id and how it was to be read, or why it is none. opening: whether the dialog for one is open. brought: the
    file with a table that is open in it, its name and its bytes. pasted: the table that was typed. table_way: which of
    the ways to a table was chosen last. heard: when the file left the browser that was opened last. codes: the address
    whose QR code was asked for last, and the codes. question: the run that was asked about, as far as its answer
    depends on it. history: the scenes that were. page: which one is shown; arrived: whether the visit has just come to
    it from another one. lessons: what was chosen, voted and moved in the lessons; lesson_address,
    lesson_notices: for their page what address and notices are for the scene's. drawn: what the browser was
    last sent of the page (surface.pages.parts). resumed: the run that was chosen on a page whose session is gone, and
    whether that told its scene, until that is opened. awaited: the link whose data the browser may have, as long as
    nothing else was opened.
    """

    scene: Scene = field(default_factory=lambda: next(iter(SCENES.values())))
    address: Address = field(default_factory=Address)
    notices: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    values: Values = field(default_factory=Values)
    openings: int = 0
    shown: int = 0
    chosen: int = 0
    resets: int = 0
    behind: bool = False
    together: bool = False
    own: dict[str, Dataset] = field(default_factory=dict)
    edited: dict[str, Dataset] = field(default_factory=dict)
    editing: Editing | None = None
    table: tuple[tuple[str, Settings], Table | ValueError] | None = None
    opening: bool = False
    brought: tuple[str, bytes] | None = None
    pasted: str = ""
    table_way: str | None = None
    heard: int | None = None
    codes: dict[str, Any] = field(default_factory=dict)
    question: tuple[Hashable, ...] = ()
    picks: int = 0
    history: History = field(default_factory=History)
    page: str = ""
    arrived: bool = False
    lessons: dict[str, Any] = field(default_factory=dict)
    lesson_address: Address = field(default_factory=Address)
    lesson_notices: list[str] = field(default_factory=list)
    drawn: Any = None
    session: str = field(default_factory=lambda: token_hex(8))
    reached: int | None = None
    resumed: tuple[int, bool] | None = None
    awaited: Query = field(default_factory=dict)


def current() -> Visit:
    """Return this session's visit."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Visit()
    return st.session_state[KEY]


def visitor() -> Visit | None:
    """Return this session's visit; None where what runs is of no session, as a file that is made apart."""
    return current() if get_script_run_ctx(suppress_warning=True) else None


def scene() -> Scene:
    """Return the scene of this visit."""
    return current().scene


# --- opened, and written into the link ----------------------------------------------------------------------------


def opened() -> Scene:
    """Return the scene to show: this visit's, or the link's where the link in the browser is news.

    It is news at the first opening, after Back and Forward, by another page's link, and where somebody typed one that
    this visit has not written. Two things look the same and are none: the link of before, sent along by a browser that
    has not heard of the last one, and coming back from another page, whose menu drops the link.
    """
    visit, query = current(), _query()
    arrived, visit.arrived = visit.arrived, False
    news = not (arrived and not query) and visit.address.is_news(query, arrived or went())
    if news:
        scene, notices = link.scene_from(query, visit.own | visit.edited)
        was_here = visit.history.travel_to(scene, visit.scene)
        # The first scene of a visit has none before it, unless the page of a session that is gone had.
        follows = bool(visit.address.links) or (visit.resumed is not None and visit.resumed[1])
        open_scene(scene, notices, noted=follows and not was_here)
        visit.awaited = query if link.missing(query, visit.own | visit.edited) else {}
    if visit.resumed is not None:
        visit.chosen, visit.resumed = min(visit.resumed[0], max(0, len(visit.scene.runs) - 1)), None
    visit.address.see(query, news or arrived)
    return visit.scene


def went() -> bool:
    """Return whether this run is there because the browser went back or forth."""
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and run.is_history_navigation


def open_scene(scene: Scene, notices: list[str] | None = None, noted: bool = True) -> None:
    """Show a scene as it stands, with what there is to say about how it was opened.

    noted: whether the scene before it can be gone back to.
    """
    visit = current()
    if noted:
        visit.history.note(visit.scene, scene)
    visit.scene, visit.notices, visit.refused, visit.chosen = scene, notices or [], {}, 0
    visit.openings += 1
    visit.awaited = {}
    if not bundled_name(scene.data):  # they came in the link, and can be gone back to
        keep_own(scene.data)


def show_controls() -> None:
    """Note that the controls on the page are those of the scene, and let the browser send along which they are."""
    visit = current()
    visit.shown = visit.openings
    visit.values.stamp(visit.openings)


def drawn_apart(part: str) -> AbstractContextManager[None]:
    """Draw controls of a part of the page that is drawn by itself at times."""
    return current().values.drawn_apart(part, current().openings)


def is_late() -> bool:
    """Return whether what is heard comes from the page of a scene that is gone, before the new one's has been drawn.

    Drawn by the script, or by the browser, which sends all controls along with a click on one of them.
    """
    visit = current()
    return visit.shown != visit.openings or drawn()[0] != visit.openings


def reset() -> None:
    """Give back the scene as it opened, with the camera, the zoom and the switches of its view."""
    visit = current()
    visit.resets += 1
    open_scene(GALLERY[visit.scene.id].opened(visit.scene.variant))


def begin_anew() -> None:
    """Open the first scene, without anything that was under way; one's own data and the scenes before stay."""
    old = current()
    lasting = ("address", "openings", "own", "edited", "history", "page", "session", "reached", "values")
    kept = {name: getattr(old, name) for name in lasting}
    st.session_state[KEY] = Visit(scene=old.scene, resets=old.resets + 1, **kept)
    open_scene(next(iter(SCENES.values())))
    write_link()


def undo() -> None:
    """Take back what was changed last, whatever it was."""
    _travel(current().history.back)


def redo() -> None:
    """Do again what was taken back last."""
    _travel(current().history.forth)


def _travel(step: Callable[[Scene], Scene]) -> None:
    visit = current()
    before, scene = visit.scene, step(visit.scene)
    if (scene.id, scene.variant) != (before.id, before.variant):
        open_scene(scene, noted=False)
    elif scene != before:
        visit.scene, visit.refused, visit.notices = scene, {}, []


def _query() -> Query:
    """Return the link in the browser, without what only says how it is looked at."""
    return {name: text for name, text in st.query_params.items() if name not in BESIDE}


def opens_at_end() -> bool:
    """Return whether the link asks for the scene as it is when it has been played: the one that it opened, no other."""
    return current().openings <= 1 and st.query_params.get(link.AT) == "end"


def write_link() -> None:
    """Put the scene's link into the browser, where another one stands there."""
    visit = current()
    query = link.query_from(visit.scene)
    if visit.address.is_due(query):
        # Presentation mode belongs to the browser: writing the scene's link must not end it.
        beside = {name: text for name, text in st.query_params.items() if name in BESIDE}
        if not opens_at_end():
            beside.pop(link.AT, None)
        st.query_params.from_dict(query | beside)
        visit.address.sent(query)


def take_up(openings: int, resets: int, chosen: int, scene: Scene | None, history: History) -> None:
    """Go on where the page of a session that is gone has come to.

    scene: the one that it had, if it told one: the address may be of another page, or of a scene that followed.
    """
    visit = current()
    # It has opened the link by itself where Streamlit was quicker to ask for a run than the page: that is opened anew.
    visit.address = Address()
    visit.scene, visit.history = scene or visit.scene, history
    visit.openings, visit.resets, visit.resumed = openings, resets, (chosen, scene is not None)


def awaited() -> str:
    """Return the name of the data that the link named and that the browser may have, or "".

    Once the scene has been changed nothing is awaited any more: it would be opened anew.
    """
    visit = current()
    name = link.missing(visit.awaited, visit.own)
    return name if name and link.scene_from(visit.awaited, visit.own | visit.edited)[0] == visit.scene else ""


def open_awaited() -> None:
    """Open the link anew, with the data that have come since."""
    query = current().awaited
    if query:
        open_scene(*link.scene_from(query, current().own), noted=False)


def is_elsewhere() -> bool:
    """Return whether the browser has a link that this page has not written: the scene may be another one."""
    return current().address.is_news(_query(), went())


def follow_link() -> None:
    """Take the browser's link for seen, and put the scene's there, where only a part of the page is drawn."""
    current().address.see(_query())
    write_link()


def come_to(page: str) -> None:
    """Note which page is shown, and whether the visit has just come to it from another one."""
    visit = current()
    if visit.page != page:
        visit.arrived, visit.page = bool(visit.page), page


# --- changed ------------------------------------------------------------------------------------------------------


def change(place: str, keys: tuple[str, ...], label: str, make: Change) -> None:
    """Take the values of these controls into the scene, or keep the sentence that says why they cannot be.

    make(scene, *values) returns the new scene or raises ValueError; the sentence is shown at `place`.
    """
    visit = current()
    if is_late() or not visit.values.by_hand(keys):
        return
    # All that belong together: one edge of a window says nothing without the others.
    given = [st.session_state[key] for key in keys]
    before = visit.scene
    try:
        # An emptied number field gives None.
        if None in given:
            raise ValueError(f"{label} must be a number, got nothing")
        visit.scene = edits.playable(make(visit.scene, *given))
    except edits.GoneError:  # its control was quicker than the page, and is gone with it: nobody waits for a word
        pass
    except ValueError as refusal:
        visit.refused[place] = Refusal(keys, sentence(refusal))
    else:
        visit.history.note(before, visit.scene)
        visit.refused.pop(place, None)
        visit.notices = []
        _keep_edited(before, visit.scene)


def act(make: Change, *given: Any) -> None:
    """Change the scene by a button or by the picture; what was typed and refused is given up."""
    visit = current()
    visit.values.heard()
    if is_late():
        return
    before = visit.scene
    try:
        # Tried before it is taken in: a page that is drawn already has nowhere to go back to.
        visit.scene = edits.playable(make(visit.scene, *given))
    except edits.GoneError:
        pass
    except ValueError as refusal:
        visit.notices = [sentence(refusal)]
    else:
        visit.history.note(before, visit.scene)
        visit.refused, visit.notices = {}, []
        _keep_edited(before, visit.scene)


def keep_own(data: Dataset) -> None:
    """Keep data of the visitor's own, the newest few, so that they can be gone back to."""
    _keep(current().own, data, MOST_OWN)


def _keep(kept: dict[str, Dataset], data: Dataset, most: int) -> None:
    """Keep a data set as the newest, and of the others as many as there is room for."""
    name = link.data_name(data)
    kept.pop(name, None)
    kept[name] = data
    for old in list(kept)[:-most]:
        del kept[old]


def _keep_edited(before: Scene, now: Scene) -> None:
    """Keep the newest data that only this visit has, so that Back finds them."""
    visit = current()
    if now.data != before.data and not link.carries(now.data):
        _keep(visit.edited, now.data, MOST_EDITED)


def sentence(refusal: ValueError) -> str:
    """Return an error's message as a sentence for the page."""
    return f"{capital(readable(str(refusal))).rstrip('.')}."


def refusal(place: str) -> str | None:
    """Return the sentence that waits at a place."""
    found = current().refused.get(place)
    return found and found.sentence


def show(key: str, value: Hashable) -> None:
    """Let the control with this key show a value, unless it holds one that was refused: that is its user's to mend."""
    visit = current()
    if key not in st.session_state:
        # Gone since, and back: what was refused went with it.
        visit.refused = {place: each for place, each in visit.refused.items() if key not in each.keys}
    elif any(key in each.keys for each in visit.refused.values()):
        return
    visit.values.show(key, value)
