"""A GIF of the frames that the browser has drawn: each holds what is other than before, and all share one palette."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from surface.arrays import is_whole
from surface.view.values import field

MOST_PIXELS = 40_000_000
"""Of all frames together; the player's own bound, in take/filmsettings.js, is the same."""

LARGEST = 1920  # pixels across and down
DELAYS = (20, 1000)  # milliseconds for which a frame is seen
COLOURS = 255  # one of the 256 is left for what does not change
SAMPLED = 4  # frames that the palette is made for, from the first to the last


def gif_of(film: object) -> bytes:
    """Return the GIF of frames as take/gifframes.js sends them; ValueError says what is wrong with them."""
    width, height, delay = (_whole(film, name) for name in ("width", "height", "delay"))
    frames = field(film, "frames")
    if not isinstance(frames, list) or not frames:
        raise ValueError("a GIF needs frames, and there came none")
    if not (0 < width <= LARGEST and 0 < height <= LARGEST and width * height * len(frames) <= MOST_PIXELS):
        raise ValueError(f"a GIF can have {MOST_PIXELS // 10**6} million pixels in all its frames, which would be more")
    if not DELAYS[0] <= delay <= DELAYS[1]:
        raise ValueError(f"a frame must be seen for {DELAYS[0]} to {DELAYS[1]} milliseconds, got {delay}")
    palette = _palette(frames, (width, height))
    first, *others = (_in_colours(frame, palette) for frame in _whole_frames(frames, (width, height)))
    file = BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=delay, loop=0, optimize=False)
    return file.getvalue()


def _whole(film: object, name: str) -> int:
    value = field(film, name)
    if not is_whole(value):
        raise ValueError(f"the {name} of a GIF must be a whole number")
    return int(value)


def _read(sent: object, size: tuple[int, int]) -> Image.Image:
    """Return a frame as it was sent, transparent where nothing has changed."""
    try:
        image = Image.open(BytesIO(base64.b64decode(str(sent), validate=True)), formats=["PNG"])
        # What a file says of its size is read before its pixels are.
        if image.size != size:
            raise ValueError(f"every frame of a GIF must be as large as the first, got {image.size} for {size}")
        return image.convert("RGBA")
    except (UnidentifiedImageError, binascii.Error, OSError, SyntaxError) as error:
        raise ValueError("a frame of the GIF cannot be read") from error


def _whole_frames(frames: list[object], size: tuple[int, int]) -> Iterator[Image.Image]:
    """Yield the frames whole, each what is new upon the one before."""
    whole = Image.new("RGB", size)
    for sent in frames:
        changes = _read(sent, size)
        whole.paste(changes, mask=changes)
        yield whole


def _palette(frames: list[object], size: tuple[int, int]) -> Image.Image:
    """Return an image whose palette holds the colours of some of the frames, the first and the last among them."""
    last = len(frames) - 1
    places = sorted({round(n * last / (SAMPLED - 1)) for n in range(SAMPLED)})
    sample = Image.new("RGB", (size[0], size[1] * len(places)))
    for n, frame in enumerate(_whole_frames(frames, size)):
        if n in places:
            sample.paste(frame, (0, places.index(n) * size[1]))
    return sample.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def _in_colours(frame: Image.Image, palette: Image.Image) -> Image.Image:
    # Without dots between colours, which would flicker from frame to frame, and are many bytes.
    return frame.quantize(palette=palette, dither=Image.Dither.NONE)
