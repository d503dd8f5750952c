"""The scenes of a lesson's file and their runs: read as far as they can be, with a note of what is in doubt.

One mistake is one sentence: what hangs on a line that could not be read is in doubt, and nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from surface.descent import RULES, hyperparameters
from surface.lessons.lesson import Act
from surface.lessons.source import Entry, Source, meant
from surface.scenes import GALLERY, MAX_RUNS, MAX_STEPS, SCENES, Run, Scene

_START = re.compile(r"start (?:(\w+)|\(([^,()]+),([^,()]+)\))")


@dataclass
class Draft:
    """A scene of a lesson, as far as it could be read.

    picture, scene: None where they could not be. doubtful: the numbers of the runs that could not be read, for which
    runs of the scene's own stand in. steps_known: whether the number of steps could be; the most stand in for it.
    """

    line: int
    label: str
    picture: str | None
    scene: Scene | None
    subject: bool
    doubtful: set[int] = field(default_factory=set)
    steps_known: bool = True

    @property
    def whole(self) -> bool:
        """Whether its runs can go: nothing of them is in doubt."""
        return bool(self.scene and self.steps_known and not self.doubtful)

    def act(self, source: Source) -> Act | None:
        """Return the act, with the words that stand beside it, or None where it is in doubt."""
        if not (self.whole and self.scene and self.picture):
            return None
        words, answer = (source.texts(name, self.label) for name in ("Words", "Answer"))
        return Act(self.label, self.picture, self.scene, self.subject, words, answer)


def drafts_of(source: Source, pictures: Collection[str]) -> list[Draft]:
    """Return the scenes: each `scene:` line with what follows it up to the next; a line before the first is for all."""
    at = [index for index, entry in enumerate(source.entries) if entry.key == "scene"]
    if not at:
        source.miss(1, "a lesson must have a `scene:` line with a value")
    for_all = {
        entry.key: entry for entry in source.entries[: at[0] if at else None] if entry.key in ("picture", "steps")
    }
    blocks = [source.entries[start:end] for start, end in zip(at, [*at[1:], None], strict=True)]
    drafts = [_draft(source, block, for_all, pictures) for block in blocks]
    labels = [draft.label for draft in drafts]
    for place, draft in enumerate(drafts):
        if draft.label and draft.label in labels[:place]:
            source.complain(draft.line, f"each scene must have a `label:` of its own, got {draft.label!r}")
    if drafts and not source.first("picture") and not source.unread:
        source.miss(drafts[0].line, "a lesson must have a `picture:` line with a value")
    return drafts


def _draft(source: Source, block: list[Entry], for_all: dict[str, Entry], pictures: Collection[str]) -> Draft:
    opening, own = block[0], for_all | {entry.key: entry for entry in block}
    scene = _known(source, opening, "a scene", SCENES) and SCENES[opening.value]
    title = GALLERY[scene.id].title if scene else ""
    subject = own.get("subject")
    if subject and subject.value != "yes":
        source.complain(subject.line, f"a scene that the question is about has `subject: yes`, got {subject.value!r}")
    picture = _picture(source, own.get("picture"), opening, pictures)
    label = own["label"].value if "label" in own else title
    draft = Draft(opening.line, label, picture, scene or None, subject is not None)
    if scene:
        _run_in(source, draft, scene, [entry for entry in block if entry.key == "run"], own.get("steps"))
    return draft


def _run_in(source: Source, draft: Draft, scene: Scene, lines: list[Entry], steps: Entry | None) -> None:
    """Give a draft's scene its runs and steps."""
    runs = [_run(source, entry, scene) for entry in lines]
    draft.doubtful = {number for number, run in enumerate(runs, start=1) if run is None}
    if len(runs) > MAX_RUNS:
        source.complain(lines[MAX_RUNS].line, f"there must be from 1 to {MAX_RUNS} runs, got {len(runs)}")
        draft.doubtful |= set(range(1, len(runs) + 1))
    there = tuple(run or scene.runs[0] for run in runs[:MAX_RUNS])
    draft.scene = scene.with_(runs=there or scene.runs)
    try:
        draft.scene = draft.scene.with_(steps=_steps(steps, scene))
    except ValueError as refusal:
        source.complain(steps.line if steps else draft.line, str(refusal))
        draft.scene, draft.steps_known = draft.scene.with_(steps=MAX_STEPS), False


def _known(source: Source, entry: Entry, what: str, known: Collection[str]) -> bool:
    """Return whether what a line names is known; else say so."""
    if entry.value not in known:
        reason = f"{what} must be one of {', '.join(known)}, got {entry.value!r:.60}{meant(entry.value, known)}"
        source.complain(entry.line, reason)
    return entry.value in known


def _picture(source: Source, entry: Entry | None, opening: Entry, pictures: Collection[str]) -> str | None:
    if entry is None:
        if source.first("picture"):  # of another scene; where none has one, that is said once
            source.complain(opening.line, "each scene must have a `picture:` line with a value")
        return None
    return entry.value if _known(source, entry, "a picture", pictures) else None


def _steps(entry: Entry | None, scene: Scene) -> int:
    if entry is None:
        return scene.steps
    # `isdecimal` also knows digits of other scripts; and what is longer than the most steps is too many anyway.
    if not (entry.value.isascii() and entry.value.isdecimal()):
        raise ValueError(f"`steps` must be a whole number, got {entry.value!r:.60}")
    return int(entry.value[:12])


def _run(source: Source, entry: Entry, scene: Scene) -> Run | None:
    try:
        return _parsed_run(entry.value, scene)
    except ValueError as refusal:
        source.complain(entry.line, str(refusal))
        return None


def _parsed_run(text: str, scene: Scene) -> Run:
    """Return the run of a line such as `momentum, start A, learning rate 0.2`, or `…, batch 4, seed 1`."""
    # Not at the comma within (1, 2).
    name, *parts = [part.strip() for part in re.split(r",(?![^()]*\))", text)]
    if name not in RULES:
        raise ValueError(f"a rule must be one of {', '.join(RULES)}, got {name!r:.60}{meant(name, RULES)}")
    own = GALLERY[scene.id].rules.get(name, RULES[name]())
    known = {setting.label: setting.name for setting in hyperparameters(own)}
    settings, start = {setting: getattr(own, setting) for setting in known.values()}, None
    noise = {"batch": 0, "seed": 0}
    for part in parts:
        if part.startswith("start "):
            start = _start(part, scene)
            continue
        label, _, number = part.rpartition(" ")
        if label in noise:
            noise[label] = _whole(label, number)
            continue
        if label not in known:
            listed = ", ".join([*known, *noise])
            raise ValueError(f"a setting of {name} must be one of {listed}, got {label!r:.60}{meant(label, known)}")
        settings[known[label]] = _number(number)
    rule = RULES[name](**settings)
    return Run(rule, start or scene.runs[0].start, batch=noise["batch"] or None, seed=noise["seed"])


def _start(text: str, scene: Scene) -> tuple[float, float]:
    match = _START.fullmatch(text)
    starts = GALLERY[scene.id].starts
    if match is None or (match[1] and match[1] not in starts):
        letters = ", ".join(starts)
        raise ValueError(f"a start must be one of {letters} or two numbers as in (1, 2), got {text!r}")
    return starts[match[1]] if match[1] else (_number(match[2]), _number(match[3]))


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"`{name}` must be a whole number, got {text!r:.60}")
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a setting must be a number, got {text!r}") from None
