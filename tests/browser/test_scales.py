"""The map tells the truth about distance: circles are round on it, and steepest descent crosses contours squarely."""

import re
from itertools import pairwise

import numpy as np
import pytest
from browser.asking import expect

from surface.descent import GradientDescent
from surface.scenes import SCENES
from surface.scenes.played import Played
from surface.scenes.run import Run

pytestmark = pytest.mark.webgl(False)
MAP = "document.querySelector('.player-panel-map .js-plotly-plot')"
# Every contour as Plotly has drawn it, in the page's pixels, a point about every pixel and a half.
CONTOURS = f"""() => [...{MAP}.querySelectorAll(".contourlevel path")].map((path) => {{
  const matrix = path.getScreenCTM(), count = Math.ceil(path.getTotalLength() / 1.5);
  return Array.from({{ length: count + 1 }}, (_, n) => {{
    const at = path.getPointAtLength((n / count) * path.getTotalLength()).matrixTransform(matrix);
    return [at.x, at.y];
  }});
}})"""
AXES = f"""() => {{
  const {{ xaxis, yaxis }} = {MAP}._fullLayout, edge = {MAP}.getBoundingClientRect();
  return [[xaxis._offset + edge.left, xaxis._length, ...xaxis.range], [yaxis._offset + edge.top, yaxis._length,
    ...yaxis.range]];
}}"""
NOTE = "not to scale"
SLOW = SCENES["two-hollows"].with_(runs=(Run(GradientDescent(0.01), (-1.3, 2.4)),), steps=900)


def pixels(page, w):
    """Where weights (n, 2) are on the map, in the page's pixels."""
    (left, width, low1, high1), (top, height, low2, high2) = page.evaluate(AXES)
    w = np.asarray(w, float)
    across = left + (w[:, 0] - low1) / (high1 - low1) * width
    return np.column_stack([across, top + (high2 - w[:, 1]) / (high2 - low2) * height])


def scales(page):
    """The pixels of one unit of either weight."""
    return np.array([length / (high - low) for _, length, low, high in page.evaluate(AXES)])


def contours(page):
    return [np.array(path) for path in page.evaluate(CONTOURS)]


def crossings(path, line):
    """The angles in degrees at which a path crosses a line, both (n, 2) in pixels."""
    angles = []
    for a, b in pairwise(path):
        near = np.abs(line - (a + b) / 2).sum(axis=1).argmin()
        if np.abs(line[near] - (a + b) / 2).sum() > np.abs(b - a).sum() + 4 or not 4 < near < len(line) - 5:
            continue
        tangent, step = line[near + 4] - line[near - 4], b - a
        side = np.cross(np.append(tangent, 0), np.vstack([np.append(p - line[near], 0) for p in (a, b)]))[:, 2]
        if side[0] * side[1] < 0:
            cos = abs(tangent @ step) / np.linalg.norm(tangent) / np.linalg.norm(step)
            angles.append(np.degrees(np.arccos(min(1, cos))))
    return angles


def all_crossings(page, scene):
    path = pixels(page, scene.descents()[0].path)
    return np.array([angle for line in contours(page) for angle in crossings(path, line)])


def open_choice(page):
    page.locator(".map-bar .choice-button").click()
    return page.locator(".map-bar .choice-sheet")


def test_the_contours_of_a_round_bowl_are_circles(open_bare):
    page = open_bare(SCENES["bowl"])
    (middle,) = pixels(page, [minimum.weights for minimum in Played(SCENES["bowl"]).points.minima])
    plot = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    whole = [line for line in contours(page) if np.hypot(*(line[0] - line[-1])) < 3 and np.ptp(line[:, 0]) > 20]
    assert len(whole) >= 3
    for line in whole:
        far = np.hypot(*(line - middle).T)
        assert far.max() / far.min() < 1.03
        assert np.ptp(line[:, 0]) == pytest.approx(np.ptp(line[:, 1]), rel=0.01)
    assert plot["width"] == pytest.approx(plot["height"], rel=0.01)  # for so is its window


def test_gradient_descent_crosses_every_contour_at_a_right_angle(open_bare):
    page = open_bare(SLOW)
    angles = all_crossings(page, SLOW)
    assert len(angles) >= 6
    assert angles.min() > 86


