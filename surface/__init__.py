"""See how a neural network learns: the error surface of a small network over two weights, and descents on it.

    from surface import DATASETS, ErrorSurface, Network, RULES, descend
    E = ErrorSurface(Network.single_layer([[0.0, 0.0]], "sin"), DATASETS["two-hollows"], free=("w[1,1]", "w[2,1]"))
    run = descend(E, RULES["momentum"](learning_rate=0.2, momentum=0.9), start=(-1.3, 2.4), steps=200)

`surface.view.show(E, [run], window=((-2.5, 5), (-3.5, 3.5)))` draws it in a notebook. This package computes with NumPy
alone; only `surface.figures` and what stands above it know how to draw.
"""

from surface.data import DATASETS, Dataset, read, summarise
from surface.descent import RULES, SCHEDULES, Descent, Training, descend, train
from surface.error import ErrorSurface, FunctionSurface, Landscape
from surface.landscape import critical_points
from surface.landscape.basins import basins
from surface.landscape.hollows import hollows
from surface.landscape.verdicts import verdict
from surface.model import ACTIVATIONS, Layer, Network, Plane
from surface.scenes import GALLERY, SCENES, Scene

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "GALLERY",
    "RULES",
    "SCENES",
    "SCHEDULES",
    "Dataset",
    "Descent",
    "ErrorSurface",
    "FunctionSurface",
    "Landscape",
    "Layer",
    "Network",
    "Plane",
    "Scene",
    "Training",
    "basins",
    "critical_points",
    "descend",
    "hollows",
    "read",
    "summarise",
    "train",
    "verdict",
]
