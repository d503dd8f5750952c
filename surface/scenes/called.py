"""What a file that is made of a scene is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from surface.scenes.entry import GALLERY
from surface.scenes.own import is_own

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MOST = 60
"""The most characters of a name, without its ending."""

NAMELESS = "error-surface"


def called(scene: Scene) -> str:
    """Return the name of a scene's files, without an ending: by its title, or by that of data of one's own."""
    if is_own(scene.data):
        # They are often called by the file that they came in.
        return plain(re.sub(r"\.\w{1,7}$", "", scene.data.title)) or scene.id
    title = plain(GALLERY[scene.id].title) or scene.id
    return plain(f"{title} {scene.variant}")


def plain(title: str) -> str:
    """Return a title as every system takes it for a name: letters, digits and hyphens; "" where none is left."""
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:MOST].strip("-")
