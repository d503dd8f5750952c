"""How weights are drawn before a training: INITIALISATIONS is name -> Initialisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array

Draw = Callable[[np.random.Generator, int, int], Array]


@dataclass(frozen=True)
class Initialisation:
    """A way to draw a layer's weights: `draw(rng, units, inputs)` returns them, (units, inputs); biases begin at 0."""

    name: str
    formula: str
    draw: Draw


def _glorot(rng: np.random.Generator, units: int, inputs: int) -> Array:
    # Of this width a uniform draw has the variance 2 / (inputs + units).
    bound = np.sqrt(6 / (inputs + units))
    return rng.uniform(-bound, bound, (units, inputs))


def _he(rng: np.random.Generator, units: int, inputs: int) -> Array:
    return rng.normal(0, np.sqrt(2 / inputs), (units, inputs))


INITIALISATIONS: dict[str, Initialisation] = {
    each.name: each
    for each in (
        # Glorot and Bengio 2010: neither what goes up nor what comes back grows or dwindles from layer to layer.
        Initialisation("glorot", "uniform within ±√(6 / (inputs + units))", _glorot),
        # He, Zhang, Ren and Sun 2015: twice as much, for units of which half are off.
        Initialisation("he", "normal, of variance 2 / inputs", _he),
    )
}


def checked_initialisation(name: object) -> Initialisation:
    """Return the initialisation of a name, or say which names there are."""
    if not isinstance(name, str) or name not in INITIALISATIONS:
        known = ", ".join(INITIALISATIONS)
        raise ValueError(f"`initialisation` must be one of {known}, got {name!r:.80}")
    return INITIALISATIONS[name]
