"""A visitor's own data and networks: units that can answer them, weights that have learnt them, and a place to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from surface.arrays import Array
from surface.data import DATASETS, Dataset
from surface.descent import RULES, Training, train
from surface.descent.schedules import Cosine
from surface.formatting import capital, counted, named_error, number
from surface.landscape import CriticalPoints
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import edits
from surface.scenes.changes import shape
from surface.scenes.file import bundled_name
from surface.scenes.placing import MOST_ROWS, constant_error, placed, thinned

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

STANDARDISED = " (standardised)"

NEEDLE = 20.0
"""How many times as long as wide a hollow is from which on standardising is offered."""

FILLED = 0.01
"""Of the range of a unit's outputs: targets that fill less of it are put out by the identity."""

FIT_STEPS = 500
FIT_ROWS = 50
"""For each weight so many rows are fitted, and MOST_ROWS at least: fewer would be learnt by heart."""
LEARNT = 0.02
"""Of the error of the best constant answer: with less than that left, data of classes count as learnt."""

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


def is_own(data: Dataset) -> bool:
    """Return whether data are a visitor's, and not bundled ones, as they are or changed point by point.

    Bundled data that were changed keep their title, which may be anybody's, and one of their points at least.
    """
    title = data.title.removesuffix(edits.EDITED)
    edited = any(title == bundled.title and _share_a_point(data, bundled) for bundled in DATASETS.values())
    return bundled_name(data) is None and not edited


def _share_a_point(one: Dataset, other: Dataset) -> bool:
    """Return whether a point of one data set, inputs and targets, is one of another's too."""
    if (one.inputs.shape[1], one.targets.shape[1]) != (other.inputs.shape[1], other.targets.shape[1]):
        return False
    points, others = (np.hstack([data.inputs, data.targets]).tolist() for data in (one, other))
    return not {tuple(point) for point in points}.isdisjoint(tuple(point) for point in others)


def reshaped(scene: Scene, make: Callable[..., Scene], *values: Any) -> Scene:
    """Return a scene after a change of its network: of one with other weights all are fitted, and the window with them.

    A layer that is new would else stand between weights that know nothing of it, and the surface could be flat.
    """
    other = make(scene, *values)
    if other.network.names == scene.network.names:
        return other
    return placed(other.with_(network=fitted(other.network, other.data)))


def with_free_placed(scene: Scene, places: Sequence[int]) -> Scene:
    """Draw the surface over two other weights, by their places among all of them, with the window on its minima."""
    names = scene.network.names
    if not all(0 <= place < len(names) for place in places):
        raise edits.GoneError(f"there is no weight {max(places) + 1}")
    return with_free_named(scene, [names[place] for place in places])


def with_free_named(scene: Scene, free: Sequence[str]) -> Scene:
    """Draw the surface over two other weights, by their names, with the window on its minima."""
    return scene if tuple(free) == scene.free else placed(edits.with_free(scene, tuple(free)))


def refitted(scene: Scene) -> Scene:
    """Return a scene whose network has learnt its data, with the window round the result."""
    return placed(scene.with_(network=fitted(scene.network, scene.data)))


def held_at(scene: Scene, network: Network) -> Scene:
    """Return a scene with the weights of a network of its shape, and the window round them."""
    return placed(scene.with_(network=network))


def redrawn(scene: Scene, initialisation: str, seed: int) -> Scene:
    """Return a scene whose network's weights are drawn anew, with a window on the surface that they give."""
    return placed(scene.with_(network=scene.network.drawn(initialisation, seed, scene.data.inputs)))


def standardised(data: Dataset) -> Dataset:
    """Return data whose inputs have mean 0 and standard deviation 1, and say so by their names.

    Raises ValueError where an input is the same in every row.
    """
    mean = data.mean(data.inputs)
    deviation = np.sqrt(data.mean((data.inputs - mean) ** 2))
    for name, each in zip(data.input_names, deviation, strict=True):
        if not each > 0:
            raise ValueError(f"input {name!r:.80} must differ from row to row to be standardised, got one value")
    names = [f"{name.removesuffix(STANDARDISED)}{STANDARDISED}" for name in data.input_names]
    return data.with_(inputs=(data.inputs - mean) / deviation, input_names=names)


def with_standardised(scene: Scene) -> Scene:
    """Standardise the inputs, and fit and place the network anew."""
    return with_own_data(scene, standardised(scene.data))


def elongation(points: CriticalPoints) -> float:
    """Return how many times as long as wide the hollow of the lowest minimum is; 1 where there is none.

    Lines of equal error round a minimum are ellipses there, whose axes are as the roots of the curvatures.
    """
    if not points.hollows:
        return 1.0
    smallest, largest = points.hollows[0].eigenvalues
    return float(np.sqrt(largest / smallest)) if 0 < smallest <= largest else 1.0


def is_needle(scene: Scene, points: CriticalPoints) -> bool:
    """Return whether a descent must be so slow along a narrow hollow that standardised inputs would help."""
    raw = not all(name.endswith(STANDARDISED) for name in scene.data.input_names)
    return raw and elongation(points) > NEEDLE


