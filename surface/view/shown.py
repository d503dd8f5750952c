"""What `show` returns: a picture that a notebook plays, and that tells what became of it there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from surface.descent import Descent
from surface.scenes import Scene
from surface.view.hosts import page
from surface.view.live import Live
from surface.view.paths import Recorded
from surface.view.payload import Picture

if TYPE_CHECKING:
    from surface.view.hosts.notebook import PlayerWidget

NO_WIDGETS = ': only a notebook that shows widgets plays it here; `.save("page.html")` makes a page of it'
"""What is read where a notebook has no widgets, as where its server has not the extension for them."""


@dataclass(frozen=True, eq=False, repr=False)
class Shown(Picture):
    """A picture as it was shown, and as it has been changed since, by hand, in a notebook.

    There its widget plays it, where the extra `notebook` is installed; else a page in a frame, which tells nothing.
    """

    shown: tuple[Descent | Recorded, ...] = ()
    live: Live | None = None

    @property
    def scene(self) -> Scene | None:
        """The scene as it is now: network, data, runs; None where it is none, as on a function's surface."""
        return None if self.live is None else self.live.scene

    @property
    def descents(self) -> list[Descent | Recorded]:
        """The runs as they are now, each with its path and, but for a path of one's own, its rule and settings."""
        return list(self.shown if self.live is None else self.live.played.descents)

    @property
    def starts(self) -> list[tuple[float, float]]:
        """Where each run starts now."""
        return [(float(run.path[0, 0]), float(run.path[0, 1])) for run in self.descents]

    def page(self, may: str = page.EVERYTHING) -> str:
        """Return the picture, as it is now, as an HTML page that needs neither a server nor a network."""
        now = self if self.live is None else self.live.picture()
        return page.page(now.surface, now.runs, now.title, may, self.scene)

    def widget(self) -> PlayerWidget:
        """Return the picture as a widget of Jupyter's; raises ModuleNotFoundError without the extra `notebook`."""
        return self._widget

    @cached_property
    def _widget(self) -> PlayerWidget:
        # Imported here, for it needs a library that not everybody has.
        from surface.view.hosts.notebook import PlayerWidget

        return PlayerWidget(self, self.live)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        try:
            data, metadata = _parts(self.widget()._repr_mimebundle_())
            return {**data, "text/plain": f"{self!r}{NO_WIDGETS}"}, metadata
        except ModuleNotFoundError:
            return {"text/html": page.frame(self.page(), self.title), "text/plain": repr(self)}

    def _repr_html_(self) -> str | None:
        """Return nothing: the bundle says what there is, and a notebook would carry the page beside the widget."""
        return None


def _parts(bundle: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data and the metadata of a widget's bundle, which may come without any."""
    return bundle if isinstance(bundle, tuple) else (bundle, {})
