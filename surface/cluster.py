"""Work spread over the workers of a Dask client: its parts are sent out, and what they make comes back in their order.

What all parts share is sent once, as a task of its own: a worker that needs it takes it from another one, and the
scheduler computes it anew where the worker that had it is lost, as it does with every part. So a lost worker costs
time alone. Where the scheduler is lost, or no worker is left, the work ends with a `ClusterError`, and nothing of it
is given back. The scheduler and each worker must have this library installed.
"""

from __future__ import annotations

import logging
import sys
from asyncio import run_coroutine_threadsafe
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from itertools import pairwise
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

Client = Any
"""A `distributed.Client`: the extra `cluster` brings it, and nothing here imports it before there is one."""

Progress = Callable[[float], object]

LOOK = 0.02
"""Seconds between two looks at what has come back: each is a call of the progress as well."""

FETCH = 5.0
"""Seconds in which a finished part must come from its worker, before it is asked for again."""

ALONE = 15.0
"""Seconds without any worker after which none is waited for any more: one that dies is replaced sooner."""

PER_THREAD = 4
"""How many parts there are for each thread of the workers: those that are done early take over from the others."""

FAN = 8
"""So many partial sums are added up at a time."""

SCHEMES = ("tcp", "tls")
"""By which a scheduler is spoken to."""

FAULTS = (ImportError, ValueError, TypeError, LookupError, AttributeError, AssertionError, RuntimeError, EOFError)
"""What a client raises, beside OSError, where an address asks for certificates or is of something else than Dask."""

Parts = Sequence[tuple[Any, ...]]


class ClusterError(RuntimeError):
    """A cluster that is lost, or that cannot do the work, in one sentence with its address."""


def connected(address: str, seconds: float) -> Client:
    """Return a client of the scheduler at an address; raises ClusterError where none answers within so many seconds."""
    try:
        place = urlsplit(address)
        whole = bool(place.scheme in SCHEMES and place.hostname and place.port)
    except ValueError:
        whole = False
    if not whole:
        raise ClusterError(f"a scheduler's address must be like tcp://10.0.0.5:8786, got {address!r:.100}")
    try:
        from distributed import Client as Connection  # pyright: ignore
    except ImportError:
        raise ClusterError("Dask is not installed here, which the extra `cluster` brings") from None
    # It logs by many lines what is said here in one sentence.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Connection(address, timeout=seconds, set_as_default=False)
    except OSError:
        raise ClusterError(f"no scheduler answers at {address} within {seconds:g} seconds") from None
    except FAULTS as fault:
        said = " ".join(str(fault).split())
        raise ClusterError(f"the scheduler at {address} cannot be used, got: {said:.200}") from None


def threads(client: Client) -> int:
    """Return how many parts the workers compute at once."""
    return sum(_workers(client).values())


def workers(client: Client) -> int:
    """Return how many workers there are."""
    return len(_workers(client))


def _workers(client: Client) -> dict[str, int]:
    if client.status != "running":
        raise _lost(client)
    with _said(client):
        try:
            return client.sync(client.scheduler.ncores, callback_timeout=FETCH)
        except TimeoutError:
            raise _lost(client) from None


def default() -> Client | None:
    """Return the client that Dask itself would use, None where there is none."""
    if "distributed" not in sys.modules:
        return None
    from distributed import default_client  # pyright: ignore

    try:
        return default_client()
    except ValueError:
        return None


