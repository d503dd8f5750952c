"""The lines of a lesson's file: its head of `key: value` lines, its sections, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
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
    """The text under a heading; `line` is the number of its first line. label: of the one scene that it is beside."""

    line: int
    text: str
    label: str = ""


@dataclass
class Source:
    """A file taken apart, and the problems that have been found in it.

    unread: how many lines and sections are there whose names mean nothing: each may be one that is missing.
    """

    file: str
    entries: list[Entry] = field(default_factory=list)
    sections: list[tuple[str, Section]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: int = 0
    missing: list[Problem] = field(default_factory=list)

    def complain(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.file, line, reason))

    def miss(self, line: int, reason: str) -> None:
        """Note that something is missing, which is said where no line can be it that could not be read."""
        self.missing.append(Problem(self.file, line, reason))

    def settle(self) -> None:
        """Decide whether what is missing is said: one mistake is one sentence."""
        if len(self.missing) > self.unread:
            self.problems += self.missing
        self.missing = []
        self.problems.sort(key=lambda problem: problem.line)

    def all(self, key: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.key == key]

    def first(self, *keys: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key in keys), None)

    def needed(self, key: str) -> str:
        """Return the value of a line that every file must have; where it is missing, say so."""
        entry = self.first(key)
        if entry is None:
            self.miss(1, f"a lesson must have a `{key}:` line with a value")
        elif not entry.value:
            self.complain(entry.line, f"a lesson must have a `{key}:` line with a value")
        return entry.value if entry else ""

    def texts(self, name: str, label: str = "") -> str:
        """Return what stands in a section, "" where it is missing."""
        found = [section.text.strip() for of, section in self.sections if (of, section.label) == (name, label)]
        return "\n\n".join(found)


def opened(path: Path) -> tuple[str, list[Problem]]:
    """Return the text of a file, or else why it has none. A mark that some editors begin it with is left out."""
    try:
        return path.read_text(encoding="utf-8-sig"), []
    except UnicodeDecodeError:
        return "", [Problem(path.name, 1, "the file must be saved as UTF-8")]
    except OSError:  # taken away, or not for this program to read
        return "", [Problem(path.name, 1, "the file cannot be read")]


def parsed(file: str, text: str, keys: tuple[str, ...], sections: tuple[str, ...]) -> Source:
    """Take a file apart, noting lines and sections that no lesson has and sections that are missing."""
    source = Source(file)
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if _HEADING.fullmatch(line)), len(lines))
    for number, line in enumerate(lines[:top], start=1):
        _take(source, number, line, keys)
    for heading, section in split(lines, top):
        _take_section(source, heading, section, sections)
    for name in sections:
        if not any(of == name and section.text.strip() for of, section in source.sections):
            # What is missing has no line of its own: the last one stands for it.
            source.miss(len(lines) or 1, f"the section `## {name}` is missing or empty")
    return source


def _take(source: Source, number: int, line: str, keys: tuple[str, ...]) -> None:
    match = _HEAD.fullmatch(line.strip())
    if not line.strip():
        return
    if match is None:
        source.complain(number, f"a line of the head must be `key: value`, got {line.strip()!r:.60}")
        source.unread += 1
        return
    key, value = match[1], match[2].strip()
    if key not in keys:
        key = _misspelt(source, number, "a key", key, keys)
    if key:
        source.entries.append(Entry(number, key, value))


def _take_section(source: Source, heading: str, section: Section, names: tuple[str, ...]) -> None:
    name, _, label = (part.strip() for part in heading.partition(":"))
    if name not in names:
        name = _misspelt(source, section.line - 1, "a section", name, names)
    if name:
        source.sections.append((name, Section(section.line, section.text, label)))


def _misspelt(source: Source, line: int, what: str, name: str, known: tuple[str, ...]) -> str:
    """Say that there is no such name; return the one that was meant, so that the rest is read with it, or ""."""
    source.complain(line, f"{what} must be one of {', '.join(known)}, got {name!r:.60}{meant(name, known)}")
    near = get_close_matches(name, known, n=1)
    source.unread += not near
    return near[0] if near else ""


def meant(name: str, known: Collection[str]) -> str:
    """Return the end of a sentence about an unknown name: which known one is like it, if any."""
    near = get_close_matches(name, known, n=1)
    return f" (is it {near[0]!r}?)" if near else ""


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
