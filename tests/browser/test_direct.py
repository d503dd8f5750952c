"""The hand in the picture: what is dragged, set and put back, with the paths following."""

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from browser.asking import expect
from browser.hand import DRAWN, MAP, SCENE, SURFACE, at, eye, settings, start, starts_at, tool

from surface.descent import SCHEDULES, descend
from surface.pages import visit
from surface.scenes import SCENES, edits

pytestmark = pytest.mark.webgl(False)
COUNTING = (
    "() => { window.drawings = 0; const { react } = Plotly; Plotly.react = (...all) => (drawings++, react(...all)); }"
)


def rates(page):
    return page.get_by_role("slider", name="learning rate η of run 1")


@pytest.fixture
def player(open_bare):
    return open_bare()


def in_app(open_player):
    """The app's page with both pictures drawn."""
    page = open_player()
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible(timeout=60_000)
    page.wait_for_function(f"{SURFACE}._fullLayout.scene._scene.glplot.cameraParams !== undefined")
    return page


# -------------------------------------------------------------------------------------------------- what is dragged


def a_path_follows_while_its_start_is_dragged(page):
    page.mouse.move(*at(page, -1.3, 2.4))
    page.mouse.down()
    for share in np.linspace(0.2, 1, 5):  # the button is down, and the path is there
        w = -1.3 + 3.1 * share, 2.4 - 4.6 * share
        page.mouse.move(*at(page, *w), steps=5)
        starts_at(page, *w)
    expect(page.get_by_label("Start w₁₁", exact=True).first).to_have_value("-1.3")
    page.mouse.up()
    expect(page.get_by_label("Start w₁₁", exact=True).first).to_have_value(f"{start(page)[0]:g}")
    expect(page).to_have_url(re.compile("start1=" + "~".join(str(w) for w in start(page))))
    expect(settings(page, 1)).to_contain_text("start (−1.3, 2.4)")


def the_rate_is_moved_in_the_view_and_only_the_runs_travel(page):
    surface = page.evaluate(f"window.before = {SURFACE}.data[0]; before.z.length")
    box = rates(page).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.66 * box["width"], middle)
    page.mouse.down()
    for share in (0.7, 0.74, 0.78):  # the button is down, and the run has each rate
        told = settings(page).inner_text()
        page.mouse.move(box["x"] + share * box["width"], middle, steps=4)
        expect(settings(page)).not_to_have_text(told)
    expect(settings(page)).not_to_contain_text("η = 0.2,")
    exact = page.get_by_label("learning rate η, exact", exact=True).first
    expect(exact).to_have_value("0.2")
    page.mouse.up()
    expect(exact).not_to_have_value("0.2")
    rate = float(exact.input_value())
    assert 0.5 < rate < 4
    expect(settings(page)).to_contain_text(f"η = {rate:g},")
    assert page.evaluate(f"{SURFACE}.data[0] === before && before.z.length") == surface


def with_one_start_a_click_moves_all_runs(page):
    same, before = page.get_by_role("button", name=re.compile("Same start")), page.url
    same.click()
    expect(same).to_have_attribute("aria-pressed", "true")
    told = [settings(page, run).inner_text() for run in (0, 1)]
    page.mouse.click(*at(page, 2.75, 1.4))
    for run in (0, 1):
        expect(settings(page, run)).not_to_have_text(told[run])
    assert start(page, 0) == start(page, 1)
    page.keyboard.press("End")  # it is being played, which what follows does not ask about
    tool(page, "Undo the last change").click()
    for run in (0, 1):
        expect(settings(page, run)).to_have_text(told[run])
    tool(page, "Undo the last change").click()
    expect(same).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(before)  # Python has taken it back as well


def reset_gives_the_scene_back_with_its_view(page):
    home, window = eye(page), page.evaluate(f"{MAP}._fullLayout.xaxis.range")
    page.mouse.click(*at(page, 3, -2))
    starts_at(page, 3, -2)
    page.keyboard.press("Home")
    tool(page, "Look from above").click()
    tool(page, "Show slopes").click()
    page.mouse.move(*at(page, 1, 0))
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"{MAP}._fullLayout.xaxis.range[0] > {window[0]} + 0.1")
    expect(page).to_have_url(re.compile("window="))  # the zoom is an act of its own, once the hand rests
    zoomed = page.evaluate(f"{MAP}._fullLayout.xaxis.range")
    page.get_by_role("button", name="Reset scene").click()
    starts_at(page, -1.3, 2.4)
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(tool(page, "Show slopes")).to_have_attribute("aria-pressed", "false")
    tool(page, "Undo the last change").click()
    starts_at(page, 3, -2)
    page.wait_for_function(f"Math.abs({MAP}._fullLayout.xaxis.range[0] - {zoomed[0]}) < 1e-3")
    tool(page, "Undo the last change").click()
    page.wait_for_function(f"{MAP}._fullLayout.xaxis.range[0] === {window[0]}")
    starts_at(page, 3, -2)
    page.wait_for_function(f"Math.abs({SURFACE}._fullLayout.scene._scene.getCamera().eye.z - {home[2]}) < 1e-6")