def cut(length: int, client: Client, least: int) -> list[slice]:
    """Return so many things cut into parts, of no fewer than `least` each, as even as can be."""
    number = max(1, min(length // least, PER_THREAD * threads(client)))
    ends = [length * k // number for k in range(number + 1)]
    return [slice(*part) for part in pairwise(ends)]


def spread(
    client: Client,
    function: Callable[..., Any],
    parts: Parts,
    shared: tuple[Any, ...] = (),
    progress: Progress | None = None,
) -> list[Any]:
    """Return function(*shared, *part) of each part, in their order, as the workers compute them.

    progress is called with the share done, often; what it raises ends the work, and so does the first part that fails.
    Raises ClusterError where the cluster is lost.
    """
    with _said(client):
        given = _sent_once(client, shared)
        futures = [client.submit(_called, function, given, part, pure=False) for part in parts]
        return _results(client, futures, range(len(futures)), progress)


def added(
    client: Client,
    function: Callable[..., Any],
    add: Callable[[list[Any]], Any],
    parts: Parts,
    shared: tuple[Any, ...] = (),
    progress: Progress | None = None,
) -> Any:
    """Return the sum, by `add`, of function(*shared, *part) of all parts, which may hold Dask's delayed values.

    One graph, in which FAN sums at a time are added up where they are, always the same ones: what several parts are
    made of is computed once, no machine holds more than a few sums, and only the last one is sent here.
    progress, and what is raised: as of `spread`.
    """
    from dask import delayed  # pyright: ignore

    call: Any = delayed(_called, pure=False)
    join: Any = delayed(add, pure=False)
    with _said(client):
        given = _sent_once(client, shared)
        leaves = [call(function, given, part) for part in parts]
        sums = leaves
        while len(sums) > 1:
            sums = [join(sums[k : k + FAN]) for k in range(0, len(sums), FAN)]
        futures = client.compute(leaves if sums is leaves else [*leaves, *sums])
        return _results(client, futures, [len(futures) - 1], progress)[0]


def _called(function: Callable[..., Any], shared: tuple[Any, ...], part: tuple[Any, ...]) -> Any:
    return function(*shared, *part)


def _all(*shared: Any) -> tuple[Any, ...]:
    return shared


def _sent_once(client: Client, shared: tuple[Any, ...]) -> Any:
    """Return the future of what all parts share: a task, not scattered data, which would be lost with its worker."""
    from dask import config  # pyright: ignore

    # Dask would rather have what is large scattered.
    with config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
        return client.submit(_all, *shared, pure=False)


def _results(client: Client, futures: list[Any], needed: Sequence[int], progress: Progress | None) -> list[Any]:
    """Return the results of the futures that are needed, in their order, once all have come."""
    found, left = dict[int, Any](), dict(enumerate(futures))

    def tell() -> None:
        if progress is not None:
            progress(1 - len(left) / len(futures))

    try:
        for _ in _looks(client, left):
            # One that is lost is computed once more.
            for k in [k for k, future in left.items() if future.status not in ("pending", "lost")]:
                if k in needed or left[k].status != "finished":
                    try:
                        found[k] = _fetched(client, left[k], tell)
                    except TimeoutError:
                        if left[k].status == "error":
                            raise
                        continue  # its worker was lost just now, or the request was
                left.pop(k).release()
            tell()
    finally:
        # What nobody waits for is not begun any more.
        for future in futures:
            future.release()
    return [found[k] for k in needed]


def _fetched(client: Client, future: Any, tell: Callable[[], None]) -> Any:
    """Return a finished part's result, with a call of `tell` at each look; raises TimeoutError after FETCH seconds."""
    if future.status != "finished":
        return future.result(timeout=FETCH)  # what it raises is here already
    # One request all the time: a large result would never come by many short ones.
    coming = run_coroutine_threadsafe(client.gather(future, asynchronous=True), client.loop.asyncio_loop)
    end = monotonic() + FETCH
    try:
        while not wait([coming], LOOK).done:
            tell()
            if monotonic() >= end:
                raise TimeoutError
        return coming.result()
    except CancelledError:
        if client.status != "running" or future.cancelled():
            raise
        # Requests of one client may go together, and another one that is given up takes this one with it.
        raise TimeoutError from None
    finally:
        coming.cancel()


def _looks(client: Client, left: dict[int, Any]) -> Iterator[None]:
    """Yield now and then as long as anything is left; raises ClusterError where it would be waited for in vain."""
    pause, seen, number = Event(), monotonic(), len(left)
    while left:
        if client.status != "running":
            raise _lost(client)
        pause.wait(LOOK)
        yield
        if len(left) < number:
            seen, number = monotonic(), len(left)
        elif monotonic() - seen > ALONE:
            if not workers(client):
                raise ClusterError(f"the cluster at {_address(client)} has had no worker for {ALONE:.0f} seconds")
            seen = monotonic()


def _address(client: Client) -> str:
    return str(client.scheduler.address) if client.scheduler else "the address that was given"


def _lost(client: Client) -> ClusterError:
    return ClusterError(f"the connection to the scheduler at {_address(client)} is lost")


@contextmanager
def _said(client: Client) -> Iterator[None]:
    """Turn what Dask raises where a cluster is lost into one sentence."""
    from distributed import KilledWorker  # pyright: ignore
    from distributed.client import ClosedClientError  # pyright: ignore
    from distributed.comm import CommClosedError  # pyright: ignore

    try:
        yield
    except (CancelledError, ClosedClientError, CommClosedError):
        raise _lost(client) from None
    except KilledWorker:
        raise ClusterError(f"one worker after another was lost at the same part, at {_address(client)}") from None
    except ImportError as fault:
        raise _lacking(client, fault) from None
    except RuntimeError as fault:
        # The scheduler says so of what it cannot import itself.
        if not isinstance(fault.__cause__, (ImportError, AttributeError)):
            raise
        raise _lacking(client, fault.__cause__) from None


def _lacking(client: Client, fault: BaseException) -> ClusterError:
    said = " ".join(str(fault).split())
    return ClusterError(f"the cluster at {_address(client)} must have this library installed, got: {said:.200}")
