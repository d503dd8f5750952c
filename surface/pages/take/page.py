"""The scene as one page that needs neither this server nor a network."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from surface.scenes import Scene
from surface.view.payload import Picture


def row(scene: Scene, picture: Callable[[], Picture]) -> None:
    """Draw the button."""
    st.download_button(
        "Save page",
        lambda: picture().page().encode(),
        file_name=f"{scene.id}.html",
        mime="text/html",
        key="save-page",
        on_click="ignore",
        help="This scene as one file: it opens in any browser, without a network, and its runs can be moved there.",
    )
