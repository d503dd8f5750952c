"""Water on the surface in 3D: the colour map with its colours below the level changed, and no others."""

import numpy as np
import pytest
from javascript import ask

from surface.figures.surface import shade

WATER, SHORE, DEPTH = np.array([43, 111, 179]), np.array([31, 78, 128]), 0.62
KNOTS = np.array([0.5, 1.0, 3.0, 4.0, 8.0])
DRY = np.column_stack([np.random.default_rng(0).integers(0, 256, (256, 3)), np.full(256, 255)])


@pytest.mark.parametrize("level", [0.5, 0.6, 1.0, 2.0, 3.5, 7.9])
def test_what_lies_below_the_level_is_wet_and_nothing_else(level):
    given = {"dry": DRY.ravel().tolist(), "knots": KNOTS.tolist(), "level": level}
    found = ask("return modules.flood.floodedColours(given.dry, given.knots, given.level);", **given)
    wet = np.array(found).reshape(256, 4)
    errors = np.interp(np.arange(256) / 255 * 4, np.arange(5), KNOTS)
    np.testing.assert_allclose(shade(errors, KNOTS) / 4, np.arange(256) / 255, atol=1e-12)
    below = np.flatnonzero(errors < level - 1e-9)
    np.testing.assert_array_equal(wet[len(below) :], DRY[len(below) :])
    # The shore, two colours wide, is told apart by itself.
    deep, shore = below[:-2], below[-2:]
    np.testing.assert_array_equal(wet[shore, :3], np.broadcast_to(SHORE, (len(shore), 3)))
    expected = DRY[deep, :3] + DEPTH * (WATER - DRY[deep, :3])
    assert np.abs(wet[deep, :3] - expected).max(initial=0) <= 0.5 + 1e-9
    assert (wet[:, 3] == 255).all()
