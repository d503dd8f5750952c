"""Caches are bounded in entries and in bytes, and what is in them is weighed with all that it holds."""

import gc
import tracemalloc
import weakref
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surface.data import Dataset
from surface.pages import cache
from surface.pages.jobs import Results
from surface.pages.weighed import Ledger, weight
from surface.scenes import SCENES, edits
from surface.scenes.played import Ground


@dataclass(frozen=True)
class Held:
    numbers: np.ndarray
    more: object = None


class Stays:
    def __init__(self, numbers: np.ndarray) -> None:
        self.numbers = numbers


def test_what_is_held_twice_is_weighed_once():
    numbers = np.zeros(10_000)
    alone = weight(Held(numbers))
    assert 80_000 <= alone < 81_000
    assert weight([Held(numbers), Held(numbers), {"again": numbers}, numbers[::2], numbers.reshape(2, -1)]) < 82_500
    assert weight([Held(numbers), Held(numbers + 1)]) >= 2 * 80_000
    assert weight([Held(numbers, more="x" * 5000)]) - alone >= 5000
    circle: list = [numbers]
    circle.append(circle)
    assert weight(circle) < 81_000


def test_what_stays_as_it_is_is_weighed_once_and_let_go_of():
    shared = Stays(np.zeros(10_000))
    both = [Held(np.zeros(100), shared), shared, {"and": shared}]
    assert weight(both, Stays) == pytest.approx(weight(both), abs=100)
    assert weight(shared, Stays) == weight(shared)
    shared.numbers = np.zeros(10)  # it has been weighed
    assert weight(both, Stays) > 80_000
    gone = weakref.ref(shared)
    del shared, both
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("rows", [60_000])
def test_a_ground_weighs_what_python_has_given_out_for_it(rows):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(rows, 2)), rng.normal(size=(rows, 1)))
    scene = edits.with_data(SCENES["two-hollows"], data).with_(resolution=101)
    warm = Ground.of(scene.with_(window=((-1, 1), (-1, 1))))
    _ = warm.landscape, warm.points  # what is made once for all surfaces
    tracemalloc.start()
    try:
        ground = Ground.of(scene)
        _ = ground.landscape, ground.points
        given_out, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    held = data.inputs.nbytes + data.targets.nbytes  # and were there before
    assert weight(ground) == pytest.approx(given_out + held, rel=0.2)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=40), st.integers(1, 6))
def test_the_ledger_lets_go_of_what_was_used_longest_ago(uses, entries):
    ledger, plain = Ledger(entries, 100_000), OrderedDict()
    values: dict[int, bytes] = {}
    for key, size in uses:
        value = values.setdefault(key, bytes(1000 * size))
        gone = ledger.used(key, value)
        plain[key] = len(value) + weight(b"")
        plain.move_to_end(key)
        expected = []
        while len(plain) > entries or (sum(plain.values()) > 100_000 and len(plain) > 1):
            expected.append(plain.popitem(last=False)[0])
        assert gone == expected
        assert ledger.total == sum(plain.values())


def test_what_an_entry_works_out_later_is_weighed_when_it_is_used_again():
    ledger, entry = Ledger(9, 10**9), {"small": 1}
    ledger.used("key", entry)
    small = ledger.total
    entry["large"] = np.zeros(1000)
    ledger.used("key", entry)
    assert ledger.total > small + 8000
    still, entry = Ledger(9, 10**9, grows=False), {"small": 1}
    still.used("key", entry)
    entry["large"] = np.zeros(1000)
    still.used("key", entry)
    assert still.total == small


def test_large_results_push_out_others_though_they_are_few():
    results = Results(64, 100_000)
    for key in "abc":
        results.put(key, np.zeros(5000))
    assert [results.get(key) is None for key in "abc"] == [True, False, False]
    results.put("d", np.zeros(50_000))  # larger than all that may be: it stays alone
    assert [key for key in "abcd" if results.get(key) is not None] == ["d"]
    assert len(results) == 1


def test_visitors_large_tables_do_not_stay_in_memory(monkeypatch):
    made = cache.LEDGERS["_ground"]
    monkeypatch.setattr(made, "limit", 1_500_000)
    rng = np.random.default_rng(1)
    base = edits.with_data(SCENES["two-hollows"], Dataset(rng.normal(size=(20_000, 2)), rng.normal(size=(20_000, 1))))
    own = [base.with_(window=((-1, 1 + n / 10), (-1, 1)), resolution=11) for n in range(4)]
    grounds = [cache.ground(scene) for scene in own]
    assert cache.ground(own[-1]) is grounds[-1]
    assert made.total <= 1_500_000
    assert cache.ground(own[0]) is not grounds[0]
    bundled = SCENES["two-hollows"]
    assert cache.ground(bundled) is cache.ground(bundled)


def test_a_run_that_stays_keeps_no_surface_alive():
    scene = SCENES["two-hollows"].with_(window=((-1, 1.37), (-1, 1)), resolution=11)
    played = cache.played(scene)
    gone, stays = weakref.ref(played.surface), played.descents[0]
    del played
    for n in range(cache.SURFACES):
        cache.ground(scene.with_(window=((-1, 1.38 + n / 100), (-1, 1))))
    gc.collect()
    assert gone() is None
    assert cache.played(scene).descents[0] is stays
