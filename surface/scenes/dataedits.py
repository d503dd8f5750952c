"""Data changed point by point: each function returns another scene, whose window, runs and network stay.

So one sees what a point does to the surface. Each raises ValueError, with one sentence, where the result could not be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array, Numbers
from surface.data import MAX_ROWS
from surface.scenes import edits

if TYPE_CHECKING:
    from surface.scenes.scene import Scene


def with_points(scene: Scene, inputs: Numbers, targets: Numbers) -> Scene:
    """Show the network other points in the same columns, (n, i) inputs and (n, j) targets."""
    made = edits.edited(scene.data, inputs, targets)
    # Only read again, or typed as it was: then nothing was edited.
    same = np.array_equal(made.inputs, scene.data.inputs) and np.array_equal(made.targets, scene.data.targets)
    return scene if same else edits.with_data(scene, made)


def with_point_added(scene: Scene, inputs: Sequence[float], targets: Sequence[float]) -> Scene:
    """Show the network one more point, after all others."""
    data = scene.data
    if len(data) >= MAX_ROWS:
        raise ValueError(f"there must be at most {MAX_ROWS} data points, and there are as many")
    row, answer = _row("inputs", data.inputs, inputs), _row("targets", data.targets, targets)
    return with_points(scene, np.vstack([data.inputs, row]), np.vstack([data.targets, answer]))


def with_point_removed(scene: Scene, point: int) -> Scene:
    """Take one point away; the last one stays."""
    data = scene.data
    _there(scene, point)
    if len(data) == 1:
        raise ValueError("the data must have one point or more, and this is the only one")
    return with_points(scene, np.delete(data.inputs, point, axis=0), np.delete(data.targets, point, axis=0))


def with_point_moved(
    scene: Scene, point: int, inputs: Sequence[float], targets: Sequence[float] | None = None
) -> Scene:
    """Put one point at other inputs, and, where they are given, let it have other targets."""
    _there(scene, point)
    tables = [scene.data.inputs.copy(), scene.data.targets.copy()]
    tables[0][point] = _row("inputs", tables[0], inputs)
    if targets is not None:
        tables[1][point] = _row("targets", tables[1], targets)
    return with_points(scene, *tables)


def _there(scene: Scene, point: int) -> None:
    if not 0 <= point < len(scene.data):
        raise edits.GoneError(f"there is no data point {point + 1}")


def _row(name: str, table: Array, values: Sequence[float]) -> list[float]:
    """Return one point's numbers, as many as there are columns: the picture's may be of other data that are gone."""
    if len(values) != table.shape[1]:
        raise edits.GoneError(f"a data point has {table.shape[1]} {name} here, got {len(values)}")
    return list(values)
