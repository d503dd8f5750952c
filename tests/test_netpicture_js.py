"""The picture of a network: which line is which weight, where units stand, how thick a line is, what is read off it."""

from itertools import pairwise

import numpy as np
import pytest
from javascript import ask

from surface import SCENES, Network, Plane
from surface.error import ErrorSurface
from surface.model import ACTIVATIONS
from surface.scenes import edits
from surface.view.payload import sheet

SHAPES = [(1, (), 1), (2, (2,), 1), (4, (8, 8), 3), (3, (1, 5, 2), 2), (12, (8, 8, 8), 5)]


def layers(inputs, hidden, outputs, bias=True):
    widths = [inputs, *hidden, outputs]
    return [{"inputs": a, "outputs": b, "bias": bias, "activation": "tanh"} for a, b in pairwise(widths)]


def names(count, letter="x"):
    return [f"{letter}{n + 1}" for n in range(count)]


def laid(inputs, hidden, outputs, bias=True):
    given = {"inputs": names(inputs), "outputs": names(outputs, "y")}
    return ask(
        "return modules.netlayout.layoutOf(given.layers, given.inputs, given.outputs);",
        layers=layers(inputs, hidden, outputs, bias),
        **given,
    )


# --- which line is which weight -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("bias", [True, False])
def test_every_line_is_the_weight_that_leads_where_its_name_says(shape, bias):
    network = Network.of(*shape)
    if not bias:
        network = Network([type(layer)(layer.weights, layer.activation) for layer in network.layers])
    links = ask("return modules.netlayout.linksOf(given.layers);", layers=layers(*shape, bias))
    single = len(network.layers) == 1
    for link, name in zip(links, network.names, strict=True):
        number, to, source = "" if single else link["layer"] + 1, link["to"] + 1, link["from"] + 1
        assert name == (f"w{number}[{source},{to}]" if source else f"b{number}[{to}]")
        assert network.names[link["place"]] == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("w1[2,1]", "from input x2 to unit 1 of hidden layer 1"),
        ("b1[2]", "bias of unit 2 of hidden layer 1"),
        ("w2[1,1]", "from unit 1 of hidden layer 1 to output y1"),
        ("b2[1]", "bias of output y1"),
    ],
)
def test_a_line_says_in_words_what_it_leads_from_and_to(name, words):
    pictured = {"layers": layers(2, (2,), 1), "inputs": names(2), "outputs": names(1, "y")}
    place = SCENES["xor-hidden"].network.index(name)
    statements = """const link = modules.netlayout.linksOf(given.pictured.layers)[given.place];
        return modules.netlines.wayOf(given.pictured, link);"""
    assert ask(statements, pictured=pictured, place=place) == words


# --- where units stand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_units_stand_apart_in_columns_inside_the_picture(shape):
    inputs, hidden, outputs = shape
    layout, width = laid(*shape), ask("return modules.netlayout.WIDTH;")
    columns = layout["columns"]
    assert [len(column["units"]) for column in columns] == [inputs, *hidden, outputs]
    assert [column["one"] is None for column in columns] == [False] * (len(hidden) + 1) + [True]
    x = np.array([column["x"] for column in columns])
    assert (np.diff(x) >= 2 * layout["radius"] + 12).all()
    assert x[0] > layout["radius"]
    assert x[-1] < width - layout["radius"]
    for column in columns:
        y = np.array([*column["units"], *([] if column["one"] is None else [column["one"]])])
        assert (np.diff(y) > 2 * layout["radius"]).all()
        assert y.min() >= layout["radius"]
        assert y.max() <= layout["height"] - layout["radius"]


def test_a_network_without_biases_has_no_constant_input():
    assert all(column["one"] is None for column in laid(2, (3,), 1, bias=False)["columns"])


def test_long_names_are_cut_so_that_the_columns_keep_their_room():
    statements = "return modules.netlayout.layoutOf(given.layers, given.inputs, given.outputs);"
    long = ["sepal length (standardised)"]
    layout = ask(statements, layers=layers(1, (8, 8, 8), 1), inputs=long, outputs=["y"])
    assert layout["gap"] >= 36
    assert layout["inputs"] != [long]
    assert ask(statements, layers=layers(1, (), 1), inputs=["height"], outputs=["y"])["inputs"] == [["height"]]


