"""Gradient descent: the update rules (`rules`, of `settings`), and the path that one walks on a surface (`descend`)."""

from surface.descent.descend import Descent, Surface, checked_rule, checked_start, checked_steps, descend, states
from surface.descent.rules import (
    LABELS,
    RULES,
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    Rule,
    State,
    hyperparameters,
)
from surface.descent.settings import Hyperparameter

__all__ = [
    "LABELS",
    "RULES",
    "AdaGrad",
    "Adam",
    "Descent",
    "GradientDescent",
    "Hyperparameter",
    "Momentum",
    "Nesterov",
    "RMSProp",
    "Rule",
    "State",
    "Surface",
    "checked_rule",
    "checked_start",
    "checked_steps",
    "descend",
    "hyperparameters",
    "states",
]
