"""The table in the rows of a file: what stands above it, below it and beside it is left out, and each is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from surface.data.table.gaps import is_gap
from surface.data.table.limits import MAX_COLUMNS, MAX_ROWS
from surface.data.table.numbers import number_in
from surface.data.table.rows import Cell, Row, Rows, blank, quoted, shown

TOTALS = re.compile(
    r"(grand |sub)?(totals?|sums?|mean|averages?|summen?|gesamt(summe)?|insgesamt|zwischensumme|mittel(wert)?|mw|"
    r"durchschnitt|somme|moyenne|suma|media|promedio|totale|somma|totaal|σ|∑)"
    r"( ?(of|for|in|aller|der|des|de|\d).{0,30})?",
    re.IGNORECASE,
)
"""How the first cell of a row begins that adds up those above it."""

_RULE = re.compile(r":?-{2,}:?|={2,}")


@dataclass(frozen=True)
class Width:
    """How many cells the rows have, and whether the first has one fewer, for the rows begin with their names."""

    cells: int
    row_names: bool


def numeric(cell: Cell) -> bool:
    """Return whether a cell is a number, or text that may be one."""
    return isinstance(cell, float) or (isinstance(cell, str) and number_in(cell) is not None)


def wordy(cell: Cell) -> bool:
    """Return whether a cell is text, and neither a number nor a gap."""
    return isinstance(cell, str) and not is_gap(cell) and not numeric(cell)


def squared(rows: Rows, header: bool | None, keep: bool = False) -> tuple[Rows, bool]:
    """Return the rows with one length, and whether each begins with its name, which has no name itself.

    keep: what stands above and below them stays. Raises ValueError, with the line, where a row has too many cells, and
    where there are too many rows or columns.
    """
    kept, notes = _without_rules(rows)
    kept, more = _without_blank_rows(kept, rows.word)
    notes += more
    if not kept:
        raise ValueError("a table must have at least one row with something in it, got none")
    width = _width(kept, header)
    for without_some in () if keep else (_without_titles, _without_footers):
        kept, more = without_some(kept, width, rows.word)
        notes += more
    _check_sizes(kept, width.cells, rows.word)
    kept, more = _filled_up(kept, width, rows.word)
    return replace(rows, rows=kept, notes=[*rows.notes, *notes, *more]), width.row_names


def _without_rules(rows: Rows) -> tuple[list[Row], list[str]]:
    """Leave out rows of dashes, and the nothing that stands outside the strokes which begin and end a row."""
    ruled = [
        row.line for row in rows.rows if row.filled and all(blank(c) or _RULE.fullmatch(shown(c)) for c in row.cells)
    ]
    kept = [row for row in rows.rows if row.line not in set(ruled)]
    said = [f"{places(rows.word, ruled)} left out: only dashes."] if ruled else []
    if rows.separator == "|" and all(
        len(row.cells) > 2 and blank(row.cells[0]) and blank(row.cells[-1]) for row in kept
    ):
        kept = [Row(row.line, row.cells[1:-1]) for row in kept]
    return kept, said


def _without_blank_rows(rows: Sequence[Row], word: str) -> tuple[list[Row], list[str]]:
    kept = [Row(row.line, _trimmed(row.cells)) if len(row.cells) > MAX_COLUMNS else row for row in rows]
    gone = [row.line for row in rows if not row.filled]
    # Blank lines at the end of a sheet are none of anybody's rows.
    last = max((row.line for row in rows if row.filled), default=0)
    gone = [line for line in gone if line < last]
    said = [f"{places(word, gone)} left out: nothing in {'it' if len(gone) == 1 else 'them'}."] if gone else []
    return [row for row in kept if row.filled], said


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return cells without the blank ones beyond as many as a table may have."""
    end = len(cells)
    while end > MAX_COLUMNS and blank(cells[end - 1]):
        end -= 1
    return cells[:end]


def _width(rows: Sequence[Row], header: bool | None) -> Width:
    """Return how long the rows are: as most of them, or as the first where as many are."""
    counts = Counter(len(row.cells) for row in rows)
    most = max(counts.values())
    cells = next(len(row.cells) for row in rows if counts[len(row.cells)] == most)
    short = [row for row in rows if len(row.cells) == cells - 1]
    below = [row for row in rows if len(row.cells) == cells]
    # R names the rows without a name for the names; what ends in a separator has an empty cell instead.
    named = len(short) == 1 and len(below) > 1 and short[0].line < below[0].line and short[0].filled == cells - 1
    named = named and header is not False and any(not blank(row.cells[-1]) for row in below)
    # Two lines of words: the first is a title, and the second has the names.
    return Width(cells, named and all(map(wordy, short[0].cells)) and not all(map(wordy, below[0].cells)))


