"""What the player is given of many runs: their paths as one block, and where each of them ends.

The paths are thinned by the way they go, not by time: a point wherever a run has moved on by a hair. Between two of
them the browser moves in a straight line.
"""

from __future__ import annotations

import base64

import numpy as np

from surface.arrays import Array, Indices
from surface.error import Window
from surface.figures.basins import CODE_STYLES, minimum_style
from surface.formatting import named_error
from surface.landscape.random_starts import ELSEWHERE, RandomStarts, end_name, random_starts_summary
from surface.landscape.summary import named_rule
from surface.view.protocol import PROTOCOL, Group, RandomStartsMessage

HAIR = 0.0015
"""A point stays wherever a run has moved on by this much, in window widths."""


def random_starts_payload(key: str, starts: RandomStarts, window: Window, without: str = "") -> RandomStartsMessage:
    """Return the runs as strict JSON; without: what the run has beside its rule, by which alone they go, in words.

    block: little-endian, base64: for each run the number of its points (int32), then all their steps (int32), then,
    from the next eighth byte on, all their weights (float64, two by two).
    """
    steps = [_thinned(path[: k + 1], window) for path, k in zip(starts.path, starts.k, strict=True)]
    points = [path[own] for path, own in zip(starts.path, steps, strict=True)]
    # All whole numbers first, for the browser reads each kind as one typed array.
    block = np.concatenate([[len(own) for own in steps], *steps]).astype("<i4").tobytes()
    block += bytes(-len(block) % 8)
    # float32 would be fine enough for a screen, but not wide enough for a run that diverges or for every window; the
    # empty pair of columns is for no starts at all.
    block += np.concatenate([*points, np.zeros((0, 2))]).astype("<f8").tobytes()
    groups = {label: n for n, label in enumerate(starts.counts)}
    alone = f", not by {without}" if without else ""
    return {
        "version": PROTOCOL,
        "key": key,
        "title": f"{len(starts.label)} starts (seed {starts.seed}) by {named_rule(starts.rule)}{alone}:",
        "words": random_starts_summary(starts),
        "seed": starts.seed,
        "steps": starts.steps,
        "count": len(starts.label),
        "block": base64.b64encode(block).decode("ascii"),
        "group": [groups[label] for label in starts.label.tolist()],
        "groups": [_group(label, count, starts) for label, count in starts.counts.items()],
    }


def _thinned(path: Array, window: Window) -> Indices:
    """Return the steps at which a path, (k + 1, 2), is kept: the first, the last, and after each hair of its way."""
    # In widths of the window, for what counts is how far a run moves on the screen.
    width = np.ptp(np.array(window), axis=1)
    way = np.cumsum(np.hypot(*(np.diff(path, axis=0) / width).T))
    hairs = np.floor(np.concatenate([[0.0], way]) / HAIR)
    moved = np.flatnonzero(np.diff(hairs) > 0) + 1
    # The step before a move is kept too: a run that has rested does not creep there all the while.
    steps = np.concatenate([[0], moved - 1, moved, [len(path) - 1]])
    return np.unique(steps)


def _group(label: int, count: int, starts: RandomStarts) -> Group:
    style = minimum_style(label) if label >= 0 else CODE_STYLES[label]
    short = named_error(starts.minima[label].error) if label >= 0 else ELSEWHERE[label]
    return {
        "name": f"{count} {end_name(label, starts)}",
        "short": f"{count}: {short}",
        "count": count,
        "label": label,
        "colour": style.colour,
        "pattern": style.pattern,
    }
