"""The app with large letters, much space, at 400 % and on a phone on its side; without letters as keys; by any hand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.asking import expect
from browser.everyone import CUT, EDGES, HIDDEN, LARGE, SPACED, contrast
from browser.lessonpage import PHONE
from browser.test_shell import SIDEWAYS
from playwright.sync_api import TimeoutError

pytestmark = pytest.mark.webgl(False)
PROJECTOR, ON_ITS_SIDE = {"width": 1280, "height": 720}, {"width": 844, "height": 390}
ZOOMED = {"width": 320, "height": 180}  # a projector's window at 400 %
# Rules of axe that are not on by themselves, or of less weight than those that are asked everywhere.
RULES = """(rules) => axe.run({ resultTypes: ["violations"], preload: false, runOnly: { type: "rule", values: rules } })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))"""
PANEL = "[data-testid=stSidebar]"


def resized(page, size):
    page.set_viewport_size(size)
    page.wait_for_function(f"innerWidth === {size['width']} && ({SIDEWAYS})() <= 0")


def holds_under(page, style):
    sheet = page.add_style_tag(content=style)
    try:
        page.wait_for_function(f"({SIDEWAYS})() <= 0 && !({CUT})().length", timeout=10_000)
    except TimeoutError:
        raise AssertionError(page.evaluate(CUT)) from None
    sheet.evaluate("(node) => node.remove()")


def breaks(page, *rules):
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(RULES, rules)


def nothing_is_cut(page):
    resized(page, PROJECTOR)
    for style in (LARGE, SPACED):
        holds_under(page, style)


def the_menu_breaks_no_word(page):
    page.get_by_role("button", name="Take it").click()
    names = page.locator(".st-key-take-menu strong")
    expect(names).to_have_text(["Link", "File", "Page", "Picture", "Numbers", "Python"])
    holds_under(page, LARGE)
    sheet = page.add_style_tag(content=LARGE)
    assert names.evaluate_all("(names) => names.map((name) => name.getClientRects().length)") == [1] * 6
    sheet.evaluate("(node) => node.remove()")
    page.keyboard.press("Escape")
    expect(names).to_have_count(0)


def all_stand_out(page):
    """Fields in light and dark."""
    for scheme, bright in (("light", "> 500"), ("dark", "< 200")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            "getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g).slice(0, 3)"
            f".reduce((sum, each) => sum + Number(each), 0) {bright}"
        )
        edges = page.evaluate(EDGES)
        assert edges
        assert [name for name, edge, ground in edges if contrast(edge, ground) < 3] == []
    page.emulate_media(color_scheme="light")


def whatever_is_pressed_is_large_enough_and_is_called_what_it_is_seen_as(page):
    assert breaks(page, "target-size", "label-content-name-mismatch", "css-orientation-lock") == []


def a_hint_stays_under_the_pointer_and_goes_by_escape(page):
    hint = page.get_by_role("tooltip")
    page.get_by_role("button", name="Help for Steps").hover()
    expect(hint).to_be_visible()
    box = hint.bounding_box()
    # Over the gap between the two, in few steps: a busy page may take longer over ten than a hint waits.
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.wait_for_function("document.querySelector('[role=tooltip]')?.matches(':hover')")
    page.keyboard.press("Escape")
    expect(hint).to_have_count(0)
    page.mouse.move(0, 0)


def letters_can_be_switched_off_as_keys(page):
    expect(page.locator(PANEL)).to_have_attribute("data-collapsed", "false")
    letters = page.get_by_role("checkbox", name="Single letters and signs")
    page.get_by_role("button", name="List of the keys").click()
    letters.uncheck()
    page.keyboard.press("Escape")
    for key in ("p", "s", "?", "Home"):  # the last is one still, and heard after the others
        page.keyboard.press(key)
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(page.locator(PANEL)).to_have_attribute("data-collapsed", "false")
    expect(page.locator(".player-presenting, dialog[open]")).to_have_count(0)
    page.get_by_role("button", name="List of the keys").click()
    letters.check()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(PANEL)).not_to_have_attribute("data-collapsed", "false")


def the_focus_is_seen_wherever_the_tab_key_leads(page):
    for size, stops in ((PROJECTOR, 30), (PHONE, 60), (ZOOMED, 20)):
        resized(page, size)
        page.evaluate("document.activeElement.blur()")
        for _ in range(stops):
            page.keyboard.press("Tab")
            assert page.evaluate(HIDDEN) == "", size


def a_phone_on_its_side_and_a_window_at_400_percent_lose_nothing(page):
    for size, step in ((ON_ITS_SIDE, "First"), (ZOOMED, "Last")):
        resized(page, size)
        page.wait_for_function(f"!({CUT})().length")
        bar = page.locator(".player-transport")
        assert bar.evaluate("(bar) => getComputedStyle(bar).position") == "static"
        page.get_by_role("button", name=f"{step} step").click()
        expect(page.locator(".player-count")).to_have_text(f"step {0 if step == 'First' else 200} of 200")


def test_explore_is_seen_pressed_and_left_by_everyone(go_on):
    page = go_on(panel="Runs", viewport=PROJECTOR)
    all_stand_out(page)
    whatever_is_pressed_is_large_enough_and_is_called_what_it_is_seen_as(page)
    a_hint_stays_under_the_pointer_and_goes_by_escape(page)
    holds_under(page, LARGE)  # beside the open panel
    the_menu_breaks_no_word(page)
    letters_can_be_switched_off_as_keys(page)
    nothing_is_cut(page)
    the_focus_is_seen_wherever_the_tab_key_leads(page)
    a_phone_on_its_side_and_a_window_at_400_percent_lose_nothing(page)


def test_a_lesson_is_seen_and_pressed_by_everyone(go_to):
    page = go_to("momentum", viewport=PHONE)
    expect(page).to_have_title("7 · Momentum · Error surface")
    whatever_is_pressed_is_large_enough_and_is_called_what_it_is_seen_as(page)
    all_stand_out(page)
    nothing_is_cut(page)
