"""The page Lessons in a browser: one lesson at a time, at its own address, voted on, played."""

import re

import numpy as np
import pytest
from browser.asking import expect
from browser.lessonpage import (
    LESSONS,
    SLUGS,
    answer,
    at,
    choose_scene,
    drag,
    in_explore,
    numbers,
    vote,
    wait_for_link,
)
from browser.reader import PATIENCE, TO_LINK

from surface.error import FullError
from surface.landscape.proof import Fate, traced
from surface.scenes import SCENES
from surface.scenes.played import Played
from surface.scenes.quantities import find

pytestmark = pytest.mark.webgl(False)


# --- finding one's way --------------------------------------------------------------------------------------------


def test_the_way_through_the_lessons_by_menu_button_key_line_and_back(go_on):
    page = go_on()
    page.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 · One unit")
    expect(page.get_by_role("button", name="Previous lesson")).to_be_disabled()
    page.keyboard.press("Shift+ArrowRight")
    at(page, "how-wrong-is-it")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "one-unit")
    page.keyboard.press("Shift+ArrowRight")
    at(page, "how-wrong-is-it")
    page.go_back()
    at(page, "one-unit")
    page.get_by_role("radio", name="7 Momentum").click()
    at(page, "momentum")
    page.get_by_role("button", name="Next: Flat places").click()
    at(page, "flat-places")
    page.get_by_text("Glossary", exact=True).click()
    expect(
        page.get_by_text("All the starts", exact=False).or_(page.get_by_text("all the starts")).first
    ).to_be_visible()
    page.get_by_role("link", name="For teachers: write a lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a lesson")
    expect(page.get_by_text("smallest momentum that frees run RUN")).to_be_visible()


# --- the pictures -------------------------------------------------------------------------------------------------


def move_two_sliders(page, *values):
    for axis, value in enumerate(values):
        page.locator(".number-slider input").nth(axis).fill(value)


def test_an_unknown_lesson_opens_the_first_where_one_unit_makes_its_output_of_its_inputs(go_to):
    page = go_to("impetus", opens="one-unit")
    expect(page.get_by_text("There is no lesson called impetus")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 · One unit")
    network = SCENES["and-gate"].network
    inputs = SCENES["and-gate"].data.inputs
    move_two_sliders(page, "1", "2.5")
    made = network.replace({"w[1,1]": 1, "w[2,1]": 2.5})
    rows = [numbers(row) for row in page.locator(".unit-table tbody tr").all_inner_texts()]
    assert [row[3] for row in rows] == pytest.approx(made.pre_activations(inputs)[-1][:, 0].tolist(), abs=6e-3)
    assert [row[4] for row in rows] == pytest.approx(made.predict(inputs)[:, 0].tolist(), abs=6e-4)
    error = float(SCENES["and-gate"].surface().error([1, 2.5]))
    assert numbers(page.locator(".unit-table tfoot td").inner_text())[0] == pytest.approx(error, abs=6e-4)
    page.get_by_role("button", name="Follow data point 4").click()
    expect(page.locator(".term-formula")).to_contain_text("h = 1 · 1 + 2.5 · 1 + (−3) = 0.50")
    expect(page).to_have_url(re.compile("start1=1~2.5$"))  # or it would come with the next link


def test_all_weights_let_go_bring_the_error_down(go_to):
    page = go_to("more-than-two-weights&act=2")
    words = page.locator(".slope-words")
    expect(words).to_contain_text("step 500: two weights move")
    vote(page, "Nobody can know")
    page.locator(".player-scrubber").fill("600")
    expect(words).to_contain_text("all 9 weights move, for 100 steps")
    expect(words).to_contain_text("E = 0.214")
    page.keyboard.press("End")
    expect(page.locator(".st-key-lesson-answer")).to_contain_text("0.000 in 1,000")


def test_two_sliders_move_the_error_go_to_explore_and_two_outputs_have_an_inner_sum(go_to):
    page = go_to("how-wrong-is-it")
    before = in_explore(page)
    E = SCENES["ravine"].surface()
    error = page.locator(".big-number")
    move_two_sliders(page, "3.5", "1.4")
    shown = [numbers(text)[0] for text in page.locator(".slider-number").all_inner_texts()]
    assert numbers(error.inner_text())[0] == pytest.approx(float(E.error(shown)), abs=6e-4)
    assert numbers(error.inner_text())[0] == pytest.approx(2.1, abs=6e-3)
    squares = [numbers(row)[-1] for row in page.locator(".squares-table tbody tr").all_inner_texts()]
    assert sum(squares) / 2 == pytest.approx(numbers(error.inner_text())[0], abs=3e-3)
    wait_for_link(page, "start1=3.5~1.4")
    assert in_explore(page).runs[0].start == (3.5, 1.4) != before.runs[0].start
    choose_scene(page, "Two outputs")
    expect(page.locator(".squares-table .inner-sum")).to_have_count(6)
    expect(page.locator(".squares-plots .lesson-chart")).to_have_count(2)
    inner = [numbers(text)[0] for text in page.locator(".inner-sum").all_inner_texts()]
    total = numbers(page.locator(".squares-table tfoot td").inner_text())[0]
    assert sum(inner) == pytest.approx(total, abs=5e-3)


def the_point_on_the_parabola_moves(page):
    """By key, and by drag."""
    point = page.get_by_role("slider", name="The point on the curve")
    expect(point).to_have_attribute("aria-valuetext", re.compile("x = 2.00.*= 4.00$"))
    point.focus()
    page.keyboard.press("ArrowLeft")
    expect(point).to_have_attribute("aria-valuetext", re.compile(r"x = 1.90.*= 3.80$"))
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 300, box["y"], steps=4)
    page.mouse.up()
    x, _, slope = (numbers(part)[-1] for part in point.get_attribute("aria-valuetext").split("   "))
    assert x < 1.5
    assert slope == pytest.approx(2 * x, abs=0.011)


