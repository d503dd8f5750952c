"""A scene under a reader's hand, where no page stands around it: what is told of the player changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from surface.arrays import is_whole
from surface.formatting import capital, readable
from surface.scenes import Run, Scene, dataedits, edits
from surface.scenes.heading import heading
from surface.scenes.history import History
from surface.scenes.played import Ground, Played, Walk
from surface.view.hosts.hearing import Hearing
from surface.view.payload import Picture, Sheet, sheet
from surface.view.played import played_picture
from surface.view.protocol import EVENTS, RunsMessage, SurfaceMessage, read_acts
from surface.view.values import field

EDITS: dict[str, Callable[..., Scene]] = {
    "start": lambda scene, run, *start: edits.with_start(scene, run, start),
    "setting": edits.with_setting,
    "rule": edits.with_rule,
    "plan": edits.with_plan_setting,
    "steps": edits.with_steps,
    "weight": edits.with_held,
    "target": edits.with_target,
    "add_point": dataedits.with_point_added,
    "move_point": dataedits.with_point_moved,
    "remove_point": dataedits.with_point_removed,
    "add": edits.with_added_run,
    "duplicate": edits.with_copied_run,
    "remove": edits.without_run,
    "window": edits.with_window,
}
"""What changes the scene, by the event that tells of it."""

NUMBER = 1
"""The number of the scene: there is but one."""


class Live:
    """A scene that is shown, as it is now: `.played`, with its `.scene`, and why the last change could not be.

    title, watch: what stands over it; None says what the page would.
    """

    def __init__(self, played: Played, title: str | None = None, watch: str | None = None) -> None:
        self.played, self.title, self.watch = played, title, watch
        self.history, self.turn, self.refusal = History(), 0, ""
        # What the browser has changed, and what of it was taken back: whether each was a change here as well.
        self._done: list[bool] = []
        self._undone: list[bool] = []
        self._sheet: tuple[str, Sheet] | None = None

    @property
    def scene(self) -> Scene:
        return self.played.scene

    def hear(self, name: object, content: object) -> bool:
        """Take note of what a browser tells, whatever it is; return whether there is an answer to it."""
        if name != "acts":
            return False
        turn = field(content, "turn")
        acts = read_acts(content, self.turn)
        if is_whole(turn):
            self.turn = turn
        for each, its in acts:
            hearing = Hearing(NUMBER, len(self.scene.runs), self._listeners, None)
            if each in self._listeners:
                hearing.tell(each, its)
        return True

    @property
    def _listeners(self) -> dict[str, Callable[..., None]]:
        changes = {name: partial(self._change, make) for name, make in EDITS.items()}
        back = partial(self._travel, self.history.back, self._done, self._undone)
        forth = partial(self._travel, self.history.forth, self._undone, self._done)
        return changes | {"undo": back, "redo": forth}

    def _change(self, make: Callable[..., Scene], *given: Any) -> None:
        before, self.refusal = self.scene, ""
        try:
            self._show(lambda scene: edits.playable(make(scene, *given)))
        except edits.GoneError:  # what it was about is gone by now
            pass
        except ValueError as refusal:
            self.refusal = f"{capital(readable(str(refusal))).rstrip('.')}."
        else:
            self.history.note(before, self.scene)
        self._done.append(self.scene != before)
        self._undone.clear()

    def _travel(self, step: Callable[[Scene], Scene], past: list[bool], future: list[bool], own: bool) -> None:
        """Go back or forth; own: over what the browser had no answer to yet, which may have been refused here."""
        changed = past.pop() if own and past else True
        if own:
            future.append(changed)
        else:  # all that was changed has been answered, and it takes back what is in the history
            past.clear()
            future.clear()
        if changed:
            self.refusal = ""
            self._show(step)

    def _show(self, make: Callable[[Scene], Scene]) -> None:
        """Show another scene; what it shares with the one before is not computed again."""
        before, scene = self.played, make(self.played.scene)
        same = scene.surface_digest == before.scene.surface_digest
        self.played = Played(scene, before.ground if same else None, partial(_known, before.walks if same else ()))

    # --- what the player is given -------------------------------------------------------------------------------------

    def picture(self) -> Picture:
        """Return the picture of the scene as it is now."""
        title, watch = heading(self.scene, lambda: self.played.points)
        title = title if self.title is None else self.title
        watch = watch if self.watch is None else self.watch
        return played_picture(self.played, title, watch, surface=self._drawn())

    def message(self) -> RunsMessage:
        """Return what a player is told of the runs: what is listened to, and to what it answers."""
        return {
            **self.picture().runs,
            "events": [name for name in EVENTS if name in self._listeners],
            "undo": bool(self.history.past),
            "redo": bool(self.history.future),
            "scene": NUMBER,
            "turn": self.turn,
        }

    @property
    def surface(self) -> SurfaceMessage:
        return self._drawn().payload

    def _drawn(self) -> Sheet:
        key = self.scene.surface_digest
        if self._sheet is None or self._sheet[0] != key:
            self._sheet = key, sheet(self.played.surface, self.played.landscape, self.played.points)
        return self._sheet[1]


def _known(walks: tuple[Walk, ...], ground: Ground, run: Run, steps: int) -> Walk:
    """Return a run of a ground that was made before, or one that is yet to be made."""
    same = (walk for walk in walks if walk.run == run and walk.steps == steps)
    return next(same, None) or Walk(ground, run, steps)
