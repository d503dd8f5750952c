"""What goes wrong between a page and its server, done to the real two: `python -m tests.faults`.

Killed and started again in mid-play, frozen, cut off for ten seconds and for two minutes, the page itself put to sleep:
each time play has to go on, the one sentence has to stand there as long as it is so, and everything has to come back.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import numpy as np
from playwright.sync_api import Error, Page, expect, sync_playwright

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import browser.asking  # noqa: E402, F401  (waits that the app's policy allows)
from browser.chromium import ARGUMENTS, FRUGAL, MISSING, find  # noqa: E402
from browser.reused import WITHOUT_3D  # noqa: E402
from browser.server import Server, running_app  # noqa: E402
from browser.serverlog import tracebacks  # noqa: E402

from surface.data import Dataset  # noqa: E402
from surface.pages.connection import WORDS  # noqa: E402
from surface.scenes import GALLERY, SCENES, link  # noqa: E402

AFTER_RAVINE = GALLERY[list(SCENES)[list(SCENES).index("ravine") + 1]].title
PATIENCE = 60_000  # milliseconds
RATE = "learning rate η of run %d, exact"
AT_REST = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
SEEDED = """([name, packed]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("error-surface", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("own-data", { keyPath: "name" });
  opening.onsuccess = () => {
    const work = opening.result.transaction("own-data", "readwrite");
    work.objectStore("own-data").put({ name, packed, at: 0 });
    work.oncomplete = () => { opening.result.close(); resolve(true); };
    work.onerror = reject;
  };
})"""


def large_data() -> Dataset:
    """Data of somebody's own that no link has room for."""
    random = np.random.default_rng(5)
    inputs = random.normal(size=(900, 1))
    return Dataset(inputs, 2 * inputs + random.normal(size=(900, 1)), title="measured")


def step(page: Page) -> int:
    return int(re.findall(r"\d+", page.locator(".player-count").inner_text())[0])


def runs_on(page: Page) -> None:
    """Wait until the playhead has moved on."""
    seen = step(page)
    page.wait_for_function(
        "(seen) => Number(document.querySelector('.player-count').textContent.match(/\\d+/)[0]) > seen", arg=seen
    )


def sentence(page: Page):
    return page.get_by_text(WORDS, exact=True)


def playing(page: Page, url: str, query: str) -> None:
    """Open a scene of many steps, and play it slowly."""
    page.goto(f"{url}/{query}")
    expect(page.locator(".player-count")).to_have_text(re.compile("of 5000"), timeout=PATIENCE)
    page.get_by_role("button", name="Speed ¼×").click()
    page.get_by_role("button", name="Play", exact=True).click()
    runs_on(page)


def play_on(page: Page) -> None:
    """Go on from the tenth step: two minutes, or a busy machine, are longer than the runs."""
    page.get_by_role("slider", name="Step", exact=True).fill("10")  # which stops them
    page.get_by_role("button", name="Play", exact=True).click()


