"""A lesson as the query of a link: its scene, and what its controls and its picture have made of that.

`?lesson=momentum&act=2&momentum2=0.5`. What a lesson does not let its reader change, no link changes; each value that
has to be left out is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from surface.descent import Hyperparameter, hyperparameters
from surface.formatting import number as spelt
from surface.lessons import Act, Lesson
from surface.pages import remember, variation, visit
from surface.pages.pictures import PICTURES
from surface.scenes import GALLERY, MAX_RUNS, Scene
from surface.scenes.link import PRESENT
from surface.scenes.spelling import BETWEEN

LESSON, ACT = "lesson", "act"
MOST_SENTENCES = 4  # about what a link has wrong: more would push the lesson out of sight

PLACE = "place"  # the address of the lesson that is open


@dataclass(frozen=True)
class Part:
    """Something that a reader may change in an act: how it stands in a link, None where it is the lesson's own."""

    written: Callable[[Scene], str | None]
    take: Callable[[str], None]


# --- read ---------------------------------------------------------------------------------------------------------


def opened(lessons: Sequence[Lesson]) -> tuple[Lesson, list[str]]:
    """Return the lesson to show, and a sentence about each value of its link that was left out.

    It is this visit's lesson, or the link's where that is news: see `visit.opened`, which goes by the same rule.
    """
    now, query = visit.current(), _query()
    arrived, now.arrived = now.arrived, False
    news = not (arrived and not query) and now.lesson_address.is_news(query, arrived or visit.went())
    if news:
        now.lesson_notices = _take(query, lessons)
    now.lesson_address.see(query, news or arrived)
    # A lesson that was open may be gone: its file can be taken away.
    slug = remember.read(PLACE)
    return next((each for each in lessons if each.slug == slug), lessons[0]), now.lesson_notices


def _query() -> dict[str, str]:
    """Return the link in the browser, without what only says how it is looked at."""
    return {name: text for name, text in st.query_params.items() if name != PRESENT}


def _take(query: Mapping[str, str], lessons: Sequence[Lesson]) -> list[str]:
    """Let the visit stand as a link says; return what had to be left out."""
    slug = query.get(LESSON, lessons[0].slug)
    lesson = next((each for each in lessons if each.slug == slug), None)
    if lesson is None:
        remember.write(PLACE, lessons[0].slug)
        # What stands in an address may be of any length.
        return [f"There is no lesson called {slug[:40]}; the first one opened instead."]
    remember.write(PLACE, lesson.slug)
    act, left_out = _act(lesson, query.get(ACT))
    variation.choose(lesson, act)
    variation.bring_back(lesson, act)
    parts = parts_of(lesson, act)
    for name, text in query.items():
        if name in (LESSON, ACT):
            continue
        try:
            if name not in parts:
                raise ValueError("nothing of that name can be changed here")
            parts[name].take(text)
        except ValueError as refusal:
            left_out.append(f"The link's {name[:40]} = {text[:40]} was left out: {refusal}.")
    more = len(left_out) - MOST_SENTENCES
    return left_out if more <= 1 else [*left_out[:MOST_SENTENCES], f"{more} more values of the link were left out."]


def _act(lesson: Lesson, text: str | None) -> tuple[Act, list[str]]:
    """Return the act of that number, counted from 1."""
    count = len(lesson.acts)
    numbers = {str(number): act for number, act in enumerate(lesson.acts, start=1)}
    if text is None or text in numbers:
        return numbers[text or "1"], []
    there = "one scene" if count == 1 else f"{count} scenes"
    return lesson.acts[0], [f"The link's act = {text[:40]} was left out: this lesson has {there}."]


# --- written ------------------------------------------------------------------------------------------------------


def query_of(lesson: Lesson, act: Act) -> dict[str, str]:
    """Return what a link to this act carries, as it stands in this visit."""
    place = lesson.acts.index(act)
    scene = variation.varied(lesson, act)
    texts = {name: part.written(scene) for name, part in parts_of(lesson, act).items()}
    return {
        LESSON: lesson.slug,
        **({ACT: str(place + 1)} if place else {}),
        **{name: text for name, text in texts.items() if text is not None},
    }


