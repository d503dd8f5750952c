"""The player in a browser: it plays, it steps, it hears keys and clicks, and it keeps what the reader arranged."""

import re

import pytest
from browser.asking import expect

from surface.scenes import SCENES
from surface.view import show
from surface.view.hosts import page as hosts

pytestmark = pytest.mark.webgl(False)
END = "step 200 of 200"


def stands_at(page, text):
    expect(page.locator(".player-count")).to_have_text(text)


def button(page, name):
    return page.locator(".player-transport").get_by_role("button", name=name, exact=True)


def drawn(page):
    """The page, once both of Plotly's pictures are on it."""
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible(timeout=60_000)
    return page


def click_map(page, across, up):
    """Clicks the map at these shares of its width and height."""
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


@pytest.fixture(scope="module")
def standalone_page(tmp_path_factory):
    """The address of a file that plays the first scene."""
    scene = SCENES["two-hollows"]
    picture = show(scene.surface(), scene.descents(), scene.window, scene.resolution)
    return picture.save(tmp_path_factory.mktemp("page") / "two-hollows.html").as_uri()


@pytest.fixture
def player(open_bare):
    return open_bare()


@pytest.mark.webgl(True)
def test_the_first_screen_stands_at_the_end_with_every_outcome(player):
    stands_at(player, END)
    cards = player.locator(".player-card")
    expect(cards.nth(0)).to_contain_text("stuck in a local minimum")
    expect(cards.nth(1)).to_contain_text("reached the lowest minimum")
    rows = player.locator(".player-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("stuck in a local minimum")


@pytest.mark.webgl(True)
def test_play_starts_over_at_the_end_stops_there_and_plays_again(player):
    button(player, "Speed 4×").click()
    button(player, "Play").click()
    expect(button(player, "Pause")).to_be_visible()
    expect(player.locator(".player-count")).not_to_have_text(END)
    stands_at(player, END)
    button(player, "Play").click()
    expect(player.locator(".player-count")).not_to_have_text(END)
    expect(button(player, "Pause")).to_be_visible()


def test_the_buttons_step_and_jump(player):
    for name, text in [
        ("First step", "step 0 of 200"),
        ("Forward one step", "step 1 of 200"),
        ("Forward one step", "step 2 of 200"),
        ("Back one step", "step 1 of 200"),
        ("Last step", END),
    ]:
        button(player, name).click()
        stands_at(player, text)


def test_the_keys_step_jump_and_play(player):
    for key, text in [("Home", "step 0 of 200"), ("ArrowRight", "step 1 of 200"), ("ArrowLeft", "step 0 of 200")]:
        player.keyboard.press(key)
        stands_at(player, text)
    player.keyboard.press("Space")
    expect(button(player, "Pause")).to_be_visible()
    player.keyboard.press("Space")
    expect(button(player, "Play")).to_be_visible()
    player.keyboard.press("End")
    stands_at(player, END)


def test_after_a_click_on_a_button_the_space_bar_still_plays(player):
    button(player, "First step").click()
    player.keyboard.press("Space")
    expect(button(player, "Pause")).to_be_visible()


def test_a_button_reached_by_keyboard_keeps_its_space_bar(player):
    button(player, "First step").focus()
    player.keyboard.press("Tab")
    expect(button(player, "Back one step")).to_be_focused()
    player.keyboard.press("Space")
    stands_at(player, "step 199 of 200")
    expect(button(player, "Play")).to_be_visible()


TWO_PLAYERS = """
const heard = (name) => ({ last: () => (document.title = name) });
const [old, fresh] = [document.createElement("div"), document.createElement("div")];
document.body.append(old, fresh);
const ends = [modules.keys.listenToKeys(old, heard("old")), modules.keys.listenToKeys(fresh, heard("fresh"))];
globalThis.endFresh = ends[1];
"""


def test_of_two_players_the_one_that_came_last_has_the_keys(page):
    page.set_content(f'<script type="module">{hosts.script()}{TWO_PLAYERS}</script>')
    page.keyboard.press("End")
    expect(page).to_have_title("fresh")
    page.evaluate("endFresh()")
    page.keyboard.press("End")
    expect(page).to_have_title("old")


ONE_BUTTON = """
const [player, button] = [document.createElement("div"), document.createElement("button")];
button.append(Object.assign(document.createElement("p"), { textContent: "before" }));
button.addEventListener("click", () => (button.innerHTML = "<p>after</p>"));
document.body.append(player, button);
modules.keys.listenToKeys(player, { toggle: () => (document.title = "played") });
"""


def test_a_button_that_its_click_draws_anew_leaves_the_space_bar_to_the_player(page):
    page.set_content(f'<script type="module">{hosts.script()}{ONE_BUTTON}</script>')
    page.get_by_text("before").click()
    expect(page.get_by_text("after")).to_be_visible()
    page.keyboard.press("Space")
    expect(page).to_have_title("played")


def test_the_scrubber_moves_all_numbers(player):
    first = player.locator(".player-card").first
    ended = first.inner_text()
    player.get_by_role("slider", name="Step", exact=True).fill("10")
    stands_at(player, "step 10 of 200")
    expect(first.locator(".player-numbers")).to_contain_text("10")
    assert first.inner_text() != ended


def test_a_chosen_run_gets_the_next_start(player):
    second = player.locator(".player-card").nth(1)
    first = player.locator(".player-card-settings").nth(0).inner_text()
    second.locator(".player-card-head").click()
    expect(second.locator(".player-card-head")).to_have_attribute("aria-pressed", "true")
    before = second.locator(".player-card-settings").inner_text()
    click_map(player, 0.3, 0.3)
    expect(second.locator(".player-card-settings")).not_to_have_text(before)
    expect(player.locator(".player-card-settings").nth(0)).to_have_text(first)


def test_reduced_motion_jumps(open_bare):
    page = open_bare(reduced_motion="reduce")
    stands_at(page, END)
    page.keyboard.press("Space")
    stands_at(page, "step 0 of 200")
    page.keyboard.press("Space")
    stands_at(page, END)


def ends(page):
    """What the cards say of where their runs are."""
    return page.locator(".player-card .player-badge")


def tells_how_a_run_ends_when_that_has_been_played(page):
    stands_at(page, "step 0 of 200")
    expect(ends(page)).to_have_text(["at its start"] * 2)
    expect(page.locator(".player-transport")).to_have_class(re.compile("player-invites"))
    expect(page.locator(".player-table")).to_be_hidden()
    expect(page.locator(".chart-layer").first).to_be_hidden()
    room = page.locator(".player-card").first.evaluate("(card) => card.clientHeight")
    page.keyboard.press("ArrowRight")
    expect(ends(page)).to_have_text(["under way"] * 2)
    expect(page.get_by_text("It stopped in a local minimum").first).to_be_hidden()
    ahead = page.get_by_role("button", name="paths to come")
    ahead.click()
    expect(ends(page).first).to_have_text("stuck in a local minimum")
    expect(page.locator(".chart-layer").first).to_be_visible()
    ahead.click()
    expect(ends(page)).to_have_text(["under way"] * 2)
    page.keyboard.press("End")
    expect(ends(page)).to_have_text(["stuck in a local minimum", "reached the lowest minimum"])
    expect(page.locator(".player-table")).to_be_visible()
    assert page.locator(".player-card").first.evaluate("(card) => card.clientHeight") == room
    page.keyboard.press("Home")
    expect(ends(page)).to_have_text(["at its start"] * 2)


def test_a_link_opens_a_scene_at_its_end_and_any_other_opens_at_its_start(open_player):
    page = open_player("?scene=two-hollows&at=end", at_start=True)
    stands_at(page, END)
    expect(ends(page).first).to_have_text("stuck in a local minimum")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".player-count")).to_have_text(re.compile("^step 0 of"))
    expect(page).not_to_have_url(re.compile("at=end"))
    page.get_by_role("button", name="Previous", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two hollows")
    tells_how_a_run_ends_when_that_has_been_played(page)


def test_who_changes_a_run_before_anything_was_played_sees_where_that_leads(open_bare):
    page = open_bare()
    page.keyboard.press("Home")
    page.get_by_label("rule of run 1").select_option("adam")
    stands_at(page, END)


@pytest.mark.webgl(True)
def test_a_file_plays_without_a_server(new_page, standalone_page):
    page = new_page(offline=True)
    page.goto(standalone_page)
    drawn(page)
    stands_at(page, "step 0 of 200")
    page.keyboard.press("End")
    expect(page.locator(".player-card").first).to_contain_text("stuck in a local minimum")
    page.keyboard.press("Home")
    stands_at(page, "step 0 of 200")
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    expect(page.locator(".player-count")).not_to_have_text("step 0 of 200")


@pytest.mark.webgl(True)
def test_in_a_file_the_hand_moves_starts_and_settings_and_can_take_them_back(new_page, standalone_page):
    page = new_page(offline=True)
    page.goto(standalone_page)
    page.keyboard.press("End")
    stands_at(page, END)
    told = page.locator(".player-card-settings")
    badge = page.locator(".player-card").first.locator(".player-badge")
    expect(badge).to_have_text("stuck in a local minimum")
    click_map(page, 0.9, 0.2)
    expect(told.first).not_to_contain_text("start (−1.3, 2.4)")
    page.keyboard.press("End")  # it is being played, and told of at its end
    expect(badge).to_have_text("reached the lowest minimum")
    page.get_by_role("slider", name="learning rate η of run 1").press("End")
    expect(told.first).not_to_contain_text("η = 0.2,")
    expect(badge).to_have_text(re.compile("still moving|diverged|left the window"))
    page.keyboard.press("Control+z")
    expect(told.first).to_contain_text("η = 0.2,")
    page.keyboard.press("Control+z")
    expect(told.first).to_contain_text("start (−1.3, 2.4)")
    page.get_by_label("rule of run 1").select_option("adam")
    page.get_by_role("button", name="Add a run").click()
    expect(page.locator(".player-card")).to_have_count(3)
    expect(told.first).to_contain_text("β₁ = 0.9")
    expect(page.locator(".player-card").nth(2).locator(".player-badge")).to_be_visible()
    button(page, "First step").click()
    stands_at(page, "step 0 of 200")


@pytest.mark.webgl(True)
def test_a_file_fits_every_width(new_page, standalone_page):
    page = new_page(viewport={"width": 1920, "height": 900})
    page.goto(standalone_page)
    drawn(page)
    for width in (1920, 1440, 800, 390):  # each too narrow for the layout before it
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"innerWidth === {width} && document.scrollingElement.scrollWidth <= innerWidth")
