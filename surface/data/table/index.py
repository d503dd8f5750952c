"""Columns that are none of the data: blank ones, and those that only number the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from surface.data.table.layout import places, without
from surface.data.table.rows import Cell, Row, blank, shown

NAMELESS = re.compile(r"Unnamed: 0(\.\d+)*|\.\.\.1|__index_level_0__")
"""What pandas and R call a column that has no name."""


def without_blank(rows: list[Row], names: Sequence[Cell] | None) -> tuple[list[Row], list[Cell] | None, list[str]]:
    """Leave out the columns that have neither a name nor anything in them; two blank ones in the middle too."""
    width = len(rows[0].cells)
    gone = [
        place
        for place in range(width)
        if (names is None or blank(names[place])) and all(blank(row.cells[place]) for row in rows)
    ]
    kept = None if names is None else [name for place, name in enumerate(names) if place not in set(gone)]
    if not gone:
        return rows, kept, []
    numbers = [place + 1 for place in gone]
    said = f"{places('column', numbers)} left out: nothing in {'it' if len(gone) == 1 else 'them'}."
    return without(rows, set(gone)), kept, [said]


def is_index(name: Cell, cells: Sequence[Cell]) -> bool:
    """Return whether a column without a name only numbers the rows: 1, 2, 3 or 0, 1, 2, a few perhaps gone."""
    if not (blank(name) or NAMELESS.fullmatch(shown(name))):
        return False
    texts = [shown(cell) for cell in cells]
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    steps = [after - before for before, after in pairwise(numbers)]
    # Rows that somebody took out leave holes; but 0, 10, 20 is measured, and 1990, 1991, 1992 are years.
    few_holes = 2 * sum(step == 1 for step in steps) >= len(steps) and numbers[-1] <= 2 * len(numbers)
    return few_holes and all(step > 0 for step in steps)
