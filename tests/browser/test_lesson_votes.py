"""A lesson's vote and its link: a vote counts once and outlasts a reload, a link opens the same picture."""

import re

import pytest
from browser.asking import expect
from browser.lessonpage import answer, at, choose_scene, vote

pytestmark = pytest.mark.webgl(False)
QUIET = {"reduced_motion": "reduce"}  # play shows the end at once
CHOICES = ".st-key-lesson-question input[type=radio]"
CHECKED = f"[...document.querySelectorAll('{CHOICES}')].map((choice) => choice.checked)"


def link_of(page, part):
    """Wait until the browser's link has this part, and return the link."""
    expect(page).to_have_url(re.compile(part))
    return page.url


# --- before the vote ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["momentum", "downhill", "the-wrong-hollow", "which-rule"])
def test_before_the_vote_nothing_of_the_end_can_be_had(open_lesson, slug):
    page = open_lesson(slug, **QUIET)
    expect(page.get_by_text("Vote first, then try it.")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(0)
    for key in ("End", " ", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".player-count")).to_have_text(re.compile("^step 0 of"))
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(0)
    vote(page, page.locator(f"{CHOICES} >> nth=0 >> xpath=ancestor::label").inner_text().strip())
    page.get_by_role("button", name="Last step").click()
    expect(answer(page)).to_be_visible()


def test_a_picture_that_the_question_is_not_about_plays_before_the_vote(open_lesson):
    page = open_lesson("momentum&act=2", **QUIET)
    page.keyboard.press("End")
    expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("left the window")
    expect(page.get_by_text("Vote first")).to_be_visible()


# --- by key -------------------------------------------------------------------------------------------------------


def test_after_a_vote_by_key_the_keys_play_and_go_on_and_leave_it_alone(open_lesson):
    page = open_lesson("momentum", **QUIET)
    page.locator(CHOICES).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(CHECKED) == [False, False, False]  # an arrow only goes there
    expect(page.locator(CHOICES).nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Now try it")).to_be_visible()
    assert page.evaluate(CHECKED) == [False, False, True]
    page.keyboard.press(" ")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")
    page.keyboard.press("Shift+ArrowRight")
    at(page, "flat-places")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "momentum")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")


def test_a_vote_counts_once(open_lesson):
    page = open_lesson("momentum", **QUIET)
    vote(page, "The near one, like the first run")
    page.locator(CHOICES).nth(2).click(force=True)  # before the answer one may think again
    page.wait_for_function(f"({CHECKED})[2]")
    page.keyboard.press("End")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")
    for place in range(3):
        expect(page.locator(CHOICES).nth(place)).to_be_disabled()


# --- a reload -----------------------------------------------------------------------------------------------------


def test_vote_and_answer_outlast_a_reload_and_another_tab_knows_nothing(open_lesson, new_page):
    page = open_lesson("momentum", **QUIET)
    vote(page, "The near one, like the first run")
    page.keyboard.press("End")
    expect(answer(page)).to_be_visible()
    for _ in range(3):  # each time Python draws the page twice at once, and the picture must outlive that
        page.reload()
        expect(answer(page)).to_contain_text("You said: The near one, like the first run.")
        expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("reached the lowest minimum")
    other = new_page()
    other.goto(page.url)
    expect(other.get_by_text("Vote first, then try it.")).to_be_visible()


def test_a_tab_that_keeps_nonsense_opens_as_if_it_kept_nothing(open_lesson):
    page = open_lesson("momentum")
    for nonsense in ("[1, 2", "[]", '"x"', '{"momentum": {"vote": "<b>x</b>", "answered": true}, "x": 1}', "null"):
        page.evaluate("(text) => sessionStorage.setItem('lesson-votes', text)", nonsense)
        page.reload()
        expect(page.get_by_text("Vote first, then try it.")).to_be_visible()
        expect(page.locator(".player-count")).to_have_text("step 0 of 200")
        expect(answer(page)).to_have_count(0)


# --- the link -----------------------------------------------------------------------------------------------------


def test_a_copied_link_opens_the_same_picture(open_lesson, new_page):
    page = open_lesson("momentum")
    choose_scene(page, "Too much")
    slider = page.get_by_role("slider", name="momentum β of run 2")
    slider.press("Home")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0,")
    other = new_page()
    other.goto(link_of(page, r"\?lesson=momentum&act=2&momentum2=0$"))
    expect(other.get_by_role("radio", name="Too much")).to_be_checked()
    expect(other.locator(".player-card-settings").nth(1)).to_contain_text("β = 0,")
    expect(other.get_by_role("slider", name="momentum β of run 2")).to_have_value("0")


def test_back_and_forward_agree_with_what_is_seen(open_lesson):
    page = open_lesson("momentum")
    choose_scene(page, "Too much")
    link_of(page, "act=2$")
    page.get_by_role("slider", name="momentum β of run 2").press("Home")
    link_of(page, "momentum2=0$")
    page.go_back()
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.94")
    expect(page.get_by_role("slider", name="momentum β of run 2")).to_have_value("0.94")
    page.go_back()
    expect(page.get_by_role("radio", name="Out of the hollow")).to_be_checked()
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.9,")
    page.go_forward()
    expect(page.get_by_role("radio", name="Too much")).to_be_checked()
    page.go_forward()
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0,")


def test_a_wrong_link_opens_the_lesson_and_says_what_it_left_out(open_lesson):
    page = open_lesson("momentum&act=9&momentum2=7&%3Cimg%20src%3Dx%3E=%3Cscript%3E1")
    warnings = page.get_by_test_id("stAlert")
    expect(warnings).to_have_count(3)
    expect(warnings.nth(0)).to_contain_text("The link's act = 9 was left out: this lesson has 2 scenes.")
    expect(warnings.nth(1)).to_contain_text("momentum2 = 7 was left out: it must be from 0 to 0.98.")
    expect(warnings.nth(2)).to_contain_text("<img src=x> = <script>1 was left out: nothing of that name can be changed")
    link_of(page, r"\?lesson=momentum$")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.9,")


def test_what_is_dragged_in_a_picture_stands_in_the_link(open_lesson, new_page):
    page = open_lesson("downhill")
    page.locator(".number-slider input").fill("3")
    other = new_page()
    other.goto(link_of(page, "learning_rate1=3$"))
    expect(other.locator(".slider-number")).to_have_text("3")
