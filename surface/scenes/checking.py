"""What stands in a file of JSON, checked field by field: each check is told its place, and names it in a refusal.

What JSON reads more loosely than a scene may be (NaN, a number that is huge, a field that is there twice) is kept until
the check of its field meets it, which knows its place.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from surface.arrays import is_list, is_record, is_whole

T = TypeVar("T")

MAX_CHARACTERS = 20_000_000
"""The longest file that is looked at, in characters."""

DIGITS = 25
"""Characters that a number may take in a file, with what stands between two."""

_VALUE = re.compile(r"`(\w+)`")

Check = Callable[[str, object], Any]
"""Takes a field's place, as `runs[0].start`, and what stands there; returns the value, or raises ValueError."""


def parsed(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError(f"a scene file must be text, got {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a scene file must have at most {MAX_CHARACTERS} characters, got {len(text)}")
    try:
        return json.loads(text, parse_constant=float, parse_int=_int, object_pairs_hook=_fields)
    except RecursionError:
        raise ValueError("a scene file must be JSON, got one that is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"a scene file must be JSON, got {error.msg.lower()} in line {error.lineno}") from None


class Ambiguous(dict[str, object]):
    """The fields of an object in which one, `twice`, is given more than once: it could be read either way."""

    def __init__(self, fields: Mapping[str, object], twice: str) -> None:
        super().__init__(fields)
        self.twice = twice


def _int(digits: str) -> float:
    # Longer than any finite float64, and slow to convert.
    return int(digits) if len(digits) <= 400 else math.inf


def _fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    names = [name for name, _ in pairs]
    return Ambiguous(fields, next(name for place, name in enumerate(names) if name in names[:place]))


def completed(value: object, missing: Mapping[str, object]) -> object:
    """Return an object with these fields where it has none of their names, as a file of before has not."""
    if not is_record(value):
        return value
    fields = {**missing, **value}
    return Ambiguous(fields, value.twice) if isinstance(value, Ambiguous) else fields


def record(place: str, value: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    if not is_record(value):
        raise ValueError(f"{_named(place)} must be an object with the fields {', '.join(checks)}, got {got(value)}")
    # The fields of the file itself are named without it: `runs`, not `the file.runs`.
    inside = "" if place == "the file" else f"{place}."
    if isinstance(value, Ambiguous):
        raise ValueError(f"`{inside}{_spelt(value.twice)}` must be given once, got it twice")
    for name in value:
        if name not in checks:
            fields = f"{_named(place)} has the fields {', '.join(checks)}"
            raise ValueError(f"`{inside}{_spelt(name)}` must not be given: {fields}")
    for name in checks:
        if name not in value:
            raise ValueError(f"`{inside}{name}` must be given, got nothing")
    return {name: check(f"{inside}{name}", value[name]) for name, check in checks.items()}


def _spelt(name: str) -> str:
    """Return a field's name for a sentence, which half a character would keep from being sent."""
    return name[:40].encode(errors="backslashreplace").decode()


def _named(place: str) -> str:
    return place if " " in place else f"`{place}`"


def got(value: object) -> str:
    kinds: dict[type[object], str] = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return kinds.get(type(value)) or f"{value!r:.80}"


def text(place: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"`{place}` must be a text, got {got(value)}")
    return value


def number(place: str, value: object) -> float:
    # True and False are numbers to Python, but not in a file.
    given = value if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
    # Compared before it is converted: `float` raises OverflowError for a whole number that is too large.
    if not -sys.float_info.max <= given <= sys.float_info.max:
        raise ValueError(f"`{place}` must be a finite number, got {got(value)}")
    return float(given)


def whole(place: str, value: object) -> int:
    if not is_whole(value):
        raise ValueError(f"`{place}` must be a whole number, got {got(value)}")
    return value


def listed(
    place: str, value: object, check: Callable[[str, object], T], most: int, exactly: int | None = None
) -> list[T]:
    if not is_list(value):
        raise ValueError(f"`{place}` must be a list, got {got(value)}")
    if len(value) > most or (exactly is not None and len(value) != exactly):
        allowed = f"at most {most}" if exactly is None else f"{exactly}"
        raise ValueError(f"`{place}` must have {allowed} entries, got {len(value)}")
    return [check(f"{place}[{k}]", each) for k, each in enumerate(value)]


def made(place: str, make: Callable[[], T], places: Mapping[str, str] | None = None) -> T:
    """Return what a record's own checks let through; what they refuse is said with the field's place.

    A sentence that begins with a value of the record names that value's field: the one of that name at the place, or,
    by the value's name, the one in `places`.
    """
    try:
        return make()
    except ValueError as refusal:
        raise ValueError(_placed(str(refusal), place, places or {})) from None


def _placed(sentence: str, place: str, places: Mapping[str, str]) -> str:
    named = _VALUE.match(sentence)
    if named is None:
        return f"`{place}`: {sentence}"
    return f"`{places.get(named[1], f'{place}.{named[1]}')}`{sentence[named.end() :]}"
