"""Run `python -m tests.soak` from the project's folder: ten minutes of use, and what is left over of it.

Visitors by the browser's protocol and one in a real browser act on one server: by default 2,000 acts in ten minutes.
The memory of the server, its threads and sockets, and what the browser's page holds on to, are read after the first
minute and at the end, when all but one have left and the scene has been brought back to where it began.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import perf_counter

from playwright.sync_api import sync_playwright

from tests.benchmarks.timing import table
from tests.browser.chromium import ARGUMENTS, find
from tests.browser.server import running_app
from tests.browser.serverlog import tracebacks
from tests.load.acts import Visitor
from tests.load.crowd import PAUSE, Measured, Visit
from tests.load.machine import resident
from tests.load.page import Page
from tests.soak.hand import Hand

# A browser makes machine code of what runs often: that grows with use, to a bound of its own, and nobody holds it.
HOLDS_ALONE = "--js-flags=--no-turbofan,--no-maglev,--no-sparkplug"
BY_HAND = 3.0  # seconds from one act in the browser to the next
FORGOTTEN = 130.0  # seconds after which Streamlit lets go of who left, when somebody else leaves
IDLE = 180.0  # and until the processes for long work, idle for 300 s by then, have ended as well
MORE = {"server memory, MiB": 0.20, "threads": 0.0, "sockets": 0.0, "browser heap, MiB": 0.05}
"""By which share each may have grown since the first minute."""


@dataclass(frozen=True)
class Seen:
    """What a moment showed, in the order of MORE."""

    memory: float
    threads: int
    sockets: int
    heap: float

    def __iter__(self):
        return iter((self.memory, self.threads, self.sockets, self.heap))


def seen(pid: int, hand: Hand) -> Seen:
    """Look at the server and at the browser's page, with the first scene in it."""
    hand.home()
    here = Path(f"/proc/{pid}")
    sockets = sum("socket:" in str(_target(file)) for file in (here / "fd").iterdir())
    return Seen(resident(pid), len(list((here / "task").iterdir())), sockets, hand.heap())


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:  # closed meanwhile
        return ""


async def visitors(url: str, count: int, seconds: float, seed: int, into: Measured) -> None:
    """Let visitors come one after the other, act, and leave."""
    visits = [Visit(Page(url), Visitor(1000 * seed + n, n % 2 == 1), into) for n in range(count)]
    end = perf_counter() + seconds
    await asyncio.gather(*(visit.open() for visit in visits))
    await asyncio.gather(*(visit.act(end) for visit in visits))
    await asyncio.gather(*(visit.leave() for visit in visits))


def coming(url: str, count: int, seconds: float, seed: int, into: Measured) -> Future[None]:
    """Let visitors come beside the browser, whose own loop has this thread."""
    crowd = ThreadPoolExecutor(1)
    come = crowd.submit(lambda: asyncio.run(visitors(url, count, seconds, seed, into)))
    crowd.shutdown(wait=False)
    return come


def together(url: str, hand: Hand, count: int, seconds: float, seed: int, into: Measured) -> None:
    """Let visitors and the browser act for so long, and wait until the server has forgotten the visitors."""
    crowd = coming(url, count, seconds, seed, into)
    pause, end = Event(), perf_counter() + seconds
    # On a busy machine it takes longer: what was seen for the first time later would look as if it were left over.
    due = hand.acts + round(min(seconds, 60.0) / BY_HAND)
    while perf_counter() < end or hand.acts < due:
        hand.act()
        pause.wait(min(BY_HAND, max(0.0, end - perf_counter())))
    crowd.result()
    for seconds_on in (FORGOTTEN, IDLE):  # who comes second finds the others let go of, and gives their memory back
        pause.wait(seconds_on)
        coming(url, 1, 0.0, seed + 1, Measured()).result()
    hand.act()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="What long use leaves over.")
    parser.add_argument("--acts", type=int, default=2000, help="how many, of all together (default 2000)")
    parser.add_argument("--minutes", type=float, default=10, help="for how long (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="draws what they do (default 1)")
    chosen = parser.parse_args()
    seconds = 60 * chosen.minutes
    count = max(1, round((chosen.acts - seconds / BY_HAND) * PAUSE / seconds))
    into = Measured()
    with running_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=[*ARGUMENTS, HOLDS_ALONE])
        hand = Hand(browser.new_page(viewport={"width": 1440, "height": 900}), server.url, chosen.seed)
        together(server.url, hand, count, min(60.0, seconds / 2), chosen.seed, into)
        first = seen(server.pid, hand)
        together(server.url, hand, count, seconds - min(60.0, seconds / 2), chosen.seed + 2, into)
        last = seen(server.pid, hand)
        browser.close()
        faults = tracebacks(server.log)
    rows, right = [], not faults and not into.lost
    for (name, more), before, after in zip(MORE.items(), first, last, strict=True):
        held = after <= before * (1 + more)
        right = right and held
        rows.append([name, f"{before:.1f}", f"{after:.1f}", f"{more:.0%}", "holds" if held else "grew"])
    print(table(["", "after the first minute", "at the end", "may grow by", ""], rows))
    print(f"{into.acts} acts by the protocol, {hand.acts} in the browser, {into.lost} lost, {len(faults)} faults.")
    for fault in faults:
        print(fault)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
