"""A page that outlives a test: what a browser has compiled once, it need not compile again."""

DESKTOP = {"width": 1440, "height": 900}
USUAL = {"color_scheme": "light", "reduced_motion": "no-preference"}
EMULATED = {
    *USUAL,
    "viewport",
    "offline",
}  # Playwright's options that a page takes at any time; others need a context of their own
FORGET = "() => { if (location.protocol !== 'about:') { localStorage.clear(); sessionStorage.clear(); } }"


class Reused:
    """One page, lent to one test after the other, each time empty and as at first."""

    def __init__(self, browser):
        self.browser = browser
        self.page = None

    def lend(self, viewport=DESKTOP, offline=False, **options):
        """Return the page, empty."""
        if not self.page:
            self.page = self.browser.new_context().new_page()
            self.page.on("crash", lambda _: self.drop())
        self.page.set_viewport_size(viewport)
        self.page.context.set_offline(offline)
        self.page.emulate_media(media="null", **USUAL | options)
        return self.page

    def take_back(self):
        """Empty the page, with all that it remembers; one that cannot be emptied is given up."""
        if not self.page or self.page.is_closed():
            self.page = None
            return
        self.page.mouse.up()
        self.page.evaluate(FORGET)
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.mouse.move(0, 0)

    def drop(self):
        self.page = None
