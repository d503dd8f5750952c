"""`python -m tests.engines` is put together right; what the engines do is for who runs it."""

import pytest

from tests.engines.__main__ import options, walked
from tests.engines.browser import PageError, drag, press
from tests.engines.found import COMMANDS, ENGINES, PACKAGES
from tests.engines.steps import APP, SAVED, VIEW, DifferentError, number


class Nothing:
    """A browser that only notes what it is to do."""

    version = "1"

    def __init__(self):
        self.acts = []

    def act(self, source):
        self.acts += source["actions"]

    def shot(self):
        return b"picture"


def differs(browser):
    raise DifferentError("blank")


def fails(browser):
    raise PageError("gone")


def test_every_engine_has_its_commands_and_packages():
    assert list(ENGINES) == list(PACKAGES) == list(COMMANDS)
    assert options().parse_args([]).engines == []
    assert options().parse_args(["webkit", "--shots", "here"]).engines == ["webkit"]
    assert set(SAVED) & set(APP) == {*VIEW, "console"}


def test_a_step_that_fails_is_said_and_the_others_are_tried(tmp_path):
    steps = {"one": lambda browser: "", "two": differs, "three": fails, "four": lambda browser: "drawn"}
    said = list(walked("engine", Nothing(), "page", steps, tmp_path))
    assert [(row[2:]) for row in said] == [
        ("one", "ok", True),
        ("two", "blank", False),
        ("three", "gone", False),
        ("four", "ok, drawn", True),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"engine-page-{i}.png" for i in range(1, 5)]


def test_a_drag_holds_the_button_between_its_first_and_its_last_point():
    browser = Nothing()
    drag(browser, [(1.4, 2), (3, 4), (5, 6)])
    press(browser, "x")
    assert [act["type"] for act in browser.acts] == [
        *("pointerMove", "pointerDown", "pointerMove", "pointerMove", "pointerUp"),
        *("keyDown", "keyUp"),
    ]
    assert [(act["x"], act["y"]) for act in browser.acts if "x" in act] == [(1, 2), (3, 4), (5, 6)]


@pytest.mark.parametrize(("text", "value"), [("−1.300", -1.3), ("200", 200), ("6.01·10⁻⁶", 6.01e-6)])
def test_a_number_of_a_card_is_read(text, value):
    assert number(text) == value