def two_slopes_are_the_gradient(page):
    E = SCENES["two-hollows"].surface()
    point = page.get_by_role("slider", name="The point on the map")
    point.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    text = page.locator(".slope-words").inner_text()
    w1, w2, error = (
        float(re.search(rf"{name} = ([−\d.]+)", text)[1].replace("−", "-")) for name in ("w₁₁", "w₂₁", "E")
    )
    gradient = numbers(text[text.index("∇E") :])
    assert error == pytest.approx(float(E.error([w1, w2])), abs=0.01)
    assert gradient == pytest.approx(E.gradient([w1, w2]).tolist(), abs=0.01)


def explore_gets_the_point_and_the_lesson_keeps_it(page):
    point = page.get_by_role("slider", name="The point on the map")
    drag(page, point, -80, -60)
    x = float(point.get_attribute("aria-valuenow"))
    wait_for_link(page, f"start1={round(x, 2):g}~")
    assert in_explore(page).runs[0].start[0] == pytest.approx(x, abs=0.006)
    choose_scene(page, "One weight")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wait_for_link(page, "start1=2.1~1.7")
    expect(page.get_by_role("link", name="Open “One weight” in Explore")).to_be_visible()
    choose_scene(page, "Both weights")
    wait_for_link(page, r"start1=(?!2\.1~)")
    assert float(point.get_attribute("aria-valuenow")) == pytest.approx(x, abs=0.006)


def test_slopes_by_key_and_by_drag_go_to_explore_and_after_a_click_the_keys_play_and_go_on(go_to):
    page = go_to("slope", reduced_motion="reduce")  # play shows the end at once
    expect(page.get_by_role("link", name="Open “Two hollows” in Explore")).to_be_visible()
    vote(page, "−2")
    page.get_by_role("button", name="Show the answer now").click()
    expect(answer(page)).to_contain_text("As you said.")
    the_point_on_the_parabola_moves(page)
    choose_scene(page, "Both weights")
    two_slopes_are_the_gradient(page)
    explore_gets_the_point_and_the_lesson_keeps_it(page)
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


