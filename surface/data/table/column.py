"""A column: its name, what it holds, and its cells as numbers where they are any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from surface.arrays import Array
from surface.data.table.rows import Cell, quoted, shown

Kind = Literal["number", "class", "date", "text", "empty", "undecided"]

USABLE = ("number", "class", "date")
"""The kinds of column that can be an input or a target."""

YES_AND_NO = (
    ("true", "false"),
    ("yes", "no"),
    ("t", "f"),
    ("y", "n"),
    ("ja", "nein"),
    ("wahr", "falsch"),
    ("vrai", "faux"),
    ("oui", "non"),
    ("verdadero", "falso"),
    ("sí", "no"),
    ("si", "no"),
    ("vero", "falso"),
)
"""Pairs of words for what is and what is not."""


@dataclass(frozen=True)
class Question:
    """What a number's marks leave open: the cell, and each answer with the argument that gives it."""

    cell: str
    line: int
    answers: tuple[tuple[str, str, str], ...]
    """What the cell then is, the argument's name and its value."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    kind: what its cells are; a number column with gaps stays one. missing: how many gaps it has, and first_bad_line the
    line of the first, None where there is none. values: (n,) its numbers, the days since its first date or the places
    of its classes, not a number at a gap. classes: the words of a class column, sorted. question: what must be told
    before an undecided column is one of numbers.
    """

    name: str
    kind: Kind
    cells: tuple[Cell, ...] = field(repr=False)
    values: Array = field(repr=False)
    missing: int
    first_bad_line: int | None
    first_bad_row: int | None = field(default=None, repr=False)
    classes: tuple[str, ...] = ()
    question: Question | None = None
    notes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def gaps(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """(n,) where the column has no value."""
        return np.isnan(self.values)

    @property
    def usable(self) -> bool:
        """Whether the column can be an input or a target."""
        return self.kind in USABLE

    @property
    def positive(self) -> str | None:
        """The class that means yes where the two classes are a yes and a no, else None."""
        words = {name.lower(): name for name in self.classes}
        return next((words[yes] for yes, no in YES_AND_NO if words.keys() == {yes, no}), None)

    @property
    def first_bad(self) -> str:
        """The first gap as it stands in the file, in quotes."""
        return "" if self.first_bad_row is None else quoted(self.cells[self.first_bad_row])

    @property
    def is_constant(self) -> bool:
        """Whether all its values are the same one."""
        known = self.values[~self.gaps]
        return self.usable and known.size > 1 and bool((known == known[0]).all())

    @property
    def shown(self) -> tuple[str, ...]:
        """The cells as they stand in the file."""
        return tuple(shown(cell) for cell in self.cells)
