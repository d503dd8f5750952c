"""What all pages of a site share: where its library lies, the ways from page to page, and its own style."""

from __future__ import annotations

import html
from collections.abc import Sequence

from plotly.offline import get_plotlyjs

from surface.view.hosts import page
from surface.view.hosts.document import STYLE

PLOTLY, PLAYER, LOOK = "lib/plotly.min.js", "lib/player.js", "lib/style.css"
DOOR, DOOR_CALL = "sitepage", "modules.sitepage.openPage();"

SITE_STYLE = """
.site-ways { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; margin: 0 0 0.6rem; }
.site-ways a { padding: 0.2rem 0; }
.site-ways a[rel=next] { margin-left: auto; }
.site-words { min-width: 0; }
.site-picture { min-width: 0; }
@media (min-width: 60.01rem) {
  .st-key-lesson { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2.75fr); gap: 1.5rem; }
}
@media (max-width: 60rem) {
  .st-key-lesson { display: flex; flex-direction: column; gap: 1rem; }
}
[hidden] { display: none !important; }
math { font-size: 1.05em; }
math[display=block] { width: fit-content; max-width: 100%; margin: 0.35rem 0; overflow-x: auto; }
.lesson-vote { min-width: 0; margin: 0; padding: 0; border: 0; }
.lesson-vote legend {
  padding: 0 0 0.4rem; font-size: var(--lesson-type); font-weight: 600; line-height: 1.4;
}
.lesson-vote label { display: flex; gap: 0.5rem; align-items: baseline; padding: 0.25rem 0; cursor: pointer; }
.lesson-vote input, .lesson-rules input { accent-color: var(--st-primary-color); }
:is(.lesson-vote, .lesson-rules) input:focus-visible,
.lesson-slider input:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.st-key-lesson { margin-bottom: 1.5rem; }
.st-key-lesson-answer { margin-top: 0.6rem; }
.st-key-lesson-answer > :first-child { margin-top: 0; }
.lesson-wait { margin: 0.4rem 0; opacity: 0.85; }
.lesson-wait:empty { margin: 0; }
.st-key-lesson-controls { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: end; margin: 0 0 0.6rem; }
.lesson-acts { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.site-button, .lesson-acts button {
  padding: 0.3rem 0.75rem; border: 1px solid light-dark(#8a9299, #67727f); border-radius: 0.4rem;
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.lesson-acts button[aria-pressed=true] {
  background: var(--st-text-color); color: var(--st-background-color); border-color: transparent;
}
.lesson-slider { display: grid; gap: 0.15rem; width: 20rem; max-width: 100%; }
.lesson-slider input { width: 100%; accent-color: var(--st-primary-color); }
.lesson-rules { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; margin: 0; padding: 0; border: 0; }
.lesson-rules legend { padding: 0; opacity: 0.85; }
.race-table { overflow-x: auto; margin-top: 0.75rem; }
.race-table table { border-collapse: collapse; }
.race-table :is(th, td) {
  padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; border-bottom: 1px solid light-dark(#d5d8d6, #343c48);
}
main:not(:has([data-changed])) .lesson-moved:not(.lesson-is-moved) { display: none; }
.site-glossary { margin-top: 1.5rem; max-width: 60rem; }
.site-glossary summary { cursor: pointer; }
.site-glossary dt { margin-top: 0.6rem; font-weight: 650; }
.site-glossary dd { margin: 0; line-height: 1.45; }
.site-glossary dd p { margin: 0; }
.site-index { max-width: 80rem; }
.site-index h2 { margin: 1.75rem 0 0.6rem; font-size: 1.2rem; }
.site-index h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
.site-index ol { padding-left: 2rem; line-height: 1.6; }
.site-cards {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1rem;
  margin: 0; padding: 0; list-style: none;
}
.site-card {
  padding: 0.75rem; border: 1px solid light-dark(#d5d8d6, #343c48); border-radius: 0.4rem;
  background: var(--st-secondary-background-color);
}
.site-card svg { display: block; width: 100%; height: 8rem; margin-bottom: 0.5rem; border-radius: 0.25rem; }
.site-card p { margin: 0.3rem 0 0; line-height: 1.4; }
.site-card ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
"""


def library() -> dict[str, str]:
    """Return the files that all pages share, by their paths: plotly.js, the player, and the style."""
    styles = [page.style(), *(_style(name) for name in ("lesson", "lessonwords"))]
    player = f'"use strict";\n{page.script(DOOR)}\n{DOOR_CALL}\n'
    return {PLOTLY: get_plotlyjs(), PLAYER: player, LOOK: "\n".join([STYLE, *styles, SITE_STYLE])}


def _style(name: str) -> str:
    return (page.STATIC / "style" / f"{name}.css").read_text(encoding="utf-8")


def style_link(up: str) -> str:
    """Return the link to the style; up: the way from a page to the site's folder."""
    return f'<link rel="stylesheet" href="{up}{LOOK}">'


def scripts(up: str, data: str) -> list[str]:
    """Return what a page that plays needs: its data, and the two scripts, none of which stands in it."""
    return [data, *(f'<script src="{up}{name}" defer></script>' for name in (PLOTLY, PLAYER))]


def ways(label: str, links: Sequence[tuple[str, str, str]]) -> str:
    """Return the ways on from a page: (address, words, what it is to this page: "up", "prev", "next")."""
    anchors = "".join(f'<a href="{at}" rel="{rel}">{html.escape(words)}</a>' for at, words, rel in links)
    return f'<nav class="site-ways" aria-label="{html.escape(label)}">{anchors}</nav>'
