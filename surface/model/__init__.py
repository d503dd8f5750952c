"""The network: activation functions (`activations`), and layers of units with named weights (`network`)."""

from surface.model.activations import ACTIVATIONS, Activation
from surface.model.checks import checked
from surface.model.digest import digest
from surface.model.network import MAX_WEIGHTS, Layer, Network

__all__ = ["ACTIVATIONS", "MAX_WEIGHTS", "Activation", "Layer", "Network", "checked", "digest"]
