"""Explore on paper: one page with the picture as it stands, its settings, the table, the verdicts and the link."""

from __future__ import annotations

from streamlit.components import v2

HTML = '<p class="paper-link"></p>'

# The page is laid out as on the screen and shrunk to the paper: what Plotly has drawn keeps its size until it is drawn
# anew, for which a printer does not wait.
SCRIPT = """
const WIDTH = 1040; // CSS pixels of a landscape A4 page within its margins

export default function ({ parentElement }) {
  const link = parentElement.querySelector(".paper-link");
  const { style } = document.documentElement;
  const lay = () => {
    const page = document.querySelector(".stMainBlockContainer");
    const stage = document.querySelector(".player-stage");
    if (!page || !stage) return;
    link.textContent = location.href;
    style.setProperty("--paper-width", `${page.clientWidth}px`);
    style.setProperty("--paper-stage", `${stage.clientHeight}px`);
    style.setProperty("--paper-zoom", String(WIDTH / page.clientWidth));
  };
  addEventListener("beforeprint", lay);
  return () => removeEventListener("beforeprint", lay);
}
"""

STYLE = """
.paper-link { display: none; }
@media print {
  .paper-link { display: block; margin: 0; font-size: 0.8rem; overflow-wrap: anywhere; }
}
"""

_paper = v2.component("paper_link", html=HTML, css=STYLE, js=SCRIPT, isolate_styles=False)


def paper() -> None:
    """Make the page ready for the printer; on the screen nothing is seen of it."""
    _paper(key="paper-link")
