"""What a visit keeps of the lessons: Streamlit forgets a control's value as soon as the control is not drawn."""

from __future__ import annotations

from typing import Any

import streamlit as st

KEPT = "lessons-kept"


def read(key: str, own: Any = None) -> Any:
    """Return what was kept under a key in this visit, or else what the lesson has of its own."""
    return st.session_state.get(KEPT, {}).get(key, own)


def keep(key: str, value: Any = True) -> None:
    """Keep a value for the visit."""
    st.session_state.setdefault(KEPT, {})[key] = value


def keep_control(key: str) -> None:
    """Keep what a control shows: to be called when it changes; one that is gone by then has nothing to keep."""
    if key in st.session_state:
        keep(key, st.session_state[key])


def shown(key: str, own: Any) -> dict[str, Any]:
    """Return what makes a control show what it showed last in this visit, or else `own`: its key and its listener."""
    st.session_state.setdefault(key, read(key, own))
    return {"key": key, "on_change": keep_control, "args": (key,)}


def forget(key: str) -> None:
    """Let a control, or whatever was kept under a key, go back to the lesson's own."""
    st.session_state.get(KEPT, {}).pop(key, None)
    st.session_state.pop(key, None)
