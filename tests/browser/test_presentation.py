"""Presentation mode: the view alone, large, dark on light or light on dark, and every key still at work."""

import re

import pytest
from browser.asking import expect

from surface.figures import RUN_STYLES
from surface.scenes import GALLERY, SCENES

PROJECTOR = {"width": 1280, "height": 720}
REFUSED = "Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no gesture'));"
GRANTED = """() => {
  window.spoilt = true;
  const { requestFullscreen } = Element.prototype;
  Element.prototype.requestFullscreen = async function (...asked) {
    await requestFullscreen.apply(this, asked);
    window.granted = true;
  };
}"""
PRESENTING = re.compile("player-presenting")
# Each visible text under the root with its size and its contrast to what it stands on; each run's colour too.
MEASURED = """(root, colours) => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour, under) => {
    pen.fillStyle = under;
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) return colour;
    }
    return "white";
  };
  const contrast = (colour, ground) => {
    const [a, b] = [channels(colour, ground), channels(ground, "white")].map(light).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const texts = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
    if (!words || !shown(node) || node.closest(".player-panel-announcer, style")) continue;
    const style = getComputedStyle(node), ground = groundOf(node);
    const colour = node instanceof SVGElement ? style.fill : style.color;
    texts.push({ words, size: parseFloat(style.fontSize), contrast: contrast(colour, ground) });
  }
  const paper = groundOf(root);
  const lines = colours.map((colour) => ({ colour, contrast: contrast(colour, paper) }));
  return { texts, lines };
}"""


def root(page):
    return page.locator(".surface-player")


def present(page):
    page.keyboard.press("p")
    expect(root(page)).to_have_class(PRESENTING)
    expect(page.locator(".player-panel-map .plot-container")).to_be_visible()


def fills_the_window(page):
    box, size = root(page).bounding_box(), page.viewport_size
    return (box["x"], box["y"], box["width"], box["height"]) == (0, 0, size["width"], size["height"])


def test_one_key_fills_the_screen_and_the_same_or_escape_gives_it_back(open_bare):
    page = open_bare()
    before = root(page).bounding_box()
    for leave in ("p", "Escape"):
        present(page)
        page.wait_for_function("document.fullscreenElement?.matches('.surface-player')")
        assert fills_the_window(page)
        page.keyboard.press(leave)
        expect(root(page)).not_to_have_class(PRESENTING)
        page.wait_for_function("!document.fullscreenElement")
    after = root(page).bounding_box()
    assert (after["x"], after["width"]) == (before["x"], before["width"])


@pytest.mark.webgl(False)
def test_pressed_twice_at_once_it_is_off_and_the_screen_given_back(open_bare):
    page = open_bare()
    # The screen is granted later than it is asked for, and here after it was given up.
    page.evaluate(GRANTED)
    page.keyboard.press("p")
    page.keyboard.press("p")
    page.wait_for_function("window.granted && !document.fullscreenElement")
    expect(root(page)).not_to_have_class(PRESENTING)


@pytest.mark.webgl(False)
def test_a_button_presents_too_and_the_controls_are_folded_away_until_a_hand_is_near(open_bare):
    page = open_bare()
    page.get_by_role("button", name="Presentation mode").click()
    expect(root(page)).to_have_class(PRESENTING)
    folded = [
        ".player-legend-words",
        ".legend-moving",
        ".player-panel-aids",
        ".player-panel-table",
        ".player-card-reason",
        ".panel-toggle",
    ]
    for name in folded:
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".legend-dark")).to_be_visible()  # the signs of the map keep their words
    expect(page.locator(".banner-words")).to_have_text(GALLERY["two-hollows"].watch)
    buttons = page.locator(".player-buttons")
    expect(buttons).to_have_css("opacity", "0")
    page.mouse.move(600, 300)
    expect(buttons).to_have_css("opacity", "1")
    expect(buttons).to_have_css("opacity", "0")


@pytest.mark.webgl(False)
def test_a_link_opens_in_it_and_fills_the_window_where_the_screen_is_refused(new_page, server):
    new_page()
    page = new_page(viewport=PROJECTOR)  # a tab beside it, for what it refuses it refuses for good
    page.add_init_script(REFUSED)
    page.goto(f"{server.url}/?scene=bowl&present=1")
    expect(root(page)).to_have_class(PRESENTING, timeout=60_000)
    page.wait_for_function("document.querySelector('.surface-player').matches(':popover-open')")
    assert fills_the_window(page)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert "present=1" in page.url
    page.keyboard.press("Escape")
    expect(root(page)).not_to_have_class(PRESENTING)
    expect(page).to_have_url(re.compile(r"\?scene=bowl$"))
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_visible()


@pytest.mark.webgl(False)
def test_the_focus_stays_in_what_is_seen(open_bare):
    page = open_bare(viewport=PROJECTOR)
    present(page)
    inside = "document.querySelector('.surface-player').contains(document.activeElement)"
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(inside) or page.evaluate("document.activeElement === document.body")


def can_be_read_from_the_last_row(page, scheme):
    """Text at 7 : 1, lines and markers at 3 : 1, nothing small, and all of it on the screen."""
    present(page)
    page.keyboard.press("End")
    page.wait_for_function("!document.querySelector('.surface-player').dataset.awake")
    measured = root(page).evaluate(MEASURED, [style.colour for style in RUN_STYLES])
    assert len(measured["texts"]) > 30
    assert [text for text in measured["texts"] if text["contrast"] < 7] == []
    assert [text for text in measured["texts"] if text["size"] < 15] == []
    assert [line for line in measured["lines"] if line["contrast"] < 3] == []
    assert root(page).evaluate("root => root.scrollHeight <= root.clientHeight && root.scrollWidth <= root.clientWidth")
    assert root(page).get_attribute("data-ground") == scheme


@pytest.mark.webgl(False)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_from_the_last_row(open_bare, scheme):
    can_be_read_from_the_last_row(open_bare(SCENES["bowl"], viewport=PROJECTOR, color_scheme=scheme), scheme)


def test_the_apps_style_leaves_it_as_it_is_and_the_keys_play_step_and_turn_to_the_next_scene(open_player):
    page = open_player("?scene=bowl", viewport=PROJECTOR, color_scheme="dark")
    can_be_read_from_the_last_row(page, "dark")
    for key, text in [("Home", "step 0 of 200"), ("ArrowRight", "step 1 of 200"), ("End", "step 200 of 200")]:
        page.keyboard.press(key)
        expect(page.locator(".player-count")).to_have_text(text)
    page.keyboard.press("PageDown")
    expect(page.locator(".banner-title")).to_have_text("Ravine")
    expect(page).to_have_url(re.compile("scene=ravine"))
    expect(root(page)).to_have_class(PRESENTING)
    page.keyboard.press("PageUp")
    expect(page.locator(".banner-title")).to_have_text("Round bowl")
