"""What the library does from a command line: `python -m surface export --to DIR` writes a site of files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial

from surface.view.hosts.page import EVERYTHING, MAY
from surface.view.hosts.site import export


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns the exit code, 2 where it cannot be."""
    given = _parser().parse_args(arguments)
    try:
        index = export(given.to, given.only, given.may, not given.no_variants, partial(print, flush=True))
    except (OSError, ValueError) as refusal:
        print(f"{refusal}.", file=sys.stderr)
        return 2
    print(f"Open {index}, or put the folder where files are served from.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m surface", description=__doc__)
    command = parser.add_subparsers(required=True).add_parser(
        "export", help="write the gallery and the lessons as pages that need no server but one of files"
    )
    command.add_argument("--to", required=True, metavar="DIR", help="a new or empty folder, or one of an export before")
    command.add_argument("--only", nargs="+", metavar="NAME", help="these scenes and lessons alone")
    command.add_argument("--may", choices=MAY, default=EVERYTHING, help="what a reader may change in the scenes")
    command.add_argument("--no-variants", action="store_true", help="each scene only as it opens")
    return parser


if __name__ == "__main__":
    sys.exit(main())
