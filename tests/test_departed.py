"""What visitors who have left hold on to is given back as another visit begins, and at most once a minute."""

import gc
import weakref

import pytest
from visit import opened

from surface.pages import departed


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
