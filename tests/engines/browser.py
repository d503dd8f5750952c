"""What a step asks of a browser, whichever protocol it is driven by."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, Protocol, Self

SIZE = 1440, 900  # the page's, in CSS pixels
PATIENCE = 90  # seconds that a page may take for a step, without a graphics card on a busy machine

# Waits on the page itself: the condition is read twenty times a second, and its value is the answer.
UNTIL = """
const end = performance.now() + %d;
const met = () => %s;
let value = met();
while (!value) {
  if (performance.now() > end) throw new Error("it did not come about: " + %s);
  await new Promise((done) => setTimeout(done, 50));
  value = met();
}
return value;
"""


class Browser(Protocol):
    """A browser with one page of `SIZE`."""

    version: str

    def go(self, url: str) -> None:
        """Open an address; it may load still."""
        ...

    def run(self, body: str) -> Any:
        """Run the body of an async function in the page, and return its value, which JSON can hold."""
        ...

    def act(self, source: dict) -> None:
        """Do what a W3C input source says: the pointer's or the keyboard's actions."""
        ...

    def shot(self) -> bytes:
        """The page as it looks, as PNG."""
        ...

    def errors(self) -> list[str]:
        """What the console has said of errors since the last call."""
        ...


class PageError(Exception):
    """The page, or its driver, said no."""


def until(browser: Browser, condition: str):
    """Wait until an expression holds in the page; its value."""
    return browser.run(UNTIL % (1000 * PATIENCE, f"({condition})", json.dumps(condition)))


def wait_for(met: Callable[[], bool]) -> None:
    """Ask until it is so: for what neither the page nor a line of a process tells."""
    pause, end = threading.Event(), monotonic() + PATIENCE
    while not met():
        if monotonic() > end:
            raise PageError("it did not come about in time")
        pause.wait(0.02)


def drag(browser: Browser, points: Sequence[tuple[float, float]]) -> None:
    """Press the mouse at the first point, move it through the others, and let go; one point is a click."""
    moves = [
        {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 50, "origin": "viewport"} for x, y in points
    ]
    down, up = ({"type": f"pointer{which}", "button": 0} for which in ("Down", "Up"))
    actions = [moves[0], down, *moves[1:], up]
    browser.act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions})


def press(browser: Browser, key: str) -> None:
    """Press a key and let go of it."""
    actions = [{"type": f"key{which}", "value": key} for which in ("Down", "Up")]
    browser.act({"type": "key", "id": "keyboard", "actions": actions})


class Started:
    """A process of ours, and each line that it prints."""

    def __init__(self, command: list[str], announced: str, environment: dict[str, str] | None = None):
        """Start it; announced: what the line begins with that it prints once it is ready, as a regular expression."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self._process = subprocess.Popen(command, text=True, env=environment, **pipes)
        self.lines: list[str] = []
        self._announced, self._ready, self._line = re.compile(announced), threading.Event(), ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.lines.append(line.rstrip())
            if not self._line and self._announced.match(line):
                self._line = self.lines[-1]
                self._ready.set()
        self._ready.set()

    def announcement(self) -> str:
        """The line that says it is ready."""
        self._ready.wait(PATIENCE)
        if not self._line:
            raise PageError("\n".join([f"{self._process.args[0]} did not start", *self.lines]))
        return self._line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()


@contextmanager
def screen():
    """The environment of a process that is to draw on a screen of its own: WebGL needs one, without a graphics card."""
    with Started(["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], "[0-9]+$") as server:
        yield os.environ | {"DISPLAY": f":{server.announcement()}", "GDK_BACKEND": "x11"}
