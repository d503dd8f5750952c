"""The scenes that were, to go back to and forth again: whatever was changed, by a control, the picture or a link."""

from __future__ import annotations

from dataclasses import dataclass, field

from surface.scenes.scene import Scene

MOST = 100
"""The most scenes that are remembered either way."""


@dataclass
class History:
    """What a visit showed before its scene, and what it went back from; the newest is last."""

    past: list[Scene] = field(default_factory=list)
    future: list[Scene] = field(default_factory=list)

    def note(self, before: Scene, after: Scene) -> None:
        """Take note that one scene took the place of another."""
        if before != after:
            self.past = [*self.past, before][-MOST:]
            self.future = []

    def back(self, now: Scene) -> Scene:
        """Return the scene before this one, which can be gone forth to again; this one where there is none."""
        return _travel(now, self.past, self.future)

    def forth(self, now: Scene) -> Scene:
        """Return the scene that was gone back from; this one where there is none."""
        return _travel(now, self.future, self.past)

    def travel_to(self, scene: Scene, now: Scene) -> bool:
        """Go back or forth to a scene, and return whether it is one of those that were."""
        # As the browser's own Back and Forward do, which know a scene by its link.
        for side, step in ((self.past, self.back), (self.future, self.forth)):
            if scene in side:
                while now != scene:
                    now = step(now)
                return True
        return False


def _travel(now: Scene, behind: list[Scene], ahead: list[Scene]) -> Scene:
    if not behind:
        return now
    ahead.append(now)
    return behind.pop()
