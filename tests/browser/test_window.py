"""The window under a hand: what the map is zoomed or panned to is the window of the scene, sampled there and then."""

import json

import pytest
from browser.asking import expect
from browser.test_ground import HEIGHTS, SETTLED, on_ground

from surface.pages import visit
from surface.scenes import SCENES, edits
from surface.view import show

pytestmark = pytest.mark.webgl(False)
GATE = SCENES["and-gate"]
TERRAIN = """() => {
  const canvas = document.querySelector(".map-terrain");
  return !canvas.hidden && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
}"""
RANGE = """(({ xaxis, yaxis }) => [...xaxis.range, ...yaxis.range])(
  document.querySelector(".player-panel-map .js-plotly-plot")._fullLayout)"""

AT_REST = """() => {
  const plot = document.querySelector(".player-panel-map .js-plotly-plot"), now = performance.now();
  if (window.watched !== plot) plot.on("plotly_afterplot", () => (window.plottedAt = performance.now()));
  if (window.watched !== plot) [window.watched, window.plottedAt] = [plot, now];
  return now - window.plottedAt > 300;
}"""

# Whether the surface stays as it is.
STANDS = f"""async () => {{
  const before = JSON.stringify({HEIGHTS});
  for (let n = 0; n < 10; n++) await new Promise(requestAnimationFrame);
  return JSON.stringify({HEIGHTS}) === before;
}}"""


def window(scene) -> list[float]:
    return [int(edge) if edge == int(edge) else edge for edges in scene.window for edge in edges]


def middle(page):
    """The middle of the map, with the pointer on it, once it is drawn."""
    page.wait_for_function(f"JSON.stringify({RANGE}) === '{json.dumps(window(GATE), separators=(',', ':'))}'")
    page.wait_for_function(AT_REST)  # a drag that begins before it has its size would be lost
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    return x, y


def settled(page):
    page.wait_for_function(f"{SETTLED} && !player.changes.preview.pending && !player.panels.behind.length")


def framed(page, scene=GATE):
    """The scene in the window that the map shows: it is known to Python, sampled, and drawn."""
    settled(page)
    scene = edits.with_window(scene, *page.evaluate(RANGE))
    assert visit.scene() == scene
    on_ground(page, scene)
    return scene


def test_a_zoom_is_a_window_that_undo_takes_back_and_a_button_leads_home(open_bare):
    page = open_bare(GATE)
    middle(page)
    page.mouse.wheel(0, -240)
    page.wait_for_function("heard.some(([name]) => name === 'acts')")
    near = framed(page)
    (left, right), _ = near.window
    assert right - left < 0.95 * (GATE.window[0][1] - GATE.window[0][0])
    assert all(len(f"{edge:g}") <= 7 for edge in window(near))  # they stand in a link
    page.keyboard.press("Control+z")
    settled(page)
    on_ground(page, GATE)
    assert (visit.scene(), page.evaluate(RANGE)) == (GATE, window(GATE))
    page.locator(".map-crosshair").focus()
    page.keyboard.press("-")
    page.wait_for_function(f"({RANGE})[0] < {GATE.window[0][0]}")
    page.wait_for_function("player.changes.exchange.sent.length || player.message.undo")
    wide = framed(page)
    assert wide.window[0][0] < GATE.window[0][0]
    page.locator(".player-panel-map [data-title='The window as it opened']").click()
    page.wait_for_function(f"({RANGE})[0] === {GATE.window[0][0]}")
    settled(page)
    assert page.evaluate(RANGE) == window(GATE)


def test_the_ground_comes_along_while_the_map_is_panned(open_bare):
    page = open_bare(GATE)
    x, y = middle(page)
    page.mouse.down()
    page.mouse.move(x + 120, y + 90, steps=4)
    page.wait_for_function(f"({TERRAIN})()?.length > 0")
    seen = json.loads(
        page.evaluate(f"JSON.stringify([...({TERRAIN})()])")
    )  # as text: Playwright takes its time over each
    assert min(seen[3::4]) == 255  # there is ground at the edges too, where nothing had been sampled
    assert len(set(zip(seen[0::4], seen[1::4], seen[2::4], strict=True))) > 6
    assert not page.evaluate("heard.filter(([name]) => name === 'acts').length")  # the hand has not let go
    page.mouse.up()
    page.wait_for_function("heard.some(([name]) => name === 'acts')")
    moved = framed(page)
    assert moved.window[0][0] < GATE.window[0][0]
    page.wait_for_function(f"!({TERRAIN})()")


@pytest.mark.parametrize("far", [120, 0])
def test_what_comes_under_a_press_is_drawn_when_the_hand_lets_go_and_takes_no_drag(open_bare, bare, far):
    page = open_bare(GATE)
    x, y = middle(page)
    page.mouse.down()
    edited = edits.with_target(GATE, 0, 0, 0.5)
    visit.act(edits.with_target, 0, 0, 0.5)
    page.evaluate("(given) => show(given)", bare.desk.given(None))
    page.mouse.move(x + far, y + far, steps=4)
    page.mouse.up()
    page.wait_for_function("heard.some(([name]) => name === 'acts')")
    if far:
        assert framed(page, edited).window[0][0] < GATE.window[0][0]
    else:  # a click is a start
        settled(page)
        on_ground(page, edited)
        assert visit.scene().runs[0].start != GATE.runs[0].start


@pytest.mark.webgl(True)
def test_in_a_file_the_surface_follows_the_window(new_page, tmp_path):
    picture = show(GATE.surface(), GATE.descents(), GATE.window, GATE.resolution)
    page = new_page(offline=True)
    page.goto(picture.save(tmp_path / "gate.html").as_uri())
    page.wait_for_function(f"({HEIGHTS}).length > 0")
    before = page.evaluate(HEIGHTS)
    middle(page)
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"(before) => ({HEIGHTS}).some((z, n) => z !== before[n])", arg=before)
    page.wait_for_function(AT_REST)  # on the way there it may have shown another window
    page.wait_for_function(STANDS)
    scene = edits.with_window(GATE, *page.evaluate(RANGE))
    expected = scene.surface().sample(scene.window, scene.resolution).error.ravel()
    assert page.evaluate(HEIGHTS) == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-12)
    page.keyboard.press("Control+z")
    page.wait_for_function(f"(before) => ({HEIGHTS}).every((z, n) => z === before[n])", arg=before)
    assert page.evaluate(RANGE) == window(GATE)


def test_of_a_function_a_zoom_is_a_closer_look(new_page, tmp_path):
    picture = show(lambda x, y: x**2 + y**2, window=((-1, 1), (-1, 1)))
    page = new_page(offline=True)
    page.goto(picture.save(tmp_path / "bowl.html").as_uri())
    page.wait_for_function(f"JSON.stringify({RANGE}) === '[-1,1,-1,1]'")
    page.wait_for_function(AT_REST)
    page.locator(".player-panel-map .nsewdrag").first.hover()
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"({RANGE.replace('_fullLayout', 'layout')})[0] > -1")  # and Plotly is at rest again
    page.locator(".player-panel-map [data-title='The window as it opened']").click()
    page.wait_for_function(f"({RANGE})[0] === -1")
    expect(page.locator(".map-terrain")).to_be_hidden()
