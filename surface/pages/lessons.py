"""The page Lessons: one lesson at a time, its words beside its picture, a question before and its answer after."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from surface.lessons import Lesson, Problem, Term, disagreements, explained
from surface.lessons.lesson import Act
from surface.lessons.sliders import shown_beside
from surface.pages import lessonlink, pictures, remember, teachers
from surface.pages.explore import page as explore_page
from surface.pages.library import library
from surface.pages.markdown import literal
from surface.pages.pictures import PICTURES
from surface.pages.variation import choose_act, draw_controls, is_held, state_of, varied
from surface.pages.voting import attend_page, beside, presented, question
from surface.scenes import GALLERY, Scene, link
from surface.view.hosts.page import STATIC

STYLE = STATIC / "style" / "lessonwords.css"


def page() -> None:
    """Draw the page, from top to bottom."""
    st.html(STYLE)
    shelf = library()
    for problem in shelf.problems:
        st.warning(f"A file of the lessons needs mending. {literal(str(problem))}")
    if not shelf.lessons:
        return
    lesson, notices = lessonlink.opened(shelf.lessons)
    title = f"{shelf.lessons.index(lesson) + 1} · {lesson.title}"
    st.set_page_config(page_title=f"{title} · Error surface")
    with st.container():  # one for both: what follows keeps its place, and its state, whether there are notices or none
        if notices:
            with st.container(horizontal=True, vertical_alignment="center", key="notices"):
                with st.container():
                    for sentence in notices:
                        st.warning(literal(sentence))
                st.button("Close", key="close-notices", on_click=notices.clear)
        _progress(lesson, shelf.lessons)
    with st.container(key="lesson"):
        words, picture = st.columns([1, 2.75], gap="medium")
        with picture:
            act = _picture(lesson, title, shelf.lessons)
        with words:
            st.title(title, anchor=False)
            _words(lesson, act, shelf.terms)
            with st.container(key="lesson-question"):
                question(lesson, act, shelf.terms)
    _ways_on(lesson, act, varied(lesson, act), shelf.lessons)
    _glossary(shelf.terms)
    lessonlink.write(lesson, act)


def _picture(lesson: Lesson, title: str, lessons: Sequence[Lesson]) -> Act:
    """Draw the controls and the picture of the chosen act, which is returned."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="lesson-controls"):
        act = choose_act(lesson)
        attend_page(lessons, is_held(lesson, act))
        draw_controls(lesson, act)
    state = state_of(lesson, act, title, presented(lesson))
    with st.container(key="lesson-picture"), st.container(key=f"lesson-{shown_beside(lesson.controls)}"):
        pictures.show(act.picture, state)
    return act


# --- where one is -------------------------------------------------------------------------------------------------


def _open(slug: str) -> None:
    remember.write(lessonlink.PLACE, slug)


def _progress(lesson: Lesson, lessons: Sequence[Lesson]) -> None:
    """Draw the line that shows where one is; each part of it opens its lesson."""
    st.session_state["lesson-place"] = lesson.slug
    numbers = {each.slug: f"**{place}** {each.title}" for place, each in enumerate(lessons, start=1)}
    with st.container(key="lesson-progress"):
        st.segmented_control(
            f"Lesson {lessons.index(lesson) + 1} of {len(lessons)}",
            list(numbers),
            key="lesson-place",
            format_func=numbers.__getitem__,
            required=True,
            width="stretch",
            label_visibility="collapsed",
            on_change=lambda: _open(st.session_state["lesson-place"]),
        )


def _ways_on(lesson: Lesson, act: Act, scene: Scene, lessons: Sequence[Lesson]) -> None:
    """Offer the lesson before, the one after, and this scene in Explore."""
    place = lessons.index(lesson)
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-ways"):
        _way("Previous", lessons, place - 1, "Shift+Left")
        _way("Next", lessons, place + 1, "Shift+Right")
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


def _way(word: str, lessons: Sequence[Lesson], place: int, shortcut: str) -> None:
    there = 0 <= place < len(lessons)
    label = f"{word}: {lessons[place].title}" if there else f"{word} lesson"
    slug = lessons[place].slug if there else ""
    st.button(label, key=f"lesson-{word}", shortcut=shortcut, disabled=not there, on_click=_open, args=(slug,))


# --- words --------------------------------------------------------------------------------------------------------


def _words(lesson: Lesson, act: Act, terms: Sequence[Term]) -> None:
    """Draw the words with their terms explained; where they say what the scenes do not bear out, say that too."""
    text = explained(beside(lesson.words, act.words, lesson, act), terms, lesson.slug)
    with st.container(key="lesson-words"):
        st.markdown(text, unsafe_allow_html=True)
    for problem in _disagreements(lesson.text, lesson):
        st.warning(literal(str(problem)))


# By its whole text: another version of the file is another lesson.
@st.cache_resource(show_spinner=False, max_entries=64)
def _disagreements(text: str, _lesson: Lesson) -> list[Problem]:
    return disagreements(_lesson)


def _glossary(terms: Sequence[Term]) -> None:
    with st.expander("Glossary"):
        for term in sorted(terms, key=lambda term: term.name):
            st.markdown(f"**{term.name}** {term.meaning}")
    st.page_link(
        st.Page(teachers.page, title=teachers.TITLE, url_path=teachers.URL, visibility="hidden"),
        label="For teachers: write a lesson",
    )
