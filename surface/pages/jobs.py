"""The one way to run long work: with its progress in view, and an end as soon as nobody waits for it any more.

A job is a function of plain values that calls a `tick` as it goes on (`surface.scenes.work`). It ends within a second
when its visitor changes something, stops the page or leaves. What takes longer than a moment is done in a process of
its own, so that nobody else waits for it. What is finished stays in an LRU cache shared by all sessions.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from time import monotonic, thread_time
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from surface.cluster import Client, ClusterError
from surface.formatting import capital, counted
from surface.pages import log, machines, visit
from surface.pages.markdown import literal
from surface.pages.weighed import Ledger
from surface.scenes import work
from surface.workers import Pool, StoppedError, WorkerError

RESULTS, BYTES = 64, 64 * 2**20  # of the cache: its entries and what they may take together
LOOK = 0.05  # seconds between two looks at whether to stop
SHOW = 0.1  # seconds between two moves of the progress bar
HERE = 0.15  # seconds of computing that a job may take in the server's own process: then it begins anew in another
LONG = 0.05  # of those for one with a progress bar, which most often takes longer than that
NICE = 4  # by how much the process steps back that a page waits for: less than those for long work


class LongerError(Exception):
    """A job that takes too long for the server's own process."""


ENDS = (StoppedError, ScriptControlException)
"""What ends a job: that of a watch, and Streamlit's own, where a job draws."""


class Watch:
    """What a job calls as it goes on, from any of its threads: it shows progress, and ends what nobody waits for.

    seconds: of computing in one thread, after which it raises LongerError. On a busy machine a short job takes long by
    the clock, and would take longer still in a process that has yet to begin.
    """

    def __init__(self, progress: Callable[[float], object], stop: Callable[[], bool], seconds: float = float("inf")):
        self._progress, self._stop, self._seconds = progress, stop, seconds
        self._looked = self._showed = monotonic()
        self._computed = {threading.get_ident(): thread_time()}

    def __call__(self, share: float | None = None) -> None:
        now = monotonic()
        # A job calls thousands of times a second; a look at the session each time would slow it down.
        if now - self._looked >= LOOK:
            self._looked = now
            if self._stop():
                raise StoppedError
            computed = thread_time()
            if computed - self._computed.setdefault(threading.get_ident(), computed) > self._seconds:
                raise LongerError
        if share is not None and now - self._showed >= SHOW:
            self._showed = now
            # Rounding may bring a share above 1, which a progress bar refuses.
            self._progress(min(float(share), 1.0))


def run(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    progress: Callable[[float], object],
    stop: Callable[[], bool],
    client: Client | None = None,
) -> Any:
    """Return what a function makes of its arguments and of a watch, or raise StoppedError once `stop` says so.

    client: of Dask, for a function of `work.SPREAD`, over whose workers it is spread.
    """
    watch = Watch(progress, stop)
    return function(*arguments, watch) if client is None else function(*arguments, watch, client)


# --- in another process -------------------------------------------------------------------------------------------


_begun = threading.Event()


def begin() -> None:
    """Let long work have processes of its own from now on: who tests a page, or has it alone, needs none."""
    _begun.set()


