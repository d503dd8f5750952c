"""What the marks in a column's numbers mean: worked out from those that can be read in one way only, or asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from surface.data.table.numbers import PLAIN, Number
from surface.data.table.settings import BLANKS, Settings

ALL_GROUPS = ".,' "

LARGE = 10
"""A whole number from here on, beside 1.299 and nothing like 1.5, makes one doubt that 1.299 is near 1."""


@dataclass(frozen=True)
class Marks:
    """What was settled: the decimal mark, and the marks that may group thousands."""

    decimal: str
    thousands: str


@dataclass
class Evidence:
    """What a column's numbers show: marks that can be nothing else, each with the first cell, and those that may be."""

    decimals: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    groups: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    open: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    large: bool = False

    def note(self, number: Number, text: str, line: int) -> None:
        """Take one number into account."""
        way = number.ways[0]
        if len(number.ways) > 1:
            self.open.setdefault(way.decimal or way.thousands, (text, line))
            return
        if way.decimal:
            self.decimals.setdefault(way.decimal, (text, line))
        if way.thousands:
            self.groups.setdefault(way.thousands, (text, line))
        if way == PLAIN and float(number.body) >= LARGE:
            self.large = True


def settled(own: Evidence, others: Iterable[Evidence], separator: str, settings: Settings) -> Marks | None:
    """Return what the marks of a column mean, None where that cannot be decided."""
    if settings.decimal is not None:
        return _marks(settings.decimal, settings.thousands)
    # In a column that has 1.5 a point does not group, whatever was said of the others.
    if settings.thousands is not None and settings.thousands not in own.decimals:
        return _grouped_by(settings.thousands, own)
    return _by_own(own) if own.decimals or own.groups else _by_others(own, others, separator)


def _marks(decimal: str, thousands: str | None = None) -> Marks:
    return Marks(decimal, ALL_GROUPS.replace(decimal, "") if thousands is None else thousands)


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def _grouped_by(thousands: str, own: Evidence) -> Marks | None:
    if thousands in (".", ","):
        return Marks(_other(thousands), thousands)
    decimals = own.decimals or own.open or {".": ("", 0)}
    return Marks(next(iter(decimals)), thousands) if len(decimals) == 1 else None


def _by_own(own: Evidence) -> Marks | None:
    """Decide by the column's own numbers that can be read in one way only."""
    if own.decimals:
        decimal = next(iter(own.decimals))
        return None if len(own.decimals) > 1 or decimal in own.groups else _marks(decimal)
    marks = [mark for mark in own.groups if mark in (".", ",")]
    if len(marks) == 1:
        return _marks(_other(marks[0]))
    # Where blanks group thousands, a point or a comma does not.
    return None if marks or len(own.open) > 1 else _marks(next(iter(own.open), "."))


def _by_others(own: Evidence, others: Iterable[Evidence], separator: str) -> Marks | None:
    """Decide by what the other columns show, or by what the separator makes likely."""
    if not own.open:
        return _marks(".")
    known = {mark for other in others for mark in other.decimals}
    known |= {_other(mark) for other in others for mark in other.groups if mark in (".", ",")}
    mark = next(iter(own.open))
    if len(own.open) > 1 or len(known) > 1:
        return None
    if known:
        decimal = known.pop()
        # 1.299 beside 899 may be a thousand by another hand, even where elsewhere a point is a decimal mark.
        return _marks(decimal) if decimal != mark or not own.large else None
    # Programs that put commas or blanks between the columns write a decimal point.
    return _marks(mark) if mark == "." and separator in (",", BLANKS) and not own.large else None
