"""Gradient descent: the update rules (`rules`), and the path that a rule walks on a surface (`descend`)."""

from surface.descent.descend import Descent, Surface, checked_rule, checked_start, checked_steps, descend, states
from surface.descent.rules import (
    RULES,
    AdaGrad,
    Adam,
    GradientDescent,
    Hyperparameter,
    Momentum,
    Nesterov,
    RMSProp,
    Rule,
    hyperparameters,
)

__all__ = [
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
    "Surface",
    "checked_rule",
    "checked_start",
    "checked_steps",
    "descend",
    "hyperparameters",
    "states",
]
