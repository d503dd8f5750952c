"""Which mark separates the columns of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from surface.data.table.gaps import is_gap
from surface.data.table.lines import sampled
from surface.data.table.numbers import number_in
from surface.data.table.rows import Row, shown
from surface.data.table.settings import BLANKS

CANDIDATES = ("\t", ";", "|", ",", BLANKS)
"""What may separate columns; of equals the first."""

CALLED = {"\t": "tabs", ";": "semicolons", "|": "upright strokes", ",": "commas", BLANKS: "blanks"}
"""What separators are called in a sentence."""


def separator_of(text: str) -> str:
    """Return what cuts a text into rows of one length, with numbers in their cells; a comma where nothing does."""
    scores = {mark: _score(sampled(text, mark)[:200], CANDIDATES[:place]) for place, mark in enumerate(CANDIDATES)}
    best = max(CANDIDATES, key=scores.__getitem__)
    return best if scores[best] > 0 else ","


def _score(rows: Sequence[Row], stronger: Sequence[str]) -> float:
    """Return how well rows look like those of a table: 0 where most have one cell."""
    if not rows:
        return 0
    width, count = Counter(len(row.cells) for row in rows).most_common(1)[0]
    if width < 2:
        return 0
    cells = [shown(cell) for row in rows if len(row.cells) == width for cell in row.cells if cell]
    good = sum(is_gap(cell) or number_in(cell) is not None for cell in cells)
    # 1,50;2,50 can be cut at its commas too.
    bad = sum(any(mark in cell for mark in stronger) for cell in cells)
    # Even where no cell is a number, rows of one length count for something.
    return (count / len(rows)) ** 2 * max(0.01, 0.2 + (good - bad) / max(1, len(cells)))
