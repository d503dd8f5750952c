"""Hollows that are one network: hidden units exchanged, or signs turned that cancel.

An odd activation, f(−z) = −f(z), lets a hidden unit's incoming and outgoing weights change their signs together; an
even one, f(−z) = f(z), lets the incoming ones do so alone (Sussmann, Neural Networks 5, 1992, for tanh).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surface.arrays import Array, Indices
from surface.error import ErrorSurface
from surface.landscape.hollows import Lake
from surface.model import ACTIVATIONS, Network

SAME = 1e-6
"""Weights closer than this, beside the largest of all, are one."""

SAME_ERROR = 1e-9
"""Errors closer than this, beside that of a network that predicts 0, are one."""

PROBES = np.array([0.3, 0.7, 1.1, 2.3, 5.9])
"""Where an activation is asked whether it is odd or even."""


def twins(E: ErrorSurface, hollows: Sequence[Lake]) -> tuple[tuple[Lake, ...], ...]:
    """Return the groups, of two or more, of hollows that are the same network, each in the order given.

    Of more than one hidden layer with units of equal incoming weights some twins may be missed; none is ever invented.
    """
    errors = [lake.minimum.error for lake in hollows]
    scale = max(0.5 * E.data.squares, *errors) if errors else 0.0
    forms = _forms([E.network_at(lake.minimum.weights) for lake in hollows])
    groups = list[list[int]]()
    for k, error in enumerate(errors):
        for group in groups:
            if forms[k] == forms[group[0]] and abs(error - errors[group[0]]) <= SAME_ERROR * scale:
                group.append(k)
                break
        else:
            groups.append([k])
    return tuple(tuple(hollows[k] for k in group) for group in groups if len(group) > 1)


def _forms(networks: Sequence[Network]) -> list[bytes]:
    """Return a form of each network, which is the same for two of equal layout where they are one."""
    if not networks:
        return []
    tolerance = SAME * max(float(np.abs(network.weights).max()) for network in networks)
    layers = [[layer.rows.copy() for layer in network.layers] for network in networks]
    last = len(layers[0]) - 1
    for number, layer in enumerate(networks[0].layers):
        parity = _parity(layer.activation)
        for rows in layers:
            _turn(rows[number], rows[number + 1] if number < last else None, parity, tolerance)
        if number < last:
            _sort(layers, number, tolerance)
    # The layers' numbers as codes, in which what is within the tolerance is equal.
    flat = np.array([np.concatenate([rows.ravel() for rows in each]) for each in layers])
    return [codes.tobytes() for codes in _codes(flat, tolerance)]


def _parity(activation: str) -> int:
    """Return −1 for an odd activation, 1 for an even one, 0 for one that is neither."""
    f = ACTIVATIONS[activation]
    here, turned = f.value(PROBES), f.value(-PROBES)
    return next((sign for sign in (-1, 1) if np.allclose(turned, sign * here, rtol=1e-14, atol=0)), 0)


def _turn(rows: Array, above: Array | None, parity: int, tolerance: float) -> None:
    """Make the first weight of each unit that is not zero positive, as far as the network stays the same.

    rows (units, inputs) and, of a hidden layer, the rows of the layer above are changed in place.
    """
    if not parity or (parity < 0 and above is None):
        return
    for unit, row in enumerate(rows):
        # A unit of an odd activation that nothing reaches is silent, and is known by its outgoing weights.
        numbers = row if parity > 0 or above is None else np.concatenate([row, above[:, unit]])
        some = numbers[np.abs(numbers) > tolerance]
        if len(some) and some[0] < 0:
            rows[unit] *= -1
            if parity < 0 and above is not None:
                above[:, unit] *= -1


def _sort(layers: list[list[Array]], number: int, tolerance: float) -> None:
    """Put a hidden layer's units into an order of their own: by incoming weights, and of equal ones by outgoing."""
    units = len(layers[0][number])
    last = number + 2 == len(layers[0])
    # Of a hidden layer above neither order nor signs are settled yet: there the outgoing weights count by size alone.
    out = [rows[number + 1][:, :units].T for rows in layers]
    keys = [
        np.hstack([rows[number], way if last else np.sort(np.abs(way))]) for rows, way in zip(layers, out, strict=True)
    ]
    for rows, codes in zip(layers, _codes(np.array(keys), tolerance), strict=True):
        order = np.lexsort(codes.T[::-1])
        rows[number] = rows[number][order]
        rows[number + 1][:, :units] = rows[number + 1][:, order]


def _codes(values: Array, tolerance: float) -> Indices:
    """Return whole numbers in the order of the values, the same for values with no gap wider than the tolerance."""
    order = np.argsort(values, axis=None, kind="stable")
    codes = np.empty(values.size, dtype=np.intp)
    codes[order] = np.cumsum(np.diff(values.ravel()[order], prepend=-np.inf) > tolerance)
    return codes.reshape(values.shape)
