"""A text cut into rows by a separator, comments set aside, each row with the line on which it begins."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surface.data.table.gaps import is_gap
from surface.data.table.limits import MAX_CELLS, MAX_ROWS, MOST_ROWS
from surface.data.table.rows import Row
from surface.data.table.settings import BLANKS

_BETWEEN_BLANKS = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)|(\S+)')
_SEP = re.compile(r'"?sep=([^"\r\n])"?', re.IGNORECASE)


@dataclass
class Cut:
    """A text cut into rows, and the comments that stood between them, with their lines."""

    rows: list[Row] = field(default_factory=list[Row])
    comments: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    count: int = 0  # of all cells

    def add(self, line: int, cells: Sequence[str]) -> None:
        """Take in a row; raises ValueError where there are more than any table may have."""
        if len(self.rows) == MOST_ROWS:
            raise ValueError(f"a table must have at most {MAX_ROWS} rows, got more at line {line}")
        self.count += len(cells)
        if self.count > MAX_CELLS:
            raise ValueError(f"a table must have at most {MAX_CELLS} cells, got more at line {line}")
        self.rows.append(Row(line, tuple(map(str.strip, cells))))


def named_separator(text: str) -> tuple[str | None, str]:
    """Return the separator that Excel's first line sep=; names, and the text with that line emptied."""
    line, end, rest = text.partition("\n")
    found = _SEP.fullmatch(line.rstrip("\r"))
    # Emptied and not taken away: every other line keeps its number.
    return (found[1], end + rest) if found else (None, text)


def cut(text: str, separator: str) -> Cut:
    """Cut a text into rows; blank lines count as lines only. Raises ValueError where its quotes do not close."""
    if separator == BLANKS:
        return _cut_at_blanks(text)
    try:
        return _cut(text, separator, strict=True)
    except _BrokenError as broken:
        # A blank, or more, after a closing quote: it is joined to the cell.
        if "expected after" not in str(broken):
            raise
        return _cut(text, separator, strict=False)


def sampled(text: str, separator: str) -> list[Row]:
    """Cut the beginning of a text as far as it goes: to see whether this is what separates its columns."""
    start = text[:60_000]
    start = start if len(start) == len(text) else start.rpartition("\n")[0] or start
    if separator == BLANKS:
        return _cut_at_blanks(start).rows
    try:
        return _cut(start, separator, strict=False).rows
    except _BrokenError:
        return []


class _BrokenError(ValueError):
    """A text that is not written as its separator and its quotes would have it."""


class _Lines:
    """The lines of a text, for `csv`; those that are comments are set aside where a row may begin."""

    def __init__(self, text: str, separator: str):
        # newline="": what ends a line inside quotes is for the reader to say.
        self._lines, self._separator = io.StringIO(text, newline=""), separator
        self.number, self.first, self.between = 0, 0, True
        self.comments: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next()
        while self.between and is_comment(line, self._separator):
            self.comments.append((self.number, line.strip()))
            line = self._next()
        if self.between:
            self.first, self.between = self.number, False
        return line

    def _next(self) -> str:
        line = next(self._lines)
        self.number += 1
        return line


def is_comment(line: str, separator: str) -> bool:
    """Return whether a line begins with # and is no row: not #N/A, nor #1, nor a column called #."""
    if not line.startswith("#") or line[1:2].isdigit():
        return False
    blanks = separator == BLANKS
    column = not blanks and line[1:].lstrip(" ").startswith(separator)
    return not column and not is_gap(line.split(None if blanks else separator, 1)[0])


def _cut(text: str, separator: str, strict: bool) -> Cut:
    lines, found = _Lines(text, separator), Cut()
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict)
    try:
        for cells in reader:
            lines.between = True
            if len(cells) > 1 or (cells and cells[0].strip()):
                found.add(lines.first, cells)
    except csv.Error as error:
        raise _BrokenError(f"line {lines.first} must be readable as CSV, got: {error}") from None
    found.comments = lines.comments
    return found


def _cut_at_blanks(text: str) -> Cut:
    found = Cut()
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if is_comment(line, BLANKS):
            found.comments.append((number, line.strip()))
        elif cells := tuple(match[2] or match[1].replace('""', '"') for match in _BETWEEN_BLANKS.finditer(line)):
            found.add(number, cells)
    return found
