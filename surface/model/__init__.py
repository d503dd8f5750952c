"""The network, and where it lies.

interval     numbers between bounds, with their arithmetic
activations  the functions of a unit, each with its slope and its curvature
initial      how weights are drawn before a training
network      layers of units, with named weights
plane        a plane in the space of all weights, over which a surface is drawn
"""

from surface.model.activations import ACTIVATIONS, Activation
from surface.model.checks import checked, checked_last_axis, checked_text, checked_whole, settle
from surface.model.digest import digest
from surface.model.initial import INITIALISATIONS, Initialisation
from surface.model.interval import Interval, Value
from surface.model.network import MAX_WEIGHTS, Layer, Network
from surface.model.plane import Plane, checked_network, checked_plane

__all__ = [
    "ACTIVATIONS",
    "INITIALISATIONS",
    "MAX_WEIGHTS",
    "Activation",
    "Initialisation",
    "Interval",
    "Layer",
    "Network",
    "Plane",
    "Value",
    "checked",
    "checked_last_axis",
    "checked_network",
    "checked_plane",
    "checked_text",
    "checked_whole",
    "digest",
    "settle",
]
