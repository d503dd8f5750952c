"""What the gallery says of a scene: its words, what comes along with it, and what it promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surface.descent import Rule
from surface.scenes.run import Run

if TYPE_CHECKING:
    from surface.scenes.scene import Scene


@dataclass(frozen=True)
class Variant:
    """Other runs on the same surface that are worth a look, with what to watch and what they claim."""

    title: str
    watch: str
    runs: tuple[Run, ...]
    steps: int
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A bundled scene.

    chapter: the heading that it stands under. watch: what to look at; promise: what then happens, as `claims` state it
    (scenes/claims.py) for a test to check: they speak of the scene as it opens. starts: its own starts by letter.
    rules: settings that suit it, by the rule's name. variants: other runs, by name.
    """

    scene: Scene
    title: str
    chapter: str
    watch: str
    promise: str
    claims: tuple[str, ...]
    starts: Mapping[str, tuple[float, float]]
    rules: Mapping[str, Rule]
    variants: Mapping[str, Variant] = field(default_factory=dict[str, Variant])

    def opened(self, variant: str = "") -> Scene:
        """Return the scene as it opens, with the runs of one of its variants."""
        if not variant:
            return self.scene
        if not self.variants:
            raise ValueError(f"{self.scene.id} has no variants, got {variant!r:.80}")
        if variant not in self.variants:
            known = ", ".join(self.variants)
            raise ValueError(f"a variant of {self.scene.id} must be one of {known}, got {variant!r:.80}")
        other = self.variants[variant]
        return self.scene.with_(variant=variant, runs=other.runs, steps=other.steps)

    def watched(self, variant: str = "") -> str:
        """Return what to watch in the scene, or in one of its variants."""
        return self.variants[variant].watch if variant in self.variants else self.watch

    def claimed(self, variant: str = "") -> tuple[str, ...]:
        """Return what the scene claims, or one of its variants."""
        return self.variants[variant].claims if variant in self.variants else self.claims


# Filled from outside, for the chapters need scenes, and scenes need this module.
GALLERY: dict[str, Entry] = {}
"""A scene's id -> its entry, in a teaching order; the chapters of the gallery fill it."""
