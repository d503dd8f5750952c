"""The scene as one page that needs neither this server nor a network."""

from __future__ import annotations

import streamlit as st

from surface.scenes import Scene
from surface.scenes.called import called
from surface.view.hosts.page import MAY
from surface.view.payload import Picture

WORDS = dict(zip(MAY, ("all may be changed", "runs may be changed", "to be played only"), strict=True))
"""What a page's reader may change, as its choice says it."""


def row(scene: Scene, picture: Picture) -> None:
    """Draw the button, and the choice of what the page's reader may change."""
    may = st.selectbox(
        "What its reader may change",
        list(MAY),
        key="page-may",
        format_func=WORDS.__getitem__,
        label_visibility="collapsed",
        width=215,
    )
    st.download_button(
        "Save page",
        lambda: picture.page(may).encode(),
        file_name=f"{called(scene)}.html",
        mime="text/html",
        key="save-page",
        on_click="ignore",
        help="This scene as one file, about 3 MB: it opens in any browser of today, without a network, and plays.",
    )
