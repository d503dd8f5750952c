"""Claims in words, "error of run 1 < error of run 2": taken apart, computed, and compared.

A claim is two quantities (`quantities`), or a quantity and a number, with <, > or = between them; = holds as far as the
digits go that are written. `outcome of run 1 is diverged` compares words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from surface.scenes.played import Played
from surface.scenes.quantities import find

Value = float | str
Look = Callable[[str], Value]
"""Gives the value of a quantity by its name; raises ValueError, with a sentence, where there is none."""

_CLAIM = re.compile(r"(.+?) (is|<|>|=) (.+)")
NUMBER = re.compile(r"([-−]?\d+(?:\.(\d+))?)(?:e([-−]?\d+))?(?:\s?%)?")


def is_number(text: str) -> bool:
    """Return whether a text is a number as a claim has it: 0.387, −2, 1e-24 or 41.0 %."""
    return NUMBER.fullmatch(text) is not None


def number_of(written: str) -> float:
    """Return the number that is written; a percentage is a share."""
    plain = re.sub(r"\s?%", "", written).replace("−", "-")
    return float(plain) / (100 if written.endswith("%") else 1)


def agrees(written: str, value: Value) -> bool:
    """Return whether a value is what is written, rounded to the digits that are written."""
    match = NUMBER.fullmatch(written)
    if isinstance(value, str) or match is None:
        return written == value
    last = 10.0 ** (int((match[3] or "0").replace("−", "-")) - len(match[2] or ""))
    scale = 100 if written.endswith("%") else 1
    # A hair more than half a digit: a value that lies on the half itself may round either way.
    return abs(value - number_of(written)) * scale <= 0.5000001 * last


def sides(claim: str) -> tuple[str, str, str]:
    """Return what stands left of a claim's sign, the sign, and what stands right; ValueError where it is no claim."""
    match = _CLAIM.fullmatch(claim)
    if match is None:
        raise ValueError(f"a claim must be two quantities with `<`, `>`, `=` or `is` between them, got {claim!r}")
    return match[1], match[2], match[3]


def quantities_of(claim: str) -> list[str]:
    """Return the quantities that a claim speaks of."""
    left, sign, right = sides(claim)
    return [left] if sign == "is" or is_number(right) else [left, right]


def holds(claim: str, played: Played) -> bool:
    """Return whether a claim is true of a scene that has run."""
    return broken(claim, lambda quantity: find(quantity)(played)) is None


def broken(claim: str, look: Look) -> str | None:
    """Return why a claim does not hold, to follow on from "it claims …, but ", or None where it does."""
    left, sign, right = sides(claim)
    try:
        a = look(left)
        b = right if sign == "is" else number_of(right) if is_number(right) else look(right)
    except ValueError as refusal:
        return str(refusal)
    if _compared(a, sign, b, right):
        return None
    other = "" if sign == "is" or is_number(right) else f" and {right} is {precise(b)}"
    return f"{left} is {precise(a)}{other}"


def _compared(a: Value, sign: str, b: Value, written: str) -> bool:
    if sign == "is":
        return a == b
    # An outcome is a word: words are neither larger nor smaller, and `is` alone compares them.
    if isinstance(a, str) or isinstance(b, str):
        return False
    if sign == "=":
        # Two computed values have no digits that were written to go by.
        return agrees(written, a) if is_number(written) else abs(a - b) <= 1e-6 * max(abs(a), abs(b))
    return a < b if sign == "<" else a > b


def precise(value: Value) -> str:
    """Return a value as a claim that fails tells it."""
    return value if isinstance(value, str) else f"{value:.6g}"
