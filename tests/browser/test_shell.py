"""The app as it opens: the first screen, on every size of screen, in light and dark, from another link."""

import re

import pytest
from playwright.sync_api import expect

SCREENS = {
    "laptop": {"width": 1440, "height": 900},
    "projector": {"width": 1280, "height": 720},
    "phone": {"width": 390, "height": 844},
}


def test_the_first_screen_is_two_hollows_told_in_words(open_player):
    page = open_player()
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
    expect(page.get_by_text("reached the lowest minimum").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_the_first_screen_plays_at_a_press_of_the_space_bar(open_player):
    page = open_player()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".player-count")).not_to_have_text(re.compile("^step 0 of"))


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_scrolls_sideways(open_player, screen):
    page = open_player(viewport=SCREENS[screen])
    wide = "node => node.scrollWidth - node.clientWidth"
    assert page.evaluate(f"({wide})(document.scrollingElement)") <= 0
    assert page.get_by_test_id("stMain").evaluate(wide) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_keeps_to_the_browsers_colour_scheme(open_player, scheme):
    page = open_player(color_scheme=scheme)
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
    assert brightness > 200 if scheme == "light" else brightness < 60


def test_an_unknown_scene_in_a_link_opens_the_first_and_says_so(open_player):
    page = open_player("?scene=nowhere")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("nowhere")
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
