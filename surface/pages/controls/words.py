"""What the page says about what it shows: every symbol, in words."""

from __future__ import annotations

import streamlit as st

SYMBOLS = {
    "x": "an input of the network, one number of a data point",
    "y": "a target: what the network should answer for a data point",
    "ŷ": "what the network does answer",
    "w, b": "a weight and a bias: w₁₂ leads from input 1 to unit 2, b₂ is unit 2's bias; a raised number is the layer",
    "z": "what reaches a unit, Σ w x + b",
    "f": "the activation: the function that turns z into the unit's output",
    "E": "the error, ½ Σ (y − ŷ)², summed over the outputs and over the data points",
    "∇E": "the gradient: the two slopes of the error; it points uphill, and where it is zero the descent rests",
    "|∇E|": "the length of the gradient",
    "λ": "a curvature: how fast the slope changes along a direction; both positive is a hollow, both negative a top",
    "η": "the learning rate: how far a step goes for a given gradient",
    "t, T, γ, c, a": "of a schedule: the step, from 0 on; a number of steps; the parts of η that stay each time (γ), "
    "in the end (c) and at first (a)",
    "g": "the gradient at the current weights; of a batch of the data, where a step sees no more",
    "v, β": "the velocity that momentum carries from step to step, and the part β of it that is kept",
    "s, ρ": "the running sum or mean of the squared gradients, and the part ρ of it that is kept",
    "m, β₁, β₂": "Adam's running mean of the gradients, and the parts kept of it (β₁) and of s (β₂)",
    "m̂, ŝ": "m and s, corrected for having started at zero",
    "ε": "a small number that keeps a division from dividing by zero",
}


def symbols() -> None:
    """Explain every symbol that the page uses."""
    with st.expander("What the symbols mean"):
        st.markdown("\n".join(f"- **{symbol}** {meaning}" for symbol, meaning in SYMBOLS.items()))