@pytest.mark.webgl(True)
def test_starts_and_a_rate_are_moved_by_hand_in_the_app_and_reset_gives_the_scene_back(open_player):
    page = in_app(partial(open_player, panel="Runs"))
    page.evaluate(COUNTING)
    a_path_follows_while_its_start_is_dragged(page)
    the_rate_is_moved_in_the_view_and_only_the_runs_travel(page)
    assert page.evaluate("drawings") == 0
    with_one_start_a_click_moves_all_runs(page)
    reset_gives_the_scene_back_with_its_view(page)


WALKED = "() => [player.changes.preview.active, [...player.scene.runs[0].w], heard.map(([name]) => name)]"


@pytest.mark.webgl(True)
def test_what_is_moved_is_walked_in_the_frame_of_the_input_and_python_hears_of_it_at_the_end(player):
    player.evaluate("heard.length = 0")
    player.mouse.move(*at(player, -1.3, 2.4))
    player.mouse.down()
    player.mouse.move(*at(player, 0.4, -1.1), steps=6)
    player.wait_for_function("!player.changes.preview.pending && !player.panels.behind.length")
    moved, w, heard = player.evaluate(WALKED)
    assert moved
    assert not {"acts", "start", "drag"} & set(heard)
    path = np.reshape(w, (-1, 2))
    run = descend(SCENE.surface(), SCENE.runs[0].rule, path[0], SCENE.steps)
    np.testing.assert_allclose(path, run.path, atol=1e-9)
    expect(player.locator(".player-card").first.locator(".player-badge")).to_be_hidden()
    player.mouse.up()
    player.wait_for_function("!player.changes.preview.active")
    expect(player.locator(".player-card").first.locator(".player-badge")).to_be_visible()
    assert list(visit.scene().runs[0].start) == list(path[0])


def test_a_slider_that_is_brought_back_where_it_was_lets_go_too(player):
    badge = player.locator(".player-card").first.locator(".player-badge")
    box = rates(player).bounding_box()
    share = float(rates(player).input_value()) / float(rates(player).get_attribute("max"))
    place = box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2
    player.mouse.move(*place)
    player.mouse.down()
    player.mouse.move(place[0] + 30, place[1], steps=3)
    expect(badge).to_be_hidden()
    player.mouse.move(*place, steps=3)
    player.mouse.up()
    expect(badge).to_be_visible()
    player.wait_for_function("!player.changes.held && !player.changes.preview.active")


def test_what_is_let_go_while_another_scene_is_on_its_way_is_of_the_one_that_is_seen(player, bare):
    given = bare.desk.opened(SCENES["bowl"])  # Python has it, and the page has not
    player.evaluate("player.act('start', { run: 0, w: [1, 1] })")
    player.wait_for_function("player.message.key.startsWith('bowl')")
    assert visit.scene() == SCENES["bowl"]
    player.evaluate("(given) => show(given)", given)
    player.evaluate("player.act('start', { run: 0, w: [1, 1] })")
    player.wait_for_function("player.changes.exchange.idle")
    assert visit.scene().runs[0].start == (1, 1)


def test_another_scene_forgets_what_was_moved_in_the_one_before(player, bare):
    player.evaluate("player.act('drag', { run: 0, w: [1, 2] })")
    starts_at(player, 1, 2)
    bare.give(SCENES["bowl"])
    assert not player.evaluate("player.changes.held || player.changes.preview.active")


def test_two_quick_starts_and_one_undo_lose_neither(player):
    player.evaluate(
        """() => {
          player.act("start", { run: 0, w: [1, 2] });
          player.act("start", { run: 0, w: [2, -1] });
          player.act("undo");
        }"""
    )
    starts_at(player, 1, 2)
    player.wait_for_function("player.changes.exchange.idle && !player.changes.preview.active")
    assert visit.scene().runs[0].start == (1, 2)
    tool(player, "Undo the last change").click()
    starts_at(player, -1.3, 2.4)


