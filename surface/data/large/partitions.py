"""A Dask dataframe: each partition summed up where it lies, and what they come to added up in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np

from surface.arrays import Array
from surface.cluster import Client, added, default
from surface.data.large.batches import ROWS, SaidError
from surface.data.large.cells import Cells, Scale
from surface.data.large.sample import Sample

NAME = "a Dask dataframe"

NUMBERS = "biuf"
"""The kinds of columns that hold numbers: truth values, whole numbers with a sign or without, others."""

Progress = Callable[[float], object]
T = TypeVar("T")


@runtime_checkable
class Frame(Protocol):
    """What is needed of a Dask dataframe, which nothing here imports."""

    @property
    def columns(self) -> Any: ...
    @property
    def npartitions(self) -> int: ...
    def to_delayed(self) -> Sequence[Any]: ...


class Partitions:
    """The chosen columns of a Dask dataframe; client: that computes it, Dask's own default where it is None.

    Raises ValueError, in one sentence, for a column that there is not or that holds no numbers. What reads them raises
    it with the row and the partition, counted as in `frame.partitions[k]`, and ClusterError where the cluster is lost.
    """

    def __init__(self, frame: Frame, names: Sequence[str], client: Client | None) -> None:
        self._names, self._client = tuple(names), default() if client is None else client
        chosen: Any = frame
        chosen = chosen[[_column_of(chosen, name) for name in names]]
        for name, dtype in zip(names, chosen.dtypes, strict=True):
            if _kind(dtype) not in NUMBERS:
                raise ValueError(f"column {name!r:.80} must hold numbers, got {dtype}")
        self._parts: list[Any] = list(chosen.to_delayed())

    def cells(self, inputs: int, along: int, progress: Progress | None) -> Cells | None:
        """Return the cells of all rows, the first columns being inputs; None where there are no rows.

        They are of one width where the first rows lie, those of the first partition that has any.
        """
        for k, part in enumerate(self._parts):
            scales = self._of_one(_scales, k, part, (self._names, inputs))
            if scales is not None:
                return self._added(_cells, _merged_cells, (self._names, inputs, scales, along), progress)
        return None

    def sample(self, most: int, seed: int, progress: Progress | None) -> Sample:
        """Return a sample of all rows: the same for a seed and the same partitions."""
        return self._added(_sample, _merged_samples, (self._names, most, seed), progress)

    def _of_one(self, function: Callable[..., T], k: int, partition: Any, shared: tuple[Any, ...]) -> T:
        with _Told():
            if self._client is None:
                return function(*shared, k, partition.compute())
            return added(self._client, function, _only, [(k, partition)], shared)

    def _added(
        self,
        function: Callable[..., T],
        add: Callable[[list[T]], T],
        shared: tuple[Any, ...],
        progress: Progress | None,
    ) -> T:
        with _Told():
            if self._client is not None:
                return added(self._client, function, add, list(enumerate(self._parts)), shared, progress)
            total: T | None = None
            for k, partition in enumerate(self._parts):
                part = function(*shared, k, partition.compute())
                total = part if total is None else add([total, part])
                if progress is not None:
                    progress((k + 1) / len(self._parts))
            assert total is not None  # a dataframe has a partition at least
            return total


class _Told:
    """Says in one sentence what cannot be read of a partition."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        # What reads a file raises ValueErrors of its own kinds.
        if isinstance(fault, ValueError) and type(fault) in (ValueError, SaidError):
            raise ValueError(str(fault)) from None
        if isinstance(fault, (OSError, ValueError, LookupError, TypeError, NotImplementedError)):
            said = " ".join(str(fault).split())
            raise ValueError(f"each partition must be a table that can be read, got: {said:.120}") from None


def _column_of(frame: Any, name: str) -> Any:
    """Return the column of a name, which may be no text in the dataframe."""
    known = list(frame.columns)
    found = [column for column in known if str(column) == name]
    if not found:
        raise ValueError(f"a column must be among {', '.join(map(str, known)):.200}, got {name!r:.80}")
    if len(found) > 1:
        raise ValueError(f"a table must give each column a name of its own, got {name!r:.80} more than once")
    return found[0]


def _kind(dtype: Any) -> str:
    return str(getattr(dtype, "kind", "O"))


# --- what a worker does: with a pandas dataframe, the k-th partition ------------------------------------------------


def _scales(names: tuple[str, ...], inputs: int, k: int, frame: Any) -> tuple[Scale, Scale] | None:
    # As many rows as the first batch of a file has.
    table = _numbers(names, k, frame.iloc[:ROWS])
    return (Scale.of(table[:inputs]), Scale.of(table[inputs:])) if table.shape[1] else None


def _cells(names: tuple[str, ...], inputs: int, scales: tuple[Scale, Scale], along: int, k: int, frame: Any) -> Cells:
    table, cells = _numbers(names, k, frame), Cells(*scales, along)
    for first in range(0, table.shape[1], ROWS):
        some = table[:, first : first + ROWS]
        cells.add(some[:inputs], some[inputs:])
    return cells


def _sample(names: tuple[str, ...], most: int, seed: int, k: int, frame: Any) -> Sample:
    sample = Sample(len(names), most, [seed, k])
    sample.add(_numbers(names, k, frame))
    return sample


def _merged_cells(parts: list[Cells]) -> Cells:
    # What a worker holds stays as it is: it may be asked for again.
    first, *others = map(copy, parts)
    first.sums = first.sums.copy()
    for other in others:
        first.merge(other)
    return first


def _merged_samples(parts: list[Sample]) -> Sample:
    first, *others = map(copy, parts)
    for other in others:
        first.merge(other)
    return first


def _only(parts: list[T]) -> T:
    return parts[0]


def _numbers(names: tuple[str, ...], k: int, frame: Any) -> Array:
    """Return a partition as numbers, (columns, n)."""
    return np.stack([_column(frame.iloc[:, i], name, k) for i, name in enumerate(names)])


def _column(column: Any, name: str, k: int) -> Array:
    if _kind(column.dtype) not in NUMBERS:  # other than the dataframe says
        for row, value in enumerate(column):
            if not _is_number(value):
                raise SaidError(f"column {name!r:.80} must hold numbers, got {value!r:.80} in {_place(row, k)}")
        raise SaidError(f"column {name!r:.80} must hold numbers, got {column.dtype} in partitions[{k}]")
    values = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)
    finite = np.isfinite(values)
    if not finite.all():
        row = int(np.argmin(finite))
        got = "a gap" if np.isnan(values[row]) else str(values[row])
        raise SaidError(f"column {name!r:.80} must have a number in every row, got {got} in {_place(row, k)}")
    return values


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _place(row: int, k: int) -> str:
    return f"row {row + 1} of partitions[{k}]"
