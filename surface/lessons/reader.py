"""Lessons out of their files: every part checked, so that a mistake is a sentence that names its file and line."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from surface.descent import LABELS, RULES, hyperparameters
from surface.lessons.lesson import Act, Control, Lesson, Statement
from surface.lessons.source import FOLDER, Entry, Problem, Source, opened, parsed
from surface.lessons.statements import check_claim, check_statement, statements, without_ties
from surface.scenes import GALLERY, SCENES, Run, Scene

MAX_WORDS = 150
"""The most words beside a picture, the answer included."""
MAX_CONTROLS = 3

GLOSSARY = "glossary.md"

KEYS = (
    "title", "picture", "scene", "label", "subject", "steps", "run", "control",
    "question", "choice", "right choice", "claim",
)  # fmt: skip
SECTIONS = ("Words", "Answer")

_NAME = re.compile(r"(\d+)-([a-z0-9-]+)\.md")
_END = r"-?\d+(?:\.\d+)?"
_CONTROL = re.compile(rf"(.+?)(?: of run (\d{{1,3}}))?(?:, ({_END}) to ({_END}))?")
_START = re.compile(r"start (?:(\w+)|\(([^,()]+),([^,()]+)\))")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)


def read_lessons(pictures: Mapping[str, Collection[str]], folder: Path = FOLDER) -> tuple[list[Lesson], list[Problem]]:
    """Return the lessons of a folder in their order, and the problems of those that could not be read.

    pictures: the name of each picture, and of the controls that it offers.
    """
    lessons, problems, taken = [], [], {}
    for path in sorted(path for path in folder.glob("*.md") if path.name != GLOSSARY):
        text, wrong = opened(path)
        wrong = wrong or _misnamed(path.name, taken)
        if not wrong:
            source = parsed(path.name, text, KEYS, SECTIONS)
            lesson, wrong = _lesson(source, pictures), source.problems
            lessons += [] if wrong else [lesson]
        problems += wrong
    return lessons, problems


def _misnamed(file: str, taken: dict[str, str]) -> list[Problem]:
    """Return what is wrong with a file's name; `taken` is the file of each address so far."""
    match = _NAME.fullmatch(file)
    if match is None:
        return [Problem(file, 1, "a lesson's file must be called like `06-momentum.md`, a number and small letters")]
    first = taken.setdefault(match[2], file)
    return [] if first == file else [Problem(file, 1, f"the address ?lesson={match[2]} is taken by {first}")]


def _lesson(source: Source, pictures: Mapping[str, Collection[str]]) -> Lesson:
    acts = _acts(source, pictures)
    # A missing section has been noted already.
    words, answer = (source.sections[name].text.strip() if name in source.sections else "" for name in SECTIONS)
    _check_length(source, f"{words}\n\n{answer}")
    choices = [entry for entry in source.entries if entry.key.endswith("choice")]
    said = [
        Statement(section.line + said.line, said.written, said.quantity)
        for section in source.sections.values()
        for said in statements(section.text)
    ]
    # Where a scene could not be read, what is said of it would only be found wrong once more.
    complete = len(acts) == len(source.all("scene")) > 0
    if complete:
        _check_numbers(source, acts, said)
    return Lesson(
        slug=source.file.removesuffix(".md").partition("-")[2],
        file=source.file,
        title=source.needed("title"),
        acts=tuple(acts),
        controls=_controls(source, acts, pictures) if complete else (),
        question=source.needed("question"),
        choices=tuple(entry.value for entry in choices),
        right=_right(source, choices),
        words=words,
        answer=answer,
        statements=tuple(said),
        claims=tuple(source.all("claim")),
    )


def _right(source: Source, choices: list[Entry]) -> int:
    right = [index for index, entry in enumerate(choices) if entry.key == "right choice"]
    if len(choices) < 2 or len(right) != 1:
        line = choices[0].line if choices else 1
        source.complain(line, "a question must have at least one `choice:` and exactly one `right choice:`")
        return 0
    return right[0]


