"""The player without a server: one HTML file with everything in it, and the output of a notebook cell."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path

from surface.scenes import Scene, inpage
from surface.scenes.called import NAMELESS, called, plain
from surface.view.hosts.document import (
    ABOUT,
    ABOUT_FUNCTION,
    STYLE,
    UNTITLED,
    document,
    held,
    packed_plotly,
    run,
    styled,
    words,
)
from surface.view.plans import BATCH_OF
from surface.view.protocol import Run, RunsMessage, SurfaceMessage

STATIC = Path(__file__).parents[1] / "static"
INDEX = STATIC / "style" / "index.css"
DOORS = ("index", "lesson", "lessonpage", "explorepage", "takeit", "takepage", "server")
"""The files of the player that the app's pages enter it by."""
DOOR, DOOR_CALL = "savedpage", "modules.savedpage.playSaved(%r);"

EVERYTHING, SETTINGS, NOTHING = "everything", "starts and settings", "nothing"
MAY: dict[str, tuple[str, ...]] = {
    EVERYTHING: (
        *("start", "setting", "rule", "plan", "steps", "weight", "target", "add_point", "move_point", "remove_point"),
        *("add", "duplicate", "remove", "undo", "redo", "window"),
    ),
    SETTINGS: ("start", "setting", "plan", "undo", "redo"),
    NOTHING: (),
}
"""What the reader of a page may change, and the events of that: the page's player answers them all by itself."""

MAY_WORDS = {
    EVERYTHING: "All that its runs are made of can be changed, and is as it was when the page is opened anew.",
    SETTINGS: "The starts of its runs can be dragged and their settings moved, until the page is opened anew.",
    NOTHING: "It is there to be played: nothing of its runs can be changed.",
}

OPENED = "The app opens this file as the scene that it was saved with."
TOO_LONG = "The app cannot open this file as a scene, for its data are too many: save the scene as a file for that."

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w/-]+)\.js";\n', re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "([\w-]+\.css)";$', re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?:async )?function (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:default )?(?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)

_BODY = """<main>
<h1>{title}</h1>
{words}
<div id="player" data-name="{name}"></div>
<p class="saved-about">{about}</p>
</main>"""


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
    exports = ", ".join([*_EXPORT.findall(source), *(f"default: {name}" for name in _DEFAULT.findall(source))])
    body = _IMPORT.sub(
        lambda found: f"const {{{found[1]}}} = modules.{posixpath.basename(found[2])};\n", _EXPORT.sub("", source)
    )
    return f"modules.{posixpath.basename(name)} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();\n"


def style() -> str:
    """Return the player's style as one text."""
    return _STYLE_IMPORT.sub(
        lambda found: (INDEX.parent / found[1]).read_text(encoding="utf-8"), INDEX.read_text(encoding="utf-8")
    )


def page(
    surface: SurfaceMessage, runs: RunsMessage, title: str = "", may: str = EVERYTHING, scene: Scene | None = None
) -> str:
    """Return an HTML page that plays a picture from a file, without a server and without a network.

    may: what its reader may change, one of MAY; the page walks the runs itself. scene: the one that is pictured, which
    the app opens again from the page.
    """
    # The page walks runs on the surface of a network: on any other they are played as they are.
    walks = bool(surface["network"]["layers"])
    may, about = (may, ABOUT) if walks else (NOTHING, ABOUT_FUNCTION)
    picture = {"surface": surface, "runs": allowing(runs, may)}
    scripts = [packed_plotly("plotly"), held("picture", picture), run(f"{script(DOOR)}\n{DOOR_CALL % 'plotly'}")]
    head = scene_in(scene) + styled(f"{STYLE}\n{style()}")
    return document(title, head, body(title, runs["watch"], may, about, scene), scripts)


def scene_in(scene: Scene | None) -> str:
    """Return what a page's head says first: its scene, which so is found without reading all that follows."""
    return f"{inpage.element(scene)}\n" if scene else ""


def allowing(runs: RunsMessage, may: str = EVERYTHING) -> RunsMessage:
    """Return the runs for a page on which this may be changed; what may not has no control there."""
    if may not in MAY:
        raise ValueError(f"`may` must be one of {', '.join(MAY)}, got {may!r:.80}")
    own = [_walkable(one) for one in runs["runs"]]
    return {**runs, "runs": own, "events": [*MAY[may]]}


def _walkable(run: Run) -> Run:
    """Return a run with those settings of its plan alone that a page computes by itself."""
    # Batches are drawn by Python, and a schedule of one's own has no formula that the browser knows.
    own = [] if run["factor"] is None else [one for one in run["plan_settings"] if one["of"] != BATCH_OF]
    return {**run, "plan_settings": own}


def body(title: str, watch: str, may: str = EVERYTHING, about: str = ABOUT, scene: Scene | None = None) -> str:
    """Return what stands on a page around its player."""
    changes = words(watch, bool(MAY[may]))
    sentences = [about, MAY_WORDS[may], *([OPENED if inpage.fits(scene) else TOO_LONG] if scene else [])]
    name = html.escape(called(scene) if scene else plain(title) or NAMELESS)
    return _BODY.format(title=html.escape(title), words=changes, name=name, about=html.escape(" ".join(sentences)))


def frame(page: str, title: str = "") -> str:
    """Return a page inside an iframe, as a notebook shows it."""
    style = "width: 100%; height: 980px; border: 0"
    # The page is the value of an attribute here, and so escaped whole.
    return f'<iframe title="{html.escape(title or UNTITLED)}" style="{style}" srcdoc="{html.escape(page)}"></iframe>'