def steps_come_one_at_a_time_with_their_numbers(page):
    (run,) = LESSONS[SLUGS.index("downhill")].acts[0].scene.descents()
    page.get_by_role("button", name="Forward one step").click()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player-count")).to_have_text("step 2 of 40")
    cells = page.locator(".step-numbers dd").all_inner_texts()
    assert numbers(cells[0]) == pytest.approx(run.path[2].tolist(), abs=6e-4)
    assert numbers(cells[1])[0] == pytest.approx(float(run.error[2]), abs=6e-5)
    assert numbers(cells[3]) == pytest.approx((run.path[3] - run.path[2]).tolist(), abs=6e-5)
    page.get_by_role("button", name="Follow data point 2").click()
    expect(page.locator(".term-formula")).to_contain_text("Data point 2:")
    terms = [numbers(row)[-2:] for row in page.locator(".terms-table tbody tr").all_inner_texts()]
    sums = [sum(column) for column in zip(*terms, strict=True)]
    assert sums == pytest.approx(numbers(cells[2]), abs=3e-4)


def test_a_rate_of_a_lessons_own_picture_goes_into_link_and_explore_and_back_to_what_the_answer_holds_for(go_to, watch):
    page = go_to("downhill")
    page.locator(".number-slider input").fill("3")
    expect(page).to_have_url(re.compile("learning_rate1=3$"))
    other = page.context.new_page()
    watch.follow(other)
    other.goto(page.url)
    expect(other.locator(".slider-number")).to_have_text("3")
    other.close()  # behind another tab a page is painted once a second
    wait_for_link(page, "learning_rate1=3(&|$)")
    assert in_explore(page).runs[0].rule.learning_rate == 3
    page.locator(".number-slider input").fill("8")
    expect(page.locator(".slider-number")).to_have_text("8")
    wait_for_link(page, "learning_rate1=8(&|$)")
    vote(page, "No, the way will bend")
    page.get_by_role("button", name="Forward one step").click()
    expect(page.locator(".player-count")).to_have_text("step 1 of 40")  # nothing began again
    page.keyboard.press("End")
    expect(answer(page)).to_contain_text("This is for the lesson's own settings: learning rate η = 4 for run 1.")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.locator(".slider-number")).to_have_text("4")
    expect(page.locator(".player-count")).to_have_text("step 0 of 40")
    expect(answer(page)).not_to_contain_text("own settings")
    steps_come_one_at_a_time_with_their_numbers(page)
    page.locator(".number-slider input").fill("3")
    wait_for_link(page, "learning_rate1=3(&|$)")
    page.get_by_role("link", name=re.compile("in Explore")).click()
    expect(page.locator(".player-card-settings").first).to_contain_text("η = 3")


def test_the_blame_of_a_data_point_goes_back_through_the_hidden_layer(go_to):
    page = go_to("where-the-gradient-comes-from")
    E = SCENES["xor-hidden"].surface()
    full = page.locator(".slopes-table tfoot td")
    assert [numbers(text)[0] for text in page.locator(".slopes-table .free-slope").all_inner_texts()] == pytest.approx(
        E.gradient([-4, -3]).tolist(), abs=6e-4
    )
    sliders = page.locator(".number-slider input")
    for axis, value in enumerate(("-2", "0")):
        sliders.nth(axis).fill(value)
    expect(page).to_have_url(re.compile("start1=-2~-0$"))  # or it would come with the next link
    network = E.network_at([float(slider.input_value()) for slider in sliders.all()])  # on a stop of the slider
    slopes = FullError(network, E.data).gradient(network.weights)
    assert [numbers(text)[0] for text in full.all_inner_texts()] == pytest.approx(slopes.tolist(), abs=6e-4)
    page.locator(".slopes-table tbody tr").nth(2).click()
    expect(page.locator(".term-formula")).to_contain_text("Data point 3:")
    page.get_by_role("button", name="Follow data point 2").click()
    rows = page.locator(".pass-table tbody tr")
    expect(rows.nth(1)).to_have_class("chosen-row")
    x_1, x_2, z_1, z_2, out, residual, delta, *shares = numbers(rows.nth(1).inner_text())[1:]
    assert (x_1, x_2, residual) == (0, 1, pytest.approx(0.9 - out, abs=1e-3))
    assert delta == pytest.approx(residual * out * (1 - out), abs=5e-4)
    by_hand = [z_1 * (1 - z_1) * 6 * delta, z_2 * (1 - z_2) * -6 * delta]
    assert shares == pytest.approx(by_hand, abs=1e-3)


