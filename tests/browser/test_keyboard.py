"""A lesson by the keyboard and the accessibility tree alone; `python -m tests.keyboard` does them all."""

import pytest
from browser.lessonpage import LESSONS
from keyboard import Keyboard, finishes, is_open


@pytest.mark.webgl(False)
def test_a_lesson_is_finished_by_its_keys_and_told_by_its_tree(open_lesson):
    hand = Keyboard(open_lesson("one-unit"))
    is_open(hand, LESSONS[0])
    finishes(hand, LESSONS[0])
