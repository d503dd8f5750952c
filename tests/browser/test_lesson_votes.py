"""A lesson's vote, its keys and its link: a vote counts once, keys stay with the picture, a link opens the same one."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.asking import expect
from browser.lessonpage import CHOICES, LESSONS, SLUGS, answer, at, choose_scene, drag, to_explore

from surface.scenes import link
from surface.view.hosts import page as hosts

pytestmark = pytest.mark.webgl(False)
CHECKED = f"[...document.querySelectorAll('{CHOICES}')].map((choice) => choice.checked)"


def settings(page):
    return page.locator(".player-card-settings").nth(1)


def momentum(page):
    return page.get_by_role("slider", name="momentum β of run 2")


def link_of(page, part):
    """Wait until the browser's link has this part, and return the link."""
    expect(page).to_have_url(re.compile(part))
    return page.url


# --- what a tab keeps ---------------------------------------------------------------------------------------------

NONSENSE = ("[1, 2", "[]", '"x"', "null", '{"momentum": {"vote": "<b>x</b>", "answered": true}, "x": 1}')
PAGE = '<!doctype html><title>kept</title><link rel="icon" href="data:,"><script type="module">%s</script>'
ATTENDED = """
window.told = [];
const setTriggerValue = (name, value) => told.push([name, value]);
modules.lessonpage.attendLesson({ data: { held: false, kept: {} }, setTriggerValue });
"""


def test_of_what_a_tab_keeps_the_app_is_told_nothing_but_records(page, tmp_path):
    file = tmp_path / "kept.html"
    file.write_text(PAGE % f"{hosts.script('lessonpage')}{ATTENDED}", encoding="utf-8")
    page.goto(file.as_uri())
    *others, record = NONSENSE
    for nonsense, told in [*((text, []) for text in others), (record, [["kept", json.loads(record)]])]:
        page.evaluate("(text) => sessionStorage.setItem('lesson-votes', text)", nonsense)
        page.reload()
        assert page.evaluate("told") == told


# --- by key -------------------------------------------------------------------------------------------------------


def a_vote_by_key_is_made_by_enter_alone(page):
    page.locator(CHOICES).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(CHECKED) == [False, False, False]  # an arrow only goes there
    expect(page.locator(CHOICES).nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Now try it")).to_be_visible()
    assert page.evaluate(CHECKED) == [False, False, True]


def who_goes_by_key_keeps_the_focus(page):
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


def test_a_vote_counts_once_and_the_keys_play_and_go_on_and_leave_it_alone(go_to):
    page = go_to("momentum", reduced_motion="reduce")  # play shows the end at once
    a_vote_by_key_is_made_by_enter_alone(page)
    page.locator(CHOICES).first.click(force=True)  # before the answer one may think again
    page.wait_for_function(f"({CHECKED})[0]")
    page.locator(CHOICES).nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"({CHECKED})[2]")
    page.keyboard.press(" ")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")
    for place in range(3):
        expect(page.locator(CHOICES).nth(place)).to_be_disabled()
    page.keyboard.press("Shift+ArrowRight")
    at(page, "flat-places")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "momentum")
    expect(answer(page)).to_contain_text("You said: It never comes to rest.")
    drag(page, page.get_by_test_id("stSlider").locator("div[style*=translate]"), -40, 0)
    expect(settings(page)).not_to_contain_text("β = 0.9")
    page.keyboard.press("Shift+ArrowRight")  # after a slider was moved by mouse the keys go on
    at(page, "flat-places")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "momentum")
    who_goes_by_key_keeps_the_focus(page)


# --- in the app's own tab -----------------------------------------------------------------------------------------


def test_a_tab_that_keeps_a_vote_for_no_choice_opens_as_if_it_kept_nothing(go_to):
    page = go_to("momentum")
    page.evaluate("(text) => sessionStorage.setItem('lesson-votes', text)", NONSENSE[-1])
    page.reload()
    expect(page.get_by_text("Vote first, then try it.")).to_be_visible()
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(answer(page)).to_have_count(0)


# --- the link -----------------------------------------------------------------------------------------------------


def a_copied_link_opens_the_same_picture(page, other):
    other.goto(link_of(page, r"\?lesson=momentum&act=2&momentum2=0$"))
    expect(other.get_by_role("radio", name="Too much")).to_be_checked()
    expect(settings(other)).to_contain_text("β = 0,")
    expect(momentum(other)).to_have_value("0")
    other.close()  # behind another tab a page is painted once a second


def back_and_forward_agree_with_what_is_seen(page):
    page.go_back()
    expect(settings(page)).to_contain_text("β = 0.94")
    expect(momentum(page)).to_have_value("0.94")
    page.go_back()
    expect(page.get_by_role("radio", name="Out of the hollow")).to_be_checked()
    expect(settings(page)).to_contain_text("β = 0.9,")
    page.go_forward()
    expect(page.get_by_role("radio", name="Too much")).to_be_checked()
    page.go_forward()
    expect(settings(page)).to_contain_text("β = 0,")


def explore_brings_exactly_this_scene(page):
    to_explore(page).click()
    page.wait_for_url(lambda url: "/lessons" not in url and "momentum2=" in url)
    expect(settings(page)).to_contain_text("β = 0.94")
    query = {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}
    scene = LESSONS[SLUGS.index("momentum")].acts[1].scene
    assert link.scene_from(query) == (scene, [])


def test_a_wrong_link_says_what_it_left_out_a_right_one_is_the_picture_through_back_and_into_explore(go_to, watch):
    page = go_to("momentum&act=9&momentum2=7&%3Cimg%20src%3Dx%3E=%3Cscript%3E1")
    warnings = page.get_by_test_id("stAlert")
    expect(warnings).to_have_count(3)
    expect(warnings.nth(0)).to_contain_text("The link's act = 9 was left out: this lesson has 2 scenes.")
    expect(warnings.nth(1)).to_contain_text("momentum2 = 7 was left out: it must be from 0 to 0.98.")
    expect(warnings.nth(2)).to_contain_text("<img src=x> = <script>1 was left out: nothing of that name can be changed")
    link_of(page, r"\?lesson=momentum$")
    expect(settings(page)).to_contain_text("β = 0.9,")
    choose_scene(page, "Too much")
    link_of(page, "act=2$")
    expect(momentum(page)).to_have_value("0.94")  # a key before is for the slider of the scene that goes
    momentum(page).press("Home")
    expect(settings(page)).to_contain_text("β = 0,")
    other = page.context.new_page()
    watch.follow(other)
    a_copied_link_opens_the_same_picture(page, other)
    other.close()
    back_and_forward_agree_with_what_is_seen(page)
    page.go_back()
    expect(settings(page)).to_contain_text("β = 0.94")
    explore_brings_exactly_this_scene(page)
