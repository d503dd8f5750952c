"""A CSV file: its text taken apart once, its columns, and the data in them."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from surface.data.dataset import Dataset

MAX_ROWS = 10_000
"""The most data points that are read from a file."""

MAX_COLUMNS = 200
"""The most columns that a file may have."""

MAX_CHARACTERS = 10_000_000
"""The longest file that is looked at, in characters."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def _chosen(role: str, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns for a role, all of them known and none twice."""
    if isinstance(names, str) or not len(names):
        raise ValueError(f"`{role}` must be a list of one or more column names, got {names!r:.80}")
    for name, count in Counter(names).items():
        if name not in known:
            raise ValueError(f"`{role}` must be among the columns {', '.join(known):.200}, got {name!r:.80}")
        if count > 1:
            raise ValueError(f"`{role}` must name each column once, got {name!r:.80} {count} times")
    return tuple(names)


@dataclass(frozen=True)
class Table:
    """A CSV text taken apart: the columns' names, the rows' cells, and the line on which each row ends."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    decimal_comma: bool

    @classmethod
    def read(cls, text: object) -> Table:
        """Take a text apart, or say in one sentence at which line it is not a table.

        The first line names the columns; commas, semicolons or tabs separate them, and with semicolons 0,5 is a half.
        Raises ValueError where it goes beyond MAX_ROWS data points.
        """
        if not isinstance(text, str):
            raise ValueError(f"a file must be given as text, got {type(text).__name__}")
        if len(text) > MAX_CHARACTERS:
            raise ValueError(f"a file must have at most {MAX_CHARACTERS} characters, got {len(text)}")
        delimiter = _delimiter(text)
        filled = _filled_lines(text, delimiter)
        # A quoted name may run over several lines.
        names = tuple(" ".join(name.split()) for name in _first_cells(filled))
        _check_header(names)
        lines, rows = list[int](), list[tuple[str, ...]]()
        for line, cells in filled:
            if len(cells) != len(names):
                raise ValueError(f"line {line} must have {len(names)} cells, as the first line has, got {len(cells)}")
            if len(rows) == MAX_ROWS:
                raise ValueError(f"a file must have at most {MAX_ROWS} data points, got more at line {line}")
            lines.append(line)
            rows.append(cells)
        if not rows:
            raise ValueError("a file must have at least one line of numbers below the names, got none")
        return cls(names, tuple(rows), tuple(lines), delimiter == ";")

    @cached_property
    def numeric(self) -> tuple[str, ...]:
        """The names of the columns that hold numbers and nothing else."""
        return tuple(name for place, name in enumerate(self.names) if self._is_numeric(place))

    def _is_numeric(self, place: int) -> bool:
        return all(self._value(row[place]) is not None for row in self.rows)

    def dataset(self, inputs: Sequence[str], targets: Sequence[str], title: str = "", source: str = "") -> Dataset:
        """Return the data in the named columns; raises ValueError, with line and column, where a cell is no number."""
        inputs, targets = _chosen("inputs", inputs, self.names), _chosen("targets", targets, self.names)
        for name in targets:
            if name in inputs:
                raise ValueError(f"a column must be an input or a target, got {name!r:.80} as both")
        return Dataset(self._numbers(inputs), self._numbers(targets), inputs, targets, title, source)

    def _numbers(self, names: Sequence[str]) -> list[list[float]]:
        """Return the cells of the named columns as numbers, row by row."""
        places = [self.names.index(name) for name in names]
        numbered = zip(self.lines, self.rows, strict=True)
        return [[self._number(row[column], line, self.names[column]) for column in places] for line, row in numbered]

    def _number(self, cell: str, line: int, name: str) -> float:
        value = self._value(cell)
        if value is None:
            got = f"{cell!r:.40}" if cell else "an empty cell"
            raise ValueError(f"line {line}, column {name!r:.80} must be a finite number, got {got}")
        return value

    def _value(self, cell: str) -> float | None:
        """Return the number in a cell, or None where there is no finite one."""
        cell = cell.replace(",", ".") if self.decimal_comma else cell
        # float() alone would also take "nan", "1_000" and digits of other scripts.
        value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
        return value if math.isfinite(value) else None


def _delimiter(text: str) -> str:
    """Return what separates the columns: what cuts the first line into the most cells."""
    # Not strictly: a quoted name is broken CSV to all but the right one.
    # max takes the first of equals: a file of one column counts as separated by commas.
    return max(",;\t", key=lambda delimiter: len(_first_cells(_filled_lines(text, delimiter, strict=False))))


def _first_cells(lines: Iterator[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    """Take the first line off, and return its cells; none where there is no line."""
    return next((cells for _, cells in lines), ())


def _filled_lines(text: str, delimiter: str, strict: bool = True) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line number and the cells of every line that is not blank."""
    # A byte order mark, which spreadsheets write, would become part of the first name.
    # newline="": what ends a line inside quotes is for the reader to say.
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=strict)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} must be readable as CSV, got: {error}") from None


def _check_header(names: Sequence[str]) -> None:
    if not names:
        raise ValueError("a file must begin with a line of column names, got an empty one")
    if len(names) > MAX_COLUMNS:
        raise ValueError(f"a file must have at most {MAX_COLUMNS} columns, got {len(names)}")
    for place, name in enumerate(names, start=1):
        if not name:
            raise ValueError(f"every column must have a name in the first line, got none for column {place}")
        if names.index(name) != place - 1:
            raise ValueError(f"every column must have a name of its own, got {name!r:.80} twice")
    # A file without a header would else lose its first row to it.
    if all(_NUMBER.fullmatch(name) for name in names):
        raise ValueError(f"a file must begin with a line of column names, got numbers: {', '.join(names):.80}")
