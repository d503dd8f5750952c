"""Feed-forward networks: layers, their weights and the names of the weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from surface.arrays import Array, Numbers, is_list
from surface.model.activations import ACTIVATIONS
from surface.model.checks import checked, checked_whole, settle
from surface.model.digest import digest
from surface.model.initial import checked_initialisation
from surface.model.interval import Value

MAX_WEIGHTS = 10_000
"""The largest network that is accepted, in weights and biases: beyond it no picture could be followed."""

PROBES = 64
"""At how many places it is tried whether a unit is on, where no data are given."""

REDRAWN = 100
"""How often a unit that is off everywhere is drawn again."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Units that share their inputs: f(weights · x + bias).

    weights: (units, inputs); activation: a name in ACTIVATIONS; bias: (units,) or None for no bias.
    Raises ValueError where shapes do not fit, a number is not finite or the activation is unknown.
    """

    weights: Array
    activation: str
    bias: Array | None

    def __init__(self, weights: Numbers, activation: str, bias: Numbers | None = None) -> None:
        # Compared with a list: what cannot be a key of ACTIVATIONS is then refused like any other wrong name.
        if activation not in list(ACTIVATIONS):
            raise ValueError(f"`activation` must be one of {', '.join(ACTIVATIONS)}, got {activation!r:.80}")
        table, column = checked("weights", weights, 2), None if bias is None else checked("bias", bias, 1)
        if column is not None and len(column) != len(table):
            raise ValueError(f"`bias` must have one number for each of the {len(table)} units, got {len(column)}")
        settle(self, weights=table, activation=activation, bias=column)

    @property
    def units(self) -> int:
        return self.weights.shape[0]

    @property
    def inputs(self) -> int:
        return self.weights.shape[1]

    @property
    def rows(self) -> Array:
        """Each unit's weights and then its bias, one row for each unit."""
        return self.weights if self.bias is None else np.hstack([self.weights, self.bias[:, None]])

    @property
    def flat(self) -> Array:
        """The rows one after another: how a network's weight vector holds this layer."""
        return self.rows.ravel()

    def with_flat(self, flat: Array) -> Layer:
        """Return this layer with the numbers of `flat`, laid out as in the property of that name."""
        table = np.reshape(flat, (self.units, -1))
        return Layer(table[:, : self.inputs], self.activation, None if self.bias is None else table[:, self.inputs])

    def names(self, prefix: str) -> list[str]:
        """Return the name of every number in `flat`; `prefix` tells layers apart."""
        names: list[str] = []
        for j in range(1, self.units + 1):
            # w[i,j] leads from input i to unit j: the first index is the table's second axis.
            names += [f"w{prefix}[{i},{j}]" for i in range(1, self.inputs + 1)]
            names += [] if self.bias is None else [f"b{prefix}[{j}]"]
        return names

    def net(self, x: Value, bias: bool = True) -> Value:
        """Return what reaches each unit, (..., units, n), of the activity x, (..., inputs, n).

        bias: whether the bias is added; a derivative of the activity has none.
        """
        net: Value = self.weights @ x
        return net if self.bias is None or not bias else net + self.bias[:, None]


def _checked_layers(given: object) -> tuple[Layer, ...]:
    """Return layers, or say in one sentence what came instead."""
    listed = tuple(given) if is_list(given) else (given,)
    layers = tuple(layer for layer in listed if isinstance(layer, Layer))
    if not layers or len(layers) < len(listed):
        raise ValueError(f"`layers` must be one or more Layer objects, got {listed!r:.80}")
    return layers


