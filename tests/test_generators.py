"""Data made by rule: the same seed, the same data; without noise the shape itself; and what cannot be, refused."""

import math

import numpy as np
import pytest

from surface.data import GENERATORS, MAX_COLUMNS
from surface.data.generators import MAX_POINTS
from surface.scenes import SCENES
from surface.scenes.own import with_own_data

every_generator = pytest.mark.parametrize("generator", GENERATORS.values(), ids=list(GENERATORS))
LAST_DIGIT = 0.5e-3


@every_generator
@pytest.mark.parametrize("points", [2, 3, 40, MAX_POINTS])
def test_there_are_as_many_points_as_asked_for_with_finite_numbers(generator, points):
    data = generator(points=points, seed=3).dataset()
    assert data.inputs.shape == (points, len(generator.input_names))
    assert data.targets.shape == (points, 1)
    assert data.inputs.shape[1] < MAX_COLUMNS
    assert np.isfinite(data.inputs).all()
    assert np.isfinite(data.targets).all()


@every_generator
def test_a_seed_gives_the_same_data_each_time_and_another_seed_others(generator):
    assert generator(seed=5).dataset() == generator(seed=5).dataset()
    assert generator(seed=5).dataset().inputs.shape == generator(seed=6).dataset().inputs.shape
    assert not same_numbers(generator(seed=5).dataset(), generator(seed=6).dataset())


@every_generator
def test_without_noise_the_seed_says_nothing(generator):
    assert same_numbers(generator(noise=0, seed=5).dataset(), generator(noise=0, seed=6).dataset())


def same_numbers(one, other):
    return np.array_equal(one.inputs, other.inputs) and np.array_equal(one.targets, other.targets)


@every_generator
def test_data_say_how_they_were_made(generator):
    data = generator(points=30, noise=0.25, seed=8).dataset()
    assert data.title.lower() == generator.name
    assert data.source == (f"Made by rule: {generator.formula}. 30 points, noise 0.25 on {generator.noisy}, seed 8.")


@every_generator
def test_noise_has_the_deviation_that_was_asked_for(generator):
    noisy, still = (generator(points=MAX_POINTS, noise=noise, seed=1).dataset() for noise in (0.3, 0))
    moved = noisy.targets - still.targets if generator.noisy == "y" else noisy.inputs - still.inputs
    assert moved.std() == pytest.approx(0.3, rel=0.08)
    assert abs(moved.mean()) < 0.03


@every_generator
def test_the_numbers_are_short_enough_to_be_read(generator):
    data = generator(seed=2).dataset()
    np.testing.assert_array_equal(data.inputs, data.inputs.round(3))
    np.testing.assert_array_equal(data.targets, data.targets.round(3))


# --- the shapes, in closed form -----------------------------------------------------------------------------------


def still(name):
    data = GENERATORS[name](points=41, noise=0).dataset()
    return data.inputs, data.targets[:, 0]


def test_a_line_without_noise_is_the_line():
    inputs, y = still("line with noise")
    np.testing.assert_allclose(y, 0.5 * inputs[:, 0] + 0.2, atol=LAST_DIGIT)
    assert (inputs.min(), inputs.max()) == (-2, 2)


def test_a_sine_without_noise_is_the_sine_over_a_period():
    inputs, y = still("sine")
    np.testing.assert_allclose(y, np.sin(inputs[:, 0]), atol=LAST_DIGIT * 1.001)
    np.testing.assert_allclose(np.ptp(inputs), 2 * np.pi, atol=2 * LAST_DIGIT)


def test_blobs_without_noise_are_their_two_centres():
    inputs, y = still("two blobs")
    np.testing.assert_array_equal(inputs, np.where(y > 0.5, 1.0, -1.0)[:, None].repeat(2, axis=1))


def test_rings_without_noise_are_two_circles():
    inputs, y = still("two rings")
    np.testing.assert_allclose(np.hypot(*inputs.T), np.where(y > 0.5, 2, 1), atol=2 * LAST_DIGIT)


def test_spirals_without_noise_are_one_arm_and_the_same_half_a_turn_on():
    inputs, y = still("spirals")
    first = inputs[y < 0.5]
    radius = np.hypot(*first.T)
    np.testing.assert_allclose(radius, np.linspace(0.2, 2, len(first)), atol=2 * LAST_DIGIT)
    turned = 3 * np.pi * np.linspace(0.1, 1, len(first))
    np.testing.assert_allclose(np.unwrap(np.arctan2(*first.T[::-1])), turned, atol=0.005)
    even = GENERATORS["spirals"](points=40, noise=0).dataset().inputs
    np.testing.assert_allclose(even[:20], -even[20:], atol=2 * LAST_DIGIT)


@pytest.mark.parametrize("name", ["two blobs", "two rings", "spirals"])
def test_groups_are_of_as_many_points_with_targets_that_a_sigmoid_reaches(name):
    y = GENERATORS[name](points=41).dataset().targets[:, 0]
    assert np.unique(y).tolist() == [0.1, 0.9]
    assert (y == 0.1).sum() == 21


# --- refused ------------------------------------------------------------------------------------------------------


@every_generator
@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("points", 1, "`points` must be from 2 to 1000, got 1"),
        ("points", 1001, "`points` must be from 2 to 1000, got 1001"),
        ("points", 2.5, "`points` must be a whole number, got 2.5"),
        ("points", True, "`points` must be a whole number, got True"),
        ("points", math.nan, "`points` must be a whole number, got nan"),
        ("points", math.inf, "`points` must be a whole number, got inf"),
        ("noise", -0.1, "`noise` must be from 0 to 10, got -0.1"),
        ("noise", math.nan, "`noise` must be from 0 to 10, got nan"),
        ("noise", math.inf, "`noise` must be from 0 to 10, got inf"),
        ("noise", "much", "`noise` must be a number, got 'much'"),
        ("noise", None, "`noise` must be a number, got None"),
        ("seed", -1, "`seed` must be from 0 to 2147483647, got -1"),
        ("seed", 2**31, "`seed` must be from 0 to 2147483647, got 2147483648"),
        ("seed", "7", "`seed` must be a whole number, got '7'"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_sentence(generator, setting, value, sentence):
    with pytest.raises(ValueError, match="must be") as refused:
        generator(**{setting: value})
    assert str(refused.value) == sentence


def test_whole_numbers_as_a_page_has_them_are_whole_numbers():
    generator = GENERATORS["sine"](**{"points": 40.0, "noise": 0, "seed": np.int64(3)})
    assert generator == GENERATORS["sine"](points=40, noise=0.0, seed=3)
    assert type(generator.points) is int


@every_generator
def test_a_network_is_fitted_to_what_was_made(generator):
    scene = with_own_data(SCENES["and-gate"], generator().dataset())
    assert scene.data.title.lower() == generator.name
    assert all(low <= at <= high for run in scene.runs for at, (low, high) in zip(run.start, scene.window, strict=True))
