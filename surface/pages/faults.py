"""What is shown where the page itself fails: one sentence, and two ways back."""

from __future__ import annotations

import streamlit as st

from surface.pages import log, visit

WORDS = "Something went wrong here, and not by your doing: the server has noted it as {word}. Your scene is kept."


def failed(error: Exception) -> bool:
    """Note an error that nobody has foreseen, and show a way back in its place."""
    word = log.fault(error)
    with st.container(key=f"fault-{word}"):
        st.error(WORDS.format(word=word), icon=":material/error:")
        with st.container(horizontal=True):
            st.button("Try again", key=f"fault-again-{word}")
            if visit.current().history.past:
                st.button("Undo the last change", key=f"fault-undo-{word}", on_click=visit.undo)
            st.button("Begin anew", key=f"fault-anew-{word}", on_click=visit.begin_anew)
    return True
