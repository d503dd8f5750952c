"""A browser's session with the server, over a websocket as Streamlit's own page opens it, with a clock beside it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.load.page import ALL, FRAGMENT, Page

OVERDUE = 4.0  # seconds after which a page says again what had no answer, where nothing runs
PATIENCE = 60.0  # seconds that an answer may take


@dataclass(frozen=True)
class Answer:
    """What an act took: seconds until the new picture came (None for no new one) and to the end; messages and bytes."""

    picture: float | None
    end: float
    messages: int
    size: int


class LostError(Exception):
    """No answer came in time, or the server closed."""


class Session:
    """A tab that is connected."""

    def __init__(self, page: Page, socket: ClientConnection):
        self.page, self._socket = page, socket

    async def ask(self, *messages: bytes, whole: bool = True) -> Answer:
        """Send, and wait until a run that began since has ended, and the player has heard of all its acts.

        whole: whether the page has to have a player and its scenes, which that of a fault has not.
        """
        began = perf_counter()
        for message in messages:
            await self._socket.send(message)
        try:
            return await asyncio.wait_for(self._answer(began, whole), PATIENCE)
        except (TimeoutError, ConnectionClosed) as fault:
            raise LostError(f"no answer within {PATIENCE:g} s, or the server left") from fault

    async def send(self, message: bytes) -> None:
        """Send, and wait for nothing."""
        await self._socket.send(message)

    async def close(self) -> None:
        await self._socket.close()

    async def _answer(self, began: float, whole: bool) -> Answer:
        picture, count, size, begun, running = None, 0, 0, False, False
        while True:
            try:
                data = await asyncio.wait_for(self._socket.recv(decode=False), OVERDUE)
            except TimeoutError:
                # As a page does: of two messages that wait for one run Streamlit keeps the newer.
                if self.page.unanswered and not running:
                    await self.send(self.page.again())
                continue
            count, size = count + 1, size + len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            begun = begun or kind == "new_session"
            running = kind == "new_session" or (running and kind != "script_finished")
            element = self.page.take(message)
            if kind == "delta" and element is not None and '"runs"' in element.bidi_component.json:
                picture = perf_counter() - began
            ended = kind == "script_finished" and message.script_finished in (ALL, FRAGMENT)
            # Who comes back to a session hears first of the end of a run whose elements went with the old connection.
            if begun and ended and (self.page.is_whole or not whole) and not self.page.unanswered:
                return Answer(picture, perf_counter() - began, count, size)


async def connected(page: Page) -> Session:
    """Connect a tab, as the session that it was before, if it was one."""
    address = page.url.replace("http", "ws", 1) + "/_stcore/stream"
    # The second stands where a browser sends its token, which a page without accounts has none of.
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *filter(None, [page.session])]
    options = {"subprotocols": protocols, "origin": page.url, "max_size": None, "close_timeout": 1}
    return Session(page, await connect(address, open_timeout=PATIENCE, **options))