def test_with_the_axes_filled_it_does_not_and_the_map_says_so(open_bare):
    page = open_bare(SCENES["saddle"])
    note = page.locator(".map-scales")
    expect(note).to_be_hidden()
    assert np.ptp(scales(page)) < 1e-6 * scales(page).max()
    open_choice(page).get_by_text("fill the room").click()
    expect(note).to_contain_text(NOTE)
    across, up = scales(page)
    told = float(re.search(r"(\S+) times as long", note.get_attribute("aria-label"))[1])
    assert told == pytest.approx(max(across, up) / min(across, up), rel=0.05)
    page.locator(".map-bar .choice-sheet").get_by_text("to scale").click()
    expect(note).to_be_hidden()


def test_a_window_that_would_be_a_sliver_fills_the_room_and_says_so(open_bare):
    page = open_bare(SCENES["bowl"].with_(window=((-40.0, 60.0), (-6.0, 4.0))))
    expect(page.locator(".map-scales")).to_contain_text(NOTE)
    open_choice(page).get_by_text("to scale").click()
    expect(page.locator(".map-scales")).to_be_hidden()
    assert np.ptp(scales(page)) < 1e-6 * scales(page).max()


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}, {"width": 1920, "height": 1080}], ids=str)
@pytest.mark.parametrize("name", ["ravine", "egg-box"])
def test_one_scale_at_every_size(open_bare, name, viewport):
    page = open_bare(SCENES[name], viewport=viewport)
    assert np.ptp(scales(page)) < 1e-6 * scales(page).max()


def test_one_scale_and_one_shape_while_the_map_is_zoomed_and_moved(open_bare):
    page = open_bare(SCENES["ravine"])
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    before = page.evaluate(AXES)

    def reached(place, turn):
        page.mouse.move(box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"])
        was = page.evaluate(AXES)
        page.mouse.wheel(0, turn)
        page.wait_for_function(f"(was) => JSON.stringify(({AXES})()) !== JSON.stringify(was)", arg=was)

    for place, turn in (((0.1, 0.2), -400), ((0.2, 0.2), -300), ((0.9, 0.9), 250), ((0.9, 0.1), 250)):
        reached(place, turn)
    page.wait_for_function(
        f"""(was) => {{
          const now = ({AXES})(), [across, up] = now.map(([, length, low, high]) => length / (high - low));
          return now.every(([, length], n) => Math.abs(length - was[n][1]) < 0.5) && Math.abs(across / up - 1) < 1e-6;
        }}""",
        arg=before,
    )


def test_a_click_starts_a_run_where_it_was_made(open_bare):
    page = open_bare(SCENES["ravine"])
    ((x, y),) = pixels(page, [[1.0, 3.0]])
    page.mouse.click(x, y)
    page.wait_for_function("heard.some(([name]) => name === 'acts')")
    (act, *_) = page.evaluate("heard.find(([name]) => name === 'acts')[1]")
    w = act["value"]["w"]
    assert w == pytest.approx([1.0, 3.0], abs=0.03)


@pytest.mark.webgl(True)
def test_the_bar_names_the_spacing_and_another_can_be_chosen_by_keys(open_bare):
    page = open_bare(SCENES["two-hollows"])
    choice = page.locator(".map-bar .choice-button")
    expect(choice).to_have_text("lines every 0.2")
    even = page.evaluate(f"{MAP}._fullLayout.meta.knots")
    assert np.diff(even) == pytest.approx(0.2)
    choice.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(choice).to_have_text("lines closer where it is flat")
    page.wait_for_function(f"(even) => {MAP}._fullLayout.meta.knots.join() !== even", arg=",".join(map(str, even)))
    surface = "document.querySelector('.player-panel-surface .js-plotly-plot')"
    page.wait_for_function(f"{surface}._fullLayout.meta.knots.join() === {MAP}._fullLayout.meta.knots.join()")
    page.keyboard.press("Escape")
    expect(page.locator(".map-bar .choice-sheet")).to_be_hidden()
    expect(choice).to_be_focused()


def test_the_bar_is_as_long_as_the_map(open_bare):
    page = open_bare(SCENES["two-hollows"])
    bar = page.locator(".bar-bands").bounding_box()
    plot = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    assert [bar["x"], bar["width"]] == pytest.approx([plot["x"], plot["width"]], abs=1.5)


# Plotly's own matrices, the place of its picture in the panel, and the size of that, at one moment.
CAMERA = """() => {
  const plot = document.querySelector(".player-panel-surface .js-plotly-plot");
  const { glplot, dataScale } = plot._fullLayout.scene._scene;
  const { projection, view, model } = glplot.cameraParams;
  const matrices = [projection, view, model].map((matrix) => [...matrix]);
  const [picture, panel] = [glplot.canvas, plot.closest(".player-panel-surface")].map((e) => e.getBoundingClientRect());
  const place = { x: picture.x - panel.x, y: picture.y - panel.y, width: picture.width, height: picture.height };
  return [matrices, [...dataScale], place, [panel.width, panel.height]];
}"""


def seen(page, points):
    """Where points (n, 3) of the surface are in the panel, in pixels, and its size."""
    matrices, scale, box, size = page.evaluate(CAMERA)
    projection, view, model = (np.reshape(matrix, (4, 4)).T for matrix in matrices)
    clip = projection @ view @ model @ np.diag([*scale, 1]) @ np.column_stack([points, np.ones(len(points))]).T
    x, y = clip[:2] / clip[3]
    return np.column_stack([box["x"] + (1 + x) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]]), size


