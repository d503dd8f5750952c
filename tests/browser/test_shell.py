"""The app as it opens: the first screen, on every size of screen, in light and dark, from another link."""

import re

import pytest
from browser.asking import expect

LAPTOP, PROJECTOR, PHONE = ({"width": w, "height": h} for w, h in [(1440, 900), (1280, 720), (390, 844)])
SCREENS = {  # each theme on one of them at least
    "laptop": (LAPTOP, "dark"),
    "projector": (PROJECTOR, "light"),
    "phone": (PHONE, "light"),
}


def test_the_first_screen_is_two_hollows_told_in_words_and_plays_at_a_press_of_the_space_bar(open_player):
    page = open_player()
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
    expect(page.get_by_text("reached the lowest minimum").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".player-count")).not_to_have_text(re.compile("^step 0 of"))


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_scrolls_sideways_and_the_page_keeps_to_the_browsers_colours(open_player, screen):
    viewport, scheme = SCREENS[screen]
    page = open_player(viewport=viewport, color_scheme=scheme)
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible()
    wide = "node => node.scrollWidth - node.clientWidth"
    for part in ("document.scrollingElement", "document.querySelector('[data-testid=stMain]')"):
        page.wait_for_function(f"({wide})({part}) <= 0")
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
    assert brightness > 200 if scheme == "light" else brightness < 60


def test_an_unknown_scene_in_a_link_opens_the_first_and_says_so(open_player):
    page = open_player("?scene=nowhere")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("nowhere")
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
