"""What every test shares: the order of the run, and no clock for generated examples."""

import gc
from pathlib import Path

from hypothesis import settings

# A deadline would fail a test for the machine's pace.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

BROWSER = Path(__file__).parent / "browser"
# The files that take longest, in this order: one that began last would be waited for alone.
LONG = (
    "every_lesson",
    "page",
    "lessons",
    "faults",
    "direct",
    "alignment",
    "shell",
    "insight",
    "everyone",
    "monkey",
    "lesson_votes",
    "saved",
    "lesson_paper",
    "robustness",
    "presented",
    "presentation",
    "take",
    "lesson_answers",
    "player",
    "exported",
    "netpicture",
    "embed",
    "keyboard",
    "film",
    "points",
    "ground",
    "window",
    "training",
    "notebook",
    "accessibility",
    "numbers",
    "reading",
    "compare",
    "scales",
    "pictures",
)


def place(item) -> tuple[bool, int]:
    """Where a test comes: the quick ones first, then those that need a browser, and of these the long files first."""
    name = item.path.stem.removeprefix("test_")
    return BROWSER in item.path.parents, LONG.index(name) if name in LONG else len(LONG)


def pytest_collection_modifyitems(items):
    items.sort(key=place)


def pytest_collection_finish():
    """Keep the collector from what stays to the end, ten thousand tests among it: each of its rounds looked at all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
