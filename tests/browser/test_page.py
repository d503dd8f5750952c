"""The page Explore in a browser: its address is the whole scene, and its controls are at hand and forgiving."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browser.asking import expect

pytestmark = pytest.mark.webgl(False)
TABLE = "a,b,answer\n0.1,1,0\n0.5,-1,1\n-0.4,0.3,1\n"


def query(page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def field(page, label, nth=0):
    return page.get_by_label(label, exact=True).nth(nth)


def enter(page, label, value, nth=0):
    """Type a number into a control and hand it in, as a user does."""
    field(page, label, nth).fill(str(value))
    field(page, label, nth).press("Enter")


def panel(page):
    return page.get_by_test_id("stSidebar")


def card(page, run=0):
    return page.locator(".player-card-settings").nth(run)


def stands(page, **wanted):
    """The address holds these values and no others."""
    pattern = re.compile("\\?" + "&".join(f"{name}={re.escape(text)}" for name, text in wanted.items()) + "$")
    expect(page).to_have_url(pattern if wanted else re.compile(r"/$"))


AT_REST = """() => {
  const plot = document.querySelector(".player-panel-surface .js-plotly-plot");
  const eye = JSON.stringify(plot._fullLayout.scene._scene.getCamera().eye);
  if (eye !== window.eyeSeen) [window.eyeSeen, window.eyeSince] = [eye, performance.now()];
  return performance.now() - window.eyeSince > 700;
}"""


def camera(page):
    plot = "document.querySelector('.player-panel-surface .js-plotly-plot')"
    return page.evaluate(f"JSON.stringify({plot}._fullLayout.scene._scene.getCamera().eye)")


def map_range(page):
    plot = "document.querySelector('.player-panel-map .js-plotly-plot')"
    return page.evaluate(f"[...{plot}._fullLayout.xaxis.range, ...{plot}._fullLayout.yaxis.range]")


def turn_camera(page):
    """Turns the camera by hand, and waits until it has come to rest: Plotly follows the hand over several frames."""
    box = page.locator(".player-panel-surface").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y - 40, steps=5)
    page.mouse.up()
    page.wait_for_function(AT_REST)


# --- the address --------------------------------------------------------------------------------------------------


def test_untouched_the_address_is_clean(open_player):
    stands(open_player())


def test_a_reload_restores_the_scene(open_player):
    page = open_player(panel="Runs")
    enter(page, "Start w₁₁", 0.5)
    stands(page, start1="0.5~2.4")
    page.reload()
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    expect(field(page, "Start w₁₁")).to_have_value("0.5")
    stands(page, start1="0.5~2.4")


def test_a_copied_link_restores_the_scene_elsewhere(open_player):
    page = open_player("?scene=ravine", panel="Runs", permissions=["clipboard-read", "clipboard-write"])
    enter(page, "learning rate η, exact", 0.0125)
    expect(card(page)).to_contain_text("η = 0.0125")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link to this scene is copied.")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    other = open_player(f"?{urlsplit(copied).query}")
    expect(card(other)).to_contain_text("η = 0.0125")
    assert query(other) == {"scene": "ravine", "learning_rate1": "0.0125"}


def test_back_and_forward_lead_through_what_was_seen(open_player):
    page = open_player(panel="Runs")
    enter(page, "Start w₁₁", 0.5)
    stands(page, start1="0.5~2.4")
    page.get_by_role("button", name="Next", exact=True).click()
    stands(page, scene="local-minimum")
    page.go_back()
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    stands(page, start1="0.5~2.4")
    page.go_back()
    expect(card(page)).to_contain_text("start (−1.3, 2.4)")
    stands(page)
    page.go_forward()
    expect(field(page, "Start w₁₁")).to_have_value("0.5")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Local minimum")


def test_a_wrong_value_in_a_link_falls_back_says_so_and_leaves_the_address(open_player):
    page = open_player("?scene=bowl&steps=lots&learning_rate2=0.3")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("steps = lots was left out")
    expect(notice).to_contain_text("it is 200 here")
    stands(page, scene="bowl", learning_rate2="0.3")


# --- controls -----------------------------------------------------------------------------------------------------


def test_a_wrong_number_gets_one_sentence_at_its_control_and_the_picture_stays(open_player):
    page = open_player(panel="Runs")
    told = card(page).inner_text()
    enter(page, "learning rate η, exact", "-1")
    sentence = page.locator(".st-key-run-0").get_by_role("alert")
    expect(sentence).to_have_text("Learning rate must be greater than 0, got -1.0.")
    expect(card(page)).to_have_text(told)
    expect(field(page, "learning rate η, exact")).to_have_value("-1")
    enter(page, "learning rate η, exact", 0.3)
    expect(sentence).to_have_count(0)
    expect(card(page)).to_contain_text("η = 0.3")


def test_an_emptied_number_is_asked_for_again(open_player):
    page = open_player(panel="Runs")
    enter(page, "Steps", "")
    expect(page.get_by_role("alert")).to_have_text("Steps must be a number, got nothing.")
    expect(page.locator(".player-count")).to_contain_text("of 200")


def test_the_learning_rate_slides_on_a_logarithm_and_keeps_step_with_its_number(open_player):
    page = open_player(panel="Runs")
    handle = page.get_by_test_id("stSlider").get_by_role("slider", name="learning rate η").first
    handle.focus()
    handle.press("ArrowRight")
    expect(field(page, "learning rate η, exact")).to_have_value("0.22")
    expect(card(page)).to_contain_text("η = 0.22")
    stands(page, learning_rate1="0.22")


def test_a_rule_brings_its_own_settings(open_player):
    page = open_player(panel="Runs")
    rule = page.get_by_role("combobox", name=re.compile("Rule")).first
    rule.fill("adam")
    rule.press("ArrowDown")
    rule.press("Enter")
    for name in ("learning rate η", "beta 1 β₁", "beta 2 β₂", "epsilon ε"):
        expect(field(page, f"{name}, exact")).to_be_visible()
    stands(page, rule1="adam")


@pytest.mark.webgl(True)
def test_a_change_of_the_runs_and_a_drag_of_a_start_send_only_the_runs(open_player):
    sizes = []
    page = open_player(panel="Runs")
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.reload()
    expect(page.locator(".player-count")).to_contain_text("of 200")
    expect(page.locator(".player-panel-map .plot-container")).to_be_visible()
    surface = max(sizes)  # the largest message of all is the feed's
    sizes.clear()
    enter(page, "Start w₁₁", 0.5)
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    # Each of a hundred controls has a small message of its own: what counts is what is sent beside them.
    assert sum(size for size in sizes if size > 1000) < surface / 2
    page.locator(".player-panel-map").scroll_into_view_if_needed()
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + (0.5 + 2.5) / 7.5 * box["width"], box["y"] + (3.5 - 2.4) / 7 * box["height"])
    page.mouse.down()
    sizes.clear()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"], steps=3)
    expect(card(page)).not_to_contain_text("start (0.5, 2.4)")
    assert sizes == []  # nothing is asked while the hand moves
    page.mouse.up()
    expect(field(page, "Start w₁₁")).not_to_have_value("0.5")
    assert max(sizes) < surface / 2


@pytest.mark.webgl(True)
def test_a_click_on_the_map_fills_in_the_start_and_keeps_the_rest(open_player):
    page = open_player()
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible()
    turn_camera(page)
    seen, window, told, other = camera(page), map_range(page), card(page).inner_text(), card(page, 1).inner_text()
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.2 * box["height"])
    expect(field(page, "Start w₁₁")).not_to_have_value("-1.3")
    expect(page).to_have_url(re.compile("start1="))
    w1, w2 = (float(text) for text in query(page)["start1"].split("~"))
    assert (w1, w2) == (pytest.approx(-2.5 + 0.7 * 7.5, abs=0.05), pytest.approx(-3.5 + 0.8 * 7, abs=0.05))
    assert (w1, w2) == (round(w1, 2), round(w2, 2))
    expect(card(page)).not_to_have_text(told)
    expect(card(page)).to_contain_text(f"start ({w1:g}, {w2:g})")
    expect(card(page, 1)).to_have_text(other)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert camera(page) == seen
    assert map_range(page) == window


def test_a_csv_file_becomes_the_data(open_player):
    page = open_player(panel="Data")
    page.get_by_role("button", name="Open a table").click()
    page.locator('input[type="file"]').set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_role("button", name="Use these 3 points").click()
    expect(page.get_by_text("3 points · inputs a, b · targets answer")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]data=own-[\w-]+(&|$)"))
    expect(page.get_by_role("heading", level=1)).to_have_text("mine.csv")
    expect(page.locator(".st-key-watch")).to_contain_text("3 data points; network 2-1")
    page.reload()
    panel(page).get_by_role("tab", name="Data").click()
    expect(page.get_by_text("3 points · inputs a, b · targets answer")).to_be_visible()


MARKS = "![a](http://10.0.0.1/a) ~b~ $c$ :red[d]"  # an image would be asked for, and the watch would see it


def test_marks_in_a_link_are_shown_as_they_stand(open_player):
    page = open_player(f"?{urlencode({'steps': MARKS, 'window': '1~1~0~2'})}")
    notice = page.get_by_test_id("stAlert").first
    expect(notice).to_contain_text(f"steps = {MARKS}")
    expect(notice).to_contain_text("window = 1~1~0~2")
    expect(notice.locator("p").locator("img, del, code, .katex, span")).to_have_count(0)


def test_marks_in_a_file_are_shown_as_they_stand(open_player):
    page = open_player(panel="Data")
    page.get_by_role("button", name="Open a table").click()
    text = f"{MARKS},<b>bold</b>,y\n1,0,1\n0,1,0\n"
    page.locator('input[type="file"]').set_input_files(
        {"name": "marks.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Use these 2 points").click()
    caption = page.get_by_test_id("stCaptionContainer").filter(has_text="2 points")
    expect(caption).to_contain_text(f"inputs {MARKS}, <b>bold</b> · targets y")
    expect(page.locator(".player-panel-output")).to_contain_text("<b>bold</b>")
    expect(caption.locator("img, del, b, .katex")).to_have_count(0)


def test_a_file_that_is_no_table_gets_one_sentence(open_player):
    page = open_player(panel="Data")
    page.get_by_role("button", name="Open a table").click()
    page.locator('input[type="file"]').set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2,3\n"}
    )
    expect(page.get_by_role("alert")).to_have_text("Line 2 must have 2 cells, as line 1 has, got 3.")


def test_a_look_at_the_lessons_loses_nothing(open_player):
    page = open_player(panel="Runs")
    enter(page, "Start w₁₁", 0.5)
    stands(page, start1="0.5~2.4")
    page.get_by_role("link", name="Lessons").click()
    expect(page).to_have_url(re.compile("/lessons"))
    page.get_by_role("link", name="Explore", exact=True).first.click()
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    stands(page, start1="0.5~2.4")
    # The link that was clicked has the focus still: the space bar is the player's all the same.
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


@pytest.mark.webgl(True)
def test_explore_is_printed_on_one_page_with_its_link(open_player):
    page = open_player("?momentum2=0.85", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for name in (".player-table", ".player-card-reason", ".player-panel-map", ".player-card-settings"):
        expect(page.locator(name).first).to_be_visible()
    for name in (".player-transport", ".st-key-header", ".card-knobs", ".fold-panel"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".paper-link")).to_have_text(re.compile("momentum2=0.85"))
    assert page.locator(".player-card").first.evaluate("(card) => getComputedStyle(card).color") == "rgb(31, 41, 51)"
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1


SHEET = "document.querySelector('[data-testid=stSidebar]')"
SIZES = ((1440, 900), (1280, 720), (1920, 1080))


def inside(page, locator):
    """Whether all of a thing is on the screen."""
    box, size = locator.bounding_box(), page.viewport_size
    across = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


@pytest.mark.webgl(True)
def test_the_panel_folds_by_one_key_is_remembered_and_leaves_the_picture_in_sight(open_player):
    page = open_player()
    expect(panel(page)).to_have_attribute("data-collapsed", "true")
    page.keyboard.press("s")
    expect(panel(page)).to_have_attribute("data-collapsed", "false")
    expect(panel(page).get_by_role("tab")).to_have_text(["Runs", "Data", "Network", "Window"])
    page.reload()
    expect(panel(page)).to_have_attribute("data-collapsed", "false")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        rule = page.get_by_label("Rule", exact=True).first
        expect(rule).to_be_visible()
        for name in ("surface", "map"):
            plot = page.locator(f".player-panel-{name} .plot-container")
            expect(plot).to_be_visible()
            assert inside(page, plot), (name, width)
    assert inside(page, page.get_by_label("learning rate η, exact", exact=True).first)
    page.keyboard.press("s")
    expect(panel(page)).to_have_attribute("data-collapsed", "true")


@pytest.mark.webgl(True)
def test_on_a_phone_the_panel_is_a_sheet_under_the_picture(open_player):
    page = open_player(viewport={"width": 390, "height": 844})
    page.locator(".fold-panel").click()
    expect(panel(page)).to_have_attribute("data-collapsed", "false")
    sheet = "(({ left, right, top, bottom }) => [left, right, bottom, top > 350])(%s.getBoundingClientRect())"
    page.wait_for_function(f"String({sheet % SHEET}) === '0,390,844,true'")
