"""A worker as the server sees it: begun, given a job, followed, and ended where the job does not end by itself."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any, Protocol, cast

from surface.workers.process import KEY, LOOK, Call, StoppedError

HOME = Path(__file__).parents[2]  # where the package is found, wherever the server was started
BEGIN = 30.0  # seconds in which a process must have begun
GRACE = 1.0  # seconds in which a job must have ended that was stopped
HANDING = 5.0  # the same for one that hands on what it has come to
LAST = ("made", "refused", "stopped", "failed")


class WorkerError(Exception):
    """Work that failed in its process, or whose process is gone: a sentence says so."""


class Watch(Protocol):
    """Called while a job is waited for, with the share that is done where it is news; what it raises ends the job."""

    def __call__(self, share: float | None = None) -> object: ...


class Worker:
    """A process that does one job at a time; raises WorkerError where it cannot be begun.

    nice: by how much it steps back behind the server, which answers visitors; 0 to 19, as the system counts it.
    """

    def __init__(self, nice: int) -> None:
        key = secrets.token_bytes(32)
        with Listener(("localhost", 0), authkey=key) as listener:
            # One thread for its sums: what it takes of the machine is then what the pool counts it for.
            path = os.pathsep.join([str(HOME), *filter(None, [os.environ.get("PYTHONPATH")])])
            own = {KEY: key.hex(), "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            command = [sys.executable, "-m", "surface.workers", str(listener.address[1]), str(nice)]
            try:
                self._process = subprocess.Popen(command, env=os.environ | own, stdin=subprocess.DEVNULL)
            except OSError as fault:
                raise WorkerError(f"no process could be begun: {fault}") from fault
            self._connection = _accepted(listener, self._process)

    def run(
        self,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        watch: Watch,
        ends: tuple[type[BaseException], ...] = (),
    ) -> Any:
        """Return what a function makes of its arguments and of a tick; those that are callable are called here.

        Raises what `watch` or a callable raises, the ValueError of the function, and WorkerError. ends: what may be
        raised by callables once the job is being ended, and is passed over.
        """
        calls = {place: each for place, each in enumerate(arguments) if callable(each)}
        sent = tuple(Call(place) if place in calls else each for place, each in enumerate(arguments))
        try:
            self._connection.send(("job", function, sent))
            return self._end_of(self._followed(calls, watch, ends))
        except (EOFError, ConnectionError) as fault:
            self.end()
            raise WorkerError("this work was ended by the machine, as it is where its memory is full") from fault

    @property
    def is_there(self) -> bool:
        """Whether its process is."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _followed(
        self, calls: dict[int, Callable[..., Any]], watch: Watch, ends: tuple[type[BaseException], ...]
    ) -> tuple[Any, ...]:
        """Return the last message of a job."""
        over = False
        try:
            while True:
                watch()
                if not self._connection.poll(LOOK):
                    continue
                message = self._connection.recv()
                if message[0] in LAST:
                    over = True
                    return message
                _heard(message, calls, watch)
        finally:
            if not over:
                self._stop(calls, ends)

    def _stop(self, calls: dict[int, Callable[..., Any]], ends: tuple[type[BaseException], ...]) -> None:
        """Have the job end, and hand on what it still tells; one that does not loses its process."""
        until, over = monotonic() + (HANDING if calls else GRACE), False
        try:
            with suppress(EOFError, ConnectionError):
                self._connection.send(("stop",))
                while not over and self._connection.poll(max(0.0, until - monotonic())):
                    message = self._connection.recv()
                    over = message[0] in LAST
                    if not over:
                        with suppress(StoppedError, *ends):
                            _heard(message, calls, _unwatched)
        finally:
            if not over:  # what it still says would be taken for the next job's
                self.end()

    @staticmethod
    def _end_of(message: tuple[Any, ...]) -> Any:
        word, *value = message
        if word == "made":
            return value[0]
        if word == "refused":
            raise value[0]
        if word == "failed":
            print(value[0], file=sys.stderr)
            raise WorkerError("this work failed")
        raise StoppedError


def _accepted(listener: Listener, process: subprocess.Popen[bytes]) -> Connection[Any, Any]:
    """Return the connection of a process that has just been begun."""
    found: list[Connection[Any, Any]] = []
    waiting = Thread(target=_accept, args=(listener, found), daemon=True)
    waiting.start()
    until = monotonic() + BEGIN
    while waiting.is_alive() and process.poll() is None and monotonic() < until:
        waiting.join(LOOK)
    if not found:
        process.kill()
        process.wait()
        raise WorkerError("no process could be begun")
    return found[0]


def _accept(listener: Listener, found: list[Connection[Any, Any]]) -> None:
    with suppress(OSError):  # closed, where nobody waits any more
        while not found:
            with suppress(AuthenticationError, EOFError, ConnectionError):  # somebody else has called
                found.append(cast("Connection[Any, Any]", listener.accept()))


def _heard(message: tuple[Any, ...], calls: dict[int, Callable[..., Any]], watch: Watch) -> None:
    word, *values = message
    if word == "share":
        watch(values[0])
    else:
        place, arguments = values
        calls[place](*arguments)


def _unwatched(share: float | None = None) -> None:
    """Let everything go on."""
