"""Run `python -m tests.load` from the project's folder: visitors by the browser's protocol against the real server."""

import argparse
import asyncio
from contextlib import ExitStack

from tests.browser.server import running_app
from tests.browser.serverlog import tracebacks
from tests.load.crowd import crowd
from tests.load.kinds import kinds
from tests.load.report import of_crowd, of_kinds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="What visitors take of the server.")
    parser.add_argument("--sessions", type=int, default=20, help="how many visitors at once (default 20)")
    parser.add_argument("--seconds", type=float, default=30, help="how long they act (default 30)")
    parser.add_argument("--seed", type=int, default=1, help="draws what they do (default 1)")
    parser.add_argument("--processes", type=int, default=1, help="servers, to which they go in turn (default 1)")
    parser.add_argument(
        "--rest", type=float, default=2, help="seconds until memory is read, once they left (default 2)"
    )
    parser.add_argument("--heavy", type=int, default=0, help="so many more ask for the heaviest that a link allows")
    parser.add_argument("--kinds", type=int, default=0, help="a visitor alone instead: so many acts of each kind")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        # Of the kinds, one for each way: the second would find the first one's paths already walked.
        servers = [stack.enter_context(running_app()) for _ in range(2 if chosen.kinds else chosen.processes)]
        where = [(server.url, server.pid) for server in servers]
        if chosen.kinds:
            for opens in (False, True):
                print(of_kinds(asyncio.run(kinds(*where[opens], chosen.kinds, chosen.seed, opens)), opens))
        else:
            measured, _ = asyncio.run(
                crowd(where, chosen.sessions, chosen.seconds, chosen.seed, chosen.rest, heavy=chosen.heavy)
            )
            print(of_crowd(measured))
        for text in tracebacks([line for server in servers for line in server.log]):
            print(text)


if __name__ == "__main__":
    main()
