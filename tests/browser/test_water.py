"""Water on the map: its level is moved by hand, by keys and by itself, and the hollows fill."""

import re

import numpy as np
import pytest
from browser.asking import expect

from surface.scenes import SCENES
from surface.scenes.played import Played

pytestmark = pytest.mark.webgl(False)
SCENE = SCENES["two-hollows"]
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# How much the water's canvas covers at each of some weights, 0 to 255, as the map stands.
COVER = """(places) => {
  const { xaxis, yaxis } = document.querySelector(".player-panel-map .js-plotly-plot")._fullLayout;
  const canvas = document.querySelector(".map-water");
  const pen = canvas.getContext("2d");
  return places.map(([x, y]) => {
    const across = (x - xaxis.range[0]) / (xaxis.range[1] - xaxis.range[0]);
    const down = (yaxis.range[1] - y) / (yaxis.range[1] - yaxis.range[0]);
    return pen.getImageData(Math.floor(across * canvas.width), Math.floor(down * canvas.height), 1, 1).data[3];
  });
}"""
PLACES = """() => [...document.querySelectorAll(".player-panel, .map-ground, .map-tools button, .map-plot svg")]
  .filter((node) => !node.closest(".map-waterlevel, .player-panel-legend"))
  .map((node) => JSON.stringify(node.getBoundingClientRect()))"""


def switch(page):
    return page.get_by_role("button", name="Show water")


def level(page):
    return page.get_by_role("slider", name="Water level")


def words(page):
    return page.locator(".water-words")


def cover(page, points):
    page.evaluate(DRAWN)
    return page.evaluate(COVER, [point.weights.tolist() for point in points])


def to_stop(page, stop):
    """Move the level by hand to one of its 201 stops."""
    level(page).evaluate(
        "(slider, stop) => { slider.value = stop; slider.dispatchEvent(new Event('input', { bubbles: true })); }", stop
    )


@pytest.fixture(scope="module")
def sorts():
    points = Played(SCENE).points
    return {kind: [p for p in points if p.kind == kind] for kind in ("minimum", "saddle", "maximum")}


def test_water_is_off_until_it_is_asked_for_and_moves_nothing_as_it_comes(open_bare):
    page = open_bare()
    expect(level(page)).to_be_hidden()
    expect(page.locator(".map-water")).to_be_hidden()
    expect(page.get_by_text("water: ground with E below the level")).to_be_hidden()
    before = page.evaluate(PLACES)
    switch(page).click()
    expect(level(page)).to_be_visible()
    expect(page.locator(".map-water")).to_be_visible()
    expect(page.get_by_text("water: ground with E below the level")).to_be_visible()
    assert page.evaluate(PLACES)[: len(before)] == before
    switch(page).click()
    expect(level(page)).to_be_hidden()
    expect(page.locator(".map-water")).to_be_hidden()


def test_hollows_fill_and_meet_as_the_level_is_moved(open_bare, sorts):
    page = open_bare()
    switch(page).click()
    slider = level(page)
    slider.focus()
    page.keyboard.press("Home")
    expect(words(page)).to_have_text("no water yet")
    lowest, other = sorted(sorts["minimum"], key=lambda point: point.error)
    assert cover(page, [lowest, other]) == [0, 0]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(words(page)).to_have_text("1 lake")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^E = [\d.]+, 1 lake$"))
    first, second, *_ = cover(page, [lowest, other])
    assert first > 80
    assert second == 0

    saddle = min(sorts["saddle"], key=lambda point: point.error)
    where = "({:.2f}, {:.2f})".format(*saddle.weights).replace("-", "−")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)  # by hand, below the other hollow
    expect(words(page)).to_have_text("1 lake")
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        if "meet" in words(page).inner_text():
            break
    expect(words(page)).to_have_text(f"lakes meet at the saddle at {where}")
    assert min(cover(page, [lowest, other])) > 80

    page.keyboard.press("End")
    expect(words(page)).to_have_text("1 lake, open at the edge")
    assert min(cover(page, sorts["minimum"] + sorts["saddle"])) > 80
    dry = [point for point in sorts["maximum"] if point.error > 2.2]
    assert dry
    assert cover(page, dry) == [0] * len(dry)
    number = float(re.search(r"E = ([\d.]+)", slider.get_attribute("aria-valuetext"))[1])
    assert max(point.error for point in sorts["saddle"]) < number < max(point.error for point in dry)


def test_water_stays_on_its_ground_as_the_map_is_zoomed(open_bare, sorts):
    page = open_bare()
    switch(page).click()
    to_stop(page, 3)
    lowest = min(sorts["minimum"], key=lambda point: point.error)
    assert cover(page, [lowest])[0] > 80
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    before = page.evaluate(MAP_RANGE)
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"({MAP_RANGE})()[0] > {before[0]} + 0.1")
    canvas = page.locator(".map-water").bounding_box()
    assert np.allclose([canvas[side] for side in box], list(box.values()), atol=1)
    assert cover(page, [lowest])[0] > 80
    assert cover(page, sorts["maximum"][:1]) == [0]


MAP_RANGE = "() => document.querySelector('.player-panel-map .js-plotly-plot')._fullLayout.xaxis.range"


def test_water_rises_by_itself_until_it_is_stopped(open_bare):
    page = open_bare()
    switch(page).click()
    level(page).press("Home")
    page.get_by_role("button", name="Raise the water").click()
    page.wait_for_function("document.querySelector('.map-waterlevel input').valueAsNumber > 10")
    page.get_by_role("button", name="Stop the water").click()
    stopped = level(page).input_value()
    page.evaluate(DRAWN)
    assert level(page).input_value() == stopped
    to_stop(page, 180)
    page.get_by_role("button", name="Raise the water").click()
    expect(level(page)).to_have_value("200")
    expect(page.get_by_role("button", name="Raise the water")).to_be_visible()
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")  # the runs are not played by it


# The colour map of the surface as it lies on the graphics card.
COLOUR_MAP = """() => {
  const { glplot } = document.querySelector(".player-panel-surface .js-plotly-plot")._fullLayout.scene._scene;
  const { gl } = glplot;
  const { handle } = glplot.objects.find((one) => one._colorMap)._colorMap;
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, handle, 0);
  const pixels = new Uint8Array(4 * 256);
  gl.readPixels(0, 0, 1, 256, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteFramebuffer(frame);
  return [...pixels];
}"""


def colour_map(page):
    return np.array(page.evaluate(COLOUR_MAP)).reshape(256, 4)


@pytest.mark.webgl(True)
def test_water_stands_on_the_surface_up_to_the_level_and_goes_with_it(open_bare):
    page = open_bare()
    dry = colour_map(page)
    switch(page).click()
    page.wait_for_function(f"(dry) => ({COLOUR_MAP})().join() !== dry", arg=",".join(map(str, dry.ravel())))
    wet = np.flatnonzero((colour_map(page) != dry).any(axis=1))
    np.testing.assert_array_equal(wet, np.arange(len(wet)))  # from the lowest error on
    knots = page.evaluate("document.querySelector('.player-panel-surface .js-plotly-plot')._fullLayout.meta.knots")
    height = np.interp((np.array([wet[-1], wet[-1] + 1]) / 255) * (len(knots) - 1), np.arange(len(knots)), knots)
    told = float(re.search(r"E = (\S+?),", level(page).get_attribute("aria-valuetext"))[1])
    assert height[0] - 0.001 <= told <= height[1] + 0.001
    switch(page).click()
    page.wait_for_function(f"(dry) => ({COLOUR_MAP})().join() === dry", arg=",".join(map(str, dry.ravel())))
