"""The lessons as their files are now: read again as soon as one is changed, so that a reload of the page shows it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from surface.lessons import Lesson, Problem, Term, read_glossary, read_lessons
from surface.lessons.source import FOLDER
from surface.pages.pictures import PICTURES

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Library:
    """What the files of a folder hold, and what is wrong with them."""

    lessons: tuple[Lesson, ...]
    terms: tuple[Term, ...]
    problems: tuple[Problem, ...]


_lock = Lock()
_kept: dict[Path, tuple[object, Library]] = {}


def library(folder: Path = FOLDER) -> Library:
    """Return the lessons of a folder; its files are read where one of them is another than last time."""
    state = _state(folder)
    with _lock:
        if folder not in _kept or _kept[folder][0] != state:
            _kept[folder] = state, read(folder)
        return _kept[folder][1]


def _state(folder: Path) -> object:
    """Return what tells that a file was changed: names, times and sizes."""
    found = []
    for path in sorted(folder.glob("*.md")):
        try:
            stat = path.stat()
        except OSError:  # gone since it was listed: the next time it is not
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return found


def read(folder: Path = FOLDER) -> Library:
    """Read lessons and glossary; whatever is wrong with a file is logged, with its line."""
    lessons, problems = read_lessons({name: picture.controls for name, picture in PICTURES.items()}, folder)
    terms, more = read_glossary(folder)
    for problem in problems + more:
        LOG.warning("%s", problem)
    return Library(tuple(lessons), tuple(terms), tuple(problems + more))
