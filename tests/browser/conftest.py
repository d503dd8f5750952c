"""The app, a browser, and pages that fail their test if the console or the network is not clean.

A browser test takes `open_player`, `open_app` for a page of the app without a player, or `page` for any other.
"""

import re

import pytest
from browser.chromium import ARGUMENTS, MISSING, find
from browser.server import running_app
from browser.watch import Watch
from playwright.sync_api import expect, sync_playwright

DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 60_000  # milliseconds: a first drawing without a graphics card, on a busy machine
LOADED = re.compile(r"of [1-9]")  # "step 0 of 200"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def server():
    """The running app; `server.url` is its address."""
    with running_app() as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run."""
    chromium = find()
    assert chromium, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch(server):
    """What the pages of this test did wrong; it fails the test at its end, and `watch.allow(text)` excuses an error."""
    heard = len(server.log)
    watch = Watch(server.host)
    yield watch
    tracebacks = [line for line in server.log[heard:] if "Traceback" in line]
    wrong = watch.verdict() + tracebacks
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def new_page(browser, watch):
    """A function: a watched page of its own, with Playwright's context options (`viewport`, `color_scheme`, ...)."""
    contexts = []

    def new_page(**options):
        contexts.append(browser.new_context(**{"viewport": DESKTOP} | options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        watch.follow(page)
        return page

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """An empty watched page, as large as a laptop's window."""
    return new_page()


@pytest.fixture
def wait_until_idle():
    """A function of a page: waits until the app's script has run to its end."""
    return lambda page: page.locator(IDLE).wait_for(state="attached")


@pytest.fixture
def open_app(server, new_page, wait_until_idle):
    """A function: opens the app at a path (`"?scene=two-hollows"`), waits until it has run, returns the page."""

    def open_app(path="", **options):
        page = new_page(**options)
        page.goto(f"{server.url}/{path}")
        wait_until_idle(page)
        return page

    return open_app


@pytest.fixture
def open_lesson(open_app, watch):
    """A function: opens a lesson by its own link, and waits for its picture."""
    # Streamlit asks for its health below a page's address first, and says so where the answer is no.
    watch.allow("status of 404")

    def open_lesson(slug, **options):
        page = open_app(f"lessons?lesson={slug}", **options)
        expect(page.locator(".st-key-lesson-picture .surface-player").first).to_be_visible()
        return page

    return open_lesson


@pytest.fixture
def open_player(open_app):
    """As `open_app`, and waits until the player holds its runs."""

    def open_player(path="", **options):
        page = open_app(path, **options)
        expect(page.locator(".player-count")).to_have_text(LOADED, timeout=PATIENCE)
        return page

    return open_player
