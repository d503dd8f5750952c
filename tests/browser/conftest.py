"""The app, a browser, and pages that fail their test if the console or the network is not clean.

A browser test takes `open_bare` for the player by itself; `open_player` for the app with it, `open_app` for a page of
the app without a player, `open_lesson` for a lesson; `go_on` and `go_to` for the same where the visit may have seen
others before; or `page` for any other.
"""

import re

import pytest
from browser.asking import expect
from browser.bare import Bare, theme, written
from browser.chromium import ARGUMENTS, FRUGAL, MISSING, find
from browser.lessonpage import PICTURE, at
from browser.reader import Reader
from browser.reused import DESKTOP, EMULATED, WITHOUT_3D, Reused
from browser.server import running_app
from browser.serverlog import tracebacks
from browser.watch import Watch
from playwright.sync_api import sync_playwright

PATIENCE = 60_000  # milliseconds: a first drawing without a graphics card, on a busy machine
LOADED = re.compile(r"of [1-9]")  # "step 0 of 200"
IDLE = """document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')"""


# --- one for the whole run ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def app():
    """The running app."""
    with running_app() as app:
        yield app


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium."""
    chromium = find()
    assert chromium, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + FRUGAL)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept(browser):
    """The page that the app is opened in, test after test."""
    return Reused(browser)


@pytest.fixture(scope="session")
def kept_without_3d(browser):
    """Another such page, which has no WebGL."""
    return Reused(browser, without_3d=True)


@pytest.fixture(scope="session")
def bare_file(tmp_path_factory):
    """The file of the bare page."""
    return written(tmp_path_factory.mktemp("bare") / "bare.html", "bare.js", '<div id="ground"></div>', theme())


@pytest.fixture(scope="session")
def kept_bare(browser, bare_file):
    """The bare page with its player."""
    return Bare(browser, bare_file)


@pytest.fixture(scope="session")
def kept_bare_without_3d(browser, bare_file):
    """Another such page, which has no WebGL."""
    return Bare(browser, bare_file, without_3d=True)


# --- watched ------------------------------------------------------------------------------------------------------


@pytest.fixture
def watch():
    """What the pages of this test did wrong; it fails the test at its end, and `watch.allow(text)` excuses an error."""
    watch = Watch()
    yield watch
    watch.end()
    wrong = watch.verdict()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def server(app, watch):
    """The app, watched too; `server.url` is its address."""
    heard, watch.host = len(app.log), app.host
    yield app
    watch.errors += tracebacks(app.log[heard:])


@pytest.fixture
def without_3d(request):
    """Whether the test's pages have no WebGL: it is marked `webgl(False)`."""
    marker = request.node.get_closest_marker("webgl")
    return marker is not None and not marker.args[0]


@pytest.fixture
def new_page(browser, kept, kept_without_3d, watch, without_3d):
    """A function: a watched, empty page, with Playwright's context options (`viewport`, `color_scheme`, ...).

    The first is the kept one, where it can be, and others are tabs beside it; alone: in a context of its own. They have
    no WebGL where the test is marked `webgl(False)`.
    """
    contexts, lent = [], []
    reused = kept_without_3d if without_3d else kept

    def new_page(alone=False, **options):
        if alone or options.keys() - EMULATED:
            contexts.append(browser.new_context(**{"viewport": DESKTOP} | options))
            page = contexts[-1].new_page()
            if without_3d:
                page.add_init_script(WITHOUT_3D)
        elif lent:
            page = reused.tab(**options)
        else:
            lent.append(reused)
            page = reused.lend(**options)
        page.set_default_timeout(PATIENCE)
        watch.follow(page)
        return page

    yield new_page
    watch.end()
    for context in contexts:
        context.close()
    for page in lent:
        page.take_back()


@pytest.fixture
def page(new_page):
    """An empty watched page, as large as a laptop's window."""
    return new_page()


# --- the player by itself -----------------------------------------------------------------------------------------


@pytest.fixture
def bare(kept_bare, kept_bare_without_3d, watch, without_3d):
    """The bare page, before its player has been opened; it has no WebGL where the test is marked `webgl(False)`."""
    bare = kept_bare_without_3d if without_3d else kept_bare
    bare.watched_by(watch)
    yield bare
    bare.rest()


@pytest.fixture
def open_bare(bare):
    """A function: opens a scene in the player by itself, as a visitor finds it, and returns the page."""
    return bare.open


# --- the app ------------------------------------------------------------------------------------------------------


@pytest.fixture
def wait_until_idle():
    """A function of a page: waits until the app's script has run to its end."""
    return lambda page: page.wait_for_function(IDLE)


@pytest.fixture
def open_app(server, new_page, wait_until_idle):
    """A function: opens the app at a path (`"?scene=two-hollows"`), waits until it has run, returns the page.

    before: what is done with the page while it is empty.
    """

    def open_app(path="", before=lambda page: None, **options):
        page = new_page(**options)
        before(page)
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
        expect(page.locator(PICTURE).first).to_be_visible()
        return page

    return open_lesson


@pytest.fixture(scope="module")
def visit(kept_without_3d):
    """The page that goes through the app in the tests of a file, in one visit."""
    reader = Reader(kept_without_3d)
    yield reader
    reader.leave()


@pytest.fixture
def reader(request, visit):
    """That page, which goes on in the next test where this one has passed."""
    failed = request.session.testsfailed
    yield visit
    visit.sound = request.session.testsfailed == failed


@pytest.fixture
def go_to(reader, server, watch, wait_until_idle):
    """A function: goes to a lesson in the page and the visit of the tests before, and waits for its picture.

    opens: the lesson that then is open, where the link is to none.
    """
    watch.allow("status of 404")

    def go_to(link, opens="", **options):
        page = reader.go(server.url, f"lessons?lesson={link}", watch, **options)
        at(page, opens or link.partition("&")[0])
        wait_until_idle(page)
        expect(page.locator(PICTURE)).to_be_visible()
        return page

    return go_to


@pytest.fixture
def go_on(reader, server, watch, wait_until_idle):
    """As `open_player`, by a link in the page and the visit of the tests before."""
    watch.allow("status of 404")

    def go_on(path="", panel="", **options):
        page = reader.go(server.url, path, watch, **options)
        wait_until_idle(page)
        return loaded(page, panel=panel)

    return go_on


@pytest.fixture
def open_player(open_app):
    """As `open_app`, and waits until the player holds its runs; unless `at_start`, they are played to their end.

    panel: the tab of the panel beside the picture that is to be open.
    """

    def open_player(path="", at_start=False, panel="", **options):
        page = open_app(path, **options)
        return loaded(page, at_start, panel)

    return open_player


def loaded(page, at_start=False, panel=""):
    """The page, once the player holds its runs."""
    expect(page.locator(".player-count")).to_have_text(LOADED, timeout=PATIENCE)
    if not at_start:
        page.keyboard.press("End")
    if panel:
        side = page.get_by_test_id("stSidebar")
        if side.get_attribute("data-collapsed") != "false":
            page.keyboard.press("s")
        side.get_by_role("tab", name=panel).click()
    return page