def _check_length(source: Source, text: str) -> None:
    count = count_words(text)
    if count > MAX_WORDS:
        line = next(iter(source.sections.values())).line
        reason = (
            f"words and answer together must have at most {MAX_WORDS} words, a formula counting as one, got {count}"
        )
        source.complain(line, reason)


def count_words(text: str) -> int:
    """Return how many words a reader reads: a formula is one, and so is a number, whatever it is tied to."""
    plain = _FORMULA.sub(" x ", without_ties(text))
    return len([word for word in plain.split() if any(map(str.isalnum, word))])


# --- scenes and runs ----------------------------------------------------------------------------------------------


def _acts(source: Source, pictures: Collection[str]) -> list[Act]:
    """Return the scenes: each `scene:` line with what follows it up to the next; a line before the first is for all."""
    at = [index for index, entry in enumerate(source.entries) if entry.key == "scene"]
    if not at:
        source.complain(1, "a lesson must have a `scene:` line with a value")
    for_all = {
        entry.key: entry for entry in source.entries[: at[0] if at else None] if entry.key in ("picture", "steps")
    }
    blocks = [source.entries[start:end] for start, end in zip(at, [*at[1:], None], strict=True)]
    acts = [_act(source, block, for_all, pictures) for block in blocks]
    labels = [act.label for act in acts if act]
    for act, start in zip(acts, at, strict=True):
        if act and labels.count(act.label) > 1:
            source.complain(
                source.entries[start].line, f"each scene must have a `label:` of its own, got {act.label!r}"
            )
    return [act for act in acts if act]


def _act(source: Source, block: list[Entry], for_all: dict[str, Entry], pictures: Collection[str]) -> Act | None:
    opening, own = block[0], for_all | {entry.key: entry for entry in block}
    picture = _picture(source, own.get("picture"), opening, pictures)
    if opening.value not in SCENES:
        source.complain(opening.line, f"a scene must be one of {', '.join(SCENES)}, got {opening.value!r}")
        return None
    scene = SCENES[opening.value]
    label = own["label"].value if "label" in own else GALLERY[scene.id].title
    runs = [_run(source, entry, scene) for entry in block if entry.key == "run"]
    subject = "subject" in own
    if subject and own["subject"].value != "yes":
        source.complain(
            own["subject"].line, f"a scene that the question is about has `subject: yes`, got {own['subject'].value!r}"
        )
    if picture is None or None in runs:
        return None
    try:
        changed = scene.with_(runs=tuple(runs) or scene.runs, steps=_steps(own.get("steps"), scene))
        return Act(label, picture, changed, subject)
    except ValueError as refusal:
        source.complain(own.get("steps", opening).line, str(refusal))
        return None


def _picture(source: Source, entry: Entry | None, opening: Entry, pictures: Collection[str]) -> str | None:
    if entry is None:
        source.complain(opening.line, "a lesson must have a `picture:` line with a value")
        return None
    if entry.value not in pictures:
        source.complain(entry.line, f"a picture must be one of {', '.join(pictures)}, got {entry.value!r}")
        return None
    return entry.value


def _steps(entry: Entry | None, scene: Scene) -> int:
    if entry is None:
        return scene.steps
    if not entry.value.isdecimal():
        raise ValueError(f"`steps` must be a whole number, got {entry.value!r}")
    return int(entry.value)


def _run(source: Source, entry: Entry, scene: Scene) -> Run | None:
    try:
        return _parsed_run(entry.value, scene)
    except ValueError as refusal:
        source.complain(entry.line, str(refusal))
        return None


def _parsed_run(text: str, scene: Scene) -> Run:
    """Return the run of a line such as `momentum, start A, learning rate 0.2`."""
    # Not at the comma within (1, 2).
    name, *parts = [part.strip() for part in re.split(r",(?![^()]*\))", text)]
    if name not in RULES:
        raise ValueError(f"a rule must be one of {', '.join(RULES)}, got {name!r}")
    own = GALLERY[scene.id].rules.get(name, RULES[name]())
    known = {setting.label: setting.name for setting in hyperparameters(own)}
    settings, start = {setting: getattr(own, setting) for setting in known.values()}, None
    for part in parts:
        if part.startswith("start "):
            start = _start(part, scene)
            continue
        label, _, number = part.rpartition(" ")
        if label not in known:
            raise ValueError(f"a setting of {name} must be one of {', '.join(known)}, got {label!r}")
        settings[known[label]] = _number(number)
    return Run(RULES[name](**settings), start or scene.runs[0].start)


