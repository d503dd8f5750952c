"""Which units of a network are saturated at some weights, in words."""

from __future__ import annotations

import numpy as np

from surface.arrays import Array
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
    network, said = E.network_at(w), list[str]()
    for depth, (layer, z) in enumerate(zip(network.layers, network.pre_activations(E.data.inputs), strict=True)):
        count = _saturated(layer.activation, z)
        names = [_unit(network, depth, unit) for unit in range(layer.units)]
        word = ACTIVATIONS[layer.activation].idle
        said += [f"{name} is {word} on {_of(n, len(z))}" for name, n in zip(names, count, strict=True) if n]
    # Four units are as many as a sentence bears.
    return f"{capital('; '.join(said[:4]))}{' …' if len(said) > 4 else ''}." if said else ""


def _saturated(activation: str, z: Array) -> list[int]:
    """Return on how many data points each unit's slope is next to nothing, for net inputs z, (n, units)."""
    f = ACTIVATIONS[activation]
    # Identity and sine have no far end where the slope dies away.
    if not f.saturates:
        return [0] * z.shape[1]
    # Between −4 and 4 every activation is as steep and as bent as it gets, or nearly so.
    middle = np.linspace(-4, 4, 161)
    level = np.abs(f.slope(z)) < SATURATED * np.abs(f.slope(middle)).max()
    # On the top of a bump the slope is nothing too, but there the curvature is at its largest.
    level &= np.abs(f.curvature(z)) <= STRAIGHT * np.abs(f.curvature(middle)).max()
    return np.count_nonzero(level, axis=0).tolist()


def _unit(network: Network, depth: int, unit: int) -> str:
    last = depth == len(network.layers) - 1
    if last:
        return f"output unit {unit + 1}" if network.outputs > 1 else "the output unit"
    # A single hidden layer needs no number.
    return f"hidden unit {unit + 1}" + (f" of layer {depth + 1}" if len(network.layers) > 2 else "")


def _of(count: int, total: int) -> str:
    return f"all {total} data points" if count == total else f"{count} of {total} data points"
