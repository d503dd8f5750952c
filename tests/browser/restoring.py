"""Moments of a seeded use in a browser, each given to a server that has just been started, and to an empty profile.

What belongs to the visit and not to its scene is made the same first: which run is the chosen one, the panel beside the
picture and what is folded in the player open, the playhead at its end and then at its start, the pointer off the
picture.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from difflib import unified_diff

from browser.chromium import ARGUMENTS, FRUGAL, MISSING, find
from browser.onscreen import AT_ALL, CHOSEN, PATIENCE, RECORDED, choose, rest, shown, unfold
from browser.reused import WITHOUT_3D
from browser.seeded import LAST, Seeded
from browser.server import running_app
from browser.serverlog import tracebacks
from playwright.sync_api import Error, sync_playwright

SIZE = {"width": 1440, "height": 900}
ACTS = 4  # between two moments
VISIT = 10  # moments of a visit
VISIT_IN_3D = 5  # one visit of so many: without a graphics card 3D is most of what a page costs
WITHOUT_ROOM = "data=file-"  # the address names data that no link has room for


class Fresh:
    """Servers that nobody has come to yet, each started while the one before it is still being looked at."""

    def __init__(self):
        self._starter = ThreadPoolExecutor(1)
        self._next = self._starter.submit(self._started)

    @staticmethod
    def _started():
        with ExitStack() as stack:
            server = stack.enter_context(running_app())
            return server, stack.pop_all()

    @contextmanager
    def server(self):
        server, held = self._next.result()
        with held:
            self._next = self._starter.submit(self._started)
            yield server

    def end(self):
        self._next.result()[1].close()
        self._starter.shutdown()


def looked_at(moments, seed):
    """Look at so many moments, VISIT in each visit, and print each; return how many there were, and each difference."""
    chromium = find()
    assert chromium, MISSING
    done, faults, fresh = 0, [], Fresh()
    with running_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + FRUGAL)
        while done < moments:
            count = min(VISIT, moments - done)
            faults += visit(browser, server.url, seed, count, fresh)
            done, seed = done + count, seed + 1
        browser.close()
        faults += tracebacks(server.log)
    fresh.end()
    return done, faults


def visit(browser, url, seed, moments, fresh):
    """Return the differences of one visit."""
    deep = seed % VISIT_IN_3D == 0
    faults = []
    with opened(browser, url, deep) as page:
        hand = Seeded(page, seed)
        for moment in range(moments):
            try:
                for _ in range(ACTS):
                    hand.act()
                wrong = moment_of(browser, page, deep, fresh)
            except (Error, AssertionError) as fault:
                wrong = f"{fault}"
            said = f"seed {seed}, moment {moment}"
            if wrong:
                acts = "\n".join(f"  {act}" for act in hand.done[-LAST:])
                said += f", at {page.url}:\n{wrong}\nafter {len(hand.done)} acts, the last of which\n{acts}"
                faults.append(said)
            print(said if wrong else f"{said}: the same", flush=True)
    return faults


@contextmanager
def opened(browser, url, deep):
    """A page of its own profile at an address, at rest, with all unfolded. deep: with 3D."""
    context = browser.new_context(viewport=SIZE)
    context.add_init_script(RECORDED if deep else f"{WITHOUT_3D};{RECORDED}")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    rest(page)
    unfold(page)
    yield page
    context.close()


def moment_of(browser, page, deep, fresh):
    """Return how the page differs from what a new process makes of its link or file, "" where it does not."""
    rest(page, AT_ALL)
    run = page.evaluate(CHOSEN)
    unfold(page)
    here = shown(page)
    query = page.evaluate("location.search")
    file = saved(page) if WITHOUT_ROOM in query else None
    with fresh.server() as server, opened(browser, f"{server.url}/{'' if file else query}", deep) as other:
        if file:
            give(other, file)
        choose(other, run)
        unfold(other)
        there = shown(other)
        if not file and other.evaluate("location.search") != query:
            there.append(f"the address is {other.evaluate('location.search')}")
        there += tracebacks(server.log)
    return "\n".join(unified_diff(here, there, "here", "there", lineterm="", n=1))


def saved(page):
    """Return the scene as the file that the menu saves."""
    page.get_by_role("button", name="Take it").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save scene").click()
    page.keyboard.press("Escape")
    return {"name": "scene.json", "mimeType": "application/json", "buffer": download.value.path().read_bytes()}


def give(page, file):
    """Open a scene's file by the menu."""
    page.get_by_role("button", name="Take it").click()
    page.get_by_label("A scene file, or a page", exact=True).set_input_files(file)
    page.wait_for_function(f"location.search.includes('{WITHOUT_ROOM}')")
    page.keyboard.press("Escape")
    rest(page)
