"""A bounded number of workers, and a fair queue before them: who has had least is next, whoever asks most."""

from __future__ import annotations

import atexit
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Lock, Timer
from time import monotonic
from typing import Any

from surface.workers.process import LOOK
from surface.workers.worker import Watch, Worker

Waits = Callable[[int], object]


class _Turn:
    """A job that waits for a worker."""

    def __init__(self, asker: str, number: int) -> None:
        self.asker, self.number = asker, number
        self.come = Event()


class Pool:
    """Workers that are begun with the first jobs, `most` at a time, and ended after `idle` seconds without one.

    nice: see `Worker`.
    """

    def __init__(self, most: int, idle: float = 300.0, nice: int = 10) -> None:
        self._nice = nice
        self._most, self._seconds, self._lock, self._numbers = most, idle, Lock(), count()
        self._idle, self._waiting = dict[Worker, float](), list[_Turn]()
        self._under_way, self._served = Counter[str](), dict[str, int]()
        self._sweeps = False
        atexit.register(self.end)

    def run(
        self,
        asker: str,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        watch: Watch,
        ends: tuple[type[BaseException], ...] = (),
        waits: Waits | None = None,
    ) -> Any:
        """Return what a worker makes of a job, as `Worker.run` does.

        asker: for whom it is done. waits: called with the number of jobs that are done first, as long as any is.
        """
        with self._worker(asker, watch, waits) as worker:
            return worker.run(function, arguments, watch, ends)

    def end(self, seconds: float = 0.0) -> None:
        """End the workers that have had nothing to do for so many seconds."""
        with self._lock:
            over = [worker for worker, since in self._idle.items() if monotonic() - since >= seconds]
            for worker in over:
                del self._idle[worker]
        for worker in over:
            worker.end()

    def _sweep_later(self) -> None:
        """End the workers that are idle when their time is over; under the lock."""
        if self._sweeps or not self._idle:
            return
        self._sweeps, later = True, Timer(self._seconds, self._sweep)
        later.daemon = True
        later.start()

    def _sweep(self) -> None:
        self.end(self._seconds)
        with self._lock:
            self._sweeps = False
            self._sweep_later()

    @contextmanager
    def _worker(self, asker: str, watch: Watch, waits: Waits | None) -> Iterator[Worker]:
        """Wait for a worker, and give it back where it is still there."""
        self._wait(asker, watch, waits)
        worker = None
        try:
            worker = self._from_idle() or Worker(self._nice)
            yield worker
        finally:
            with self._lock:
                self._under_way[asker] -= 1
                self._served[asker] = next(self._numbers)
                self._forget()
                if worker is not None and worker.is_there:
                    self._idle[worker] = monotonic()
                self._call_next()
                self._sweep_later()

    def _wait(self, asker: str, watch: Watch, waits: Waits | None) -> None:
        with self._lock:
            turn = _Turn(asker, next(self._numbers))
            self._waiting.append(turn)
            self._call_next()
        come = False
        try:
            while not turn.come.wait(LOOK):
                if waits is not None:
                    waits(self._before(turn))
                watch()
            come = True
        finally:
            if not come:
                self._leave(turn)

    def _leave(self, turn: _Turn) -> None:
        """Let a turn go that nobody waits for any more; it may have come at that very moment."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._under_way[turn.asker] -= 1
            self._forget()
            self._call_next()

    def _call_next(self) -> None:
        """Let those who are next have their turn, as many as there is room for; under the lock."""
        while self._waiting and self._under_way.total() < self._most:
            turn = min(self._waiting, key=self._rank)
            self._waiting.remove(turn)
            self._under_way[turn.asker] += 1
            turn.come.set()

    def _rank(self, turn: _Turn) -> tuple[int, int, int]:
        # Who comes first has had as little as who was served when they came.
        return self._under_way[turn.asker], self._served.get(turn.asker, turn.number), turn.number

    def _before(self, turn: _Turn) -> int:
        with self._lock:
            rank = self._rank(turn)
            return self._under_way.total() + sum(self._rank(other) < rank for other in self._waiting)

    def _forget(self) -> None:
        """Remember who was served only as long as anybody waits; under the lock."""
        self._under_way = +self._under_way
        if not self._waiting:
            self._served.clear()

    def _from_idle(self) -> Worker | None:
        """Return a worker that waits and is still there."""
        while True:
            with self._lock:
                worker = self._idle.popitem()[0] if self._idle else None
            if worker is None or worker.is_there:
                return worker
