"""The network, and where it lies.

interval     numbers between bounds, with their arithmetic
activations  the functions of a unit, each with its slope and its curvature
network      layers of units, with named weights
plane        a plane in the space of all weights, over which a surface is drawn
"""

from surface.model.activations import ACTIVATIONS, Activation
from surface.model.checks import checked, checked_last_axis, settle
from surface.model.digest import digest
from surface.model.interval import Interval, Value
from surface.model.network import MAX_WEIGHTS, Layer, Network
from surface.model.plane import Plane, checked_network, checked_plane

__all__ = [
    "ACTIVATIONS",
    "MAX_WEIGHTS",
    "Activation",
    "Interval",
    "Layer",
    "Network",
    "Plane",
    "Value",
    "checked",
    "checked_last_axis",
    "checked_network",
    "checked_plane",
    "digest",
    "settle",
]
