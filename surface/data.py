"""Data: what a network is shown and what it should answer; the bundled data sets; CSV text to data."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from surface.network import Layer, Network, checked

MAX_ROWS = 10_000
"""The most data points that are read from a file."""

MAX_COLUMNS = 200
"""The most columns that a file may have."""

MAX_CHARACTERS = 10_000_000
"""The longest file that is looked at, in characters."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Data points: inputs (n, i) and targets (n, j), read-only float64; names default to x1, x2, .. and y1, y2, ...

    Two are equal where all they hold is equal. Raises ValueError where shapes do not fit or a number is not finite.
    """

    inputs: np.ndarray
    targets: np.ndarray
    input_names: tuple[str, ...] | None = None
    target_names: tuple[str, ...] | None = None
    title: str = ""
    source: str = ""

    def __post_init__(self):
        for name, letter in (("input", "x"), ("target", "y")):
            table = _table(f"{name}s", getattr(self, f"{name}s"))
            object.__setattr__(self, f"{name}s", table)
            names = _names(f"{name}_names", getattr(self, f"{name}_names"), letter, table.shape[1])
            object.__setattr__(self, f"{name}_names", names)
        if len(self.inputs) != len(self.targets):
            rows = f"{len(self.inputs)} rows of `inputs`"
            raise ValueError(f"`targets` must have one row for each of the {rows}, got {len(self.targets)}")

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def identity(self) -> tuple:
        """All that the data hold, as a value that can be compared, hashed and written down."""
        tables = tuple(tuple(map(tuple, table.tolist())) for table in (self.inputs, self.targets))
        return *tables, self.input_names, self.target_names, self.title, self.source

    def __eq__(self, other) -> bool:
        return self.identity == other.identity if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)


def _table(name: str, values) -> np.ndarray:
    """Return `values` as a read-only table; who gave a plain list is told what a table is."""
    try:
        flat = np.array(values, dtype=float).ndim == 1
    except (TypeError, ValueError, OverflowError):
        flat = False  # not numbers at all: `checked` says so
    if flat:
        raise ValueError(f"`{name}` must be a table with one row for each data point, [[0], [1]] and not [0, 1]")
    return checked(name, values, 2)


def _names(name: str, given, letter: str, count: int) -> tuple[str, ...]:
    """Return the columns' names, x1 and so on where none are given."""
    if given is None:
        return tuple(f"{letter}{i}" for i in range(1, count + 1))
    if isinstance(given, str) or not isinstance(given, Iterable) or not all(isinstance(text, str) for text in given):
        raise ValueError(f"`{name}` must be a list of texts, got {given!r:.80}")
    if len(given) != count:
        raise ValueError(f"`{name}` must have one name for each of the {count} columns, got {len(given)}")
    return tuple(given)


# --- reading a file -----------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def columns(text: str) -> tuple[str, ...]:
    """Return the names of the columns of a CSV text that hold numbers and nothing else."""
    table = _Table.read(text)
    return tuple(name for name in table.names if table.is_numeric(name))


def read_csv(text: str, inputs: Sequence[str], targets: Sequence[str], title: str = "", source: str = "") -> Dataset:
    """Return the data in the named columns of a CSV text.

    The first line names the columns; commas, semicolons or tabs separate them, and with semicolons 0,5 is a half.
    Raises ValueError, with line and column, where the text is not such a table or goes beyond MAX_ROWS data points.
    """
    table = _Table.read(text)
    inputs, targets = _chosen("inputs", inputs, table.names), _chosen("targets", targets, table.names)
    for name in targets:
        if name in inputs:
            raise ValueError(f"a column must be an input or a target, got {name!r:.80} as both")
    return Dataset(table.numbers(inputs), table.numbers(targets), inputs, targets, title, source)


