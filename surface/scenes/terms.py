"""What one data point adds to a slope, in its parts; `quantities` gives them names. Runs and the like count from 1."""

from __future__ import annotations

import re

from surface.arrays import Array
from surface.model import ACTIVATIONS
from surface.scenes.measures import place_of
from surface.scenes.played import Played


def parts_of_term(played: Played, point: str, weight: str, run: str, step: str) -> dict[str, float]:
    """Return what one data point adds to the slope along a free weight, the term, and the parts that it is made of.

    For a network of one layer: −(y_j − ŷ_j) f′(h_j) x_i, with x = 1 for a bias.
    """
    network, data = played.surface.network_at(place_of(played, run, step)), played.scene.data
    if not 1 <= int(point) <= len(data):
        raise ValueError(f"there are {len(data)} data points, so there is no number {point}")
    kind, *index = re.findall(r"[wb]|\d+", played.scene.axes[int(weight) - 1])
    # A bias has one index, its unit; a weight has its input first and its unit last.
    unit, row = int(index[-1]) - 1, int(point) - 1
    h = network.pre_activations(data.inputs)[-1][row, unit]
    y, x = data.targets[row, unit], 1.0 if kind == "b" else data.inputs[row, int(index[0]) - 1]
    f = ACTIVATIONS[network.layers[-1].activation]
    parts = {"target": y, "net input": h, "output": f.value(h), "slope of f": f.slope(h), "input": x}
    parts |= {"residual": y - parts["output"], "term": -(y - parts["output"]) * parts["slope of f"] * x}
    return {name: float(value) for name, value in parts.items()}


def part_of_term(played: Played, part: str, point: str, weight: str, run: str, step: str) -> float:
    return parts_of_term(played, point, weight, run, step)[part]


# --- of one data point, behind a hidden layer ---------------------------------------------------------------------


def deltas(played: Played, point: str, run: str, step: str) -> tuple[float, Array]:
    """Return δ at the one output, (y − ŷ) f′(h), and at each unit of the one hidden layer, f′(h_j) w_j δ."""
    network, data = played.surface.network_at(place_of(played, run, step)), played.scene.data
    row = int(point) - 1
    nets = zip(network.layers, network.pre_activations(data.inputs), strict=True)
    behind, last = (ACTIVATIONS[layer.activation].slope(h[row]) for layer, h in nets)
    delta = float((data.targets[row] - network.predict(data.inputs)[row])[0] * last[0])
    return delta, behind * network.layers[-1].weights[0] * delta


def output_delta(played: Played, point: str, run: str, step: str) -> float:
    """Return δ of one data point at the output, behind one hidden layer."""
    return deltas(played, point, run, step)[0]


def hidden_delta(played: Played, point: str, unit: str, run: str, step: str) -> float:
    """Return δ of one data point at a unit of the one hidden layer."""
    return float(deltas(played, point, run, step)[1][int(unit) - 1])


# --- of no scene at all -------------------------------------------------------------------------------------------


def parabola_slope(played: Played, x: str) -> float:
    """Return the slope of x² at x, which a lesson sets beside the slope of a curve."""
    return 2 * float(x)