def _without_titles(rows: list[Row], width: Width, word: str) -> tuple[list[Row], list[str]]:
    """Leave out lines of text above the table: one cell where the rows below have more."""
    said = list[str]()
    while len(rows) > 1 and width.cells > 1 and _is_title(rows[0], rows[1], width):
        said.append(f"{capital(word)} {rows[0].line} left out: a title, {quoted(rows[0].cells[0])}.")
        rows = rows[1:]
    return rows, said


def _is_title(row: Row, below: Row, width: Width) -> bool:
    # What somebody wrote above the table, in fewer cells than it has.
    if wordy(row.cells[0]) and len(row.cells) < width.cells - 1:
        return True
    # A row as long as all others may be a header that lacks names, but only above numbers.
    padded = len(row.cells) >= width.cells - width.row_names
    alone = row.filled == 1 and wordy(row.cells[0])
    return alone and not (padded and (len(row.cells) < 2 or any(numeric(cell) for cell in below.cells)))


def _without_footers(rows: list[Row], width: Width, word: str) -> tuple[list[Row], list[str]]:
    """Leave out the totals and the remarks below the table."""
    said = list[str]()
    while len(rows) > 2 and width.cells > 1 and (what := _footer(rows, width)):
        said.insert(0, f"{capital(word)} {rows[-1].line} left out: {what}, {quoted(_first_word(rows[-1]))}.")
        rows = rows[:-1]
    return rows, said


def _first_word(row: Row) -> Cell:
    return next((cell for cell in row.cells if wordy(cell)), "")


def _footer(rows: Sequence[Row], width: Width) -> str:
    last, above = rows[-1], rows[1:-1]
    word = _first_word(last)
    place = last.cells.index(word) if word in last.cells else 0
    # A class that is called total has other rows too.
    again = any(len(row.cells) > place and shown(row.cells[place]) == shown(word) for row in above)
    if word and not again and TOTALS.fullmatch(shown(word).rstrip(":. ")) and all(map(blank, last.cells[:place])):
        return "a total"
    alone = last.filled == 1 and wordy(last.cells[0]) and width.cells > 1
    strange = len(last.cells) == 1 or sum(numeric(row.cells[0]) for row in above) > len(above) / 2
    return "a remark" if alone and strange else ""


def _check_sizes(rows: Sequence[Row], width: int, word: str) -> None:
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            raise ValueError(
                f"a table must have at most {MAX_COLUMNS} columns, got {len(row.cells)} in {word} {row.line}"
            )
        if not all(map(blank, row.cells[width:])):
            others = f"{word} {rows[0].line} has" if len(rows[0].cells) == width else "most rows have"
            cells = "1 cell" if width == 1 else f"{width} cells"
            raise ValueError(f"{word} {row.line} must have {cells}, as {others}, got {len(row.cells)}")
    if len(rows) > MAX_ROWS + 1:
        raise ValueError(f"a table must have at most {MAX_ROWS} rows, got more at {word} {rows[MAX_ROWS + 1].line}")


def _filled_up(rows: Sequence[Row], width: Width, word: str) -> tuple[list[Row], list[str]]:
    """Return rows of one length; what a row lacks at its end are gaps, which is said."""
    full, short = list[Row](), list[int]()
    for row in rows:
        cells = row.cells[: width.cells]
        if width.row_names and not full:
            cells = ("", *cells[: width.cells - 1])
        elif len(cells) < width.cells:
            short.append(row.line)
            cells += ("",) * (width.cells - len(cells))
        full.append(Row(row.line, cells))
    if not short or word == "row":  # a sheet's rows end where their cells do
        return full, []
    has = "has" if len(short) == 1 else "have"
    return full, [f"{places(word, short)} {has} fewer than {width.cells} cells: those at the end are gaps."]


def places(word: str, numbers: Sequence[int], most: int = 5) -> str:
    """Write the numbers of lines, or of columns, at the beginning of a sentence: "Lines 3, 5 and 2 more"."""
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    return f"{capital(word)}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:most]))}{more}"


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def without(rows: Iterable[Row], gone: set[int]) -> list[Row]:
    """Return the rows without the columns at these places."""
    return [Row(row.line, tuple(cell for place, cell in enumerate(row.cells) if place not in gone)) for row in rows]
