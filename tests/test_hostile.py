"""A sample of what anybody may send: nothing raises, hangs, or takes more than it may (`python -m tests.hostile`)."""

import hostile
import pytest
from hostile import lines, tried

SAMPLES = {"links": 20, "files": 30, "tables": 60}


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_sent_is_taken_or_refused_in_words(kind):
    took = tried(kind, SAMPLES[kind], seed=3)
    assert took.faults == []
    assert took.taken + took.refused == SAMPLES[kind]
    assert took.taken > 0
    assert took.refused > 0 or kind == "links"  # of a link the wrong parts are left out


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (TypeError("no"), "TypeError: no"),
        (ValueError("two\nlines"), "no sentence"),
        (ValueError(""), "no sentence"),
    ],
)
def test_a_fault_is_told_with_what_was_sent(monkeypatch, fault, told):
    def fails(content):
        raise fault

    monkeypatch.setitem(hostile.KINDS, "links", (hostile.links, fails))
    assert told in tried("links", 1, seed=1).faults[0]


def test_what_takes_long_or_much_is_a_fault(monkeypatch):
    monkeypatch.setattr(hostile, "SECONDS", -1.0)
    monkeypatch.setattr(hostile, "MEGABYTES", -1)
    first, second = tried("tables", 1, seed=3).faults
    assert "without a look at whether to stop" in first
    assert "has grown" in second


def test_a_seed_tries_the_same_again_and_the_table_counts_it():
    assert tried("files", 5, seed=2).taken == tried("files", 5, seed=2).taken
    *_, row = lines({"files": 5}, 2)
    assert row.startswith("| files | 5 |")
