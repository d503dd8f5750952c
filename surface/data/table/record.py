"""A table: its columns with their kinds, what was taken for what, and the data in the columns that are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from surface.arrays import Array, Mask, is_list
from surface.data.dataset import Dataset
from surface.data.table.column import Column
from surface.data.table.layout import capital
from surface.data.table.limits import MAX_COLUMNS
from surface.data.table.rows import Rows, few, short

MISSING = ("refuse", "drop")


@dataclass(frozen=True, eq=False)
class Table:
    """A table that was read: its columns, sentences about what was taken for what, and the line of each row.

    word: what a row's place in the file is called. form, header, separator, encoding, sheet, sheets: how it was read.
    """

    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    lines: tuple[int, ...] = field(repr=False)
    word: str = field(default="line", repr=False)
    form: str = field(default="text", repr=False)
    header: bool = field(default=True, repr=False)
    separator: str = field(default="", repr=False)
    encoding: str = field(default="", repr=False)
    sheet: str = field(default="", repr=False)
    sheets: tuple[str, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def questions(self) -> tuple[str, ...]:
        """The notes about what is undecided."""
        return tuple(_asked(column, self.word) for column in self.columns if column.question)

    def dataset(
        self,
        inputs: Sequence[str],
        targets: Sequence[str],
        missing: Literal["refuse", "drop"] = "refuse",
        standardise: bool = False,
        title: str = "",
        source: str = "",
    ) -> Dataset:
        """Return the data in the named columns: a class becomes one column of 0 and 1 for each class, a date its days.

        missing: "drop" leaves out the rows with a gap in any of these columns. standardise: the inputs that are numbers
        or dates get mean 0 and deviation 1, and names that say so. A yes or no is one input, 1 for yes, or two targets.
        Raises ValueError, with the line, for a gap, and for a column that is undecided or holds nothing to count with.
        """
        if missing not in MISSING:
            raise ValueError(f"`missing` must be one of {', '.join(map(repr, MISSING))}, got {missing!r:.80}")
        asked, answered = self._chosen("inputs", inputs), self._chosen("targets", targets)
        for column in answered:
            if column in asked:
                raise ValueError(f"a column must be an input or a target, got {column.name!r:.80} as both")
        rows = self._rows(asked + answered, missing)
        x = [part for column in asked for part in _parts(column, rows, standardise=standardise)]
        y = [part for column in answered for part in _parts(column, rows, target=True)]
        if len(x) + len(y) > MAX_COLUMNS:
            told = f"{len(x) + len(y)} once each class has its own"
            raise ValueError(f"data must have at most {MAX_COLUMNS} inputs and targets, got {told}")
        return Dataset(_beside(x), _beside(y), [name for name, _ in x], [name for name, _ in y], title, source)

    def gaps(self, names: Sequence[str]) -> list[str]:
        """Return a sentence about each of the named columns that has gaps."""
        found = [column for column in self.columns if column.name in names and column.missing]
        return [gap_sentence(column, len(self), self.word) for column in found]

    def _chosen(self, role: str, names: object) -> list[Column]:
        """Return the columns for a role: all of them known, none twice, and each of a kind that can be counted with."""
        if not is_list(names) or not names:
            raise ValueError(f"`{role}` must be a list of one or more column names, got {names!r:.80}")
        known = {column.name: column for column in self.columns}
        for name, count in Counter(map(str, names)).items():
            if name not in known:
                raise ValueError(f"`{role}` must be among the columns {', '.join(known):.200}, got {name!r:.80}")
            if count > 1:
                raise ValueError(f"`{role}` must name each column once, got {name!r:.80} {count} times")
        chosen = [known[str(name)] for name in names]
        for column in chosen:
            _check_kind(column, self)
        return chosen

    def _rows(self, columns: Sequence[Column], missing: str) -> Mask:
        """Return which rows have a value in all these columns; gaps are refused unless they may be dropped."""
        gaps = [column for column in columns if column.missing]
        if gaps and missing == "refuse":
            told = "; ".join(gap_sentence(column, len(self), self.word) for column in gaps)
            raise ValueError(f'{told}: `missing` must be "drop" to leave such rows out, or other columns be chosen')
        rows = ~np.any([column.gaps for column in columns], axis=0)
        if not rows.any():
            raise ValueError(
                f"a row must have a value in every one of these columns, got none: {few([c.name for c in columns])}"
            )
        return rows


def gap_sentence(column: Column, rows: int, word: str) -> str:
    """Say how many rows have nothing in a column, and where the first is."""
    has, first = ("has", "") if column.missing == 1 else ("have", "first in ")
    place = f"{first}{word} {column.first_bad_line}: {column.first_bad}"
    return f"{column.missing} of {rows} rows {has} no {short(column.name)} ({place})"


def question_sentence(column: Column, word: str) -> str:
    """Say what is open about a column, and which argument decides it."""
    question = column.question
    assert question is not None
    answers = " or ".join(f"`{name}={value!r}` for {result}" for result, name, value in question.answers)
    cell = f"{question.cell} ({word} {question.line})"
    return f"column {column.name!r:.80} must be decided, for {cell} can be read in two ways: give {answers}"


def _asked(column: Column, word: str) -> str:
    return f"{capital(question_sentence(column, word))}."


def _check_kind(column: Column, table: Table) -> None:
    if column.kind == "undecided":
        raise ValueError(question_sentence(column, table.word))
    if column.kind == "empty":
        raise ValueError(f"column {column.name!r:.80} must hold something, got {len(table)} gaps")
    if column.kind == "text":
        filled = next(place for place, gap in enumerate(column.gaps) if not gap)
        where = f"{short(column.shown[filled])!r} in {table.word} {table.lines[filled]}"
        raise ValueError(f"column {column.name!r:.80} must hold numbers, dates or classes, got text: {where}")


def _parts(column: Column, rows: Mask, target: bool = False, standardise: bool = False) -> list[tuple[str, Array]]:
    """Return what a column gives: names and numbers, one for each input or target that it becomes."""
    values = column.values[rows]
    if column.kind == "class":
        positive = column.positive
        if positive is not None and not target:
            return [(column.name, (values == column.classes.index(positive)).astype(np.float64))]
        return [(f"{column.name} = {name}", (values == k).astype(np.float64)) for k, name in enumerate(column.classes)]
    return (
        [(f"{column.name} (standardised)", _standardised(column, values))] if standardise else [(column.name, values)]
    )


def _standardised(column: Column, values: Array) -> Array:
    """Return values with mean 0 and deviation 1; scaled first, for the squares of large numbers overflow."""
    scaled = values / (float(np.abs(values).max()) or 1.0)
    deviation = float(scaled.std())
    if deviation < 1e-14:
        raise ValueError(f"column {column.name!r:.80} must differ from row to row to be standardised, got one value")
    return (scaled - scaled.mean()) / deviation


def _beside(parts: Sequence[tuple[str, Array]]) -> Array:
    return np.stack([values for _, values in parts], axis=1)


# --- what is said about columns -----------------------------------------------------------------------------------


def notes_on(columns: Sequence[Column], rows: Rows) -> list[str]:
    """Return what there is to say about columns: what was read, what is open, and what cannot be used."""
    said = _first([note for column in columns for note in column.notes])
    said += _first([_asked(column, rows.word) for column in columns if column.question])
    gaps = [column for column in columns if column.missing and column.kind != "empty"]
    said += _first([f"{capital(gap_sentence(column, len(rows.rows), rows.word))}." for column in gaps])
    said += _first([_said_of_classes(column) for column in columns if column.kind == "class"])
    for kind, told in (("empty", "Nothing in it but a name"), ("text", "Text, which is neither input nor target")):
        if names := [column.name for column in columns if column.kind == kind and not column.notes]:
            said.append(f"{told}: {few(names)}.")
    if same := [column.name for column in columns if column.is_constant]:
        said.append(f"The same in every row, so that nothing can be learned from it: {few(same)}.")
    if len(columns) == 1:
        said.append("There is one column: a network needs at least one input and one target.")
    return said


def _first(sentences: Sequence[str], most: int = 8) -> list[str]:
    """Return sentences, of many alike the first, with how many more there are."""
    more = len(sentences) - most
    return [*sentences[:most], *([f"The same goes for {more} more columns."] if more > 0 else [])]


def _said_of_classes(column: Column) -> str:
    name, count, yes = short(column.name), len(column.classes), column.positive
    if yes is not None:
        both = " and ".join(column.classes)
        return f"Column {name} holds {both}: as an input it is 1 for {yes}, as a target one unit for each."
    return f"Column {name} holds {count} class{'es' if count > 1 else ''}, each one unit: {few(column.classes)}."
