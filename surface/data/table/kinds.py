"""What the cells of a column are: numbers, dates, classes or text; and these as numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from surface.arrays import Array
from surface.data.table.column import YES_AND_NO, Column, Kind, Question
from surface.data.table.dates import dates_in, days, has_short_year, is_month, looks_like_date, plain
from surface.data.table.gaps import is_gap
from surface.data.table.limits import MAX_CLASSES
from surface.data.table.marks import Evidence, Marks, settled
from surface.data.table.numbers import Number, allowed, number_in, value
from surface.data.table.plain import Plain, plain_column
from surface.data.table.rows import Cell, Rows, short, shown
from surface.data.table.settings import Settings

EXACT = 2**53
"""Up to there a float64 holds every whole number."""

_PADDED = re.compile(r"0\d+", re.ASCII)
_PADDED_SO = "begins with a zero, as identifiers do"
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d", re.ASCII)


@dataclass
class Sight:
    """A column looked at once: which cells are gaps, which may be numbers, and what their marks show."""

    name: str
    cells: tuple[Cell, ...]
    lines: Sequence[int]
    gaps: list[bool]
    evidence: Evidence
    word: str
    plain: Plain | None = None
    """The column where it could be read at once."""

    @cached_property
    def numbers(self) -> list[Number | float | None]:
        """The cells as numbers, None for what is none."""
        return list(map(_number, self.cells))

    @cached_property
    def filled(self) -> int:
        return len(self.gaps) - sum(self.gaps)

    @property
    def texts(self) -> list[Number]:
        return [number for number in self.numbers if isinstance(number, Number)]

    @property
    def is_numeric(self) -> bool:
        """Whether half of what stands in the column, or more, is a number."""
        count = self.filled if self.plain else sum(number is not None for number in self.numbers)
        return bool(count) and 2 * count >= self.filled


def seen(name: str, cells: tuple[Cell, ...], lines: Sequence[int], word: str) -> Sight:
    """Look at a column."""
    if plain := plain_column(cells, lines):
        return Sight(name, cells, lines, plain.gaps, plain.evidence, word, plain)
    sight = Sight(name, cells, lines, [], Evidence(), word)
    for number, cell, line in zip(sight.numbers, cells, lines, strict=True):
        sight.gaps.append(number is None and is_gap(cell))
        if isinstance(number, Number):
            sight.evidence.note(number, shown(cell), line)
    return sight


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
    if told := _mixed(sight) or _identifies(sight) or _is_years(sight):
        return _of_words(sight, told)
    if marks is None:
        gaps = [number is None for number in sight.numbers]
        return _made(sight, "undecided", np.where(gaps, math.nan, 0.0), question=_question(sight.evidence))
    values = _values(sight, marks)
    if 2 * (values.size - np.isnan(values).sum()) < sight.filled:
        told = f"Column {short(sight.name)} is text: under the marks that were given few of its cells are numbers."
        return _of_words(sight, told)
    return _made(sight, "number", values, notes=_said_of_numbers(sight, marks, values))


def _values(sight: Sight, marks: Marks) -> Array:
    """Return a column's numbers under the marks that were settled, at once where these take a point as it is."""
    plain = sight.plain
    if plain and (not plain.has_points or (marks.decimal == "." and "." not in marks.thousands)):
        return plain.values
    return np.array([_value(number, marks) for number in sight.numbers], dtype=np.float64)


def _value(number: Number | float | None, marks: Marks) -> float:
    """Return a number under the marks that were settled, not a number where it is none under them, or not finite."""
    if not isinstance(number, Number):
        return math.nan if number is None else number
    way = allowed(number, marks.decimal, marks.thousands)
    found = math.nan if way is None else value(number, way)
    return found if math.isfinite(found) else math.nan


