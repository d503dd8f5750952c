"""It never gets stuck: hundreds of scenes, no WebGL, a hidden tab, a new server, cells that are no numbers."""

import re

import numpy as np
import pytest
from browser.asking import expect
from browser.reused import USUAL, WITHOUT_3D

from surface.descent import RULES, Descent, descend
from surface.error import Landscape
from surface.scenes import SCENES
from surface.view.payload import Track, picture

WARM, CHANGES = 12, 10
FINE = 101  # samples each way: surfaces that stayed behind would be seen among what a browser keeps anyway
MARGIN = 0.6e6  # bytes; ten of them take twice as much
SMALL = {"width": 900, "height": 700}
BROKEN = """() => {
  Object.assign(window, { spoilt: true, kept: Path2D });
  window.Path2D = class { constructor() { throw Error("a bug"); } };
}"""
COUNTED = """() => {
window.spoilt = true;
window.contexts = new Set();
const { getContext } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  const context = getContext.call(this, kind, ...more);
  if (context && /webgl/.test(kind)) contexts.add(new WeakRef(context));
  return context;
};
window.alive = () => [...contexts].map((one) => one.deref()).filter((one) => one && !one.isContextLost()).length; }"""
SURFACE_CANVAS = "document.querySelector('.player-panel-surface canvas:not(.overlay)')"
SCENE = SCENES["two-hollows"]


@pytest.fixture
def place(bare):
    """The bare page with a new player in a small window, which has seen nothing yet."""
    bare.clear()
    bare.begin(viewport=SMALL, **USUAL)
    return bare


def heap(page):
    """The bytes that are still held once everything that can go has gone."""
    session = page.context.new_cdp_session(page)
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    session.detach()
    return used["usedSize"] + used["backingStorageSize"]  # what typed arrays hold is counted apart


def pictured(error=None, key="scene", rate=0.2, resolution=31, scale="linear"):
    """A run on the first scene, over its own surface or over one with these errors."""
    E = SCENE.surface()
    landscape = E.sample(SCENE.window, resolution)
    if error is not None:
        landscape = Landscape(landscape.w1, landscape.w2, error(landscape.error))
    run = descend(E, RULES["gradient descent"](rate), (-1.3, 2.4), 60)
    return picture(E, landscape, (), [Track(run, "gradient descent")], key=key, scale=scale)


def count(page):
    return page.locator(".player-count")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def drawn(page):
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible(timeout=60_000)
    return page


# --- memory -------------------------------------------------------------------------------------------------------


def test_memory_and_drawing_contexts_stay_through_many_changes(place):
    """Five surfaces in turn, more than are kept, and runs that differ each time."""
    page = place.page
    page.evaluate(COUNTED)
    page.evaluate("begin()")
    surfaces = [pictured(lambda error, n=n: error + n, key=f"scene {n}", resolution=FINE) for n in range(5)]
    slopes = [pictured(rate=rate) for rate in np.linspace(0.05, 0.5, 10)]

    def change(n):
        made, other = surfaces[n % 5], slopes[n % 10]
        runs = {**other.runs, "key": made.runs["key"], "surface": made.surface["key"]}
        page.evaluate("(given) => show(given)", {"surface": made.surface, "runs": runs})

    for n in range(WARM):
        change(n)
    before, contexts = heap(page), page.evaluate("alive()")
    for n in range(WARM, WARM + CHANGES):
        change(n)
    grown = heap(page) - before
    assert grown < MARGIN
    assert page.evaluate("alive()") == contexts <= 2
    assert page.evaluate("document.querySelectorAll('canvas').length") < 30


# --- panels that fail ---------------------------------------------------------------------------------------------


def test_a_panel_that_fails_says_so_alone_and_the_next_scene_mends_it(place, watch):
    place.show(pictured())
    page, sentences = drawn(place.page), place.page.get_by_text("could not be drawn. The others go on")
    page.evaluate(BROKEN)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player-panel-map.player-broken")).to_be_visible()
    expect(sentences).to_have_count(2)  # here and in 3D: both draw paths
    expect(count(page)).to_have_text("step 1 of 60")
    expect(page.locator(".player-panel-curve.player-broken, .player-panel-cards.player-broken")).to_have_count(0)
    assert watch.errors
    watch.allow("a bug")
    page.evaluate("() => { window.Path2D = kept; }")
    place.show(pictured(key="another"))
    expect(sentences).to_have_count(0)
    expect(count(page)).to_have_text("step 0 of 60")


# --- the browser's own moods --------------------------------------------------------------------------------------


