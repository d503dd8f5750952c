"""A training that is ended on the way keeps its steps so far, which are those of one that was planned so short."""

import numpy as np
import pytest

from surface import DATASETS, RULES, SCENES, Network, train
from surface.descent.train import EndedError
from surface.scenes import work
from surface.scenes.training import TrainingPlan

NETWORK, XOR = Network.of(2, (3,), 1, "tanh", seed=1), DATASETS["xor"]


class ClickError(Exception):
    """What ends a piece of long work on a page."""


def ending(at, error=EndedError):
    """What is called with the share done, and ends the training at a share."""

    def progress(share):
        if share >= at:
            raise error

    return progress


@pytest.mark.parametrize("options", [{}, {"batch": 2, "seed": 3}])
@pytest.mark.parametrize("rule", RULES)
def test_what_was_trained_until_then_is_as_in_the_whole_training(rule, options):
    whole = train(NETWORK, XOR, RULES[rule](0.01), 60, **options)
    ended = train(NETWORK, XOR, RULES[rule](0.01), 60, **options, progress=ending(0.5))
    steps = int(ended.steps[-1])
    assert 25 <= steps <= 35
    assert ended.planned == steps
    assert not ended.overflowed
    assert ended.weights.tolist() == whole.weights[: steps + 1].tolist()
    assert ended.error == pytest.approx(whole.error[: steps + 1], rel=1e-12)
    assert ended.network.weights.tolist() == ended.weights[-1].tolist()


def test_one_that_is_ended_at_once_is_where_it_began():
    ended = train(NETWORK, XOR, RULES["adam"](0.01), 60, progress=ending(0.0))
    assert ended.steps.tolist() == [0]
    assert ended.weights.tolist() == [NETWORK.weights.tolist()]


def test_the_work_of_a_page_hands_on_what_it_has_and_ends_as_it_was_told():
    scene, kept = SCENES["xor-hidden"].with_(training=TrainingPlan(RULES["adam"](0.05), 60)), []
    with pytest.raises(ClickError):
        work.training(scene, lambda *_: None, kept.append, (ClickError,), ending(0.5, ClickError))
    (ended,) = kept
    shorter = scene.with_(training=TrainingPlan(RULES["adam"](0.05), int(ended.steps[-1])))
    again = work.training(shorter, lambda *_: None, kept.append, (), lambda _: None)
    np.testing.assert_array_equal(again.weights, ended.weights)
    assert len(kept) == 1
