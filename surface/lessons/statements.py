"""Numbers in the words, and claims in the head: written down, computed, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surface.lessons.lesson import Act, Lesson, Statement
from surface.lessons.source import Problem
from surface.scenes.claims import Value, agrees, broken, is_number, precise, quantities_of
from surface.scenes.quantities import find, missing

_STATEMENT = re.compile(r"\{([^{}=]*)=\s*([a-z][^{}]*?)\s*\}")


def statements(text: str) -> Iterator[Statement]:
    """Find the numbers that are tied to a quantity; the first line is number 0."""
    for number, line in enumerate(text.splitlines()):
        for match in _STATEMENT.finditer(line):
            yield Statement(number, match[1].strip(), match[2])


def spoken(text: str, acts: Sequence[Act]) -> str:
    """Return the words as a reader sees them: of each tied number, only the number, or a question mark for none."""

    def number(match: re.Match) -> str:
        given, refusal = ("", None) if match[1].strip() else _given(match[2], acts)
        # A % never stands alone on a line.
        return "?" if refusal else (match[1].strip() or in_words(given)).replace(" %", "\N{NO-BREAK SPACE}%")

    return _STATEMENT.sub(number, text)


def without_ties(text: str) -> str:
    """Return the words with each tied number as it is written, or 0 where it is only computed."""
    return _STATEMENT.sub(lambda match: match[1].strip() or "0", text)


def value(quantity: str, acts: Sequence[Act]) -> Value:
    """Return a quantity of the first act, or of the one that ` in LABEL` names."""
    name, act = _placed(quantity, acts)
    return find(name)(act.played)


def _placed(quantity: str, acts: Sequence[Act]) -> tuple[str, Act]:
    """Return a quantity without the label at its end, and the act that it is taken from."""
    # A quantity may itself hold " in ", as in "in the window": only a label of this lesson counts.
    for act in acts:
        if quantity.endswith(f" in {act.label}"):
            return quantity.removesuffix(f" in {act.label}"), act
    return quantity, acts[0]


def in_words(number: Value) -> str:
    """Return a computed value as the words show it: three digits that mean something."""
    if isinstance(number, str):
        return number
    return (f"{number:,}" if isinstance(number, int) else f"{number:.3g}").replace("-", "−")


# --- while reading: is it something that can be asked? ------------------------------------------------------------


def check_statement(statement: Statement, acts: Sequence[Act]) -> str | None:
    """Return in one sentence why a number cannot be checked, or None."""
    if statement.written and not is_number(statement.written):
        return f"a number must stand before the `=`, got {statement.written!r}"
    return _unknown(statement.quantity, acts)


def check_claim(text: str, acts: Sequence[Act]) -> str | None:
    """Return in one sentence why a claim cannot be checked, or None."""
    try:
        named = quantities_of(text)
    except ValueError as refusal:
        return str(refusal)
    return next((reason for reason in (_unknown(quantity, acts) for quantity in named) if reason), None)


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
            reason = f"the words say {statement.written}, but {statement.quantity} is {precise(given)}"
            found.append(Problem(lesson.file, statement.line, reason))
    for entry in lesson.claims:
        reason = broken(entry.value, lambda quantity: value(quantity, lesson.acts))
        sentence = f"the lesson claims {entry.value}, but {reason}"
        found += [Problem(lesson.file, entry.line, sentence)] if reason else []
    return found


def _given(quantity: str, acts: Sequence[Act]) -> tuple[Value, str | None]:
    """Return a quantity's value, and why the scene has none."""
    try:
        return value(quantity, acts), None
    except ValueError as refusal:
        return "", str(refusal)