def _chosen(role: str, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns for a role, all of them known and none twice."""
    if isinstance(names, str) or not len(names):
        raise ValueError(f"`{role}` must be a list of one or more column names, got {names!r:.80}")
    for name, count in Counter(names).items():
        if name not in known:
            raise ValueError(f"`{role}` must be among the columns {', '.join(known):.200}, got {name!r:.80}")
        if count > 1:
            raise ValueError(f"`{role}` must name each column once, got {name!r:.80} {count} times")
    return tuple(names)


@dataclass(frozen=True)
class _Table:
    """A CSV text taken apart: the columns' names, the rows' cells, and the line on which each row ends."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    decimal_comma: bool

    @classmethod
    def read(cls, text: str) -> _Table:
        """Take a text apart, or say in one sentence at which line it is not a table."""
        if not isinstance(text, str):
            raise ValueError(f"a file must be given as text, got {type(text).__name__}")
        if len(text) > MAX_CHARACTERS:
            raise ValueError(f"a file must have at most {MAX_CHARACTERS} characters, got {len(text)}")
        delimiter = _delimiter(text)
        filled = _filled_lines(text, delimiter)
        _, names = next(filled, (0, ()))
        names = tuple(" ".join(name.split()) for name in names)  # a quoted name may run over several lines
        _check_header(names)
        lines, rows = [], []
        for line, cells in filled:
            if len(cells) != len(names):
                raise ValueError(f"line {line} must have {len(names)} cells, as the first line has, got {len(cells)}")
            if len(rows) == MAX_ROWS:
                raise ValueError(f"a file must have at most {MAX_ROWS} data points, got more at line {line}")
            lines.append(line)
            rows.append(cells)
        if not rows:
            raise ValueError("a file must have at least one line of numbers below the names, got none")
        return cls(names, tuple(rows), tuple(lines), delimiter == ";")

    def is_numeric(self, name: str) -> bool:
        column = self.names.index(name)
        return all(self._value(row[column]) is not None for row in self.rows)

    def numbers(self, names: Sequence[str]) -> list[list[float]]:
        """Return the cells of the named columns as numbers, row by row."""
        places = [self.names.index(name) for name in names]
        numbered = zip(self.lines, self.rows, strict=True)
        return [[self._number(row[column], line, self.names[column]) for column in places] for line, row in numbered]

    def _number(self, cell: str, line: int, name: str) -> float:
        value = self._value(cell)
        if value is None:
            got = f"{cell!r:.40}" if cell else "an empty cell"
            raise ValueError(f"line {line}, column {name!r:.80} must be a finite number, got {got}")
        return value

    def _value(self, cell: str) -> float | None:
        """Return the number in a cell, or None where there is no finite one."""
        cell = cell.replace(",", ".") if self.decimal_comma else cell
        value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
        return value if math.isfinite(value) else None


def _delimiter(text: str) -> str:
    """Return what separates the columns: what cuts the first line into the most cells."""
    # Not strictly: a quoted name is broken CSV to all but the right one.
    return max(",;\t", key=lambda delimiter: len(next(_filled_lines(text, delimiter, strict=False), (0, ()))[1]))


def _filled_lines(text: str, delimiter: str, strict: bool = True) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line number and the cells of every line that is not blank."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=strict)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num} must be readable as CSV, got: {error}") from None


def _check_header(names: Sequence[str]) -> None:
    if not names:
        raise ValueError("a file must begin with a line of column names, got an empty one")
    if len(names) > MAX_COLUMNS:
        raise ValueError(f"a file must have at most {MAX_COLUMNS} columns, got {len(names)}")
    for place, name in enumerate(names, start=1):
        if not name:
            raise ValueError(f"every column must have a name in the first line, got none for column {place}")
        if names.index(name) != place - 1:
            raise ValueError(f"every column must have a name of its own, got {name!r:.80} twice")
    if all(_NUMBER.fullmatch(name) for name in names):
        raise ValueError(f"a file must begin with a line of column names, got numbers: {', '.join(names):.80}")


# --- the bundled data ---------------------------------------------------------------------------------------------

_OWN = "Made for this project."
_TRUTH_TABLE = [[0, 0], [0, 1], [1, 0], [1, 1]]
_FISHER = (
    "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), table I, "
    "measured by E. Anderson: the first 20 plants of each species. Lengths in cm, less their mean and divided by their "
    "standard deviation over these 40 plants, rounded to two decimals."
)


def _centimetres(text: str) -> np.ndarray:
    return np.array(text.split(), dtype=float).reshape(-1, 2)


IRIS_CM: dict[str, np.ndarray] = {
    "setosa": _centimetres(
        "5.1 3.5  4.9 3.0  4.7 3.2  4.6 3.1  5.0 3.6  5.4 3.9  4.6 3.4  5.0 3.4  4.4 2.9  4.9 3.1 "
        "5.4 3.7  4.8 3.4  4.8 3.0  4.3 3.0  5.8 4.0  5.7 4.4  5.4 3.9  5.1 3.5  5.7 3.8  5.1 3.8"
    ),
    "versicolor": _centimetres(
        "7.0 3.2  6.4 3.2  6.9 3.1  5.5 2.3  6.5 2.8  5.7 2.8  6.3 3.3  4.9 2.4  6.6 2.9  5.2 2.7 "
        "5.0 2.0  5.9 3.0  6.0 2.2  6.1 2.9  5.6 2.9  6.7 3.1  5.6 3.0  5.8 2.7  6.2 2.2  5.6 2.5"
    ),
    "virginica": _centimetres(
        "6.3 3.3  5.8 2.7  7.1 3.0  6.3 2.9  6.5 3.0  7.6 3.0  4.9 2.5  7.3 2.9  6.7 2.5  7.2 3.6 "
        "6.5 3.2  6.4 2.7  6.8 3.0  5.7 2.5  5.8 2.8  6.4 3.2  6.5 3.0  7.7 3.8  7.7 2.6  6.0 2.2"
    ),
}
"""Sepal length and sepal width in cm, (20, 2) for each species."""


