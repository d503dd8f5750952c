"""Numbers in the words, and claims in the head: written down, computed, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from surface.lessons.lesson import Act, Lesson, Statement
from surface.lessons.source import Problem
from surface.scenes.claims import Value, agrees, broken, is_number, precise
from surface.scenes.quantities import find

_STATEMENT = re.compile(r"\{([^{}=]*)=\s*([a-z][^{}]*?)\s*\}")


class Labelled(Protocol):
    """Whatever is called by a label."""

    @property
    def label(self) -> str: ...


L = TypeVar("L", bound=Labelled)


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
    name, act = placed(quantity, acts)
    return find(name)(act.played)


def placed(quantity: str, acts: Sequence[L]) -> tuple[str, L]:
    """Return a quantity without the label at its end, and the act that it is taken from."""
    # A quantity may itself hold " in ", as in "in the window": only a label of this lesson counts.
    for act in acts:
        if act.label and quantity.endswith(f" in {act.label}"):
            return quantity.removesuffix(f" in {act.label}"), act
    return quantity, acts[0]


def first(label: str, acts: Sequence[L]) -> list[L]:
    """Return the acts with the one of this label first; as they are where there is none."""
    return sorted(acts, key=lambda act: not label or act.label != label)


def in_words(number: Value) -> str:
    """Return a computed value as the words show it: three digits that mean something."""
    if isinstance(number, str):
        return number
    return (f"{number:,}" if isinstance(number, int) else f"{number:.3g}").replace("-", "−")


def untied(statement: Statement) -> str | None:
    """Return in one sentence why a number is none, or None."""
    if statement.written and not is_number(statement.written):
        return f"a number must stand before the `=`, got {statement.written!r}"
    return None


# --- when the scenes have run: is it true? ------------------------------------------------------------------------


def disagreements(lesson: Lesson) -> list[Problem]:
    """Run a lesson's scenes and return, for each number and claim that they do not bear out, what they give."""
    said = [wrong_statement(statement, first(statement.label, lesson.acts)) for statement in lesson.statements]
    claimed = [wrong_claim(entry.value, lesson.acts) for entry in lesson.claims]
    found = [
        *zip((statement.line for statement in lesson.statements), said, strict=True),
        *zip((entry.line for entry in lesson.claims), claimed, strict=True),
    ]
    return [Problem(lesson.file, line, reason) for line, reason in found if reason]


def wrong_statement(statement: Statement, acts: Sequence[Act]) -> str | None:
    """Return in one sentence what a quantity is that the words have otherwise, or None."""
    given, refusal = _given(statement.quantity, acts)
    if refusal or not statement.written or agrees(statement.written, given):
        return refusal
    return f"the words say {statement.written}, but {statement.quantity} is {precise(given)}"


def wrong_claim(text: str, acts: Sequence[Act]) -> str | None:
    """Return in one sentence why a claim does not hold, or None."""
    reason = broken(text, lambda quantity: value(quantity, acts))
    return f"the lesson claims {text}, but {reason}" if reason else None


def _given(quantity: str, acts: Sequence[Act]) -> tuple[Value, str | None]:
    """Return a quantity's value, and why the scene has none."""
    try:
        return value(quantity, acts), None
    except ValueError as refusal:
        return "", str(refusal)
