"""The chosen columns of a CSV or Parquet file, batch by batch, as numbers: a file of any length in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from surface.arrays import Array
from surface.data.table.content import form_of
from surface.data.table.encoding import text_of
from surface.data.table.lines import named_separator
from surface.data.table.separator import CALLED, separator_of
from surface.data.table.settings import BLANKS

ROWS = 2**18
"""How many rows of a Parquet file are a batch."""

BLOCK = 2**24
"""How many bytes of a CSV file are a batch."""

LOOKED_AT = 2**16
"""The bytes at the beginning of a CSV file that say what separates its columns."""


class _Batch(Protocol):
    """What this file needs of pyarrow's batches, which have no types that a checker sees."""

    num_rows: int

    def column(self, i: int) -> Any: ...


class Source:
    """A CSV or Parquet file on disk: its columns' `names`, and the rows of some of them.

    Raises ValueError, in one sentence, for what is neither or cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = _file(path)
        self.size = self.path.stat().st_size
        with self.path.open("rb") as file:
            beginning = file.read(LOOKED_AT)
        if not beginning.strip():
            raise ValueError("a file must hold a table, got an empty one")
        form = form_of(beginning)
        if form == "workbook":
            raise ValueError("a large table must be a CSV or a Parquet file, got an Excel workbook")
        self.form = form
        self._separator = "" if form == "parquet" else _separator(beginning)
        self.names = self._names()
        twice = next((name for name in self.names if self.names.count(name) > 1), None)
        if twice is not None:  # columns are chosen by name
            raise ValueError(f"a table must give each column a name of its own, got {twice!r:.80} more than once")

    def _names(self) -> tuple[str, ...]:
        with _Reading():
            if self.form == "parquet":
                from pyarrow.parquet import read_schema  # pyright: ignore

                return tuple(cast("Any", read_schema)(self.path).names)
            with self._csv(None, whole=False) as reader:
                return tuple(reader.schema.names)

    def batches(self, names: Sequence[str]) -> Iterator[tuple[Array, float]]:
        """Yield the columns of these names, (columns, n) float64, and what share of the file has been read by then.

        Raises ValueError, with the column and the row, for a gap, for what is no number and for a file that is cut off.
        """
        columns = list(dict.fromkeys(names))
        known = self.names
        for name in columns:
            if name not in known:
                raise ValueError(f"a column must be among {', '.join(known):.200}, got {name!r:.80}")
        done = 0
        with _Reading() as reading:
            for batch, share in self._parts(columns, reading):
                yield _numbers(batch, columns, done), share
                done += batch.num_rows

    def _parts(self, columns: list[str], reading: _Reading) -> Iterator[tuple[_Batch, float]]:
        if self.form == "parquet":
            from pyarrow.parquet import ParquetFile  # pyright: ignore

            # Read ahead, it would hold all of the file by its end.
            with cast("Any", ParquetFile)(self.path, pre_buffer=False) as file:
                total, done = max(1, int(file.metadata.num_rows)), 0
                for batch in file.iter_batches(ROWS, columns=columns):
                    done += batch.num_rows
                    yield batch, done / total
            return
        try:
            yield from self._csv_parts(columns, whole=True)
        except reading.broken as fault:
            # In threads the parser does not count its rows: read once more, it says where.
            if "Row #" not in str(fault):
                for _ in self._csv_parts(columns, whole=False):
                    pass
            raise

    def _csv_parts(self, columns: list[str], whole: bool) -> Iterator[tuple[_Batch, float]]:
        read = 0
        with self._csv(columns, whole) as reader:
            for batch in cast("Iterable[Any]", reader):
                # About as many bytes as were read for it.
                read += BLOCK
                yield batch, min(1.0, read / self.size)

    def _csv(self, columns: list[str] | None, whole: bool) -> Any:
        """Return a reader of the file's rows; whole: in threads, which do not say where a fault is."""
        from pyarrow import csv, float64  # pyright: ignore

        arrow: Any = csv
        types = {} if columns is None else dict.fromkeys(columns, cast("Any", float64)())
        return arrow.open_csv(
            self.path,
            read_options=arrow.ReadOptions(block_size=BLOCK, use_threads=whole),
            parse_options=arrow.ParseOptions(delimiter=self._separator),
            convert_options=arrow.ConvertOptions(include_columns=columns or [], column_types=types),
        )


class _Reading:
    """Turns what pyarrow raises into one sentence."""

    broken: tuple[type[BaseException], ...] = (OSError, ValueError, LookupError, TypeError, NotImplementedError)

    def __enter__(self) -> _Reading:
        from pyarrow import ArrowException  # pyright: ignore

        self.broken = (*_Reading.broken, cast("type[BaseException]", ArrowException))
        return self

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, self.broken) and not isinstance(fault, SaidError):
            raise ValueError(_sentence(" ".join(str(fault).split()))) from None


class SaidError(ValueError):
    """A refusal in a sentence of our own."""


def _file(path: str | Path) -> Path:
    found = Path(path)
    try:
        if found.is_file():
            return found
    except (OSError, ValueError):
        pass
    raise ValueError(f"`source` must be the path of a file, got {str(path)!r:.200}")


def _separator(beginning: bytes) -> str:
    """Return what separates the columns of a text, of which this is the beginning."""
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("a large text must be in UTF-8, got UTF-16: save it so")
    # The last line may be cut in two, and so may its last letter.
    whole = beginning.rpartition(b"\n")[0] or beginning
    named, text = named_separator(text_of(whole, None)[0])
    if named:
        raise ValueError('a large text must begin with the names of its columns, got a line "sep="')
    separator = separator_of(text)
    if separator == BLANKS:
        raise ValueError(f"columns of a large text must have one mark between them, got {CALLED[BLANKS]}")
    return separator


def _numbers(batch: _Batch, names: Sequence[str], done: int) -> Array:
    """Return a batch as numbers, (columns, n); `done` rows came before it."""
    return np.stack([_column(batch.column(i), name, done) for i, name in enumerate(names)])


def _column(column: Any, name: str, done: int) -> Array:
    from pyarrow import compute, float64, types  # pyright: ignore

    kinds: Any = types
    if not (kinds.is_floating(column.type) or kinds.is_integer(column.type) or kinds.is_boolean(column.type)):
        raise SaidError(f"column {name!r:.80} must hold numbers, got {column.type}")
    values = np.asarray(
        cast("Any", compute).cast(column, cast("Any", float64)(), safe=False).to_numpy(zero_copy_only=False),
        dtype=np.float64,
    )
    finite = np.isfinite(values)
    if not finite.all():
        row = int(np.argmin(finite))
        got = "a gap" if np.isnan(values[row]) else str(values[row])
        raise SaidError(f"column {name!r:.80} must have a number in every row, got {got} in row {done + row + 1}")
    return values


def _sentence(fault: str) -> str:
    """Say in one sentence what pyarrow says of a file."""
    row = re.search(r"Row #(\d+): ", fault)
    # It counts the line of the names.
    where = f" in row {int(row[1]) - 1}" if row else ""
    said = re.sub(r"^In CSV column #\d+: |^CSV parse error: |Row #\d+: |CSV conversion error to \w+: ", "", fault)
    return f"the file must hold a number in each row of a chosen column, and be whole, got{where}: {said:.120}"
