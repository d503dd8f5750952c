"""A visitor's own data and networks: units that can answer them, weights that have learnt them, and a place to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array
from surface.data import Dataset
from surface.descent import RULES, SCHEDULES, train
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import edits
from surface.scenes.placing import placed

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

FIT_STEPS = 500
FIT_ROWS = 500
"""Of more rows so many, evenly chosen, are fitted."""

FIT_SEEDS = range(3)
"""From as many draws of the weights: the best counts, for the first may end in a hollow."""

FIT_NUMBERS = 2e8
"""The most numbers that a fit works through, in all its steps: with more weights or data it takes fewer of them."""


def with_own_data(scene: Scene, data: Dataset) -> Scene:
    """Show the network a visitor's data: outputs that can answer them, biases, all weights fitted, the window on them.

    The held weights are those of the fitted network, so that the surface over the two free ones holds its minimum.
    """
    fresh = edits.with_bias(edits.with_data(scene, data), [True])
    suited = edits.with_output_activation(fresh, _output_activation(fresh.network, data))
    free = suited.network.names[:2]
    return placed(suited.with_(network=fitted(suited.network, data), plane=free))


def _output_activation(network: Network, data: Dataset) -> str:
    """Return the output's activation where it can put out all the targets, and else the identity."""
    name = network.layers[-1].activation
    low, high = ACTIVATIONS[name].outputs
    return name if low <= data.targets.min() and data.targets.max() <= high else "identity"


def fitted(network: Network, data: Dataset) -> Network:
    """Return a network of this shape with weights that have learnt the data, the same ones each time.

    A single layer of identity units is solved by least squares. Others are trained by Adam on standardised columns,
    from weights drawn as Glorot's, and turned back to the data's own units: without biases they are trained as they
    are.
    """
    if [layer.activation for layer in network.layers] == ["identity"]:
        return _least_squares(network, data)
    data = _few(data)
    scaled = _Scaled(network, data)
    work = scaled.data.inputs.shape[0] * len(network.names) * len(FIT_SEEDS)
    steps = int(np.clip(FIT_NUMBERS / work, 20, FIT_STEPS))
    rule, schedule = RULES["adam"](learning_rate=0.05), SCHEDULES["cosine"](length=steps)
    runs = [
        train(network.drawn("glorot", seed, scaled.data.inputs), scaled.data, rule, steps, schedule)
        for seed in FIT_SEEDS
    ]
    best = min(runs, key=lambda run: float(run.error[-1]))
    return scaled.back(best.network)


def _few(data: Dataset) -> Dataset:
    if len(data) <= FIT_ROWS:
        return data
    rows = np.linspace(0, len(data) - 1, FIT_ROWS).round().astype(np.intp)
    return Dataset(data.inputs[rows], data.targets[rows])


def _least_squares(network: Network, data: Dataset) -> Network:
    (layer,) = network.layers
    biased = layer.bias is not None
    columns = np.column_stack([data.inputs, np.ones(len(data))]) if biased else data.inputs
    # Each column by its own size: numbers of a million beside a bias would else leave it no digits.
    size = np.maximum(np.abs(columns).max(axis=0), np.finfo(np.float64).tiny)
    found = np.linalg.lstsq(columns / size, data.targets, rcond=None)[0].T / size
    return Network([Layer(found[:, : layer.inputs], "identity", found[:, -1] if biased else None)])


class _Scaled:
    """Data with columns of mean 0 and deviation 1, as far as the first and the last layer can take that up."""

    def __init__(self, network: Network, data: Dataset) -> None:
        first, last = network.layers[0], network.layers[-1]
        self.mean, self.size = _scale(data.inputs, first.bias is not None)
        # Targets keep their place for units that are bounded: only the identity puts out whatever is asked.
        free = last.activation == "identity" and last.bias is not None
        self.target_mean, self.target_size = _scale(data.targets, free)
        self.data = Dataset((data.inputs - self.mean) / self.size, (data.targets - self.target_mean) / self.target_size)

    def back(self, network: Network) -> Network:
        """Return a network that was trained on the scaled data as one that answers the data as they are."""
        first, *rest = network.layers
        weights = first.weights / self.size
        bias = None if first.bias is None else first.bias - weights @ self.mean
        layers = [Layer(weights, first.activation, bias), *rest]
        last = layers[-1]
        bias = None if last.bias is None else last.bias * self.target_size + self.target_mean
        layers[-1] = Layer(last.weights * self.target_size[:, None], last.activation, bias)
        return Network(layers)


def _scale(table: Array, used: bool) -> tuple[Array, Array]:
    """Return mean and deviation of each column; 0 and 1 where they are not used, or where a column is constant."""
    if not used:
        return np.zeros(table.shape[1]), np.ones(table.shape[1])
    deviation = table.std(axis=0)
    return table.mean(axis=0), np.where(deviation > 0, deviation, 1.0)
