"""The cluster that the server was started with (`-- --scheduler tcp://HOST:PORT`), and what goes on without it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from functools import lru_cache
from threading import Lock, Thread
from time import monotonic

from surface.cluster import Client, ClusterError, connected, workers

CONNECT = 5.0  # seconds in which a scheduler must answer
AGAIN = 60.0  # seconds after which one that was lost is tried once more, when work asks for it


class Machines:
    """The client of a scheduler, found in a thread of its own, so that nobody waits for it; None where it is lost."""

    def __init__(self, address: str) -> None:
        self._address, self._lock = address, Lock()
        self._client: Client | None = None
        self.sentence = ""
        with self._lock:
            self._connect()

    def client(self) -> Client | None:
        """Return the client to which work may be sent now."""
        with self._lock:
            if self._client is None and not self.connecting.is_alive() and monotonic() - self._tried >= AGAIN:
                self._connect()
            return self._client

    def lose(self, fault: ClusterError, client: Client | None = None) -> None:
        """Go on without the cluster, and say so; client: the one that was lost, which is closed."""
        with self._lock:
            if client is not None and client is not self._client:
                return  # another visitor's work has lost it before
            self._client, self.sentence = None, f"{fault}: long work is done on this machine"
            self._tried = monotonic()
        print(f"--scheduler: {self.sentence}", file=sys.stderr)
        if client is not None:
            Thread(target=client.close, args=(1,), daemon=True).start()

    def _connect(self) -> None:
        """Begin a thread that finds the client: one at a time, under the lock."""
        self._tried, self.connecting = monotonic(), Thread(target=self._connected, daemon=True)
        self.connecting.start()

    def _connected(self) -> None:
        try:
            client = connected(self._address, CONNECT)
        except ClusterError as fault:
            self.lose(fault)
            return
        with self._lock:
            self._client, self.sentence = client, ""


@lru_cache(maxsize=1)
def given() -> Machines | None:
    """Return the cluster that the server was started with, None where there is none.

    An address comes from the command line alone, and from no visitor.
    """
    parser = ArgumentParser(prog="streamlit run app.py --", add_help=False, allow_abbrev=False)
    parser.add_argument("--scheduler", nargs="?", const="")
    address = parser.parse_known_args(sys.argv[1:])[0].scheduler
    return None if address is None else Machines(address)


def where(words: str, client: Client) -> str:
    """Return the words of work that say on how many workers it is done; raises ClusterError where there is none."""
    count = workers(client)
    if not count:
        raise ClusterError("the cluster has no worker")
    return f"{words.removesuffix(' …')} on {count} {'worker' if count == 1 else 'workers'} …"
