"""The lessons' answers: they come when the question was tried, hold for what they say, and stay for the visit."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.asking import expect
from browser.lessonpage import LESSONS, PHONE, SLUGS, answer, at, choose_scene, drag, vote
from browser.reused import DESKTOP

from surface.scenes import link

pytestmark = pytest.mark.webgl(False)
CURVED = ("momentum", "flat-places", "how-big-a-step")  # the lessons with an error curve, which is to have room
WIDTHS = (390, 320, 360, 768)
# The document, or the part of it that scrolls in its place.
SIDEWAYS = """() => Math.max(...[document.scrollingElement, document.querySelector("[data-testid=stMain]")].map(
  ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))"""
QUIET = {"reduced_motion": "reduce"}  # play shows the end at once


def in_explore(page):
    """The scene that the link to Explore carries."""
    href = page.get_by_role("link", name=re.compile("in Explore")).get_attribute("href")
    query = {name: values[-1] for name, values in parse_qs(urlsplit(href).query).items()}
    scene, left_out = link.scene_from(query)
    assert left_out == []
    return scene


def wait_for_link(page, part):
    expect(page.get_by_role("link", name=re.compile("in Explore"))).to_have_attribute("href", re.compile(part))


# --- it comes by itself -------------------------------------------------------------------------------------------


def move_a_slider(page):
    page.locator(".number-slider input").first.press("ArrowRight")


def move_both_sliders(page):
    page.locator(".number-slider input").nth(0).press("ArrowRight")
    expect(answer(page)).to_have_count(0)
    page.locator(".number-slider input").nth(1).press("ArrowRight")


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


def fits_a_phone(page, slug):
    """Nothing of the lesson is wider than a phone; back to a laptop's width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        page.wait_for_function(f"innerWidth === {width} && ({SIDEWAYS})() <= 0")
        if slug in CURVED and width == PHONE["width"]:
            assert page.locator(".player-panel-curve .chart-ground").bounding_box()["height"] > 150
    page.set_viewport_size(DESKTOP)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_opens_at_its_own_link_fits_a_phone_and_answers_when_its_question_was_tried(open_lesson, slug):
    page = open_lesson(slug, viewport=PHONE, **QUIET)
    at(page, slug)
    expect(page.get_by_role("radio", name=re.compile(rf"^{SLUGS.index(slug) + 1} "))).to_be_checked()
    fits_a_phone(page, slug)
    lesson = LESSONS[SLUGS.index(slug)]
    vote(page, lesson.choices[lesson.right])
    if slug != "where-do-starts-end":
        subject = lesson.subjects[0]
        where = "" if subject is lesson.acts[0] else f" of “{subject.label}”"
        expect(page.get_by_text(f"Now try it in the picture{where}: the answer comes")).to_be_visible()
    TRIES[slug](page)
    expect(answer(page)).to_contain_text("As you said.")
    expect(page.get_by_text("Now try it")).to_have_count(0)


def test_another_scene_than_the_questions_brings_no_answer(open_lesson):
    page = open_lesson("momentum", **QUIET)
    vote(page, "It never comes to rest")
    choose_scene(page, "Too much")
    expect(page.get_by_text("Now try it in the picture of “Out of the hollow”")).to_be_visible()
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.94")  # its picture has come
    play(page)
    expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("left the window")
    expect(page.get_by_text("Now try it in the picture of “Out of the hollow”")).to_be_visible()
    choose_scene(page, "Out of the hollow")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.9,")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(0)
    play(page)
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")


def test_a_question_about_two_pictures_can_be_tried_in_either(open_lesson):
    page = open_lesson("the-wrong-hollow", **QUIET)
    vote(page, "No, each in its own hollow")
    choose_scene(page, "The surface")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    play(page)
    expect(answer(page)).to_contain_text("As you said.")


# --- it holds for what it says ------------------------------------------------------------------------------------


def test_an_answer_says_for_which_settings_it_holds_and_brings_them_back(open_lesson):
    page = open_lesson("momentum", **QUIET)
    page.get_by_role("slider", name="momentum β of run 2").focus()
    page.keyboard.press("Home")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0,")  # and not 0.9
    vote(page, "The deep one, over the ridge")
    page.keyboard.press("End")
    said = "This is for the lesson's own settings: momentum β = 0.9 for run 2 in “Out of the hollow”."
    expect(answer(page)).to_contain_text(said)
    page.get_by_role("button", name="Bring them back").click()
    expect(answer(page)).not_to_contain_text("own settings")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.9")
    expect(page.get_by_role("slider", name="momentum β of run 2")).to_have_value("0.9")


def test_a_picture_of_the_lessons_own_goes_back_to_its_rate(open_lesson):
    page = open_lesson("downhill")
    page.locator(".number-slider input").fill("8")
    expect(page.locator(".slider-number")).to_have_text("8")
    vote(page, "No, the way will bend")
    page.keyboard.press("End")
    expect(answer(page)).to_contain_text("This is for the lesson's own settings: learning rate η = 4 for run 1.")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.locator(".slider-number")).to_have_text("4")
    expect(page.locator(".player-count")).to_have_text("step 0 of 40")
    expect(answer(page)).not_to_contain_text("own settings")


# --- it stays for the visit ---------------------------------------------------------------------------------------