def two_balls_roll_into_two_hollows(page):
    page.keyboard.press(" ")  # who asked for less motion sees the end at once
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    for card, error in zip(page.locator(".ball-cards .player-card").all(), (0.397, 0.005), strict=True):
        _, height, slope, curvature = (numbers(text)[0] for text in card.locator("dd").all_inner_texts())
        assert height == pytest.approx(error, abs=0.002)
        assert abs(slope) < 0.001
        assert curvature > 0


def explore_gets_the_start_of_a_ball(page):
    before = in_explore(page)
    ring = page.get_by_role("slider", name="Start of ball 2")
    drag(page, ring, -120, 0)
    x = float(ring.get_attribute("aria-valuenow"))
    wait_for_link(page, f"start2=(?!{before.runs[1].start[0]:g}~)")
    after = in_explore(page)
    assert after.runs[1].start[0] == pytest.approx(x, abs=0.006) != before.runs[1].start[0]
    assert after.runs[1].start[1] == before.runs[1].start[1]
    assert after.runs[0].start == before.runs[0].start


def test_a_question_about_two_pictures_is_tried_in_either_and_two_balls_roll_into_two_hollows(go_to):
    page = go_to("the-wrong-hollow", reduced_motion="reduce")
    expect(page.get_by_role("link", name="Open “Two hollows” in Explore")).to_be_visible()
    vote(page, "No, each in its own hollow")
    choose_scene(page, "The surface")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    page.keyboard.press(" ")
    expect(answer(page)).to_contain_text("As you said.")
    choose_scene(page, "A curve")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    two_balls_roll_into_two_hollows(page)
    explore_gets_the_start_of_a_ball(page)


def test_a_rate_moves_a_run_across_the_limit(go_to):
    page = go_to("how-big-a-step")
    vote(page, "Never arrive")
    page.keyboard.press("End")
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(3)
    slider = page.get_by_role("slider", name="learning rate η of run 1")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(".player-card-settings").first).to_contain_text("η = 0.07")
    expect(page.locator(".player-badge").first).to_have_text("diverged")
    expect(page.locator(".strip-words")).to_contain_text("0.05988")
    wait_for_link(page, "learning_rate1=0.07(&|$)")


PIXELS_OF_REGIONS = """() => [...document.querySelectorAll("canvas.map-regions")].slice(0, 1).map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), seen = {};
  for (let n = 0; n < data.length; n += 40) if (data[n + 3] > 40) {
    const colour = [...data.slice(n, n + 3)].map((value) => Math.round(value / 8)).join();
    seen[colour] = (seen[colour] ?? 0) + 1;
  }
  return Object.entries(seen).sort((a, b) => b[1] - a[1]).slice(0, 2).map(([colour]) => colour).sort();
})[0]"""


