"""A control that looks for its own value in the session's state: that one is looked up, and no other.

Streamlit 1.67 collects all that a visit holds for each control that asks, which makes a page of many controls slow by
their square: an eighth of the server's time for a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.session_state import SessionState, _is_internal_key

COLLECTED: Any = SessionState.filtered_state
"""Streamlit's own: a property that makes a dict of everything."""


class LookedUp(Mapping[str, Any]):
    """What Streamlit knows of a visit by its keys, read where it is asked for."""

    def __init__(self, state: SessionState):
        self._state = state

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._state and not _is_hidden(key)

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(COLLECTED.fget(self._state))

    def __len__(self) -> int:
        return len(COLLECTED.fget(self._state))


def _is_hidden(key: str) -> bool:
    """Return whether a key is one of Streamlit's own."""
    return is_element_id(key) or _is_internal_key(key)


def look_up() -> None:
    """Have Streamlit look up what a control asks for."""
    setattr(SessionState, "filtered_state", property(LookedUp))  # noqa: B010
