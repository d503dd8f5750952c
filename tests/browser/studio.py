"""A bare page with the two big pictures alone, their files read from the disk: no app and no server."""

from pathlib import Path

import plotly

ROOT = Path(__file__).parents[2]
HOST = "http://127.0.0.1:9"  # nothing listens there: every request is answered from the disk
PLACES = {
    "static": ROOT / "surface" / "view" / "static",
    "vendor": Path(plotly.__file__).parent / "package_data",
}
KINDS = {".js": "text/javascript", ".css": "text/css"}
BARE = """<!doctype html><meta charset="utf-8"><title>studio</title>
<link rel="stylesheet" href="/static/style/index.css">
<style>
  body {{ display: flex; margin: 0; background: #fff; font-size: 16px }}
  .panel {{ position: relative; width: {width}px; height: {height}px }}
</style>
<div class="panel" id="surface"></div><div class="panel" id="map"></div>{script}"""
PANELS = """<script src="/vendor/plotly.min.js"></script><script type="module">
import { decodeScene, decodeSurface } from "/static/messages/decode.js";
import { scene3dPanel } from "/static/surface3d/scene3d.js";
import { mapPanel } from "/static/map/map.js";
const theme = { dark: false, text: "#1f2933", background: "#ffffff", grid: "#d5d9de", font: "sans-serif" };
window.heard = [];
const emit = (name, value) => heard.push([name, value]);
const context = { Plotly, emit, theme: () => theme, reducedMotion: false };
const root = (name) => document.querySelector(`#${name}`);
window.panels = { surface: scene3dPanel(root("surface"), context), map: mapPanel(root("map"), context) };
window.plotOf = (name) => document.querySelector(`#${name} .js-plotly-plot`);
window.show = async (picture) => {
  window.scene = decodeScene({ events: ["start", "choose"], ...picture.runs }, decodeSurface(picture.surface));
  await Promise.all(Object.values(panels).map((panel) => panel.update(window.scene)));
};
window.draw = (head) => Object.values(panels).forEach((panel) => panel.draw(head));
const frame = () => new Promise(requestAnimationFrame);
window.settled = () => new Promise((done) => setTimeout(done, 60)).then(frame).then(frame);
window.ready = true;
</script>"""


def answer(route):
    """Answer a request from the files of the view and of plotly."""
    place, _, name = route.request.url.removeprefix(f"{HOST}/").partition("/")
    file = PLACES.get(place, ROOT / "nowhere") / name
    if not file.is_file():
        return route.fulfill(status=204)
    return route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "text/plain"))


class Studio:
    """A page and what went wrong on it."""

    def __init__(self, browser, width=620, height=480, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda text: self.errors.append(text.text) if text.type == "error" else None)
        self.page.route("**/*", answer)
        self.size = {"width": width, "height": height}

    def open(self):
        """Go to the page and wait for its panels."""
        html = BARE.format(script=PANELS, **self.size)
        self.page.route(f"{HOST}/", lambda route: route.fulfill(body=html, content_type="text/html"))
        self.page.goto(f"{HOST}/")
        self.page.wait_for_function("window.ready")
        return self

    def show(self, picture):
        """Give the panels a picture, and wait until it is drawn."""
        self.page.evaluate("(picture) => show(picture)", {"surface": picture.surface, "runs": picture.runs})
        self.page.evaluate("settled()")

    def close(self):
        """Close the page; the test fails where it was not clean."""
        self.context.close()
        assert not self.errors, "\n".join(self.errors)
