"""The player without a server: one HTML file with everything in it, and the output of a notebook cell."""

from __future__ import annotations

import html
import json
import posixpath
import re
from pathlib import Path

from plotly.offline import get_plotlyjs

from surface.view.protocol import RunsMessage, SurfaceMessage

STATIC = Path(__file__).parents[1] / "static"
STYLE = STATIC / "style" / "index.css"

EVENTS = [
    *("start", "setting", "rule", "steps", "weight", "target", "add_point", "move_point", "remove_point"),
    *("add", "duplicate", "remove", "undo", "redo"),
]
"""What the page's player can move by itself: it walks the runs, and nobody else needs to hear of it."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w/-]+)\.js";\n', re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "([\w-]+\.css)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:default )?(?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{page_style}
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<div id="player"></div>
</main>
<script>{plotly}</script>
<script type="application/json" id="picture">{picture}</script>
<script type="module">
{script}
const picture = JSON.parse(document.getElementById("picture").textContent);
modules.index.showStandalone(document.getElementById("player"), picture, Plotly);
</script>
</body>
</html>
"""

_PAGE_STYLE = """\
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
h1:empty { display: none; }"""


def modules(*entries: str) -> list[str]:
    """Return the names of the modules behind these files ("maths/network"), each after the ones that it imports."""
    order: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        # A module becomes a function that runs once, in order: a circle would have no first.
        if name in path:
            raise ValueError(
                f"the player's modules must not import each other in a circle, got {' → '.join((*path, name))}"
            )
        if name in order:
            return
        for _, imported in _IMPORT.findall(_source(name)):
            visit(_resolved(name, imported), (*path, name))
        order.append(name)

    for entry in entries or ("index",):
        visit(entry, ())
    return order


def _resolved(name: str, imported: str) -> str:
    """Return the name of what the module `name` imports by a relative path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))


def _source(name: str) -> str:
    return (STATIC / f"{name}.js").read_text(encoding="utf-8")


def script(*entries: str) -> str:
    """Return all modules as one, each a function of its own; `modules.layer` is what maths/layer.js exports."""
    return "const modules = {};\n" + "\n".join(_enclosed(name) for name in modules(*entries))


def _enclosed(name: str) -> str:
    source = _source(name)
    # In one script there are no folders: a module goes by the last part of its name.
    exports = ", ".join(_EXPORT.findall(source))
    body = _IMPORT.sub(
        lambda found: f"const {{{found[1]}}} = modules.{posixpath.basename(found[2])};\n", _EXPORT.sub("", source)
    )
    return f"modules.{posixpath.basename(name)} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();\n"


def style() -> str:
    """Return the player's style as one text."""
    return _STYLE_IMPORT.sub(
        lambda found: (STYLE.parent / found[1]).read_text(encoding="utf-8"), STYLE.read_text(encoding="utf-8")
    )


def page(surface: SurfaceMessage, runs: RunsMessage, title: str = "") -> str:
    """Return an HTML page that plays a picture from a file, without a server and without a network.

    All that runs are made of can be changed: the page walks them itself, on the surface of a network.
    """
    picture = {"surface": surface, "runs": {**runs, "events": EVENTS if surface["network"]["layers"] else []}}
    return _PAGE.format(
        title=html.escape(title),
        page_style=_PAGE_STYLE,
        style=style(),
        plotly=_in_script(get_plotlyjs()),
        # No "<" at all: inside the data nothing can end the script element.
        picture=json.dumps(picture, allow_nan=False).replace("<", "\\u003c"),
        script=_in_script(script()),
    )


def _in_script(text: str) -> str:
    # What would end a script element, or open a comment in one, is written so that JavaScript reads the same.
    return re.sub("<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def frame(page: str, title: str = "") -> str:
    """Return a page inside an iframe, as a notebook shows it."""
    style = "width: 100%; height: 980px; border: 0"
    # The page is the value of an attribute here, and so escaped whole.
    return f'<iframe title="{html.escape(title)}" style="{style}" srcdoc="{html.escape(page)}"></iframe>'
