"""A bare page with the two big pictures alone, from a file: no app and no server."""

from pathlib import Path

from browser.bare import PATIENCE, written

GROUND = '<div class="panel" id="surface"></div><div class="panel" id="map"></div>'
AROUND = """
  main { display: flex; font-size: 16px }
  body { margin: 0; background: #fff }
  .panel { position: relative; width: 620px; height: 480px }
"""


def studio_file(folder: Path) -> Path:
    """Write the page into a folder."""
    return written(folder / "studio.html", "studio.js", GROUND, AROUND)


class Studio:
    """The page, kept from one test to the next; its panels are each test's own."""

    def __init__(self, page, file: Path):
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(file.as_uri())
        page.wait_for_function("window.ready")

    def begin(self):
        """Let go of the mouse, and give the test panels that have seen nothing yet."""
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.page.evaluate("begin()")

    def show(self, picture):
        """Give the panels a picture, and wait until it is drawn."""
        self.page.evaluate("(picture) => show(picture)", {"surface": picture.surface, "runs": picture.runs})
        self.page.evaluate("settled()")
