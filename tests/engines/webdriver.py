"""WebKit over the classic WebDriver protocol: requests with JSON to a driver, of which a dozen are used here."""

import base64
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines.browser import PATIENCE, SIZE, PageError, Started, wait_for

LIBRARIES = Path("/usr/lib")
ASYNC = """
const answer = arguments[arguments.length - 1];
(async () => { %s })().then((value) => answer({ value: value ?? null }), (error) => answer({ error: String(error) }));
"""
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


def mini_browser() -> str | None:
    """WebKitGTK's own small browser, which its driver drives."""
    return next((str(path) for path in sorted(LIBRARIES.glob("*/webkit2gtk-4.*/MiniBrowser"), reverse=True)), None)


def free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return own.getsockname()[1]


# The classic protocol has no word for the console: each new document hears its own errors, from its first moments on.
LISTEN = """
if (window.left) return false;
window.heard = [];
addEventListener("error", ({ message }) => heard.push(message));
addEventListener("unhandledrejection", ({ reason }) => heard.push(String(reason)));
const say = console.error;
console.error = (...said) => { heard.push(said.map(String).join(" ")); say(...said); };
return true;
"""


def listens(port: int) -> bool:
    with socket.socket() as own:
        return own.connect_ex(("127.0.0.1", port)) == 0


class WebKit:
    """WebKitGTK's MiniBrowser with one page, by the driver that listens at a port."""

    def __init__(self, port: int):
        self._url = f"http://127.0.0.1:{port}/session"
        chosen = {"webkitgtk:browserOptions": {"binary": mini_browser(), "args": ["--automation"]}}
        chosen["pageLoadStrategy"] = "none"  # `go` comes back early enough to hear what goes wrong while a page loads
        answer = self._ask("POST", "", capabilities={"alwaysMatch": chosen})
        self.version = answer["capabilities"]["browserVersion"]
        self._url += f"/{answer['sessionId']}"
        self._ask("POST", "/timeouts", script=1500 * PATIENCE)
        self._fit()

    def go(self, url: str) -> None:
        self.run("window.left = true")
        self._ask("POST", "/url", url=url)
        wait_for(self._arrived)

    def run(self, body: str):
        answer = self._ask("POST", "/execute/async", script=ASYNC % body, args=[])
        if "error" in answer:
            raise PageError(answer["error"])
        return answer["value"]

    def act(self, source: dict) -> None:
        self._ask("POST", "/actions", actions=[source])

    def shot(self) -> bytes:
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def errors(self) -> list[str]:
        return self.run("return heard.splice(0)")

    def _arrived(self) -> bool:
        """Whether the new document is there, which then listens; the old one may go while it is asked."""
        try:
            return self._ask("POST", "/execute/sync", script=LISTEN, args=[])
        except PageError:
            return False

    def leave(self) -> None:
        """Close the browser; the driver stays."""
        self._ask("DELETE", "")

    def _fit(self) -> None:
        """Make the window so large that the page in it has its size."""
        width, height = SIZE
        self._ask("POST", "/window/rect", width=width, height=height)
        inner = self.run("return [innerWidth, innerHeight]")
        self._ask("POST", "/window/rect", width=2 * width - inner[0], height=2 * height - inner[1])

    def _ask(self, method: str, path: str, **body):
        """Send a command, and return its value."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self._url + path, data, HEADERS, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            said = json.load(refusal)["value"]
            raise PageError(f"{path}: {said['error']}, {said['message']}") from refusal


@contextmanager
def webkit(environment: dict[str, str]) -> Iterator[WebKit]:
    """WebKit on the screen that the environment names."""
    port = free_port()
    with Started(["WebKitWebDriver", f"--port={port}"], "", environment):
        wait_for(lambda: listens(port))
        browser = WebKit(port)
        try:
            yield browser
        finally:
            browser.leave()
