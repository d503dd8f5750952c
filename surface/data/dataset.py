"""Data: the inputs of a network, and what it should answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from surface.arrays import Array, Indices, Mask, Numbers, is_list, is_real
from surface.model import checked, checked_text, digest, settle

MAX_POINTS = 100_000
"""The most data points that a summary has, and a scene's file."""

MOST_ROWS = 2**53
"""So many rows float64 can count one by one."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Data points: inputs (n, i) and targets (n, j), read-only float64; names default to x1, x2, .. and y1, y2, ...

    counts: how many rows of a larger table each point stands for, (n,), whole numbers from 1; None: one each.
    unexplained: the error of those rows that no prediction removes, at least 0; it is added to E.
    bound: by how much E of the rows may differ from that of the points, as a share of the error of the best constant
    answer, for outputs that are not steep (at most two deviations of the targets for one of an input); 0: not at all.
    Two are equal where all they hold is equal. Raises ValueError where shapes do not fit, a number is not finite, or
    a text is none that can be sent.
    """

    inputs: Array
    targets: Array
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    title: str
    source: str
    counts: Array | None
    unexplained: float
    bound: float

    def __init__(
        self,
        inputs: Numbers,
        targets: Numbers,
        input_names: Sequence[str] | None = None,
        target_names: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
        counts: Numbers | None = None,
        unexplained: float = 0.0,
        bound: float = 0.0,
    ) -> None:
        settle(self, inputs=_table("inputs", inputs))
        settle(self, title=checked_text("title", title), source=checked_text("source", source))
        settle(self, input_names=_names("input_names", input_names, "x", self.inputs.shape[1]))
        settle(self, targets=_table("targets", targets))
        settle(self, target_names=_names("target_names", target_names, "y", self.targets.shape[1]))
        if len(self.inputs) != len(self.targets):
            rows = f"{len(self.inputs)} rows of `inputs`"
            raise ValueError(f"`targets` must have one row for each of the {rows}, got {len(self.targets)}")
        settle(self, counts=None if counts is None else _counts(counts, len(self.inputs)))
        settle(self, unexplained=_positive("unexplained", unexplained), bound=_positive("bound", bound))

    def __len__(self) -> int:
        return len(self.inputs)

    @cached_property
    def digest(self) -> str:
        """A short text that differs between any two data sets that differ."""
        names = (self.input_names, self.target_names, self.title, self.source)
        counted = (self.counts, self.unexplained, self.bound) if self.is_summary else ()
        return digest(self.inputs, self.targets, names, *counted)

    @property
    def is_summary(self) -> bool:
        """Whether the points are not simply the rows themselves."""
        return self.counts is not None or self.unexplained > 0 or self.bound > 0

    @property
    def is_counted(self) -> bool:
        """Whether points stand for more rows than one each."""
        return self.rows > len(self)

    @property
    def rows(self) -> int:
        """How many rows the points stand for, all together."""
        return len(self) if self.counts is None else int(self.counts.sum())

    def sum(self, values: Array | Mask) -> Array:
        """Return the sum over all rows of what each point has, (n, ...) -> (...)."""
        return np.asarray(np.sum(values, axis=0) if self.counts is None else np.tensordot(self.counts, values, 1))

    def mean(self, values: Array) -> Array:
        """Return the mean over all rows of what each point has, (n, ...) -> (...)."""
        return self.sum(values) / self.rows

    @cached_property
    def squares(self) -> float:
        """The sum of the squared targets of all rows, which the error of a network that predicts 0 is half of."""
        return float(self.sum(self.targets**2).sum()) + 2 * self.unexplained

    def some(self, rows: Indices | slice) -> Dataset:
        """Return some of the points with their counts, and without what no prediction removes, which is of all."""
        counts = None if self.counts is None else self.counts[rows]
        return Dataset(self.inputs[rows], self.targets[rows], self.input_names, self.target_names, counts=counts)

    def with_(self, **changes: Any) -> Dataset:
        """Return these data with some of what they are made of replaced, under the names that Dataset has for it."""
        return Dataset(**{field.name: getattr(self, field.name) for field in fields(self)} | changes)

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


def _counts(counts: Numbers, points: int) -> Array:
    """Return the counts of so many points, each a whole number from 1."""
    given = checked("counts", counts, 1)
    if len(given) != points:
        raise ValueError(f"`counts` must have one number for each of the {points} data points, got {len(given)}")
    wrong = given[(given < 1) | (given != np.floor(given))]
    if wrong.size:
        raise ValueError(f"`counts` must be whole numbers of at least 1, got {wrong[0]:.12g}")
    if given.sum() > MOST_ROWS:
        raise ValueError(f"`counts` must be {MOST_ROWS:.0f} rows at most together, got {given.sum():.6g}")
    return given


def _positive(name: str, value: object) -> float:
    if not is_real(value) or not 0 <= value < np.inf:
        raise ValueError(f"`{name}` must be a finite number of at least 0, got {value!r:.80}")
    return float(value)


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
