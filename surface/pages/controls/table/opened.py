"""The table that is open: a file or pasted text, read once for each way to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from surface.data import Table
from surface.data.table import Settings, read_with
from surface.pages import visit


@dataclass(frozen=True)
class Source:
    """Where a table comes from: what tells it from another one, what it is called, and its bytes."""

    id: str
    title: str
    content: Callable[[], bytes]


def table(source: Source, settings: Settings) -> Table:
    """Return the table of a source, or raise the ValueError that says why it is none; each is found out once."""
    held = visit.current()
    if held.table is None or held.table[0] != (source.id, settings):
        try:
            held.table = (source.id, settings), read_with(source.content(), settings)
        except ValueError as refusal:
            held.table = (source.id, settings), refusal
    found = held.table[1]
    if isinstance(found, ValueError):
        raise found
    return found


def is_new(source: Source) -> bool:
    """Return whether another table than this one, or none, was open before."""
    held = visit.current().table
    return held is None or held[0][0] != source.id
