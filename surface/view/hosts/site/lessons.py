"""A lesson as a page of a site: its words, its pictures, its question, and the answer that waits for a vote."""

from __future__ import annotations

import html
from collections.abc import Sequence

from surface.lessons import Act, Lesson, Term, explained, spoken
from surface.lessons.sliders import shown_beside
from surface.view.hosts.document import ABOUT, document, held
from surface.view.hosts.site.lessonacts import acts_data, scene_of
from surface.view.hosts.site.markup import html_of
from surface.view.hosts.site.parts import scripts, style_link, ways
from surface.view.lessonpicture import RULES_HEAD, RULES_WORDS, rules_rows

_BODY = """<main>
{ways}
<div class="st-key-lesson">
<div class="site-words">
<h1>{title}</h1>
<div class="st-key-lesson-words">{words}</div>
<div class="st-key-lesson-question">
<fieldset class="lesson-vote"><legend>{question}</legend>{choices}</fieldset>
<p class="lesson-wait" role="status">Vote first, then try it.</p>
<button type="button" class="site-button lesson-now" hidden>Show the answer now</button>
<div class="st-key-lesson-answer" aria-live="polite" hidden>{answer}</div>
</div>
</div>
<div class="site-picture">
<div class="st-key-lesson-controls"></div>
<div class="st-key-lesson-picture"><div class="st-key-lesson-{beside}"><div id="player"></div></div>{tables}</div>
</div>
</div>
{ways_on}
<details class="site-glossary"><summary>Glossary</summary><dl>{glossary}</dl></details>
<p class="saved-about">{about}</p>
</main>"""

_ANSWER = """<p class="lesson-moved">This is for the lesson's own settings, and something was moved.
<button type="button" class="site-button lesson-back">Bring it back</button></p>
<p><strong>{right}.</strong> <span class="lesson-said"></span></p>
"""


def at(lesson: Lesson) -> str:
    """Return where a lesson's page is in its site."""
    return f"lessons/{lesson.slug}.html"


def title_of(lesson: Lesson, lessons: Sequence[Lesson]) -> str:
    return f"{lessons.index(lesson) + 1} · {lesson.title}"


def written(lesson: Lesson, lessons: Sequence[Lesson], shown: Sequence[Lesson], terms: Sequence[Term]) -> str:
    """Return the page of a lesson; lessons: all of them, by which it is numbered; shown: those that the site has."""
    title, up = title_of(lesson, lessons), "../"
    choices = {"right": lesson.right, "choices": list(lesson.choices)}
    data = held("lesson", {**choices, **acts_data(lesson, title)})
    body = _BODY.format(
        ways=_ways(lesson, shown, up),
        ways_on=_ways(lesson, shown, up, "On from here"),
        title=html.escape(title),
        words=_words(lesson, terms),
        question=html.escape(lesson.question),
        choices="".join(_choice(number, text) for number, text in enumerate(lesson.choices)),
        answer=_answer(lesson, terms),
        beside=shown_beside(lesson.controls),
        tables="".join(_table(number, act) for number, act in enumerate(lesson.acts) if act.picture == "rules"),
        glossary="".join(_term(term) for term in sorted(terms, key=lambda term: term.name)),
        about=html.escape(ABOUT),
    )
    return document(title, style_link(up), body, scripts(up, data))


def _ways(lesson: Lesson, shown: Sequence[Lesson], up: str, label: str = "Lessons") -> str:
    place = shown.index(lesson)
    links = [(f"{up}index.html", "Contents", "up")]
    if place > 0:
        links.append((f"{shown[place - 1].slug}.html", f"Previous: {shown[place - 1].title}", "prev"))
    if place + 1 < len(shown):
        links.append((f"{shown[place + 1].slug}.html", f"Next: {shown[place + 1].title}", "next"))
    return ways(label, links)


def _words(lesson: Lesson, terms: Sequence[Term]) -> str:
    common = spoken(lesson.words, lesson.acts)
    own = [(spoken(act.words, lesson.seen_from(act)), common) for act in lesson.acts]
    return html_of(explained(common, terms, lesson.slug)) + _beside(lesson, own, terms, "words")


def _answer(lesson: Lesson, terms: Sequence[Term]) -> str:
    common, words = spoken(lesson.answer, lesson.acts), spoken(lesson.words, lesson.acts)
    # The words have explained their terms already.
    own = [
        (spoken(act.answer, lesson.seen_from(act)), f"{words}\n\n{spoken(act.words, lesson.acts)}\n\n{common}")
        for act in lesson.acts
    ]
    text = html_of(explained(common, terms, f"{lesson.slug}-answer", before=words))
    right = _ANSWER.format(right=html.escape(lesson.choices[lesson.right]))
    return right + text + _beside(lesson, own, terms, "answer") + _more(lesson)


def _beside(lesson: Lesson, texts: Sequence[tuple[str, str]], terms: Sequence[Term], what: str) -> str:
    """Return the words that stand beside one picture alone, each hidden until its scene is chosen."""
    parts = [
        (number, html_of(explained(text, terms, f"{lesson.slug}-{what}-{number}", before=before)))
        for number, (text, before) in enumerate(texts)
        if text
    ]
    return "".join(f'<div data-act="{number}"{" hidden" * (number > 0)}>{text}</div>' for number, text in parts)


def _more(lesson: Lesson) -> str:
    if len(lesson.acts) < 2:
        return ""
    return "".join(
        f'<button type="button" class="site-button" data-to="{number}">'
        f"What this means for “{html.escape(act.label)}”</button> "
        for number, act in enumerate(lesson.acts)
        if act.answer
    )


def _choice(number: int, text: str) -> str:
    box = f'<input type="radio" name="vote" value="{number}" autocomplete="off">'
    return f"<label>{box}<span>{html.escape(text)}</span></label>"


def _term(term: Term) -> str:
    return f"<dt>{html.escape(term.name)}</dt><dd>{html_of(term.meaning)}</dd>"


def _table(number: int, act: Act) -> str:
    """Return the table of all rules in a race, which is there once that has been played."""
    rows = rules_rows(act.scene, lambda scene: scene_of(act, scene))
    head = _row("th", RULES_HEAD)
    body = "".join(_row("td", row) for row in rows)
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f'<div class="race-table" data-act="{number}" hidden>{table}<p>{html.escape(RULES_WORDS)}</p></div>'


def _row(cell: str, texts: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{cell}>{html.escape(text)}</{cell}>' for text in texts)}</tr>"


def line(lesson: Lesson, number: int) -> str:
    """Return what the index says of a lesson."""
    title, question = html.escape(lesson.title), html.escape(lesson.question)
    return f'<li value="{number}"><a href="{at(lesson)}">{title}</a>: {question}</li>'
