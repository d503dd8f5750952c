"""Run `python -m tests.benchmarks.zoom`: from a hand that pans or zooms the map to what is painted of the new window.

Each move of a pan and each turn of the wheel is timed to the frame that follows it, in which the map shows what it
holds in its new place; and the end of a pan, and the turn, to that in which the new window has been sampled and drawn.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from surface.scenes import SCENES
from tests.benchmarks.hand import DEEP, Unwatched
from tests.benchmarks.page import deep
from tests.benchmarks.timing import table

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own browser

from browser.bare import Bare, theme, written
from browser.chromium import ARGUMENTS, find

MOVES, ROUNDS = 12, 4
STEP = 4  # pixels of a move

CLOCK = """() => {
  window.moves = [];
  window.ends = [];
  const painted = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  let from = null, before = null;
  const begin = ({ timeStamp }) => {
    from = timeStamp;
    before = player.scene.surface.key;
  };
  addEventListener("pointermove", ({ timeStamp, buttons }) => {
    if (buttons) painted(() => moves.push(performance.now() - timeStamp));
  }, true);
  addEventListener("pointerup", begin, true);
  addEventListener("wheel", begin, true);
  addEventListener("wheel", ({ timeStamp }) => painted(() => moves.push(performance.now() - timeStamp)), true);
  const { draw } = player;
  player.draw = function () {
    draw.call(this);
    const { panels, scene } = this;
    if (from === null || scene.surface.key === before || panels.behind.some(({ prompt }) => prompt)) return;
    const began = from;
    from = null;
    painted(() => ends.push(performance.now() - began));
  };
}"""
SETTLED = "player.changes.exchange.idle && !player.changes.preview.active && !player.panels.behind.length"


def measured(page) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of the moves of some pans, of their ends, and of turns of the wheel."""
    page.evaluate(CLOCK)
    ground = page.locator(".player-panel-map .nsewdrag").first
    pans, wheels = [], []
    for round_ in range(ROUNDS):
        box = ground.bounding_box()
        x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.85  # away from starts and balls
        page.mouse.move(x, y)
        page.mouse.down()
        for n in range(MOVES):
            page.mouse.move(x - STEP * (n + 1) * (-1) ** round_, y - n)
        page.mouse.up()
        page.wait_for_function(f"ends.length === 1 && {SETTLED}")
        pans += page.evaluate("ends.splice(0)")
        page.mouse.wheel(0, 60 * (-1) ** round_)
        page.wait_for_function(f"ends.length === 1 && {SETTLED}")
        wheels += page.evaluate("ends.splice(0)")
    return page.evaluate("moves"), pans, wheels


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        bare = Bare(browser, written(Path(folder) / "bare.html", "bare.js", '<div id="ground"></div>', theme()))
        bare.watched_by(Unwatched())
        scenes, rows = SCENES | {DEEP: deep()}, []
        for name in sys.argv[1:] or scenes:
            times = measured(bare.open(scenes[name], anew=True))
            rows.append([name, *(f"{of(each):.0f}" for each in times for of in (median, max))])
        print(table(["scene", "a move, ms", "worst", "pan sampled", "worst", "wheel sampled", "worst"], rows))
        browser.close()


if __name__ == "__main__":
    main()
