"""Playwright's `expect`, which asks ten times a second for as long as it waits.

Playwright itself asks ten times a second only where it waits for less than 2.5 s, and twice a second where it waits for
longer: a test then goes on a quarter of a second after what it waits for, on the average, and waits many times.
"""

from functools import wraps
from time import monotonic

from playwright.sync_api import expect as playwrights

PATIENCE = 20_000  # milliseconds
ROUND = 2_000  # milliseconds


class Asked:
    """Playwright's assertions on a locator or a page; each of them waits in rounds."""

    def __init__(self, assertions):
        self._assertions = assertions

    def __getattr__(self, name):
        check = getattr(self._assertions, name)

        @wraps(check)
        def asked(*expected, timeout=PATIENCE, **options):
            end = monotonic() + timeout / 1000
            while True:
                left = 1000 * (end - monotonic())
                try:
                    return check(*expected, timeout=max(1, min(left, ROUND)), **options)
                except AssertionError:
                    if left <= ROUND:
                        raise

        return asked


def expect(actual) -> Asked:
    return Asked(playwrights(actual))
