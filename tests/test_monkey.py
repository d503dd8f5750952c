"""A seeded monkey at the app: 300 events, and the page stays whole (`python -m tests.monkey` plays for longer)."""

import pytest
from monkey import FaultError, Monkey
from visit import message, player

VISITS = {47: 100, 49: 150, 48: 50}  # seed -> events: visits that do not spend long on what takes long


@pytest.mark.parametrize(("seed", "events"), VISITS.items())
def test_nothing_that_a_monkey_does_breaks_the_page_or_leads_to_a_dead_end(seed, events):
    Monkey(seed).play(events)


def test_a_seed_plays_the_same_again():
    first, second = Monkey(7), Monkey(7)
    for monkey in (first, second):
        for _ in range(5):
            monkey.do()
            monkey.look()
    assert first.deeds == second.deeds


def test_a_fault_names_the_seed_and_the_last_deeds(monkeypatch):
    monkey = Monkey(5)
    monkey.note(message(player(monkey.app), fit=True))
    monkeypatch.setattr("monkey.player", lambda app: None)
    with pytest.raises(FaultError, match=r"seed 5, after 1 deeds: there is no player.*\n.*fit"):
        monkey.look()
