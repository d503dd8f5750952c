"""Run `python -m tests.benchmarks.frames`: the frames of every bundled scene in play, and of a run that explodes."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from surface.descent import GradientDescent
from surface.scenes import SCENES
from tests.benchmarks.timing import table

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own browser

from browser.bare import Bare, theme, written
from browser.chromium import ARGUMENTS, find

from tests.benchmarks.hand import Unwatched

MOST = 100
"""No frame may take longer, in milliseconds."""

PLAYED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  player.playhead.speed = 4;
  player.playhead.seek(0);
  player.schedule();
  for (let n = 0; n < 10; n++) await frame();
  player.playhead.play();
  player.schedule();
  const gaps = [];
  let before = await frame();
  while (player.playhead.playing) {
    const now = await frame();
    gaps.push(now - before);
    before = now;
  }
  return gaps;
}"""


def scenes() -> dict:
    """The bundled scenes, and one whose second run leaves by powers of ten."""
    ravine = SCENES["ravine"]
    exploding = ravine.with_(runs=(ravine.runs[0], replace(ravine.runs[0], rule=GradientDescent(1e3))))
    return {**SCENES, "ravine, η = 1000": exploding}


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        bare = Bare(browser, written(Path(folder) / "bare.html", "bare.js", '<div id="ground"></div>', theme()))
        bare.watched_by(Unwatched())
        rows = []
        for name, scene in scenes().items():
            gaps = bare.open(scene).evaluate(PLAYED)
            rows.append([name, len(gaps), f"{median(gaps):.1f}", f"{max(gaps):.0f}", sum(gap > MOST for gap in gaps)])
        print(table(["scene", "frames", "median, ms", "longest", f"over {MOST} ms"], rows))
        browser.close()


if __name__ == "__main__":
    main()
