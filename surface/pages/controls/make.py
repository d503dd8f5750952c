"""Data made by rule: a generator, how many points, their noise, a seed; and the network on them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from surface.data import GENERATORS, Generator
from surface.data.generators import LEAST_POINTS, MAX_POINTS
from surface.formatting import capital
from surface.pages import visit
from surface.pages.markdown import literal
from surface.scenes import Scene
from surface.scenes.edits import whole
from surface.scenes.own import with_own_data

WIDTH = 400  # pixels: the picture stays in sight beside it
USED = "The network is fitted to them, and the window, the starts and the learning rates are placed on its surface."


def make() -> None:
    """Draw the choice of a generator with its settings, and the way from it to a scene."""
    with st.popover("Make data", icon=":material/scatter_plot:"), st.container(width=WIDTH):
        name = st.selectbox("Shape", list(GENERATORS), key="make-shape", format_func=capital)
        try:
            generator = _settings(name)
        except ValueError as refusal:
            st.error(literal(visit.sentence(refusal)))
            return
        words = f"Use these {generator.points} points"
        st.button(words, key="make-use", type="primary", on_click=_use, args=(generator,), help=USED)


def _settings(name: str) -> Generator:
    """Draw a generator's settings, and return the generator that they make."""
    kind = GENERATORS[name]
    st.caption(literal(f"{kind.formula}; noise on {kind.noisy}"))
    with st.container(horizontal=True):
        more = _more(name, "points", f"How many, {LEAST_POINTS} to {MAX_POINTS}.")
        points = st.number_input("Points", value=float(kind.points), step=10.0, format="%g", **more)
        more = _more(name, "noise", "The standard deviation of normal noise.")
        noise = st.number_input("Noise", value=kind.noise, step=0.05, format="%g", **more)
        more = _more(name, "seed", "What draws the noise: the same seed, the same points.")
        seed = st.number_input("Seed", value=float(kind.seed), step=1.0, format="%g", **more)
    return kind(whole("points", points), noise, whole("seed", seed))


def _more(name: str, setting: str, text: str) -> dict[str, Any]:
    # A key for each generator: another one opens with settings of its own.
    return {"key": f"make-{name}-{setting}", "help": text}


def _use(generator: Generator) -> None:
    visit.act(_made, generator)


def _made(scene: Scene, generator: Generator) -> Scene:
    return with_own_data(scene, generator.dataset())
