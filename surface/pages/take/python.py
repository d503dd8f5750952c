"""The scene as a Python program, to be copied."""

from __future__ import annotations

import streamlit as st

from surface.pages.take import follow
from surface.scenes import Scene
from surface.scenes.called import called
from surface.scenes.snippet import is_long, snippet
from surface.view.payload import Picture


def row(scene: Scene, picture: Picture) -> None:
    """Draw the button."""
    about = "A program that builds exactly this scene."
    st.button("Copy as Python", key="as-python", help=about, on_click=follow, args=("Python",))


@st.dialog("This scene in Python", width="large")
def dialog(scene: Scene) -> None:
    """Show the program."""
    name = f"{called(scene)}.json"
    st.markdown("It builds exactly this scene with the library of this project, and shows it in a notebook.")
    if is_long(scene):
        st.markdown(f"The data are many: save the scene as a file too, as `{name}` beside the program.")
    # With a button of its own that copies it.
    st.code(snippet(scene, name), language="python", height=420)
