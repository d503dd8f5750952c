"""What is done with the view in every engine: opened, seen in 3D, played, its start dragged, and its learning rate."""

import io
from collections.abc import Callable

from PIL import Image

from surface.scenes import SCENES, Scene, edits
from tests.engines.browser import Browser, drag, press, until, wait_for

SCENE = SCENES["two-hollows"]
END = f"step {SCENE.steps} of {SCENE.steps}"
TO = 3.0, -1.0  # the weights that the start of run 1 is dragged to
HIGHEST = 10  # the learning rate at the end of its slider
KEY_END = "\ue010"  # the key End, in WebDriver's alphabet
ROUNDING = 0.6e-3  # of the three decimals of a card
ROOM = 80  # pixels between the parts of a dialog and around them
SOLID = 500  # colours that a surface has at the least; a blank panel with its axes and words has fewer

PLOT = "document.querySelector('.player-panel-{} .js-plotly-plot')?._fullLayout"
MAP, SURFACE = (f"document.querySelector('.player-panel-{name}')" for name in ("map", "surface"))
COUNT = "document.querySelector('.player-count')?.textContent"
SETTINGS = "document.querySelector('.player-card-settings').textContent.replaceAll('−', '-')"
START = f"/start [(](.+), (.+)[)]/.exec({SETTINGS})"
NEAR = f"(([, a, b]) => Math.hypot(a - {TO[0]}, b - ({TO[1]})) < 0.06)({START})"  # within a pixel or so
NUMBERS = """[...document.querySelectorAll(".card-middle")]
  .map((card) => [...card.querySelectorAll("dd")].map((cell) => cell.textContent))"""
WRITTEN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
NO_3D = f"/This browser draws no 3D here.*/.exec({SURFACE}.innerText)?.[0] || ''"


class DifferentError(Exception):
    """What a step found otherwise than it should be."""


def button(name: str) -> str:
    """The control that has this name."""
    return f"document.querySelector('[aria-label=\"{name}\"]')"


def number(text: str) -> float:
    """What a card writes, 6.01·10⁻⁶ included, as a number."""
    return float(text.translate(WRITTEN).replace("·10", "e"))


def same(found, expected, what: str) -> None:
    if found != expected:
        raise DifferentError(f"{what}: {found!r}, not {expected!r}")


def place(browser: Browser, element: str) -> tuple[float, float, float, float]:
    """The left, top, width and height of an element of the page, which is scrolled to."""
    return browser.run(
        f"const found = {element}; found.scrollIntoView({{ block: 'nearest' }}); "
        "const { left, top, width, height } = found.getBoundingClientRect(); return [left, top, width, height];"
    )


def click(browser: Browser, element: str) -> None:
    left, top, width, height = place(browser, element)
    drag(browser, [(left + width / 2, top + height / 2)])


def start(browser: Browser) -> tuple[float, float]:
    """The start of run 1, as its card says it."""
    w1, w2 = browser.run(f"return {START}.slice(1).map(Number)")
    return w1, w2


def opened(browser: Browser) -> str:
    until(browser, f"Boolean({PLOT.format('map')})")
    until(browser, f"/ of [1-9]/.test({COUNT})")
    same(browser.run("return document.querySelectorAll('.player-card').length"), len(SCENE.runs), "cards")
    same(start(browser), SCENE.runs[0].start, "start of run 1")
    return ""


def in_3d(browser: Browser) -> str:
    until(browser, f"Boolean({PLOT.format('surface')}?.scene?._scene?.glplot?.cameraParams || {NO_3D})")
    sentence = browser.run(f"return {NO_3D}")
    if sentence:
        return f"its sentence: {sentence}"
    left, top, width, height = place(browser, SURFACE)
    seen = Image.open(io.BytesIO(browser.shot())).convert("RGB").crop((left, top, left + width, top + height))
    colours = len(seen.getcolors(seen.width * seen.height) or [])
    if colours < SOLID:
        raise DifferentError(f"the surface is blank: {colours} colours")
    return "drawn"


