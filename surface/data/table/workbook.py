"""An Excel workbook by openpyxl: the sheet that has a table, its values and never its formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Protocol, cast

from surface.data.table.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, MOST_ROWS
from surface.data.table.rows import Cell, Row, Rows, blank, few

MAX_PARTS = 2000
"""The most files that a workbook may be packed of."""

MOST_CELLS = 5 * MAX_CELLS
"""The most cells of a sheet that are looked at, the blank ones that only have a colour among them."""

# What a file that only looks like a workbook makes openpyxl raise, by where it is broken.
BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class _Sheet(Protocol):
    title: str

    def iter_rows(self, *, values_only: bool) -> Iterable[tuple[object, ...]]: ...

    def reset_dimensions(self) -> None: ...


class _Book(Protocol):
    worksheets: list[_Sheet]

    def close(self) -> None: ...


class _RefusedError(Exception):
    """A workbook that is whole and cannot be read all the same: the sentence says why."""


def rows_of_workbook(content: bytes, sheet: str | None = None) -> Rows:
    """Return the rows of one sheet, the first with rows and columns where none is named."""
    _check_parts(content)
    try:
        # Remarks about styles and the like, which are of no concern here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _rows(_opened(content), sheet)
    except _RefusedError as refused:
        raise ValueError(str(refused)) from None
    except BROKEN as error:
        raise ValueError(
            f"a workbook must be readable by openpyxl, got: {type(error).__name__}: {error!s:.100}"
        ) from None


def _check_parts(content: bytes) -> None:
    """Refuse what is no workbook, what unpacks to more than the limit, and XML that defines parts of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if "[Content_Types].xml" not in packed.namelist() or not any("workbook" in part.filename for part in parts):
                raise ValueError(
                    "a file must be text, an Excel workbook or Parquet, and this is a zip archive of something else"
                )
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise ValueError(f"a workbook must unpack to at most {MAX_UNPACKED // 2**20} MB, got more")
            _check_unpacked(packed, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValueError(f"a workbook must be a whole zip archive without a password, got: {error!s:.100}") from None


def _check_unpacked(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    # What a part says of its own size need not be true.
    left = MAX_UNPACKED
    for part in parts:
        with packed.open(part) as file:
            before = b""
            while chunk := file.read(2**16):
                left -= len(chunk)
                if left < 0:
                    raise ValueError(f"a workbook must unpack to at most {MAX_UNPACKED // 2**20} MB, got more")
                if part.filename.endswith((".xml", ".rels")) and b"<!" in before + chunk and _defines(before + chunk):
                    raise ValueError("a workbook must be plain XML, got a part that defines entities")
                before = chunk[-16:]


def _defines(text: bytes) -> bool:
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text


def _opened(content: bytes) -> _Book:
    from openpyxl import load_workbook

    # Values as they were saved, no formula, and no word from other files.
    return cast("_Book", load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False))


def _rows(book: _Book, sheet: str | None) -> Rows:
    titles = tuple(each.title for each in book.worksheets)
    if sheet is not None and sheet not in titles:
        raise _RefusedError(f"`sheet` must be one of {few(titles)}, got {sheet!r:.80}")
    for each in book.worksheets:
        rows = list(_filled(each)) if sheet in (None, each.title) else []
        if each.title == sheet or sum(row.filled > 1 for row in rows) > 1 or (rows and len(titles) == 1):
            return Rows(
                rows, "workbook", "row", sheet=each.title, sheets=titles, notes=_said(each.title, titles, sheet)
            )
    raise _RefusedError("a workbook must have a sheet with rows and columns, got none")


def _said(title: str, titles: tuple[str, ...], sheet: str | None) -> list[str]:
    if len(titles) == 1 or sheet is not None:
        return []
    return [f"Of {len(titles)} sheets ({few(titles)}) the first with a table was read: {title:.40}."]


def _filled(sheet: _Sheet) -> Iterator[Row]:
    """Yield the rows of a sheet as far as they are filled; raises _RefusedError beyond the limits."""
    # What a sheet says of its own size may be a million rows.
    sheet.reset_dimensions()
    looked, rows, held = 0, 0, 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        looked += len(values) + 1
        if looked > MOST_CELLS:
            raise _RefusedError(f"a sheet must have at most {MOST_CELLS} cells, got more at row {number}")
        cells = tuple(_cell(value) for value in values)
        end = max((place for place, cell in enumerate(cells, start=1) if not blank(cell)), default=0)
        if end > MAX_COLUMNS:
            raise _RefusedError(f"a table must have at most {MAX_COLUMNS} columns, got {end} in row {number}")
        rows, held = rows + bool(end), held + end
        if held > MAX_CELLS:
            raise _RefusedError(f"a table must have at most {MAX_CELLS} cells, got more at row {number}")
        if rows > MOST_ROWS:
            raise _RefusedError(f"a table must have at most {MAX_ROWS} rows, got more at row {number}")
        if end:
            yield Row(number, cells[:end])


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (bool, datetime)):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return value.isoformat() if isinstance(value, time) else " ".join(str(value).split())