def goes_on_without_its_server(page: Page) -> None:
    """The sentence stands there and nothing of Streamlit's, play goes on, and settings are taken."""
    expect(sentence(page)).to_be_visible(timeout=PATIENCE)
    page.get_by_label(RATE % 1).fill("0.000123")
    page.get_by_label(RATE % 1).press("Enter")
    page.get_by_label(RATE % 2).fill("0.0005")  # and not entered
    runs_on(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def is_back(page: Page, before: int) -> None:
    """The sentence is gone, and everything is there that was, with what was done meanwhile."""
    expect(page).to_have_url(re.compile("learning_rate1=0.000123"), timeout=PATIENCE)
    expect(sentence(page)).to_be_hidden()
    expect(page.get_by_label(RATE % 2)).to_have_value("0.0005")
    assert step(page) > before
    if page.get_by_role("button", name="Play", exact=True).count():  # it has come to the end meanwhile
        play_on(page)
    runs_on(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


# --- the cases ----------------------------------------------------------------------------------------------------


def killed(page: Page) -> None:
    """The server is killed in mid-play, and another one started in its place, which has never heard of the data."""
    data = large_data()
    name = link.data_name(data)
    with running_app() as server:
        page.goto(f"{server.url}/_stcore/health")
        page.evaluate(SEEDED, [name, link.handed(data)])
        # A page that is opened anew asks the browser for them.
        playing(
            page, server.url, f"?scene=ravine&data={name}&steps=5000&runs=2&learning_rate1=0.0001&learning_rate2=0.0002"
        )
        # The address had their name before the page had them.
        expect(page.get_by_role("heading", level=1)).to_have_text(data.title, timeout=PATIENCE)
        page.wait_for_function(AT_REST)
        # After an act, whose run drew a part of the page alone, Streamlit asks for a run before the page does.
        page.get_by_label(RATE % 2).fill("0.00021")
        page.get_by_label(RATE % 2).press("Enter")
        expect(page).to_have_url(re.compile("learning_rate2=0.00021"), timeout=PATIENCE)
        page.wait_for_function(AT_REST)
        os.kill(server.pid, signal.SIGKILL)
        port = server.port
    # The dialog of Streamlit comes after some seconds of its own.
    with page.expect_console_message(lambda message: "Are you connected" in message.text, timeout=PATIENCE):
        goes_on_without_its_server(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    before = step(page)
    with running_app(port) as second:
        is_back(page, before)
        expect(page).to_have_url(re.compile(name), timeout=PATIENCE)
        expect(page.get_by_text("left out")).to_have_count(0)
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(AFTER_RAVINE, timeout=PATIENCE)
        page.goto("about:blank")
        assert not tracebacks(second.log)


def frozen(page: Page) -> None:
    """The server is there and does not answer."""
    with running_app() as server:
        playing(page, server.url, "?scene=ravine&steps=5000&runs=2&learning_rate1=0.0001&learning_rate2=0.0002")
        with stopped(server):
            page.get_by_label(RATE % 1).fill("0.0003")
            page.get_by_label(RATE % 1).press("Enter")
            goes_on_without_its_server(page)
            before = step(page)
        is_back(page, before)
        page.goto("about:blank")


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


def asleep(page: Page) -> None:
    """The browser stops the page for ten seconds, as it does with tabs that nobody looks at."""
    with running_app() as server:
        playing(page, server.url, "?scene=ravine&steps=5000&runs=2&learning_rate1=0.0001&learning_rate2=0.0002")
        session = page.context.new_cdp_session(page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        threading.Event().wait(10)
        session.send("Page.setWebLifecycleState", {"state": "active"})
        before = step(page)
        page.get_by_label(RATE % 1).fill("0.000123")
        page.get_by_label(RATE % 1).press("Enter")
        page.get_by_label(RATE % 2).fill("0.0005")
        is_back(page, before)
        page.goto("about:blank")


def cut_off(seconds: float) -> Callable[[Page], None]:
    def case(page: Page) -> None:
        with running_app() as server, Wire(server.port) as wire:
            playing(
                page,
                f"http://127.0.0.1:{wire.port}",
                "?scene=ravine&steps=5000&runs=2&learning_rate1=0.0001&learning_rate2=0.0002",
            )
            wire.cut = True
            until = monotonic() + seconds
            page.get_by_label(RATE % 1).fill("0.0003")
            page.get_by_label(RATE % 1).press("Enter")
            goes_on_without_its_server(page)
            while monotonic() < until:
                page.wait_for_timeout(500)
            expect(sentence(page)).to_be_visible()
            play_on(page)
            page.get_by_label(RATE % 2).fill("0.0005")  # which a click elsewhere has entered
            before = step(page)
            wire.cut = False
            is_back(page, before)
            page.goto("about:blank")

    case.__doc__ = f"Nothing comes through between the two for {seconds:.0f} seconds."
    return case


class Wire:
    """What lies between a page and its server: while it is cut, nothing comes through and nobody is told."""

    def __init__(self, target: int) -> None:
        self.cut, self._target, self._ended = False, target, False
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._door.close()

    def _accept(self) -> None:
        while not self._ended:
            try:
                near = self._door.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:  # the test has come to its end
                return
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with near, far:
            while not self._ended:
                ready = [] if self.cut else select.select([near, far], [], [], 0.1)[0]
                if self.cut:
                    threading.Event().wait(0.1)
                for each in ready:
                    if not _passed_on(each, other[each]):
                        return


def _passed_on(one: socket.socket, other: socket.socket) -> bool:
    try:
        some = one.recv(65536)
        other.sendall(some)
    except OSError:
        return False
    return bool(some)


CASES: dict[str, Callable[[Page], None]] = {
    "killed": killed,
    "frozen": frozen,
    "asleep": asleep,
    "ten seconds": cut_off(10),
    "two minutes": cut_off(125),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Break the connection of a page and its server in every way.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"some of: {', '.join(CASES)}; else all")
    wanted = parser.parse_args().cases or list(CASES)
    if unknown := set(wanted) - CASES.keys():
        parser.error(f"a case must be one of {', '.join(CASES)}, got {', '.join(sorted(unknown))}")
    chromium, failed = find(), 0
    assert chromium, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + FRUGAL)
        for name in wanted:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(WITHOUT_3D)
            began = monotonic()
            try:
                CASES[name](page)
                print(f"{name}: {monotonic() - began:.0f} s, all of it came back")
            except (AssertionError, Error) as fault:
                failed += 1
                print(f"{name}: {fault}")
            finally:
                page.close()
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
