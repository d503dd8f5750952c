"""An HTML document around the player: its head, its words, and where its scripts and its style come from."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from plotly.offline import get_plotlyjs

UNTITLED = "Error surface"
"""What a page is called in a browser's tabs where its picture has no title."""

ABOUT = (
    "The error surface of a small neural network over two of its weights, and gradient descent on it, saved from the "
    "app “Error surface”. Everything is computed in this page, by the browser: no server and no network is behind it."
)

ABOUT_FUNCTION = (
    "A function of two variables as a surface, and paths on it, saved from the app “Error surface”. It is all in this "
    "page: no server and no network is behind it."
)

_DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
{head}
</head>
<body>
{body}
{scripts}
</body>
</html>
"""

STYLE = """\
:root {
  color-scheme: light dark;
  --st-text-color: #1c2330;
  --st-background-color: #fcfcfa;
  --st-secondary-background-color: #f1f2ef;
  --st-primary-color: #1f5a94;
}
@media (prefers-color-scheme: dark) {
  :root {
    --st-text-color: #e7eaee;
    --st-background-color: #12161c;
    --st-secondary-background-color: #1b2129;
    --st-primary-color: #7db1ea;
  }
}
body {
  margin: 0;
  background: var(--st-background-color);
  color: var(--st-text-color);
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 120rem; margin: 0 auto; padding: 0.75rem clamp(0.75rem, 2vw, 2rem) 2rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.375rem; }
a { color: var(--st-primary-color); }
:is(a, button):focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.saved-words { max-width: 60rem; margin: 0 0 0.6rem; line-height: 1.45; }
.saved-about { max-width: 60rem; margin: 1.5rem 0 0; font-size: 0.9rem; line-height: 1.45; opacity: 0.85; }
h1:empty { display: none; }
.saved-top { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; justify-content: space-between; align-items: baseline; }
.saved-top .saved-words { flex: 1 1 20rem; }
.saved-changed { margin: 0 0 0.6rem; font-size: 0.9rem; }
/* Its room is kept: what is below, which a hand is on, does not move as it comes. */
main:not(:has([data-changed])) .saved-changed { visibility: hidden; }
.saved-back {
  padding: 0.15rem 0.6rem; border: 1px solid currentColor; border-radius: 0.4rem;
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.on-sheet :is(.saved-back, .site-ways), .on-sheet main:not(:has([data-changed])) .saved-changed { display: none; }
@media print {
  @page { size: A4; margin: 11mm; }
  :root { color-scheme: light; }
  body { background: #ffffff; color: #1c2330; }
  main { padding: 0; }
  .saved-back, .site-ways, .site-button,
  .surface-player :is(
    .player-transport, .player-panel-aids, .player-panel-inside, .player-panel-network, .player-panel-held,
    .cards-shared, .card-views, .card-knobs, .panel-toggle
  ) { display: none !important; }
  /* What shares its room with the pictures keeps it: these have been drawn for the size that they have. */
  .surface-player :is(.map-tools, .map-readout, .view-buttons, .choice-holder, .modebar-container) {
    visibility: hidden !important;
  }
  .surface-player .player-card { break-inside: avoid; }
}"""


def document(title: str, head: str, body: str, scripts: Iterable[str]) -> str:
    """Return a document of these parts; all but the title are HTML."""
    return _DOCUMENT.format(title=html.escape(title or UNTITLED), head=head, body=body, scripts="\n".join(scripts))


def styled(style: str) -> str:
    """Return a style inside the page."""
    return f"<style>\n{style}\n</style>"


def run(script: str) -> str:
    """Return a script inside the page. It is no module: from a file, or from elsewhere, a browser loads none."""
    return f'<script>"use strict";\n{in_script(script)}\n</script>'


def held(id: str, value: Any) -> str:
    """Return JSON that the page holds for its script."""
    # No "<" at all: inside the data nothing can end the script element.
    text = json.dumps(value, allow_nan=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="{id}">{text}</script>'


def packed_plotly(id: str) -> str:
    """Return plotly.js as the page holds it: packed, for it is most of what a page weighs."""
    return f'<script type="text/plain" id="{id}">{_packed()}</script>'


@cache
def _packed() -> str:
    # Without a time, so that the same page is the same text.
    return base64.b64encode(gzip.compress(get_plotlyjs().encode(), mtime=0)).decode("ascii")


def in_script(text: str) -> str:
    """Return JavaScript that says the same and can neither end a script element nor open a comment in one."""
    return re.sub("<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def words(watch: str, changes: bool) -> str:
    """Return the paragraphs above a picture: what to watch, and, once something was changed, the way back."""
    back = (
        '<p class="saved-changed">Changed since: these words are of the scene as it was saved. '
        '<button type="button" class="saved-back">Back to how it was saved</button></p>'
    )
    return f'<div class="saved-top"><p class="saved-words">{html.escape(watch)}</p>{back if changes else ""}</div>'
