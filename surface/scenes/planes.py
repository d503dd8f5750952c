"""Scenes over other planes than that of two weights: through a training or solutions, or of random directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from surface.arrays import Array
from surface.descent import Training
from surface.error import projected
from surface.model import Network, Plane
from surface.scenes.edits import with_window_around
from surface.scenes.placing import placed

if TYPE_CHECKING:
    from surface.scenes.scene import Scene


def along(scene: Scene, training: Training) -> Scene:
    """Show the two principal directions of a training, round its projected path."""
    plane = Plane.principal(training)
    places = projected(plane, training).places
    return _around(scene, training.network, plane, places)


def random(scene: Scene, network: Network, seed: int = 0) -> Scene:
    """Show two random directions through a network's weights, as long by unit as these are (Li et al. 2018)."""
    # So long that at 1 each unit's weights have moved by their own length.
    square = np.array([[-1.0, -1.0], [1.0, 1.0]])
    return _around(scene, network, Plane.random(network, seed), square)


def through(scene: Scene, solutions: Sequence[Network]) -> Scene:
    """Show the plane through three networks' weights."""
    first, *_ = solutions
    plane = Plane.through(first, *(network.weights for network in solutions))
    return _around(scene, first, plane, plane.coordinates(np.array([network.weights for network in solutions])))


def of_weights(scene: Scene) -> Scene:
    """Show the first two weights again, round where the network is."""
    return placed(replace(scene, plane=Plane.of_two(scene.network, tuple(scene.network.names[:2]))))


def _around(scene: Scene, network: Network, plane: Plane, places: Array) -> Scene:
    """Show a plane with a window that holds places of it, with starts in it and rates that suit."""
    other = scene.with_(network=network, plane=plane)
    # A window about the places first: the starts then keep their share of it.
    wide = np.array([places.min(axis=0), places.max(axis=0)])
    window = with_window_around(replace(other, window=((-1e-3, 1e-3), (-1e-3, 1e-3))), [wide]).window
    return placed(other, window)
