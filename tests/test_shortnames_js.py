"""The names beside a picture of a network: each in its room, and no two that differ drawn alike."""

from itertools import pairwise

import numpy as np
import pytest
from javascript import ask
from PIL import ImageFont

IRIS = ["sepal length", "sepal width", "petal length", "petal width"]
SPECIES = ["setosa", "versicolor", "virginica"]
FONT = ImageFont.load_default(12.5)  # without serifs, of usual width: the size that the picture writes names in
SHAPES = [(), (4,), (8, 8), (8, 8, 8)]
FAMILIES = [
    IRIS,
    [f"{name} (standardised)" for name in IRIS],
    [name.title().replace(" ", ".") for name in IRIS],
    [name.replace(" ", "_") + "_cm" for name in IRIS],
    [f"feature_{n}" for n in range(12)],
    [f"{kind} {what}" for kind in ("mean", "worst") for what in ("radius", "texture", "smoothness", "symmetry")],
    [f"measured at the {n}th station upstream" for n in range(1, 9)],
    [f"{'a' * 30}{letter}{'b' * 30}" for letter in "cdef"],
    ["WWWWWWWWWWWWWWWWWWWWWWWW", "WWWWWWWWWWWWWWWWWWWWWWWM", "mmmmmmmmmmmmmmmm", "iiiiiiiiiiiiiiiiiiiiiiiiiii"],
    ["sl", "s.l.", "sepal length", "…1", "1…", "sep…"],
    ["3.14159265358979", "3.14159265358978", "-3.14159265358979"],
]


def layers(inputs, hidden, outputs):
    widths = [inputs, *hidden, outputs]
    return [{"inputs": a, "outputs": b, "bias": True, "activation": "tanh"} for a, b in pairwise(widths)]


def laid(hidden, inputs, outputs):
    statements = """const { layoutOf, LINE, WIDTH } = modules.netlayout;
        return { ...layoutOf(given.layers, given.inputs, given.outputs), line: LINE, width: WIDTH };"""
    return ask(statements, layers=layers(len(inputs), hidden, len(outputs)), inputs=inputs, outputs=outputs)


def pixels(line):
    return FONT.getlength(line)


def holds(hidden, inputs, outputs):
    """Whether each name is in its room, by a font's own measures, and means itself alone."""
    layout = laid(hidden, inputs, outputs)
    first, last = layout["columns"][0], layout["columns"][-1]
    air = layout["radius"] + 4
    rooms = [first["x"] - air, layout["width"] - last["x"] - air]
    drawn = {}
    for names, lines, room, column in zip(
        (inputs, outputs), (layout["inputs"], layout["outputs"]), rooms, (first, last), strict=True
    ):
        pitch = min(np.diff(column["units"]), default=layout["height"])
        for name, rows in zip(names, lines, strict=True):
            assert drawn.setdefault("\n".join(rows), name) == name
            assert len(rows) * layout["line"] <= max(pitch, layout["line"])
            assert all(pixels(row) <= room for row in rows), (rows, room)
    return layout


@pytest.mark.parametrize("hidden", SHAPES, ids=str)
@pytest.mark.parametrize("names", FAMILIES, ids=lambda names: names[-1][:20])
def test_names_alike_at_first_are_told_apart_in_their_room(hidden, names):
    holds(hidden, names, ["y"])
    holds(hidden, names, SPECIES)
    holds(hidden, ["x1", "x2"], names)
    holds(hidden, names, names)


def test_generated_names_are_told_apart_in_their_room():
    rng = np.random.default_rng(0)
    words = [
        "sepal",
        "sepals",
        "length",
        "width",
        "of",
        "the",
        "mean",
        "Worst",
        "WIDTH",
        "2019",
        "2020",
        "(cm)",
        "x",
        "",
    ]
    for _ in range(150):
        joint = rng.choice([" ", "_", ".", "-", ""])
        made = lambda count: list({joint.join(rng.choice(words, rng.integers(1, 6))) for _ in range(count)})  # noqa: B023, E731
        holds(SHAPES[rng.integers(4)], made(rng.integers(1, 13)), made(rng.integers(1, 6)))


@pytest.mark.parametrize(
    ("hidden", "names", "drawn"),
    [
        ((), IRIS, IRIS),
        ((4,), IRIS, [name.replace(" ", "\n") for name in IRIS]),
        ((8, 8), IRIS, [name.replace(" ", "\n") for name in IRIS]),
        ((8, 8), [*IRIS, "a", "b", "c", "d"], ["s.le…", "s.wi…", "p.le…", "p.wi…", "a", "b", "c", "d"]),
        ((8, 8, 8), IRIS, ["sl", "sw", "pl", "pw"]),
        ((8, 8, 8), ["feature_1", "feature_2", "feature_10"], ["f.1", "f.2", "f.10"]),
    ],
)
def test_a_cut_name_keeps_what_sets_it_apart(hidden, names, drawn):
    assert ["\n".join(rows) for rows in laid(hidden, names, ["setosa", "versicolor"])["inputs"]] == drawn


def test_a_name_that_has_room_stays_whole():
    assert laid((), ["height"], ["y"])["inputs"] == [["height"]]