def _mixed(sight: Sight) -> str:
    """Say what keeps numbers from being of one measure."""
    if sight.plain:
        return ""
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
    """Say what makes identifiers of numbers: 007 is another one than 7, and 9007199254740993 than what it becomes."""
    if sight.plain:
        place, why = sight.plain.padded, _PADDED_SO
    else:
        place, why = _first(sight, _is_padded), _PADDED_SO
        if place is None and not _has_parts(sight):
            place, why = _first(sight, _is_long), "has more figures than a number holds, as identifiers may"
    return "" if place is None else f"Column {short(sight.name)} is left as text: {_placed(sight, place)} {why}."


def _is_years(sight: Sight) -> str:
    """Say what keeps years from being numbers, and from being dates: 2024 beside 2024-03."""
    found = [] if sight.plain else [k for k, number in enumerate(sight.numbers) if number is not None]
    if not found or not all(_YEAR.fullmatch(shown(sight.cells[k])) for k in found):
        return ""
    date = _first(sight, _is_date)
    if date is None:
        return ""
    told = f"{_placed(sight, found[0])} is a year, and {_placed(sight, date)} is a date within one"
    return f"Column {short(sight.name)} is left as text: {told}."


def _first(sight: Sight, holds: Callable[[Cell], bool]) -> int | None:
    return next((place for place, cell in enumerate(sight.cells) if holds(cell)), None)


def _placed(sight: Sight, place: int) -> str:
    return f"{short(shown(sight.cells[place]))} ({sight.word} {sight.lines[place]})"


def _has_parts(sight: Sight) -> bool:
    """Return whether a number in a column is no whole one: what is measured, however many figures it has."""
    return bool(sight.evidence.decimals) or any(isinstance(cell, float) and cell % 1 for cell in sight.cells)


def _is_padded(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_PADDED.fullmatch(cell))


def _is_long(cell: Cell) -> bool:
    """Return whether a cell is a whole number that no float64 is."""
    if not (isinstance(cell, str) and _WHOLE.fullmatch(cell)):
        return False
    found = float(cell)
    return abs(found) >= EXACT and (math.isinf(found) or int(found) != int(cell))


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, datetime) or (isinstance(cell, str) and looks_like_date(cell))


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


def _said_of_numbers(sight: Sight, marks: Marks, values: Array) -> tuple[str, ...]:
    name, own = short(sight.name), sight.evidence
    said = list[str]()
    for mark, (cell, line) in {**own.open, **own.groups, **own.decimals}.items():
        number = number_in(cell)
        way = number and allowed(number, marks.decimal, marks.thousands)
        if number and way and (mark in own.open or way.thousands or way.decimal == ","):
            others = [f", not as {value(number, other):.12g}" for other in number.ways if other != way]
            told = f"{short(cell)} ({sight.word} {line}) is read as {value(number, way):.12g}"
            said.append(f"Column {name}: {told}{''.join(others)}.")
    if sight.plain:
        return tuple(said)  # nothing stands around its numbers, and they are no longer than can be held
    said += _said_of_signs(sight, marks, values)
    around = [each for each in sight.texts if each.percent or each.currency]
    if around and around[0].percent:
        place = next(k for k, each in enumerate(sight.numbers) if isinstance(each, Number) and each.percent)
        was, line = shown(sight.cells[place]), sight.lines[place]
        said.append(f"Column {name} holds percentages: {was} ({sight.word} {line}) is {_value(around[0], marks):.12g}.")
    elif around:
        said.append(f"Column {name}: {around[0].currency} is left out of its cells.")
    return tuple(dict.fromkeys(said))


def _said_of_signs(sight: Sight, marks: Marks, values: Array) -> list[str]:
    """Say how a minus was written, and where a number has more figures than are kept."""
    name, said = short(sight.name), dict[str, str]()
    for number, cell, line, found in zip(sight.numbers, sight.cells, sight.lines, values.tolist(), strict=True):
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
    if told := _is_years(sight):
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
    values: Sequence[float] | Array,
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
