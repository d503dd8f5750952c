"""The settings of a rule or a schedule: what each may be, how a control shows it, and what refuses it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from surface.arrays import Array


@dataclass(frozen=True)
class Hyperparameter:
    """What a setting may be, and how a control shows it."""

    name: str
    symbol: str
    default: float
    low: float
    high: float = np.inf
    low_open: bool = False  # low itself is not allowed
    whole: bool = False  # a count
    slider: tuple[float, float] = (0.0, 1.0)  # the range a slider covers; an exact number may lie outside it
    logarithmic: bool = False
    minor: bool = False  # it guards the arithmetic and says nothing of the walk: short lists and cards leave it out
    help: str = ""

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")

    def check(self, value: object) -> float | Array:
        """Return the value as float64, or say in one sentence which rule it breaks."""
        number = self._number(value)
        if not np.isfinite(number).all():
            raise ValueError(f"`{self.name}` must be a finite number, got {value}")
        below = number <= self.low if self.low_open else number < self.low
        if below.any():
            raise ValueError(
                f"`{self.name}` must be {'greater than' if self.low_open else 'at least'} {self.low:g}, got {value}"
            )
        # Never high itself: a share of 1 would be kept for ever.
        if (number >= self.high).any():
            raise ValueError(f"`{self.name}` must be less than {self.high:g}, got {value}")
        if self.whole and (number % 1).any():
            raise ValueError(f"`{self.name}` must be a whole number, got {value}")
        return float(number) if number.ndim == 0 else number

    def _number(self, value: object) -> Array:
        # NumPy would read None as NaN and True as 1: neither is what somebody meant as a setting.
        try:
            return np.array("no number" if value is None or isinstance(value, bool) else value, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"`{self.name}` must be a number, got {value!r:.80}") from None


def hyperparameters(record: Any) -> tuple[Hyperparameter, ...]:
    """Return the settings of a rule or a schedule, or of its class, in the order of its fields."""
    kind = record if isinstance(record, type) else type(record)
    # A dataclass leaves the default of a field on the class, under its name.
    return tuple(Hyperparameter(f.name, default=getattr(kind, f.name), **f.metadata) for f in fields(record))


def check_settings(record: Any) -> None:
    """Check the settings of a record that is being made, so that nobody who holds it has to check them again."""
    for each in hyperparameters(record):
        object.__setattr__(record, each.name, each.check(getattr(record, each.name)))


def setting(default: float, symbol: str, low: float, high: float = np.inf, **more: object) -> float:
    """Return the field that holds a setting; more: any other field of its Hyperparameter."""
    # Typed as the number that the field will hold, as `field` itself is.
    return field(default=default, metadata={"symbol": symbol, "low": low, "high": high, **more})


def learning_rate(default: float) -> float:
    """Return the field that every rule has first."""
    text = "How far a step goes for a given gradient."
    slider = (1e-4, 10.0)
    return setting(default, "η", 0, low_open=True, slider=slider, logarithmic=True, help=text)


def share(default: float, symbol: str, text: str) -> float:
    """Return a field for the part, below 1, of something that stays from step to step."""
    return setting(default, symbol, 0, 1, slider=(0.0, 0.999), help=text)


def epsilon(default: float) -> float:
    """Return the field for the small number beside a root that is divided by."""
    text = "A small number that keeps the division from dividing by zero."
    slider = (1e-12, 1e-2)
    return setting(default, "ε", 0, low_open=True, slider=slider, logarithmic=True, minor=True, help=text)
