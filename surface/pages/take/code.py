"""A link as a QR code that the last row of a room can read, and what there is to say about it.

How far away a code is read depends on how large a module is. The last row sees a screen from six times its height
(AVIXA's rule for what is to be read). A code with n modules a side, its quiet zone among them, fills 0.86 of that
height here: from there a module is 143 / n milliradian wide. A telephone's camera that films 1,920 pixels over 65° has
1.7 of them to the milliradian. A decoder wants two to a module; with three, for a hand is not steady, n may be 81.
"""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import SplitResult, urlsplit

import segno

from surface.pages.take import machine

LONGEST = 8_000
"""The longest address that is looked at, in characters: a link's query, and room for a host and a path."""

CAPACITY = 2_953
"""The most bytes that a QR code holds: version 40 at level L (ISO/IEC 18004)."""

QUIET = 4
"""The quiet zone around a code, in modules: as wide as the standard asks."""

FINEST = 73
"""The most modules a side, without the quiet zone, of a code that is still read from the last row."""


class Code(TypedDict):
    """One address and its code: the modules with their quiet zone, a row a text of 0 and 1; none where it is too long.

    host: the name under which the address has this machine. words: sentences about it; command: what they say to type.
    """

    address: str
    host: str
    rows: list[str]
    words: list[str]
    command: str


def is_address(text: str) -> bool:
    """Return whether a text is the address of a page."""
    try:
        parts = urlsplit(text)
        return len(text) <= LONGEST and parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, a bracket too many
        return False


def codes(address: str) -> list[Code]:
    """Return an address with its code; on one that leads to this machine alone, those that lead to it from outside."""
    parts = urlsplit(address)
    if not machine.is_loopback(parts.hostname or ""):
        return [_code(address, parts.hostname or "", [])]
    hosts = machine.offered()
    if not hosts:
        command = machine.how_to_serve()
        return [_code(address, parts.hostname or "", [_alone(command)], command)]
    return [_code(_under(parts, host), host, [_elsewhere(parts.hostname, host)]) for host in hosts]


def _alone(command: str) -> str:
    alone = "This address leads only to this machine"
    return f"{alone}. For others in its network, start the app with these words added:" if command else f"{alone}."


def _elsewhere(own: str | None, host: str) -> str:
    return f"The page's own address, {own}, leads nowhere from other machines; {host} is this one's in its network."


def _under(parts: SplitResult, host: str) -> str:
    port = "" if parts.port is None else f":{parts.port}"
    name = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{name}{port}").geturl()


def _code(address: str, host: str, words: list[str], command: str = "") -> Code:
    if len(address.encode()) > CAPACITY:
        long = f"A QR code holds at most {CAPACITY:,} characters, and this link has {len(address.encode()):,}"
        words = [*words, f"{long}: copy it, or take the scene as a file."]
        return Code(address=address, host=host, rows=[], words=words, command=command)
    # The lowest level has the largest modules; segno raises it where that costs none.
    made = segno.make_qr(address, error="L")
    side = made.symbol_size(border=0)[0]
    if side > FINEST:
        fine = f"This code is too fine for the last row: {side} modules a side, where {FINEST} are read from there"
        words = [*words, f"{fine}. The scene file says the same."]
    rows = ["".join(map(str, row)) for row in made.matrix_iter(border=QUIET)]
    return Code(address=address, host=host, rows=rows, words=words, command=command)
