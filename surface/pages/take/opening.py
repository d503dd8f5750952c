"""A file that a visitor brings to the page, by the chooser or by dropping it: a scene or a page that was saved opens as
the scene that it holds, a table is asked about.

The browser reads it and sends it with its own message, so that no upload needs a server of its own. Nothing of it is
believed before it is checked.
"""

from __future__ import annotations

import base64
import binascii
from math import ceil

from surface.arrays import is_whole
from surface.data.table.limits import MAX_BYTES
from surface.pages import visit
from surface.scenes import Scene, checking, edits, inpage
from surface.scenes.checking import MAX_CHARACTERS
from surface.view.values import field

MOST_SCENE = MAX_CHARACTERS
"""The largest scene file that the browser reads, in bytes: a file of one-byte characters has no more of them."""

MOST = {"scene": MOST_SCENE, "page": inpage.READ}
"""What the browser reads at most of a file that holds a scene: bytes of a scene file, characters of a page."""

MB = 1_000_000

FAULTS = {
    "unreadable": "the file could not be read: is it a folder, or was it moved?",
    "no text": "a scene file must be text in UTF-8, got something else",
}


def bring(sent: object) -> None:
    """Open a file as the browser has sent it, or raise the ValueError that says why it cannot be."""
    try:
        _bring(sent)
    finally:
        at = field(sent, "at")
        visit.current().heard = at if is_whole(at) else None


def _bring(sent: object) -> None:
    fault = field(sent, "fault")
    if fault is not None:
        raise ValueError(_fault(fault, field(sent, "size")))
    text, page, packed, name = (field(sent, each) for each in ("text", "page", "base64", "name"))
    if isinstance(page, str):
        _open_scene(Scene.from_page(page))
    elif isinstance(text, str):
        _open_scene(Scene.from_json(text))
    elif isinstance(packed, str) and isinstance(name, str):
        _open_table(name, packed)


def _open_scene(scene: Scene) -> None:
    visit.open_scene(checking.made("runs", lambda: edits.playable(scene)))
    # Chosen in the dialog for tables, or dropped over it: that has nothing more to ask.
    now = visit.current()
    now.opening, now.brought, now.table_way = False, None, None


def _fault(fault: object, size: object) -> str:
    count = size if is_whole(size) else 0
    if fault == "many":
        return f"one file can be opened at a time, got {count}"
    if fault == "large scene":
        return f"a scene file must have at most {MOST_SCENE / MB:.0f} MB, got {ceil(count / MB):,}"
    if fault == "large table":
        return f"a table must have at most {MAX_BYTES // 2**20} MB, got {ceil(count / 2**20):,}"
    return FAULTS["no text" if fault == "no text" else "unreadable"]


def _open_table(name: str, packed: str) -> None:
    """Let the dialog for tables open with this one."""
    try:
        content = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(FAULTS["unreadable"]) from None
    if len(content) > MAX_BYTES:
        raise ValueError(_fault("large table", len(content)))
    visit.current().brought, visit.current().table_way = (name[:200], content), None
    visit.current().opening = True
