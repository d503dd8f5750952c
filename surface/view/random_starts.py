"""What the player is given of many runs: their paths as one block, and where each of them ends.

The paths are thinned by the way they go, not by time: a point wherever a run has moved on by a hair. Between two of
them the browser moves in a straight line.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from surface.error import Window
from surface.figures.basins import CODE_STYLES, minimum_style
from surface.formatting import named_error
from surface.landscape.random_starts import ELSEWHERE, RandomStarts, end_name, random_starts_summary
from surface.landscape.summary import named_rule

HAIR = 0.0015
"""A point is kept wherever a run has moved on by this much, in window widths."""


def drops_payload(key: str, drops: RandomStarts, window: Window) -> dict[str, Any]:
    """Return the runs as strict JSON.

    block: little-endian, base64: for each run the number of its points (int32), then all their steps (int32), then all
    their weights (float32, two by two).
    """
    kept = [_kept(path[: k + 1], window) for path, k in zip(drops.path, drops.k, strict=True)]
    points = [path[steps] for path, steps in zip(drops.path, kept, strict=True)]
    block = np.concatenate([[len(steps) for steps in kept], *kept]).astype("<i4").tobytes()
    block += np.concatenate([*points, np.zeros((0, 2))]).astype("<f4").tobytes()
    groups = {label: n for n, label in enumerate(drops.counts)}
    return {
        "key": key,
        "title": f"{len(drops.label)} starts (seed {drops.seed}) by {named_rule(drops.rule)}:",
        "words": random_starts_summary(drops),
        "seed": drops.seed,
        "steps": drops.steps,
        "count": len(drops.label),
        "block": base64.b64encode(block).decode("ascii"),
        "group": [groups[label] for label in drops.label.tolist()],
        "groups": [_group(label, count, drops) for label, count in drops.counts.items()],
    }


def _kept(path: np.ndarray, window: Window) -> np.ndarray:
    """Return the steps at which a path, (k + 1, 2), is kept: the first, the last, and after each hair of its way."""
    width = np.ptp(np.array(window), axis=1)
    way = np.cumsum(np.hypot(*(np.diff(path, axis=0) / width).T))
    hairs = np.floor(np.concatenate([[0.0], way]) / HAIR)
    moved = np.flatnonzero(np.diff(hairs) > 0) + 1
    # The step before a move is kept too: a run that has rested does not creep there all the while.
    steps = np.concatenate([[0], moved - 1, moved, [len(path) - 1]])
    return np.unique(steps)


def _group(label: int, count: int, drops: RandomStarts) -> dict[str, Any]:
    style = minimum_style(label) if label >= 0 else CODE_STYLES[label]
    short = named_error(drops.minima[label].error) if label >= 0 else ELSEWHERE[label]
    names = {"name": f"{count} {end_name(label, drops)}", "short": f"{count}: {short}"}
    return {**names, "count": count, "label": label, **style._asdict()}