PROJECTION = "document.querySelector('.player-panel-surface .js-plotly-plot')._fullLayout.scene.camera.projection.type"
LIT = "document.querySelector('.player-panel-surface .js-plotly-plot')._fullData[0].lighting.diffuse"


# Whether Plotly has drawn without perspective, and its camera, which it lets glide there, stays.
RESTS = """async () => {
  const { glplot } = document.querySelector(".player-panel-surface .js-plotly-plot")._fullLayout.scene._scene;
  const view = () => [...glplot.cameraParams.view].join();
  const before = view();
  for (let n = 0; n < 5; n++) await new Promise(requestAnimationFrame);
  return glplot.cameraParams.projection[15] === 1 && view() === before;
}"""


@pytest.mark.webgl(True)
def test_from_above_the_surface_is_the_map(open_bare):
    page = open_bare(SCENES["ravine"])
    page.get_by_role("button", name="Look from above").click()
    page.wait_for_function(f"{PROJECTION} === 'orthographic'")
    page.wait_for_function(f"{LIT} === 0")
    page.wait_for_function(RESTS)
    places = np.array([[-2, -2.5], [9, -2.5], [-2, 5.5], [3, 1], [7, 4]])
    both, size = seen(page, np.vstack([np.column_stack([places, [height] * 5]) for height in (2.1, 500)]))
    low, high = np.split(both, 2)
    assert np.abs(low - high).max() < 0.6  # however high, it is seen at the same place
    on_map = pixels(page, places)
    zoom = (low[1, 0] - low[0, 0]) / (on_map[1, 0] - on_map[0, 0])
    assert np.abs((low - low[0]) / zoom - (on_map - on_map[0])).max() < 1  # and so the map's, but for its size
    assert (low.min(axis=0) >= 0).all()
    assert (low.max(axis=0) <= size).all()
    assert np.ptp(low, axis=0).max() > 0.75 * min(size)
    page.get_by_role("button", name="Reset view").click()
    page.wait_for_function(f"{PROJECTION} === 'perspective'")
    page.wait_for_function(f"{LIT} > 0")
    page.wait_for_function("!document.querySelector('.player-panel-surface .sentence:not([hidden])')")


@pytest.mark.webgl(True)
def test_water_stands_on_the_surface_from_above_too(open_bare):
    page = open_bare(SCENES["two-hollows"])
    page.locator("[data-layer=water]").click()
    page.get_by_role("button", name="Look from above").click()
    page.wait_for_function(f"{PROJECTION} === 'orthographic'")
    page.wait_for_function("""() => {
      const plot = document.querySelector(".player-panel-surface .js-plotly-plot");
      const { gl, objects } = plot._fullLayout.scene._scene.glplot;
      const { _colorMap } = objects.find((one) => one._colorMap);
      const frame = gl.createFramebuffer(), pixels = new Uint8Array(4);
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, _colorMap.handle, 0);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      return pixels[2] > pixels[0] + 30;  // blue, and not the cream of the lowest ground
    }""")
