"""The page's address, which is the whole scene, as it opens or as it is at its end: copied, or as a QR code."""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from surface.pages import visit
from surface.pages.take import code
from surface.scenes import Scene
from surface.view.hosts.streamlit import stub
from surface.view.payload import Picture

KEY = "copy-link"
TOO_LONG = "This scene does not fit into a link: take it as a file."

# The browser alone knows under which address the page was opened: so it says which one the code is of. A button waits
# for what answers it, or a quick click would be lost.
HTML = """
<button type="button" class="take-button copy-link" disabled>Copy link</button>
<button type="button" class="take-button show-code" disabled>QR code</button>
<span class="take-said" role="status"></span>
<label class="take-choice" title="Else it opens at its start, to be played">
  <input type="checkbox" class="at-end"> Opened at its end
</label>
"""

_buttons = v2.component("take_link", html=HTML, js=stub("takeit", "takeLink"), isolate_styles=False)


@st.fragment
def row(scene: Scene, picture: Picture) -> None:
    """Draw the two buttons, and the choice of how the scene opens; of what fits into no link, say so."""
    if not fits(scene):
        st.caption(TOO_LONG)
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        _buttons(key=KEY, width="content", data={"codes": visit.current().codes}, on_code_change=_draw)


def fits(scene: Scene) -> bool:
    """Return whether a link has room for a scene."""
    try:
        scene.link()
    except ValueError:
        return False
    return True


def _draw() -> None:
    """Draw the code of the address that is to be a code, which is anybody's text."""
    address = st.session_state[KEY]["code"]
    if isinstance(address, str) and code.is_address(address):
        visit.current().codes = {"address": address, "codes": code.codes(address)}
