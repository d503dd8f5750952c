"""The button and the key that fold the panel beside the picture away and back; the browser remembers which it was.

What is folded away is not drawn: its controls are two thirds of the page. Once it has been opened it stays drawn.
"""

from __future__ import annotations

import streamlit as st
from streamlit.components import v2

from surface.view.hosts.streamlit import stub

# Until its script is there it answers nothing, and says so.
HTML = '<button type="button" class="fold-panel" aria-pressed="false" disabled title="Controls (s)">Controls</button>'

STYLE = """
.fold-panel {
  height: 2.5rem; padding: 0 0.9rem; white-space: nowrap; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color); font: 400 0.95rem var(--st-font);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.fold-panel[aria-pressed="true"] { color: var(--st-background-color); background: var(--st-text-color); }
.fold-panel:hover { border-color: var(--st-primary-color); }
.fold-panel:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
"""

_button = v2.component("fold_panel", html=HTML, css=STYLE, js=stub("explorepage", "foldPanel"), isolate_styles=False)


OPENED = "panel-opened"  # whether it has been, in this session


def fold_panel() -> None:
    """Draw the button."""
    told = _button(key="fold-panel", width="content", data={"opened": has_opened()}, on_open_change=_note)
    # In a session that knows nothing of its page nothing has changed.
    if told.get("open") is True:
        _note()


def has_opened() -> bool:
    """Return whether the panel has been open in this session, and so is drawn."""
    return bool(st.session_state.get(OPENED))


def _note() -> None:
    st.session_state[OPENED] = True
