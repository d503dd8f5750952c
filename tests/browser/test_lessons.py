"""The page Lessons in a browser: one lesson at a time, at its own address, voted on, played."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from browser.asking import expect
from browser.lessonpage import LESSONS, SLUGS, at, choose_scene, numbers, vote

from surface.error import FullError
from surface.landscape.proof import Fate, traced
from surface.scenes import SCENES, link
from surface.scenes.played import Played
from surface.scenes.quantities import find

pytestmark = pytest.mark.webgl(False)
WHOLE = """() => {
  const whole = (table) => table.scrollWidth <= table.clientWidth
    && parseFloat(getComputedStyle(table.querySelector("td")).fontSize) >= 9;
  return [...document.querySelectorAll(".lesson-scroll")].every(whole);
}"""


# --- finding one's way --------------------------------------------------------------------------------------------


def test_an_unknown_lesson_opens_the_first_and_says_so(open_lesson):
    page = open_lesson("impetus")
    expect(page.get_by_text("There is no lesson called impetus")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 · One unit")


def test_previous_and_next_also_by_key_and_back(open_lesson):
    page = open_lesson("slope")
    page.get_by_role("button", name="Next: Downhill").click()
    at(page, "downhill")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "slope")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "how-wrong-is-it")
    page.keyboard.press("Shift+ArrowLeft")
    at(page, "one-unit")
    expect(page.get_by_role("button", name="Previous lesson")).to_be_disabled()
    page.keyboard.press("Shift+ArrowRight")
    at(page, "how-wrong-is-it")
    page.go_back()
    at(page, "one-unit")


def test_the_line_of_lessons_goes_anywhere(open_lesson):
    page = open_lesson("how-wrong-is-it")
    page.get_by_role("radio", name="8 Flat places").click()
    at(page, "flat-places")


def test_the_first_lesson_opens_from_the_menu(open_app):
    page = open_app()
    page.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 · One unit")


def test_open_in_explore_brings_exactly_this_scene(open_lesson):
    page = open_lesson("momentum")
    choose_scene(page, "Too much")
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.94")
    page.get_by_role("link", name=re.compile("in Explore")).click()
    page.wait_for_url(lambda url: "/lessons" not in url and "momentum2=" in url)
    expect(page.locator(".player-card-settings").nth(1)).to_contain_text("β = 0.94")
    query = {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}
    scene = LESSONS[SLUGS.index("momentum")].acts[1].scene
    assert link.scene_from(query) == (scene, [])


# --- guessing first -----------------------------------------------------------------------------------------------


def test_vote_then_play_then_the_answer(open_lesson):
    page = open_lesson("momentum")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(0)
    expect(page.get_by_text("Vote first")).to_be_visible()
    vote(page, "The near one, like the first run")
    expect(page.get_by_text("Now try it")).to_be_visible()
    expect(page.locator(".st-key-lesson-answer")).to_have_count(0)
    page.keyboard.press("End")
    expect(page.locator(".st-key-lesson-answer")).to_contain_text("The deep one, over the ridge.")
    expect(page.locator(".st-key-lesson-answer")).to_contain_text("You said: The near one")
    expect(page.locator(".player-badge:not(.card-way):visible").nth(1)).to_have_text("reached the lowest minimum")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")


def test_the_answer_can_be_had_at_once(open_lesson):
    page = open_lesson("slope")
    vote(page, "−2")
    page.get_by_role("button", name="Show the answer now").click()
    expect(page.locator(".st-key-lesson-answer")).to_contain_text("As you said.")


def test_a_terms_meaning_opens_in_place_by_key_and_closes(open_lesson):
    page = open_lesson("momentum")
    term = page.get_by_role("button", name="velocity", exact=True)
    meaning = page.locator("#momentum-velocity")
    expect(meaning).not_to_be_visible()
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_contain_text("a fading sum of all gradients")
    page.keyboard.press("Escape")
    expect(meaning).not_to_be_visible()


def test_the_glossary_is_under_every_lesson(open_lesson):
    page = open_lesson("slope")
    page.get_by_text("Glossary", exact=True).click()
    expect(
        page.get_by_text("All the starts", exact=False).or_(page.get_by_text("all the starts")).first
    ).to_be_visible()


def test_the_page_for_teachers_opens_from_the_foot_of_a_lesson(open_lesson):
    page = open_lesson("momentum")
    page.get_by_role("link", name="For teachers: write a lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a lesson")
    expect(page.get_by_text("smallest momentum that frees run RUN")).to_be_visible()


# --- the pictures -------------------------------------------------------------------------------------------------


def test_two_sliders_move_the_error(open_lesson):
    page = open_lesson("how-wrong-is-it")
    E = SCENES["ravine"].surface()
    error = page.locator(".big-number")
    for axis, value in enumerate(("3.5", "1.4")):
        page.locator(".number-slider input").nth(axis).fill(value)
    shown = [numbers(text)[0] for text in page.locator(".slider-number").all_inner_texts()]
    assert numbers(error.inner_text())[0] == pytest.approx(float(E.error(shown)), abs=6e-4)
    assert numbers(error.inner_text())[0] == pytest.approx(2.1, abs=6e-3)
    squares = [numbers(row)[-1] for row in page.locator(".squares-table tbody tr").all_inner_texts()]
    assert sum(squares) / 2 == pytest.approx(numbers(error.inner_text())[0], abs=3e-3)


def test_two_outputs_have_an_inner_sum(open_lesson):
    page = open_lesson("how-wrong-is-it")
    choose_scene(page, "Two outputs")
    expect(page.locator(".squares-table .inner-sum")).to_have_count(6)
    expect(page.locator(".squares-plots .lesson-chart")).to_have_count(2)
    inner = [numbers(text)[0] for text in page.locator(".inner-sum").all_inner_texts()]
    total = numbers(page.locator(".squares-table tfoot td").inner_text())[0]
    assert sum(inner) == pytest.approx(total, abs=5e-3)


def test_the_point_on_the_parabola_moves_by_key_and_by_drag(open_lesson):
    page = open_lesson("slope")
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


def test_two_slopes_are_the_gradient(open_lesson):
    page = open_lesson("slope")
    choose_scene(page, "Both weights")
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


def test_steps_one_at_a_time_with_their_numbers(open_lesson):
    page = open_lesson("downhill")
    (run,) = LESSONS[SLUGS.index("downhill")].acts[0].scene.descents()
    vote(page, "No, the way will bend")
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


@pytest.mark.parametrize("slug", ["downhill", "one-unit", "where-the-gradient-comes-from"])
def test_a_table_of_data_points_is_seen_whole(open_lesson, slug):
    page = open_lesson(slug)
    table = page.locator(".lesson-scroll").first
    expect(table.locator("tbody tr").first).to_be_visible()
    for width, height in ((1440, 900), (1280, 720), (1366, 768), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"innerWidth === {width} && ({WHOLE})()")


def test_one_unit_makes_its_output_of_its_inputs(open_lesson):
    page = open_lesson("one-unit")
    network = SCENES["and-gate"].network
    inputs = SCENES["and-gate"].data.inputs
    for axis, value in enumerate(("1", "2.5")):
        page.locator(".number-slider input").nth(axis).fill(value)
    made = network.replace({"w[1,1]": 1, "w[2,1]": 2.5})
    rows = [numbers(row) for row in page.locator(".unit-table tbody tr").all_inner_texts()]
    assert [row[3] for row in rows] == pytest.approx(made.pre_activations(inputs)[-1][:, 0].tolist(), abs=6e-3)
    assert [row[4] for row in rows] == pytest.approx(made.predict(inputs)[:, 0].tolist(), abs=6e-4)
    error = float(SCENES["and-gate"].surface().error([1, 2.5]))
    assert numbers(page.locator(".unit-table tfoot td").inner_text())[0] == pytest.approx(error, abs=6e-4)
    page.get_by_role("button", name="Follow data point 4").click()
    expect(page.locator(".term-formula")).to_contain_text("h = 1 · 1 + 2.5 · 1 + (−3) = 0.50")


def test_the_blame_of_a_data_point_goes_back_through_the_hidden_layer(open_lesson):
    page = open_lesson("where-the-gradient-comes-from")
    E = SCENES["xor-hidden"].surface()
    full = page.locator(".slopes-table tfoot td")
    assert [numbers(text)[0] for text in page.locator(".slopes-table .free-slope").all_inner_texts()] == pytest.approx(
        E.gradient([-4, -3]).tolist(), abs=6e-4
    )
    sliders = page.locator(".number-slider input")
    for axis, value in enumerate(("-2", "0")):
        sliders.nth(axis).fill(value)
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


def test_all_weights_let_go_bring_the_error_down(open_lesson):
    page = open_lesson("more-than-two-weights&act=2")
    words = page.locator(".slope-words")
    expect(words).to_contain_text("step 500: two weights move")
    vote(page, "Nobody can know")
    page.locator(".player-scrubber").fill("600")
    expect(words).to_contain_text("all 9 weights move, for 100 steps")
    expect(words).to_contain_text("E = 0.214")
    page.keyboard.press("End")
    expect(page.locator(".st-key-lesson-answer")).to_contain_text("0.000 in 1,000")


def test_two_balls_roll_into_two_hollows_of_a_curve(open_lesson):
    page = open_lesson("the-wrong-hollow", reduced_motion="reduce")
    vote(page, "Yes, in the lowest point")
    page.keyboard.press(" ")  # who asked for less motion sees the end at once
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    for card, error in zip(page.locator(".ball-cards .player-card").all(), (0.397, 0.005), strict=True):
        _, height, slope, curvature = (numbers(text)[0] for text in card.locator("dd").all_inner_texts())
        assert height == pytest.approx(error, abs=0.002)
        assert abs(slope) < 0.001
        assert curvature > 0


def test_a_rate_moves_a_run_across_the_limit(open_lesson):
    page = open_lesson("how-big-a-step")
    vote(page, "Never arrive")
    page.keyboard.press("End")
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(3)
    slider = page.get_by_role("slider", name="learning rate η of run 1")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(".player-card-settings").first).to_contain_text("η = 0.07")
    expect(page.locator(".player-badge").first).to_have_text("diverged")
    expect(page.locator(".strip-words")).to_contain_text("0.05988")


def test_the_basins_of_momentum_open_with_the_vote(open_lesson):
    page = open_lesson("where-do-starts-end")
    expect(page.locator(".basin-held-back")).to_have_count(2)
    vote(page, "Yes, many more")
    expect(page.locator(".basin-held-back")).to_have_count(0)
    legends = ["minimum 1 (the lowest), E = 0.003101: 41 %", "minimum 1 (the lowest), E = 0.003101: 63 %"]
    legends.append("rescued: the lowest minimum only with the second: 22 %")
    for legend, words in zip(page.locator(".basin-legend").all(), legends, strict=True):
        expect(legend).to_contain_text(words)


PIXELS_OF_REGIONS = """() => [...document.querySelectorAll("canvas.map-regions")].slice(0, 1).map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), seen = {};
  for (let n = 0; n < data.length; n += 40) if (data[n + 3] > 40) {
    const colour = [...data.slice(n, n + 3)].map((value) => Math.round(value / 8)).join();
    seen[colour] = (seen[colour] ?? 0) + 1;
  }
  return Object.entries(seen).sort((a, b) => b[1] - a[1]).slice(0, 2).map(([colour]) => colour).sort();
})[0]"""


def test_basins_have_the_colours_of_explore(open_lesson):
    page = open_lesson("where-do-starts-end")
    expect(page.locator(".basin-legend").first).to_contain_text("minimum 1 (the lowest)")
    page.wait_for_function(f"({PIXELS_OF_REGIONS})()?.length === 2")
    here = page.evaluate(PIXELS_OF_REGIONS)
    page.goto(page.url.partition("/lessons")[0] + "/?scene=two-hollows&over=basins")
    expect(page.locator(".player-panel-regions")).to_contain_text("minimum 1 (the lowest)")
    page.wait_for_function(f"({PIXELS_OF_REGIONS})()?.length === 2")
    assert page.evaluate(PIXELS_OF_REGIONS) == here


def test_up_to_four_of_the_six_rules_race(open_lesson):
    page = open_lesson("which-rule")
    expect(page.locator(".player-card")).to_have_count(4)
    page.get_by_role("button", name="adagrad", exact=True).click()
    expect(page.get_by_text("The first 4 of them run.")).to_be_visible()
    page.get_by_role("button", name="momentum", exact=True).click()
    expect(page.locator(".player-card-title").nth(3)).to_contain_text("adagrad")
    vote(page, "No")
    page.keyboard.press("End")
    table = page.locator(".st-key-lesson-picture [data-testid=stMarkdownContainer] table")
    expect(table.locator("tbody tr")).to_have_count(6)
    expect(table).to_contain_text("468")


def test_water_at_the_pass_covers_the_start_that_no_momentum_frees(open_lesson):
    page = open_lesson("how-deep-is-the-trap")
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


def test_boxes_are_looked_at_one_by_one_until_all_points_are_found(open_lesson):
    page = open_lesson("how-can-one-be-sure")
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
