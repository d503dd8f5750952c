"""Every lesson by the keyboard and the accessibility tree alone: `python -m tests.keyboard`.

What there is, where the focus stands and what is said is read from the tree that a browser gives to a screen reader;
what is done are keys. From the app's first page each lesson is opened in turn, its question voted on, its task done,
and its answer read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from playwright.sync_api import Page, sync_playwright

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from browser.chromium import ARGUMENTS, FRUGAL, MISSING, find  # noqa: E402
from browser.lessonpage import LESSONS, SLUGS  # noqa: E402
from browser.reused import WITHOUT_3D  # noqa: E402
from browser.server import running_app  # noqa: E402

from surface.lessons import Lesson  # noqa: E402

PATIENCE = 60  # seconds
LOOK = 50  # milliseconds between two looks at the tree
STOPS = 150  # of the Tab key, after which something is not to be reached


@dataclass(frozen=True)
class Node:
    """One node of the accessibility tree."""

    role: str
    name: str
    value: str
    states: dict[str, object]

    def fits(self, role: str, name: str) -> bool:
        return self.role == role and re.search(name, self.name) is not None

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


class Keyboard:
    """A page of which nothing is known but its accessibility tree, and to which nothing is done but by its keys."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self.pressed = 0

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self.pressed += 1

    def tree(self) -> list[Node]:
        nodes = self._session.send("Accessibility.getFullAXTree")["nodes"]
        return [_node(given) for given in nodes if not given["ignored"]]

    def focus(self) -> Node | None:
        """Return the node that has the focus, of the page's own the innermost."""
        focused = [node for node in self.tree() if node.states.get("focused") and node.role != "RootWebArea"]
        return focused[-1] if focused else None

    def wait(self, test: Callable[[list[Node]], bool], what: str) -> None:
        """Wait until the tree is so."""
        until = monotonic() + PATIENCE
        while not test(self.tree()):
            assert monotonic() < until, f"the tree has no {what}"
            self._page.wait_for_timeout(LOOK)

    def hears(self, text: str) -> None:
        """Wait until a text stands there."""
        self.wait(lambda tree: text in " ".join(said(tree)), f"text “{text}”")

    def finds(self, role: str, name: str) -> None:
        self.wait(lambda tree: any(node.fits(role, name) for node in tree), f"{role} “{name}”")

    def goes_to(self, role: str, name: str) -> None:
        """Press Tab until the focus is on such a node; whatever it comes by must have a name."""
        self.finds(role, name)
        for _ in range(STOPS):
            focus = self.focus()
            if focus and focus.fits(role, name):
                return
            assert not focus or focus.name or focus.role == "main", f"a {focus.role} without a name has the focus"
            self.press("Tab")
        raise AssertionError(f"no Tab leads to the {role} “{name}”: the focus is on {self.focus()}")

    def chooses(self, name: str, names: Iterable[str]) -> None:
        """Go to a group of radio buttons and by the arrow keys to one of them."""
        self.goes_to("radio", _one_of(names))
        for _ in names:
            focus = self.focus()
            if focus and focus.name == name:
                break
            self.press("ArrowRight")
        self.goes_to("radio", _one_of([name]))
        focus = self.focus()
        if focus and focus.states.get("checked") != "true":
            self.press("Space")
        self.wait(
            lambda tree: any(node.name == name and node.states.get("checked") == "true" for node in tree),
            f"checked radio “{name}”",
        )

    def presses(self, role: str, name: str, key: str = "Enter") -> None:
        self.goes_to(role, name)
        self.press(key)


def _node(given: dict) -> Node:
    states = {each["name"]: each["value"].get("value") for each in given.get("properties", ())}
    role, name, value = (str(given.get(field, {}).get("value", "")) for field in ("role", "name", "value"))
    return Node(role, name, value, states)


def _one_of(names: Iterable[str]) -> str:
    return f"^({'|'.join(map(re.escape, names))})$"


def said(tree: list[Node]) -> list[str]:
    """Return the texts of the tree, in their order."""
    return [node.name for node in tree if node.role == "StaticText"]


# --- the tasks of the lessons -------------------------------------------------------------------------------------


def moves_a_slider(hand: Keyboard, lesson: Lesson) -> None:
    hand.presses("slider", "", "ArrowRight")


def moves_both_sliders(hand: Keyboard, lesson: Lesson) -> None:
    moves_a_slider(hand, lesson)
    hand.press("Tab")
    moves_a_slider(hand, lesson)


def moves_the_point(hand: Keyboard, lesson: Lesson) -> None:
    hand.presses("slider", "^The point on the curve", "ArrowLeft")


def steps_to_the_end(hand: Keyboard, lesson: Lesson) -> None:
    hand.presses("button", "^Forward one step$")
    hand.presses("button", "^Last step$")


def plays(hand: Keyboard, lesson: Lesson) -> None:
    hand.presses("button", "^Play$")


def plays_centred(hand: Keyboard, lesson: Lesson) -> None:
    hand.chooses("Centred", [act.label for act in lesson.acts])
    plays(hand, lesson)


def looks(hand: Keyboard, lesson: Lesson) -> None:
    """Do nothing: what is to be seen opens with the vote."""


# Of the lessons whose question is tried in another way than by playing.
TASKS: dict[str, Callable[[Keyboard, Lesson], None]] = {
    "one-unit": moves_a_slider,
    "how-wrong-is-it": moves_both_sliders,
    "slope": moves_the_point,
    "downhill": steps_to_the_end,
    "where-do-starts-end": looks,
    "scale-your-inputs": plays_centred,
    "where-the-gradient-comes-from": moves_a_slider,
}


def is_open(hand: Keyboard, lesson: Lesson) -> None:
    """Wait for the lesson's title, and for its question."""
    hand.finds("heading", rf"· {re.escape(lesson.title)}$")
    hand.finds("radio", _one_of(lesson.choices[:1]))


def finishes(hand: Keyboard, lesson: Lesson) -> None:
    """Vote, do what the question asks for, and read the answer."""
    task = TASKS.get(lesson.slug, plays)
    hand.chooses(lesson.choices[lesson.right], lesson.choices)
    if task is not looks:
        hand.hears("Now try it")
        task(hand, lesson)
    hand.hears("As you said.")


def through(hand: Keyboard, wanted: Iterable[str]) -> int:
    """Go through the lessons, finish those that are wanted, say how it went, and return how many could not be."""
    failed = 0
    hand.presses("link", "^Lessons$")
    for lesson in LESSONS:
        if lesson is not LESSONS[0]:
            hand.presses("button", f"^Next: {re.escape(lesson.title)}")
        is_open(hand, lesson)
        if lesson.slug not in wanted:
            continue
        before, began = hand.pressed, monotonic()
        try:
            finishes(hand, lesson)
            print(f"{lesson.slug}: done, {hand.pressed - before} keys, {monotonic() - began:.0f} s", flush=True)
        except AssertionError as fault:
            failed += 1
            print(f"{lesson.slug}: not done, {fault}", flush=True)
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description="Finish every lesson by keyboard and accessibility tree alone.")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help=f"some of: {', '.join(SLUGS)}; else all")
    wanted = parser.parse_args().lessons or SLUGS
    if unknown := set(wanted) - set(SLUGS):
        parser.error(f"a lesson must be one of {', '.join(SLUGS)}, got {', '.join(sorted(unknown))}")
    chromium = find()
    assert chromium, MISSING
    with running_app() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + FRUGAL)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WITHOUT_3D)
        page.goto(app.url)
        failed = through(Keyboard(page), wanted)
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