def test_a_start_is_dragged_by_touch(bare):
    bare.open()
    hand = bare.page.context.new_cdp_session(bare.page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page = bare.open(anew=True)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", at(page, -1.28, 2.42))
    for share in np.linspace(0, 1, 8):
        touch("touchMove", at(page, -1.3 + 2.3 * share, 2.4 - 1.4 * share))
    touch("touchEnd")
    starts_at(page, 1, 1)
    page.wait_for_function("heard.some(([name, acts]) => name === 'acts' && acts[0].name === 'start')")
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    hand.detach()
    page.evaluate("spoilt = true")


# ----------------------------------------------------------------------------------------- what the runs are made of


def cards(page):
    return page.locator(".player-card")


def settled(page):
    """Wait until Python's own numbers have taken the place of the browser's."""
    page.wait_for_function("player.changes.exchange.idle && !player.changes.preview.active")


def test_another_rule_is_walked_at_once_at_the_scenes_own_settings(player):
    # No word of it gets through yet.
    player.evaluate("heard.length = 0; player.changes.exchange.sent = [{ turn: Infinity }]")
    player.get_by_label("rule of run 1").select_option("adam")
    expect(settings(player)).to_contain_text("β₁ = 0.9")
    expect(player.get_by_role("slider", name="beta 2 β₂ of run 1")).to_be_visible()
    player.wait_for_function("!player.changes.preview.pending")
    w = player.evaluate("[...player.scene.runs[0].w]")
    assert player.evaluate("heard.filter(([name]) => name === 'acts').length") == 0
    rule = edits.settled_rule(SCENE, "adam")
    path = descend(SCENE.surface(), rule, SCENE.runs[0].start, 200).path
    np.testing.assert_allclose(np.reshape(w, (-1, 2)), path, atol=1e-9)
    player.evaluate("player.changes.exchange.sent = []; player.changes.exchange.next()")
    settled(player)
    assert visit.scene().runs[0].rule == rule


def test_runs_are_added_duplicated_and_removed_each_in_a_place_of_its_own(player):
    player.get_by_role("button", name="Add a run").click()
    expect(cards(player)).to_have_count(3)
    expect(cards(player).nth(2).locator(".player-card-title")).to_have_text("3 · nesterov")
    expect(cards(player).nth(2).locator(".player-card-head")).to_have_attribute("aria-pressed", "true")
    settled(player)
    assert visit.current().chosen == 2
    player.get_by_role("button", name="Duplicate run 1").click()
    expect(cards(player)).to_have_count(4)
    expect(player.get_by_role("button", name="Add a run")).to_be_disabled()
    expect(player.get_by_role("button", name=re.compile("Duplicate run"))).to_have_count(0)
    player.get_by_role("button", name="Remove run 2").click()
    expect(cards(player)).to_have_count(3)
    settled(player)
    assert [run.rule.name for run in visit.scene().runs] == ["gradient descent", "nesterov", "gradient descent"]
    expect(cards(player).nth(1).locator(".player-card-title")).to_have_text("2 · nesterov")
    for _ in range(3):
        player.keyboard.press("Control+z")
    expect(cards(player)).to_have_count(2)
    settled(player)
    assert visit.scene() == SCENE


def test_a_number_is_typed_where_it_is_shown_and_one_that_cannot_be_says_why(player):
    field = player.get_by_label("learning rate η of run 1, exact")
    field.fill("-3")
    field.press("Enter")
    expect(cards(player).first.get_by_role("alert")).to_have_text("Learning rate must be greater than 0, got -3.0.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(settings(player)).to_contain_text("η = 0.2,")
    field.fill("0,125")
    field.press("Enter")
    expect(cards(player).first.get_by_role("alert")).to_be_hidden()
    expect(settings(player)).to_contain_text("η = 0.125,")
    settled(player)
    assert visit.scene().runs[0].rule.learning_rate == 0.125


def test_what_a_run_goes_by_beside_its_rule_is_set_on_its_card(open_bare):
    planned = edits.with_batch(edits.with_schedule(SCENE, 1, "cosine"), 1, 3)
    player = open_bare(planned)
    expect(cards(player).first.locator(".card-plan")).to_be_empty()
    expect(cards(player).nth(1).locator(".card-plan")).to_have_text("cosineTcbatchofseed")
    length = player.get_by_label("length T of the cosine schedule of run 2, exact")
    expect(length).to_have_value("200")
    length.fill("0.5")
    length.press("Enter")
    expect(cards(player).nth(1).get_by_role("alert")).to_have_text("Length must be a whole number, got 0.5.")
    length.press("Escape")
    # Moved and not let go of: walked here, and Python has heard of nothing.
    before = player.evaluate("[...player.scene.runs[1].w]")
    player.get_by_label("length T of the cosine schedule of run 2", exact=True).evaluate(
        "(slider) => { slider.value = 600; slider.dispatchEvent(new Event('input')); }"
    )
    player.wait_for_function("player.scene.runs[1].plan.startsWith('cosine: T = 63 ')")
    assert player.evaluate("[...player.scene.runs[1].w]") != before
    assert visit.scene().runs == planned.runs
    for label, value in (
        ("length T of the cosine schedule of run 2, exact", "40"),
        ("batch, batch of run 2", "2"),
        ("seed, batch of run 2", "7"),
    ):
        player.get_by_label(label).fill(value)
        player.get_by_label(label).press("Enter")
    player.wait_for_function("player.scene.runs[1].plan === 'cosine over 40 steps, batches of 2 (seed 7)'")
    settled(player)
    assert visit.scene().runs[1] == replace(planned.runs[1], schedule=SCHEDULES["cosine"](40), batch=2, seed=7)
    w = player.evaluate("[...player.scene.runs[1].w]")
    np.testing.assert_array_equal(np.reshape(w, (-1, 2)), visit.scene().descents()[1].path)


def test_all_runs_take_as_many_steps_as_are_typed(player):
    steps = player.get_by_label("steps of every run")
    steps.fill("5001")
    steps.press("Enter")
    expect(player.locator(".cards-shared").get_by_role("alert")).to_have_text("Steps must be from 1 to 5000, got 5001.")
    steps.fill("20")
    steps.press("Enter")
    expect(player.locator(".player-count")).to_have_text("step 20 of 20")
    settled(player)
    assert visit.scene().steps == 20


def test_momentum_can_be_moved_where_the_rule_has_it(player):
    expect(player.get_by_role("slider", name="momentum β of run 1")).to_have_count(0)
    slider = player.get_by_role("slider", name="momentum β of run 2")
    slider.focus()
    slider.press("ArrowLeft")
    expect(settings(player, 1)).to_contain_text("β = 0.895")
    assert visit.scene().runs[1].rule.momentum == 0.895


@pytest.mark.webgl(True)
def test_starts_and_settings_are_undone_and_redone_and_the_camera_is_not(player):
    undo, redo = tool(player, "Undo the last change"), tool(player, "Redo it")
    expect(undo).to_be_disabled()
    tool(player, "Look from above").click()
    rates(player).press("ArrowRight")
    expect(settings(player)).not_to_contain_text("η = 0.2,")
    changed = re.search(r"η = \S+", settings(player).inner_text())[0]
    player.wait_for_function("player.changes.exchange.idle")
    camera = eye(player)
    player.mouse.click(*at(player, 3, -2))
    starts_at(player, 3, -2)
    player.mouse.click(*at(player, 2, 3))
    starts_at(player, 2, 3)
    player.keyboard.press("Control+z")
    starts_at(player, 3, -2)
    undo.click()
    starts_at(player, -1.3, 2.4)
    expect(settings(player)).to_contain_text(changed)
    undo.click()
    expect(settings(player)).to_contain_text("η = 0.2,")
    expect(undo).to_be_disabled()
    redo.click()
    redo.click()
    starts_at(player, 3, -2)
    player.wait_for_function("player.changes.exchange.idle")
    assert list(visit.scene().runs[0].start) == start(player)
    expect(settings(player)).to_contain_text(changed)
    assert eye(player) == pytest.approx(camera, abs=1e-6)


# ------------------------------------------------------------------------------------------------- what is no gesture


SWIPED = """([x, y]) => {
  const target = document.elementFromPoint(x, y);
  const more = { bubbles: true, pointerId: 5, pointerType: "touch", isPrimary: true };
  const send = (name, clientY) => target.dispatchEvent(new PointerEvent(name, { ...more, clientX: x, clientY }));
  send("pointerdown", y);
  send("pointermove", y - 40);
  send("pointercancel", y - 40);
  target.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, clientX: x, clientY: y }));
  document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true, clientX: x, clientY: y }));
}"""


def test_a_finger_that_scrolls_the_page_over_the_map_sets_no_start(player):
    player.evaluate(SWIPED, list(at(player, 3, -2)))
    player.evaluate(DRAWN)
    assert start(player) == [-1.3, 2.4]
    player.mouse.click(*at(player, 3, -2))  # and the next press is one
    starts_at(player, 3, -2)


def test_a_drag_that_the_browser_takes_away_is_taken_back(player):
    player.mouse.move(*at(player, -1.3, 2.4))
    player.mouse.down()
    player.mouse.move(*at(player, 0, 1), steps=5)
    player.mouse.move(*at(player, 1, 1), steps=5)
    starts_at(player, 1, 1)
    player.locator(".map-ground").dispatch_event("pointercancel", {"pointerId": 1})
    starts_at(player, -1.3, 2.4)
    player.mouse.up()
    assert visit.scene().runs[0].start == (-1.3, 2.4)
    player.mouse.move(*at(player, 3.128, 0.066))
    expect(player.locator(".readout-kind")).to_have_text("lowest minimum")
