"""What the cells of a column are: numbers, dates, classes or text; and these as numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from surface.data.table.column import YES_AND_NO, Column, Kind, Question
from surface.data.table.dates import dates_in, days, has_short_year, is_month, looks_like_date, plain
from surface.data.table.gaps import is_gap
from surface.data.table.limits import MAX_CLASSES
from surface.data.table.marks import Evidence, Marks, settled
from surface.data.table.numbers import Number, allowed, number_in, value
from surface.data.table.rows import Cell, Rows, short, shown
from surface.data.table.settings import Settings

EXACT = 2**53
"""Up to there a float64 holds every whole number."""

_PADDED = re.compile(r"0\d+", re.ASCII)


@dataclass
class Sight:
    """A column looked at once: which cells are gaps, which may be numbers, and what their marks show."""

    name: str
    cells: tuple[Cell, ...]
    lines: Sequence[int]
    gaps: list[bool]
    numbers: list[Number | float | None]
    evidence: Evidence
    word: str

    @property
    def filled(self) -> int:
        return len(self.gaps) - sum(self.gaps)

    @property
    def texts(self) -> list[Number]:
        return [number for number in self.numbers if isinstance(number, Number)]

    @property
    def is_numeric(self) -> bool:
        """Whether half of what stands in the column, or more, is a number."""
        count = sum(number is not None for number in self.numbers)
        return bool(count) and 2 * count >= self.filled


def seen(name: str, cells: tuple[Cell, ...], lines: Sequence[int], word: str) -> Sight:
    """Look at a column."""
    numbers, gaps, evidence = list[Number | float | None](), list[bool](), Evidence()
    for cell, line in zip(cells, lines, strict=True):
        number = _number(cell)
        numbers.append(number)
        gaps.append(number is None and is_gap(cell))
        if isinstance(number, Number):
            evidence.note(number, shown(cell), line)
    return Sight(name, cells, lines, gaps, numbers, evidence, word)


def _number(cell: Cell) -> Number | float | None:
    if isinstance(cell, str):
        return number_in(cell)
    return cell if isinstance(cell, float) and math.isfinite(cell) else None


def columns_of(names: Sequence[str], rows: Rows, settings: Settings) -> tuple[Column, ...]:
    """Return the columns of rows that all have as many cells as there are names."""
    lines = [row.line for row in rows.rows]
    cells = zip(*(row.cells for row in rows.rows), strict=True)
    looked = [seen(name, column, lines, rows.word) for name, column in zip(names, cells, strict=True)]
    numeric = [sight for sight in looked if sight.is_numeric]
    return tuple(_column(sight, numeric, rows.separator, settings) for sight in looked)


def _column(sight: Sight, numeric: Sequence[Sight], separator: str, settings: Settings) -> Column:
    if not sight.filled:
        return _made(sight, "empty", [math.nan] * len(sight.cells))
    if sight.name in settings.classes:
        return _of_words(sight, forced=True)
    if sight.is_numeric:
        others = [other.evidence for other in numeric if other is not sight]
        return _of_numbers(sight, settled(sight.evidence, others, separator, settings))
    return _of_dates(sight) or _of_words(sight)


# --- numbers ------------------------------------------------------------------------------------------------------


def _of_numbers(sight: Sight, marks: Marks | None) -> Column:
    if told := _mixed(sight) or _identifies(sight):
        return _of_words(sight, told)
    if marks is None:
        gaps = [math.nan if number is None else 0.0 for number in sight.numbers]
        return _made(sight, "undecided", gaps, question=_question(sight.evidence))
    values = [_value(number, marks) for number in sight.numbers]
    found = sum(math.isfinite(each) for each in values)
    if 2 * found < sight.filled:
        told = f"Column {short(sight.name)} is text: under the marks that were given few of its cells are numbers."
        return _of_words(sight, told)
    return _made(sight, "number", values, notes=_said_of_numbers(sight, marks, values))


def _value(number: Number | float | None, marks: Marks) -> float:
    """Return a number under the marks that were settled, not a number where it is none under them, or not finite."""
    if not isinstance(number, Number):
        return math.nan if number is None else number
    way = allowed(number, marks.decimal, marks.thousands)
    found = math.nan if way is None else value(number, way)
    return found if math.isfinite(found) else math.nan


def _mixed(sight: Sight) -> str:
    """Say what keeps numbers from being of one measure."""
    texts = sight.texts
    shares = [number.percent for number in texts if number.body.strip("0.,")]
    bare = any(isinstance(number, float) and number for number in sight.numbers)
    if any(shares) and (bare or not all(shares)):
        return f"Column {short(sight.name)} is left as text: some of its numbers have a % and others have none."
    currencies = sorted({number.currency for number in texts if number.currency})
    if len(currencies) > 1:
        return f"Column {short(sight.name)} is left as text: it has amounts in {' and in '.join(currencies)}."
    return ""


def _identifies(sight: Sight) -> str:
    """Say what makes identifiers of numbers: 007 is another one than 7."""
    for cell, line in zip(sight.cells, sight.lines, strict=True):
        if isinstance(cell, str) and _PADDED.fullmatch(cell):
            begins = f"{short(cell)} ({sight.word} {line}) begins with a zero, as identifiers do"
            return f"Column {short(sight.name)} is left as text: {begins}."
    return ""


def _question(evidence: Evidence) -> Question:
    """Return what to ask: about the first cell that has two readings, or about two that cannot both be."""
    if not evidence.open:
        both = {**evidence.groups, **evidence.decimals}
        cell, line = both.get(",") or both["."]
        return Question(cell, line, ((cell.replace(",", "."), "decimal", ","), ("a gap", "decimal", ".")))
    mark, (cell, line) = next(iter(evidence.open.items()))
    number = number_in(cell)
    assert number is not None
    grouped, plainly = number.ways
    large, small = value(number, grouped), value(number, plainly)
    return Question(cell, line, ((f"{large:.12g}", "thousands", mark), (f"{small:.12g}", "decimal", mark)))


def _said_of_numbers(sight: Sight, marks: Marks, values: Sequence[float]) -> tuple[str, ...]:
    name, own = short(sight.name), sight.evidence
    said = list[str]()
    for mark, (cell, line) in {**own.open, **own.groups, **own.decimals}.items():
        number = number_in(cell)
        way = number and allowed(number, marks.decimal, marks.thousands)
        if number and way and (mark in own.open or way.thousands or way.decimal == ","):
            others = [f", not as {value(number, other):.12g}" for other in number.ways if other != way]
            told = f"{short(cell)} ({sight.word} {line}) is read as {value(number, way):.12g}"
            said.append(f"Column {name}: {told}{''.join(others)}.")
    said += _said_of_signs(sight, marks, values)
    around = [each for each in sight.texts if each.percent or each.currency]
    if around and around[0].percent:
        place = next(k for k, each in enumerate(sight.numbers) if isinstance(each, Number) and each.percent)
        was, line = shown(sight.cells[place]), sight.lines[place]
        said.append(f"Column {name} holds percentages: {was} ({sight.word} {line}) is {_value(around[0], marks):.12g}.")
    elif around:
        said.append(f"Column {name}: {around[0].currency} is left out of its cells.")
    return tuple(dict.fromkeys(said))


def _said_of_signs(sight: Sight, marks: Marks, values: Sequence[float]) -> list[str]:
    """Say how a minus was written, and where a number has more figures than are kept."""
    name, said = short(sight.name), dict[str, str]()
    for number, cell, line, found in zip(sight.numbers, sight.cells, sight.lines, values, strict=True):
        if not isinstance(number, Number) or not math.isfinite(found):
            continue
        if not number.minus and abs(found) < EXACT:
            continue  # nothing to say: of most cells no sentence is made
        told = f"Column {name}: {short(shown(cell))} ({sight.word} {line}) is read as {found:.17g}"
        if number.minus:
            said.setdefault(number.minus, f"{told}, for {number.minus}.")
        if abs(found) >= EXACT and _loses(number, marks, found):
            lost = "a number has about 16 figures here, and those behind them are lost"
            said.setdefault(lost, f"{told}: {lost}.")
    return list(said.values())


def _loses(number: Number, marks: Marks, found: float) -> bool:
    """Return whether a whole number has figures that its value has not."""
    way = allowed(number, marks.decimal, marks.thousands)
    digits = number.body.replace(way.thousands, "") if way and way.thousands else number.body
    return digits.isdigit() and not number.exponent and not number.percent and int(digits) != abs(int(found))


# --- dates, classes, text -----------------------------------------------------------------------------------------


def _of_dates(sight: Sight) -> Column | None:
    """Return a column of dates, None where it is none."""
    typed = [plain(cell) if isinstance(cell, datetime) else None for cell in sight.cells]
    texts = [cell if isinstance(cell, str) and looks_like_date(cell) else "" for cell in sight.cells]
    if 2 * sum(bool(date or text) for date, text in zip(typed, texts, strict=True)) < sight.filled:
        return None
    if cut := next((text for text in texts if has_short_year(text)), ""):
        told = f"Column {short(sight.name)} is left as text: {cut} has a year of two figures, of any century."
        return _made(sight, "text", _text_gaps(sight), notes=(told,))
    read = dates_in(texts) if any(texts) else [None] * len(texts)
    if read is None:
        first = next(text for text in texts if text)
        told = f"Column {short(sight.name)} is left as text: {first} may be two dates, the day or the month first."
        return _made(sight, "text", _text_gaps(sight), notes=(told,))
    dates = [one or other for one, other in zip(typed, read, strict=True)]
    if 2 * sum(date is not None for date in dates) < sight.filled:
        return None
    first = shown(min(date for date in dates if date is not None))
    told = f"Column {short(sight.name)} holds dates: as an input or a target it counts the days since {first}."
    month = next((text for text in texts if is_month(text)), "")
    begins = (f"Column {short(sight.name)}: {month} is read as the first day of its month.",) if month else ()
    return _made(sight, "date", days(dates), notes=(told, *begins))


def _of_words(sight: Sight, *notes: str, forced: bool = False) -> Column:
    """Return a column of classes where its words recur, or it is said to be one, else of text."""
    words = ["" if gap else shown(cell) for cell, gap in zip(sight.cells, sight.gaps, strict=True)]
    classes = sorted(set(filter(None, words)), key=_order)
    two = {word.lower() for word in classes}
    known = any(two <= set(pair) for pair in YES_AND_NO)
    recur = len(classes) <= MAX_CLASSES and 3 * len(classes) <= 2 * sight.filled
    if notes or not (known or recur or (forced and len(classes) <= MAX_CLASSES)):
        return _made(sight, "text", _text_gaps(sight), notes=notes)
    if known:  # TRUE and true are one
        words, classes = [word.lower() for word in words], sorted(two)
    places = {word: float(place) for place, word in enumerate(classes)}
    values = [places.get(word, math.nan) for word in words]
    return _made(sight, "class", values, classes=tuple(classes))


def _order(word: str) -> tuple[int, str, str]:
    """Return what sorts words by the alphabet, and 2 before 10."""
    return len(word) if word.isdigit() else 0, word.lower(), word


def _text_gaps(sight: Sight) -> list[float]:
    return [math.nan if gap else 0.0 for gap in sight.gaps]


def _made(
    sight: Sight,
    kind: Kind,
    values: Sequence[float],
    classes: tuple[str, ...] = (),
    question: Question | None = None,
    notes: tuple[str, ...] = (),
) -> Column:
    """Return the column with its gaps counted."""
    found = np.array(values, dtype=np.float64)
    found.flags.writeable = False
    gaps = np.flatnonzero(np.isnan(found))
    row = int(gaps[0]) if gaps.size else None
    line = None if row is None else sight.lines[row]
    return Column(sight.name, kind, sight.cells, found, int(gaps.size), line, row, classes, question, notes)
