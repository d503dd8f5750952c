"""The benchmarks run, in a small size; what they measure is for the person who reads them."""

import pytest

from tests.benchmarks.cases import CASES
from tests.benchmarks.timing import best_of


@pytest.mark.parametrize("name", CASES)
def test_every_case_fills_a_table(name):
    lines = CASES[name](rounds=1, tiny=True).splitlines()
    assert lines[1].startswith("| ---")
    assert len(lines) > 2
    assert all(line.count("|") >= 3 for line in lines if line)


def test_contestants_take_turns():
    order = []
    times = best_of({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=2)
    assert order == ["a", "b"] * 3  # a first go that is not counted, then the rounds
    assert set(times) == {"a", "b"}