def _iris(first: str, second: str, low: float, high: float) -> Dataset:
    """Return two species to be told apart by their sepals; the second has the high target."""
    raw = np.concatenate([IRIS_CM[first], IRIS_CM[second]])
    inputs = np.round((raw - raw.mean(axis=0)) / raw.std(axis=0), 2)
    targets = np.repeat([[low], [high]], [len(IRIS_CM[first]), len(IRIS_CM[second])], axis=0)
    names = ("sepal length (standardised)", "sepal width (standardised)")
    title = f"Iris: {first} or {second}, targets {low:g} and {high:g}"
    return Dataset(inputs, targets, names, (second,), title, _FISHER)


def _line(x: Sequence[float], y: Sequence[float], title: str, source: str = _OWN) -> Dataset:
    """Return data of one input and one target."""
    return Dataset([[value] for value in x], [[value] for value in y], ("x",), ("y",), title, source)


def _gate(name: str, answers: Sequence[float]) -> Dataset:
    low, high = min(answers), max(answers)
    title = f"{name} gate, targets {low:g} and {high:g}"
    return Dataset(_TRUTH_TABLE, [[answer] for answer in answers], title=title, source=f"The truth table of {name}.")


TEACHER = Network([Layer([[4], [-2]], "sigmoid", [-2, -2]), Layer([[4, 4]], "sigmoid", [-3])])
"""A 1-2-1 network whose two hidden units differ in their input weight only; it makes the data called `teacher`."""


def _teacher() -> Dataset:
    """Return what the teacher answers, so that the weights at which the error is 0 are known."""
    inputs = np.linspace(-2, 2, 9)[:, None]
    source = "Answered by a 1-2-1 sigmoid network with the weights 4 and -2, 4 and 4, and the biases -2, -2 and -3."
    return Dataset(inputs, TEACHER.predict(inputs), ("x",), ("y",), "What a small network answers", source)


DATASETS: dict[str, Dataset] = {
    "two-hollows": Dataset(
        [[1, 0], [0, 0.5], [0.3, 0.1], [0.2, -0.3]], [[0], [0], [0.8], [0.5]], title="Four points", source=_OWN
    ),
    "far-point": Dataset(
        [[5, 2], [0.4, -0.6], [0.4, -0.8], [-0.4, 0.4], [0.3, 0], [0.2, 0.2], [-0.2, 0], [-0.2, -0.6]],
        [[0.5], [0.9], [0.9], [0.1], [0.9], [0.7], [0.4], [0.2]],
        title="Seven near points and a far one",
        source=_OWN,
    ),
    "egg-box": Dataset(
        [[1, 0], [0, 1], [0.2, 0.1], [0.2, 0.2]],
        [[0], [0], [0.9], [0.9]],
        title="Four points, two of them on the axes",
        source=_OWN,
    ),
    "square": Dataset(
        [[1, 1], [1, -1], [-1, 1], [-1, -1]],
        [[0.6], [2.4], [-2.6], [-0.4]],
        title="The corners of a square",
        source=_OWN,
    ),
    "four-point-line": _line(
        [1, 2, 3, 4],
        [6, 5, 7, 10],
        "Four points near a line",
        "A least-squares example that is widely reproduced, for instance in Wikipedia's article Linear least squares.",
    ),
    "step": _line([-2, -1, 0, 1, 2, 3], [0.1, 0.1, 0.2, 0.6, 0.8, 0.9], "A soft step upwards"),
    "u-shape": _line(
        [4, -4, 1, -1, 0.5, -0.5, 0.25, -0.25], [0.8, 0.8, *[-0.8] * 6], "High at both ends, low in the middle"
    ),
    "hinge": _line([-2, -1, 0, 1, 2, 3], [0, 0, 0.5, 1.5, 2, 3], "Flat, then rising"),
    "and": _gate("AND", [0, 0, 0, 1]),
    "or": _gate("OR", [0, 1, 1, 1]),
    "xor": _gate("XOR", [0.1, 0.9, 0.9, 0.1]),
    "xor-0.8": _gate("XOR", [0, 0.8, 0.8, 0]),
    "two-outputs": Dataset(
        [[-2, 1], [-1, -1], [0, 1], [1, -2], [1, 1], [2, 0]],
        [[0.02, 0.99], [0.3, 0.9], [0.2, 0.8], [0.9, 0.1], [0.4, 0.4], [0.9, 0.1]],
        title="Two inputs, two targets",
        source=_OWN,
    ),
    "iris": _iris("setosa", "versicolor", 0.1, 0.9),
    "iris-hard": _iris("setosa", "versicolor", 0, 1),
    "iris-overlap": _iris("versicolor", "virginica", 0, 1),
    "teacher": _teacher(),
}
