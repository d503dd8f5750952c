"""A hand in a real browser, whose acts a seed draws: scenes, settings, starts, playing, and back again."""

from __future__ import annotations

from random import Random

from playwright.sync_api import CDPSession, Page

import tests.browser.asking  # noqa: F401  (waits that the app's policy allows)
from tests.browser.lists import open_list

DEFAULT = 20_000  # milliseconds that an act may take
RESTS = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && document.querySelector(".player-panel-map .nsewdrag") !== null"""
COUNT = "document.querySelector('.player-count')?.textContent"
SLIDERS = ".player-card .knob input[type=range]"

PLACED = """(selector) => {
  const one = document.querySelector(selector);
  one?.scrollIntoView({ block: "nearest" });
  return one?.getBoundingClientRect().toJSON() ?? null;
}"""


class Hand:
    """One tab of the app."""

    def __init__(self, page: Page, url: str, seed: int) -> None:
        self.page, self.chance, self.url = page, Random(seed), url
        page.set_default_timeout(DEFAULT)
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.acts = 0
        page.goto(url)
        self.rest()

    def act(self) -> None:
        """Do one thing, and wait until the page has answered."""
        self.chance.choice([self.next, self.setting, self.setting, self.start, self.play, self.undo])()
        self.rest()
        self.acts += 1

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.page.wait_for_function(RESTS)

    def next(self) -> None:
        self.page.get_by_role("button", name=self.chance.choice(["Next", "Previous"]), exact=True).click()

    def setting(self) -> None:
        # At once: the card may be another one by the next look at it.
        box = self.page.evaluate(PLACED, SLIDERS)
        if box is not None:
            self._drag(box, self.chance.uniform(0.2, 0.5))

    def start(self) -> None:
        box = self.page.locator(".player-panel-map .nsewdrag").first.bounding_box()
        if box is not None:
            x, y = (box["x"] + box["width"] * self.chance.uniform(0.2, 0.8), box["y"] + box["height"] / 2)
            self.page.mouse.click(x, y)

    def play(self) -> None:
        self.page.get_by_role("button", name="Play").first.click()
        self.page.wait_for_function(f"!/^step 0 /.test({COUNT} ?? '')")

    def undo(self) -> None:
        self.page.keyboard.press("Control+z")

    def _drag(self, box, share: float) -> None:
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] * 0.4, middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] * share, middle, steps=8)
        self.page.mouse.up()

    def home(self) -> None:
        """Bring the first scene back, as it opens, in the same tab."""
        open_list(self.page.get_by_label("Scene", exact=True).first)
        self.page.get_by_role("option").first.click()
        self.rest()

    def heap(self) -> float:
        """Return the bytes that the page's scripts hold on to, in MiB."""
        for _ in range(3):  # what the first leaves behind, finalisers let go of
            self.devtools.send("HeapProfiler.collectGarbage")
        return self.devtools.send("Runtime.getHeapUsage")["usedSize"] / 2**20
