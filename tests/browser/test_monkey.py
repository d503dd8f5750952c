"""A seeded monkey in a browser, where keys, sizes, colours and the way back are: the page stays whole, and plays."""

import re
from random import Random

import pytest
from browser.asking import expect

LOADED = re.compile(r"of [1-9]|of the way")  # "step 0 of 200", or in shares of each run
DEEDS = 40
BREATH = 12  # deeds from one look at the page to the next
KEYS = ("Space", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "Tab", "p", "?", "Escape", "Enter")
CHORDS = ("Control+z", "Control+Shift+z", "Shift+Tab")
SIZES = ((1280, 720), (900, 700), (390, 844), (844, 390))  # none large: without a graphics card those take their time
SMALL = {"width": 900, "height": 700}
FRAME = "new Promise((done) => requestAnimationFrame(() => done(true)))"
BUTTON = """(share) => {
  const all = document.querySelectorAll(".surface-player button:enabled");
  const seen = [...all].filter((one) => one.checkVisibility());
  const one = seen[Math.floor(share * seen.length)];
  one.scrollIntoView({ block: "center" });
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
MAP = """() => {
  const drag = document.querySelector(".player-panel-map .nsewdrag");
  drag?.scrollIntoView({ block: "center" });
  const { x, y, width, height } = drag?.getBoundingClientRect() ?? { x: 0, y: 0, width: 9, height: 9 };
  return [x, y, width, height];
}"""


class Hand:
    """A hand at the page, whose deeds a seed decides; it waits for nothing but the next frame."""

    def __init__(self, page, seed, settle):
        self.page, self.random, self.settle = page, Random(seed), settle
        self.entries = page.evaluate("history.length")
        self.done = []

    def act(self):
        deeds = {self.press: 8, self.click: 6, self.drag: 3, self.resize: 2, self.recolour: 1, self.return_: 1}
        (deed,) = self.random.choices(list(deeds), list(deeds.values()))
        self.done.append(deed.__name__)
        deed()
        self.page.evaluate(FRAME)

    def press(self):
        self.page.keyboard.press(self.random.choice(KEYS + CHORDS))

    def click(self):
        """Click where one of the player's buttons is, whatever lies over it."""
        self.page.mouse.click(*self.page.evaluate(BUTTON, self.random.random()))

    def drag(self):
        x, y, width, height = self.page.evaluate(MAP)
        self.page.mouse.move(x + self.random.random() * width, y + self.random.random() * height)
        self.page.mouse.down()
        self.page.mouse.move(x + self.random.random() * width, y + self.random.random() * height, steps=2)
        self.page.mouse.up()

    def resize(self):
        width, height = self.random.choice(SIZES)
        self.page.set_viewport_size({"width": width, "height": height})

    def recolour(self):
        self.page.emulate_media(color_scheme=self.random.choice(("light", "dark")))

    def return_(self):
        """Go back and forward again, where something was changed: else the way back leads out of the app."""
        if self.page.evaluate("history.length") > self.entries:
            self.page.evaluate("history.back()")
            self.settle(self.page)
            self.page.evaluate("history.forward()")


def looks_whole(page):
    expect(page.locator(".player-count")).to_have_text(LOADED)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_a_hand_does_breaks_the_page_and_it_still_plays(open_player, wait_until_idle, seed):
    page = open_player(viewport=SMALL)
    hand = Hand(page, seed, wait_until_idle)
    for done in range(1, DEEDS + 1):
        hand.act()
        if done % BREATH == 0:
            looks_whole(page)
    for _ in range(2):  # out of the list of keys, and out of presentation mode
        page.keyboard.press("Escape")
    page.set_viewport_size(SMALL)
    wait_until_idle(page)
    looks_whole(page)
    transport = page.locator(".player-transport")
    transport.get_by_role("button", name="First step", exact=True).click()
    first = page.locator(".player-count").inner_text()
    transport.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".player-count")).not_to_have_text(first)