@dataclass(frozen=True, eq=False)
class Network:
    """A feed-forward network: one or more layers, each fed by the one before.

    Raises ValueError where a layer does not fit the one before or the network is beyond MAX_WEIGHTS.
    """

    layers: tuple[Layer, ...]

    def __init__(self, layers: Sequence[Layer]) -> None:
        settle(self, layers=_checked_layers(layers))
        for number, (below, layer) in enumerate(zip(self.layers, self.layers[1:], strict=False), start=2):
            # Counted from the input, as the names of the weights count.
            if layer.inputs != below.units:
                raise ValueError(
                    f"layer {number} must take the {below.units} units of the layer before, got {layer.inputs} inputs"
                )
        _check_size(sum(layer.flat.size for layer in self.layers))

    @classmethod
    def single_layer(cls, weights: Numbers, activation: str, bias: Numbers | None = None) -> Network:
        """Return the network without hidden layers: weights (outputs, inputs), bias (outputs,) or None."""
        return cls([Layer(weights, activation, bias)])

    @classmethod
    def of(
        cls,
        inputs: int,
        hidden: Sequence[int] = (4,),
        outputs: int = 1,
        activation: str = "tanh",
        seed: int = 0,
    ) -> Network:
        """Return a network of these widths with one activation throughout and biases, its weights drawn as Glorot's.

        The weights are those that `drawn` gives with this seed; `hidden` may be empty.
        """
        if not is_list(hidden):
            raise ValueError(f"`hidden` must be a list of whole numbers, got {hidden!r:.80}")
        between = [checked_whole("hidden", width, 1) for width in hidden]
        widths = [checked_whole("inputs", inputs, 1), *between, checked_whole("outputs", outputs, 1)]
        # Before any array is made: a width may be a billion.
        _check_size(sum((below + 1) * units for below, units in pairwise(widths)))
        layers = [Layer(np.zeros((units, below)), activation, np.zeros(units)) for below, units in pairwise(widths)]
        return cls(layers).drawn("glorot", seed)

    def drawn(self, initialisation: str = "glorot", seed: int = 0, inputs: Numbers | None = None) -> Network:
        """Return this network with weights drawn anew by an entry of INITIALISATIONS, its biases 0.

        inputs: the data's, (n, i); by default PROBES points round the origin. A unit that would be off at all of them,
        so that nothing could be learnt through it, is drawn again, at most REDRAWN times.
        """
        draw = checked_initialisation(initialisation).draw
        rng = np.random.default_rng(checked_whole("seed", seed, 0))
        if inputs is None:
            # A generator of their own: the weights are then the first numbers of the seed's.
            inputs = np.random.default_rng(0).standard_normal((PROBES, self.inputs))
        x, layers = self._checked_inputs(inputs).T, list[Layer]()
        for old in self.layers:
            weights, f = draw(rng, old.units, old.inputs), ACTIVATIONS[old.activation]
            for _ in range(REDRAWN):
                off = ~np.any(f.slope(weights @ x), axis=1)
                if not off.any():
                    break
                weights[off] = draw(rng, old.units, old.inputs)[off]
            layers.append(Layer(weights, old.activation, None if old.bias is None else np.zeros(old.units)))
            x = f.value(weights @ x)
        return Network(layers)

    @cached_property
    def digest(self) -> str:
        """A short text that differs between any two networks that differ."""
        shapes = [(layer.activation, layer.units, layer.inputs, layer.bias is None) for layer in self.layers]
        return digest(shapes, self.weights)

    @property
    def inputs(self) -> int:
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        return self.layers[-1].units

    @property
    def hidden(self) -> tuple[int, ...]:
        """The width of each hidden layer."""
        return tuple(layer.units for layer in self.layers[:-1])

    @property
    def names(self) -> list[str]:
        """Every weight's name: for each layer, for each unit j, its weights i = 1.. and then its bias."""
        # Without hidden layers the layer's number would only be in the way.
        single = len(self.layers) == 1
        numbered = enumerate(self.layers, start=1)
        return [name for number, layer in numbered for name in layer.names("" if single else str(number))]

    @property
    def weights(self) -> Array:
        """Every weight and bias in one vector, in the order of `names`."""
        return np.concatenate([layer.flat for layer in self.layers])

    def with_weights(self, weights: Numbers) -> Network:
        """Return this network with other numbers, given in the order of `names`."""
        weights = checked("weights", weights, 1)
        sizes = [layer.flat.size for layer in self.layers]
        if weights.size != sum(sizes):
            raise ValueError(f"`weights` must have {sum(sizes)} numbers, got {weights.size}")
        parts = np.split(weights, np.cumsum(sizes)[:-1])
        return Network([layer.with_flat(part) for layer, part in zip(self.layers, parts, strict=True)])

    def index(self, name: object) -> int:
        """Return the place of a weight in `names`, or say which names there are."""
        names = self.names
        if not isinstance(name, str) or name not in names:
            known = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
            raise ValueError(f"a weight must be one of {known}, got {name!r:.80}")
        return names.index(name)

    def value(self, name: str) -> float:
        return float(self.weights[self.index(name)])

    def replace(self, values: Mapping[str, float]) -> Network:
        """Return this network with the named weights set to other values."""
        weights = self.weights  # made anew each time, so that it may be written to
        for name, value in values.items():
            weights[self.index(name)] = checked(name, [value], 1)[0]
        return self.with_weights(weights)

    def pre_activations(self, inputs: Numbers) -> list[Array]:
        """Return the net input of every layer, each (n, units), for inputs (n, i)."""
        # Data have a point in each row, layers one in each column.
        x, nets = self._checked_inputs(inputs).T, list[Array]()
        for layer in self.layers:
            nets.append(layer.net(x))
            x = ACTIVATIONS[layer.activation].value(nets[-1])
        return [net.T for net in nets]

    def predict(self, inputs: Numbers) -> Array:
        """Return the outputs ŷ, (n, j), for inputs (n, i)."""
        return ACTIVATIONS[self.layers[-1].activation].value(self.pre_activations(inputs)[-1])

    def _checked_inputs(self, inputs: Numbers) -> Array:
        x = checked("inputs", inputs, 2)
        if x.shape[1] != self.inputs:
            raise ValueError(f"`inputs` must have {self.inputs} columns, one for each input, got {x.shape[1]}")
        return x


def _check_size(weights: int) -> None:
    if weights > MAX_WEIGHTS:
        raise ValueError(f"a network must have at most {MAX_WEIGHTS} weights to be pictured, got {weights}")