def test_without_webgl_a_sentence_stands_there_and_the_map_and_the_curve_play(place):
    page = place.page
    page.evaluate(f"window.spoilt = true; {WITHOUT_3D}")
    place.make(drawn=None)
    expect(page.locator(".player-panel-surface .sentence")).to_contain_text("WebGL is missing")
    expect(page.locator(".player-panel-map .plot-container")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    expect(count(page)).not_to_have_text("step 0 of 200")


def test_webgl_that_is_lost_says_so_and_returns(place):
    place.show(pictured())
    page = drawn(place.page)
    page.evaluate(f"window.lose = {SURFACE_CANVAS}.getContext('webgl').getExtension('WEBGL_lose_context')")
    page.evaluate("lose.loseContext()")
    expect(page.locator(".player-panel-surface .sentence")).to_contain_text("WebGL was lost")
    page.keyboard.press("Home")
    expect(count(page)).to_have_text("step 0 of 60")
    page.evaluate("lose.restoreContext()")
    expect(page.locator(".player-panel-surface .sentence")).to_be_hidden()
    expect(page.locator(".player-panel-surface .plot-container")).to_be_visible()


def test_a_hidden_tab_and_a_resize_in_mid_play_lose_nothing(open_bare):
    page = open_bare()
    session = page.context.new_cdp_session(page)
    button(page, "Speed ¼×").click()
    button(page, "Play").click()
    expect(count(page)).not_to_have_text("step 200 of 200")
    step = lambda: int(re.search(r"\d+", count(page).inner_text())[0])  # noqa: E731
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    session.send("Page.setWebLifecycleState", {"state": "active"})
    seen = step()
    page.set_viewport_size({"width": 800, "height": 900})
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(f"parseInt(document.querySelector('.player-count').textContent.slice(5)) > {seen}")
    assert step() < seen + 60
    plot = page.locator(".player-panel-map .main-svg").first
    panel = page.locator(".player-panel-map").bounding_box()
    page.wait_for_function("document.querySelector('.player-panel-map .main-svg').clientWidth <= innerWidth / 2")
    assert plot.bounding_box()["width"] <= panel["width"] + 1


# --- hard numbers -------------------------------------------------------------------------------------------------


def holes(error):
    error = error.copy()
    error[5:9, 5:9], error[20:, 25:], error[0, 0] = np.nan, np.inf, -np.inf
    return error


def decades(error):
    """Twelve decades of error, from 1e-9 to 1e3."""
    part = (error - error.min()) / np.ptp(error)
    return 10.0 ** (12 * part - 9)


HARD = {
    "holes": holes,
    "decades": decades,
    "level": np.zeros_like,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_surfaces_are_drawn_and_played_on_both_scales(place, name):
    for scale in ("linear", "log"):
        place.show(pictured(HARD[name], key=f"{name} {scale}", scale=scale))
        page = drawn(place.page)
        page.keyboard.press("Home")
        expect(count(page)).to_have_text("step 0 of 60")
        page.keyboard.press("End")
        expect(count(page)).to_have_text("step 60 of 60")
        expect(page.locator(".player-broken")).to_have_count(0)


def test_where_no_error_is_finite_a_sentence_stands_and_the_rest_plays(place):
    place.show(pictured(lambda error: np.full_like(error, np.nan), key="nowhere"))
    expect(place.page.locator(".player-panel-surface")).to_contain_text("finite at too few places")
    place.page.keyboard.press("Home")
    expect(count(place.page)).to_have_text("step 0 of 60")


def test_errors_that_are_no_numbers_have_a_ground_and_words_of_their_own(place):
    page = place.page
    ground = "document.querySelector('.player-panel-map .js-plotly-plot')._fullLayout.plot_bgcolor"
    place.show(pictured(key="whole"))
    drawn(page)
    plain = page.evaluate(ground)
    expect(page.locator(".player-panel-legend")).not_to_contain_text("too large for a number")
    place.show(pictured(lambda error: np.where(error > 1, np.inf, error), key="holed"))
    page.wait_for_function(f"{ground} !== '{plain}'")
    expect(page.locator(".player-panel-legend")).to_contain_text("the error is too large for a number")
    expect(page.locator(".player-panel-surface .sentence")).to_be_hidden()
    place.show(pictured(lambda error: np.where(error == error.min(), error, np.inf), key="one cell"))
    expect(page.locator(".player-panel-surface")).to_contain_text("finite at too few places")


def test_a_run_over_twelve_decades_and_one_that_left_all_numbers_are_told(place):
    E, rule = SCENE.surface(), RULES["gradient descent"](0.2)
    path = np.column_stack([np.linspace(-1, 3, 60), np.zeros(60)])
    falling = Descent(path, 10.0 ** np.linspace(3, -9, 60), rule)
    grown = Descent(10.0 ** np.linspace(0, 300, 60)[:, None] * np.ones(2), 10.0 ** np.linspace(0, 300, 60), rule)
    landscape = E.sample(SCENE.window, 31)
    for key, run in [("falling", falling), ("grown", grown)]:
        place.show(picture(E, landscape, (), [Track(run, key)], key=key))
        page = drawn(place.page)
        page.keyboard.press("Home")
        page.keyboard.press("End")
        expect(count(page)).to_have_text("step 59 of 59")
        expect(page.locator(".player-broken")).to_have_count(0)
        labels = page.locator(".player-panel-curve .chart-label").all_text_contents()
        assert labels
        assert not [label for label in labels if re.search("NaN|undefined|Infinity", label)]
