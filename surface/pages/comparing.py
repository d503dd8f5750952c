"""Comparing runs: from one start or from starts of their own, and many runs at once by the chosen run's rule."""

from __future__ import annotations

from collections.abc import Sequence

from surface.landscape.random_starts import RandomStarts
from surface.model import digest
from surface.pages import cache, jobs, visit
from surface.scenes import Scene, edits, work
from surface.view.hosts.streamlit import send_random_starts
from surface.view.plans import plan_of
from surface.view.random_starts import random_starts_payload

RANDOM_STARTS = 24  # entries of their cache

# --- the same start, or starts of their own -----------------------------------------------------------------------


def same_start(scene: Scene) -> bool:
    """Return whether one start is every run's: it was switched on, and it is so."""
    # A link or an undo may have parted the starts since it was switched on.
    return visit.current().together and len({run.start for run in scene.runs}) == 1


def switch_start(same: bool, index: int) -> None:
    """Start every run where the chosen one does, or let each have a start of its own again."""
    visit.current().together = same
    if same:
        visit.act(lambda scene: moved(scene, index, scene.runs[index].start, together=True))


def moved(scene: Scene, index: int, start: Sequence[float], together: bool | None = None) -> Scene:
    """Start a run somewhere else, and with it all runs where they share their start."""
    together = same_start(scene) if together is None else together
    for each in range(len(scene.runs)) if together else (index,):
        scene = edits.with_start(scene, each, start)
    return scene


# --- many runs at once --------------------------------------------------------------------------------------------


def switch_random_starts(seed: int | None) -> None:
    """Run from the random starts of a seed as well, or take them away: None."""
    visit.act(lambda scene: scene.with_(random_starts=seed))


def random_starts_key(scene: Scene, index: int) -> str | None:
    """Return the key of the random starts that the player is to show, None for none; they may not have run yet."""
    if scene.random_starts is None:
        return None
    # The run's own start plays no part, so that moving it computes nothing anew.
    return digest(scene.surface_digest, scene.runs[index].rule, scene.steps, scene.random_starts, _plan(scene, index))


def _plan(scene: Scene, index: int) -> str:
    """Return what a run goes by beside its rule, in words: of that the random starts know nothing, and say so."""
    return plan_of(scene.surface(), scene.runs[index])


def send(scene: Scene, index: int) -> None:
    """Run from the random starts, where there are any, and send the runs to the player."""
    key = random_starts_key(scene, index)
    if key is not None:
        send_random_starts(random_starts_payload(key, walked(key, scene, index), scene.window, _plan(scene, index)))


@cache.cached(RANDOM_STARTS, cache.SOME)
def walked(key: str, _scene: Scene, _index: int) -> RandomStarts:
    return jobs.at_once(work.many_walks, _scene, _scene.runs[_index].rule, cache.ground(_scene).points)
