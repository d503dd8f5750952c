"""The bundled data sets: DATASETS is name -> Dataset."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surface.arrays import Array
from surface.data.dataset import Dataset
from surface.model import Layer, Network

_OWN = "Made for this project."
_TRUTH_TABLE = [[0, 0], [0, 1], [1, 0], [1, 1]]
_FISHER = (
    "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), table I, "
    "measured by E. Anderson: the first 20 plants of each species. Lengths in cm, less their mean and divided by their "
    "standard deviation over these 40 plants, rounded to two decimals."
)


def _centimetres(text: str) -> Array:
    return np.array(text.split(), dtype=np.float64).reshape(-1, 2)


IRIS_CM: dict[str, Array] = {
    "setosa": _centimetres(
        "5.1 3.5  4.9 3.0  4.7 3.2  4.6 3.1  5.0 3.6  5.4 3.9  4.6 3.4  5.0 3.4  4.4 2.9  4.9 3.1 "
        "5.4 3.7  4.8 3.4  4.8 3.0  4.3 3.0  5.8 4.0  5.7 4.4  5.4 3.9  5.1 3.5  5.7 3.8  5.1 3.8"
    ),
    "versicolor": _centimetres(
        "7.0 3.2  6.4 3.2  6.9 3.1  5.5 2.3  6.5 2.8  5.7 2.8  6.3 3.3  4.9 2.4  6.6 2.9  5.2 2.7 "
        "5.0 2.0  5.9 3.0  6.0 2.2  6.1 2.9  5.6 2.9  6.7 3.1  5.6 3.0  5.8 2.7  6.2 2.2  5.6 2.5"
    ),
    "virginica": _centimetres(
        "6.3 3.3  5.8 2.7  7.1 3.0  6.3 2.9  6.5 3.0  7.6 3.0  4.9 2.5  7.3 2.9  6.7 2.5  7.2 3.6 "
        "6.5 3.2  6.4 2.7  6.8 3.0  5.7 2.5  5.8 2.8  6.4 3.2  6.5 3.0  7.7 3.8  7.7 2.6  6.0 2.2"
    ),
}
"""Sepal length and sepal width in cm, (20, 2) for each species."""


def _iris(first: str, second: str, low: float, high: float) -> Dataset:
    """Return two species to be told apart by their sepals; the second has the high target."""
    raw = np.concatenate([IRIS_CM[first], IRIS_CM[second]])
    # Rounded, so that the numbers on the screen are the data themselves.
    inputs = ((raw - np.mean(raw, axis=0)) / np.std(raw, axis=0)).round(2)
    targets = np.repeat([[low], [high]], [len(IRIS_CM[first]), len(IRIS_CM[second])], axis=0)
    names = ("sepal length (standardised)", "sepal width (standardised)")
    title = f"Iris: {first} or {second}, targets {low:g} and {high:g}"
    return Dataset(inputs, targets, names, (second,), title, _FISHER)


def _line(x: Sequence[float], y: Sequence[float], title: str, source: str = _OWN) -> Dataset:
    """Return data of one input and one target."""
    return Dataset([[value] for value in x], [[value] for value in y], ("x",), ("y",), title, source)


def _gate(name: str, answers: Sequence[float]) -> Dataset:
    low, high = min(answers), max(answers)
    title = f"{name} gate, targets {low:g} and {high:g}"
    return Dataset(_TRUTH_TABLE, [[answer] for answer in answers], title=title, source=f"The truth table of {name}.")


TEACHER = Network([Layer([[4], [-2]], "sigmoid", [-2, -2]), Layer([[4, 4]], "sigmoid", [-3])])
"""A 1-2-1 network whose two hidden units differ in their input weight only; it makes the data called `teacher`."""


def _teacher() -> Dataset:
    """Return what the teacher answers, so that the weights at which the error is 0 are known."""
    inputs = np.linspace(-2, 2, 9)[:, None]
    source = "Answered by a 1-2-1 sigmoid network with the weights 4 and -2, 4 and 4, and the biases -2, -2 and -3."
    return Dataset(inputs, TEACHER.predict(inputs), ("x",), ("y",), "What a small network answers", source)


DATASETS: dict[str, Dataset] = {
    "two-hollows": Dataset(
        [[1, 0], [0, 0.5], [0.3, 0.1], [0.2, -0.3]], [[0], [0], [0.8], [0.5]], title="Four points", source=_OWN
    ),
    "far-point": Dataset(
        [[5, 2], [0.4, -0.6], [0.4, -0.8], [-0.4, 0.4], [0.3, 0], [0.2, 0.2], [-0.2, 0], [-0.2, -0.6]],
        [[0.5], [0.9], [0.9], [0.1], [0.9], [0.7], [0.4], [0.2]],
        title="Seven near points and a far one",
        source=_OWN,
    ),
    "egg-box": Dataset(
        [[1, 0], [0, 1], [0.2, 0.1], [0.2, 0.2]],
        [[0], [0], [0.9], [0.9]],
        title="Four points, two of them on the axes",
        source=_OWN,
    ),
    "square": Dataset(
        [[1, 1], [1, -1], [-1, 1], [-1, -1]],
        [[0.6], [2.4], [-2.6], [-0.4]],
        title="The corners of a square",
        source=_OWN,
    ),
    "four-point-line": _line(
        [1, 2, 3, 4],
        [6, 5, 7, 10],
        "Four points near a line",
        "A least-squares example that is widely reproduced, for instance in Wikipedia's article Linear least squares.",
    ),
    # The same points, with each input less the mean of the four.
    "four-point-line-centred": _line(
        [-1.5, -0.5, 0.5, 1.5],
        [6, 5, 7, 10],
        "Four points near a line, inputs centred",
        "A least-squares example that is widely reproduced, its inputs less their mean.",
    ),
    "step": _line([-2, -1, 0, 1, 2, 3], [0.1, 0.1, 0.2, 0.6, 0.8, 0.9], "A soft step upwards"),
    "u-shape": _line(
        [4, -4, 1, -1, 0.5, -0.5, 0.25, -0.25], [0.8, 0.8, *[-0.8] * 6], "High at both ends, low in the middle"
    ),
    "hinge": _line([-2, -1, 0, 1, 2, 3], [0, 0, 0.5, 1.5, 2, 3], "Flat, then rising"),
    "and": _gate("AND", [0, 0, 0, 1]),
    "or": _gate("OR", [0, 1, 1, 1]),
    "xor": _gate("XOR", [0.1, 0.9, 0.9, 0.1]),
    "xor-0.8": _gate("XOR", [0, 0.8, 0.8, 0]),
    "two-outputs": Dataset(
        [[-2, 1], [-1, -1], [0, 1], [1, -2], [1, 1], [2, 0]],
        [[0.02, 0.99], [0.3, 0.9], [0.2, 0.8], [0.9, 0.1], [0.4, 0.4], [0.9, 0.1]],
        title="Two inputs, two targets",
        source=_OWN,
    ),
    # These two species can be separated: asked for 0 and 1, as in the next set, the weights would grow without end.
    "iris": _iris("setosa", "versicolor", 0.1, 0.9),
    "iris-hard": _iris("setosa", "versicolor", 0, 1),
    "iris-overlap": _iris("versicolor", "virginica", 0, 1),
    "teacher": _teacher(),
}
