"""Any table that people have, taken apart, each step with a sentence about what was taken for what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from surface.data.table.content import content_of, form_of
from surface.data.table.encoding import text_of
from surface.data.table.header import has_units, is_header, joined, names_of
from surface.data.table.index import is_index, without_blank
from surface.data.table.kinds import columns_of
from surface.data.table.layout import capital, numeric, places, squared, without, wordy
from surface.data.table.lines import cut, named_separator
from surface.data.table.parquet import rows_of_parquet
from surface.data.table.record import Table, notes_on
from surface.data.table.rows import Cell, Rows, few, quoted, shown
from surface.data.table.separator import CALLED, separator_of
from surface.data.table.settings import Settings
from surface.data.table.workbook import rows_of_workbook

ROW_NAMES = "row names"
"""What the column of R's row names is called, which has no name in the file."""


def read(
    source: str | Path | bytes,
    header: bool | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
) -> Table:
    """Read a table: a text of any dialect, an Excel workbook (.xlsx) or Parquet, by its path or as its bytes.

    What is None is worked out, and the table's notes say what was taken for what. Raises ValueError, in one sentence
    with the line, for what is no table or is larger than the limits (`limits.py`) allow. Nothing that the file holds is
    evaluated.
    """
    return read_with(source, Settings(header, separator, decimal, thousands, encoding))


def read_with(source: str | Path | bytes, settings: Settings) -> Table:
    """Read a table as these settings say."""
    content = content_of(source)
    form = form_of(content)
    if form == "text":
        return _table(_rows_of_text(content, settings), settings)
    settings.check_packed("a workbook" if form == "workbook" else "Parquet")
    rows = rows_of_workbook(content, settings.sheet) if form == "workbook" else rows_of_parquet(content)
    return _table(rows, settings)


def _rows_of_text(content: bytes, settings: Settings) -> Rows:
    text, encoding, notes = text_of(content, settings.encoding)
    named, text = named_separator(text)
    separator = settings.separator or named or separator_of(text)
    if named:
        notes.append(f"Line 1 left out: it only says that {CALLED.get(named, repr(named))} separate the columns.")
    found = cut(text, separator)
    return Rows(found.rows, separator=separator, encoding=encoding, comments=found.comments, notes=notes)


def _table(rows: Rows, settings: Settings) -> Table:
    """Return the table in rows: their header, units, index and blank columns found, and their columns' kinds."""
    rows, row_names = squared(rows, settings.header, settings.keep)
    names, rows, header = _named(rows, row_names, settings)
    kept, names, notes = without_blank(rows.rows, names)
    rows = replace(rows, rows=kept, notes=[*rows.notes, *notes])
    names, rows = _without_index(names, rows, row_names, settings.keep)
    called, notes = names_of(names, len(rows.rows[0].cells))
    columns = columns_of(called, rows, settings)
    said = [_how(rows, header), *rows.notes, *notes, *notes_on(columns, rows)]
    lines = tuple(row.line for row in rows.rows)
    return Table(
        columns,
        tuple(said),
        lines,
        rows.word,
        rows.form,
        header,
        rows.separator,
        rows.encoding,
        rows.sheet,
        rows.sheets,
    )


def _named(rows: Rows, row_names: bool, settings: Settings) -> tuple[list[Cell] | None, Rows, bool]:
    """Return the cells that name the columns, None where none do, the rows below them, and whether a row does."""
    if rows.names is not None:
        return list(rows.names), rows, True
    first, below, word, header = rows.rows[0], rows.rows[1:], capital(rows.word), settings.header
    if not (is_header(rows.rows) or row_names if header is None else header):
        names, notes = _from_comment(rows, len(first.cells)) if header is None else (None, _said_of_comments(rows))
        return names, replace(rows, notes=[*rows.notes, *notes]), False
    notes, names = _said_of_comments(rows), list(first.cells)
    if not settings.keep and (both := joined(first.cells, below)):
        where = places(rows.word, [first.line, below[0].line])
        notes.append(f"{where} name the columns together: {few([shown(name) for name in both if name])}.")
        names, below = both, below[1:]
        if below[1:] and below[0].filled == 1 and not names[0] and wordy(below[0].cells[0]):
            notes.append(f"{word} {below[0].line} left out: it only names the index, {quoted(below[0].cells[0])}.")
            names[0], below = below[0].cells[0], below[1:]
    elif has_units(below) and not settings.keep:
        units = few([shown(cell) for cell in below[0].cells if shown(cell)])
        notes.append(f"{word} {below[0].line} left out: units, {units}.")
        below = below[1:]
    if not below:
        raise ValueError(f"a table must have at least one row below the names in {rows.word} {first.line}, got none")
    return names, replace(rows, rows=below, notes=[*rows.notes, *notes]), True


def _said_of_comments(rows: Rows) -> list[str]:
    if not rows.comments:
        return []
    lines, what = [line for line, _ in rows.comments], "a comment" if len(rows.comments) == 1 else "comments"
    return [f"{places(rows.word, lines)} left out: {what}, {quoted(rows.comments[0][1])}."]


def _from_comment(rows: Rows, width: int) -> tuple[list[Cell] | None, list[str]]:
    """Return the names in the last comment above the rows, as NumPy writes them, where it has one for each column."""
    above = [(line, text.lstrip("# ")) for line, text in rows.comments if line < rows.rows[0].line]
    cells = [cell for row in cut(above[-1][1], rows.separator).rows for cell in row.cells] if above else []
    if width < 2 or len(cells) != width or any(map(numeric, cells)):
        return None, _said_of_comments(rows)
    others = replace(rows, comments=[each for each in rows.comments if each[0] != above[-1][0]])
    return cells, [
        f"Line {above[-1][0]} is a comment with a name for each column: it names them.",
        *_said_of_comments(others),
    ]


def _without_index(names: list[Cell] | None, rows: Rows, row_names: bool, keep: bool) -> tuple[list[Cell] | None, Rows]:
    """Leave out the first column where it only numbers the rows, or call it what it is where it names them."""
    while not keep and names is not None and len(names) > 1 and is_index(names[0], [row.cells[0] for row in rows.rows]):
        first, last = (quoted(row.cells[0]).strip("'") for row in (rows.rows[0], rows.rows[-1]))
        told = f"Column 1 left out: it has no name and only numbers the rows, from {first} to {last}."
        names, rows, row_names = (
            names[1:],
            replace(rows, rows=without(rows.rows, {0}), notes=[*rows.notes, told]),
            False,
        )
    if names is None or not row_names:
        return names, rows
    told = f'The rows begin with a cell more than the first line: it is called "{ROW_NAMES}".'
    return [ROW_NAMES, *names[1:]], replace(rows, notes=[*rows.notes, told])


def _how(rows: Rows, header: bool) -> str:
    """Say how a file was read, as a whole."""
    named = "the first row names the columns" if header else "no row names the columns"
    if rows.form == "parquet":
        return "Read as Parquet, which names and types its columns."
    if rows.form == "workbook":
        return f"Read as an Excel workbook; {named}."
    between = CALLED.get(rows.separator, repr(rows.separator))
    return f"Read as text in {rows.encoding.upper()} with {between} between the columns; {named}."
