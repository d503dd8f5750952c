"""The page as a place where a scene or a table can be dropped."""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from surface.data.table.limits import MAX_BYTES
from surface.pages import visit
from surface.pages.take import opening
from surface.view.hosts.streamlit import stub

KEY = "drop-target"
MOST = f"up to {opening.MOST_SCENE // opening.MB} MB, or {MAX_BYTES // 2**20} for a table"
WORDS = f"Drop a scene, a page that was saved, or a table here: one file, {MOST}"

_target = v2.component("drop_target", js=stub("takeit", "takeDrops"), isolate_styles=False)


def drop() -> None:
    """Let a file be dropped anywhere on the page."""
    most = {**opening.MOST, "table": MAX_BYTES}
    _target(key=KEY, data={"words": WORDS, "most": most, "heard": visit.current().heard}, on_file_change=_open)


def _open() -> None:
    try:
        opening.bring(st.session_state[KEY]["file"])
    except ValueError as refusal:
        visit.current().notices = [visit.sentence(refusal)]
