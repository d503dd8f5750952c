"""Run `python -m tests.benchmarks.hand`: from the input of a hand to the painted picture, in every bundled scene.

Walked by the browser, as the player does it, beside the same change asked of Python: without the app around it, so that
what is compared is the shorter of the two ways there. Beside the time on the clock stands the time that the page's own
thread worked meanwhile, which other work on the machine changes less. Of a network with two hidden layers on rows of
its own a held weight is dragged too, which moves map and paths. Scenes that are named are measured alone.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from surface.scenes import SCENES
from tests.benchmarks.page import deep
from tests.benchmarks.threadtime import CATEGORIES, worked_between
from tests.benchmarks.timing import table

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own browser

from browser.bare import Bare, theme, written
from browser.chromium import ARGUMENTS, find

INPUTS = 40
DEEP = "4-8-8-3"

# The clock starts where the browser has the input, and stops when the frame has been drawn that shows the moved run.
CLOCK = """(slider) => {
  const frame = () => new Promise(requestAnimationFrame);
  window.spent = [];
  let came = 0, before = null;
  for (const name of ["pointerdown", "pointermove"]) addEventListener(name, (event) => (came = event.timeStamp), true);
  slider.addEventListener("input", () => (before ??= [player.scene.runs[player.chosen], came]));
  const { draw } = player;
  player.draw = function () {
    draw.call(this);
    if (!before || this.scene.runs[this.chosen] === before[0]) return;
    spent.push(performance.now() - before[1]);
    performance.mark("begun", { startTime: before[1] });
    performance.mark("done");
    before = null;
  };
  window.settled = async () => {
    while (player.changes.preview.pending || player.panels.behind.length) await frame();
  };
  window.asked = async () => {
    const spent = [];
    for (let n = 0; n < 10; n++) {
      const began = performance.now();
      slider.value = Math.round(slider.max * (0.3 + 0.04 * n));
      slider.dispatchEvent(new Event("change", { bubbles: true }));
      while (!player.changes.exchange.idle || player.changes.preview.active) await frame();
      spent.push(performance.now() - began);
      await frame();
    }
    return spent;
  };
}"""


def measured(browser, page, slider) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of each input of a hand that drags this slider, and of changes asked of Python.

    The first on the clock, and then as the page's thread worked.
    """
    slider.scroll_into_view_if_needed()
    slider.evaluate(CLOCK)
    box = slider.bounding_box()
    across, middle = box["width"] - 20, box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10 + across / 4, middle)
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.mouse.down()
    for n in range(INPUTS):
        page.mouse.move(box["x"] + 10 + across * (1 / 4 + (n + 1) / (2 * INPUTS)), middle)
    page.evaluate("settled()")
    spent = page.evaluate("spent.slice()")
    worked = worked_between(json.loads(browser.stop_tracing())["traceEvents"])
    page.mouse.up()
    page.wait_for_function("player.changes.exchange.idle && !player.changes.preview.active")
    return spent, worked, page.evaluate("asked()")


def described(walked: list[float], worked: list[float]) -> list:
    """Return how many inputs there were, and of both times the median and the longest."""
    return [len(walked), *(f"{of(times):.1f}" for times in (walked, worked) for of in (median, max))]


class Unwatched:
    """The bare page's pages are watched by a test; here nobody does."""

    def follow(self, page) -> None:
        pass


def sliders(page, name: str) -> dict:
    """Return what is dragged in a scene, by its name in the table."""
    rate = {name: page.locator(".player-card .knob input[type=range]").first}
    if name != DEEP:
        return rate
    page.get_by_text("Held weights", exact=True).click()
    return rate | {f"{name}, a held weight": page.locator(".held-knobs input[type=range]").first}


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        file = written(Path(folder) / "bare.html", "bare.js", '<div id="ground"></div>', theme())
        bare = Bare(browser, file)
        bare.watched_by(Unwatched())
        rows, everything, all_worked = [], [], []
        scenes = SCENES | {DEEP: deep()}
        for name in sys.argv[1:] or scenes:
            page = bare.open(scenes[name], anew=True)
            for label, slider in sliders(page, name).items():
                walked, worked, asked = measured(browser, page, slider)
                rows.append([label, *described(walked, worked), f"{median(asked):.0f}"])
                everything += walked
                all_worked += worked
        rows.append(["all", *described(everything, all_worked), ""])
        print(table(["scene", "inputs", "walked, ms", "worst", "worked, ms", "worst", "asked of Python"], rows))
        browser.close()


if __name__ == "__main__":
    main()
