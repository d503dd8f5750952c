"""Gradient descent: `descend` walks the path of a rule on a surface, `train` over all weights of a network.

rules      the update rules (`formula` takes apart how each is written)
schedules  what becomes of the learning rate on the way
settings   what a setting of either may be
batches    which rows of the data a step sees
"""

from surface.descent.batches import batches, batches_of, checked_batch
from surface.descent.descend import (
    Batched,
    Descent,
    Surface,
    checked_rule,
    checked_start,
    checked_steps,
    descend,
    draws,
    seen_gradients,
    states,
)
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
)
from surface.descent.schedules import SCHEDULES, Schedule, checked_schedule, rules_at
from surface.descent.settings import Hyperparameter, hyperparameters
from surface.descent.train import Training, train

__all__ = [
    "LABELS",
    "RULES",
    "SCHEDULES",
    "AdaGrad",
    "Adam",
    "Batched",
    "Descent",
    "GradientDescent",
    "Hyperparameter",
    "Momentum",
    "Nesterov",
    "RMSProp",
    "Rule",
    "Schedule",
    "State",
    "Surface",
    "Training",
    "batches",
    "batches_of",
    "checked_batch",
    "checked_rule",
    "checked_schedule",
    "checked_start",
    "checked_steps",
    "descend",
    "draws",
    "hyperparameters",
    "rules_at",
    "seen_gradients",
    "states",
    "train",
]
