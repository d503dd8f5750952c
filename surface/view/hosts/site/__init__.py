"""The gallery and the lessons as a site of files: for a course page, served by anything that serves files."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from surface.lessons import Lesson, Term, disagreements, read_glossary, read_lessons
from surface.lessons.pictures import PICTURES
from surface.scenes import GALLERY
from surface.scenes.gallery import CHAPTERS
from surface.scenes.played import Played
from surface.view.hosts.document import document
from surface.view.hosts.page import EVERYTHING, MAY
from surface.view.hosts.site import lessons as lessonpages
from surface.view.hosts.site import scenes as scenepages
from surface.view.hosts.site.folder import Folder
from surface.view.hosts.site.parts import library, style_link
from surface.view.hosts.site.thumbnail import thumbnail

INDEX, TITLE = "index.html", "Error surface"
_INTRODUCTION = (
    "The error of a small neural network as a surface over two of its weights, and gradient descent on it, to be "
    "played. Everything is computed in the browser: no server and no network is behind these pages."
)


def export(
    to: str | Path,
    only: Collection[str] | None = None,
    may: str = EVERYTHING,
    variants: bool = True,
    tell: Callable[[str], object] = print,
) -> Path:
    """Write the gallery and the lessons into a folder, as pages with an index and one copy of the drawing library.

    only: names of scenes and lessons; None for all. may: what a reader may change in the scenes, one of MAY. variants:
    whether the scenes' variants have pages too. tell hears of each page as it is written. Returns the index's path.
    Raises ValueError, with a sentence and before anything is written, where the folder holds what is no export's.
    """
    folder = Folder(Path(to))
    lessons, terms = _lessons()
    chosen = _chosen(only, lessons)
    if may not in MAY:
        raise ValueError(f"`may` must be one of {', '.join(MAY)}, got {may!r:.80}")
    scenes = [scenepages.pages_of(id, variants) for id in GALLERY if id in chosen]
    shown = [lesson for lesson in lessons if lesson.slug in chosen]
    shared = library()
    names = [page.at for pages in scenes for page in pages] + [lessonpages.at(lesson) for lesson in shown]
    folder.claim([*shared, *names, INDEX])
    for name, text in shared.items():
        folder.write(name, text)
    count = Counter(len(names), tell)
    cards = {pages[0].id: _scene(folder, pages, may, count) for pages in scenes}
    for lesson in shown:
        for problem in disagreements(lesson):
            tell(f"the words do not agree with their scene: {problem}")
        folder.write(lessonpages.at(lesson), lessonpages.written(lesson, lessons, shown, terms))
        count.said(lessonpages.at(lesson))
    folder.write(INDEX, _index(cards, shown, lessons))
    if folder.kept:
        tell(f"left as they are: {', '.join(folder.kept[:5])}{' and more' if len(folder.kept) > 5 else ''}")
    return folder.path / INDEX


class Counter:
    """Says of each page that it is there, and how many there will be."""

    def __init__(self, total: int, tell: Callable[[str], object]) -> None:
        self.total, self.tell, self.done = total, tell, 0

    def said(self, name: str) -> None:
        self.done += 1
        self.tell(f"{self.done} of {self.total}: {name}")


def _lessons() -> tuple[list[Lesson], list[Term]]:
    lessons, _ = read_lessons({name: picture.controls for name, picture in PICTURES.items()})
    return lessons, read_glossary()[0]


def _chosen(only: Collection[str] | None, lessons: Sequence[Lesson]) -> set[str]:
    known = [*GALLERY, *(lesson.slug for lesson in lessons)]
    if unknown := sorted(set(only or ()) - set(known)):
        raise ValueError(f"a scene or a lesson must be one of {', '.join(known)}, got {unknown[0]!r:.80}")
    return set(known if only is None else only)


def _scene(folder: Folder, pages: list[scenepages.ScenePage], may: str, count: Counter) -> str:
    """Write the pages of a scene and its variants, and return its card for the index."""
    first = Played(pages[0].scene)
    for page in pages:
        # The variants run on the same ground.
        played = first if page is pages[0] else Played(page.scene, first.ground)
        folder.write(page.at, scenepages.written(page, played, pages, may))
        count.said(page.at)
    return scenepages.card(pages, thumbnail(first))


def _index(cards: dict[str, str], shown: Sequence[Lesson], lessons: Sequence[Lesson]) -> str:
    lines = "".join(lessonpages.line(lesson, lessons.index(lesson) + 1) for lesson in shown)
    lists = f"<h2>Lessons</h2><ol>{lines}</ol>" if lines else ""
    chapters = "".join(
        f'<h3>{html.escape(chapter)}</h3><ul class="site-cards">{"".join(there)}</ul>'
        for chapter, ids in CHAPTERS.items()
        if (there := [cards[id] for id in ids if id in cards])
    )
    gallery = f"<h2>Scenes</h2>{chapters}" if chapters else ""
    body = f'<main class="site-index"><h1>{TITLE}</h1><p>{_INTRODUCTION}</p>{lists}{gallery}</main>'
    return document(TITLE, style_link(""), body, [])
