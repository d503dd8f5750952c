"""The picture of a scene that has run: what the page, a notebook and a file are given alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surface.descent import RULES
from surface.scenes import MAX_STEPS, edits
from surface.scenes.played import Played
from surface.view.payload import Picture, Sheet, Track, picture
from surface.view.protocol import Run
from surface.view.values import as_scale


def tracks_of(played: Played) -> list[Track]:
    """Return the runs of a scene, each under its rule's name and with its verdict."""
    return [
        Track(walk.descent, walk.run.rule.name, verdict)
        for walk, verdict in zip(played.walks, played.verdicts, strict=True)
    ]


def played_picture(
    played: Played,
    title: str = "",
    watch: str = "",
    chosen: int = 0,
    surface: Sheet | None = None,
    described: Sequence[Run] | None = None,
) -> Picture:
    """Return the picture of a scene that has run; surface, described: what was made of it before."""
    scene = played.scene
    made = picture(
        played.surface,
        played.landscape,
        played.points,
        [] if described is not None else tracks_of(played),
        key=f"{scene.id} {scene.variant}".rstrip(),
        title=title,
        watch=watch,
        chosen=chosen,
        scale=as_scale(scene.scale) or "linear",
        surface=surface,
        described=described,
        most_steps=MAX_STEPS,
        rules=[edits.settled_rule(scene, name) for name in RULES],
    )
    return replace(made, of=scene)
