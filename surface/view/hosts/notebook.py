"""The player as a widget of a notebook, by anywidget: what is dragged in the browser is read in the next cell.

The player itself, with its style and plotly.js, is large and the same for every picture: it is sent once to a page that
asks for it, compressed, and stands in no notebook's file.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from plotly.offline import get_plotlyjs

from surface.view.hosts import page
from surface.view.live import Live
from surface.view.payload import Picture
from surface.view.values import field


@cache
def library() -> tuple[str, list[bytes]]:
    """Return what a page needs once, compressed: modules, style and plotly.js; and what tells it from another one."""
    script = f"{page.script('index', 'notebook')}\nexport default modules;"
    parts = [gzip.compress(text.encode(), 6, mtime=0) for text in (script, page.style(), get_plotlyjs())]
    return hashlib.blake2b(b"".join(parts), digest_size=8).hexdigest(), parts


class PlayerWidget(anywidget.AnyWidget):
    """A picture in a notebook. live: the scene behind it, which the reader may change; without it the runs are played.

    A change is heard as the events of surface/view/protocol, checked there, and answered with the runs as they are now.
    """

    _esm: Any = (Path(page.STATIC) / "widget.js").read_text(encoding="utf-8")
    surface = traitlets.Dict().tag(sync=True)
    runs = traitlets.Dict().tag(sync=True)
    refusal = traitlets.Unicode().tag(sync=True)
    library = traitlets.Unicode().tag(sync=True)

    def __init__(self, picture: Picture, live: Live | None) -> None:
        self.live = live
        super().__init__(
            surface=picture.surface, runs=picture.runs if live is None else live.message(), library=library()[0]
        )
        self.on_msg(self._heard)

    def _heard(self, widget: object, content: object, buffers: object) -> None:
        name = field(content, "name")
        if name == "library":
            digest, parts = library()
            self.send({"library": digest}, buffers=parts)
        elif self.live is not None and self.live.hear(name, field(content, "told")):
            with self.hold_sync():  # the runs name their surface: one message brings both
                self.surface, self.runs = self.live.surface, self.live.message()
                self.refusal = self.live.refusal
