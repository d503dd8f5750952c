"""What lies under the view, in a browser: the strip under the curve, the basins over the map, what frees a run."""

import re

import numpy as np
import pytest
from analytic import bounds
from browser.asking import expect

from surface.descent import descend
from surface.landscape.basins import basins
from surface.scenes import SCENES, edits

pytestmark = pytest.mark.webgl(False)
SCENE = SCENES["two-hollows"]
BASINS = re.compile("^Show basins")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def go_to(page, step):
    page.get_by_role("slider", name="Step", exact=True).fill(str(step))
    expect(page.locator(".player-count")).to_have_text(re.compile(f"^step {step} of"))


def switch_basins(page):
    page.get_by_role("button", name=BASINS).click()


# Whether the regions over the map have two colours at these shares of its width, at the same height.
TWO_COLOURS = """([one, other, up]) => {
  const canvas = document.querySelector(".map-regions");
  if (!canvas || canvas.hidden || !canvas.width) return false;
  const pen = canvas.getContext("2d");
  const colour = (across) =>
    pen.getImageData(Math.floor(across * canvas.width), Math.floor((1 - up) * canvas.height), 1, 1).data;
  const [here, there] = [one, other].map(colour);
  return here[3] > 0 && there[3] > 0 && here.slice(0, 3).join() !== there.slice(0, 3).join();
}"""

# Whether anything is drawn over the map near this share of its width, half-way up.
INKED = """([across, drawn]) => {
  const canvas = document.querySelector(".map-regions");
  if (!canvas || canvas.hidden || !canvas.width) return false;
  const [middle, row] = [across * canvas.width, canvas.height / 2].map(Math.floor);
  const { data } = canvas.getContext("2d").getImageData(middle - 8, row, 16, 1);
  return data.some((channel, n) => n % 4 === 3 && channel > 0) === drawn;
}"""


def settings(page, run):
    return page.locator(".player-card-settings").nth(run)


@pytest.fixture
def player(go_on):
    page = go_on()
    expect(page.locator(".player-panel-map .plot-container")).to_be_visible(timeout=60_000)
    return page


@pytest.mark.parametrize("run", [0, 1])
def test_the_strip_tells_the_bound_at_every_step_that_the_playhead_shows(open_bare, run):
    player = open_bare()
    expected = bounds(SCENE.surface(), SCENE.descents()[run])
    player.locator(".player-card-head").nth(run).click()
    for step in (0, 9, 40, 200):
        go_to(player, step)
        words = player.locator(".strip-words")
        if np.isinf(expected[step]):
            expect(words).to_contain_text("No bound here")
        else:
            expect(words).to_have_text(re.compile(r"^η = 0\.2 is below (\S+), the bound at this point"))
            told = re.search(r"below (\S+), the", words.inner_text())[1]
            assert number(told) == pytest.approx(expected[step], rel=1e-3)


def test_a_rule_that_adapts_its_steps_has_no_bound_and_the_strip_says_so(open_bare):
    page = open_bare(edits.with_rule(SCENE, 0, "adam"))
    expect(page.locator(".strip-words")).to_have_text("Adam scales its own steps: no curvature bounds η.")


def a_click_on_the_basins_still_starts_there(page):
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    before = settings(page, 0).inner_text()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.4 * box["height"])
    expect(settings(page, 0)).not_to_have_text(before)
    page.keyboard.press("End")  # it is being played, and told of at its end
    expect(page.locator(".player-card").first).to_contain_text("reached the lowest minimum")
    page.get_by_role("button", name=re.compile("^Undo the last change")).click()
    expect(settings(page, 0)).to_have_text(before)


def test_the_basins_lie_over_the_map_and_those_of_a_known_rate_are_others(player):
    found = basins(SCENE.surface(), SCENE.runs[0].rule, SCENE.window, 64, SCENE.steps)
    switch_basins(player)
    legend = player.locator(".player-panel-regions")
    title = legend.locator("strong")
    expect(legend).to_contain_text("minimum 1 (the lowest)", timeout=60_000)
    expect(legend).to_contain_text(f"{100 * found.share[0]:.2g} %")
    expect(title).to_have_text("Where starts end by gradient descent, η = 0.2")
    expect(player).to_have_url(re.compile("over=basins"))
    player.wait_for_function(TWO_COLOURS, arg=[0.7, 0.3, 0.3])
    a_click_on_the_basins_still_starts_there(player)
    expect(legend).to_be_visible()
    player.keyboard.press("s")
    player.get_by_role("button", name=re.compile("^Best rate here")).first.click()
    expect(settings(player, 0)).to_contain_text("η = 1.54")
    expect(player).to_have_url(re.compile("learning_rate1=1.54"))
    expect(title).to_have_text(re.compile("η = 1.5"), timeout=60_000)


