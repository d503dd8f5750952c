"""Plain values as one short word that an address can hold, and back."""

from __future__ import annotations

import base64
import binascii
import json
import zlib

from surface.arrays import is_list, is_record

UNPACKED = 2_000_000
"""The most characters that packed data may unpack to."""


def pack(plain: object, level: int = 9) -> str:
    """Spell plain values as one word, as short as it gets; a lower level takes less time for a longer word."""
    text = json.dumps(_short(plain), separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), level)).decode("ascii").rstrip("=")


def _short(value: object) -> object:
    """Return plain values with whole numbers written as such: 1 and not 1.0."""
    if is_record(value):
        return {name: _short(each) for name, each in value.items()}
    if is_list(value):
        return [_short(each) for each in value]
    # Below 10¹⁵ every whole float has an int of the same digits.
    if not isinstance(value, float) or not value.is_integer() or abs(value) >= 1e15:
        return value
    # An int has no −0.
    return value if repr(value) == "-0.0" else int(value)


def unpack(text: str, what: str, most: int = UNPACKED) -> object:
    """Return the plain values of a word, or say that it holds none; it may not unpack to more than `most` bytes."""
    try:
        # The padding follows from the length: a link does without it.
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        # A short link can unpack to gigabytes: no more than this is ever made of it.
        plain = unpacker.decompress(packed, most)
        if not unpacker.eof:
            raise ValueError(f"the {what} in it is cut off or too large")
        return json.loads(plain)
    except (binascii.Error, zlib.error, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError(f"the {what} in it cannot be read") from None
