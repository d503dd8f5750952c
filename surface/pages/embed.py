"""The page in a frame of another page: the view alone, or with the few parts that its address asks for.

`?embed=true` is Streamlit's own, and takes away what is Streamlit's; `show` says what of ours stands round the view.
"""

from __future__ import annotations

import streamlit as st

from surface.scenes.link import SHOW

DETAILS = ("regions", "network", "held", "aids", "legend", "inside", "table")

PARTS = {
    "play": (".player-transport",),
    "cards": (".player-panel-cards", ".player-panel-compare"),
    "charts": (".player-side",),
    "tools": (".map-tools", ".map-fit", ".view-buttons", ".choice-holder"),
    "title": (),
    "scenes": (),
    "controls": (),
    "details": tuple(f".player-panel-{name}" for name in DETAILS),
    "take": (),
}
"""What can stand round the view, by its word, and what of the player belongs to it; the rest the page does not draw."""

VIEW = ".surface-player:not(.player-presenting)"
ALL, NONE = "all", "none"
USUAL = ("play",)
WORDS = (*PARTS, ALL, NONE)

ROOM = {"play": 4.7, "cards": 9.0, "title": 3.0, "header": 3.5}
"""How much of the frame's height each part above or below the view takes, in rem; what follows is scrolled to."""
HEADER = ("scenes", "controls", "take")

LAYOUT = """
[data-testid="stHeader"] { display: none; }
.stMainBlockContainer { padding: 0.5rem 0.75rem; }
.stMain:focus-visible::before { top: 0 !important; height: 100dvh !important; margin-bottom: -100dvh !important; }
.surface-player { --player-stage: max(16rem, 100dvh - %srem); }
"""
"""The view fills the frame, and so does the ring that Streamlit draws below its header round what has the focus."""

WITHOUT_CHARTS = """
.surface-player:not(.player-presenting) .player-stage {
  grid-template: minmax(0, 1fr) / minmax(0, 1.2fr) minmax(0, 1fr);
  height: var(--player-stage);
}
@media (max-width: 40rem) {
  .surface-player:not(.player-presenting) .player-stage {
    grid-template: minmax(0, 1fr) minmax(0, 1.2fr) / minmax(0, 1fr);
    height: max(36rem, var(--player-stage));
  }
}
"""
"""Surface and map have all of it; side by side, or one above the other on a telephone."""


def is_on() -> bool:
    """Return whether the page stands in a frame of another one."""
    return bool(st.context.is_embedded)


def shows(*parts: str) -> bool:
    """Return whether one of these parts is to be seen; on a page of its own all are."""
    return not is_on() or bool(set(parts) & set(_parts(_words())))


def left_out() -> list[str]:
    """Return a sentence about each word of the address that means nothing."""
    wrong = [word for word in _words() if word not in WORDS] if is_on() else []
    return [f"The link's show = {word:.40} was left out: it must be of {', '.join(WORDS)}." for word in wrong[:3]]


def _words() -> list[str]:
    text = st.query_params.get(SHOW, ",".join(USUAL))
    return [word.strip().lower() for word in text.split(",") if word.strip()]


def _parts(words: list[str]) -> list[str]:
    """Return the parts that these words name; where none of them means anything, the usual ones."""
    if ALL in words:
        return list(PARTS)
    return [word for word in words if word in PARTS] if any(word in WORDS for word in words) else list(USUAL)


def dress() -> None:
    """Let the view fill the frame, and hide what is not to be seen."""
    if is_on():
        st.html(f"<style>{style(_parts(_words()))}</style>")


def style(parts: list[str]) -> str:
    """Return the style of a frame that shows these parts."""
    hidden = [selector for part, selectors in PARTS.items() if part not in parts for selector in selectors]
    around = 1 + sum(ROOM[part] for part in parts if part in ROOM)
    around += ROOM["header"] if set(parts) & set(HEADER) else 0
    # Where a presenter fills the screen, the mode's own rules say what is seen.
    rules = [f"{VIEW} {selector} {{ display: none !important; }}" for selector in hidden]
    return "\n".join([LAYOUT % around, *rules, *([] if "charts" in parts else [WITHOUT_CHARTS])])
