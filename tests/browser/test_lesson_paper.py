"""A lesson on paper: words and picture as they stand, no controls, two pages at most."""

import re

from browser.asking import expect
from browser.lessonpage import LESSONS, SLUGS, at, vote
from browser.printed import sheets
from browser.reused import DESKTOP

PHONE = {"width": 390, "height": 844}
A4 = {"width": 718, "height": 1016}  # CSS pixels between the margins


SHEETS = ("momentum", "scale-your-inputs", "the-same-start-for-all", "where-the-gradient-comes-from")
STATE = """() => {
  dispatchEvent(new Event("beforeprint"));
  const player = document.querySelector(".surface-player"), copy = player.querySelector(".paper-copy");
  const pixels = copy.getContext("2d").getImageData(0, 0, copy.width, copy.height).data;
  const drawn = pixels.filter((value, n) => n % 4 === 3 && value > 0).length;
  const held = [player.style.zoom, drawn / (pixels.length / 4)];
  dispatchEvent(new Event("afterprint"));
  return [...held, player.style.zoom, player.querySelectorAll(".paper-copy").length];
}"""
PIXELS = """() => {
  dispatchEvent(new Event("beforeprint"));
  const pixels = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const player = document.querySelector(".surface-player"), copy = player.querySelector(".paper-copy");
  const ink = [];
  if (copy) for (let data = pixels(copy), n = 0; n < data.length; n += 4)
    if (data[n + 3] > 128) ink.push((data[n] + data[n + 1] + data[n + 2]) / 3);
  const found = {
    paper: getComputedStyle(player).getPropertyValue("--player-paper").trim(),
    ink: getComputedStyle(player).color,
    labels: [...player.querySelectorAll(".map-plot .xtick text")].map((node) => getComputedStyle(node).fill),
    dark: ink.filter((light) => light < 90).length,
    copies: player.querySelectorAll("canvas.overlay, canvas.chart-layer").length,
  };
  dispatchEvent(new Event("afterprint"));
  return [found, player.querySelectorAll("canvas.overlay, canvas.chart-layer").length, getComputedStyle(player).color];
}"""


def drawn(page):
    expect(page.locator(".gl-container canvas").first).to_be_visible()
    expect(page.locator(".map-plot .xtick text").first).to_be_visible()
    return page


def has_words_and_picture_and_no_controls(page, scheme):
    page.emulate_media(media="print", color_scheme=scheme)
    page.set_viewport_size(A4)
    expect(page.locator(".st-key-lesson-words")).to_be_visible()
    expect(page.locator(".player-panel-map")).to_be_visible()
    for gone in ("stHeader", "stSlider", "stButtonGroup", "stExpander", "stButton"):
        expect(page.locator(f"[data-testid={gone}]:visible")).to_have_count(0)
    expect(page.locator(".player-transport")).not_to_be_visible()
    expect(page.locator(".st-key-lesson-words p").first).to_have_css("color", "rgb(28, 35, 48)")
    page.emulate_media(media="null", color_scheme=scheme)
    page.set_viewport_size(DESKTOP)


def holds_the_picture_as_it_stands_and_gives_it_back(page):
    before = page.locator(".player-stage").bounding_box()
    zoom, ink, zoom_after, copies_after = page.evaluate(STATE)
    assert 0.3 < float(zoom) < 1
    assert ink > 0.1
    assert (zoom_after, copies_after) == ("", 0)
    assert page.locator(".player-stage").bounding_box() == before


def is_at_most_two_pages(page, slug):
    vote(page, LESSONS[SLUGS.index(slug)].choices[0])
    page.get_by_role("button", name="Show the answer now").click()
    expect(page.locator(".st-key-lesson-answer")).to_be_visible()
    assert sheets(page, format="A4") <= 2


def test_a_printed_lesson_has_words_and_picture_as_they_stand_no_controls_and_two_pages_at_most(open_lesson):
    page = drawn(open_lesson("momentum"))
    holds_the_picture_as_it_stands_and_gives_it_back(page)
    has_words_and_picture_and_no_controls(page, "light")
    for slug in SHEETS:
        if slug != SHEETS[0]:
            page.get_by_role("radio", name=re.compile(rf"^{SLUGS.index(slug) + 1} ")).click()
        at(page, slug)
        is_at_most_two_pages(page, slug)
    page.set_viewport_size(PHONE)
    page.wait_for_function("document.querySelector('.surface-player').clientWidth < 390")
    assert sheets(page, format="A4") <= 2


def is_light_from_the_dark_theme_and_the_screen_dark_again(page):
    dark = page.locator(".surface-player").first.evaluate("node => getComputedStyle(node).color")
    found, canvases, after = page.evaluate(PIXELS)
    assert found["paper"] == "#ffffff"
    assert set(found["labels"]) == {found["ink"]} != {dark}
    assert found["dark"] > 200  # the names of the axes and the marks
    assert found["copies"] == 2 * canvases
    assert after == dark


def has_no_buttons_no_choice_and_no_keys(page):
    """A lesson's own picture, and a question that is open."""
    present, keys = page.get_by_role("button", name="Presentation mode"), page.get_by_text("Keys: →")
    expect(present).to_be_visible()
    expect(keys).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(present).not_to_be_visible()
    expect(keys).not_to_be_visible()
    ring = page.get_by_test_id("stRadioOption").first.locator("> div > div").first
    expect(ring).to_have_css("background-color", "rgb(255, 255, 255)")  # it gets there by a transition
    expect(ring.locator("> *").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_paper_is_light_from_the_dark_theme_and_has_nothing_to_press(open_lesson):
    page = drawn(open_lesson("momentum", color_scheme="dark"))
    is_light_from_the_dark_theme_and_the_screen_dark_again(page)
    has_words_and_picture_and_no_controls(page, "dark")
    page.get_by_role("radio", name="4 Downhill").click()
    at(page, "downhill")
    has_no_buttons_no_choice_and_no_keys(page)
