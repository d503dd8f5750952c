"""The ground under a hand: a held weight and a target that are moved take map and paths along; the rest follows."""

import numpy as np
import pytest
from browser.asking import expect
from browser.hand import settings

from surface.descent import descend
from surface.pages import visit
from surface.scenes import SCENES, edits
from surface.view import show

pytestmark = pytest.mark.webgl(False)
GATE, CURVE = SCENES["and-gate"], SCENES["plateau"]
SLIDER = "held weight b₁"
ERRORS = "() => [...player.scene.surface.error]"
DRAWN = (
    """document.querySelector(".player-panel-map .js-plotly-plot").data[0].customdata.map((row) => [...row]).flat()"""
)
HEIGHTS = 'document.querySelector(".player-panel-surface .js-plotly-plot").data[0].z.map((row) => [...row]).flat()'
FOLLOWED = "!player.changes.preview.pending && !player.panels.behind.length"
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SETTLED = "!player.changes.preview.active && player.changes.exchange.idle"


def on_ground(page, scene, drawn=DRAWN):
    """The map, or the surface, shows the error of this scene."""
    page.wait_for_function(FOLLOWED)
    expected = scene.surface().sample(scene.window, scene.resolution).error.ravel()
    np.testing.assert_allclose(page.evaluate(drawn), expected, rtol=1e-9, atol=1e-12)


def walked(page, scene):
    """The paths are those of this scene."""
    E = scene.surface()
    for run, path in zip(scene.runs, page.evaluate("player.scene.runs.map(({ w }) => [...w])"), strict=True):
        expected = descend(E, run.rule, run.start, scene.steps).path
        np.testing.assert_allclose(np.reshape(path, (-1, 2)), expected, atol=1e-7)


def value(page):
    return float(page.get_by_label(f"{SLIDER}, exact").input_value().replace("−", "-"))


def hold(page, slider):
    """Take hold of the slider, and move it with the button down."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    x, y = box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)


@pytest.fixture
def gate(open_bare):
    page = open_bare(GATE)
    page.get_by_text("Held weights", exact=True).click()
    return page


@pytest.mark.webgl(True)
def test_the_map_follows_a_held_weight_and_the_exact_surface_comes_when_it_is_let_go(gate):
    before = gate.evaluate(HEIGHTS)
    hold(gate, gate.get_by_role("slider", name=SLIDER))
    moved = edits.with_weight(GATE, "b[1]", value(gate))
    assert moved != GATE
    on_ground(gate, moved)
    walked(gate, moved)
    assert gate.evaluate(HEIGHTS) == before
    expect(gate.locator(".player-panel-surface")).to_have_class("player-panel player-panel-surface is-behind")
    assert not [name for name, _ in gate.evaluate("heard") if name in ("acts", "hold", "weight")]
    gate.mouse.up()
    gate.wait_for_function(SETTLED)
    assert [name for name, _ in gate.evaluate("heard") if name != "choose"][-1:] == ["acts"]
    assert visit.scene() == moved
    on_ground(gate, moved, HEIGHTS)
    expect(gate.locator(".is-behind")).to_have_count(0)
    gate.keyboard.press("Control+z")
    gate.wait_for_function(SETTLED)
    on_ground(gate, GATE, HEIGHTS)
    expect(gate.get_by_role("slider", name=SLIDER)).to_have_attribute("aria-valuetext", "b₁ = −3")


def test_a_typed_weight_is_refused_beside_it_in_one_sentence(gate):
    field = gate.get_by_label(f"{SLIDER}, exact")
    field.fill("much")
    field.press("Enter")
    expect(gate.locator(".held-body .card-refusal")).to_have_text("Held weight must be a number, got 'much'.")
    field.blur()
    field.focus()
    expect(field).to_have_value("much")  # what was refused stays, with its sentence, until it is mended
    field.fill("-1.5")
    field.press("Enter")
    gate.wait_for_function(SETTLED)
    assert visit.scene() == edits.with_weight(GATE, "b[1]", -1.5)
    expect(gate.locator(".held-body .card-refusal")).to_be_hidden()


def test_held_weights_stand_in_the_room_that_the_page_gives_them(gate):
    asked = """() => {
      const room = document.createElement("div");
      document.body.append(room);
      window.takeRoom = giveRoom("held", room);
      return room.querySelectorAll("input[type=range]").length;
    }"""
    gate.evaluate("window.spoilt = true")
    assert gate.evaluate(asked) == 1
    expect(gate.locator(".player-panel-held")).to_be_hidden()
    gate.evaluate("takeRoom()")
    expect(gate.locator(".player-panel-held").get_by_role("slider")).to_be_visible()


def a_target(page):
    """The place of a target on the chart of the outputs, in the page's pixels: the first that the hand finds."""
    box = page.locator(".answer-chart:visible .chart-ground").bounding_box()
    for x in np.arange(box["x"] + 30, box["x"] + box["width"], 9):
        for y in np.arange(box["y"] + 4, box["y"] + box["height"] - 50, 9):
            page.mouse.move(x, y)
            if page.evaluate("() => !!document.querySelector('.answer-chart .can-grab')"):
                return x, y
    raise AssertionError("no target can be grabbed")


