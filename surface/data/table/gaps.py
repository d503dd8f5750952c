"""How people and programs write that there is nothing."""

from __future__ import annotations

import math

from surface.data.table.rows import Cell

_WORDS = (
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "n. a.",
    "n/d",
    "nd",
    "nan",
    "nan%",
    "null",
    "(null)",
    "none",
    "nil",
    "nat",
    "<na>",
)
_PHRASES = ("missing", "not available", "no data", "k.a.", "k.a", "k. a.")
_SIGNS = ("", "?", "??", "-", "--", "---", "–", "—", "−", ".", "..", "...", "*", "**", "\\n")
_SHEETS = (
    "#n/a",
    "#na",
    "#nv",
    "#div/0!",
    "#value!",
    "#wert!",
    "#ref!",
    "#bezug!",
    "#num!",
    "#zahl!",
    "#name?",
    "#null!",
)
_ENDLESS = ("inf", "infinity", "∞", "1.#inf")
_NO_NUMBER = ("1.#qnan", "-1.#ind", "1.#ind")

GAPS = frozenset(
    (*_WORDS, *_PHRASES, *_SIGNS, *_SHEETS, *_NO_NUMBER, *(sign + word for sign in ("", *"+-−") for word in _ENDLESS))
)
"""What stands for a gap, in small letters."""


def is_gap(cell: Cell) -> bool:
    """Return whether a cell says that there is nothing; a number that is not finite is none."""
    if isinstance(cell, str):
        return cell == "" or (len(cell) < 15 and cell.strip().lower() in GAPS)
    return cell is None or (isinstance(cell, float) and not math.isfinite(cell))
