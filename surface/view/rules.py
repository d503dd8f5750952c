"""What the player is told of an update rule: its settings, how each is moved, and its formula as a structure."""

from __future__ import annotations

import math

import numpy as np

from surface.arrays import Array
from surface.descent import Hyperparameter, Rule, Schedule, hyperparameters, states
from surface.descent.formula import expression, parse
from surface.view.protocol import Bound, FormulaLines, Knob, RuleShape


def rule_shape(rule: Rule) -> RuleShape:
    """Return a rule at its settings, with all that it takes to walk by it."""
    return {
        "name": rule.name,
        "settings": settings_of(rule),
        "symbols": symbols_of(rule),
        "knobs": knobs(rule),
        "formula": lines(rule),
        # A first state has all its parts, at any place.
        "inner": list(rule.parts(rule.init(np.zeros(2)))),
        "meanings": dict(rule.meanings),
        "bound": _bound(rule),
    }


def settings_of(rule: Rule) -> dict[str, float]:
    """Return a rule's settings by name."""
    return {setting.name: float(getattr(rule, setting.name)) for setting in hyperparameters(rule)}


def symbols_of(rule: Rule) -> dict[str, str]:
    """Return the symbol of each setting of a rule."""
    return {setting.name: setting.symbol for setting in hyperparameters(rule)}


def knobs(rule: Rule) -> list[Knob]:
    """Return what the picture needs to let a rule's settings be moved; what guards the arithmetic is left out."""
    return [knob(setting) for setting in hyperparameters(rule) if not setting.minor]


def lines(rule: Rule) -> FormulaLines:
    """Return a rule's formula, taken apart."""
    formula = parse(rule.formula).json()
    return {"text": formula["text"], "state": formula["state"], "step": formula["step"]}


def _bound(rule: Rule) -> Bound | None:
    return {"formula": rule.bound_formula, "tree": expression(rule.bound_formula)} if rule.bounded else None


def knob(setting: Hyperparameter) -> Knob:
    """Return what the picture needs to let one setting be moved, or typed."""
    low, high = setting.slider
    return {
        "name": setting.name,
        "symbol": setting.symbol,
        "label": setting.label,
        "low": low,
        "high": high,
        "logarithmic": setting.logarithmic,
        "least": setting.low,
        "above": setting.low_open,
        "most": setting.high if math.isfinite(setting.high) else None,
        "help": setting.help,
    }


def inner_of(rule: Rule, gradient: Array, schedule: Schedule | None) -> dict[str, Array]:
    """Return each part of a rule's state along a path whose steps go by these gradients, (k+1, p), by its symbol.

    Before every step, and once more after the step that would follow the path's end: (k+2, p), or (k+2,) for a count.
    """
    # Zeros will do: a first state depends on the shape of the weights alone.
    lived = [rule.init(np.zeros(gradient.shape[-1])), *states(rule, gradient, schedule)]
    parts = [rule.parts(state) for state in lived]
    return {symbol: np.array([part[symbol] for part in parts], dtype=float) for symbol in parts[0]}
