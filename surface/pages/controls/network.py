"""The controls of the surface: which network on which data, which weights are free, and the window that is drawn."""

from __future__ import annotations

from functools import partial

import streamlit as st

from surface.data import DATASETS
from surface.formatting import counted, pretty
from surface.model import ACTIVATIONS, INITIALISATIONS
from surface.pages import visit
from surface.pages.controls import fields, make, points, upload
from surface.pages.markdown import literal
from surface.scenes import MAX_RESOLUTION, MAX_SEED, Scene, edits, link, own
from surface.view.hosts.streamlit import room

EDGES = ("window-1-from", "window-1-to", "window-2-from", "window-2-to")
WEIGHT = (
    "w from an input to a unit, b the bias of a unit: w₁₂ leads from input 1 to unit 2; a raised number is the layer."
)


# --- data and network ---------------------------------------------------------------------------------------------


def data(scene: Scene) -> None:
    """Draw the choice of the data, and the ways to others: made, one's own, or these with other points."""
    _data(scene)
    make.make()
    upload.upload()
    points.points(scene)


def network(scene: Scene) -> None:
    """Draw the network as a picture in which it is changed, the choice of it by numbers, and the held weights."""
    room("network")
    with st.expander("By numbers"):
        _layers(scene)
        _activations(scene)
    _bias(scene)
    _weights(scene)
    room("held")


def _data(scene: Scene) -> None:
    # Data that were edited on the picture are nowhere else.
    opened = visit.current().own | (
        {} if link.data_name(scene.data) in DATASETS else {link.data_name(scene.data): scene.data}
    )

    def with_data(scene: Scene, name: str) -> Scene:
        if name in opened and own.is_own(opened[name]):
            return own.with_own_data(scene, opened[name])
        return edits.with_data(scene, opened.get(name, name))

    fields.choice(
        "Data set",
        "data",
        link.data_name(scene.data),
        [*DATASETS, *opened],
        with_data,
        format_func=lambda name: {**DATASETS, **opened}[name].title or name,
        help="The points that the network is shown: its inputs x, and the targets y that it should answer.",
    )
    data = scene.data
    inputs, targets = ", ".join(data.input_names), ", ".join(data.target_names)
    summary = f"{counted(len(data), 'point')} · inputs {inputs} · targets {targets}"
    st.caption(f"{literal(summary)}  \n{literal(data.source)}")
    if not link.carries(data):
        st.caption("These data are too many for a link: they stay in this visit.")


def _layers(scene: Scene) -> None:
    hidden = scene.network.hidden
    fields.choice(
        "Hidden layers",
        "hidden",
        len(hidden),
        list(range(edits.MAX_HIDDEN_LAYERS + 1)),
        lambda s, count: own.reshaped(s, edits.with_hidden_count, count),
        format_func=lambda count: str(count or "none"),
        help="Layers of units between the inputs and the outputs. Each feeds the next.",
    )
    for layer, units in enumerate(hidden):
        # `partial` holds this layer; a lambda would see the last one of the loop.
        label, make = f"Units in hidden layer {layer + 1}", partial(_width, layer=layer)
        fields.number(label, f"hidden-{layer}", units, make, step=1.0)


def _width(scene: Scene, units: float, layer: int) -> Scene:
    return own.reshaped(scene, edits.with_hidden_width, layer, units)


def _activations(scene: Scene) -> None:
    *hidden, last = (layer.activation for layer in scene.network.layers)
    more = {
        "format_func": lambda name: f"{name}: {ACTIVATIONS[name].formula}",
        "help": "The function f that turns what reaches a unit, z = Σ w x + b, into its output.",
    }
    names, make = list(ACTIVATIONS), edits.with_output_activation
    fields.choice("Activation f, output" if hidden else "Activation f", "activation", last, names, make, **more)
    if hidden:
        make = edits.with_hidden_activation
        fields.choice("Activation f, hidden", "activation-hidden", hidden[0], names, make, **more)


def _bias(scene: Scene) -> None:
    # One switch for all layers: it is on where each of them has a bias.
    biased = all(layer.bias is not None for layer in scene.network.layers)
    text = "A weight of each unit on a constant input of 1: it shifts the unit, whatever the inputs are."
    fields.switch("Bias b", "bias", biased, lambda s, on: edits.with_bias(s, [on]), help=text)


def _weights(scene: Scene) -> None:
    """Offer other values for all the weights at once: such as have learnt the data, or such as are drawn."""
    with st.popover("All weights", help="Other values for all of them; single ones are typed below."):
        text = "Adam from several draws, or least squares where that is exact. The window follows."
        st.button("Fit them to the data", key="fit-weights", help=text, on_click=visit.act, args=(own.refitted,))
        names = list(INITIALISATIONS)
        how = st.selectbox("Draw them as", names, key="draw-how", format_func=_formula)
        seed = st.number_input("Seed", 0, MAX_SEED, 0, key="draw-seed")
        click = {"on_click": visit.act, "args": (own.redrawn, how, int(seed or 0))}
        st.button("Draw them", key="draw-weights", **click)


def _formula(name: str) -> str:
    return f"{name.capitalize()}: {INITIALISATIONS[name].formula}"


def _free(scene: Scene) -> None:
    names, keys = scene.network.names, ("free-1", "free-2")
    labels = ("Free weight, to the right", "Free weight, upwards")
    # A plane of other directions has no free weights: both lists show none.
    free = scene.free or (None, None)
    for column, label, key, name in zip(st.columns(2), labels, keys, free, strict=True):
        with column:
            visit.show(key, name)
            make = lambda s, *free: own.with_free_named(s, free)  # noqa: E731
            arguments = ("free", keys, "The free weights", make)
            st.selectbox(label, names, key=key, format_func=pretty, on_change=visit.change, args=arguments, help=WEIGHT)
    fields.refused("free")


# --- window and resolution ----------------------------------------------------------------------------------------


def window_and_resolution(scene: Scene) -> None:
    """Draw the choice of the weights that are free, of the window over them, and of how finely that is sampled."""
    _free(scene)
    for axis in (0, 1):
        _edges(scene, axis)
    fields.refused("window")
    text = f"The surface is computed on a grid of that many points along each axis, at most {MAX_RESOLUTION}."
    make = edits.with_resolution
    fields.number("Resolution", "resolution", scene.resolution, make, step=20.0, help=text)


def _edges(scene: Scene, axis: int) -> None:
    name, step = pretty(scene.axes[axis]), edits.nudge(scene, axis)
    more = {"place": "window", "keys": EDGES, "called": "The window's edge", "step": step}
    with st.container(horizontal=True):
        for end, value in enumerate(scene.window[axis]):
            label, key = f"{name} {('from', 'to')[end]}", EDGES[2 * axis + end]
            fields.number(label, key, value, edits.with_window, **more)