def described(scene: Scene, points: CriticalPoints) -> str:
    """Say what a visitor's own scene shows: its data, its network, and what the window holds."""
    count, data = len(points.hollows), scene.data
    what = summed_up(data) if data.is_summary else f"{counted(len(data), 'data point')}."
    parts = [f"{what.removesuffix('.')}; network {shape(scene.network)}."]
    if count:
        lowest = named_error(points.hollows[0].error)
        parts.append(
            f"{'One minimum' if count == 1 else f'{count} minima'} in this window, {lowest}"
            f"{'' if count == 1 else ' at the lowest'}."
        )
    else:
        parts.append("No minimum in this window.")
    if is_needle(scene, points):
        parts.append(f"Its hollow is {number(elongation(points), 2)} times as long as it is wide: slow going.")
    return " ".join(parts)


def summed_up(data: Dataset) -> str:
    """Say what the points of a summary stand for, and how exact their error is."""
    what = data.source or f"{counted(data.rows, 'row')} in {counted(len(data), 'point')}"
    share = number(100 * data.bound, 2)
    exact = f", E exact to {share} % of a constant answer's where outputs are not steep" if data.bound else ""
    return f"{capital(what)}{exact}."


def _output_activation(network: Network, data: Dataset) -> str:
    """Return the output's activation where its range is bounded and the targets fill it, and else the identity.

    A unit whose outputs are not bounded, as softplus, would have to grow its weights to come to targets of a million.
    One that is periodic answers data like any other, but in a hollow of every period: the first that is not is taken.
    """
    least, most = float(data.targets.min()), float(data.targets.max())
    for name in (network.layers[-1].activation, *ACTIVATIONS):
        low, high = ACTIVATIONS[name].outputs
        filled = np.isfinite(high - low) and most - least >= FILLED * (high - low)
        if filled and low <= least and most <= high and np.isinf(ACTIVATIONS[name].period):
            return name
    return "identity"


def fitted(network: Network, data: Dataset) -> Network:
    """Return a network of this shape with weights that have learnt the data, the same ones each time.

    A single layer of identity units is solved by least squares. Others are trained by Adam on standardised columns,
    from weights drawn as Glorot's, and turned back to the data's own units: without biases they are trained as they
    are.
    """
    if [layer.activation for layer in network.layers] == ["identity"]:
        return _least_squares(network, data)
    data = thinned(data, max(MOST_ROWS, FIT_ROWS * len(network.names)))
    scaled = _Scaled(network, data)
    work = scaled.data.inputs.shape[0] * len(network.names) * len(FIT_SEEDS)
    steps = int(np.clip(FIT_NUMBERS / work, 20, FIT_STEPS))
    rule, schedule = RULES["adam"](learning_rate=0.05), Cosine(length=steps)
    runs = [
        train(network.drawn("glorot", seed, scaled.data.inputs), scaled.data, rule, steps, schedule)
        for seed in FIT_SEEDS
    ]
    best = min(runs, key=lambda run: float(run.error[-1]))
    return scaled.back(_learnt(best))


def _learnt(training: Training) -> Network:
    """Return a trained network as it was when it had learnt the data, before its weights grew for their own sake.

    Targets at the very ends of what a unit can put out are never reached: their weights would grow for ever.
    """
    targets = training.data.targets
    low, high = ACTIVATIONS[training.network.layers[-1].activation].outputs
    if low < targets.min() and targets.max() < high:
        return training.network
    enough = max(LEARNT * constant_error(training.data), 1.01 * float(training.error.min()))
    return training.network.with_weights(training.weights[int(np.flatnonzero(training.error <= enough)[0])])


def _least_squares(network: Network, data: Dataset) -> Network:
    (layer,) = network.layers
    biased = layer.bias is not None
    columns = np.column_stack([data.inputs, np.ones(len(data))]) if biased else data.inputs
    # Each column by its own size: numbers of a million beside a bias would else leave it no digits.
    size = np.maximum(np.abs(columns).max(axis=0), np.finfo(np.float64).tiny)
    # A point that stands for many rows weighs as they do.
    roots = 1.0 if data.counts is None else np.sqrt(data.counts)[:, None]
    weighed = columns / size * roots, data.targets * roots
    found = np.asarray(np.linalg.lstsq(*weighed, rcond=None)[0], dtype=np.float64).T / size
    return Network([Layer(found[:, : layer.inputs], "identity", found[:, -1] if biased else None)])


class _Scaled:
    """Data with columns of mean 0 and deviation 1, as far as the first and the last layer can take that up."""

    def __init__(self, network: Network, data: Dataset) -> None:
        first, last = network.layers[0], network.layers[-1]
        self.mean, self.size = _scale(data, data.inputs, first.bias is not None)
        # Targets keep their place for units that are bounded: only the identity puts out whatever is asked.
        free = last.activation == "identity" and last.bias is not None
        self.target_mean, self.target_size = _scale(data, data.targets, free)
        inputs, targets = (data.inputs - self.mean) / self.size, (data.targets - self.target_mean) / self.target_size
        self.data = Dataset(inputs, targets, counts=data.counts)

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


def _scale(data: Dataset, table: Array, used: bool) -> tuple[Array, Array]:
    """Return mean and deviation of each column; 0 and 1 where they are not used, or where a column is constant."""
    count = int(table.shape[1])
    if not used:
        return np.zeros(count), np.ones(count)
    mean = data.mean(table)
    deviation = np.sqrt(data.mean((table - mean) ** 2))
    return mean, np.where(deviation > 0, deviation, np.ones(count))
