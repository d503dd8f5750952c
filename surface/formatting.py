"""Numbers as a reader writes them: a true minus, raised powers of ten, no more digits than mean something."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from surface.arrays import Array

ROUNDING = 1e-12
"""A gradient or an error below this is called so: its digits are those of rounding."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """Write a number for reading: to so many significant digits, with a real minus sign and a raised power of ten."""
    # In full up to seven figures, where `g` would already turn to powers of ten.
    plain = 10**digits <= abs(value) < 1e7
    mantissa, _, exponent = (f"{value:.0f}" if plain else f"{float(value):.{digits}g}").partition("e")
    text = f"{mantissa}·10{str(int(exponent)).translate(_RAISED)}" if exponent else mantissa
    # 1·10⁻³ is read as 10⁻³.
    return re.sub("^(−?)1·", r"\1", text.replace("-", "−", 1))


def setting(value: float) -> str:
    """Write a number that somebody set, short, as the player does: to six digits, and to four as a power of ten."""
    power = value != 0 and not 1e-3 <= abs(value) < 1e5
    text = f"{value:.3e}" if power else f"{value + 0.0:#.6g}"  # without the sign of −0
    mantissa, _, exponent = text.partition("e")
    short = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    raised = f"10{str(int(exponent)).translate(_RAISED)}" if exponent else ""
    return raised if raised and short == "1" else "·".join(filter(None, [short, raised])).replace("-", "−", 1)


def apart(*values: float) -> list[str]:
    """Write numbers with as many digits as it takes to tell them from each other."""
    digits, texts = 4, [number(value, 4) for value in values]
    # Twelve digits are as many as mean something: what still looks alike then is the same number.
    while len(set(texts)) < len(set(values)) and digits < 11:
        digits += 1
        texts = [number(value, digits) for value in values]
    return texts


def size(value: float) -> str:
    """Write what is never negative, and what is rounding as such."""
    return f"below {number(ROUNDING)}" if 0 < value < ROUNDING else number(value)


def named_error(error: float) -> str:
    """Write an error with its name."""
    return f"E below {number(ROUNDING)}" if 0 < error < ROUNDING else f"E = {number(error)}"


def percent(share: float) -> str:
    """Write a share as a percentage for reading."""
    if share == 0:
        return "0 %"
    # A growth may be beyond 100 %, and then two digits are too few.
    return "less than 0.001 %" if share < 1e-5 else f"{number(100 * share, 2 if share < 1 else 4)} %"


def counted(count: int, thing: str) -> str:
    """Write how many of a thing there are: "1 point", "2 points", "100,000 points"."""
    return f"{count if count < 10_000 else f'{count:,}'} {thing}{'' if count == 1 else 's'}"


def listed(parts: Sequence[str]) -> str:
    """Write parts as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def capital(text: str) -> str:
    """Return a text with its first letter as a capital, and all others as they are."""
    # str.capitalize would lower the others.
    return text[:1].upper() + text[1:]


def pair(values: Array) -> str:
    """Write two numbers, with what is rounding beside the larger as 0."""
    noise = 1e-12 * np.abs(values).max()
    return " and ".join(number(value) for value in np.where(np.abs(values) <= noise, 0, values))


# --- names -------------------------------------------------------------------------------------------------------

_NAME = re.compile(r"([wb])(\d*)\[(\d+)(?:,(\d+))?\]")
_SUB, _SUPER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def pretty(name: str) -> str:
    """Return a weight's name as it is set on the screen: w[1,2] as w₁₂, w2[1,3] as w⁽²⁾₁₃, b[1] as b₁."""
    match = _NAME.fullmatch(name)
    if not match:
        return name
    kind, layer, *indices = match.groups()
    indices = [index for index in indices if index]
    # w₁₁₂ could be w[1,12] or w[11,2].
    comma = "," if any(len(index) > 1 for index in indices) and len(indices) > 1 else ""
    # In brackets, for b²₁ could be the square of b₁.
    number = f"⁽{layer.translate(_SUPER)}⁾" if layer else ""
    return kind + number + comma.join(indices).translate(_SUB)


_CODE = re.compile(r"`([^`]*)`")


def readable(message: str) -> str:
    """Return an error's message for a reader: `learning_rate` is a name for programmers."""
    return _CODE.sub(lambda name: name[1].replace("_", " "), message)
