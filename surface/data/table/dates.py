"""Dates as people write them: those that can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?", re.ASCII)
_THREE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)

# Which of the three numbers is the year, the month and the day.
YEAR_FIRST, DAY_FIRST, MONTH_FIRST = (0, 1, 2), (2, 1, 0), (2, 0, 1)


def looks_like_date(text: str) -> bool:
    return len(text) < 40 and bool(_ISO.fullmatch(text) or _THREE.fullmatch(text))


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
            return None
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
