"""Dates as people write them: those that can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?", re.ASCII)
_THREE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)

# 3 Jan 2020, 3-January-2020 and 3rd of January, 2020; Jan 3, 2020.
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)?[ -]+([A-Za-z]{3,9})[.,]?[ -]+(\d{4}|\d{2})(?:,? (\d.*))?", re.ASCII
)
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})(?:,? (\d.*))?", re.ASCII)
# 2020-01, 2020/1, Jan 2020, January, 2020: a month, which begins on its first day.
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[.,]?[ -](\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

# Which of the three numbers is the year, the month and the day.
YEAR_FIRST, DAY_FIRST, MONTH_FIRST = (0, 1, 2), (2, 1, 0), (2, 0, 1)


def looks_like_date(text: str) -> bool:
    named = _ISO.fullmatch(text) or _THREE.fullmatch(text) or _named(text)
    return len(text) < 40 and bool(named or is_month(text))


def is_month(text: str) -> bool:
    """Return whether a date is a month, without a day."""
    return _month(text) is not None


def _month(text: str) -> datetime | None:
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _NAMED_MONTH.fullmatch(text):
        year, month = int(found[2]), _numbered(found[1])
    else:
        return None
    return datetime(year, month, 1) if year and 1 <= month <= 12 else None


def _numbered(name: str) -> int:
    """Return the number of a month that is named in English, in full or by three letters; 0 where it is none."""
    called = name.lower().replace("sept", "sep") if len(name) == 4 else name.lower()
    return next((number for number, month in enumerate(_MONTHS, start=1) if called in (month, month[:3])), 0)


def has_short_year(text: str) -> bool:
    """Return whether a date has no year of four figures."""
    found, named = _THREE.fullmatch(text), _named(text)
    return bool((named and len(named[0]) < 4) or (found and all(len(part) < 4 for part in found.group(1, 3, 4))))


def _named(text: str) -> tuple[str, int, str, str] | None:
    """Return year, month, day and time of a date whose month is named in English, in full or by three letters."""
    if found := _DAY_NAMED.fullmatch(text):
        day, name, year, time = found.groups()
    elif found := _MONTH_NAMED.fullmatch(text):
        name, day, year, time = found.groups()
    else:
        return None
    month = _numbered(name)
    return (year, month, day, time or "") if month else None


def _date_of_named(text: str) -> datetime | None:
    named = _named(text)
    if named is None or len(named[0]) < 4:
        return None
    year, month, day, time = named
    clock = _CLOCK.fullmatch(time) if time else None
    if time and not clock:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    return datetime(int(year), month, int(day), hour, minute, second)


def dates_in(texts: Sequence[str]) -> list[datetime | None] | None:
    """Return the dates that texts are, None for each that is none; None for all where day and month are open."""
    ways = [[_date(text, order) for text in texts] for order in (YEAR_FIRST, DAY_FIRST, MONTH_FIRST)]
    most = max(sum(each is not None for each in way) for way in ways)
    best = [way for way in ways if sum(each is not None for each in way) == most]
    return best[0] if all(way == best[0] for way in best) else None


def _date(text: str, order: tuple[int, int, int]) -> datetime | None:
    try:
        if _ISO.fullmatch(text):
            return plain(datetime.fromisoformat(text.replace(",", ".").replace(" Z", "Z").replace(" +", "+")))
        found = _THREE.fullmatch(text)
        if not found:
            return _month(text) or _date_of_named(text)
        parts = (found[1], found[3], found[4])
        # 24 may be a year of any century.
        if len(parts[order[0]]) != 4 or (found[2] == "." and order == MONTH_FIRST):
            return None
        year, month, day = (int(parts[place]) for place in order)
        hour, minute, second = (int(part or 0) for part in found.group(5, 6, 7))
        return datetime(year, month, day, hour, minute, second)
    except (ValueError, OverflowError):  # a 13th month, or the year 0 in another zone
        return None


def plain(date: datetime) -> datetime:
    """Return a date without a zone: that of Greenwich where it has one."""
    return date if date.tzinfo is None else date.astimezone(UTC).replace(tzinfo=None)


def days(dates: Sequence[datetime | None]) -> list[float]:
    """Return the days since the first of the dates, not a number where there is none."""
    first = min(date for date in dates if date is not None)
    return [float("nan") if date is None else (date - first).total_seconds() / 86400 for date in dates]
