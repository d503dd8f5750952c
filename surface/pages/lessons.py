"""The page Lessons: one lesson at a time, its words beside its picture, a question before and its answer after."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

import streamlit as st

from surface.lessons import Lesson, Problem, Term, disagreements, explained, read_glossary, read_lessons, spoken
from surface.lessons.lesson import Act
from surface.lessons.source import FOLDER
from surface.pages import remember
from surface.pages.explore import page as explore_page
from surface.pages.markdown import literal
from surface.pages.pictures import PICTURES, attend_page
from surface.pages.variation import bring_back, choose_act, departures, draw_controls, name_of, state_of
from surface.scenes import GALLERY, Scene, link

STYLE = Path(__file__).parent / "lessons.css"
LOG = logging.getLogger(__name__)


def read(folder: Path = FOLDER) -> tuple[list[Lesson], list[Term], list[Problem]]:
    """Read lessons and glossary; whatever is wrong with a file is logged, with its line."""
    lessons, problems = read_lessons({name: picture.controls for name, picture in PICTURES.items()}, folder)
    terms, more = read_glossary(folder)
    for problem in problems + more:
        LOG.warning("%s", problem)
    return lessons, terms, problems + more


# Once for the server: the files are a part of the program.
LESSONS, TERMS, PROBLEMS = read()


def page() -> None:
    """Draw the page, from top to bottom."""
    st.html(STYLE)
    attend_page()
    for problem in PROBLEMS:
        st.warning(f"A file of the lessons needs mending. {literal(str(problem))}")
    if not LESSONS:
        return
    lesson = _linked_lesson()
    place = LESSONS.index(lesson)
    _progress(lesson)
    with st.container(key="lesson"):
        words, picture = st.columns([1, 2.75], gap="medium")
        with picture:
            with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="lesson-controls"):
                act = choose_act(lesson)
                draw_controls(lesson, act)
            state = state_of(lesson, act)
            with st.container(key="lesson-picture"), st.container(key=f"lesson-{_shown(lesson)}"):
                PICTURES[act.picture].show(state)
        with words:
            st.title(f"{place + 1} · {lesson.title}", anchor=False)
            _words(lesson)
            with st.container(key="lesson-question"):
                _question(lesson, act)
    _ways_on(place, act, state.scene)
    _glossary()


def _shown(lesson: Lesson) -> str:
    """Return what of the player a lesson shows beside the pictures, as its style sheet calls it."""
    names = {control.name for control in lesson.controls}
    return "rate" if "learning rate" in names else "water" if "water" in names else "plain"


# --- where one is -------------------------------------------------------------------------------------------------


def _linked_lesson() -> Lesson:
    """Return the lesson of the link; another name in it opens the first, and says so."""
    slug = st.query_params.get("lesson", LESSONS[0].slug)
    found = next((lesson for lesson in LESSONS if lesson.slug == slug), None)
    if found is None:
        # What stands in an address may be of any length.
        st.warning(f"There is no lesson called {literal(slug[:40])}; the first one opened instead.")
    return found or LESSONS[0]


def _open(slug: str) -> None:
    st.query_params.from_dict({"lesson": slug})


def _progress(lesson: Lesson) -> None:
    """Draw the line that shows where one is; each part of it opens its lesson."""
    st.session_state["lesson-place"] = lesson.slug
    numbers = {each.slug: f"**{place}** {each.title}" for place, each in enumerate(LESSONS, start=1)}
    with st.container(key="lesson-progress"):
        st.segmented_control(
            f"Lesson {LESSONS.index(lesson) + 1} of {len(LESSONS)}",
            list(numbers),
            key="lesson-place",
            format_func=numbers.__getitem__,
            required=True,
            width="stretch",
            label_visibility="collapsed",
            on_change=lambda: _open(st.session_state["lesson-place"]),
        )


def _ways_on(place: int, act: Act, scene: Scene) -> None:
    """Offer the lesson before, the one after, and this scene in Explore."""
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-ways"):
        _way("Previous", place - 1, "Shift+Left")
        _way("Next", place + 1, "Shift+Right")
        st.space("stretch")
        st.page_link(
            st.Page(explore_page, title="Explore", default=True),
            label=f"Open {_called(act, scene)} in Explore",
            icon=":material/open_in_new:",
            query_params=link.named_query(scene),
        )


def _called(act: Act, scene: Scene) -> str:
    if PICTURES[act.picture].apart:
        return f"“{GALLERY[scene.id].title}”"
    return "this scene" if act.label == GALLERY[scene.id].title else f"“{act.label}”"


def _way(word: str, place: int, shortcut: str) -> None:
    there = 0 <= place < len(LESSONS)
    label = f"{word}: {LESSONS[place].title}" if there else f"{word} lesson"
    slug = LESSONS[place].slug if there else ""
    st.button(label, key=f"lesson-{word}", shortcut=shortcut, disabled=not there, on_click=_open, args=(slug,))


# --- words, question, answer --------------------------------------------------------------------------------------


def _words(lesson: Lesson) -> None:
    """Draw the words with their terms explained; where they say what the scenes do not bear out, say that too."""
    text = explained(spoken(lesson.words, lesson.acts), TERMS, lesson.slug)
    with st.container(key="lesson-words"):
        st.markdown(text, unsafe_allow_html=True)
    for problem in _disagreements(lesson.file, lesson):
        st.warning(literal(str(problem)))


@st.cache_resource(show_spinner=False)
def _disagreements(file: str, _lesson: Lesson) -> list[Problem]:
    return disagreements(_lesson)


def _question(lesson: Lesson, act: Act) -> None:
    """Ask for a vote; the answer waits until there is one and what the question asks has been tried."""
    vote = st.radio(lesson.question, lesson.choices, **remember.control(name_of("vote", lesson), None))
    at_once = name_of("answer-at-once", lesson)
    if vote is None:
        st.caption("Vote first, then try it.")
    elif remember.read(at_once) or any(_tried(lesson, subject) for subject in lesson.subjects):
        with st.container(key="lesson-answer"):
            _answer(lesson, vote)
    else:
        subject = act if act in lesson.subjects else lesson.subjects[0]
        where = "in the picture" if subject is act else f"in the picture of “{subject.label}”"
        st.caption(f"Now try it {where}: the answer comes {PICTURES[subject.picture].tried}.")
        st.button("Show the answer now", key=f"show-{lesson.slug}", on_click=partial(remember.write, at_once))


def _tried(lesson: Lesson, act: Act) -> bool:
    return not PICTURES[act.picture].tried or remember.read(name_of("played", lesson, act), False)


def _answer(lesson: Lesson, vote: str) -> None:
    # The answer speaks of the lesson's own settings, whatever the reader has made of them.
    changed = departures(lesson)
    if changed:
        st.markdown(f"This is for the lesson's own settings: {'; '.join(changed)}.")
        st.button("Bring them back", key=f"back-{lesson.slug}", on_click=partial(bring_back, lesson))
    right = lesson.choices[lesson.right]
    st.markdown(f"**{right}.** {'As you said.' if vote == right else f'You said: {vote}.'}")
    # The words have explained their terms already.
    words, answer = (spoken(text, lesson.acts) for text in (lesson.words, lesson.answer))
    st.markdown(explained(answer, TERMS, lesson.slug, before=words), unsafe_allow_html=True)


def _glossary() -> None:
    with st.expander("Glossary"):
        for term in sorted(TERMS, key=lambda term: term.name):
            st.markdown(f"**{term.name}** {term.meaning}")
