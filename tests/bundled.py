"""The bundled scenes, run once for all the tests of a process, none of which writes into what is found here."""

from functools import cache

from surface.scenes import GALLERY, SCENES
from surface.scenes.played import Ground, Played


@cache
def ground_of(id: str) -> Ground:
    return Ground.of(SCENES[id])


@cache
def played(id: str, variant: str = "") -> Played:
    """A scene as it opens, run for real."""
    return Played(GALLERY[id].opened(variant), ground_of(id))
