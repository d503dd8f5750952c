"""What a worker's process does: the jobs that come over its connection.

Both sides send tuples that begin with a word. To it: ("job", function, arguments) and ("stop",). From it: ("share",
how much is done), ("call", place, arguments) for an argument that is called, and last ("made", result), ("refused",
a ValueError), ("stopped",) or ("failed", a traceback).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from threading import Lock
from time import monotonic
from typing import Any

KEY = "SURFACE_WORKER_KEY"  # in the environment: what both sides must know, in hexadecimal digits
LOOK = 0.05  # seconds between two looks at whether to stop
SHOW = 0.1  # seconds between two shares that are told


class StoppedError(Exception):
    """A job that was ended because nobody waits for it."""


@dataclass(frozen=True)
class Call:
    """Stands for an argument that is called: where the job was asked for, not in its process."""

    place: int


class _Link:
    """The connection as a job sees it, from any of its threads."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection, self._lock = connection, Lock()
        self._looked = self._showed = monotonic()

    def tick(self, share: float | None = None) -> None:
        """Tell the share that is done, now and then; raises StoppedError where the job is to end."""
        now = monotonic()
        with self._lock:
            if now - self._looked >= LOOK:
                self._looked = now
                if self._connection.poll():  # nothing else is sent to a job under way
                    raise StoppedError
            if share is not None and now - self._showed >= SHOW:
                self._showed = now
                self._connection.send(("share", float(share)))

    def call(self, place: int, *arguments: Any) -> None:
        """Have an argument of the job called."""
        with self._lock:
            self._connection.send(("call", place, arguments))


def answer(
    connection: Connection[Any, Any], function: Callable[..., Any], arguments: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Do one job, and return what is to be sent about its end."""
    link = _Link(connection)
    given = [partial(link.call, each.place) if isinstance(each, Call) else each for each in arguments]
    try:
        return "made", function(*given, link.tick)
    except StoppedError:
        return ("stopped",)
    except ValueError as refusal:
        return "refused", ValueError(*map(str, refusal.args))
    except (
        ArithmeticError,
        LookupError,
        TypeError,
        AttributeError,
        RuntimeError,
        AssertionError,
        OSError,
        MemoryError,
        EOFError,
        ImportError,
    ):
        return "failed", traceback.format_exc()


def serve(connection: Connection[Any, Any]) -> None:
    """Do one job after another, as long as there is anybody who could ask for one."""
    while True:
        word, *job = connection.recv()
        if word == "job":  # and not the stop of one that had just been done
            _send(connection, answer(connection, *job))


def _send(connection: Connection[Any, Any], message: tuple[Any, ...]) -> None:
    try:
        connection.send(message)
    except (TypeError, AttributeError, ValueError):  # it cannot be sent: nothing has been, for it is packed first
        connection.send(("failed", traceback.format_exc()))
