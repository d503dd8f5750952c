"""What is shown: the scene (`scene`), changed (`edits`), written down (`link`, `file`), and run (`played`).

SCENES is id -> Scene, as each scene of the `gallery` opens; the page opens with the first. What an entry says of its
scene in words, and what it claims (`claims`, `quantities`), is in GALLERY.
"""

from surface.scenes.entry import GALLERY, Entry, Variant
from surface.scenes.gallery import CHAPTERS
from surface.scenes.run import MAX_RESOLUTION, MAX_RUNS, MAX_SEED, MAX_STEPS, OVERLAYS, SCALES, Run
from surface.scenes.scene import Scene

__all__ = [
    "CHAPTERS",
    "GALLERY",
    "MAX_RESOLUTION",
    "MAX_RUNS",
    "MAX_SEED",
    "MAX_STEPS",
    "OVERLAYS",
    "SCALES",
    "SCENES",
    "Entry",
    "Run",
    "Scene",
    "Variant",
]

SCENES: dict[str, Scene] = {id: entry.scene for id, entry in GALLERY.items()}
