"""`python -m surface.workers PORT NICE`: the process of a worker, which the server begins."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from typing import Any, cast

from surface.workers.process import KEY, serve


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(int(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, with which the connection ends
    key = bytes.fromhex(os.environ.pop(KEY))
    with Client(("localhost", int(sys.argv[1])), authkey=key) as connection, suppress(EOFError, ConnectionError):
        serve(cast("Connection[Any, Any]", connection))


if __name__ == "__main__":
    main()
