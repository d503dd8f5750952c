"""Playwright's `expect`, which asks ten times a second for as long as it waits, and its `wait_for_function`.

Playwright itself asks ten times a second only where it waits for less than 2.5 s, and twice a second where it waits for
longer: a test then goes on a quarter of a second after what it waits for, on the average, and waits many times. Its
`wait_for_function` compiles a text in the page at each look, which the app's policy refuses.
"""

from functools import wraps
from time import monotonic

from playwright.sync_api import Error, Frame, Page, TimeoutError
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


# Compiled once, by the browser's own tools, and then called in each frame.
WAITS = """([arg, timeout]) => new Promise((done, fail) => {{
  const given = () => ({});
  let over = false, missed = "";
  setTimeout(() => {{
    over = true;
    done({{ missed }});
  }}, timeout);
  const look = async () => {{
    try {{
      const value = given();
      const held = await (typeof value === "function" ? value(arg) : value);
      if (held) done({{ value: typeof held === "object" ? true : held }}); // an element or a plot has no copy
      else next();
    }} catch (fault) {{
      if (!(fault instanceof TypeError)) return fail(fault);
      missed = ` (${{fault.message}})`; // what it looks for is not there yet
      next();
    }}
  }};
  const next = () => {{
    if (over) return;
    let looked = false; // a page in the background draws no frames
    const once = () => looked || ((looked = true), look());
    requestAnimationFrame(once);
    setTimeout(once, 100);
  }};
  look();
}})"""
GONE = ("context was destroyed", "navigation", "Frame was detached")


def wait_for_function(self, expression, *, arg=None, timeout=60_000):
    """Wait until an expression holds in the page, or what a function returns, also over a navigation; return that."""
    end, text, missed = monotonic() + timeout / 1000, WAITS.format(expression.strip().rstrip(";")), ""
    while (left := 1000 * (end - monotonic())) > 0:
        try:
            found = self.evaluate(text, [arg, left])
            if "value" in found:
                return found["value"]
            missed = found["missed"]
        except Error as fault:
            if not any(word in fault.message for word in GONE):
                raise
            self.wait_for_load_state("domcontentloaded")
    raise TimeoutError(f"it never held within {timeout / 1000:.0f} s{missed}: {expression}")


for kind in (Page, Frame):
    kind.wait_for_function = wait_for_function
