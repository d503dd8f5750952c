"""Who hears a player: events as they come from a browser, checked before anybody is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surface.view.protocol import EVENTS
from surface.view.values import field


@dataclass(frozen=True)
class Hearing:
    """Who hears a player, which shows so many runs of the scene of this number."""

    scene: int
    count: int
    listeners: Mapping[str, Callable[..., None]]
    late: Callable[[], None] | None

    def tell(self, event: str, content: object) -> None:
        """Call back with the checked values of an event.

        One of another scene left the browser before this one was seen there: it is dropped, and `late` called.
        """
        if not EVENTS[event].counts(content, self.scene):
            return self.late() if self.late else None
        values = EVENTS[event].read(field(content, "value"), self.count)
        if values is not None:
            self.listeners[event](*values)