def played(browser: Browser) -> str:
    click(browser, button("Play"))
    until(browser, f"Boolean({button('Pause')})")
    until(browser, f"Number(/step ([0-9]+)/.exec({COUNT})?.[1]) > 0")
    until(browser, f"{COUNT} === {END!r}")
    until(browser, f"Boolean({button('Play')})")
    arrived(browser, SCENE)
    return ""


def arrived(browser: Browser, scene: Scene) -> None:
    """The cards say where the runs end that the library walks; the page of a saved file has walked its own."""
    until(browser, f"{COUNT} === {END!r}")
    shown = [[number(text) for text in card] for card in browser.run(f"return {NUMBERS}")]
    for i, (card, run) in enumerate(zip(shown, scene.descents(), strict=True), 1):
        expected = [scene.steps, *run.path[-1], run.error[-1]]
        if max(abs(a - b) for a, b in zip(card[:4], expected, strict=True)) > ROUNDING:
            raise DifferentError(f"run {i} ends with {card[:4]}, not {expected}")


def start_dragged(browser: Browser) -> str:
    left, top, width, height = place(browser, f"{MAP}.querySelector('.nsewdrag')")

    def at(w1: float, w2: float) -> tuple[float, float]:
        (a, b), (c, d) = SCENE.window
        return left + width * (w1 - a) / (b - a), top + height * (d - w2) / (d - c)

    (x1, y1), (x2, y2) = at(*SCENE.runs[0].start), at(*TO)
    drag(browser, [(x1 + (x2 - x1) * i / 4, y1 + (y2 - y1) * i / 4) for i in range(5)])
    until(browser, NEAR)
    press(browser, KEY_END)
    arrived(browser, edits.with_start(SCENE, 0, start(browser)))
    return ""


def rate_dragged(browser: Browser) -> str:
    slider = button("learning rate η of run 1")
    left, top, width, height = place(browser, slider)
    least, most, value = browser.run(f"const {{ min, max, value }} = {slider}; return [min, max, value].map(Number)")
    thumb = left + 8 + (width - 16) * (value - least) / (most - least)
    drag(browser, [(x, top + height / 2) for x in (thumb, (thumb + left + width) / 2, left + width - 4)])
    until(browser, f"{SETTINGS}.startsWith('η = {HIGHEST},')")
    return ""


def address(browser: Browser) -> str:
    """The address follows: the library makes of it the run that the card names."""
    until(browser, "location.search.length > 1")
    shown, rate = start(browser), browser.run(f"return {SETTINGS}").partition(",")[0]

    def follows() -> bool:
        scene, sentences = Scene.from_link(browser.run("return location.search.slice(1)"))
        run = scene.runs[0]
        return not sentences and tuple(run.start) == shown and f"η = {run.settings['learning_rate']:g}" == rate

    wait_for(follows)
    return ""


def taken(browser: Browser) -> str:
    """A picture is saved from a dialog that is as high as what is in it."""
    dialog = "document.querySelector('.take-dialog[open]')"
    click(browser, "document.querySelector('.player-take')")
    until(browser, f"Boolean({dialog})")
    heights = browser.run(
        f"return [{dialog}.clientHeight, [...{dialog}.children].reduce((sum, part) => sum + part.scrollHeight, 0)]"
    )
    if heights[0] > heights[1] + ROOM:
        raise DifferentError(f"the dialog is {heights[0]} pixels high, what is in it {heights[1]}")
    click(browser, f"[...{dialog}.querySelectorAll('button')].find((one) => one.textContent === 'PNG')")
    until(browser, f"{dialog}.innerText.includes('The PNG is saved.')")
    click(browser, f"{dialog}.lastElementChild")
    until(browser, f"!{dialog}")
    return ""


def clean(browser: Browser) -> str:
    same(browser.errors(), [], "errors of the console")
    return ""


Step = Callable[[Browser], str]  # what it found, where that is worth a word
VIEW: dict[str, Step] = {
    "opened": opened,
    "3D": in_3d,
    "played": played,
    "start dragged": start_dragged,
    "learning rate dragged": rate_dragged,
}
SAVED = VIEW | {"picture taken": taken, "console": clean}
APP = VIEW | {"address": address, "console": clean}
