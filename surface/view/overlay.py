"""What may lie over the map: regions of starts by where they end, or by what another rule changes, and watersheds.

An overlay is heavy and late: it travels apart from the runs, under a key that is known before it has been computed.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Literal

import numpy as np

from surface.arrays import Array, Indices
from surface.error import Window
from surface.figures import basins as figures
from surface.figures.basins import basin_regions, case_numbers, difference_regions
from surface.landscape import Line
from surface.landscape.basins import Basins, Difference
from surface.view.encoding import encode
from surface.view.protocol import PROTOCOL, OverlayMessage, Region

Places = Sequence[list[float] | None]
"""Where the number of each region stands; None where it stands nowhere."""


def basins_overlay(key: str, title: str, basins: Basins) -> OverlayMessage:
    """Return the overlay that shows where each start ends; the numbers stand at the minima."""
    regions = basin_regions(basins)
    # Whatever way a start ends nowhere, on the map it is one region, the last.
    label = np.where(basins.label < 0, len(regions) - 1, basins.label)
    places = [minimum.weights.tolist() for minimum in basins.minima]
    return _overlay(key, title, basins, label, regions, [*places, None])


def difference_overlay(key: str, title: str, difference: Difference) -> OverlayMessage:
    """Return the overlay that shows which starts the second of two rules rescues and which it loses."""
    regions = difference_regions(difference)
    return _overlay(key, title, difference, case_numbers(difference), regions, [None] * len(regions))


def watersheds_overlay(key: str, title: str, window: Window, lines: Sequence[Line]) -> OverlayMessage:
    """Return the overlay that shows where the basins of infinitely short steps meet."""
    return _lines(key, title, window, [line.path for line in lines], "watershed")


def training_overlay(key: str, title: str, window: Window, places: Array) -> OverlayMessage:
    """Return the overlay that shows a training by its nearest places on the plane, (k+1, 2)."""
    return _lines(key, title, window, [places], "training")


def _lines(
    key: str, title: str, window: Window, lines: Sequence[Array], line: Literal["watershed", "training"]
) -> OverlayMessage:
    (left, right), (bottom, top) = window
    return {
        "version": PROTOCOL,
        "key": key,
        "title": title,
        "w1": [left, right],
        "w2": [bottom, top],
        "columns": 0,
        "rows": 0,
        "label": "",
        "regions": [],
        "lines": [encode(path) for path in lines],
        "line": line,
    }


def _overlay(
    key: str,
    title: str,
    grid: Basins | Difference,
    label: Indices,
    regions: Sequence[figures.Region],
    places: Places,
) -> OverlayMessage:
    # A region that no start is in has its place in the list all the same: labels are places in it.
    there = np.bincount(np.ravel(label), minlength=len(regions)) > 0
    return {
        "version": PROTOCOL,
        "key": key,
        "title": title,
        "w1": [float(grid.w1[0]), float(grid.w1[-1])],
        "w2": [float(grid.w2[0]), float(grid.w2[-1])],
        "columns": len(grid.w1),
        "rows": len(grid.w2),
        # Regions are few: a byte for each start is enough.
        "label": base64.b64encode(np.ascontiguousarray(label, dtype=np.uint8).tobytes()).decode("ascii"),
        "regions": [
            _region(region, place, bool(seen)) for region, place, seen in zip(regions, places, there, strict=True)
        ],
        "lines": [],
        "line": "watershed",
    }


def _region(region: figures.Region, place: list[float] | None, there: bool) -> Region:
    return {
        "name": region.name,
        "colour": region.style.colour,
        "pattern": region.style.pattern,
        "number": region.number,
        "place": place,
        "there": there,
    }
