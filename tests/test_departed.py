"""What visitors who have left hold on to is given back as another visit begins, and at most once a minute."""

import gc
import weakref

import pytest
from visit import opened

from surface.pages import cache, departed


class Ring:
    """An object that holds on to itself."""

    def __init__(self):
        self.self = self


@pytest.fixture
def clock(monkeypatch):
    """The seconds that the collector sees; nothing else collects meanwhile."""
    times = [0.0]
    monkeypatch.setattr(departed, "monotonic", lambda: times[0])
    monkeypatch.setattr(departed, "collector", departed.Collector(last=0.0))
    gc.collect()
    gc.disable()
    yield times
    gc.enable()


def test_it_goes_as_a_visit_begins_once_a_minute(clock):
    app = opened()
    left = weakref.ref(Ring())
    clock[0] = departed.EVERY - 1
    opened()
    assert left() is not None
    clock[0] = departed.EVERY
    app.run()  # a visit that goes on leaves it to those who come
    assert left() is not None
    opened()
    assert left() is None
    again = weakref.ref(Ring())
    opened()
    assert again() is not None


def test_results_go_with_the_last_of_those_who_used_them(clock):
    query = {"window": "-3~5.5~-3~5.25", "resolution": "21"}
    first, second = opened(**query), opened(**query)
    key = first.session_state["visit"].scene.surface_digest
    ledger, made = cache.LEDGERS["_ground"], cache.ground(first.session_state["visit"].scene)
    before, gone = ledger.total, weakref.ref(made)
    del first, made
    clock[0] += departed.EVERY
    opened()
    assert gone() is not None
    assert cache.ground(second.session_state["visit"].scene) is gone()
    assert second.session_state["visit"].scene.surface_digest == key
    del second
    clock[0] += departed.EVERY
    opened()
    gc.collect()
    assert gone() is None
    assert ledger.total < before
