"""Bytes as text: in the encoding that their marks, or else their own rules, say."""

from __future__ import annotations

import codecs
import re

# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
"""What no text has; a form feed and the old mark of a file's end are let by."""


def text_of(content: bytes, encoding: str | None) -> tuple[str, str, list[str]]:
    """Return the text of bytes, its encoding, and what there is to say about that."""
    name = encoding or _worked_out(content)
    try:
        text = content.decode(name).removeprefix("\ufeff").rstrip("\x1a")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"line {line} must be text in {name}, got the byte {content[error.start]:#04x}: give another `encoding`, "
            "or save the file as UTF-8"
        ) from None
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a file must be a table, and this is no text: line {line} holds {found.group()!r}")
    return text, name, [] if encoding else _said(name, text)


def _worked_out(content: bytes) -> str:
    """Return the encoding of bytes: by their mark, by where they have zeros, or what they can be."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return name
    # Every second byte of Latin text in UTF-16 is zero.
    start = content[:4000]
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) > 0.6 * len(zeros):
            return name
    if found := re.search(CONTROL.pattern.encode(), content):
        line = content.count(b"\n", 0, found.start()) + 1
        raise ValueError(
            f"a file must be a table, and this is no text: line {line} holds the byte {found.group()[0]:#04x}"
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _said(name: str, text: str) -> list[str]:
    if name != "cp1252":
        return []
    strange = next(mark for mark in text if ord(mark) > 127)
    return [f"The text is not UTF-8 and was read as cp1252, Excel's own: its first special letter is {strange}."]
