"""A hand at the app in a browser, whose acts a seed draws: all that makes a scene another one, and the ways back."""

from random import Random

from browser.lists import open_list
from browser.onscreen import leave, rest
from playwright.sync_api import TimeoutError

OPENED, GONE = 2, 20_000  # times that a list is opened, and milliseconds after which it is taken for gone
LAST = 8  # acts that are told with a difference
IN_HASTE = 0.2  # how often the next act does not wait for the page
OWN_ROWS = (5, 900)  # of a table: its data stand in a link, or a link has no room for them
SLIDERS = ".player-card .card-knobs input[type=range]"
FIELDS = ".player-card .card-knobs .number-field"
# One of the sliders that are seen, with its place: at once, for the card may be another one by the next look at it.
SLIDER = """([selector, share]) => {
  const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const one = seen[Math.floor(share * seen.length)];
  if (!one) return null;
  one.scrollIntoView({ block: "nearest" });
  const { x, y, width, height } = one.getBoundingClientRect();
  return [one.ariaLabel, x, width, y + height / 2];
}"""
OLDER = "() => navigation.currentEntry.index > window.firstEntry"
FIRST = "window.firstEntry ??= navigation.currentEntry.index"


class Seeded:
    """One visit in a page that is at rest."""

    def __init__(self, page, seed):
        self.page, self.random = page, Random(seed)
        self.done = []
        page.evaluate(FIRST)

    def act(self):
        """Do one thing; most often, wait until the page has answered."""
        acts = {self.next: 2, self.scene: 2, self.variant: 1, self.slide: 4, self.type: 4, self.rule: 1, self.start: 4}
        acts |= {self.typed_start: 2, self.steps: 2, self.another_run: 1, self.scale: 1, self.window: 4}
        acts |= {self.data: 2, self.table: 1, self.undo: 2, self.redo: 1, self.back: 2, self.forward: 1, self.play: 1}
        (act,) = self.random.choices(list(acts), list(acts.values()))
        self.done.append(act.__name__)
        leave(self.page)
        act()
        if self.random.random() > IN_HASTE:
            rest(self.page)

    def note(self, *what):
        self.done[-1] = " ".join([self.done[-1], *map(str, what)])

    def any_of(self, selector):
        """One of the visible elements, or None."""
        found = [each for each in self.page.locator(selector).all() if each.is_visible() and each.is_enabled()]
        return self.random.choice(found) if found else None

    # --- scenes and data ------------------------------------------------------------------------------------------

    def next(self):
        name = self.random.choice(["Next", "Previous"])
        self.note(name)
        self.page.get_by_role("button", name=name, exact=True).click()

    def scene(self):
        self._option("Scene")

    def variant(self):
        if self.page.get_by_label("Runs to watch", exact=True).count():
            self._option("Runs to watch")

    def data(self):
        self._tab("Data")
        self._option("Data set")

    def _option(self, label):
        """Choose one of the options of a list of the page; one that another scene has closed is opened again."""
        for _ in range(OPENED):
            open_list(self.page.get_by_role("combobox", name=label, exact=True).first)
            options = self.page.get_by_role("listbox").get_by_role("option")
            try:
                options.first.wait_for(timeout=GONE)
                chosen = options.nth(self.random.randrange(options.count()))
                text = chosen.inner_text(timeout=GONE)
                chosen.click(timeout=GONE)
            except (TimeoutError, ValueError):  # it has gone meanwhile
                continue
            return self.note(label, "=", text)
        raise AssertionError(f"the list {label} closed again before anything was chosen")

    def table(self):
        """Open a table of one's own."""
        rows, random = self.random.choice(OWN_ROWS), self.random
        lines = [[random.gauss(0, 1), random.gauss(0, 1)] for _ in range(rows)]
        text = "a,b,y\n" + "".join(f"{a:.4f},{b:.4f},{int(a + b > 0)}\n" for a, b in lines)
        self.note("of", rows, "rows")
        self._tab("Data")
        self.page.get_by_role("button", name="Open a table").click()
        given = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode()}
        self.page.locator('input[type="file"]').last.set_input_files(given)
        self.page.get_by_role("button", name=f"Use these {rows} points").click()
        rest(self.page)

    def _tab(self, name):
        self.page.get_by_test_id("stSidebar").get_by_role("tab", name=name, exact=True).click()

    # --- settings -------------------------------------------------------------------------------------------------

    def slide(self):
        """Drag a slider of a card."""
        found = self.page.evaluate(SLIDER, [SLIDERS, self.random.random()])
        if found is None:
            return
        name, left, width, y = found
        x, to = (left + width * self.random.uniform(0.1, 0.8) for _ in range(2))
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(to, y, steps=4)
        self.page.mouse.up()
        self.note(name, f"to {(to - left) / width:.2f} of its way")

    def type(self):
        """Type a setting into its field of a card."""
        field = self.any_of(FIELDS)
        if field is None:
            return
        number, label = field.input_value(), field.get_attribute("aria-label")
        rate = label.startswith("learning rate") and number
        value = f"{float(number) * 10 ** self.random.uniform(-0.4, 0.3):.4g}" if rate else self._share()
        self._enter(field, value)

    def _share(self):
        return f"{self.random.uniform(0.2, 0.95):.3f}"

    def _enter(self, field, value):
        self.note(field.get_attribute("aria-label"), "=", value)
        field.fill(value)
        field.press("Enter")

    def rule(self):
        rule = self.any_of(".player-card .card-rule")
        rule.select_option(index=self.random.randrange(rule.locator("option").count()))
        self.note(rule.get_attribute("aria-label"), "=", rule.input_value())

    def typed_start(self):
        """Type a start into the panel beside the picture."""
        self._tab("Runs")
        field = self.any_of('[data-testid=stSidebar] input[aria-label^="Start "]')
        if field:
            self._enter(field, f"{self.random.uniform(-2, 2):.4f}")

    def steps(self):
        self._enter(self.page.get_by_label("steps of every run", exact=True), str(self.random.randrange(20, 900)))

    def another_run(self):
        button = self.any_of(".card-view[aria-label^=Duplicate], .card-view[aria-label^=Remove], .cards-add")
        if button:
            self.note(button.get_attribute("aria-label"))
            button.click()

    def scale(self):
        name = self.random.choice(["linear", "logarithmic"])
        self.note(name)
        self.page.locator(".player-panel-legend, .player-panel-aids").get_by_role("button", name=name).first.click()

    # --- the picture ----------------------------------------------------------------------------------------------

    def _on_map(self, low=0.1, high=0.9):
        area = self.page.locator(".player-panel-map .nsewdrag").first
        area.scroll_into_view_if_needed()
        box = area.bounding_box()
        return [box[at] + box[side] * self.random.uniform(low, high) for at, side in (("x", "width"), ("y", "height"))]

    def start(self):
        """Click the map."""
        x, y = self._on_map()
        self.note(f"at {x:.0f}, {y:.0f}")
        self.page.mouse.click(x, y)

    def window(self):
        """Zoom by the wheel, pan by a drag, or go back to the window as it opened."""
        how = self.random.choice(["in", "out", "pan", "home"])
        self.note(how)
        if how == "home":
            self.page.locator(".player-panel-map [data-title='The window as it opened']").click()
            return
        x, y = self._on_map()
        self.page.mouse.move(x, y)
        if how in ("in", "out"):
            self.page.mouse.wheel(0, self.random.uniform(80, 300) * (-1 if how == "in" else 1))
            return
        self.page.mouse.down()
        self.page.mouse.move(*self._on_map(), steps=4)
        self.page.mouse.up()

    def play(self):
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Space")

    # --- the ways back --------------------------------------------------------------------------------------------

    def undo(self):
        self.page.keyboard.press("Control+z")

    def redo(self):
        self.page.keyboard.press("Control+Shift+z")

    def back(self):
        """Go back in the browser, but not out of the app."""
        rest(self.page)  # where one is, is known once the address has been told
        if self.page.evaluate(OLDER):
            self.page.evaluate("history.back()")

    def forward(self):
        self.page.evaluate("history.forward()")
