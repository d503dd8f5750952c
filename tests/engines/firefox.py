"""Firefox over WebDriver BiDi, which it speaks by itself: a websocket with JSON, no driver between."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from websockets.sync.client import ClientConnection, connect

from tests.engines.browser import PATIENCE, SIZE, PageError, Started

# A new profile would open pages of its own and ask its maker for updates, studies and lists.
PROFILE = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.firstRunURL": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#",
    "toolkit.telemetry.enabled": False,
}
LISTENING = "WebDriver BiDi listening on "


class Firefox:
    """Firefox with one page."""

    def __init__(self, connection: ClientConnection):
        self._socket = connection
        self._sent, self._errors = 0, []
        self.version = self._ask("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self._ask("session.subscribe", events=["log.entryAdded"])
        width, height = SIZE
        self._ask("browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height})

    def go(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def run(self, body: str):
        function = f"async () => JSON.stringify(await (async () => {{ {body} }})() ?? null)"
        answer = self._ask(
            "script.callFunction", functionDeclaration=function, awaitPromise=True, target={"context": self._page}
        )
        if answer["type"] == "exception":
            raise PageError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def act(self, source: dict) -> None:
        self._ask("input.performActions", context=self._page, actions=[source])

    def shot(self) -> bytes:
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self._page)["data"])

    def errors(self) -> list[str]:
        self.run("return 0")  # what was said before this answer has come with it
        said, self._errors = self._errors, []
        return said

    def _ask(self, method: str, **params) -> dict:
        """Send a command, and return its result; what is heard meanwhile of the console is kept."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=2 * PATIENCE))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self._errors.append(message["params"]["text"])
            if message.get("id") == self._sent:
                if message["type"] == "error":
                    raise PageError(f"{method}: {message['error']}, {message['message']}")
                return message["result"]


@contextmanager
def firefox(environment: dict[str, str]) -> Iterator[Firefox]:
    """Firefox on the screen that the environment names, with a profile of its own."""
    with TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as folder:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PROFILE.items()]
        (Path(folder) / "user.js").write_text("".join(lines), encoding="utf-8")
        command = ["firefox-esr", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"]
        with Started(command, LISTENING, environment) as process:
            address = process.announcement().partition(LISTENING)[2]
            with connect(f"{address}/session", max_size=None, ping_interval=None) as connection:
                yield Firefox(connection)
