"""The values that runs of the page set in its fields, and how far the browser has drawn them.

A browser sends the values of all fields along with whatever is done. One that has not drawn the last ones yet sends
those of before, which Streamlit takes for a hand's: the change before would be taken back by the next one. So fields
that nobody sees tell how far the browser has come, one for each part of the page that is drawn by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

STAMP = "stamp"
"""The key of the field that nobody sees, of the page itself; of a part with that part's name behind it."""

MOST = 20
"""So many values of before are known of a field: a browser that is further behind will not be told from a hand."""


@dataclass(frozen=True)
class Unheard:
    """A value that the browser may not have drawn: those before it, the number of the change, and whose stamp says."""

    before: tuple[Hashable, ...]
    number: int
    stamp: str


@dataclass(eq=False)
class Values:
    """What fields show, by their keys.

    number: of changes so far; part: which part of the page is being drawn, "" for the page itself; given_back: which
    fields a browser that was behind has been given back since they were drawn.
    """

    number: int = 0
    part: str = ""
    shown: dict[str, Hashable] = field(default_factory=dict)
    unheard: dict[str, Unheard] = field(default_factory=dict)
    given_back: set[str] = field(default_factory=set)

    def show(self, key: str, value: Hashable) -> None:
        """Let a field show a value.

        Streamlit tells the browser of a value that was set in that run only, and one that has not drawn it when the
        next run comes stays with the old one: so it is set in each run until the browser is known to have drawn it.
        """
        state, known = st.session_state, self.unheard.get(key)
        if key not in state or state[key] != value:
            before = (*(known.before if known else ()), *([state[key]] if key in state else []))
            self.number += 1
            self.unheard[key] = Unheard(before[-MOST:], self.number, _stamp(self.part))
            state[key] = value
        elif known:
            state[key] = value
        self.shown[key] = value
        self.given_back.discard(key)

    def by_hand(self, keys: Iterable[str]) -> bool:
        """Return whether a hand has changed some of these fields, and not a browser that has yet to draw the last ones.

        What such a browser sent of the others is what was: they are given back what they show. To be asked where
        something was heard: the stamps are then those that the browser sent.
        """
        for key in filter(self._is_stale, keys):
            st.session_state[key] = self.shown[key]
            self.given_back.add(key)
        moved = {key for key in keys if self._is_moved(key)}
        self.heard(moved)
        # What was refused and is mended is moved no more: of that nothing was given back.
        return bool(moved) or self.given_back.isdisjoint(keys)

    def heard(self, hand: Iterable[str] = ()) -> None:
        """Note how far the browser has drawn, and that a hand is at some fields, which are left to it."""
        for key, each in list(self.unheard.items()):
            if key in hand or drawn(each.stamp)[1] >= each.number:
                del self.unheard[key]

    def _is_moved(self, key: str) -> bool:
        return key not in self.shown or st.session_state[key] != self.shown[key]

    def _is_stale(self, key: str) -> bool:
        known = self.unheard.get(key)
        if known is None or drawn(known.stamp)[1] >= known.number:
            return False
        return self._is_moved(key) and st.session_state[key] in known.before

    @contextmanager
    def drawn_apart(self, part: str, opening: int) -> Iterator[None]:
        """Draw a part of the page that is drawn by itself at times, with a stamp of its own."""
        around, self.part = self.part, part
        try:
            yield
        finally:
            self.part = around
        self.stamp(opening, part)

    def stamp(self, opening: int, part: str = "") -> None:
        """Let the browser send along which scene's fields it has, and how many changes of them, with what is drawn."""
        key = _stamp(part)
        st.session_state[key] = f"{opening} {self.number}"
        # Out of sight and out of the way of keys: a browser that has not drawn the new fields sends the old stamp.
        with st.container(key=f"{key}-place"):
            st.text_input("Opened scene", key=key, label_visibility="collapsed")


def _stamp(part: str) -> str:
    return f"{STAMP}-{part}" if part else STAMP


def drawn(stamp: str = STAMP) -> tuple[int, int]:
    """Return which scene's fields the browser has, and how many changes of them; −1 where it has not said."""
    opening, _, number = str(st.session_state.get(stamp, "")).partition(" ")
    return _whole(opening), _whole(number)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
