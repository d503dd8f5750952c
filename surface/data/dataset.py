"""Data: the inputs of a network, and what it should answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from surface.arrays import Array, Numbers, is_list
from surface.model import checked, checked_text, digest, settle


@dataclass(frozen=True, eq=False)
class Dataset:
    """Data points: inputs (n, i) and targets (n, j), read-only float64; names default to x1, x2, .. and y1, y2, ...

    Two are equal where all they hold is equal. Raises ValueError where shapes do not fit, a number is not finite, or
    a text is none that can be sent.
    """

    inputs: Array
    targets: Array
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    title: str
    source: str

    def __init__(
        self,
        inputs: Numbers,
        targets: Numbers,
        input_names: Sequence[str] | None = None,
        target_names: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
    ) -> None:
        settle(self, inputs=_table("inputs", inputs))
        settle(self, title=checked_text("title", title), source=checked_text("source", source))
        settle(self, input_names=_names("input_names", input_names, "x", self.inputs.shape[1]))
        settle(self, targets=_table("targets", targets))
        settle(self, target_names=_names("target_names", target_names, "y", self.targets.shape[1]))
        if len(self.inputs) != len(self.targets):
            rows = f"{len(self.inputs)} rows of `inputs`"
            raise ValueError(f"`targets` must have one row for each of the {rows}, got {len(self.targets)}")

    def __len__(self) -> int:
        return len(self.inputs)

    @cached_property
    def digest(self) -> str:
        """A short text that differs between any two data sets that differ."""
        names = (self.input_names, self.target_names, self.title, self.source)
        return digest(self.inputs, self.targets, names)

    def __eq__(self, other: object) -> bool:
        # By the digest, which is made once: tables may be long, and data sets are looked up by what they hold.
        return self.digest == other.digest if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)


def _table(name: str, values: Numbers) -> Array:
    """Return `values` as a read-only table; a plain list is refused with an example of a table."""
    try:
        flat = np.array(values, dtype=np.float64).ndim == 1
    except (TypeError, ValueError, OverflowError):
        flat = False  # not numbers at all: `checked` says so
    if flat:
        raise ValueError(f"`{name}` must be a table with one row for each data point, [[0], [1]] and not [0, 1]")
    return checked(name, values, 2)


def _names(name: str, given: object, letter: str, count: int) -> tuple[str, ...]:
    """Return the columns' names, x1 and so on where none are given."""
    if given is None:
        return tuple(f"{letter}{i}" for i in range(1, count + 1))
    listed = given if is_list(given) else [None]  # one text alone is no list of them
    names = tuple(text for text in listed if isinstance(text, str))
    if len(names) < len(listed):
        raise ValueError(f"`{name}` must be a list of texts, got {given!r:.80}")
    if len(names) != count:
        raise ValueError(f"`{name}` must have one name for each of the {count} columns, got {len(names)}")
    return tuple(checked_text(name, text) for text in names)
