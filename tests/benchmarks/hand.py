"""Run `python -m tests.benchmarks.hand`: from the input of a hand to the painted path, in every bundled scene.

Walked by the browser, as the player does it, beside the same change asked of Python: without the app around it, so that
what is compared is the shorter of the two ways there.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from surface.scenes import SCENES
from tests.benchmarks.timing import table

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own browser

from browser.bare import Bare, theme, written
from browser.chromium import ARGUMENTS, find

INPUTS = 40

# The clock starts with the input and stops when what its frame has drawn is on its way to the screen: in the first turn
# of the queue after that frame.
CLOCK = """() => {
  const slider = document.querySelector(".tune-slider input");
  const stop = (n) => Math.round((slider.max * (n + 1)) / (2 * INPUTS) + slider.max / 4);
  const knots = [...Array(INPUTS).keys()].map(stop);
  const frame = () => new Promise(requestAnimationFrame);
  const turn = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  const input = (name, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event(name, { bubbles: true }));
  };
  const shown = () => player.scene.runs[player.chosen];
  window.slid = async () => {
    const spent = [];
    for (const value of knots) {
      await frame();
      await turn();
      const began = performance.now();
      const before = shown();
      input("input", value);
      while (shown() === before) await frame();
      await turn();
      const first = performance.now() - began;
      while (player.preview.pending || player.panels.behind.length) await frame();
      spent.push([first, performance.now() - began]);
    }
    return spent;
  };
  window.asked = async () => {
    const spent = [];
    for (const value of knots.slice(0, 10)) {
      const began = performance.now();
      input("change", value);
      while (!player.exchange.idle || player.preview.active) await frame();
      await turn();
      spent.push(performance.now() - began);
      await frame();
    }
    return spent;
  };
}""".replace("INPUTS", str(INPUTS))


def measured(page) -> tuple[list[list[float]], list[float]]:
    page.evaluate(CLOCK)
    return page.evaluate("slid()"), page.evaluate("asked()")


class Unwatched:
    """The bare page's pages are watched by a test; here nobody does."""

    def follow(self, page) -> None:
        pass


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        file = written(Path(folder) / "bare.html", "bare.js", '<div id="ground"></div>', theme())
        bare = Bare(browser, file)
        bare.watched_by(Unwatched())
        rows, firsts = [], []
        for name, scene in SCENES.items():
            walked, asked = measured(bare.open(scene))
            first = [first for first, _ in walked]
            firsts += first
            whole = median(whole for _, whole in walked)
            rows.append([name, f"{median(first):.1f}", f"{max(first):.1f}", f"{whole:.1f}", f"{median(asked):.0f}"])
        rows.append(["all", f"{median(firsts):.1f}", f"{max(firsts):.1f}", "", ""])
        print(table(["scene", "first part, ms", "worst", "whole path", "asked of Python"], rows))
        browser.close()


if __name__ == "__main__":
    main()
