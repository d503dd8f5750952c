"""A small picture of a surface and the runs on it: the map's own bands of colour as a tiny PNG, the paths as lines."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from surface.arrays import Array
from surface.figures import RUN_STYLES
from surface.figures.relief import knots, shade
from surface.figures.surface import banded
from surface.scenes.played import Played

WIDTH, HEIGHT = 180, 80
_NONE = (107, 114, 128)  # where the error is no number


def thumbnail(played: Played) -> str:
    """Return the picture as SVG."""
    image = base64.b64encode(_bands(played)).decode("ascii")
    lines = "".join(
        f'<polyline points="{_points(walk.descent.path, played.window)}" fill="none" stroke="{style.colour}" '
        'stroke-width="2.5" stroke-linejoin="round"/>'
        for walk, style in zip(played.walks, RUN_STYLES, strict=False)
    )
    # What the words beside it say: a reader that sees nothing misses nothing.
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<image href="data:image/png;base64,{image}" width="{WIDTH}" height="{HEIGHT}" preserveAspectRatio="none"/>'
        f"{lines}</svg>"
    )


def _points(path: Array, window: tuple) -> str:
    """Return a path in the picture's units, as far as it is near, with no two places in one pixel."""
    (left, right), (bottom, top) = window
    x = WIDTH * (path[:, 0] - left) / (right - left)
    y = HEIGHT * (top - path[:, 1]) / (top - bottom)
    places = np.column_stack([x, y])
    near = np.all(np.isfinite(places) & (np.abs(places) < 10 * WIDTH), axis=1)
    rounded = np.round(places[: near.argmin() if not near.all() else len(near)])
    changed = np.ones(len(rounded), bool)
    changed[1:] = np.any(rounded[1:] != rounded[:-1], axis=1)
    return " ".join(f"{a:g},{b:g}" for a, b in rounded[changed])


def _bands(played: Played) -> bytes:
    """Return the map as a PNG of so many colours as there are bands."""
    error = played.landscape.error
    stops = knots(error, played.points, played.scene.scale)
    band = shade(error, stops)
    number = np.where(np.isfinite(band), np.clip(np.nan_to_num(band), 0, stops.size - 2), stops.size - 1)
    colours = [_rgb(colour) for _, colour in banded(stops.size - 1)[::2]]
    return _png(number.astype(np.uint8)[::-1], [*colours, _NONE])


def _rgb(text: str) -> tuple[int, ...]:
    return tuple(round(float(part)) for part in text.removeprefix("rgb(").removesuffix(")").split(","))


def _png(numbers: NDArray[np.uint8], palette: list[tuple[int, ...]]) -> bytes:
    """Return rows of numbers of colours as a PNG with a palette (ISO/IEC 15948, colour type 3)."""
    rows, columns = numbers.shape
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    lines = b"".join(b"\0" + row.tobytes() for row in numbers)
    chunks = [
        (b"IHDR", header),
        (b"PLTE", bytes(part for colour in palette for part in colour)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
