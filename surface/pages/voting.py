"""The question of a lesson, its votes and its answer; and what a browser keeps of them when the page is reloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st
from streamlit.components import v2

from surface.lessons import Act, Lesson, Term, explained, spoken
from surface.pages import remember
from surface.pages.pictures import PICTURES
from surface.pages.variation import bring_back, choose, departures, name_of
from surface.view.hosts.streamlit import stub

PAGE = "lesson-page"
VOTE_FIRST = "Vote first, then try it."

_page = v2.component("lesson_page", js=stub("lessonpage"), isolate_styles=False)


# --- what the browser keeps ---------------------------------------------------------------------------------------


def attend_page(lessons: Sequence[Lesson], held: bool) -> None:
    """Let the page print its canvases, be played by key after a vote, and keep votes over a reload; shows nothing.

    held: whether the picture waits for the vote.
    """
    data = {"kept": _kept(lessons), "held": held}
    _page(key=PAGE, data=data, on_kept_change=partial(_restore, lessons))


def _kept(lessons: Sequence[Lesson]) -> dict[str, dict[str, Any]]:
    """Return what was voted and seen in this visit, by the lesson's address."""
    votes = {lesson: remember.read(name_of("vote", lesson)) for lesson in lessons}
    return {
        lesson.slug: {
            "vote": vote,
            "answered": bool(remember.read(name_of("answered", lesson))),
            "played": [act.label for act in lesson.acts if remember.read(name_of("played", lesson, act))],
        }
        for lesson, vote in votes.items()
        if vote is not None
    }


def _restore(lessons: Sequence[Lesson]) -> None:
    """Take back what the browser has kept of a visit before: whatever else stands there is passed over."""
    kept = st.session_state.get(PAGE, {}).get("kept")
    for lesson in lessons if isinstance(kept, dict) else ():
        found = kept.get(lesson.slug)
        found = found if isinstance(found, dict) else {}
        vote = found.get("vote")
        # A vote counts once: that of this visit stays. And of a file that was changed, a choice may be gone.
        if vote not in lesson.choices or remember.read(name_of("vote", lesson)) is not None:
            continue
        remember.put(name_of("vote", lesson), vote)
        remember.write(name_of("answered", lesson), found.get("answered") is True)
        played = found.get("played")
        for act in lesson.acts:
            if isinstance(played, list) and act.label in played:
                remember.write(name_of("played", lesson, act))
        # The player takes it for another picture: one whose end is known.
        remember.write(name_of("restored", lesson), remember.read(name_of("restored", lesson), 0) + 1)


# --- question and answer ------------------------------------------------------------------------------------------


def question(lesson: Lesson, act: Act, terms: Sequence[Term]) -> None:
    """Ask for a vote; the answer waits until there is one and what the question asks has been tried."""
    key = name_of("vote", lesson)
    remember.keep_to(key, lesson.choices)
    answered = is_answered(lesson)
    shows = remember.control(key, None) | {"on_change": _cast, "args": (lesson,)}
    if answered:  # of a control that has just been disabled, Streamlit forgets what it shows
        st.session_state[key] = remember.read(key)
    vote = st.radio(lesson.question, lesson.choices, disabled=answered, **shows)
    if vote is None:
        st.caption(VOTE_FIRST)
    elif answered:
        remember.write(name_of("answered", lesson))
        with st.container(key="lesson-answer"):
            _answer(lesson, act, vote, terms)
    else:
        subject = act if act in lesson.subjects else lesson.subjects[0]
        where = "in the picture" if subject is act else f"in the picture of “{subject.label}”"
        st.caption(f"Now try it {where}: the answer comes {PICTURES[subject.picture].tried}.")
        at_once = name_of("answer-at-once", lesson)
        st.button("Show the answer now", key=f"show-{lesson.slug}", on_click=partial(remember.write, at_once))


def is_answered(lesson: Lesson) -> bool:
    """Return whether the answer may be read: it stays from then on, and so does the vote."""
    if remember.read(name_of("answered", lesson)):
        return True
    seen = remember.read(name_of("answer-at-once", lesson)) or any(_tried(lesson, act) for act in lesson.subjects)
    return remember.read(name_of("vote", lesson)) in lesson.choices and bool(seen)


def _cast(lesson: Lesson) -> None:
    """Take a vote; one that comes after the answer changes nothing."""
    key = name_of("vote", lesson)
    if is_answered(lesson):
        st.session_state[key] = remember.read(key)
    else:
        remember.write_control(key)


def _tried(lesson: Lesson, act: Act) -> bool:
    return not PICTURES[act.picture].tried or remember.read(name_of("played", lesson, act), False)


def _answer(lesson: Lesson, act: Act, vote: str, terms: Sequence[Term]) -> None:
    # The answer speaks of the lesson's own settings, whatever the reader has made of them.
    changed = departures(lesson)
    if changed:
        st.markdown(f"This is for the lesson's own settings: {'; '.join(changed)}.")
        st.button("Bring them back", key=f"back-{lesson.slug}", on_click=partial(bring_back, lesson))
    right = lesson.choices[lesson.right]
    st.markdown(f"**{right}.** {'As you said.' if vote == right else f'You said: {vote}.'}")
    # The words have explained their terms already.
    words = beside(lesson.words, act.words, lesson, act)
    text = explained(beside(lesson.answer, act.answer, lesson, act), terms, lesson.slug, before=words)
    st.markdown(text, unsafe_allow_html=True)
    for other in lesson.acts:
        if other.answer and other is not act:
            st.button(
                f"What this means for “{other.label}”",
                key=name_of("more", lesson, other),
                type="tertiary",
                on_click=partial(choose, lesson, other),
            )


def beside(common: str, own: str, lesson: Lesson, act: Act) -> str:
    """Return words as they are read beside an act's picture: those for all, and its own."""
    texts = [spoken(common, lesson.acts), spoken(own, lesson.seen_from(act))]
    return "\n\n".join(text for text in texts if text)


def presented(lesson: Lesson) -> str:
    """Return what stands under the title in presentation mode: the question with its choices, or its answer."""
    if is_answered(lesson):
        return f"{lesson.question} {lesson.choices[lesson.right]}."
    return f"{lesson.question} {' · '.join(lesson.choices)}"
