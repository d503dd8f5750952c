"""The app as it opens: on every size of screen, in light and dark, for everyone, and on paper."""

import re

from browser.asking import expect
from browser.axe import grave
from browser.printed import INK, sheets

LAPTOP, PROJECTOR, PHONE = ({"width": w, "height": h} for w, h in [(1440, 900), (1280, 720), (390, 844)])
WIDTHS = (320, 360, 390, 768)
# The document, or the part of it that scrolls in its place.
SIDEWAYS = """() => Math.max(...[document.scrollingElement, document.querySelector("[data-testid=stMain]")].map(
  ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))"""
PLACES = """(() => {
  const [map, surface] = ["map", "surface"].map((name) => document.querySelector(`.player-panel-${name}`));
  return [map, surface].map((panel) => panel.getBoundingClientRect());
})()"""
UNDER, BESIDE = f"{PLACES}[0].top >= {PLACES}[1].bottom", f"{PLACES}[0].top === {PLACES}[1].top"
SHEET = "document.querySelector('[data-testid=stSidebar]')"


def drawn(page):
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible()
    return page


def nothing_scrolls_sideways_and_the_page_keeps_to_the_browsers_colours(page, scheme):
    page.wait_for_function(f"({SIDEWAYS})() <= 0")
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
    assert brightness > 200 if scheme == "light" else brightness < 60


def axe_finds_nothing_serious_on_it_in_its_presentation_and_in_its_list_of_keys(page):
    page.get_by_text("Inside the step").click()
    assert grave(page) == []
    page.keyboard.press("p")
    page.wait_for_function("document.fullscreenElement")
    assert grave(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert grave(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("p")
    page.wait_for_function("!document.fullscreenElement")


def test_the_first_screen_is_two_hollows_told_in_words_and_plays_at_a_press_of_the_space_bar(open_player):
    page = drawn(open_player())
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
    expect(page.get_by_text("reached the lowest minimum").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    axe_finds_nothing_serious_on_it_in_its_presentation_and_in_its_list_of_keys(page)
    page.set_viewport_size(PROJECTOR)
    page.wait_for_function("innerWidth === 1280")
    nothing_scrolls_sideways_and_the_page_keeps_to_the_browsers_colours(drawn(page), "light")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".player-count")).not_to_have_text(re.compile("^step 0 of"))


def is_printed_on_one_light_sheet_with_its_link(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".player-panel-surface .paper-copy").evaluate(INK) > 0.1
    for name in (".player-table", ".player-card-reason", ".player-panel-map", ".player-card-settings"):
        expect(page.locator(name).first).to_be_visible()
    for name in (".player-transport", ".st-key-header", ".card-knobs", ".fold-panel"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".paper-link")).to_have_text(re.compile("momentum2=0.85"))
    assert page.locator(".player-card").first.evaluate("(card) => getComputedStyle(card).color") == "rgb(31, 41, 51)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".player-transport")).to_be_visible()
    assert sheets(page) == 1


def test_in_dark_it_is_for_everyone_and_printed_on_one_light_sheet_with_its_link(open_player):
    page = drawn(open_player("?momentum2=0.85", viewport=LAPTOP, color_scheme="dark"))
    nothing_scrolls_sideways_and_the_page_keeps_to_the_browsers_colours(page, "dark")
    axe_finds_nothing_serious_on_it_in_its_presentation_and_in_its_list_of_keys(page)
    page.get_by_text("Inside the step").click()  # closed again
    is_printed_on_one_light_sheet_with_its_link(page)


# --- on a phone ---------------------------------------------------------------------------------------------------


def the_header_is_three_rows_at_most_and_the_map_lies_under_the_surface_where_there_is_no_room(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"innerWidth === {width} && ({SIDEWAYS})() <= 0")  # once what is drawn fits its place
        header = page.locator(".st-key-header").bounding_box()
        assert width < 360 or header["height"] <= 135
        page.wait_for_function(UNDER if width < 400 else BESIDE)
        assert width < 390 or sheets(page) == 1
    page.set_viewport_size(PHONE)


def with_random_starts_and_one_data_point_nothing_scrolls_sideways(page):
    page.get_by_role("button", name=re.compile("^Drop fifty starts")).click()
    expect(page.locator(".compare-random-starts")).to_contain_text("seed 1")
    page.get_by_role("button", name=re.compile("^Data point 3")).click()
    expect(page.locator(".player-panel-point")).to_be_visible()
    page.wait_for_function(f"({SIDEWAYS})() <= 0")


def the_panel_is_a_sheet_under_the_picture(page):
    page.locator(".fold-panel").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    sheet = "(({ left, right, top, bottom }) => [left, right, bottom, top > 350])(%s.getBoundingClientRect())"
    page.wait_for_function(f"String({sheet % SHEET}) === '0,390,844,true'")


def test_on_a_phone_nothing_scrolls_sideways_and_axe_finds_nothing_serious(open_player):
    page = drawn(open_player("?scene=bowl", viewport=PHONE))
    nothing_scrolls_sideways_and_the_page_keeps_to_the_browsers_colours(page, "light")
    assert grave(page) == []
    the_header_is_three_rows_at_most_and_the_map_lies_under_the_surface_where_there_is_no_room(page)
    with_random_starts_and_one_data_point_nothing_scrolls_sideways(page)
    the_panel_is_a_sheet_under_the_picture(page)
