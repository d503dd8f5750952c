"""What every test shares: the order of the run."""

from pathlib import Path

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items):
    """Run the quick tests first and those that need a browser last."""
    items.sort(key=lambda item: BROWSER in item.path.parents)
