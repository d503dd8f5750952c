"""The sliders over a lesson's picture: which setting of which run each moves, from where to where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.descent import Hyperparameter, hyperparameters
from surface.lessons.lesson import Act, Control
from surface.lessons.pictures import PICTURES

SLIDER_STEPS = 200  # at least: what a slider is divided into


@dataclass(frozen=True)
class Slider:
    """A slider: the run that it moves, counted from 0, its setting, its ends and step, and the lesson's own value."""

    run: int
    name: str
    label: str
    low: float
    high: float
    step: float
    value: float


def moved_by(act: Act, control: Control) -> Hyperparameter | None:
    """Return the setting that a control moves by a slider over the picture; None where it has none there."""
    if not control.run or control.run > len(act.scene.runs) or not PICTURES[act.picture].settings:
        return None
    rule = act.scene.runs[control.run - 1].rule
    return next((setting for setting in hyperparameters(rule) if setting.label == control.name), None)


def slider_of(act: Act, control: Control) -> Slider | None:
    """Return the slider of a control over an act's picture; None where it has none there."""
    setting = moved_by(act, control)
    if setting is None:
        return None
    own = float(getattr(act.scene.runs[control.index].rule, setting.name))
    low, high = control.ends or setting.slider
    # A slider refuses a value outside its ends.
    low, high = min(low, own), max(high, own)
    # A power of ten, so that every stop is a short number.
    step = 10.0 ** np.floor(np.log10((high - low) / SLIDER_STEPS))
    label = f"{setting.label} {setting.symbol} of run {control.run}"
    return Slider(control.index, setting.name, label, float(low), float(high), float(step), own)


def rates_of(act: Act, controls: tuple[Control, ...]) -> tuple[float, float]:
    """Return the learning rates that a control of the picture's own may choose from."""
    own = act.scene.runs[0].rule.learning_rate
    ends = next((control.ends for control in controls if control.name == "learning rate" and control.low), None)
    return ends or (own / 10, own * 2)


def starts_move(act: Act, controls: tuple[Control, ...]) -> bool:
    """Return whether starts may be moved in an act's picture."""
    return "start" in [control.name for control in controls] or PICTURES[act.picture].point


def shown_beside(controls: tuple[Control, ...]) -> str:
    """Return what of the player a lesson shows beside the pictures, as its style sheet calls it."""
    names = {control.name for control in controls}
    return "rate" if "learning rate" in names else "water" if "water" in names else "plain"
