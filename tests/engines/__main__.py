"""Run `python -m tests.engines` from the project's folder: the app and a saved page in Firefox and in WebKit."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from surface.view import show
from tests.browser.server import running_app
from tests.browser.serverlog import tracebacks
from tests.engines.browser import Browser, PageError, screen
from tests.engines.found import ENGINES, PACKAGES, install
from tests.engines.steps import APP, SAVED, SCENE, DifferentError

HELP = "Opens, plays and drags the app and a saved page in other engines than the suite's Chromium. From Debian: " + (
    "; ".join(f"{engine}: {' '.join(names)}" for engine, names in PACKAGES.items())
)
Row = tuple[str, str, str, str, bool]


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.engines", description=HELP)
    parser.add_argument("engines", nargs="*", help=f"of {', '.join(ENGINES)} (default: all)")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of the page after each step")
    return parser


def walked(name: str, browser: Browser, page: str, steps: dict[str, Callable[[Browser], str]], shots) -> Iterator[Row]:
    """Each step's row; one that fails does not keep the others from being tried."""
    for number, (step, walk) in enumerate(steps.items(), 1):
        try:
            said, right = walk(browser), True
        except (DifferentError, PageError, OSError) as fault:
            said, right = str(fault), False
        if shots:
            (shots / f"{name}-{page.split()[0]}-{number}.png").write_bytes(browser.shot())
        yield f"{name} {browser.version}", page, step, f"ok{said and ', '}{said}" if right else said, right


def rows(names: list[str], shots: Path | None) -> Iterator[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        show(SCENE).save(folder / "saved.html")
        server = stack.enter_context(running_app())
        pages = {"saved page": ((folder / "saved.html").as_uri(), SAVED), "app": (server.url, APP)}
        for name in names:
            with screen() as environment, ENGINES[name](environment) as browser:
                for page, (url, steps) in pages.items():
                    browser.go(url)
                    yield from walked(name, browser, page, steps, shots)
        faults = tracebacks(server.log)
        yield "server", "app", "log", "; ".join(faults) or "ok", not faults


def main() -> int:
    parser = options()
    chosen = parser.parse_args()
    names = chosen.engines or list(ENGINES)
    if unknown := [name for name in names if name not in ENGINES]:
        parser.error(f"there is no engine {', '.join(unknown)}: {', '.join(ENGINES)}")
    if refused := [said for name in names if (said := install(name))]:
        print("\n".join(refused))
        return 1
    if chosen.shots:
        chosen.shots.mkdir(parents=True, exist_ok=True)
    right = True
    print("| engine | page | step | |\n| --- | --- | --- | --- |")
    for *cells, fine in rows(names, chosen.shots):
        print("|", " | ".join(cells), "|", flush=True)
        right &= fine
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
