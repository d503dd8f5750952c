"""The error curve: its axes are chosen beside it, and playhead and hand agree with them."""

import pytest
from browser.asking import expect

from surface.scenes import SCENES

pytestmark = pytest.mark.webgl(False)
PANEL = ".player-panel-curve"
STEP = "document.querySelector('.player-count').textContent.match(/step (\\d+)/)[1]"


def label_of(page, text):
    """Where a number of the axis of steps stands across the page."""
    marks = page.locator(f"{PANEL} .chart-label").filter(has_text=text)
    ends = [mark.bounding_box() for mark in marks.all() if mark.text_content() == text]
    box = max(ends, key=lambda box: box["y"])  # below, and not beside
    return box["x"] + box["width"] / 2


def test_the_axes_are_chosen_by_keys_and_go_back_to_the_rule(open_bare):
    page = open_bare(SCENES["iris"])
    button = page.locator(f"{PANEL} .choice-button")
    expect(button).to_have_text("log E, log steps")
    button.focus()
    page.keyboard.press("Enter")
    sheet = page.locator(f"{PANEL} .choice-sheet")
    expect(sheet.get_by_role("button", pressed=True)).to_have_text(["auto", "auto"])
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(button).to_have_text("log E")
    expect(page.locator(f"{PANEL} .chart-title").first).to_have_text("step")
    sheet.get_by_role("group", name="Error").get_by_text("linear").click()
    expect(button).to_have_text("linear")
    for auto in sheet.get_by_text("auto").all():
        auto.click()
    expect(button).to_have_text("log E, log steps")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}], ids=str)
def test_a_hand_on_a_number_of_the_axis_goes_to_that_step(open_bare, viewport):
    page = open_bare(SCENES["xor-gate"], viewport=viewport)
    expect(page.locator(f"{PANEL} .choice-button")).to_have_text("log steps")
    ground = page.locator(f"{PANEL} .chart-ground")
    for step in ("10", "100"):
        ground.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
        at = label_of(page, step)
        box = ground.bounding_box()
        page.mouse.click(at, box["y"] + box["height"] / 3)
        page.wait_for_function(f"Math.abs({STEP} / {step} - 1) < 0.06")


def test_the_sheet_fits_on_a_phone(open_bare):
    page = open_bare(SCENES["iris"], viewport={"width": 390, "height": 844})
    page.locator(f"{PANEL} .choice-button").click()
    box = page.locator(f"{PANEL} .choice-sheet").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_presenting_the_curve_says_how_it_is_drawn(open_bare):
    page = open_bare(SCENES["iris"])
    page.evaluate("player.room.enter()")
    words = page.locator(f"{PANEL} .choice-button")
    expect(words).to_be_visible()
    expect(words).to_have_text("log E, log steps")


def test_the_bound_of_the_rate_shows_as_far_as_the_run_has_come(open_bare):
    page = open_bare(SCENES["two-hollows"])
    covered = """(([bound, ground]) => 1 - (parseFloat(bound.style.clipPath.split(" ")[1] ?? 0) / ground.clientWidth))(
      [".chart-bound", ".chart-ground"].map((name) => document.querySelector(`.player-panel-strip ${name}`)))"""
    page.keyboard.press("Home")
    page.wait_for_function(f"({covered}) < 0.25")
    page.locator(".player-scrubber").fill("100")
    page.wait_for_function(f"Math.abs(({covered}) - 0.55) < 0.1")
    page.keyboard.press("End")
    page.wait_for_function(f"({covered}) === 1")
    page.keyboard.press("Home")
    page.evaluate("player.act('ahead', true)")
    page.wait_for_function(f"({covered}) === 1")
