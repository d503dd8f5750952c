"""Explore on paper: one page with the picture as it stands, its settings, the table, the verdicts and the link."""

from __future__ import annotations

from streamlit.components import v2

from surface.view.hosts.streamlit import stub

HTML = '<p class="paper-link"></p>'

STYLE = """
.paper-link { display: none; }
.on-sheet .paper-link { display: block; margin: 0; font-size: 0.8rem; overflow-wrap: anywhere; }
"""

_paper = v2.component("paper_link", html=HTML, css=STYLE, js=stub("explorepage", "layOnPaper"), isolate_styles=False)


def paper() -> None:
    """Make the page ready for the printer; on the screen nothing is seen of it."""
    _paper(key="paper-link")
