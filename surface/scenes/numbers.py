"""A scene's numbers as files: its surface, its paths and its data as CSV, and all of them as NumPy's .npz."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from surface.data import Dataset
from surface.scenes.played import Played

CALLS = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would compute instead of show."""


def surface_csv(run: Played) -> str:
    """Return the sampled surface, a row for each grid point: the two coordinates and the error E there."""
    land = run.landscape
    w1, w2 = np.meshgrid(land.w1, land.w2)
    return _csv([*run.scene.axes, "E"], zip(w1.ravel(), w2.ravel(), land.error.ravel(), strict=True))


def paths_csv(run: Played) -> str:
    """Return the runs' paths, a row for each step: where it is, the error and its two slopes there."""
    axes = run.scene.axes
    rows = (
        (number, descent.rule.name, step, *place, error, *slopes)
        for number, descent in enumerate(run.descents, start=1)
        for step, (place, error, slopes) in enumerate(
            zip(descent.path, descent.error, run.surface.gradient(descent.path), strict=True)
        )
    )
    return _csv(["run", "rule", "step", *axes, "E", *(f"dE/d{name}" for name in axes)], rows)


def data_csv(data: Dataset) -> str:
    """Return the data, a row for each data point: its inputs, its targets and, of counted points, its count."""
    names, table = [*data.input_names, *data.target_names], np.hstack([data.inputs, data.targets])
    if data.counts is None:
        return _csv(names, table)
    return _csv([*names, "rows"], ([*row, int(count)] for row, count in zip(table, data.counts, strict=True)))


def npz(run: Played) -> bytes:
    """Return everything as one .npz file, which NumPy reads without pickle.

    w1 (g,), w2 (h,) and error (h, g); for run k path_k (steps + 1, 2) and error_k (steps + 1,); inputs and targets with
    their names and, of counted points, counts (n,); the axes' names, and the scene itself as the JSON of its file.
    """
    land, data = run.landscape, run.scene.data
    paths = {f"path_{k}": descent.path for k, descent in enumerate(run.descents, start=1)}
    errors = {f"error_{k}": descent.error for k, descent in enumerate(run.descents, start=1)}
    names = {"axes": run.scene.axes, "input_names": data.input_names, "target_names": data.target_names}
    held = {"w1": land.w1, "w2": land.w2, "error": land.error, "inputs": data.inputs, "targets": data.targets}
    held |= {} if data.counts is None else {"counts": data.counts}
    texts = {name: np.array(value) for name, value in {**names, "scene": run.scene.json()}.items()}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **held, **paths, **errors, **texts)
    return file.getvalue()


def _csv(names: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV: of numbers every digit that tells them apart, and no name that a spreadsheet computes."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([f"'{name}" if name.startswith(CALLS) else name for name in names])
    # Python's own float, not NumPy's, is written as the shortest text that gives it back exactly.
    writer.writerows([float(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)
    return file.getvalue()
