"""A page that outlives a test: what a browser has compiled once, it need not compile again."""

DESKTOP = {"width": 1440, "height": 900}
USUAL = {"color_scheme": "light", "reduced_motion": "no-preference"}
EMULATED = {
    *USUAL,
    "viewport",
    "offline",
    "permissions",
}  # Playwright's options that a page takes at any time; others need a context of their own
WITHOUT_3D = """(() => {
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : getContext.call(this, kind, ...more);
}; })()"""
FORGET = "() => { if (location.protocol !== 'about:') { localStorage.clear(); sessionStorage.clear(); } }"


class Reused:
    """One page, lent to one test after the other, each time empty and as at first."""

    def __init__(self, browser, without_3d=False):
        self.browser = browser
        self.without_3d = without_3d
        self.page = None
        self.tabs = []

    def lend(self, viewport=DESKTOP, offline=False, permissions=(), **options):
        """Return the page, empty."""
        if not self.page:
            context = self.browser.new_context()
            if self.without_3d:
                context.add_init_script(WITHOUT_3D)
            self.page = context.new_page()
            self.page.on("crash", lambda _: self.drop())
        self.page.context.set_offline(offline)
        self.page.context.grant_permissions(list(permissions))
        return self._as_usual(self.page, viewport, **options)

    def tab(self, viewport=DESKTOP, **options):
        """Return another tab beside the lent page, which shares what the browser keeps and not what a tab keeps."""
        self.tabs.append(self.page.context.new_page())
        return self._as_usual(self.tabs[-1], viewport, **options)

    def _as_usual(self, page, viewport, **options):
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", **USUAL | options)
        return page

    def take_back(self):
        """Empty the page, with all that it remembers, and close its tabs; one that cannot be emptied is given up."""
        for tab in self.tabs:
            tab.close()
        self.tabs.clear()
        if not self.page or self.page.is_closed():
            self.page = None
            return
        self.page.mouse.up()
        self.page.evaluate(FORGET)
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.context.clear_permissions()
        self.page.mouse.move(0, 0)

    def drop(self):
        self.page = None
