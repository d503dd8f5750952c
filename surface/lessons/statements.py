"""Numbers in the words, and claims in the head: written down, computed, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surface.lessons.lesson import Act, Lesson, Statement
from surface.lessons.quantities import find, missing
from surface.lessons.source import Problem

_STATEMENT = re.compile(r"\{([^{}=]*)=\s*([a-z][^{}]*?)\s*\}")
_CLAIM = re.compile(r"(.+?) (is|<|>|=) (.+)")
_NUMBER = re.compile(r"[-−]?\d+(?:\.(\d+))?(?:\s?%)?")


def statements(text: str) -> Iterator[Statement]:
    """Find the numbers that are tied to a quantity; the first line is number 0."""
    for number, line in enumerate(text.splitlines()):
        for match in _STATEMENT.finditer(line):
            yield Statement(number, match[1].strip(), match[2])


def spoken(text: str, acts: Sequence[Act]) -> str:
    """Return the words as a reader sees them: of each tied number, only the number, or a question mark for none."""

    def number(match: re.Match) -> str:
        given, refusal = ("", None) if match[1].strip() else _given(match[2], acts)
        return "?" if refusal else (match[1].strip() or shown(given)).replace(" %", "\N{NO-BREAK SPACE}%")

    return _STATEMENT.sub(number, text)


def without_ties(text: str) -> str:
    """Return the words with each tied number as it is written, or 0 where it is only computed."""
    return _STATEMENT.sub(lambda match: match[1].strip() or "0", text)


def value(quantity: str, acts: Sequence[Act]) -> float | str:
    """Return a quantity of the first act, or of the one that ` in LABEL` names."""
    name, act = _placed(quantity, acts)
    return find(name)(act.stage)


def _placed(quantity: str, acts: Sequence[Act]) -> tuple[str, Act]:
    """Return a quantity without the label at its end, and the act that it is taken from."""
    for act in acts:
        if quantity.endswith(f" in {act.label}"):
            return quantity.removesuffix(f" in {act.label}"), act
    return quantity, acts[0]


def shown(number: float | str) -> str:
    """Return a computed value as the words show it: three digits that mean something."""
    return number if isinstance(number, str) else f"{number:.3g}".replace("-", "−")


def agrees(written: str, number: float | str) -> bool:
    """Return whether a value is what is written, rounded to the digits that are written."""
    match = _NUMBER.fullmatch(written)
    if isinstance(number, str) or match is None:
        return written == number
    scale = 100 if written.endswith("%") else 1
    return abs(number - _number(written)) * scale <= 0.5000001 * 10.0 ** -len(match[1] or "")


def _number(written: str) -> float:
    return float(re.sub(r"\s?%", "", written).replace("−", "-")) / (100 if written.endswith("%") else 1)


# --- while reading: is it something that can be asked? ------------------------------------------------------------


def check_statement(statement: Statement, acts: Sequence[Act]) -> str | None:
    """Return in one sentence why a number cannot be checked, or None."""
    if statement.written and not _NUMBER.fullmatch(statement.written):
        return f"a number must stand before the `=`, got {statement.written!r}"
    return _unknown(statement.quantity, acts)


def check_claim(text: str, acts: Sequence[Act]) -> str | None:
    """Return in one sentence why a claim cannot be checked, or None."""
    match = _CLAIM.fullmatch(text)
    if match is None:
        return f"a claim must be two quantities with `<`, `>`, `=` or `is` between them, got {text!r}"
    sides = [match[1]] if match[2] == "is" else [side for side in match.group(1, 3) if not _NUMBER.fullmatch(side)]
    return next((reason for reason in (_unknown(side, acts) for side in sides) if reason), None)


def _unknown(quantity: str, acts: Sequence[Act]) -> str | None:
    name, act = _placed(quantity, acts)
    try:
        return missing(name, act.scene)
    except ValueError as refusal:
        return str(refusal)


# --- when the scenes have run: is it true? ------------------------------------------------------------------------


def disagreements(lesson: Lesson) -> list[Problem]:
    """Run a lesson's scenes and return, for each number and claim that they do not bear out, what they give."""
    found = []
    for statement in lesson.statements:
        given, refusal = _given(statement.quantity, lesson.acts)
        if refusal:
            found.append(Problem(lesson.file, statement.line, refusal))
        elif statement.written and not agrees(statement.written, given):
            reason = f"the words say {statement.written}, but {statement.quantity} is {_precise(given)}"
            found.append(Problem(lesson.file, statement.line, reason))
    for entry in lesson.claims:
        reason = _broken(entry.value, lesson.acts)
        found += [Problem(lesson.file, entry.line, reason)] if reason else []
    return found


def _given(quantity: str, acts: Sequence[Act]) -> tuple[float | str, str | None]:
    """Return a quantity's value, and why the scene has none."""
    try:
        return value(quantity, acts), None
    except ValueError as refusal:
        return "", str(refusal)


def _broken(claim: str, acts: Sequence[Act]) -> str | None:
    left, sign, right = _CLAIM.fullmatch(claim).groups()
    a, refusal = _given(left, acts)
    number = sign != "is" and _NUMBER.fullmatch(right)
    b, more = (_number(right), None) if number else (right, None) if sign == "is" else _given(right, acts)
    if refusal or more:
        return f"the lesson claims {claim}, but {refusal or more}"
    if a == b if sign == "is" else agrees(right, a) if number and sign == "=" else _ordered(a, b, sign):
        return None
    other = "" if sign == "is" or number else f" and {right} is {_precise(b)}"
    return f"the lesson claims {claim}, but {left} is {_precise(a)}{other}"


def _ordered(a, b, sign: str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return False
    return {"<": a < b, ">": a > b, "=": abs(a - b) <= 1e-6 * max(abs(a), abs(b))}[sign]


def _precise(number: float | str) -> str:
    return number if isinstance(number, str) else f"{number:.6g}"