# --- how a line is found and drawn --------------------------------------------------------------------------------

ENDS = [[0, 0, 100, 0], [0, 0, 100, 50], [0, 50, 100, 50]]


@pytest.mark.parametrize(("at", "found"), [((50, 2), 0), ((50, 23), 1), ((98, 48), 1), ((50, 58), 2), ((50, 70), -1)])
def test_the_pointer_finds_the_nearest_line_within_reach(at, found):
    assert ask("return modules.netlayout.nearest(given.ends, ...given.at, 10);", ends=ENDS, at=at) == found


def test_labels_of_two_lines_stand_apart_on_their_lines():
    for pair in ([ENDS[0], ENDS[1]], [ENDS[0], ENDS[2]], [ENDS[1], [0, 50, 100, 0]]):
        places = np.array(ask("return modules.netlayout.labelPlaces(given.pair);", pair=pair))
        assert abs(places[0] - places[1]).max() >= 20
        for (x, y), (x1, y1, x2, y2) in zip(places, pair, strict=True):
            assert y == pytest.approx(y1 + (x - x1) / (x2 - x1) * (y2 - y1))


@pytest.mark.parametrize("count", [9, 139])
def test_larger_weights_have_thicker_lines_whatever_their_sign(count):
    statements = "return given.values.map((value) => modules.netlayout.thickness(value, 9, given.count));"
    widths = ask(statements, values=[0, 0.001, -0.1, 1, -4, 9, -20], count=count)
    assert widths == sorted(widths)
    assert widths[-1] == widths[-2]
    assert ask(statements, values=[-4, 4], count=count)[0] == widths[4]
    odd = ask("return [NaN, Infinity].map((value) => modules.netlayout.thickness(value, 9, 9));")
    assert odd == [0.6, 5.5]
    assert ask("return modules.netlayout.thickness(0, 0, 9);") == 0.6


# --- the values ---------------------------------------------------------------------------------------------------

VALUES = """const { weightAt, freePlaces, movingPlaces, largestOver } = modules.weightvalues;
const { network } = given;
return {
  values: network.names.map((_, place) => weightAt(network, place, given.at)),
  free: freePlaces(network),
  moving: movingPlaces(network),
  largest: largestOver(network, { w1: [-5, 0, 2], w2: [-1, 30] }),
};"""


def values(E, at):
    drawn = sheet(E, E.sample(((-1, 1), (-1, 1)), 3)).payload
    return ask(VALUES, network=drawn["network"], at=at)


def test_the_values_are_the_weights_on_the_plane_of_two_free_ones():
    scene = edits.with_free(SCENES["xor-hidden"], ("b2[1]", "w1[1,2]"))
    told, names = values(scene.surface(), [1.5, -2]), scene.network.names
    expected = scene.network.replace({"b2[1]": 1.5, "w1[1,2]": -2}).weights
    np.testing.assert_allclose(told["values"], expected)
    assert [names[place] for place in told["free"]] == ["b2[1]", "w1[1,2]"]
    assert sorted(told["moving"]) == sorted(told["free"])
    assert told["largest"] == 30


def test_on_another_plane_all_weights_move_and_none_is_free():
    scene = SCENES["and-gate"]
    E = ErrorSurface.on(Plane.random(scene.network, 1), scene.data)
    told = values(E, [0.5, -1])
    along, up = E.plane.directions
    np.testing.assert_allclose(told["values"], E.plane.origin + 0.5 * along - up)
    assert told["free"] == []
    assert told["moving"] == [0, 1, 2]


def test_a_run_that_went_beyond_all_numbers_leaves_the_held_weights_where_they_are():
    statements = "return modules.weightvalues.weightAt(given.network, given.place, [Infinity, NaN]);"
    E = SCENES["and-gate"].surface()
    network = sheet(E, E.sample(((-1, 1), (-1, 1)), 3)).payload["network"]
    assert ask(statements, network=network, place=2) == SCENES["and-gate"].network.value("b[1]")
    assert ask(statements, network=network, place=0) == "Infinity"


def test_the_player_computes_every_activation_that_is_offered():
    assert set(ask("return Object.keys(modules.activations.ACTIVATIONS);")) == set(ACTIVATIONS)