@cache
def pool(long: bool) -> Pool:
    """Return the processes of this server for long work, or the one for what a page cannot do without.

    For long work there is one for each core but the one that answers visitors, and one at least. A page waits for no
    training of somebody else.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Pool(max(1, cores - 1)) if long else Pool(1, nice=NICE)


def apart(
    session: str,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    progress: Callable[[float], object],
    stop: Callable[[], bool],
    waits: Callable[[int], object] | None = None,
) -> Any:
    """Do as `run` does, in a process where it takes longer than HERE, or LONG.

    waits: see `Pool.run`; None for what the page cannot do without.
    """
    # What it calls would be called again with what it was told before.
    if not any(map(callable, arguments)):
        try:
            return function(*arguments, Watch(_unseen, stop, HERE if waits is None else LONG))
        except LongerError:
            pass
    # Of what ends it, the process knows this alone.
    sent = tuple((StoppedError,) if each is ENDS else each for each in arguments)
    return pool(waits is not None).run(session, function, sent, Watch(progress, stop), ENDS, waits)


def _unseen(share: float) -> None:
    """Show nothing: a bar that is gone at once only flickers."""


# --- in a page ----------------------------------------------------------------------------------------------------


class Results:
    """An LRU cache of results by key, shared by all sessions, bounded in entries and in bytes."""

    def __init__(self, most: int, limit: int = BYTES):
        # Sessions are threads of one server.
        self._ledger, self._results, self._lock = Ledger(most, limit), dict[str, Any](), threading.Lock()

    def get(self, key: str) -> Any | None:
        with self._lock:
            return self._used(key, self._results[key]) if key in self._results else None

    def put(self, key: str, result: Any) -> None:
        with self._lock:
            self._results[key] = self._used(key, result)

    def _used(self, key: str, result: Any) -> Any:
        self._drop(self._ledger.used(key, result, visit.visitor()))
        return result

    def let_go(self) -> None:
        """Give back what nobody uses any more who is still there."""
        with self._lock:
            self._drop(self._ledger.left())

    def _drop(self, keys: Iterable[Hashable]) -> None:
        for key in keys:
            self._results.pop(str(key), None)

    def __len__(self) -> int:
        return len(self._results)


@st.cache_resource(show_spinner=False)
def results() -> Results:
    """Return the results of this server."""
    return Results(RESULTS)


def once(key: str, words: str, place: DeltaGenerator, function: Callable[..., Any], *arguments: Any) -> Any:
    """Return a result of the cache, or run its job with a progress bar at `place`; what is cut short is not cached.

    A job of `work.SPREAD` runs on the cluster that the server was started with, and where that is lost here, which is
    said at the place.
    """
    result, cluster = results().get(key), machines.given() if function in work.SPREAD else None
    # Two sessions may both miss and compute it: both get the same, and neither waits for the other.
    if result is None:
        place.progress(0.0, words)
        try:
            result = _anywhere(words, place, function, arguments, cluster)
        finally:  # a refusal's sentence stands alone
            place.empty()
        results().put(key, result)
    if cluster is not None and cluster.sentence:
        place.caption(literal(f"{capital(cluster.sentence)}."))
    return result


def _anywhere(
    words: str,
    place: DeltaGenerator,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    cluster: machines.Machines | None,
) -> Any:
    """Run a job on the cluster, where there is one, or here."""
    client = None if cluster is None else cluster.client()
    if cluster is not None and client is not None:
        try:
            there = machines.where(words, client)
            return _in_page(function, arguments, lambda share: place.progress(share, there), client)
        except ClusterError as fault:
            cluster.lose(fault, client)

    def waits(others: int) -> None:
        place.progress(0.0, f"{words} It waits for {counted(others, 'other job')}.")

    return _in_page(function, arguments, lambda share: place.progress(share, words), waits=waits)


def at_once(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a job that the page cannot do without, and that most often takes no time."""
    return _in_page(function, arguments, lambda share: None)


def _in_page(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    progress: Callable[[float], object],
    client: Client | None = None,
    waits: Callable[[int], object] | None = None,
) -> Any:
    context = get_script_run_ctx()  # this thread's own: the job may ask from others
    requests = context.script_requests if context else None
    session = context.session_id if context else ""

    def overtaken() -> bool:
        # Whether another run of the page, or of the player in it, waits for this one: it has no public name.
        return requests is not None and requests._state is not ScriptRequestType.CONTINUE

    def left() -> bool:
        return runtime.exists() and not runtime.get_instance().is_active_session(session)

    def stop() -> bool:
        return overtaken() or left()

    try:
        if client is not None or not _begun.is_set():
            return run(function, arguments, progress, stop, client)
        return apart(session, function, arguments, progress, stop, waits)
    except WorkerError as fault:
        log.lost(getattr(function, "__name__", str(function)))
        st.error(f"{capital(str(fault))}.")
        st.stop()
    except StoppedError:
        # It was ended for a newer run of the page, which takes its place; otherwise the visitor stopped or left.
        if requests is not None and requests._state is ScriptRequestType.RERUN:
            st.rerun()
        st.stop()
