"""A plane in weight space: w = origin + a·direction_1 + b·direction_2, the ground that an error surface lies over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np

from surface.arrays import Array, Numbers, is_list
from surface.model.checks import checked, checked_last_axis, checked_whole, settle
from surface.model.digest import digest
from surface.model.network import Network

PARALLEL = 1e-12
"""Two directions whose angle has a smaller sine than this span no plane that float64 could tell from a line."""


@runtime_checkable
class Trajectory(Protocol):
    """What a training leaves behind: its network, and all its weights after each step, (k+1, p)."""

    @property
    def network(self) -> Network: ...
    @property
    def weights(self) -> Array: ...


@dataclass(frozen=True, eq=False)
class Plane:
    """The weights origin + a·direction_1 + b·direction_2 of a network, each vector (p,) in the order of network.names.

    explained: on a plane of principal directions, each one's share of the variance of the training; else None.
    Raises ValueError where a vector does not fit the network, is not finite, or the directions are parallel.
    """

    network: Network
    origin: Array
    direction_1: Array
    direction_2: Array
    explained: tuple[float, float] | None

    def __init__(
        self,
        network: Network,
        origin: Numbers,
        direction_1: Numbers,
        direction_2: Numbers,
        *,
        explained: tuple[float, float] | None = None,
    ) -> None:
        settle(self, network=checked_network(network), explained=explained)
        settle(self, origin=_vector("origin", origin, network))
        settle(self, direction_1=_vector("direction_1", direction_1, network))
        settle(self, direction_2=_vector("direction_2", direction_2, network))
        if _parallel(self.direction_1, self.direction_2):
            raise ValueError("`direction_1` and `direction_2` must not be parallel, got two that are")

    @classmethod
    def of_two(cls, network: Network, free: object) -> Plane:
        """Return the plane over two weights, the others held as they are: a and b are the two weights themselves."""
        places = [network.index(name) for name in checked_free(checked_network(network), free)]
        origin, directions = network.weights, np.zeros((2, network.weights.size))
        # Held at 0 in the origin, so that a and b are the two weights and not what is added to them.
        origin[places], directions[[0, 1], places] = 0, 1
        return cls(network, origin, *directions)

    @classmethod
    def random(cls, network: Network, seed: int = 0) -> Plane:
        """Return a plane through the network's weights along two random directions, scaled to the weights' own size.

        Each unit's part of a direction is made as long as the unit's weights and bias are together, so that planes of
        two networks can be compared (filter-wise normalisation: Li, Xu, Taylor, Studer and Goldstein 2018).
        Raises ValueError where the weights that are not zero leave room for no two directions.
        """
        rng, origin = np.random.default_rng(checked_whole("seed", seed, 0)), checked_network(network).weights
        for _ in range(REDRAWN):
            first, second = (_scaled(network, rng.standard_normal(origin.size)) for _ in range(2))
            # A unit with a single weight has but two directions, so that two draws may well be the same.
            if not _parallel(first, second):
                return cls(network, origin, first, second)
        raise ValueError(f"`network` must have two weights or more that are not 0, got {np.count_nonzero(origin)}")

    @classmethod
    def through(cls, network: Network, a: Numbers, b: Numbers, c: Numbers) -> Plane:
        """Return the plane through three weight vectors: a is its point (0, 0), b is (1, 0) and c is (0, 1)."""
        checked_network(network)
        at_a, at_b, at_c = (_vector(name, value, network) for name, value in (("a", a), ("b", b), ("c", c)))
        if _parallel(at_b - at_a, at_c - at_a):
            raise ValueError("`a`, `b` and `c` must not lie on one line, got three that do")
        return cls(network, at_a, at_b - at_a, at_c - at_a)

    @classmethod
    def principal(cls, training: Trajectory) -> Plane:
        """Return the plane through a training's last weights along the two directions in which it varied most.

        The directions are the first two principal components of its weights (k+1, p), of length 1, each turned so that
        the training ends further along it than it began.
        Raises ValueError where the weights vary in fewer than two directions.
        """
        _check_training(training)
        network, path = checked_network(training.network), checked("training.weights", training.weights, 2)
        last = _vector("training.weights", path[-1], network)
        # Less their mean, as variance is taken; the singular values squared are the variances.
        _, sizes, directions = np.linalg.svd(path - path.mean(axis=0), full_matrices=False)
        varied = int(np.count_nonzero(sizes > PARALLEL * sizes[0]))
        if varied < 2:
            raise ValueError(f"`training` must vary in two directions or more to have principal ones, got {varied}")
        # A principal direction has no sign of its own.
        first, second = (d if d @ (last - path[0]) >= 0 else -d for d in directions[:2])
        share_1, share_2 = (sizes[:2] ** 2 / np.sum(sizes**2)).tolist()
        return cls(network, last, first, second, explained=(share_1, share_2))

    @cached_property
    def directions(self) -> Array:
        """Both directions, (2, p)."""
        return np.stack([self.direction_1, self.direction_2])

    @cached_property
    def free(self) -> tuple[str, str] | None:
        """The two weights that are the plane's own coordinates; None for any other plane."""
        # A direction with a single entry of 1, from an origin of 0 there, measures that weight itself.
        places = [np.flatnonzero(direction) for direction in self.directions]
        if any(len(place) != 1 for place in places):
            return None
        i, j = (int(place[0]) for place in places)
        if (self.direction_1[i], self.direction_2[j], *self.origin[[i, j]]) != (1, 1, 0, 0):
            return None
        return self.network.names[i], self.network.names[j]

    @cached_property
    def digest(self) -> str:
        """A short text that differs between any two planes that differ, of whatever network."""
        return digest(self.network.with_weights(self.origin), self.directions)

    def weights(self, w: Numbers) -> Array:
        """Return the network's weights, (..., p), at places w on the plane, (..., 2)."""
        places = checked_last_axis("w", w, 2)
        a, b = places[..., :1], places[..., 1:]
        return self.origin + a * self.direction_1 + b * self.direction_2

    def coordinates(self, weights: Numbers) -> Array:
        """Return the places on the plane, (..., 2), that are nearest to some weights, (..., p), by least squares."""
        Q, R = self._basis
        along = (checked_last_axis("weights", weights, len(self.origin)) - self.origin) @ Q
        # As columns of one: `solve` would take a stack of vectors for a matrix.
        return np.asarray(np.linalg.solve(R, along[..., None])[..., 0], dtype=np.float64)

    def distance(self, weights: Numbers) -> Array:
        """Return how far weights, (..., p), lie from the plane, (...)."""
        given = checked_last_axis("weights", weights, len(self.origin))
        off = given - self.weights(self.coordinates(given))
        return np.sqrt(np.sum(off**2, axis=-1))

    @cached_property
    def _basis(self) -> tuple[Array, Array]:
        """The QR decomposition of the directions: unlike the normal equations, it squares no condition number."""
        # (p, 2): the directions stand as columns.
        Q, R = np.linalg.qr(self.directions.T)
        return Q, R


