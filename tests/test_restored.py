"""Nothing is lost: a few moments of seeded use, given to a new process (`python -m tests.restored` looks at many)."""

import pytest
from restored import looked_at
from screens import difference

from surface.scenes import SCENES


def test_a_link_or_a_file_gives_every_number_on_the_screen():
    assert looked_at(4, seed=11) == (4, [])


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"a": 1.0}, {"a": 1.5}, "a: '1.0' here, '1.5' there"),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "a: 1: b: '2' here, '3' there"),
        ([1], [1, 2], "'[1]' here, '[1, 2]' there"),
    ],
)
def test_where_two_screens_differ_is_told(one, other, told):
    assert difference(one, other) == told


def test_a_screen_that_is_not_given_back_is_a_fault(monkeypatch):
    monkeypatch.setattr("restored.link.query_from", lambda scene: {"scene": "bowl"})
    monkeypatch.setattr("restored.Scene.from_link", lambda text: (None, []))
    bowl = SCENES["bowl"].json()
    monkeypatch.setattr("restored.Scene.json", lambda scene: bowl)
    done, faults = looked_at(1, seed=11)
    assert done == 1
    assert "picture differ at its file" in faults[0]
