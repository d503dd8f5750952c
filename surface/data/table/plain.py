"""A column of plain decimals, or of a file's own numbers, read at once: what cell by cell would give, in less time."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType
from typing import cast

import numpy as np

from surface.arrays import Array
from surface.data.table.gaps import GAPS
from surface.data.table.marks import Evidence
from surface.data.table.rows import Cell

FIGURES = 10**15
"""Whole numbers below have figures that a float64 holds, whichever they are."""

_GAPS = GAPS | {gap.upper() for gap in GAPS} | {"NaN", "None"}
# Of these marks alone, what Python's own reader takes is a decimal with a point at most, in one reading or in two.
_MARKS = re.compile(r"[-+0-9.eE\n]*", re.ASCII)

# In the cells of a column, each behind a line's end and before another.
_LONG = re.compile(r"\n[-+]?\d{16}", re.ASCII)
_PADDED = re.compile(r"\n0\d+(?=\n)", re.ASCII)
_LARGE = re.compile(r"\n[-+]?0*[1-9]\d+(?:[eE][-+]?\d+)?(?=\n)", re.ASCII)
_OPEN = re.compile(r"\n[-+]?[1-9]\d{0,2}\.\d{3}(?=\n)", re.ASCII)
_DECIMAL = re.compile(r"\n(?![-+]?[1-9]\d{0,2}\.\d{3}\n)[-+]?\d*\.", re.ASCII)


@dataclass(frozen=True)
class Plain:
    """A column of plain decimals and gaps.

    values: (n,) the numbers where a point is a decimal mark, not a number at a gap and beyond the largest. gaps: which
    cells are gaps. evidence: what its points show. has_points: whether any number has one. padded: the place of the
    first whole number that begins with a zero.
    """

    values: Array
    gaps: list[bool]
    evidence: Evidence
    has_points: bool = False
    padded: int | None = None


def plain_column(cells: Sequence[Cell], lines: Sequence[int]) -> Plain | None:
    """Return a column that can be read at once, None for one that is to be looked at cell by cell."""
    types = set(map(type, cells))
    if types == {str}:
        return _of_texts(cast("Sequence[str]", cells), lines)
    return _of_floats(cast("Sequence[float | None]", cells)) if types <= {float, NoneType} else None


def _of_floats(cells: Sequence[float | None]) -> Plain:
    found = np.array([math.nan if cell is None else cell for cell in cells], dtype=np.float64)
    found[~np.isfinite(found)] = math.nan
    return Plain(found, cast("list[bool]", np.isnan(found).tolist()), Evidence())


def _of_texts(cells: Sequence[str], lines: Sequence[int]) -> Plain | None:
    gaps = [cell in _GAPS for cell in cells]
    texts = ["0" if gap else cell for cell, gap in zip(cells, gaps, strict=True)] if any(gaps) else cells
    joined = "\n".join(("", *texts, ""))
    if not _MARKS.fullmatch(joined):
        return None
    try:
        values = np.array(list(map(float, texts)), dtype=np.float64)
    except ValueError:
        return None
    if np.abs(values).max(initial=0.0) >= FIGURES and _LONG.search(joined):
        return None
    values[gaps] = math.nan
    values[np.isinf(values)] = math.nan
    evidence, has_points = Evidence(), "." in joined
    for pattern, found in ((_OPEN, evidence.open), (_DECIMAL, evidence.decimals)) if has_points else ():
        if (place := _place(pattern, joined)) is not None:
            found["."] = (cells[place], lines[place])
    # Whole numbers only say something about marks that are open.
    evidence.large = bool(evidence.open) and bool(_LARGE.search(joined))
    return Plain(values, gaps, evidence, has_points, _place(_PADDED, joined))


def _place(pattern: re.Pattern[str], joined: str) -> int | None:
    """Return the place of the first cell that a pattern finds."""
    found = pattern.search(joined)
    return joined.count("\n", 0, found.start()) if found else None
