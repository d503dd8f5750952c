"""The glossary: its terms, and the words of a lesson with each term explained where it first occurs."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surface.lessons.source import FOLDER, Problem, opened, split

# What is left alone: formulas, code, links, and markup that is already there.
_KEPT = re.compile(r"(\$\$.+?\$\$|\$.+?\$|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|<[^>]*>|^#.*$)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Term:
    """A word of the field: other forms of it that occur in the words, and what it means, as Markdown."""

    name: str
    forms: tuple[str, ...]
    meaning: str

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower())


def read_glossary(folder: Path = FOLDER) -> tuple[list[Term], list[Problem]]:
    """Return the terms of `glossary.md`: a heading, perhaps a line `also: other, forms`, and the meaning."""
    path = folder / "glossary.md"
    if not path.exists():
        return [], [Problem(path.name, 1, "the glossary is missing")]
    text, problems = opened(path)
    terms = []
    for name, section in split(text.splitlines()):
        also, _, rest = section.text.strip().partition("\n")
        forms = (
            tuple(form.strip() for form in also.removeprefix("also:").split(",")) if also.startswith("also:") else ()
        )
        meaning = (rest if forms else section.text).strip()
        terms.append(Term(name, forms, " ".join(meaning.split())))
        if not meaning:
            problems.append(Problem(path.name, section.line - 1, f"the term {name!r} has no meaning"))
        if name in [term.name for term in terms[:-1]]:
            problems.append(Problem(path.name, section.line - 1, f"the term {name!r} stands there twice"))
    return terms, problems


def explained(text: str, terms: Sequence[Term], place: str, before: str = "") -> str:
    """Return Markdown in which the first occurrence of each term is a button that opens its meaning beside it.

    place: a name that makes the ids unique on the page; before: words that were read first, whose terms are known by
    now. Button and meaning are plain HTML (`popover`): they open by pointer, touch and key, and close by Escape.
    """
    by_form = {form.lower(): term for term in terms for form in (term.name, *term.forms)}
    if not by_form:
        return text
    # Or "error surface" would be explained as "error".
    longest_first = sorted(by_form, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])([.,;:!?]*)", re.IGNORECASE)
    # A split by what is kept leaves the plain words at even places.
    read_before = "".join(_KEPT.split(before)[::2])
    seen = {by_form[match[1].lower()].name for match in pattern.finditer(read_before)}

    def button(match: re.Match) -> str:
        term = by_form[match[1].lower()]
        if term.name in seen:
            return match[0]
        seen.add(term.name)
        return _button(match[1], match[2], term, f"{place}-{term.slug}")

    parts = _KEPT.split(text)
    return "".join(part if index % 2 else pattern.sub(button, part) for index, part in enumerate(parts))


def _button(word: str, mark: str, term: Term, id: str) -> str:
    # A full stop must not begin a line because the word before it is a button.
    return (
        '<span class="unbroken">'
        f'<button type="button" class="term" popovertarget="{id}">{html.escape(word)}</button>{mark}</span>'
        f'<span popover class="meaning" id="{id}"><strong>{html.escape(term.name)}</strong> {term.meaning}</span>'
    )
