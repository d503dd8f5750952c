"""The lessons' answers: they come when the question was tried, hold for what they say, and stay for the visit."""

import pytest
from browser.asking import expect
from browser.lessonpage import answer, at, choose_scene, vote

pytestmark = pytest.mark.webgl(False)
QUIET = {"reduced_motion": "reduce"}  # play shows the end at once
FREED = "reached the lowest minimum"


def badges(page):
    """What the cards say of where their runs are, as far as they say it."""
    return page.locator(".player-badge:not(.card-way):visible")


def card(page, run=1):
    return page.locator(".player-card-settings").nth(run)


def momentum(page):
    return page.get_by_role("slider", name="momentum β of run 2")


def a_terms_meaning_opens_in_place_by_key_and_closes(page):
    term = page.get_by_role("button", name="velocity", exact=True)
    meaning = page.locator("#momentum-velocity")
    expect(meaning).not_to_be_visible()
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text("a fading sum of all gradients")
    page.keyboard.press("Escape")
    expect(meaning).not_to_be_visible()


def the_answer_comes_when_the_run_was_played(page):
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(badges(page)).to_have_count(0)
    expect(page.get_by_text("Vote first")).to_be_visible()
    vote(page, "The near one, like the first run")
    expect(page.get_by_text("Now try it")).to_be_visible()
    expect(answer(page)).to_have_count(0)
    page.keyboard.press("End")
    expect(answer(page)).to_contain_text("The deep one, over the ridge.")
    expect(answer(page)).to_contain_text("You said: The near one")
    expect(badges(page).nth(1)).to_have_text(FREED)
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")


def what_was_said_chosen_and_played_is_there_again(page):
    choose_scene(page, "Too much")
    expect(card(page, 0)).to_contain_text("β = 0.9")
    momentum(page).press("Home")
    expect(card(page)).to_contain_text("β = 0,")
    page.get_by_role("button", name="Next: Flat places").click()
    at(page, "flat-places")
    expect(answer(page)).to_have_count(0)
    page.get_by_role("button", name="Previous: Momentum").click()
    at(page, "momentum")
    expect(page.get_by_role("radio", name="Too much")).to_be_checked()
    expect(page.get_by_role("radio", name="The near one, like the first run")).to_be_checked()
    expect(answer(page)).to_contain_text("You said: The near one")
    expect(momentum(page)).to_have_value("0")
    choose_scene(page, "Out of the hollow")
    expect(badges(page).nth(1)).to_have_text(FREED)


def test_a_question_is_answered_when_it_was_tried_and_stays_so_through_the_visit_and_a_reload(open_lesson, new_page):
    page = open_lesson("momentum")
    a_terms_meaning_opens_in_place_by_key_and_closes(page)
    the_answer_comes_when_the_run_was_played(page)
    what_was_said_chosen_and_played_is_there_again(page)
    for _ in range(2):  # each time Python draws the page twice at once, and the picture must outlive that
        page.reload()
        expect(answer(page)).to_contain_text("You said: The near one, like the first run.")
        expect(badges(page).nth(1)).to_have_text(FREED)
    other = new_page()
    other.goto(page.url)
    expect(other.get_by_text("Vote first, then try it.")).to_be_visible()  # another tab knows nothing


def another_scene_than_the_questions_brings_no_answer(page):
    choose_scene(page, "Too much")
    expect(page.get_by_text("Now try it in the picture of “Out of the hollow”")).to_be_visible()
    expect(card(page)).to_contain_text("β = 0.94")  # its picture has come
    page.keyboard.press("End")
    expect(badges(page).nth(1)).to_have_text("left the window")
    expect(page.get_by_text("Now try it in the picture of “Out of the hollow”")).to_be_visible()
    choose_scene(page, "Out of the hollow")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(badges(page)).to_have_count(0)


def test_an_answer_is_of_the_questions_scene_and_says_for_which_settings_it_holds_and_brings_them_back(open_lesson):
    page = open_lesson("momentum&act=2", **QUIET)
    page.keyboard.press("End")  # a picture that the question is not about plays before the vote
    expect(badges(page).nth(1)).to_have_text("left the window")
    expect(page.get_by_text("Vote first")).to_be_visible()
    choose_scene(page, "Out of the hollow")
    expect(card(page)).to_contain_text("β = 0.9,")
    momentum(page).press("Home")
    expect(card(page)).to_contain_text("β = 0,")  # and not 0.9
    vote(page, "It never comes to rest")
    another_scene_than_the_questions_brings_no_answer(page)
    expect(card(page)).to_contain_text("β = 0,")
    page.keyboard.press(" ")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")
    said = "This is for the lesson's own settings: momentum β = 0.9 for run 2 in “Out of the hollow”."
    expect(answer(page)).to_contain_text(said)
    page.get_by_role("button", name="Bring them back").click()
    expect(answer(page)).not_to_contain_text("own settings")
    expect(card(page)).to_contain_text("β = 0.9")
    expect(momentum(page)).to_have_value("0.9")
