"""Every lesson at its own link: on a phone, for everyone, on a large screen, before the vote and after.

One page goes through all lessons of a theme, as a reader's does: a page that is loaded anew costs as much as the rest.
"""

import re

import pytest
from browser.asking import expect
from browser.axe import grave
from browser.lessonpage import CHOICES, LESSONS, PHONE, SLUGS, answer, choose_scene, drag, vote
from browser.presenting import COLLIDING, CUT, SCREENS
from browser.reused import DESKTOP

pytestmark = pytest.mark.webgl(False)
CURVED = ("momentum", "flat-places", "how-big-a-step")  # the lessons with an error curve, which is to have room
TABLED = ("downhill", "one-unit", "where-the-gradient-comes-from")  # those with a table of data points
CLOSED = ("momentum", "downhill", "the-wrong-hollow", "which-rule")  # those that are asked what shows before the vote
OWN = [lesson.slug for lesson in LESSONS if lesson.acts[0].picture not in ("player", "rules")]
WIDTHS = (390, 320, 360, 768)
# The document, or the part of it that scrolls in its place.
SIDEWAYS = """() => Math.max(...[document.scrollingElement, document.querySelector("[data-testid=stMain]")].map(
  ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))"""
WHOLE = """() => {
  const whole = (table) => table.scrollWidth <= table.clientWidth
    && parseFloat(getComputedStyle(table.querySelector("td")).fontSize) >= 9;
  return [...document.querySelectorAll(".lesson-scroll")].every(whole);
}"""
IN_TURN = [*SLUGS[::2], *SLUGS[1::2]]  # half of the lessons in each theme


def scheme_of(slug):
    return ("light", "dark")[SLUGS.index(slug) % 2]


# --- how each question is tried -----------------------------------------------------------------------------------


def move_a_slider(page, axis=0):
    """Until the address has the change, too: an act that comes with another lesson's link would count more than it."""
    before = page.url
    page.locator(".number-slider input").nth(axis).press("ArrowRight")
    expect(page).not_to_have_url(before)


def move_both_sliders(page):
    page.locator(".number-slider input").first.press("ArrowRight")  # which is at its end already
    expect(answer(page)).to_have_count(0)
    move_a_slider(page, 1)


def drag_the_point(page):
    drag(page, page.get_by_role("slider", name="The point on the curve"), -60, 0)


def step_to_the_end(page):
    page.get_by_role("button", name="Forward one step").click()
    expect(page.locator(".player-count")).to_have_text("step 1 of 40")
    expect(answer(page)).to_have_count(0)
    page.get_by_role("button", name="Last step").click()


def play(page):
    page.keyboard.press(" ")


def play_centred(page):
    choose_scene(page, "Centred")
    expect(page.locator(".player-count")).to_have_text("step 0 of 100")
    play(page)


TRIES = {
    "one-unit": move_a_slider,
    "how-wrong-is-it": move_both_sliders,
    "slope": drag_the_point,
    "downhill": step_to_the_end,
    "how-big-a-step": play,
    "the-wrong-hollow": play,
    "momentum": play,
    "flat-places": play,
    "where-do-starts-end": lambda page: None,  # its maps open with the vote
    "which-rule": play,
    "more-than-two-weights": play,
    "how-deep-is-the-trap": play,
    "how-can-one-be-sure": play,
    "noise-that-helps": play,
    "scale-your-inputs": play_centred,
    "the-same-start-for-all": play,
    "where-the-gradient-comes-from": move_a_slider,
}


# --- what each is asked -------------------------------------------------------------------------------------------


def fits_a_phone(page, slug):
    """Nothing of the lesson is wider than a phone; back to a laptop's width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        page.wait_for_function(f"innerWidth === {width} && ({SIDEWAYS})() <= 0")
        if slug in CURVED and width == PHONE["width"]:
            assert page.locator(".player-panel-curve .chart-ground").bounding_box()["height"] > 150
    page.set_viewport_size(DESKTOP)


def shows_its_table_whole(page):
    expect(page.locator(".lesson-scroll").first.locator("tbody tr").first).to_be_visible()
    for width, height in ((1280, 720), (1366, 768), (1920, 1080), (390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"innerWidth === {width} && ({WHOLE})()")


def fills_the_screen(page, slug):
    """The lesson's own picture, with title, question and choices."""
    lesson = LESSONS[SLUGS.index(slug)]
    expect(page.get_by_role("button", name="Presentation mode")).to_be_visible()
    page.keyboard.press("p")
    ground = page.locator(".player-presenting > .lesson-ground")
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".banner-title")).to_have_text(f"{SLUGS.index(slug) + 1} · {lesson.title}")
        expect(page.locator(".banner-words")).to_contain_text(lesson.choices[0])
        page.wait_for_function(f"innerWidth === {width} && ({COLLIDING})().length === 0 && ({CUT})() === 0")
        box = ground.bounding_box()
        assert box["width"] > 0.9 * width
        assert box["height"] > 0.7 * height
    page.keyboard.press("Escape")
    expect(page.locator(".player-presenting")).to_have_count(0)
    expect(page.locator(".lesson-picture")).to_be_visible()
    page.set_viewport_size(DESKTOP)


def keeps_its_end_to_itself(page):
    """Nothing of the end can be had before the vote."""
    expect(page.get_by_text("Vote first, then try it.")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(0)
    for key in ("End", " ", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".player-count")).to_have_text(re.compile("^step 0 of"))
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(0)
    assert page.locator(CHOICES).first.is_enabled()


def answers_when_it_was_tried(page, slug):
    lesson = LESSONS[SLUGS.index(slug)]
    vote(page, lesson.choices[lesson.right])
    if slug != "where-do-starts-end":
        subject = lesson.subjects[0]
        where = "" if subject is lesson.acts[0] else f" of “{subject.label}”"
        expect(page.get_by_text(f"Now try it in the picture{where}: the answer comes")).to_be_visible()
    TRIES[slug](page)
    expect(answer(page)).to_contain_text("As you said.")
    expect(page.get_by_text("Now try it")).to_have_count(0)


@pytest.mark.parametrize("slug", IN_TURN)
def test_a_lesson_opens_at_its_own_link_suits_everyone_and_answers_when_its_question_was_tried(go_to, slug):
    """With little motion, where play shows the end at once."""
    page = go_to(slug, viewport=PHONE, color_scheme=scheme_of(slug), reduced_motion="reduce")
    expect(page.get_by_role("radio", name=re.compile(rf"^{SLUGS.index(slug) + 1} "))).to_be_checked()
    fits_a_phone(page, slug)
    if slug in TABLED:
        shows_its_table_whole(page)
    assert grave(page) == []
    if slug in OWN:
        fills_the_screen(page, slug)
    if slug in CLOSED:
        keeps_its_end_to_itself(page)
    answers_when_it_was_tried(page, slug)
