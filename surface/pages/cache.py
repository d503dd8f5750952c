"""What the page has computed, in caches shared by all sessions: surfaces apart from the runs on them.

What belongs to a bundled scene is there for good: it is little, and everybody's. What visitors made of it is in LRU
caches beside, so that no visitor's work makes the others wait for a scene that they all open: each bounded in entries
and in bytes, for a visitor's own table may be a thousand times as large as another's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, partial, wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from surface.descent import Descent
from surface.error import ErrorSurface, Window
from surface.landscape import Verdict, near
from surface.model import digest
from surface.pages import jobs, visit
from surface.pages.weighed import Ledger
from surface.scenes import GALLERY, SCENES, Run, Scene, work
from surface.scenes.played import Ground, Played, Walk
from surface.view.payload import Along, Picture, Sheet, Track, along, describe, sheet
from surface.view.played import played_picture, tracks_of
from surface.view.protocol import Run as RunRecord

SURFACES, WALKS, PICTURES = 24, 192, 48  # entries of visitors' own in each cache

MANY, SOME = 96 * 2**20, 32 * 2**20
"""The most bytes of them in each: of surfaces, whose data come with them, and of what is made of runs."""

LEDGERS = dict[str, Ledger]()
"""What the caches hold of visitors' own, by the name of the function."""

_clearing = dict[str, Callable[[Hashable], None]]()
"""What takes an entry out of a cache, by the same names."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


@lru_cache(maxsize=1)
def bundled() -> frozenset[str]:
    """Return the digests of the bundled scenes with their variants: of their surfaces, of their runs, of each run."""
    scenes = [GALLERY[id].opened(variant) for id in SCENES for variant in ("", *GALLERY[id].variants)]
    runs = {of(scene, run, scene.steps) for scene in scenes for run in scene.runs for of in (_run_digest, _path_digest)}
    return frozenset(runs.union(*({scene.surface_digest, scene.runs_digest} for scene in scenes)))


def _run_digest(scene: Scene, run: Run, steps: int) -> str:
    return digest(scene.surface_digest, run, steps)


def _path_digest(scene: Scene, run: Run, steps: int) -> str:
    """Return what is the same for a run wherever the window lies: its path is."""
    return digest("path", scene.plane, scene.data, run, steps)


def track_keys(scene: Scene) -> list[str]:
    """Return a key of each run as it is sent: its own, and its place, which gives it its style."""
    return [f"{_run_digest(scene, run, scene.steps)}-{place}" for place, run in enumerate(scene.runs)]


def cached(
    most: int, limit: int, words: str | bool = False, grows: bool = False
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep a function's results by its first argument, a digest, or a record that begins with one.

    Those of bundled scenes are kept for good; of others the `most` that were used last, and no more than `limit` bytes
    of them. words: shown in the meantime. grows: whether a result works something out later, and keeps that.
    """

    def keeping(function: Callable[Given, Result]) -> Callable[Given, Result]:
        def copy(name: str, entries: int | None) -> Any:
            @wraps(function)
            def made(*given: Given.args, **named: Given.kwargs) -> Result:
                return function(*given, **named)

            # Streamlit takes two functions of one name and one source for the same.
            made.__qualname__ = f"{function.__qualname__}.{name}"
            return st.cache_resource(max_entries=entries, show_spinner=words)(made)

        of_bundled, of_others = copy("bundled", None), copy("others", most)
        ledger = Ledger(most, limit, grows, settled=Sheet)
        unnamed = (None,) * (function.__code__.co_argcount - 1)

        def clear(key: Hashable) -> None:
            of_others.clear(key, *unnamed)  # by its key: the rest plays no part in it

        @wraps(function)
        def found(*given: Given.args, **named: Given.kwargs) -> Result:
            first = given[0]
            if (first[0] if isinstance(first, tuple) else first) in bundled():
                return of_bundled(*given, **named)
            result = of_others(*given, **named)
            for old in ledger.used(first, result, visit.visitor()):
                clear(old)
            return result

        LEDGERS[function.__name__], _clearing[function.__name__] = ledger, clear
        return found

    return keeping


def let_go() -> None:
    """Give back what nobody uses any more who is still there."""
    for name, ledger in LEDGERS.items():
        for key in ledger.left():
            _clearing[name](key)


def ground(scene: Scene) -> Ground:
    """Return the surface of a scene, sampled and searched; the runs have no part in it."""
    # The digest is the key: Streamlit passes over arguments that begin with an underscore.
    return _ground(scene.surface_digest, scene)


@cached(SURFACES, MANY, "Computing the surface …", grows=True)
def _ground(key: str, _scene: Scene) -> Ground:
    return jobs.at_once(work.survey, _scene)


def drawn_surface(scene: Scene) -> Sheet:
    """Return the surface of a scene as it is drawn."""
    return _sheet(scene.surface_digest, ground(scene))


@cached(SURFACES, MANY, "Computing the surface …")
def _sheet(key: str, _ground: Ground) -> Sheet:
    return sheet(_ground.surface, _ground.landscape, _ground.points)


def played(scene: Scene) -> Played:
    """Return a scene that has run; a run that was made before is not made again."""
    # The walks are cached one by one: a change of one run leaves the others as they are.
    return Played(scene, ground(scene), partial(_walk, scene))


def _walk(scene: Scene, ground: Ground, run: Run, steps: int) -> Walk:
    walk = Walk(ground, run, steps)
    # Without the ground, which would stay for as long as any of its runs.
    walk.descent = _descent(_path_digest(scene, run, steps), scene, run)
    walk.verdict = _verdict(_run_digest(scene, run, steps), scene, walk.descent, ground)
    return walk


@cached(WALKS, SOME)
def _descent(key: str, _scene: Scene, _run: Run) -> Descent:
    return jobs.at_once(work.descent, _scene, _run)


@cached(WALKS, SOME)
def _verdict(key: str, _scene: Scene, _run: Descent, _ground: Ground) -> Verdict:
    return jobs.at_once(work.judged, _scene, _run, _ground.points)


def drawn(scene: Scene, chosen: int = 0, title: str = "", watch: str = "") -> Picture:
    """Return the picture of a scene with all its runs, under these words."""
    # Not the whole scene's digest: what lies over the map is sent apart and redraws no run.
    return _drawn((scene.runs_digest, chosen, title, watch), scene)


@cached(PICTURES, MANY)
def _drawn(key: tuple[str, int, str, str], _scene: Scene) -> Picture:
    _, chosen, title, watch = key
    run = played(_scene)
    # Each under its own key, so that a change of one run describes no other again.
    described = [
        _described(_run_digest(_scene, walk.run, walk.steps), run.surface, track, _along(_scene, walk))
        for walk, track in zip(run.walks, tracks_of(run), strict=True)
    ]
    return played_picture(run, title, watch, chosen, drawn_surface(_scene), described)


@cached(WALKS, SOME)
def _described(key: str, _surface: ErrorSurface, _track: Track, _along: Along) -> RunRecord:
    return describe(_surface, _track, _along)


def _along(scene: Scene, walk: Walk) -> Along:
    return _slopes(_path_digest(scene, walk.run, walk.steps), scene.window, walk)


@cached(WALKS, SOME)
def _slopes(key: str, _window: Window, _walk: Walk) -> Along:
    # Of many rows they are those of the window in which the run was seen first, right to as many digits as of any.
    return along(near(_walk.ground.surface, _window), _walk.descent)
