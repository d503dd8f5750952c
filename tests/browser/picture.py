"""Run as a script, takes the README's picture: the first screen, as it stands at the end of the runs."""

import re

from chromium import ARGUMENTS, find
from playwright.sync_api import expect, sync_playwright
from server import ROOT, running_app

SIZE = {"width": 1440, "height": 900}
PICTURE = ROOT / ".github" / "picture.png"


def take(page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".player-count")).to_have_text(re.compile("of [1-9]"), timeout=60_000)
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    with running_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        take(browser.new_page(viewport=SIZE), server.url)
        browser.close()