def write(lesson: Lesson, act: Act) -> None:
    """Put the link into the browser, where another one stands there."""
    now, query = visit.current(), query_of(lesson, act)
    if now.lesson_address.is_due(query):
        beside = {name: text for name, text in st.query_params.items() if name == PRESENT}
        st.query_params.from_dict(query | beside)
        now.lesson_address.sent(query)


# --- what can be changed ------------------------------------------------------------------------------------------


def parts_of(lesson: Lesson, act: Act) -> dict[str, Part]:
    """Return what may be changed in an act, by its name in a link."""
    found = {}
    for control in lesson.controls:
        if control.name == "rules" and act.picture == "rules":
            found["rules"] = _rules(lesson, act)
        for setting in _settings(act, control.run, control.name):
            ends = control.ends or setting.slider
            found[f"{setting.name}{control.run}"] = _setting(lesson, act, control.index, setting.name, ends)
    if variation.moves_starts(lesson, act):
        # A race has one start for all.
        count = 1 if act.picture == "rules" else len(act.scene.runs)
        found |= {f"start{index + 1}": _start(lesson, act, index) for index in range(count)}
    return found


def _settings(act: Act, run: int | None, label: str) -> list[Hyperparameter]:
    """Return the setting of that label that a run has, if it has, and if its picture lets it be moved."""
    picture = PICTURES[act.picture]
    if not run or run > len(act.scene.runs) or not (picture.settings or label in picture.own):
        return []
    return [setting for setting in hyperparameters(act.scene.runs[run - 1].rule) if setting.label == label]


def _setting(lesson: Lesson, act: Act, index: int, name: str, ends: tuple[float, float]) -> Part:
    own = float(getattr(act.scene.runs[index].rule, name))
    low, high = min(ends[0], own), max(ends[1], own)

    def written(scene: Scene) -> str | None:
        value = getattr(scene.runs[index].rule, name, own) if index < len(scene.runs) else own
        return None if value == own else _text(value)

    def take(text: str) -> None:
        value = _number(text)
        if not low <= value <= high:
            raise ValueError(f"it must be from {spelt(low)} to {spelt(high)}")
        variation.set_to(lesson, act, index, name, value)

    return Part(written, take)


def _start(lesson: Lesson, act: Act, index: int) -> Part:
    own = act.scene.runs[index].start

    def written(scene: Scene) -> str | None:
        start = scene.runs[index].start if index < len(scene.runs) else own
        return None if start == own else BETWEEN.join(map(_text, start))

    def take(text: str) -> None:
        at = [_number(each) for each in text.split(BETWEEN, 2)]
        if len(at) != 2:
            raise ValueError("it must be two numbers")
        if not all(low <= value <= high for value, (low, high) in zip(at, act.scene.window, strict=True)):
            raise ValueError("it must lie in the picture")
        variation.start_at(lesson, act, index, (at[0], at[1]))

    return Part(written, take)


def _rules(lesson: Lesson, act: Act) -> Part:
    known = GALLERY[act.scene.id].rules
    own = [run.rule.name for run in act.scene.runs]

    def written(scene: Scene) -> str | None:
        names = [run.rule.name for run in scene.runs]
        return None if names == own else BETWEEN.join(name.replace(" ", "-") for name in names)

    def take(text: str) -> None:
        names = [name.replace("-", " ") for name in text.split(BETWEEN, MAX_RUNS)]
        if not set(names) <= known.keys() or len(set(names)) < len(names) or len(names) > MAX_RUNS:
            raise ValueError(f"it must be from 1 to {MAX_RUNS} of {', '.join(known)}")
        variation.race(lesson, act, names)

    return Part(written, take)


def _text(value: float) -> str:
    # A + in an address would be read as a blank, and 1e20 is the same number as 1e+20.
    return f"{value:.10g}".replace("e+", "e")


def _number(text: str) -> float:
    try:
        return float(text[:40])
    except ValueError:
        raise ValueError("it must be a number") from None
