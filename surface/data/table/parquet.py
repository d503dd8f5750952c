"""A Parquet file by pyarrow: its columns with the types that it gives them."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, cast

from surface.data.table.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED
from surface.data.table.rows import Cell, Row, Rows


class _Column(Protocol):
    def to_pylist(self) -> list[object]: ...


class _Arrow(Protocol):
    nbytes: int
    column_names: list[str]
    columns: list[_Column]


class _Group(Protocol):
    total_byte_size: int


class _Metadata(Protocol):
    num_rows: int
    num_columns: int
    num_row_groups: int

    def row_group(self, i: int) -> _Group: ...


class _File(Protocol):
    metadata: _Metadata

    def read(self, *, use_threads: bool) -> _Arrow: ...


def rows_of_parquet(content: bytes) -> Rows:
    """Return the rows of a Parquet file, counted from 1."""
    from pyarrow import ArrowException  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    # Its classes are compiled, and have no types that a checker sees.
    broken = (cast("type[Exception]", ArrowException), OSError, ValueError, LookupError, TypeError, NotImplementedError)
    try:
        file = _opened(content)
        _check(file.metadata)
        found = file.read(use_threads=False)
        if found.nbytes > MAX_UNPACKED:
            raise _TooLargeError
        columns = [[_cell(value) for value in column.to_pylist()] for column in found.columns]
    except _TooLargeError:
        raise ValueError(f"a Parquet file must unpack to at most {MAX_UNPACKED // 2**20} MB, got more") from None
    except _RefusedError as refused:
        raise ValueError(str(refused)) from None
    except broken as error:
        told = " ".join(str(error).split())
        raise ValueError(f"a Parquet file must be readable by pyarrow, got: {told:.100}") from None
    rows = [Row(number, cells) for number, cells in enumerate(zip(*columns, strict=True), start=1)]
    return Rows(*_index_first(rows, found.column_names))


class _TooLargeError(Exception):
    """A file that unpacks to more than the limit."""


class _RefusedError(Exception):
    """A file beyond the limits: the sentence says which."""


def _opened(content: bytes) -> _File:
    from pyarrow.parquet import ParquetFile  # pyright: ignore[reportMissingTypeStubs]

    return cast("_File", ParquetFile(io.BytesIO(content)))


def _check(metadata: _Metadata) -> None:
    if metadata.num_columns > MAX_COLUMNS:
        raise _RefusedError(f"a table must have at most {MAX_COLUMNS} columns, got {metadata.num_columns}")
    if metadata.num_rows > MAX_ROWS:
        raise _RefusedError(f"a table must have at most {MAX_ROWS} rows, got {metadata.num_rows}")
    if (cells := metadata.num_rows * metadata.num_columns) > MAX_CELLS:
        raise _RefusedError(f"a table must have at most {MAX_CELLS} cells, got {cells}")
    if sum(metadata.row_group(k).total_byte_size for k in range(metadata.num_row_groups)) > MAX_UNPACKED:
        raise _TooLargeError


def _index_first(rows: list[Row], names: Sequence[str]) -> tuple[list[Row], str, str, tuple[str, ...]]:
    """Return the rows with pandas's index, which it writes last, in the first place, where it is looked for."""
    if names and names[-1].startswith("__index_level_0__"):
        rows = [Row(row.line, (row.cells[-1], *row.cells[:-1])) for row in rows]
        names = (names[-1], *names[:-1])
    return rows, "parquet", "row", tuple(names)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and int(float(value)) != value:
        return str(value)  # with all its figures, so that it can be said which are lost
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
        return None if math.isnan(number) else number
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return " ".join(str(value)[:1000].split())