def test_the_basins_of_momentum_open_with_the_vote_and_those_of_explore_have_their_colours(go_to):
    page = go_to("where-do-starts-end")
    expect(page.locator(".basin-legend").first).to_contain_text("minimum 1 (the lowest)")
    page.wait_for_function(f"({PIXELS_OF_REGIONS})()?.length === 2")
    here = page.evaluate(PIXELS_OF_REGIONS)
    expect(page.locator(".basin-held-back")).to_have_count(2)
    vote(page, "Yes, many more")
    expect(page.locator(".basin-held-back")).to_have_count(0)
    legends = ["minimum 1 (the lowest), E = 0.003101: 41 %", "minimum 1 (the lowest), E = 0.003101: 63 %"]
    legends.append("rescued: the lowest minimum only with the second: 22 %")
    for legend, words in zip(page.locator(".basin-legend").all(), legends, strict=True):
        expect(legend).to_contain_text(words)
    page.evaluate(TO_LINK, ["/?scene=two-hollows&over=basins", PATIENCE])
    regions = page.locator(".player-panel-regions")
    expect(regions).to_contain_text("minimum 1 (the lowest)")
    expect(regions).to_contain_text("minimum 2")
    page.wait_for_function(f"({PIXELS_OF_REGIONS})()?.length === 2")
    assert page.evaluate(PIXELS_OF_REGIONS) == here
    page.get_by_role("button", name=re.compile("^Show basins")).click()
    expect(regions).to_be_hidden()
    expect(page).not_to_have_url(re.compile("over="))


def test_up_to_four_of_the_six_rules_race_and_after_a_pill_was_clicked_the_keys_play(go_to):
    page = go_to("which-rule", reduced_motion="reduce")
    expect(page.locator(".player-card")).to_have_count(4)
    page.get_by_role("button", name="adagrad", exact=True).click()
    expect(page.get_by_text("The first 4 of them run.")).to_be_visible()
    page.get_by_role("button", name="momentum", exact=True).click()
    expect(page.locator(".player-card-title").nth(3)).to_contain_text("adagrad")
    vote(page, "No")
    page.get_by_role("button", name="adagrad", exact=True).click()
    expect(page.locator(".player-card")).to_have_count(3)
    page.keyboard.press(" ")
    expect(page.locator(".player-count")).to_have_text("step 500 of 500")
    table = page.locator(".st-key-lesson-picture [data-testid=stMarkdownContainer] table")
    expect(table.locator("tbody tr")).to_have_count(6)
    expect(table).to_contain_text("468")


def test_water_at_the_pass_covers_the_start_that_no_momentum_frees(go_to):
    page = go_to("how-deep-is-the-trap")
    tools = page.locator(".map-tools")
    expect(tools.get_by_role("button", name="Show slopes")).to_be_hidden()
    tools.get_by_role("button", name="Show water").click()
    level = page.get_by_role("slider", name="Water level")
    trap = Played(LESSONS[SLUGS.index("how-deep-is-the-trap")].acts[0].scene)
    words = page.locator(".water-words")
    stops = 0  # from just below where lakes first meet
    while "the saddle at (1.42, −0.08)" not in words.inner_text() and stops < 20:
        level.press("ArrowRight")
        stops += 1
    expect(words).to_have_text("lakes meet at the saddle at (1.42, −0.08)")
    raised_to = numbers(level.get_attribute("aria-valuetext"))[0]
    start, over = (find(name)(trap) for name in ("error of run 3 at step 0", "error at the pass where run 3 ends"))
    assert start < over
    assert raised_to == pytest.approx(over, abs=2.6 / 200)  # a stop of the slider


def test_boxes_are_looked_at_one_by_one_until_all_points_are_found(go_to):
    page = go_to("how-can-one-be-sure")
    trace = traced(SCENES["xor-hidden"].surface(), SCENES["xor-hidden"].window)
    count, words = page.locator(".player-count"), page.locator(".boxes-words")
    expect(count).to_have_text(f"box 0 of {len(trace.fate)}")
    first = int(np.flatnonzero(trace.fate == Fate.ONE)[0])
    page.locator(".player-scrubber").fill(str(first))
    expect(words).not_to_contain_text("with one point")
    page.keyboard.press("ArrowRight")
    expect(words).to_contain_text(f"Box {first + 1}: both slopes are zero at exactly one place in it.")
    expect(words).to_contain_text("1 with one point")
    page.keyboard.press("End")
    empty, ones = (int((trace.fate == fate).sum()) for fate in (Fate.EMPTY, Fate.ONE))
    expect(words).to_contain_text(f"{empty} empty, {ones} with one point.")
