"""The parts of the page that show the runs: a change of runs alone draws them again, and leaves the rest as it is.

Most of what a visitor does changes one run. A page has more than a hundred elements, and each is work for the server
and the browser both; the player, the words beside the title and one card are what such a change is seen in.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from surface.pages import visit
from surface.scenes import Run, Scene

PLAYER, WATCH = "part-player", "part-watch"

SURFACE = ("network", "data", "plane", "window", "resolution")
"""What `Scene.surface_digest` tells apart."""


def card(index: int) -> str:
    """Return the key of the part that holds the controls of a run."""
    return f"part-run-{index}"


def track(index: int) -> str:
    """Return the key of the part that sends a run."""
    return f"part-track-{index}"


@dataclass
class Drawn:
    """What the browser was last sent, as a whole: the scene, the runs, and in each card the run.

    number: of scenes opened and of resets; chosen: the run; said: whether notices or refusals stand on the page;
    apart: whether the rest of the page says nothing of the runs; titled: whether the words stand beside the title. Of
    a page in a frame, what its link hides does not: there are no cards where the controls are hidden.
    """

    scene: Scene
    number: tuple[int, int]
    chosen: int
    said: bool
    apart: bool
    titled: bool
    tracks: dict[int, Run]
    cards: dict[int, Run]


def begin() -> None:
    """Note that the page is being drawn anew, and is nothing to build on before it has been."""
    visit.current().drawn = None


def end(scene: Scene, apart: bool, titled: bool, carded: bool) -> None:
    """Note that the page has been drawn; carded: with the cards of its runs."""
    now = visit.current()
    number, said = (now.openings, now.resets), bool(now.notices or now.refused)
    runs = dict(enumerate(scene.runs))
    now.drawn = Drawn(scene, number, now.chosen, said, apart, titled, dict(runs), dict(runs) if carded else {})


def end_player(scene: Scene) -> None:
    """Note that the player was drawn, by itself or with the page; by itself, it brings the link up to date."""
    if drawn := visit.current().drawn:
        drawn.scene = scene
        visit.follow_link()


def end_track(scene: Scene, index: int) -> None:
    """Note that a run was sent."""
    if drawn := visit.current().drawn:
        drawn.tracks[index] = scene.runs[index]


def end_card(scene: Scene, index: int) -> None:
    """Note that the card of a run was drawn."""
    if drawn := visit.current().drawn:
        drawn.cards[index] = scene.runs[index]


def changed() -> list[str] | None:
    """Return the keys of the parts that show something else by now, None where that may be the whole page."""
    now, drawn = visit.current(), visit.current().drawn
    if drawn is None or not drawn.apart or drawn.said or now.notices or now.refused or now.behind:
        return None
    if visit.is_late() or visit.is_elsewhere():
        return None
    number = (now.openings, now.resets)
    if (drawn.number, drawn.chosen) != (number, now.chosen) or not _runs_alone(drawn.scene, now.scene):
        return None
    tracks = [index for index, run in drawn.tracks.items() if now.scene.runs[index] != run]
    cards = [index for index, run in drawn.cards.items() if now.scene.runs[index] != run]
    watch = drawn.titled and (now.scene.runs != drawn.scene.runs or tracks or cards)
    return [PLAYER, *([WATCH] if watch else []), *map(track, tracks), *map(card, cards)]


def _runs_alone(before: Scene, now: Scene) -> bool:
    """Return whether two scenes differ in what their runs are like and in nothing else."""
    if len(before.runs) != len(now.runs) or now.random_starts is not None:
        return False
    return before.surface_digest == now.surface_digest and _beside(before) == _beside(now)


def _beside(scene: Scene) -> list[object]:
    """Return what a scene has beside its surface and its runs."""
    return [getattr(scene, each.name) for each in fields(Scene) if each.name not in (*SURFACE, "runs")]


def redraw(*own: str) -> None:
    """Have what changed be drawn again: the last that a callback does.

    own: the part that Streamlit draws by itself after this callback, the whole page without it.
    """
    parts = changed()
    if parts is not None and parts != list(own):
        st.rerun(parts)
    context = get_script_run_ctx()
    # A control of a part asks for that part alone.
    if parts is None and context is not None and context.fragment_ids_this_run:
        st.rerun()


def change(place: str, keys: tuple[str, ...], label: str, make: visit.Change) -> None:
    """Take the values of controls into the scene, as `visit.change` does, and have what changed drawn again."""
    visit.change(place, keys, label, make)
    redraw()


def act(make: visit.Change, *given: object) -> None:
    """Change the scene by a button, as `visit.act` does, and have what changed drawn again."""
    visit.act(make, *given)
    redraw()
