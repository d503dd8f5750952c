"""GIFs of the browser's frames: decoded again they are what was sent; what is no frame is refused in a sentence."""

import base64
import io
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from surface.pages.take.gif import LARGEST, gif_of

SIZE = (120, 80)
GROUND, BALL = (200, 220, 230), (222, 90, 20)
PLACES = [(10, 20), (30, 40), (70, 50), (100, 15)]


def letters(image, kind="PNG"):
    file = io.BytesIO()
    image.save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def whole(place):
    """A frame: a ball on a ground of many colours."""
    frame = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    frame.paste(GROUND, (0, 0, *SIZE), Image.new("L", SIZE, 128))
    x, y = place
    ImageDraw.Draw(frame).ellipse((x - 4, y - 4, x + 4, y + 4), fill=BALL)
    return frame


@cache
def changes_of(places):
    """Frames as the browser sends them: transparent where nothing is other than before."""
    frames, before = [], None
    for frame in map(whole, places):
        changes = frame.convert("RGBA")
        if before:
            changed = (np.asarray(frame) != np.asarray(before)).any(axis=2)
            changes.putalpha(Image.fromarray(255 * changed.astype(np.uint8)))
        frames.append(letters(changes))
        before = frame
    return tuple(frames)


def sent(places=PLACES, **other):
    """What the browser sends for a film of the ball at these places."""
    frames = list(changes_of(tuple(places)))
    return {"turn": 1, "width": SIZE[0], "height": SIZE[1], "delay": 100, "frames": frames} | other


def test_each_frame_is_whole_again_and_lasts_as_long_as_asked():
    film = Image.open(io.BytesIO(gif_of(sent())))
    assert (film.format, film.size, film.n_frames, film.info["loop"]) == ("GIF", SIZE, len(PLACES), 0)
    for n, place in enumerate(PLACES):
        film.seek(n)
        assert film.info["duration"] == 100
        assert np.abs(np.asarray(film.convert("RGB"), int) - np.asarray(whole(place), int)).max() < 12


def test_a_frame_that_is_as_the_one_before_still_has_its_time():
    film = Image.open(io.BytesIO(gif_of(sent([PLACES[0]] * 3 + PLACES[:2]))))
    seconds = 0
    for n in range(film.n_frames):
        film.seek(n)
        seconds += film.info["duration"]
    assert seconds == 500


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (None, "width"),
        ([], "width"),
        ({"width": 10, "height": 10, "delay": 100}, "a GIF needs frames"),
        (sent(frames=[]), "a GIF needs frames"),
        (sent(frames="abc"), "a GIF needs frames"),
        (sent(width="120"), "the width of a GIF must be a whole number"),
        (sent(height=True), "the height of a GIF must be a whole number"),
        (sent(width=-120), "million pixels"),
        (sent(width=LARGEST + 1), "million pixels"),
        (sent(width=1920, height=1080, frames=["x"] * 30), "million pixels"),
        (sent(delay=0), "20 to 1000 milliseconds"),
        (sent(delay=10**9), "20 to 1000 milliseconds"),
        (sent(frames=["?"]), "cannot be read"),
        (sent(frames=[None]), "cannot be read"),
        (sent(frames=[base64.b64encode(b"no picture").decode()]), "cannot be read"),
        (sent(frames=[letters(Image.new("RGB", SIZE), "BMP")]), "cannot be read"),
        (sent(frames=[letters(Image.new("RGB", SIZE))[:60]]), "cannot be read"),
        (sent(frames=[letters(Image.new("RGB", (5000, 5000)))]), "as large as the first"),
    ],
)
def test_what_is_no_film_is_refused_in_a_sentence(told, sentence):
    with pytest.raises(ValueError, match=sentence):
        gif_of(told)
