"""What stands over a scene: its title, and what to watch in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from surface.landscape import CriticalPoints
from surface.scenes.changes import changes
from surface.scenes.entry import GALLERY
from surface.scenes.own import described, is_own

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MOST_NAMED = 5
"""Changes that are named beside the title."""


def heading(scene: Scene, points: Callable[[], CriticalPoints]) -> tuple[str, str]:
    """Return the title, and what to watch; of a scene that was changed what was, for then that need not hold.

    points: gives the critical points of the window, of which a visitor's own data are told.
    """
    entry, changed = GALLERY[scene.id], changes(scene)
    if is_own(scene.data):
        return scene.data.title or "Your data", described(scene, points())
    if not changed:
        return entry.title, entry.watched(scene.variant)
    more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
    return entry.title, f"Changed: {' · '.join(changed[:MOST_NAMED])}{more}"
