"""What the player is told of the ground under a surface: its network, its data, and the weights that are held."""

from __future__ import annotations

import numpy as np

from surface.data import Dataset
from surface.error import ErrorSurface, FunctionSurface
from surface.formatting import pretty, setting
from surface.view.encoding import encode, plain
from surface.view.protocol import DataPoints, LayerShape, NetworkShape, WholeData

DATA_POINTS_DRAWN = 400
"""The most data points that the output panel is sent; beyond, an even choice of them stands for all."""

Ground = ErrorSurface | FunctionSurface
"""What can be drawn: of a function that is no network's, what only networks have is empty."""

NO_DATA: DataPoints = {
    "inputs": [],
    "targets": [],
    "input_names": [],
    "target_names": [],
    "title": "",
    "count": 0,
    "counts": None,
    "unexplained": 0.0,
    "whole": None,
}


def network_shape(E: Ground) -> NetworkShape:
    """Return the network as evaluator.js computes it: weights = origin + a·direction_1 + b·direction_2, flat."""
    if isinstance(E, FunctionSurface):
        return {"layers": [], "names": [], "held": [], "origin": [], "directions": []}
    layers: list[LayerShape] = [
        {"inputs": layer.inputs, "outputs": layer.units, "bias": layer.bias is not None, "activation": layer.activation}
        for layer in E.network.layers
    ]
    held = [place for place, name in enumerate(E.network.names) if E.free and name not in E.free]
    names = [pretty(name) for name in E.network.names]
    origin, directions = plain(E.plane.origin), plain(E.plane.directions)
    return {"layers": layers, "names": names, "held": held, "origin": origin, "directions": directions}


def data_points(E: Ground) -> DataPoints:
    if isinstance(E, FunctionSurface):
        return NO_DATA
    data, count = E.data, len(E.data)
    # Evenly through the rows, both ends included: the first rows alone may all be of one class.
    chosen = np.unique(np.linspace(0, count - 1, min(count, DATA_POINTS_DRAWN)).round().astype(int))
    return {
        "inputs": plain(data.inputs[chosen]),
        "targets": plain(data.targets[chosen]),
        "input_names": list(data.input_names),
        "target_names": list(data.target_names),
        "title": data.title,
        "count": count,
        "counts": plain(data.counts[chosen]) if data.is_counted and data.counts is not None else None,
        "unexplained": data.unexplained,
        "whole": None if len(chosen) == count else _whole(data),
    }


def _whole(data: Dataset) -> WholeData:
    """Return all the data points, flat: what is read out of the surface is exact for them, whatever is drawn."""
    counts = encode(data.counts) if data.is_counted and data.counts is not None else None
    return {"inputs": encode(data.inputs), "targets": encode(data.targets), "count": len(data), "counts": counts}


def held_weights(E: Ground, most: int = 6) -> str:
    """Return the values at which the other weights are held, as text: "w₂₁ = 0.5, b₁ = −1"; "" where none is."""
    if isinstance(E, FunctionSurface) or E.free is None:
        return ""
    pairs = zip(E.network.names, E.network.weights, strict=True)
    held = [f"{pretty(name)} = {setting(value)}" for name, value in pairs if name not in E.free]
    more = f" and {len(held) - most} more" if len(held) > most else ""
    return ", ".join(held[:most]) + more
