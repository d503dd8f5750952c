"""What a picture of the lessons is sent beside its scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from surface.descent import Rule, hyperparameters
from surface.figures import RUN_STYLES
from surface.formatting import pretty
from surface.landscape.basins import Basins, difference
from surface.landscape.proof import traced
from surface.landscape.summary import basins_title, difference_title
from surface.scenes import GALLERY, Run, Scene
from surface.scenes.freed import freed
from surface.scenes.measures import BASINS_STEPS
from surface.scenes.played import Played
from surface.view.encoding import encode
from surface.view.overlay import basins_overlay, difference_overlay
from surface.view.protocol import OverlayMessage

RULES_HEAD = ("rule", "settings", "steps to within 1 % of the least error", "last error", "outcome")
RULES_WORDS = "Each rule runs at the one rate that is stated with it. At other rates the order would be another."


def given(name: str, rates: tuple[float, float], **more: Any) -> dict[str, Any]:
    """Return what one of the lessons' own pictures is given: the ends of its learning rate, styles, and its own."""
    return {"picture": name, "rates": list(rates), "styles": [style._asdict() for style in RUN_STYLES], **more}


def counted_for_basins(scene: Scene) -> Scene:
    """Return a scene whose starts are followed as those of the claims are."""
    return scene.with_(steps=BASINS_STEPS)


def basins_overlays(keys: Sequence[str], found: Sequence[Basins]) -> list[OverlayMessage]:
    """Return what lies over the three maps: where starts end under one rule and another, and what changes."""
    alone = [basins_overlay(key, basins_title(each.rule), each) for key, each in zip(keys, found, strict=True)]
    first, second = found
    changes = difference_overlay("-".join(keys), difference_title(first.rule, second.rule), difference(first, second))
    return [*alone, changes]


def freed_message(played: Played) -> dict[str, Any]:
    """Return how the first run of a scene goes on with all the weights of its network free."""
    found, scene = freed(played, 0), played.scene
    names = scene.network.names
    free = [names.index(name) for name in scene.axes if name in names]
    texts = {"error": encode(found.error), "weights": encode(found.weights)}
    return {**texts, "names": [pretty(name) for name in names], "free": free}


def boxes_message(scene: Scene) -> dict[str, Any]:
    """Return the boxes by which a scene's critical points are proven to be all."""
    trace = traced(scene.surface(), scene.window)
    return {"corners": encode(trace.corners), "fate": trace.fate.tolist()}


def rules_rows(scene: Scene, play: Callable[[Scene], Played] = Played) -> list[tuple[str, ...]]:
    """Return the table of all rules in a race, row by row: each rule of the scene from the first run's start."""
    # Where no minimum was found there is nothing to come near to: no error is below 0.
    least = min((minimum.error for minimum in play(scene).points.minima), default=0.0)
    return [_rules_row(scene, rule, 1.01 * least, play) for rule in GALLERY[scene.id].rules.values()]


def _rules_row(scene: Scene, rule: Rule, near: float, play: Callable[[Scene], Played]) -> tuple[str, ...]:
    walk = play(scene.with_(runs=(Run(rule, scene.runs[0].start),))).walks[0]
    below = walk.descent.error < near
    # argmax finds the first True.
    steps = str(int(below.argmax())) if below.any() else "never"
    return rule.name, _settings(rule), steps, f"{walk.descent.error[-1]:.4g}", walk.verdict.outcome


def _settings(rule: Rule) -> str:
    return ", ".join(f"{s.symbol} = {getattr(rule, s.name):g}" for s in hyperparameters(rule) if not s.minor)
