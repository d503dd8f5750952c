"""A scene inside an HTML page: its JSON as the data of a script element, which no browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MOST = 1_000_000
"""The most characters of a scene that a page holds; more would be most of what the page weighs."""

READ = 1_100_000
"""How many characters of a page are read, from its beginning, to find its scene: it may have a long title."""

FEWEST = 3  # characters that a number takes in JSON, with what stands between two

BEGINS = '<script type="application/json" id="scene">'
ENDS = "</script>"
TOO_LONG = '"too long"'  # stands in a page for a scene that is longer


def fits(scene: Scene) -> bool:
    """Return whether a page holds a scene."""
    return _data(scene) != TOO_LONG


def element(scene: Scene) -> str:
    """Return the element that holds a scene, or says that it is too long for that."""
    return f"{BEGINS}{_data(scene)}{ENDS}"


def _data(scene: Scene) -> str:
    numbers = scene.data.inputs.size + scene.data.targets.size
    # Of so many numbers it is known without writing them.
    if numbers * FEWEST > MOST:
        return TOO_LONG
    # No "<" at all: inside the data nothing can end the element. In JSON it stands in texts alone, where this says it.
    text = scene.json().replace("<", "\\u003c")
    return text if len(text) <= MOST else TOO_LONG


def found(page: str) -> str:
    """Return the JSON of the scene that a page holds, or say in one sentence why there is none.

    page: its text, from its beginning; what comes after the scene is not looked at.
    """
    _, begins, rest = page.partition(BEGINS)
    if not begins:
        raise ValueError("a page must hold a scene, as those do that this app saves, got one that holds none")
    text, ends, _ = rest.partition(ENDS)
    if not ends:
        raise ValueError("the scene in a page must be whole, got one that is cut off")
    if text == TOO_LONG:
        raise ValueError(f"the scene in a page must have at most {MOST} characters, got more: open its scene file")
    return text
