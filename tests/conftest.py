"""What every test shares: the order of the run, and the same examples in every run."""

from pathlib import Path

from hypothesis import settings

BROWSER = Path(__file__).parent / "browser"

# What was green stays green until the code changes; `--hypothesis-profile=default` looks for new examples.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(items):
    """Run the quick tests first and those that need a browser last."""
    items.sort(key=lambda item: BROWSER in item.path.parents)
