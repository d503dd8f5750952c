"""A training seen from a plane: where it would stand, how far off it is, and its error there and in truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from surface.arrays import Array
from surface.data import Dataset
from surface.error.surface import ErrorSurface
from surface.model import Network, checked_plane


class Trained(Protocol):
    """What a training leaves behind: all its weights, (k+1, p), their errors, (k+1,), the network and the data."""

    @property
    def weights(self) -> Array: ...
    @property
    def error(self) -> Array: ...
    @property
    def network(self) -> Network: ...
    @property
    def data(self) -> Dataset: ...


@dataclass(frozen=True, eq=False)
class Projected:
    """A training on a plane: the nearest places of its weights, (k+1, 2), and how far they are from them, (k+1,).

    plane_error: the error at those places, (k+1,), as the surface has it; error: the training's true one, (k+1,).
    """

    places: Array
    distance: Array
    plane_error: Array
    error: Array


def projected(plane: object, training: Trained) -> Projected:
    """Return a training as seen from a plane through the weights of its network.

    Raises ValueError where the plane is of a network of another shape or with other activations.
    """
    plane, own = checked_plane(plane), training.network
    other = plane.network
    kinds = [[layer.activation for layer in network.layers] for network in (other, own)]
    if other.names != own.names or kinds[0] != kinds[1]:
        raise ValueError(
            f"`plane` must be of the training's network, of {len(own.names)} weights, "
            f"got one of another network, of {len(other.names)}"
        )
    places = plane.coordinates(training.weights)
    with np.errstate(over="ignore", invalid="ignore"):
        plane_error = ErrorSurface.on(plane, training.data).error(places)
    return Projected(places, plane.distance(training.weights), plane_error, training.error)