def test_watersheds_are_lines_that_leave_the_map_its_colours_and_go_at_the_switch(go_on):
    page = go_on("?over=watersheds")
    switch = page.locator(".map-tools").get_by_role("button", name=re.compile("^Show watersheds"))
    expect(switch).to_have_text("watersheds")
    expect(page.locator(".player-panel-regions")).to_contain_text("from each saddle straight uphill")
    # Along the line that parts the hollows, w₁ = 1.42 or so, something dark is drawn; beside it nothing is.
    page.wait_for_function(INKED, arg=[(1.42 + 2.5) / 7.5, True])
    page.wait_for_function(INKED, arg=[(2.4 + 2.5) / 7.5, False])
    switch.click()
    expect(page.locator(".player-panel-regions")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("over="))


def test_a_change_cuts_the_work_short(go_on, wait_until_idle):
    """At this rate no start arrives anywhere: the work would take all of its 5000 steps."""
    page = go_on("?scene=iris-overlap&steps=5000&learning_rate1=0.0001")
    switch_basins(page)
    progress = page.get_by_test_id("stProgress")
    expect(progress).to_be_visible()
    expect(progress).to_contain_text("Following 64 × 64 starts by gradient descent")
    switch_basins(page)
    expect(progress).to_have_count(0)
    wait_until_idle(page)
    expect(page.locator(".player-panel-regions")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("over="))


# Whether the map of settings is drawn and stays: one that is just being drawn anew hears no click.
STANDS = """async () => {
  const here = () => document.querySelector(".st-key-escape-figure .nsewdrag");
  const before = here();
  for (let n = 0; n < 5; n++) await new Promise(requestAnimationFrame);
  return before && here() === before;
}"""


def a_click_on_the_map_of_settings_sets_both_as_often_as_one_likes(page, wait_until_idle):
    page.get_by_text("Map of learning rate × momentum").click()
    panel = page.get_by_role("tabpanel", name="What would free it?")
    plot = page.locator(".st-key-escape-figure .nsewdrag")
    before = settings(page, 0).inner_text()
    for _ in range(2):
        expect(panel).to_contain_text("the run's own setting, η = 0.2, β = 0.", timeout=60_000)
        wait_until_idle(page)
        page.wait_for_function(STANDS)
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        place = box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"]
        page.mouse.move(*place)
        # What is clicked is what Plotly says that is there.
        expect(page.locator(".st-key-escape-figure .hovertext").first).to_be_visible()
        page.mouse.click(*place)
        expect(settings(page, 0)).to_contain_text("η = 0.317, β = 0.7,")
        page.get_by_role("button", name=re.compile("^Undo the last change")).click()
        expect(settings(page, 0)).to_have_text(before)


def test_what_frees_the_stuck_run_is_set_and_takes_it_to_the_lowest_minimum(player, wait_until_idle):
    player.get_by_role("tab", name="What would free it?").click()
    a_click_on_the_map_of_settings_sets_both_as_often_as_one_likes(player, wait_until_idle)
    player.get_by_role("button", name="What would free it?").click()
    set_it = player.get_by_role("button", name=re.compile("^Set it"))
    expect(set_it).to_be_visible(timeout=60_000)
    momentum = number(re.search(r"β = (\S+)", set_it.inner_text())[1])
    set_it.click()
    expect(settings(player, 0)).to_contain_text(f"β = {momentum:g}")
    player.keyboard.press("End")
    expect(player.locator(".player-card").first).to_contain_text("reached the lowest minimum")
    rule = type(SCENE.runs[1].rule)(SCENE.runs[0].rule.learning_rate, momentum)
    assert descend(SCENE.surface(), rule, SCENE.runs[0].start, SCENE.steps).error[-1] < 0.01
