"""Links, scene files and tables as anybody may send them, whole, broken or made to hurt: taken, or refused in words.

`python -m tests.hostile --links 10000 --files 10000 --tables 1000 --seed 1` tries so many and prints what they took. A
scene that is taken is opened as the page opens it, for as long as a visitor would wait; then it is stopped.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import process_time
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from nonsense import TABLES, WORDS, query  # noqa: E402

from surface.data import read  # noqa: E402
from surface.scenes import SCENES, Scene, work  # noqa: E402

SECONDS = 2.0  # of processor time that one may take without a look at whether to stop
MEGABYTES = 256  # that the process may have grown by since it began
HELD = Path(__file__).parent / "tables"
DEEP = ("[" * 100_000, '{"a":' * 50_000, "1" * 5000, "-" * 5000, "1e" + "9" * 400, "\ud800", "\0" * 1000, "NaN", "∞")
HEAVY = {"resolution": "401", "hidden": "8~8~8", "steps": "5000", "window": "-500~500~-500~500", "random_starts": "1"}
HURTS = ("<script>alert(1)</script>", "=cmd()|' /C calc'!A0", "${7*7}", "../../etc/passwd", "__import__('os')", "%s%n")


class TimeOverError(Exception):
    """Raised by the tick of work that is stopped after a while."""


@dataclass
class Took:
    """What one kind came to: how many were taken and refused, and the longest time of one between two looks."""

    taken: int = 0
    refused: int = 0
    stopped: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)


class Deadline:
    """A tick that ends the work after SECONDS, and notes the longest time between two calls."""

    def __init__(self) -> None:
        self.begun = self.last = process_time()
        self.longest = 0.0

    def __call__(self, share: float | None = None) -> None:
        now = process_time()
        self.longest, self.last = max(self.longest, now - self.last), now
        if now - self.begun > SECONDS:
            raise TimeOverError


def links(random: Random) -> str:
    """A link's query: parts of scenes, words that hurt, and one character that is another."""
    parts = query(random)
    if random.random() < 0.5:
        parts[random.choice([*parts, "data", "window", "resolution", "hidden"])] = random.choice(
            (*WORDS, *HURTS, *DEEP)
        )
    text = (
        urlencode(parts, errors="replace") if random.random() < 0.7 else "&".join(f"{a}={b}" for a, b in parts.items())
    )
    return broken(random, text) if random.random() < 0.5 else text


def files(random: Random) -> str:
    """A scene file: one that was saved, with a value that is another, or with a hole in it."""
    text = random.choice(list(SCENES.values())).json()
    if random.random() < 0.5:
        whole = json.loads(text)
        place = whole
        for _ in range(random.randint(1, 4)):
            if not isinstance(place, dict | list) or not place:
                break
            key = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if random.random() < 0.4 or not isinstance(place[key], dict | list):
                place[key] = random.choice((None, True, -1, 1e308, 10**30, "", [], {}, [[1.0] * 50] * 50, *HURTS))
                break
            place = place[key]
        text = json.dumps(whole)
    return broken(random, text) if random.random() < 0.5 else text


def tables(random: Random) -> bytes:
    """A table: one of the tests' own or none at all, with bytes that are others."""
    held = [path for path in sorted(HELD.rglob("*")) if path.is_file()]
    content = random.choice((*(path.read_bytes() for path in random.sample(held, 3)), random.choice(TABLES).encode()))
    for _ in range(random.randint(0, 6)):
        at = random.randrange(len(content) + 1)
        words = (
            b",",
            b"\n",
            b'"',
            b"\xff\xfe",
            b"\0",
            b"PK\x03\x04",
            *(each.encode(errors="replace") for each in HURTS),
        )
        content = content[:at] + random.choice(words) + content[at + random.randint(0, 3) :]
    return content * random.choice((1, 1, 1, 50))


def broken(random: Random, text: str) -> str:
    """A text with a few characters left out, twice or others."""
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(("", "~", "&", "%", "%00", '"', "[", "9" * 30, *HURTS)) + text[at + 1 :]
    return text


def opened(scene: Scene) -> float:
    """Open a scene as the page does; return the longest time without a look at whether to stop."""
    tick = Deadline()
    try:
        ground = work.survey(scene, tick)
        for run in scene.runs:
            work.judged(scene, work.descent(scene, run, tick), ground.points, tick)
    except TimeOverError:
        pass
    return tick.longest


def by_link(text: str) -> float:
    scene, _ = Scene.from_link(text)
    return opened(scene)


def by_file(text: str) -> float:
    return opened(Scene.from_json(text))


def by_table(content: bytes) -> float:
    read(content)
    return 0.0


KINDS: dict[str, tuple[Callable[[Random], object], Callable[..., float]]] = {
    "links": (links, by_link),
    "files": (files, by_file),
    "tables": (tables, by_table),
}


def tried(kind: str, count: int, seed: int) -> Took:
    """Try so many of a kind."""
    make, take = KINDS[kind]
    took, random = Took(), Random(f"{kind} {seed}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(count):
        content = make(random)
        begun, inside = process_time(), 0.0
        try:
            inside = take(content)
            took.taken += 1
        except ValueError as refusal:
            took.refused += 1
            if "\n" in str(refusal) or not str(refusal).strip() or len(str(refusal)) > 1000:
                took.faults.append(f"{number}: no sentence: {str(refusal)[:200]!r}")
        except (ArithmeticError, LookupError, TypeError, AttributeError, RuntimeError, MemoryError, OSError) as fault:
            took.faults.append(f"{number}: {type(fault).__name__}: {fault!s:.200} of {content!r:.200}")
        spent = process_time() - begun
        took.stopped += spent > SECONDS
        without = inside if inside else spent
        took.longest = max(took.longest, without)
        if without > SECONDS:
            took.faults.append(f"{number}: {without:.1f} s without a look at whether to stop, of {content!r:.200}")
        if (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown) / 1024 > MEGABYTES:
            took.faults.append(f"{number}: the process has grown by more than {MEGABYTES} MB, of {content!r:.200}")
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return took


def lines(counts: dict[str, int], seed: int) -> Iterator[str]:
    yield "| kind | tried | taken | refused | stopped after 2 s | longest without a look, s | faults |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind, count in counts.items():
        took = tried(kind, count, seed)
        seen = (count, took.taken, took.refused, took.stopped, f"{took.longest:.2f}", len(took.faults))
        yield f"| {kind} | {' | '.join(map(str, seen))} |"
        yield from took.faults


def main() -> None:
    parser = argparse.ArgumentParser(description="Try what anybody may send: links, scene files and tables.")
    for kind, count in (("links", 10_000), ("files", 10_000), ("tables", 1000)):
        parser.add_argument(f"--{kind}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    seed, faults = asked.pop("seed"), 0
    for line in lines(asked, seed):
        print(line, flush=True)
        faults += not line.startswith("|")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