def _start(text: str, scene: Scene) -> tuple[float, float]:
    match = _START.fullmatch(text)
    starts = GALLERY[scene.id].starts
    if match is None or (match[1] and match[1] not in starts):
        letters = ", ".join(starts)
        raise ValueError(f"a start must be one of {letters} or two numbers as in (1, 2), got {text!r}")
    return starts[match[1]] if match[1] else (_number(match[2]), _number(match[3]))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a setting must be a number, got {text!r}") from None


# --- controls and numbers -----------------------------------------------------------------------------------------


def _controls(source: Source, acts: list[Act], pictures: Mapping[str, Collection[str]]) -> tuple[Control, ...]:
    entries = source.all("control")
    if len(entries) > MAX_CONTROLS:
        source.complain(entries[MAX_CONTROLS].line, f"there may be at most {MAX_CONTROLS} controls, got {len(entries)}")
    # A switch between scenes is offered where there is something to switch.
    names = {name for act in acts for name in pictures.get(act.picture, ())} | ({"scene"} if len(acts) > 1 else set())
    offered = sorted(names)
    controls = [control for control in (_control(source, entry, acts, offered) for entry in entries) if control]
    if len(acts) > 1 and "scene" not in [control.name for control in controls]:
        source.complain(source.all("scene")[1].line, "a lesson with more than one scene must have `control: scene`")
    return tuple(controls)


def _control(source: Source, entry: Entry, acts: list[Act], offered: Collection[str]) -> Control | None:
    match = _CONTROL.fullmatch(entry.value)
    name, run, low, high = match.groups() if match else ("", None, None, None)
    if name not in offered:
        source.complain(entry.line, f"a control of this picture must be one of {', '.join(offered)}, got {name!r}")
        return None
    control = Control(name, int(run) if run else None, *(float(end) if end else None for end in (low, high)))
    reason = _unfit(control, acts)
    if reason:
        source.complain(entry.line, reason)
    return control


def _unfit(control: Control, acts: list[Act]) -> str | None:
    """Return in one sentence why a control does not fit the runs of the scenes, or None."""
    low, high = control.ends or (-math.inf, math.inf)
    if not low < high:
        return f"a control must go from a smaller to a larger number, got {low:g} to {high:g}"
    if control.run is None:
        # A control of the picture's own needs no run: then the sentence is empty, and nothing unfit.
        return f"a control of a setting must name its run, as in `{control.name} of run 1`" * (control.name in LABELS)
    most = max(len(act.scene.runs) for act in acts)
    if not 1 <= control.run <= most:
        return f"a control's run must be one of the scene's {most}, got {control.run}"
    values = _own_values(control, acts)
    if not values:
        return f"the rule of run {control.run} has no {control.name}"
    outside = [value for value in values if not low <= value <= high]
    if outside:
        return f"a control must go over the run's own value, {outside[0]:g}, got {low:g} to {high:g}"
    return None


def _own_values(control: Control, acts: list[Act]) -> list[float]:
    """Return what each scene's run has for the setting of a control."""
    rules = [act.scene.runs[control.index].rule for act in acts if control.index < len(act.scene.runs)]
    return [getattr(rule, s.name) for rule in rules for s in hyperparameters(rule) if s.label == control.name]


def _check_numbers(source: Source, acts: list[Act], said: list[Statement]) -> None:
    for statement in said:
        reason = check_statement(statement, acts)
        if reason:
            source.complain(statement.line, reason)
    for entry in source.all("claim"):
        reason = check_claim(entry.value, acts)
        if reason:
            source.complain(entry.line, reason)
