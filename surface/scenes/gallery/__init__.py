"""The bundled scenes in a teaching order, a chapter to a module.

A new scene is one function in one of the chapters, named in that module's ENTRIES.
"""

from surface.scenes.entry import GALLERY
from surface.scenes.gallery import flat, gates, hidden, hollows, iris, outputs, rates

__all__ = ["CHAPTERS"]

GALLERY.update(
    {
        entry.scene.id: entry
        for chapter in (hollows, rates, flat, gates, outputs, iris, hidden)
        for entry in chapter.ENTRIES
    }
)

CHAPTERS: dict[str, tuple[str, ...]] = {
    chapter: tuple(id for id, entry in GALLERY.items() if entry.chapter == chapter)
    for chapter in dict.fromkeys(entry.chapter for entry in GALLERY.values())
}
"""Heading -> the ids of its scenes."""
