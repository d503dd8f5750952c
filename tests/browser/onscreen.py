"""Every number that a page of the app shows, as text: what stands on it, in its fields and scales, and on its canvases.

`RECORDED` goes into a page before it opens: a canvas holds pixels, and what was written on it must be noted as it is.
"""

import browser.asking  # noqa: F401  (waits that the app's policy allows)

PATIENCE = 90_000  # milliseconds: without a graphics card, on a busy machine

RECORDED = """(() => {
  const written = new WeakMap();
  window.writtenOn = (canvas) => [...(written.get(canvas) ?? [])].sort();
  const note = (canvas, texts) => {
    if (!written.has(canvas)) written.set(canvas, new Set());
    for (const text of texts) written.get(canvas).add(text);
  };
  const pen = CanvasRenderingContext2D.prototype, { fillText, drawImage, clearRect } = pen;
  pen.fillText = function (text, ...where) {
    note(this.canvas, [text]);
    return fillText.call(this, text, ...where);
  };
  pen.drawImage = function (image, ...where) {
    if (written.has(image)) note(this.canvas, written.get(image));
    return drawImage.call(this, image, ...where);
  };
  pen.clearRect = function (...where) {
    written.delete(this.canvas);
    return clearRect.apply(this, where);
  };
  for (const side of ["width", "height"]) {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side);
    const cleared = function (value) {
      written.delete(this);
      set.call(this, value);
    };
    Object.defineProperty(HTMLCanvasElement.prototype, side, { get, set: cleared, configurable: true });
  }
})()"""

MAIN, SIDE = "[data-testid=stMain]", "[data-testid=stSidebar]"

# Lines of a name and a text: every text, and what else is said of an element where there is a number in it. A range is
# what an axis spans, to more digits than are shown of it; of the axes in 3D what is written there counts, on a canvas.
SHOWN = """(parts) => {
  const named = (node) => node.getAttribute("aria-label") ?? node.className;
  const lines = [["title", document.title]];
  for (const part of document.querySelectorAll(parts)) {
    for (const text of part.innerText.split("\\n")) if (text.trim()) lines.push(["text", text.trim()]);
    for (const node of part.querySelectorAll("*")) {
      if (!node.checkVisibility({ visibilityProperty: true })) continue;
      for (const name of ["aria-label", "aria-valuetext", "title"]) {
        if (/\\p{N}/u.test(node.getAttribute(name) ?? "")) lines.push([name, node.getAttribute(name)]);
      }
      if (node.matches("input:not([type=file]), select")) lines.push([`field ${named(node)}`, String(node.value)]);
      if (node.matches("canvas")) for (const text of writtenOn(node)) lines.push([`canvas ${node.className}`, text]);
      if (!node.matches(".js-plotly-plot")) continue;
      const { xaxis, yaxis } = node._fullLayout;
      for (const axis of [xaxis, yaxis].filter(Boolean)) {
        const [from, to] = axis.range.map((edge) => edge.toPrecision(6));
        lines.push(["range", `${axis._id} ${from} to ${to}`]);
      }
    }
  }
  return lines;
}"""

AT_ALL, ANSWERED = 800, 300  # milliseconds without a change; after the first, who listens has heard of the stop as well

# At rest: the script has run, no job is under way, all is drawn, and for a while nothing on the page has changed.
RESTS = f"""(quiet) => {{
  const now = performance.now();
  const runs = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning"
    || document.querySelector("[data-testid=stProgress], [data-testid=stSpinner], [data-stale=true]")
    || !/ of [1-9]|of the way/.test(document.querySelector(".player-count")?.textContent ?? "")
    || !document.querySelector(".player-panel-map .nsewdrag")
    || [...document.querySelectorAll(".js-plotly-plot")].some((plot) => plot._fullLayout?.scene && !plot.data?.length);
  if (runs) window.restsSince = undefined;
  if (runs || now - (window.lookedAt ?? 0) < 150) return false;
  const said = document.querySelector(".player-panel-announcer")?.textContent.toLowerCase() ?? "";
  if (quiet >= {AT_ALL} && !said.startsWith(document.querySelector(".player-count").textContent)) return false;
  const shown = JSON.stringify([location.href, ({SHOWN})("{MAIN}, {SIDE}")]);
  if (window.shownLast !== shown || window.restsSince === undefined) window.restsSince = now;
  [window.shownLast, window.lookedAt] = [shown, now];
  return now - window.restsSince > quiet;
}}"""
TABS = ("Runs", "Data", "Network", "Window")
CHOSEN = "[...document.querySelectorAll('.player-card-head')].findIndex((head) => head.ariaPressed === 'true')"
FOLDED = ".surface-player details:not([open]) > summary"
# All at once: whether one of them is seen may be another by the time of a click on it.
UNFOLDED = """(folded) => {
  const seen = [...document.querySelectorAll(folded)].filter((summary) => summary.checkVisibility());
  for (const summary of seen) summary.click();
}"""


def rest(page, quiet=ANSWERED):
    """Wait until nothing is under way and nothing has changed for so many milliseconds."""
    page.evaluate("window.restsSince = undefined")  # what has just been done may not show yet
    page.wait_for_function(RESTS, arg=quiet, timeout=PATIENCE)


def unfold(page):
    """Open the panel beside the picture and what is folded in the player, and let go of every control."""
    side = page.get_by_test_id("stSidebar")
    leave(page)
    if side.get_attribute("data-collapsed") != "false":
        page.keyboard.press("s")
        page.wait_for_function("document.querySelector('[data-testid=stSidebar]').dataset.collapsed === 'false'")
    page.evaluate(UNFOLDED, FOLDED)


def leave(page):
    """Let go of the control that has the focus, and take the pointer off the picture."""
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(0, 0)


def choose(page, run):
    """Make a run the chosen one, as a click on its card does."""
    if page.evaluate(CHOSEN) != run:
        page.locator(".player-card-head").nth(run).click()
    rest(page)


def shown(page):
    """Return all that is shown, at the start and at the end of the play, and in each tab of the panel."""
    lines = []
    for key in ("End", "Home"):  # some of it stands there only once the play has been at its end
        leave(page)
        page.keyboard.press(key)
        lines += _lines(page, key, MAIN)
    for tab in (*TABS[1:], TABS[0]):
        page.get_by_test_id("stSidebar").get_by_role("tab", name=tab, exact=True).click()
        leave(page)
        lines += _lines(page, tab, SIDE)
    return lines


def _lines(page, place, parts):
    rest(page, AT_ALL if parts == MAIN else ANSWERED)
    return [f"{place}: {name}: {text}" for name, text in page.evaluate(SHOWN, parts)]
