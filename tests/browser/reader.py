"""A page that goes through the app by links, as a reader's does: one that is loaded anew costs three times as much."""

from browser.bare import PATIENCE
from playwright.sync_api import Error

SOON = 10_000  # milliseconds in which a run has begun and ended, or nobody has asked for one

# Goes to a link and waits until the app's script has run for it, be it between two looks.
TO_LINK = """([link, patience]) => new Promise((done, fail) => {
  const app = document.querySelector('[data-testid="stApp"]');
  let begun = false;
  const look = (changes) => {
    const idle = app.dataset.testScriptState === "notRunning";
    begun ||= !idle || changes.some(({ oldValue }) => oldValue !== "notRunning");
    if (!idle || !begun) return;
    watch.disconnect();
    done();
  };
  const watch = new MutationObserver(look);
  watch.observe(app, { attributeFilter: ["data-test-script-state"], attributeOldValue: true });
  setTimeout(() => fail(new Error(`the app has not run for ${link}`)), patience);
  history.pushState(null, "", link);
  dispatchEvent(new PopStateEvent("popstate"));
})"""


class Reader:
    """One page of the app, in one visit, that goes from link to link for as long as all is well with it."""

    def __init__(self, reused):
        self.reused = reused
        self.sound = False  # whether the test before has passed, and so the page may go on
        self.scheme = ""  # the colours that it was loaded in

    def go(self, url: str, path: str, watch, color_scheme="light", **options):
        """Go to a path of the app at this URL, from the one before or, where that may not be, in an empty page."""
        options |= {"color_scheme": color_scheme}
        page, target = self.reused.lend(**options), f"{url}/{path}"
        if not (self._may_go_on(page, url, target, color_scheme) and self._gone(page, target, watch)):
            self.leave()
            page = self.reused.lend(**options)
            page.set_default_timeout(PATIENCE)
            watch.follow(page)
            page.goto(target)
        self.sound, self.scheme = False, color_scheme
        return page

    def _may_go_on(self, page, url: str, target: str, color_scheme: str) -> bool:
        """Whether the page is one of this app that is well; to the link that it has already it cannot go."""
        here = page.url.rstrip("/")
        return self.sound and self.scheme == color_scheme and here.startswith(url) and here != target.rstrip("/")

    def _gone(self, page, target: str, watch) -> bool:
        """Whether the page has gone to a link: Streamlit passes over one whose query it takes for its own already."""
        page.set_default_timeout(PATIENCE)
        watch.follow(page)
        try:
            page.evaluate(TO_LINK, [target, SOON])
        except Error:
            return False
        return True

    def leave(self) -> None:
        """Give the page back."""
        self.sound = False
        self.reused.take_back()
