"""Whether the first row names the columns, whether the second holds their units, and the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from surface.data.table.column import YES_AND_NO
from surface.data.table.dates import looks_like_date
from surface.data.table.gaps import is_gap
from surface.data.table.layout import numeric, wordy
from surface.data.table.rows import Cell, Row, blank, shown

LONGEST_UNIT = 20
LONGEST_NAME = 80

_BRACKETED = re.compile(r"\(\d{1,2}\)", re.ASCII)


def is_header(rows: Sequence[Row]) -> bool:
    """Return whether the first of these rows names the columns of the others."""
    first, below = rows[0].cells, [row.cells for row in rows[1:300]]
    if below and _counts_up(first, below):
        return True
    signs = [_sign(cell, [row[place] for row in below]) for place, cell in enumerate(first)]
    # A number above numbers, or a word that comes again, is a row's: none may be lost to a header.
    return -1 not in signs and any(wordy(cell) for cell in first)


def _counts_up(first: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Return whether a row of numbers is names all the same: pandas's 0, 1, 2 above an index, or years in a row."""
    named = [cell for cell in first if numeric(cell)]
    counted = [str(number) for number in range(len(named))]
    texts = [shown(cell) for cell in named]
    if blank(first[0]) and len(named) == len(first) - 1 > 0:
        return texts == counted
    years = [int(text) for text in texts if len(text) == 4 and text.isdigit()]
    in_a_row = len(years) == len(named) > 1 and all(b - a == 1 for a, b in pairwise(years))
    return in_a_row and wordy(first[0]) and not numeric(below[0][0])


def _sign(cell: Cell, below: Sequence[Cell]) -> int:
    """Return 1 where a cell is no value of its column, -1 where it must be one, 0 where either may be."""
    # "none" may be a name too, and so may (1), as the models of a regression are called.
    if isinstance(cell, str) and (is_gap(cell) or _BRACKETED.fullmatch(cell)):
        return 0
    filled = [each for each in below if not is_gap(each)]
    numbers = sum(map(numeric, filled))
    if not wordy(cell):  # a number, or a date of a workbook
        return 0 if blank(cell) else -1
    if any(shown(cell) == shown(each) for each in filled) or any(alike(cell, filled[:1]) for alike in ALIKE):
        return -1
    return int(2 * numbers > len(filled))


def _dates(cell: Cell, below: Sequence[Cell]) -> bool:
    return all(looks_like_date(shown(each)) for each in (cell, *below)) and bool(below)


def _yes_and_no(cell: Cell, below: Sequence[Cell]) -> bool:
    words = {shown(each).lower() for each in (cell, *below)}
    return len(words) > 1 and any(words <= set(pair) for pair in YES_AND_NO)


ALIKE = (_dates, _yes_and_no)
"""What tells a word that is a value from a name, though it does not come again."""


def has_units(below: Sequence[Row]) -> bool:
    """Return whether the first row below the names holds units: a short word above each column of numbers."""
    if len(below) < 3:
        return False
    first, others = below[0].cells, [row.cells for row in below[1:300]]
    above = [cell for place, cell in enumerate(first) if _is_numeric([row[place] for row in others])]
    fits = all(blank(cell) or cell == "-" or (wordy(cell) and len(shown(cell)) <= LONGEST_UNIT) for cell in above)
    return fits and any(map(wordy, above))


def joined(first: Sequence[Cell], below: Sequence[Row]) -> list[Cell] | None:
    """Return the names that two rows give together, None where the second is none of names.

    As pandas writes a MultiIndex, a name for several columns stands above each of them; as Excel writes merged cells,
    above the first of them.
    """
    if not has_units(below):
        return None
    second, names, group = below[0].cells, list[Cell](), ""
    for place, (cell, under) in enumerate(zip(first, second, strict=True)):
        group = shown(cell) or (group if place and not blank(under) else "")
        names.append(" ".join(filter(None, (group, shown(under)))))
    groups = [shown(cell) for cell, under in zip(first[1:], second[1:], strict=True) if not blank(under)]
    shared = len(set(groups)) < len(groups) or "" in groups
    filled = [name for name in names if name]
    return names if shared and any(groups) and len(set(filled)) == len(filled) else None


def _is_numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_gap(cell)]
    return bool(filled) and sum(map(numeric, filled)) > 0.9 * len(filled)


def names_of(cells: Sequence[Cell] | None, width: int) -> tuple[tuple[str, ...], list[str]]:
    """Return a name for each column, no two alike, and what there is to say; without one its place is its name."""
    given = [""] * width if cells is None else [" ".join(shown(cell).split()) for cell in cells]
    said, names = list[str](), list[str]()
    for place, name in enumerate(given, start=1):
        called = name or str(place)
        if len(called) > LONGEST_NAME:
            called = f"{called[: LONGEST_NAME - 1]}…"
            said.append(f"The name of column {place} is cut: {called[:40]}…")
        # A name that stands in the file goes to its own column, and not to one that is renamed.
        found = called if name and called not in names else _distinct(called, {*names, *given})
        if name and found != called:
            said.append(f"The name {called[:40]} occurs again: column {place} is called {found[:50]}.")
        elif cells is not None and not name:
            said.append(f"Column {place} has no name: it is called {found}.")
        names.append(found)
    return tuple(names), said


def _distinct(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    return found
