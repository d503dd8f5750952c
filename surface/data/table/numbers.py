"""Numbers as people write them: which marks a cell has, how these can be read, and the number under one reading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

CURRENCY = r"[€$£¥₹₩₽₺₴₪฿]|EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|US\$|A\$|C\$|R\$|Fr\.|kr\.?|zł|Kč"

_CELL = re.compile(
    rf"(?P<before>{CURRENCY})? ?(?P<sign>[-+]?) ?(?P<inside>{CURRENCY})? ?"
    r"(?P<body>\d[\d.,' ]*|[.,]\d+)(?P<exponent>[eE][-+]?\d+)?"
    rf"(?: ?(?P<after>%|{CURRENCY}))?",
    re.ASCII,
)
_OUTSIDE = re.compile(rf"({CURRENCY}) ?\((.*)\)")
_PLAIN = re.compile(r"([-+]?)(\d+)", re.ASCII)
# 0.125 and 12.5 and 1.2345: a point that groups nothing.
_POINT = re.compile(r"([-+]?)(0?\.\d+|\d{1,15}\.(?:\d{1,2}|\d{4,17}))", re.ASCII)

# A true minus and its likes, and the blanks that do not break, as what they mean.
_MEANT = str.maketrans(
    dict.fromkeys("\u2212\u2012\u2013\ufe63\uff0d", "-")
    | dict.fromkeys("\u00a0\u202f\u2007\u2009", " ")
    | {"\u2019": "'"}
)

_MARKS = ".,' "


class Reading(NamedTuple):
    """A way to read marks: which one is the decimal mark and which one groups thousands, empty where there is none."""

    decimal: str
    thousands: str


class Number(NamedTuple):
    """A cell that may be a number: its digits with their marks, the ways to read these, and what stands around them."""

    sign: str
    body: str
    ways: tuple[Reading, ...]
    exponent: str = ""
    percent: bool = False
    currency: str = ""
    minus: str = ""
    """How a minus is written otherwise than before the number, empty where it is not."""


PLAIN = Reading("", "")
_AS_IT_IS = (PLAIN,)
_WITH_POINT = (Reading(".", ""),)


# Tables repeat their cells: of classes, of whole numbers, of a column that is looked at for its header as well.
@lru_cache(maxsize=2**15)
def number_in(cell: str) -> Number | None:
    """Return the number that a text may be, or None where it is none however it is read."""
    if found := _PLAIN.fullmatch(cell):
        return Number(found[1], found[2], _AS_IT_IS)
    if found := _POINT.fullmatch(cell):
        return Number(found[1], found[2], _WITH_POINT)
    cell = (cell if cell.isascii() else cell.translate(_MEANT)).strip()
    found = _CELL.fullmatch(cell)
    if not found:
        return _with_minus(cell)
    around = [text for text in found.group("before", "inside", "after") if text]
    body, exponent = found["body"].rstrip(" "), found["exponent"] or ""
    ways = _ways(re.sub("[1-9]", "1", body), bool(exponent))
    currency = next((text for text in around if text != "%"), "")
    # 5 € % is no number, and neither is 1.2.3.
    return Number(found["sign"], body, ways, exponent, "%" in around, currency) if ways and len(around) < 2 else None


def _with_minus(cell: str) -> Number | None:
    """Return the number of a text with a minus as bookkeepers write it: (1,234), $(1,234), or behind it as 1,234-."""
    if outside := _OUTSIDE.fullmatch(cell):
        cell = f"({outside[1]}{outside[2]})"
    bracketed = cell[:1] == "(" and cell[-1:] == ")"
    inside = cell[1:-1] if bracketed else cell[:-1] if cell[-1:] == "-" else ""
    # Never twice: what is left has no sign of its own.
    found = (
        number_in(inside.strip()) if inside and inside.strip()[0] not in "(-+" and inside.strip()[-1] != "-" else None
    )
    written = "brackets mean a minus" if bracketed else "its minus stands behind it"
    return found._replace(sign="-", minus=written) if found and not found.sign else None


@lru_cache(maxsize=4096)
def _ways(shape: str, exponent: bool) -> tuple[Reading, ...]:
    """Return how a number of this shape, each digit but 0 as a 1, can be read: in one way or two, or none at all."""
    tried = [Reading(decimal, thousands) for decimal in ("", ".", ",") for thousands in ("", *_MARKS)]
    return tuple(way for way in tried if way.decimal != (way.thousands or "-") and _fits(shape, exponent, way))


def _fits(shape: str, exponent: bool, way: Reading) -> bool:
    whole, mark, part = shape.partition(way.decimal) if way.decimal else (shape, "", "")
    if way.decimal and not (mark and (part.isdigit() or (not part and whole))):
        return False
    if not way.thousands:
        return whole.isdigit() or (not whole and bool(part))
    return not exponent and _is_grouped(whole, way.thousands)


def _is_grouped(whole: str, mark: str) -> bool:
    """Return whether a mark groups digits by threes, or as in India, where only the last three stay together."""
    first, *groups, last = whole.split(mark) if mark in whole else ("", "")
    by = 2 if groups and all(len(group) == 2 for group in groups) else 3
    sizes = 1 <= len(first) <= by and all(len(group) == by for group in groups) and len(last) == 3
    return sizes and first[0] != "0" and (first + "".join(groups) + last).isdigit()


def value(number: Number, way: Reading) -> float:
    """Return the number under one of its readings; a percentage is its hundredth."""
    body = number.body.replace(way.thousands, "") if way.thousands else number.body
    body = body.replace(way.decimal, ".") if way.decimal else body
    if number.percent:
        # The exponent is lowered and not the number divided: so that 12.3 % is what 0.123 is.
        return float(f"{number.sign}{body}e{int(number.exponent[1:] or 0) - 2}")
    return float(f"{number.sign}{body}{number.exponent}")


def allowed(number: Number, decimal: str, thousands: str) -> Reading | None:
    """Return the reading of a number under which its decimal mark is this one and any of these groups thousands."""
    for way in number.ways:
        if way.decimal in ("", decimal) and (not way.thousands or way.thousands in thousands):
            return way
    return None
