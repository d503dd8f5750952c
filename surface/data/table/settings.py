"""What may be said about how a file is to be read: each answer checked, None where it is to be worked out."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

ENCODINGS = (
    "utf-8",
    "cp1252",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "iso8859-1",
    "iso8859-2",
    "iso8859-5",
    "iso8859-7",
    "iso8859-9",
    "iso8859-15",
    "cp437",
    "cp850",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "koi8-r",
    "mac-roman",
    "shift_jis",
    "cp932",
    "euc_jp",
    "gb18030",
    "gbk",
    "big5",
    "euc_kr",
    "cp949",
    "ascii",
)
"""The encodings that a text may be said to have: a closed list, for some of Python's own are no encodings of text."""

DECIMALS = (".", ",")
THOUSANDS = (".", ",", "'", " ")
BLANKS = " "
"""The separator that stands for any run of blanks and tabs."""


@dataclass(frozen=True)
class Settings:
    """How a file is to be read; raises ValueError for what none of them can be.

    keep: titles, units, totals and a numbering of the rows stay in the table. classes: the columns that hold classes
    whatever they look like, as 0, 1 and 2 may.
    """

    header: bool | None = None
    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    keep: bool = False
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_one_of("header", self.header, (True, False))
        _check_separator(self.separator)
        _check_one_of("decimal", self.decimal, DECIMALS)
        _check_one_of("thousands", self.thousands, THOUSANDS)
        if self.decimal is not None and self.decimal == self.thousands:
            raise ValueError(f"`decimal` and `thousands` must be two different marks, got {self.decimal!r} for both")
        if self.encoding is not None:
            object.__setattr__(self, "encoding", _known_encoding(self.encoding))

    def check_packed(self, form: str) -> None:
        """Refuse what only a text can be told."""
        for name, value in (("separator", self.separator), ("encoding", self.encoding)):
            if value is not None:
                raise ValueError(f"`{name}` must be left out, for the file is no text but {form}, got {value!r}")


def _check_separator(separator: object) -> None:
    if separator is None:
        return
    one = isinstance(separator, str) and len(separator) == 1
    # What numbers and words are made of cannot cut them apart.
    if not one or str(separator).isalnum() or str(separator) in '"\r\n.\0':
        raise ValueError(f"`separator` must be one mark, such as ';', a tab or a blank, got {separator!r:.80}")


def _check_one_of(name: str, value: object, known: tuple[object, ...]) -> None:
    # 1 equals True, and is none.
    if value is not None and (value not in known or type(value) is not type(known[0])):
        raise ValueError(f"`{name}` must be one of {', '.join(map(repr, known))}, got {value!r:.80}")


def _known_encoding(encoding: object) -> str:
    """Return an encoding's name as the list has it, under whatever name it was given."""
    try:
        found = codecs.lookup(encoding if isinstance(encoding, str) else "").name
    except (LookupError, ValueError):
        found = ""
    known = {codecs.lookup(name).name: name for name in ENCODINGS}
    if found not in known:
        raise ValueError(f"`encoding` must be one of {', '.join(ENCODINGS)}, got {encoding!r:.80}")
    return known[found]
