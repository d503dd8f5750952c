"""Runs beside runs and the network's side, in a browser: what is chosen is shown, and there is a way back."""

import re

import pytest
from browser.asking import expect
from browser.axe import grave

from surface.scenes import SCENES

pytestmark = pytest.mark.webgl(False)
MAP = "document.querySelector('.player-panel-map .js-plotly-plot')"


def named(page, name):
    return page.get_by_role("button", name=name)


def card(page, index):
    return page.locator(".player-card").nth(index)


def settings(page):
    return page.locator(".player-card-settings").all_inner_texts()


def number(text):
    return float(text.replace("−", "-"))


def bar_title(page):
    return page.locator(".bar-name").inner_text()


def seek(page, step):
    page.get_by_role("slider", name="Step", exact=True).fill(str(step))


@pytest.fixture
def player(open_bare):
    return open_bare()


# ------------------------------------------------------------------------------------------------ the network's side


def test_the_shares_add_up_to_the_error_that_is_printed(player):
    for step in (0, 7, 40, 200):
        seek(player, step)
        expect(player.locator(".player-count")).to_have_text(f"step {step} of 200")
        error = re.search(r"E\s+(\S+)", card(player, 0).locator(".player-numbers").inner_text())[1]
        expect(player.locator(".share-sum")).to_have_text(f"Σ = E = {error}")
        shares = player.locator(".share-number").all_inner_texts()
        assert sum(int(text.replace(".", "")) for text in shares) == int(error.replace(".", ""))


def test_another_run_has_shares_of_its_own(player):
    before = player.locator(".share-sum").inner_text()
    card(player, 1).locator(".player-card-head").click()
    expect(player.locator(".share-sum")).not_to_have_text(before)


def test_the_output_over_the_inputs_or_beside_the_targets(player):
    over, beside = named(player, "over the inputs"), named(player, "beside targets")
    expect(over).to_have_attribute("aria-pressed", "true")
    expect(player.locator(".chart-heat")).to_be_visible()
    beside.click()
    expect(named(player, "beside targets")).to_have_attribute("aria-pressed", "true")
    expect(player.locator(".chart-heat")).to_be_hidden()
    over.click()
    expect(player.locator(".chart-heat")).to_be_visible()


def test_the_output_fits_its_place_after_it_was_hidden_while_the_window_changed(player):
    named(player, "beside targets").click()
    player.set_viewport_size({"width": 1100, "height": 900})
    named(player, "over the inputs").click()
    player.wait_for_function(
        "(() => { const axes = [...document.querySelectorAll('.player-panel-output .chart-axes')].find((one) =>"
        " one.checkVisibility()), ground = axes.parentElement;"
        " return axes.getAttribute('viewBox') === `0 0 ${ground.clientWidth} ${ground.clientHeight}`; })()"
    )


def test_one_input_gives_a_curve(open_bare):
    page = open_bare(SCENES["ravine"])
    expect(named(page, "along the input")).to_have_attribute("aria-pressed", "true")


def test_two_outputs_give_a_choice(open_bare):
    second = open_bare(SCENES["two-outputs-cross"]).get_by_role("button", name=re.compile("output 2"))
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()


def test_a_data_point_shows_its_own_surface_and_escape_the_whole_again(player):
    whole = bar_title(player)
    named(player, re.compile("^Data point 3")).click()
    expect(player.locator(".player-panel-point")).to_contain_text("Only data point 3")
    legend = player.locator(".player-panel-legend")
    expect(legend).to_contain_text("the error of data point 3 alone")
    expect(legend).not_to_contain_text("lowest minimum")
    expect(player.locator(".bar-name")).to_contain_text("point 3")
    errors = player.evaluate(f"Math.max(...{MAP}._fullData[0].customdata.flatMap((row) => [...row]))")
    assert errors < 2
    player.keyboard.press("Escape")
    expect(player.locator(".player-panel-point")).to_be_hidden()
    expect(player.locator(".bar-name")).to_have_text(whole)


def test_a_data_point_is_chosen_by_keys_and_left_by_its_button(player):
    first = named(player, re.compile("^Data point 1:"))
    first.focus()
    player.keyboard.press("ArrowDown")
    player.keyboard.press("ArrowDown")
    expect(named(player, re.compile("^Data point 3"))).to_be_focused()
    player.keyboard.press("Enter")
    expect(player.locator(".player-panel-point")).to_contain_text("Only data point 3")
    expect(player.locator(".player-count")).to_have_text("step 200 of 200")
    named(player, "whole error (Esc)").click()
    expect(player.locator(".player-panel-point")).to_be_hidden()


def test_another_scene_opens_with_the_whole_error(player, bare):
    named(player, re.compile("^Data point 2")).click()
    expect(player.locator(".player-panel-point")).to_be_visible()
    bare.give(SCENES["local-minimum"])
    expect(player.locator(".player-panel-point")).to_be_hidden()


# ------------------------------------------------------------------------------------------------------ runs and runs


