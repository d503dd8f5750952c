"""A bare page with the whole player on it, without app and server; Python answers from the test's own process.

The page and its player are kept from one test to the next. A player that does not look as it did at its opening is made
anew, and so is a page that a test has spoilt: each test finds what a visitor finds.
"""

import base64
import tomllib
from pathlib import Path

import plotly
import streamlit
from browser.desk import Desk
from browser.reused import DESKTOP, USUAL, WITHOUT_3D

from surface.scenes import SCENES
from surface.view.hosts import page as hosts

HERE = Path(__file__).parent
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
CONFIG = HERE.parents[1] / ".streamlit" / "config.toml"
HOME = next(iter(SCENES.values()))
AS_USUAL = {"viewport": DESKTOP, **USUAL}
PATIENCE = 60_000  # milliseconds: a first drawing without a graphics card, on a busy machine
COLOURS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")
LAYOUT = "document.querySelector('.player-panel-{} .js-plotly-plot')?._fullLayout"
MAP_DRAWN = LAYOUT.format("map")
DRAWN = f"{MAP_DRAWN} && {LAYOUT.format('surface')}?.scene?._scene?.glplot?.cameraParams"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A bare page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>{style}</style></head><body><main>{ground}</main>
<script src="{plotly}"></script><script type="module">{script}</script></body></html>"""
AROUND = """
@font-face { font-family: "Source Sans"; font-weight: 200 900; src: url(data:font/woff2;base64,%s) }
:root { color-scheme: light dark; font-size: 15px; --st-font: "Source Sans", sans-serif; %s }
@media (prefers-color-scheme: dark) { :root { %s } }
body { margin: 0; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font) }
main { max-width: 1800px; margin: 0 auto; padding: 3.25rem 1.5rem 3rem; box-sizing: border-box }
@media (max-width: 30rem) { main { padding-inline: 0.75rem } }
"""


def written(path: Path, harness: str, ground: str, around: str = "") -> Path:
    """Write a page with the player's modules and style, and a script of the tests' own after them."""
    entries = hosts.script("index", "takepage", "savedpage")
    script = f"{entries}\n{(HERE / harness).read_text(encoding='utf-8')}\nwindow.ready = true;"
    filled = PAGE.format(style=hosts.style() + around, ground=ground, plotly=PLOTLY.as_uri(), script=script)
    path.write_text(filled, encoding="utf-8")
    return path


def theme() -> str:
    """Return what the app's theme gives the page around the player, in both schemes."""
    schemes = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    light, dark = (" ".join(_variable(name, schemes[scheme]) for name in COLOURS) for scheme in ("light", "dark"))
    (font,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    return AROUND % (base64.b64encode(font.read_bytes()).decode(), light, dark)


def _variable(name: str, colours: dict[str, str]) -> str:
    dashed = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    return f"--st-{dashed}: {colours[name]};"


class Bare:
    """The page, its player, and the desk that answers it."""

    def __init__(self, browser, file: Path, without_3d=False):
        self.browser, self.file = browser, file
        self.without_3d = without_3d
        self.page = None
        self.desk = Desk()
        self.shown = {}  # the size of the page and its colours, where the player was made
        self.at_first = ""  # how a new player looks in the first scene

    def watched_by(self, watch) -> None:
        """Let a test watch the page, which is made where there is none."""
        if not self.page or self.page.is_closed():
            self.page = self.browser.new_context(viewport=DESKTOP).new_page()
            if self.without_3d:
                self.page.add_init_script(WITHOUT_3D)
            self.page.set_default_timeout(PATIENCE)
            self.page.expose_function("answer", lambda name, value: self.desk.answer(name, value))
            self.page.on("crash", lambda page: page.close())
            watch.follow(self.page)
            self.load()
        else:
            watch.follow(self.page)

    def rest(self) -> None:
        """Let a player that still plays stand: it would go on drawing beside the tests that follow."""
        if not self.page.is_closed():
            self.page.evaluate("window.player?.playhead.pause()")

    def load(self) -> None:
        self.page.goto(self.file.as_uri())
        self.page.wait_for_function("window.ready")

    def open(self, scene=HOME, viewport=DESKTOP, anew=False, **options):
        """Show a scene as a visitor finds it, and return the page; anew: in a new player at any rate."""
        asked = {"viewport": viewport} | USUAL | options
        self.clear()
        if anew or asked != AS_USUAL or self.shown != AS_USUAL or not self.comes_home():
            self.begin(**asked)
            self.give(scene)
        elif scene is not HOME:
            self.give(scene)
        return self.page

    def clear(self) -> None:
        """Let go of the mouse, and load a page again that was spoilt."""
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        if self.page.viewport_size != self.shown.get("viewport"):
            self.shown = {}  # a test made the window another one
        if self.page.evaluate("spoilt"):
            self.load()

    def comes_home(self) -> bool:
        """Show the first scene again, in the player as it stands; whether all is as when it was new."""
        if not self.page.evaluate("'player' in window"):
            return False
        self.page.evaluate("leave()")
        self.give(HOME)
        return self.look() == self.at_first

    def begin(self, viewport, **options) -> None:
        """Make the player anew, on a page of this size and in this scheme of colours."""
        if self.page.viewport_size != viewport:
            self.page.set_viewport_size(viewport)
        self.page.emulate_media(media="null", **options)
        self.page.evaluate("begin()")
        self.shown = {"viewport": viewport} | options
        if not self.at_first and self.shown == AS_USUAL:
            self.give(HOME)
            self.give(HOME)  # what follows a first drawing, as the size of the plots, is over then
            self.at_first = self.look()

    def look(self) -> str:
        return self.page.evaluate("look()")

    def make(self, scene=HOME, drawn=True) -> None:
        """Make a player on a page that has none, or none that counts."""
        self.page.evaluate("begin()")
        self.give(scene, drawn)

    def give(self, scene, drawn=True) -> None:
        """Show a scene, and wait until it is drawn, where that can be."""
        self.page.evaluate("(given) => show(given)", self.desk.opened(scene))
        if drawn:
            self.page.wait_for_function(MAP_DRAWN if self.without_3d else DRAWN)

    def show(self, picture, surface=True) -> None:
        """Show a picture, and wait until it is drawn; without its surface where that is there already."""
        given = {"surface": picture.surface if surface else None, "runs": picture.runs}
        self.page.evaluate("(given) => show(given)", given)
