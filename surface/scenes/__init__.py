"""The named scenes in a teaching order: SCENES is id -> Scene; the page opens with the first.

A new scene is one function in one of the chapters here, named in that module's SCENES.
"""

from __future__ import annotations

from surface.scenes.gallery import flat, gates, hidden, hollows, iris, outputs, rates
from surface.scenes.scene import MAX_RESOLUTION, MAX_RUNS, MAX_STEPS, Run, Scene, Variant

__all__ = ["GROUPS", "MAX_RESOLUTION", "MAX_RUNS", "MAX_STEPS", "SCENES", "Run", "Scene", "Variant", "named"]

SCENES: dict[str, Scene] = {
    scene.id: scene for chapter in (hollows, rates, flat, gates, outputs, iris, hidden) for scene in chapter.SCENES
}

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(scene.id for scene in SCENES.values() if scene.group == group)
    for group in dict.fromkeys(scene.group for scene in SCENES.values())
}
"""Heading -> the ids of its scenes."""


def named(name: str) -> Scene:
    """Return the scene of that id; `ravine/fast-rate` is the ravine with the runs of that variant."""
    id, _, variant = name.partition("/")
    if id not in SCENES:
        raise ValueError(f"a scene must be one of {', '.join(SCENES)}, got {id!r:.80}")
    return SCENES[id].variant(variant) if variant else SCENES[id]
