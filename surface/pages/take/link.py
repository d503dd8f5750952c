"""The page's address, which is the whole scene, as it opens or as it is at its end: copied, or as a QR code."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.components import v2

from surface.pages import visit
from surface.pages.take import code
from surface.scenes import Scene
from surface.view.hosts.streamlit import stub
from surface.view.payload import Picture

KEY = "copy-link"
TOO_LONG = "This scene does not fit into a link: take it as a file."

# Who shows a code has no address for a label: the browser alone knows under which one the page was opened.
HTML = """
<button type="button" class="take-button copy-link">Copy link</button>
<button type="button" class="take-button show-code">QR code</button>
<span class="take-said" role="status"></span>
"""

_buttons = v2.component("take_link", html=HTML, js=stub("takeit", "takeLink"), isolate_styles=False)


@st.fragment
def row(scene: Scene, picture: Callable[[], Picture]) -> None:
    """Draw the two buttons, and the choice of how the scene opens; of what fits into no link, say so."""
    if not fits(scene):
        st.caption(TOO_LONG)
        return
    data = {"at_end": st.session_state.get("link-at-end", False), "codes": visit.current().codes}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _buttons(key=KEY, width="content", data=data, on_code_change=_draw)
        st.checkbox("Opened at its end", key="link-at-end", help="Else it opens at its start, to be played.")


def fits(scene: Scene) -> bool:
    """Return whether a link has room for a scene."""
    try:
        scene.link()
    except ValueError:
        return False
    return True


def _draw() -> None:
    """Draw the code of the address that was asked about, which is anybody's text."""
    asked = st.session_state[KEY]["code"]
    if isinstance(asked, str) and code.is_address(asked):
        visit.current().codes = {"asked": asked, "codes": code.codes(asked)}
