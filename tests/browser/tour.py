"""One visit of the lessons that several tests go on with: a lesson where it has not been is as at first."""

import re

from browser.lessonpage import SLUGS, at
from browser.reused import FORGET

# What the next lesson's picture asks the browser for when it is made; the app's colours are chosen once, as it opens.
SWITCHED = {"viewport", "reduced_motion"}
LESSON = re.compile(r"/lessons\?lesson=([\w-]+)$")


class Tour:
    """The page of the visit, and the lessons where it has been."""

    def __init__(self):
        self.page = None
        self.seen = set()

    def begin(self, page) -> None:
        """Begin another visit, on a page that has yet to be opened."""
        if page is not self.page:
            page.on("framenavigated", self._note)
        self.page, self.seen = page, set()
        page.evaluate(FORGET)

    def _note(self, frame) -> None:
        if found := LESSON.search(frame.url):
            self.seen.add(found[1])

    def knows_nothing_of(self, slug: str) -> bool:
        """Whether the page stands at a lesson, and has not been at this one."""
        standing = self.page and not self.page.is_closed() and LESSON.search(self.page.url)
        return bool(standing) and standing[1] in SLUGS and slug in SLUGS and slug not in self.seen

    def go(self, slug: str) -> None:
        """Go to a lesson as a reader does, with nothing remembered by the browser."""
        self.page.evaluate(FORGET)
        self.page.get_by_role("radio", name=re.compile(rf"^{SLUGS.index(slug) + 1} ")).click()
        at(self.page, slug)
        self.page.mouse.move(0, 0)
