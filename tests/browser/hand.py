"""Where things are in the picture, and what a card tells of its run: what a hand goes by."""

import re

from surface.scenes import SCENES

SCENE = SCENES["two-hollows"]
MAP, SURFACE = (f"document.querySelector('.player-panel-{name} .js-plotly-plot')" for name in ("map", "surface"))
# What a key or the pointer changes is drawn in the next frame, which is over when the one after it begins.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def number(text):
    return float(text.replace("−", "-"))


def settings(page, run=0):
    return page.locator(".player-card-settings").nth(run)


def start(page, run=0):
    """The start that a card tells."""
    found = re.search(r"start \((\S+), (\S+)\)", settings(page, run).inner_text())
    return [number(text) for text in found.groups()]


def starts_at(page, w1, w2, run=0):
    """Wait until a card tells a start within a pixel or so of these weights."""
    page.wait_for_function(
        """([run, w1, w2]) => {
          const text = document.querySelectorAll(".player-card-settings")[run].textContent.replaceAll("−", "-");
          const [, a, b] = text.match(/start \\((\\S+), (\\S+)\\)/);
          return Math.hypot(a - w1, b - w2) < 0.06;
        }""",
        arg=[run, w1, w2],
    )


def at(page, w1, w2, window=SCENE.window):
    """The place of two weights on the map, in the page's pixels."""
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    (left, right), (bottom, top) = window
    return (
        box["x"] + box["width"] * (w1 - left) / (right - left),
        box["y"] + box["height"] * (top - w2) / (top - bottom),
    )


def eye(page):
    return page.evaluate(f"Object.values({SURFACE}._fullLayout.scene._scene.getCamera().eye)")


def tool(page, name):
    return page.locator(".player-panel-map, .player-panel-surface").get_by_role("button", name=name)
