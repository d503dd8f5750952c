"""Which units of a network are saturated at some weights, in words."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array, Mask
from surface.descent import Surface
from surface.error import ErrorSurface
from surface.formatting import capital
from surface.model import ACTIVATIONS, Network

SATURATED = 0.01
"""A unit counts as saturated where its slope is under this share of its activation's steepest."""

STRAIGHT = 0.1
"""And where its curvature is not above this share of its activation's largest."""


def saturation(E: Surface, w: Array) -> str:
    """Say which units of a network are saturated at w, and on how many data points; '' where none is or E has none."""
    if not isinstance(E, ErrorSurface):
        return ""
    network, said, data = E.network_at(w), list[str](), E.data
    counts = np.ones(len(data)) if data.counts is None else data.counts
    noun = "data points" if data.counts is None else "rows"
    for depth, (layer, z) in enumerate(zip(network.layers, network.pre_activations(data.inputs), strict=True)):
        count = (counts @ _saturated(layer.activation, z)).astype(np.int64).tolist()
        names = [_unit(network, depth, unit) for unit in range(layer.units)]
        word = ACTIVATIONS[layer.activation].idle
        said += [f"{name} is {word} on {_of(n, data.rows, noun)}" for name, n in zip(names, count, strict=True) if n]
    # Four units are as many as a sentence bears.
    return f"{capital('; '.join(said[:4]))}{' …' if len(said) > 4 else ''}." if said else ""


def _saturated(activation: str, z: Array) -> Mask:
    """Return at which data points each unit's slope is next to nothing, (n, units), for net inputs z of that shape."""
    f = ACTIVATIONS[activation]
    # Identity and sine have no far end where the slope dies away.
    if not f.saturates:
        return np.zeros(z.shape, dtype=bool)
    # Between −4 and 4 every activation is as steep and as bent as it gets, or nearly so.
    middle = np.linspace(-4, 4, 161)
    level = np.abs(f.slope(z)) < SATURATED * np.abs(f.slope(middle)).max()
    # On the top of a bump the slope is nothing too, but there the curvature is at its largest.
    return level & (np.abs(f.curvature(z)) <= STRAIGHT * np.abs(f.curvature(middle)).max())


def _unit(network: Network, depth: int, unit: int) -> str:
    last = depth == len(network.layers) - 1
    if last:
        return f"output unit {unit + 1}" if network.outputs > 1 else "the output unit"
    # A single hidden layer needs no number.
    return f"hidden unit {unit + 1}" + (f" of layer {depth + 1}" if len(network.layers) > 2 else "")


def _of(count: int, total: int, noun: str) -> str:
    return f"all {total} {noun}" if count == total else f"{count} of {total} {noun}"