def test_what_was_said_chosen_and_played_is_there_again(open_lesson):
    page = open_lesson("momentum", **QUIET)
    vote(page, "The near one, like the first run")
    play(page)
    expect(answer(page)).to_be_visible()
    choose_scene(page, "Too much")
    expect(page.locator(".player-card-settings").first).to_contain_text("β = 0.9")
    page.get_by_role("slider", name="momentum β of run 2").press("Home")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0,")
    page.get_by_role("button", name="Next: Flat places").click()
    at(page, "flat-places")
    expect(answer(page)).to_have_count(0)
    page.get_by_role("button", name="Previous: Momentum").click()
    at(page, "momentum")
    expect(page.get_by_role("radio", name="Too much")).to_be_checked()
    expect(page.get_by_role("radio", name="The near one, like the first run")).to_be_checked()
    expect(answer(page)).to_contain_text("You said: The near one")
    expect(page.get_by_role("slider", name="momentum β of run 2")).to_have_value("0")
    choose_scene(page, "Out of the hollow")
    expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("reached the lowest minimum")


# --- what was moved in a picture goes to Explore ------------------------------------------------------------------


def test_explore_gets_the_rate_of_the_picture(open_lesson):
    page = open_lesson("downhill")
    page.locator(".number-slider input").fill("3")
    wait_for_link(page, "learning_rate1=3(&|$)")
    assert in_explore(page).runs[0].rule.learning_rate == 3
    vote(page, "No, the way will bend")
    page.get_by_role("button", name="Forward one step").click()
    expect(page.locator(".player-count")).to_have_text("step 1 of 40")  # nothing began again
    page.get_by_role("link", name=re.compile("in Explore")).click()
    expect(page.locator(".player-card-settings").first).to_contain_text("η = 3")


def test_explore_gets_the_weights_of_the_sliders(open_lesson):
    page = open_lesson("how-wrong-is-it")
    before = in_explore(page)
    page.locator(".number-slider input").nth(0).fill("3.5")
    page.locator(".number-slider input").nth(1).fill("1.4")
    wait_for_link(page, "start1=3.5~1.4")
    assert in_explore(page).runs[0].start == (3.5, 1.4) != before.runs[0].start


def test_explore_gets_the_point_and_the_lesson_keeps_it(open_lesson):
    page = open_lesson("slope")
    choose_scene(page, "Both weights")
    point = page.get_by_role("slider", name="The point on the map")
    drag(page, point, -80, -60)
    x = float(point.get_attribute("aria-valuenow"))
    wait_for_link(page, r"start1=(?!2\.1~)")
    assert in_explore(page).runs[0].start[0] == pytest.approx(x, abs=0.006)
    choose_scene(page, "One weight")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wait_for_link(page, "start1=2.1~1.7")
    choose_scene(page, "Both weights")
    wait_for_link(page, r"start1=(?!2\.1~)")
    assert float(point.get_attribute("aria-valuenow")) == pytest.approx(x, abs=0.006)


def test_explore_gets_the_start_of_a_ball_and_is_called_by_its_scene(open_lesson):
    page = open_lesson("the-wrong-hollow")
    expect(page.get_by_role("link", name="Open “Two hollows” in Explore")).to_be_visible()
    before = in_explore(page)
    ring = page.get_by_role("slider", name="Start of ball 2")
    drag(page, ring, -120, 0)
    x = float(ring.get_attribute("aria-valuenow"))
    wait_for_link(page, f"start2=(?!{before.runs[1].start[0]:g}~)")
    after = in_explore(page)
    assert after.runs[1].start[0] == pytest.approx(x, abs=0.006) != before.runs[1].start[0]
    assert after.runs[1].start[1] == before.runs[1].start[1]
    assert after.runs[0].start == before.runs[0].start


def test_a_picture_that_is_not_its_scene_calls_it_by_name(open_lesson):
    page = open_lesson("slope")
    expect(page.get_by_role("link", name="Open “Two hollows” in Explore")).to_be_visible()
    choose_scene(page, "One weight")
    expect(page.get_by_role("link", name="Open “One weight” in Explore")).to_be_visible()


# --- the keys stay with the picture -------------------------------------------------------------------------------


def test_after_a_click_the_keys_play_and_go_on(open_lesson):
    page = open_lesson("slope", **QUIET)
    page.get_by_role("radio", name="7 Momentum").click()
    at(page, "momentum")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    vote(page, "It never comes to rest")
    page.keyboard.press(" ")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    page.get_by_role("radio", name="Too much", exact=True).click()  # and no wait: the picture before may still be there
    expect(page.locator(".player-card-settings").first).to_contain_text("β = 0.9")
    page.keyboard.press("End")
    expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("left the window")
    page.keyboard.press("Shift+ArrowRight")
    at(page, "flat-places")


def test_after_a_slider_was_moved_by_mouse_the_keys_go_on(open_lesson):
    page = open_lesson("momentum")
    thumb = page.get_by_test_id("stSlider").locator("div[style*=translate]")
    drag(page, thumb, -40, 0)
    expect(page.locator(".player-card-settings").nth(1)).not_to_contain_text("β = 0.9")
    page.keyboard.press("Shift+ArrowRight")
    at(page, "flat-places")


def test_after_a_pill_was_clicked_the_keys_play(open_lesson):
    page = open_lesson("which-rule", **QUIET)
    vote(page, "No")
    page.get_by_role("button", name="momentum", exact=True).click()
    expect(page.locator(".player-card")).to_have_count(3)
    page.keyboard.press(" ")
    expect(page.locator(".player-count")).to_have_text("step 500 of 500")


def test_who_goes_by_key_keeps_the_focus(open_lesson):
    page = open_lesson("momentum")
    page.get_by_role("radio", name="7 Momentum").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    at(page, "flat-places")
    focused = "document.activeElement.closest('.st-key-lesson-progress') !== null"
    page.wait_for_function(focused)
    page.get_by_role("radio", name="Plateau").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Saddle")).to_be_checked()
    page.wait_for_function("document.activeElement.closest('.st-key-lesson-controls') !== null")
