"""How the values of a scene are spelt in a link: in as few characters as say them exactly, with no escapes.

What cannot be read raises ValueError, with what it must be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from surface.scenes.run import MAX_SEED

T = TypeVar("T")

NONE = "none"
BETWEEN = "~"  # stands between the numbers of a list: one of the few marks that an address leaves as it is


def number(value: float) -> str:
    # repr gives the shortest digits that read back as the same number.
    # A + in an address would be read as a blank, and 1e20 is the same number as 1e+20.
    return repr(float(value)).removesuffix(".0").replace("e+", "e")


def as_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("it must be a number") from None


def as_whole(text: str) -> int:
    # `isdigit` also knows digits that `int` does not, such as ²; and what is longer than any seed is none.
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_SEED))):
        raise ValueError("it must be a whole number")
    return int(text)


def listed(encode: Callable[[T], str], values: Sequence[T]) -> str:
    return BETWEEN.join(map(encode, values))


def unlisted(decode: Callable[[str], T], text: str) -> tuple[T, ...]:
    return tuple(map(decode, text.split(BETWEEN)))


def shortened(encode: Callable[[T], str], values: Sequence[T]) -> str:
    """Spell a list of equal values as one of them: one for every layer."""
    return listed(encode, values[:1] if len(set(values)) == 1 else values)


def yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("it must be yes or no")
    return text == "yes"


def slug(name: str) -> str:
    # An address would spell brackets and commas as three characters each.
    return name.replace("[", ".").replace(",", ".").removesuffix("]")


def unslug(text: str) -> str:
    """Return a weight's name, w2[1,3], from its spelling w2.1.3."""
    kind, *indices = text.split(".")
    return f"{kind}[{','.join(indices)}]"


def window(text: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    edges = unlisted(as_float, text)
    if len(edges) != 4:
        raise ValueError("it must be four numbers, the first weight's from and to and the second's")
    return edges[:2], edges[2:]


def pair(text: str) -> tuple[float, ...]:
    numbers = unlisted(as_float, text)
    if len(numbers) != 2:
        raise ValueError("it must be two numbers")
    return numbers


def seed(seed: int | None) -> str:
    return NONE if seed is None else str(seed)


def unseed(text: str) -> int | None:
    return None if text == NONE else as_whole(text)


def word(word: str) -> str:
    return word or NONE


def unword(text: str) -> str:
    return "" if text == NONE else text