def test_a_run_is_hidden_and_seen_alone(player):
    hide, solo = named(player, "Hide run 2"), named(player, "Show run 2 solo")
    hide.click()
    expect(hide).to_have_attribute("aria-pressed", "true")
    expect(player.locator(".player-table tbody tr").nth(1)).to_contain_text("(hidden)")
    solo.click()
    expect(hide).to_have_attribute("aria-pressed", "false")
    expect(named(player, "Hide run 1")).to_have_attribute("aria-pressed", "true")
    expect(solo).to_be_focused()
    solo.click()
    expect(named(player, "Hide run 1")).to_have_attribute("aria-pressed", "false")


def test_one_start_for_all_is_undone_to_starts_of_their_own(player):
    expect(named(player, re.compile("Same start"))).to_have_attribute("aria-pressed", "false")
    box, opened = player.locator(".player-panel-map .nsewdrag").bounding_box(), settings(player)
    player.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
    expect(player.locator(".player-card-settings").first).not_to_have_text(opened[0])
    own = settings(player)
    named(player, re.compile("Same start")).click()
    expect(player.locator(".player-card-settings").nth(1)).not_to_have_text(own[1])
    named(player, re.compile("^Undo the last change")).click()
    for index in (0, 1):
        expect(player.locator(".player-card-settings").nth(index)).to_have_text(own[index])
    expect(named(player, re.compile("Same start"))).to_have_attribute("aria-pressed", "false")
    named(player, re.compile("^Undo the last change")).click()
    expect(player.locator(".player-card-settings").first).to_have_text(opened[0])


def test_by_arrival_all_arrive_together(player):
    pacing = named(player, re.compile("^Play by (step|arrival)$"))
    pacing.click()
    expect(player.locator(".player-count")).to_have_text("100 % of the way")
    expect(player.locator(".player-panel-compare")).to_contain_text("all arrive together")
    seek(player, 0)
    expect(player.locator(".player-count")).to_have_text("0 % of the way")
    steps = [text.split()[1] for text in player.locator(".player-numbers").all_inner_texts()]
    assert steps == ["0", "0"]
    pacing.click()
    expect(player.locator(".player-count")).to_have_text("step 0 of 200")


def test_the_table_counts_the_steps_to_an_error_and_marks_the_fastest(player):
    rows = player.locator(".player-table tbody tr")
    expect(rows.nth(0)).to_contain_text("never")
    expect(rows.nth(1)).to_contain_text("fastest")
    player.get_by_label("Count the steps until E is at most").fill("0.9")
    expect(player.locator(".player-table thead")).to_contain_text("steps to E ≤ 0.9")
    expect(rows.nth(0)).not_to_contain_text("never")
    counts = [int(re.search(r"\d+", text)[0]) for text in player.locator(".race-cell").all_inner_texts()]
    fastest = counts.index(min(counts))
    expect(rows.nth(fastest)).to_contain_text("fastest")


@pytest.mark.webgl(True)
def test_fifty_starts_drop_and_others_and_none(player):
    drop = named(player, re.compile("^Drop fifty starts"))
    drop.click()
    told = player.locator(".compare-random-starts")
    expect(told).to_contain_text("50 starts (seed 1)")
    expect(told).to_contain_text(re.compile(r"\d+ of 50 end in the lowest minimum found"))
    expect(player.locator(".player-panel-map .trail-layer")).to_be_visible()
    expect(player.locator(".player-panel-surface .trail-layer")).to_be_visible()
    named(player, "Drop fifty others").click()
    expect(told).to_contain_text("seed 2")
    drop.click()
    expect(told).to_be_hidden()
    expect(player.locator(".player-panel-map .trail-layer")).to_be_hidden()


def test_what_follows_the_chosen_run_follows_one_that_is_shown(player):
    first, second = (card(player, index).locator(".player-card-head") for index in (0, 1))
    expect(first).to_have_attribute("aria-pressed", "true")
    named(player, "Hide run 1").click()
    expect(second).to_have_attribute("aria-pressed", "true")
    named(player, "Show run 1 solo").click()
    expect(first).to_have_attribute("aria-pressed", "true")


def test_an_error_that_cannot_be_counted_to_is_refused_beside_its_field(open_bare):
    page = open_bare()
    field = page.get_by_label("Count the steps until E is at most")
    counted = page.locator(".race-cell").all_inner_texts()
    for nonsense in ("-1", "0", "1e400", ""):
        field.fill(nonsense)
        expect(page.locator(".race-refusal")).to_have_text("E must be a number greater than 0.")
        assert page.locator(".race-cell").all_inner_texts() == counted
    field.fill("0.5")
    expect(page.locator(".race-refusal")).to_have_text("")
    expect(page.locator(".race-cell").first).not_to_have_text("never")


@pytest.mark.webgl(True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_all_of_it_switched_on(open_bare, scheme):
    page = open_bare(color_scheme=scheme)
    named(page, re.compile("^Drop fifty starts")).click()
    expect(page.locator(".compare-random-starts")).to_contain_text("seed 1")
    named(page, re.compile("^Data point 3")).click()
    named(page, "Hide run 2").click()
    named(page, "Play by step").click()
    expect(page.locator(".player-panel-point")).to_be_visible()
    assert grave(page) == []
