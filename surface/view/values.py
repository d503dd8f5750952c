"""Values out of a browser's message, which may be anything."""

from __future__ import annotations

from typing import Literal

from surface.arrays import is_record

Scale = Literal["linear", "log"]
"""How the error is drawn upwards."""


def field(value: object, name: str) -> object:
    """Return a field of a browser's message; None where the message, which may be anything, has none."""
    return value.get(name) if is_record(value) else None


def as_number(value: object) -> float | None:
    """Return a number as a float; None where it is none, or a whole number too great for one."""
    # True and False count as numbers in Python, and mean none here.
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def as_scale(value: object) -> Scale | None:
    scales: dict[object, Scale] = {"linear": "linear", "log": "log"}
    # Asked first whether it is a text: a list could not even be looked up.
    return scales[value] if isinstance(value, str) and value in scales else None
