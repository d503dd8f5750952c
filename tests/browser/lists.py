"""The app's lists of choices, which close when the page under them scrolls."""

DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def open_list(box):
    """Open a list where it stands: what was scrolled for it is told a frame later, and would close it again."""
    box.scroll_into_view_if_needed()
    box.evaluate(DRAWN)
    box.click()
