"""Data points by hand, on the output panel: dragged, added, taken away; by mouse and by keys, and all taken back."""

import numpy as np
import pytest
from browser.asking import expect

from surface.pages import visit
from surface.scenes import SCENES
from surface.scenes.dataedits import with_point_added, with_point_moved, with_point_removed

pytestmark = pytest.mark.webgl(False)
CURVE, PLANE = SCENES["plateau"], SCENES["and-gate"]
SETTLED = "!player.changes.preview.active && player.changes.exchange.idle"
ROWS = "() => [player.scene.data.inputs, player.scene.data.targets]"
ERRORS = "() => [...player.scene.surface.error]"


def rows(page):
    return page.evaluate(ROWS)


def stands_on(page, scene):
    """The surface that the player shows is this scene's."""
    page.wait_for_function("!player.changes.preview.pending && !player.panels.behind.length")
    expected = scene.surface().sample(scene.window, scene.resolution).error.ravel()
    np.testing.assert_allclose(page.evaluate(ERRORS), expected, rtol=1e-9, atol=1e-12)


def settled(page, scene):
    page.wait_for_function(SETTLED)
    assert visit.scene() == scene


def box(page):
    return page.locator(".answer-chart:visible .chart-ground").bounding_box()


GRIP = """() => {
  const ground = [...document.querySelectorAll(".answer-chart .chart-ground")].find((one) => one.clientWidth);
  const { left, top, right, bottom } = ground.getBoundingClientRect();
  for (let clientX = left + 30; clientX < right; clientX += 7)
    for (let clientY = top + 4; clientY < bottom - 50; clientY += 7) {
      ground.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, pointerType: "mouse" }));
      if (ground.classList.contains("can-grab")) return [clientX, clientY];
    }
}"""


def grip(page):
    """A place of the chart where the hand finds something to drag, in the page's pixels."""
    page.locator(".answer-chart:visible").scroll_into_view_if_needed()
    return page.evaluate(GRIP)


def drag(page, right, down):
    x, y = grip(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)


def moved(page, scene):
    """The scene with the one point moved that is elsewhere in the player."""
    inputs, targets = rows(page)
    now = np.hstack([inputs, targets])
    (point,) = np.flatnonzero((now != np.hstack([scene.data.inputs, scene.data.targets])).any(axis=1)).tolist()
    return with_point_moved(scene, point, inputs[point], targets[point])


def test_a_point_is_dragged_along_its_input_and_the_map_follows(open_bare):
    page = open_bare(CURVE)
    drag(page, 40, 0)
    after = moved(page, CURVE)
    assert (after.data.inputs != CURVE.data.inputs).sum() == 1
    np.testing.assert_array_equal(after.data.targets, CURVE.data.targets)  # a hand that goes aside means no other
    stands_on(page, after)
    assert not [name for name, _ in page.evaluate("heard") if name in ("acts", "carry", "move_point")]
    page.mouse.up()
    settled(page, after)
    assert page.evaluate("player.view.point") is None  # a drag is no press
    page.keyboard.press("Control+z")
    settled(page, CURVE)
    stands_on(page, CURVE)
    drag(page, 40, 30)
    page.mouse.up()
    both = moved(page, CURVE)
    assert (both.data.targets != CURVE.data.targets).sum() == 1
    settled(page, both)


def test_on_the_plane_of_inputs_a_point_is_dragged_and_another_added(open_bare):
    page = open_bare(PLANE)
    drag(page, 20, -10)
    page.mouse.up()
    after = moved(page, PLANE)
    np.testing.assert_array_equal(after.data.targets, PLANE.data.targets)
    settled(page, after)
    ground = box(page)
    page.mouse.dblclick(ground["x"] + 0.45 * ground["width"], ground["y"] + 0.4 * ground["height"])
    page.wait_for_function("player.scene.data.inputs.length === 5")
    inputs, targets = rows(page)
    assert targets[4] in PLANE.data.targets.tolist()
    more = with_point_added(after, inputs[4], targets[4])
    settled(page, more)
    stands_on(page, more)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    settled(page, PLANE)


def test_an_empty_place_of_the_curve_takes_a_point_where_it_was_pressed_twice(open_bare):
    page = open_bare(CURVE)
    ground, before = box(page), len(CURVE.data)
    page.mouse.dblclick(ground["x"] + 0.6 * ground["width"], ground["y"] + 12)
    page.wait_for_function(f"player.scene.data.inputs.length === {before + 1}")
    inputs, targets = rows(page)
    assert targets[-1][0] > CURVE.data.targets.max()
    settled(page, with_point_added(CURVE, inputs[-1], targets[-1]))


def test_a_point_is_added_moved_and_taken_away_by_keys(open_bare):
    page = open_bare(PLANE)
    page.locator(".answer-shares").get_by_role("button").nth(2).press("Enter")
    banner = page.locator(".player-panel-point")
    banner.get_by_role("button", name="add one like it").press("Enter")
    more = with_point_added(PLANE, PLANE.data.inputs[2].tolist(), PLANE.data.targets[2].tolist())
    settled(page, more)
    expect(banner).to_contain_text("Only data point 5.")
    field = page.get_by_label("input x2 of data point 5")
    field.fill("0.5")
    field.press("Enter")
    there = with_point_moved(more, 4, [more.data.inputs[4, 0], 0.5])
    settled(page, there)
    expect(banner).to_contain_text("0.5")
    field.press("Delete")  # a key of the field's own, as long as somebody types there
    assert len(rows(page)[0]) == 5
    banner.get_by_role("button", name="whole error").focus()
    page.keyboard.press("Delete")
    settled(page, with_point_removed(there, 4))
    expect(banner).to_be_hidden()
    for scene in (there, more, PLANE):
        page.keyboard.press("Control+z")
        settled(page, scene)


def test_the_last_point_cannot_be_taken_away(open_bare):
    one = PLANE
    for _ in range(3):
        one = with_point_removed(one, 0)
    page = open_bare(one)
    page.locator(".answer-shares").get_by_role("button").first.press("Enter")
    expect(page.get_by_role("button", name="add one like it")).to_be_visible()
    expect(page.get_by_role("button", name="remove (Del)")).to_be_hidden()
    page.keyboard.press("Delete")
    assert len(rows(page)[0]) == 1
