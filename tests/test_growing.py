"""The curve of a training under way: a picture whose line goes through each step at its error."""

import re
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest

from surface.figures import growing_curve

SVG = "{http://www.w3.org/2000/svg}"


def drawn(html):
    """The places of the line in a picture, (n, 2), its words, and what is said of it."""
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)[1]
    svg = ElementTree.fromstring(b64decode(source).decode())
    points = [[float(part) for part in pair.split(",")] for pair in svg.find(f"{SVG}polyline").get("points").split()]
    return np.array(points), [text.text for text in svg.iter(f"{SVG}text")], re.search('alt="([^"]+)"', html)[1]


def test_the_line_is_as_the_logarithm_of_the_error_and_ends_as_far_as_the_training_has_come():
    points, words, told = drawn(growing_curve([0, 100, 200, 400], [100.0, 10.0, 1.0, 10.0], 1000))
    across, down = points.T
    side = across[0]
    np.testing.assert_allclose((across - side) / (628 - side), [0, 0.1, 0.2, 0.4], atol=1e-3)  # 12 of 640 are left free
    np.testing.assert_allclose((down - down[0]) / (down[2] - down[0]), [0, 0.5, 1, 0.5], atol=1e-3)
    assert {"100", "1", "0", "1000", "step", "E"} == set(words)
    assert told == "The error E over 400 of 1000 steps: 10 now"


def test_one_that_runs_away_is_drawn_from_where_it_began():
    points, words, _ = drawn(growing_curve([0, 1, 2], [1.0, 1e100, 1e200], 2))
    np.testing.assert_allclose(
        points[:, 1] - points[2, 1], (points[0, 1] - points[2, 1]) * np.array([1, 0.5, 0]), atol=0.1
    )
    assert {"1", "10²⁰⁰"} <= set(words)


@pytest.mark.parametrize("error", [[3.0], [3.0, 3.0], [0.0, 0.0], [3.0, np.inf, 2.0], [1e300, 1e-300]])
def test_what_has_no_height_of_its_own_is_drawn_within_the_picture(error):
    points, _, _ = drawn(growing_curve(range(len(error)), error, len(error)))
    assert len(points) == np.isfinite(error).sum()
    assert np.isfinite(points).all()
    assert (points >= 0).all()
    assert (points <= [640, 240]).all()


def test_of_no_finite_error_nothing_is_drawn():
    assert growing_curve([0, 1], [np.inf, np.nan], 5) == ""
