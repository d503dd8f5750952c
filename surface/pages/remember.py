"""What a visit remembers of the lessons: Streamlit forgets a control's value as soon as the control is not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from surface.pages import visit


def read(key: str, own: Any = None) -> Any:
    """Return what is remembered under a key in this visit, or else what the lesson has of its own."""
    return visit.current().lessons.get(key, own)


def write(key: str, value: Any = True) -> None:
    """Remember a value for the visit."""
    visit.current().lessons[key] = value


def put(key: str, value: Any) -> None:
    """Remember a value that a control is to show which is not drawn yet."""
    forget(key)
    write(key, value)


def keep_to(key: str, choices: Sequence[str]) -> None:
    """Forget what a control shows where it is none of its choices: the file that names them may have been changed."""
    if st.session_state.get(key, read(key)) not in (None, *choices):
        forget(key)


def write_control(key: str) -> None:
    """Remember what a control shows: to be called when it changes; one that is gone by then has nothing to tell."""
    if key in st.session_state:
        write(key, st.session_state[key])


def control(key: str, own: Any) -> dict[str, Any]:
    """Return what makes a control show what it showed last in this visit, or else `own`: its key and its listener."""
    # Before the control is drawn: Streamlit warns of a control that has both a value of its own and one in the state.
    st.session_state.setdefault(key, read(key, own))
    return {"key": key, "on_change": write_control, "args": (key,)}


def forget(key: str) -> None:
    """Let a control, or whatever is remembered under a key, go back to the lesson's own."""
    visit.current().lessons.pop(key, None)
    # From the state too, or the control would go on showing what was forgotten.
    st.session_state.pop(key, None)