def test_the_map_follows_a_target_that_is_dragged_on_the_outputs(open_bare):
    page = open_bare(CURVE)
    x, y = a_target(page)
    page.mouse.down()
    page.mouse.move(x, y + 25, steps=4)
    page.evaluate(FRAMES)  # before each the page hears what the mouse has done
    page.wait_for_function(FOLLOWED)
    targets = page.evaluate("player.scene.data.targets.map(([y]) => y)")
    (point,) = np.flatnonzero(np.array(targets) != CURVE.data.targets[:, 0]).tolist()
    moved = edits.with_target(CURVE, point, 0, targets[point])
    on_ground(page, moved)
    walked(page, moved)
    page.mouse.up()
    page.wait_for_function(SETTLED)
    assert visit.scene() == moved
    assert page.evaluate("player.view.point") is None  # a drag is no press
    page.keyboard.press("Control+z")
    page.wait_for_function(SETTLED)
    on_ground(page, CURVE)


def test_a_target_is_typed_where_its_data_point_is_told(open_bare):
    page = open_bare(GATE)
    page.locator(".answer-shares").get_by_role("button").nth(3).click()
    field = page.get_by_label("target y1 of data point 4")
    field.fill("0.5")
    field.press("Enter")
    page.wait_for_function(SETTLED)
    assert visit.scene() == edits.with_target(GATE, 3, 0, 0.5)
    expect(page.locator(".player-panel-point")).to_contain_text("y = 0.5")


@pytest.mark.webgl(True)
def test_in_a_file_the_surface_too_is_worked_out_where_a_weight_is_let_go(new_page, tmp_path):
    picture = show(GATE.surface(), GATE.descents(), GATE.window, GATE.resolution)
    page = new_page(offline=True)
    page.goto(picture.save(tmp_path / "gate.html").as_uri())
    page.wait_for_function("document.querySelector('.player-panel-surface .js-plotly-plot')?.data?.[0].z")
    before = page.evaluate(HEIGHTS)
    page.get_by_text("Held weights", exact=True).click()
    page.get_by_role("slider", name=SLIDER).press("ArrowRight")
    page.wait_for_function(f"(before) => ({HEIGHTS}).some((z, n) => z !== before[n])", arg=before)
    moved = edits.with_weight(GATE, "b[1]", value(page))
    expected = moved.surface().sample(GATE.window, GATE.resolution).error.ravel()
    np.testing.assert_allclose(page.evaluate(HEIGHTS), expected, rtol=1e-9, atol=1e-12)
    page.keyboard.press("Control+z")
    page.wait_for_function(f"(before) => ({HEIGHTS}).every((z, n) => z === before[n])", arg=before)
    expect(settings(page)).to_be_attached()
