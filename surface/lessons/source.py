"""The lines of a lesson's file: its head of `key: value` lines, its sections, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent

_HEAD = re.compile(r"([a-z][a-z ]*?)\s*:\s*(.*)")
_HEADING = re.compile(r"##\s+(.+?)\s*")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, and in which line."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}."


@dataclass(frozen=True)
class Entry:
    """A `key: value` line of the head."""

    line: int
    key: str
    value: str


@dataclass(frozen=True)
class Section:
    """The text under a heading; `line` is the number of its first line."""

    line: int
    text: str


@dataclass
class Source:
    """A file taken apart, and the problems that have been found in it."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.file, line, reason))

    def all(self, key: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.key == key]

    def first(self, *keys: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key in keys), None)

    def needed(self, key: str) -> str:
        """Return the value of a line that every file must have; where it is missing, say so."""
        entry = self.first(key)
        if entry is None or not entry.value:
            self.complain(entry.line if entry else 1, f"a lesson must have a `{key}:` line with a value")
            return ""
        return entry.value


def opened(path: Path) -> tuple[str, list[Problem]]:
    """Return the text of a file, or else why it has none. A mark that some editors begin it with is left out."""
    try:
        return path.read_text(encoding="utf-8-sig"), []
    except UnicodeDecodeError:
        return "", [Problem(path.name, 1, "the file must be saved as UTF-8")]


def parsed(file: str, text: str, keys: tuple[str, ...], sections: tuple[str, ...]) -> Source:
    """Take a file apart, noting lines and sections that no lesson has and sections that are missing."""
    source = Source(file)
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if _HEADING.fullmatch(line)), len(lines))
    for number, line in enumerate(lines[:top], start=1):
        _take(source, number, line, keys)
    for name, section in split(lines, top):
        if name not in sections:
            source.complain(section.line - 1, f"a section must be one of {', '.join(sections)}, got {name!r}")
        source.sections[name] = section
    for name in sections:
        if name not in source.sections or not source.sections[name].text.strip():
            # What is missing has no line of its own: the last one stands for it.
            source.complain(len(lines) or 1, f"the section `## {name}` is missing or empty")
    return source


def _take(source: Source, number: int, line: str, keys: tuple[str, ...]) -> None:
    match = _HEAD.fullmatch(line.strip())
    if not line.strip():
        return
    if match is None:
        source.complain(number, f"a line of the head must be `key: value`, got {line.strip()!r:.60}")
    elif match[1] not in keys:
        source.complain(number, f"a key must be one of {', '.join(keys)}, got {match[1]!r}")
    else:
        source.entries.append(Entry(number, match[1], match[2].strip()))


def split(lines: list[str], top: int = 0) -> list[tuple[str, Section]]:
    """Return the sections of some lines, each with its heading."""
    matches = [(number, _HEADING.fullmatch(lines[number])) for number in range(top, len(lines))]
    headings = [(number, match[1]) for number, match in matches if match]
    ends = [*(number for number, _ in headings[1:]), len(lines)]
    return [
        # Lines are counted from 1, and the first of the text is the one below its heading.
        (heading, Section(start + 2, "\n".join(lines[start + 1 : end])))
        for (start, heading), end in zip(headings, ends, strict=False)
    ]
