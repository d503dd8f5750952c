"""The player: a surface, the runs on it, and the playhead that moves them, in a page, a file or a notebook."""

from __future__ import annotations

from surface.view.payload import Picture, Sheet, Track, picture, sheet
from surface.view.show import show
from surface.view.shown import Shown

__all__ = ["Picture", "Sheet", "Shown", "Track", "picture", "sheet", "show"]