REDRAWN = 100
"""How often a pair of random directions that is parallel is drawn again."""


def checked_network(network: object) -> Network:
    """Return a network, or say in one sentence that it is none."""
    if not isinstance(network, Network):
        raise ValueError(f"`network` must be a Network, got {type(network).__name__}")
    return network


def checked_plane(plane: object) -> Plane:
    """Return a plane, or say in one sentence that it is none."""
    if not isinstance(plane, Plane):
        raise ValueError(f"`plane` must be a Plane, got {type(plane).__name__}")
    return plane


def _check_training(training: object) -> None:
    if not isinstance(training, Trajectory):
        raise ValueError(f"`training` must be a training, as train(...) returns one, got {training!r:.80}")


def checked_free(network: Network, free: object) -> tuple[str, str]:
    """Return the names of two different weights of a network, or say in one sentence what is wrong with them."""
    if not is_list(free) or len(free) != 2:
        raise ValueError(f"`free` must be the names of two weights, got {free!r:.80}")
    first, second = (network.names[network.index(name)] for name in free)
    if first == second:
        raise ValueError(f"`free` must be two different weights, got {first!r} twice")
    return first, second


def _vector(name: str, values: Numbers, network: Network) -> Array:
    vector, count = checked(name, values, 1), len(network.names)
    if len(vector) != count:
        raise ValueError(f"`{name}` must have a number for each of the {count} weights, got {len(vector)}")
    return vector


def _parallel(first: Array, second: Array) -> bool:
    """Return whether two vectors span no plane; their lengths, however unlike, are no matter."""
    # By the largest entry and not the length, whose squares might overflow or vanish.
    lengths = [np.abs(vector).max() for vector in (first, second)]
    if not all(lengths):
        return True
    unit_1, unit_2 = (v / size / np.linalg.norm(v / size) for v, size in zip((first, second), lengths, strict=True))
    # What the second has across the first is the sine of the angle between them.
    return bool(np.linalg.norm(unit_2 - (unit_1 @ unit_2) * unit_1) <= PARALLEL)


def _scaled(network: Network, direction: Array) -> Array:
    """Return a direction with each unit's part of it as long as that unit's weights and bias are in the network."""
    parts = [
        _scaled_rows(own.rows, drawn.rows)
        for own, drawn in zip(network.layers, network.with_weights(direction).layers, strict=True)
    ]
    return np.concatenate([part.ravel() for part in parts])


def _scaled_rows(own: Array, drawn: Array) -> Array:
    # A unit without weights gets no direction: its row is multiplied by 0.
    return drawn * np.linalg.norm(own, axis=1, keepdims=True) / np.linalg.norm(drawn, axis=1, keepdims=True)
