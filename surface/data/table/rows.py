"""What every reader hands on: rows of cells, each with its place in the file, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

Cell = str | float | bool | datetime | None
"""A cell as its file has it: text, or what a workbook or Parquet says it is; None where there is none."""


@dataclass(frozen=True)
class Row:
    """The cells of a row, and the line of the file on which it begins, counted from 1."""

    line: int
    cells: tuple[Cell, ...]

    @cached_property
    def filled(self) -> int:
        """How many of the cells hold something."""
        return len(self.cells) - self.cells.count(None) - self.cells.count("")


@dataclass
class Rows:
    """The rows of a file and how it was read.

    form: "text", "workbook" or "parquet". word: what a row's place is called. names: those of the columns, where the
    file has them apart from its rows. comments: lines that are none of the table's, for one may name the columns.
    """

    rows: list[Row]
    form: str = "text"
    word: str = "line"
    names: tuple[str, ...] | None = None
    separator: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    comments: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    notes: list[str] = field(default_factory=list[str])


def blank(cell: Cell) -> bool:
    return cell is None or cell == ""


def shown(cell: Cell) -> str:
    """Return a cell as a reader sees it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return cell if isinstance(cell, str) else str(cell).lower()


def quoted(cell: Cell) -> str:
    """Return a cell for a sentence: in quotes, and not longer than a sentence can bear."""
    text = shown(cell)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def short(text: str, most: int = 40) -> str:
    """Return a name for a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def few(parts: Sequence[str], most: int = 5) -> str:
    """List parts for a sentence, and say how many more there are."""
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return ", ".join(short(part) for part in parts[:most]) + more
