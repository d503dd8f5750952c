"""Lessons out of their files: every part checked, so that a mistake is a sentence that names its file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from surface.lessons.drafts import Draft, drafts_of
from surface.lessons.fitting import check_numbers, controls_of
from surface.lessons.lesson import Act, Lesson, Statement
from surface.lessons.source import FOLDER, Entry, Problem, Source, meant, opened, parsed
from surface.lessons.statements import first, placed, statements, without_ties, wrong_claim, wrong_statement
from surface.scenes.claims import quantities_of

MAX_WORDS = 150
"""The most words beside a picture, the answer included."""

GLOSSARY = "glossary.md"

KEYS = (
    "title", "picture", "scene", "label", "subject", "steps", "run", "control",
    "question", "choice", "right choice", "claim",
)  # fmt: skip
SECTIONS = ("Words", "Answer")

_NAME = re.compile(r"(\d+)-([a-z0-9-]+)\.md")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)


def lesson_files(folder: Path = FOLDER) -> list[Path]:
    """Return the files of the lessons in a folder, in their order."""
    return sorted(path for path in folder.glob("*.md") if path.name != GLOSSARY)


def read_lessons(pictures: Mapping[str, Collection[str]], folder: Path = FOLDER) -> tuple[list[Lesson], list[Problem]]:
    """Return the lessons of a folder in their order, and all the problems of those that could not be read.

    pictures: the name of each picture, and of the controls that it offers.
    """
    lessons, problems, taken = [], [], {}
    for path in lesson_files(folder):
        text, wrong = opened(path)
        wrong = wrong or _misnamed(path.name, taken)
        if not wrong:
            source = parsed(path.name, text, KEYS, SECTIONS)
            lesson, wrong = _lesson(source, text, pictures), source.problems
            lessons += [] if wrong else [lesson]
        problems += wrong
    return lessons, problems


def _misnamed(file: str, taken: dict[str, str]) -> list[Problem]:
    """Return what is wrong with a file's name; `taken` is the file of each address so far."""
    match = _NAME.fullmatch(file)
    if match is None:
        return [Problem(file, 1, "a lesson's file must be called like `07-momentum.md`, a number and small letters")]
    first_file = taken.setdefault(match[2], file)
    if first_file == file:
        return []
    return [Problem(file, 1, f"the address ?lesson={match[2]} is taken by {first_file}")]


def _lesson(source: Source, text: str, pictures: Mapping[str, Collection[str]]) -> Lesson:
    """Return a lesson as far as it can be read; what is wrong with it is noted in its source."""
    drafts = drafts_of(source, pictures)
    _check_sections(source, drafts)
    choices = [entry for entry in source.entries if entry.key.endswith("choice")]
    said = [
        Statement(section.line + said.line, said.written, said.quantity, section.label)
        for _, section in source.sections
        for said in statements(section.text)
    ]
    lesson = Lesson(
        slug=source.file.removesuffix(".md").partition("-")[2],
        file=source.file,
        title=source.needed("title"),
        acts=tuple(act for act in (draft.act(source) for draft in drafts) if act),
        controls=controls_of(source, drafts, pictures),
        question=source.needed("question"),
        choices=tuple(entry.value for entry in choices),
        right=_right(source, choices),
        words=source.texts("Words"),
        answer=source.texts("Answer"),
        statements=tuple(said),
        claims=tuple(source.all("claim")),
        text=text,
    )
    check_numbers(source, drafts, said)
    source.settle()
    if source.problems:
        _try_the_rest(source, drafts, lesson)
    return lesson


def _right(source: Source, choices: list[Entry]) -> int:
    right = [index for index, entry in enumerate(choices) if entry.key == "right choice"]
    texts = [entry.value for entry in choices]
    again = next((entry for place, entry in enumerate(choices) if entry.value in texts[:place]), None)
    if again:
        source.complain(again.line, f"each choice must be another one, got {again.value!r:.60} twice")
    if len(choices) >= 2 and len(right) == 1:
        return right[0]
    say = source.complain if len(right) > 1 else source.miss
    say(
        choices[0].line if choices else 1,
        "a question must have at least one `choice:` and exactly one `right choice:`",
    )
    return 0


def _check_sections(source: Source, drafts: list[Draft]) -> None:
    """Note words that stand beside no picture, and too many words beside one."""
    labels = [draft.label for draft in drafts]
    for _, section in source.sections:
        if section.label and section.label not in labels and all(labels):
            listed = ", ".join(labels)
            reason = f"the words must stand beside one of {listed}, got {section.label!r:.60}"
            source.complain(section.line - 1, f"{reason}{meant(section.label, labels)}")
    beside = [_seen(source, label) for label in labels or [""]]
    count = max(map(count_words, beside))
    if count > MAX_WORDS:
        reason = (
            f"words and answer together must have at most {MAX_WORDS} words, a formula counting as one, got {count}"
        )
        source.complain(source.sections[0][1].line, reason)


def _seen(source: Source, label: str) -> str:
    """Return what a reader sees beside one picture, the answer included."""
    labels = ["", label] if label else [""]
    return "\n\n".join(source.texts(name, each) for name in SECTIONS for each in labels)


def count_words(text: str) -> int:
    """Return how many words a reader reads: a formula is one, and so is a number, whatever it is tied to."""
    plain = _FORMULA.sub(" x ", without_ties(text))
    return len([word for word in plain.split() if any(map(str.isalnum, word))])


# --- what is wrong with a file besides ----------------------------------------------------------------------------


def _try_the_rest(source: Source, drafts: list[Draft], lesson: Lesson) -> None:
    """Of a file that has mistakes, run what is in no doubt, so that a wrong number in it comes with them."""
    faulty = {problem.line for problem in source.problems}
    acts = {draft.label: Act(draft.label, "", draft.scene) if draft.whole and draft.scene else None for draft in drafts}
    for statement in lesson.statements:
        of = _all_there([statement.quantity], first(statement.label, drafts), acts)
        reason = wrong_statement(statement, of) if of and statement.line not in faulty else None
        if reason:
            source.complain(statement.line, reason)
    for entry in lesson.claims:
        of = None if entry.line in faulty else _all_there(quantities_of(entry.value), drafts, acts)
        reason = wrong_claim(entry.value, of) if of else None
        if reason:
            source.complain(entry.line, reason)
    source.problems.sort(key=lambda problem: problem.line)


def _all_there(quantities: list[str], drafts: list[Draft], acts: Mapping[str, Act | None]) -> list[Act] | None:
    """Return the acts, where those that some quantities are taken from are in no doubt."""
    if not drafts or not all(draft.label for draft in drafts):
        return None
    named = [placed(quantity, drafts)[1] for quantity in quantities]
    if not all(acts[draft.label] for draft in named):
        return None
    return [act for draft in drafts if (act := acts[draft.label])]
