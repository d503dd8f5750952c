"""What every test shares: the order of the run, and no clock for generated examples."""

from pathlib import Path

from hypothesis import settings

# A deadline would fail a test for the machine's pace.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items):
    """Run the quick tests first and those that need a browser last."""
    items.sort(key=lambda item: BROWSER in item.path.parents)
