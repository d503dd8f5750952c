"""The page Explore in a browser: its address is the whole scene, and its controls are at hand and forgiving."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browser.asking import expect
from browser.reused import DESKTOP

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
    return page.evaluate(f"(({{ x, y, z }}) => [x, y, z])({plot}._fullLayout.scene._scene.getCamera().eye)")


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


def what_was_seen_is_gone_through_by_back_and_forward(page):
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
    page.go_back()


def a_look_at_the_lessons_loses_nothing(page):
    page.get_by_role("link", name="Lessons").click()
    expect(page).to_have_url(re.compile("/lessons"))
    page.get_by_role("link", name="Explore", exact=True).first.click()
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    stands(page, start1="0.5~2.4")
    # The link that was clicked has the focus still: the space bar is the player's all the same.
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_the_address_is_the_scene_through_back_and_forward_a_reload_and_a_look_at_the_lessons(go_on):
    page = go_on(panel="Runs")
    stands(page)  # untouched it is clean
    enter(page, "Start w₁₁", 0.5)
    stands(page, start1="0.5~2.4")
    what_was_seen_is_gone_through_by_back_and_forward(page)
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    page.reload()
    expect(card(page)).to_contain_text("start (0.5, 2.4)")
    expect(field(page, "Start w₁₁")).to_have_value("0.5")
    stands(page, start1="0.5~2.4")
    a_look_at_the_lessons_loses_nothing(page)


def test_a_copied_link_restores_the_scene_elsewhere(go_on, watch):
    page = go_on("?scene=ravine", panel="Runs", permissions=["clipboard-read", "clipboard-write"])
    enter(page, "learning rate η, exact", 0.0125)
    expect(card(page)).to_contain_text("η = 0.0125")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link to this scene is copied.")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    watch.follow(other)
    other.goto(copied)
    expect(card(other)).to_contain_text("η = 0.0125")
    assert query(other) == {"scene": "ravine", "learning_rate1": "0.0125"}
    other.close()


MARKS = "![a](http://10.0.0.1/a) ~b~ $c$ :red[d]"  # an image would be asked for, and the watch would see it


def test_what_is_wrong_in_a_link_falls_back_is_said_as_it_stands_and_leaves_the_address(go_on):
    wrong = {"scene": "nowhere", "steps": MARKS, "window": "1~1~0~2"}
    page = go_on(f"?{urlencode({**wrong, 'learning_rate2': '0.3'})}")
    notice = page.get_by_test_id("stAlert").first
    expect(notice).to_contain_text("nowhere")
    expect(notice).to_contain_text(f"steps = {MARKS} was left out")
    expect(notice).to_contain_text("it is 200 here")
    expect(notice).to_contain_text("window = 1~1~0~2")
    expect(notice.locator("p").locator("img, del, code, .katex, span")).to_have_count(0)
    expect(page.get_by_text("stuck in a local minimum").first).to_be_visible()
    stands(page, learning_rate2="0.3")


# --- controls -----------------------------------------------------------------------------------------------------


def keys_and_letters_in_a_field_of_the_page_are_the_fields(page):
    number = page.locator("[data-testid=stNumberInput] input").first
    number.scroll_into_view_if_needed()
    number.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    scene = page.get_by_role("combobox", name=re.compile("Scene")).first
    scene.focus()
    page.keyboard.type("p?")
    expect(page.locator(".surface-player")).not_to_have_class(re.compile("presenting"))
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Escape")


def the_learning_rate_slides_on_a_logarithm_and_keeps_step_with_its_number(page):
    handle = page.get_by_test_id("stSlider").get_by_role("slider", name="learning rate η").first
    handle.focus()
    handle.press("ArrowRight")
    expect(field(page, "learning rate η, exact")).to_have_value("0.22")
    expect(card(page)).to_contain_text("η = 0.22")
    stands(page, learning_rate1="0.22")


def a_wrong_number_gets_one_sentence_at_its_control_and_the_picture_stays(page):
    told = card(page).inner_text()
    enter(page, "learning rate η, exact", "-1")
    sentence = page.locator(".st-key-run-0").get_by_role("alert")
    expect(sentence).to_have_text("Learning rate must be greater than 0, got -1.0.")
    expect(card(page)).to_have_text(told)
    expect(field(page, "learning rate η, exact")).to_have_value("-1")
    enter(page, "learning rate η, exact", 0.3)
    expect(sentence).to_have_count(0)
    expect(card(page)).to_contain_text("η = 0.3")


def an_emptied_number_is_asked_for_again(page):
    enter(page, "Steps", "")
    expect(page.get_by_role("alert")).to_have_text("Steps must be a number, got nothing.")
    expect(page.locator(".player-count")).to_contain_text("of 200")
    enter(page, "Steps", 200)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_controls_have_their_keys_slide_refuse_what_cannot_be_and_come_with_their_rule(go_on):
    page = go_on(panel="Runs")
    keys_and_letters_in_a_field_of_the_page_are_the_fields(page)
    the_learning_rate_slides_on_a_logarithm_and_keeps_step_with_its_number(page)
    a_wrong_number_gets_one_sentence_at_its_control_and_the_picture_stays(page)
    an_emptied_number_is_asked_for_again(page)
    rule = page.get_by_role("combobox", name=re.compile("Rule")).first
    rule.fill("adam")
    rule.press("ArrowDown")
    rule.press("Enter")
    for name in ("learning rate η", "beta 1 β₁", "beta 2 β₂", "epsilon ε"):
        expect(field(page, f"{name}, exact")).to_be_visible()
    stands(page, rule1="adam")


def only_the_runs_are_sent(page, sizes):
    """For a change of a start by its number, and for one by a drag; nothing is while the hand moves."""
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
    assert sizes == []
    page.mouse.up()
    expect(field(page, "Start w₁₁")).not_to_have_value("0.5")
    assert max(sizes) < surface / 2


def a_click_on_the_map_fills_in_the_start_and_keeps_the_rest(page):
    turn_camera(page)
    seen, window, told, other = camera(page), map_range(page), card(page).inner_text(), card(page, 1).inner_text()
    before = field(page, "Start w₁₁").input_value()
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.2 * box["height"])
    expect(field(page, "Start w₁₁")).not_to_have_value(before)
    expect(page).to_have_url(re.compile(r"start1=2\.7"))
    w1, w2 = (float(text) for text in query(page)["start1"].split("~"))
    assert (w1, w2) == (pytest.approx(-2.5 + 0.7 * 7.5, abs=0.05), pytest.approx(-3.5 + 0.8 * 7, abs=0.05))
    assert (w1, w2) == (round(w1, 2), round(w2, 2))
    expect(card(page)).not_to_have_text(told)
    expect(card(page)).to_contain_text(f"start ({w1:g}, {w2:g})")
    expect(card(page, 1)).to_have_text(other)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("End")
    assert camera(page) == pytest.approx(seen, abs=1e-9)  # Plotly turns it into angles and back
    assert map_range(page) == window


def open_table(page, name, text):
    page.get_by_role("button", name="Open a table").click()
    upload(page, name, text)


def upload(page, name, text):
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


OWN = re.compile(r"[?&]data=own-[\w-]+(&|$)")


def test_a_table_becomes_the_data_marks_in_it_stand_as_they_are_and_what_is_none_gets_one_sentence(go_on):
    page = go_on(panel="Data")
    open_table(page, "none.csv", "a,b\n1,2,3\n")
    expect(page.get_by_role("alert")).to_have_text("Line 2 must have 2 cells, as line 1 has, got 3.")
    upload(page, "marks.csv", f"{MARKS},<b>bold</b>,y\n1,0,1\n0,1,0\n")
    page.get_by_role("button", name="Use these 2 points").click()
    caption = page.get_by_test_id("stCaptionContainer").filter(has_text="2 points")
    expect(caption).to_contain_text(f"inputs {MARKS}, <b>bold</b> · targets y")
    expect(page.locator(".player-panel-output")).to_contain_text("<b>bold</b>")
    expect(caption.locator("img, del, b, .katex")).to_have_count(0)
    expect(page).to_have_url(OWN)
    marks = page.url
    open_table(page, "mine.csv", TABLE)
    page.get_by_role("button", name="Use these 3 points").click()
    expect(page.get_by_text("3 points · inputs a, b · targets answer")).to_be_visible()
    expect(page).not_to_have_url(marks)  # the address is told after the picture; a reload before it opens the old data
    expect(page).to_have_url(OWN)
    expect(page.get_by_role("heading", level=1)).to_have_text("mine.csv")
    expect(page.locator(".st-key-watch")).to_contain_text("3 data points; network 2-1")
    page.reload()
    panel(page).get_by_role("tab", name="Data").click()
    expect(page.get_by_text("3 points · inputs a, b · targets answer")).to_be_visible()


SIZES = ((1440, 900), (1280, 720), (1920, 1080))


def inside(page, locator):
    """Whether all of a thing is on the screen."""
    box, size = locator.bounding_box(), page.viewport_size
    across = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def the_panel_folds_by_one_key_is_remembered_and_leaves_the_picture_in_sight(page):
    expect(panel(page)).to_have_attribute("data-collapsed", "true")
    assert inside(page, page.locator(".player-card").first)
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
def test_the_panel_folds_beside_the_picture_and_a_change_of_a_start_sends_only_the_runs_and_keeps_the_rest(open_player):
    sizes = []
    hear = lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame)))  # noqa: E731
    page = open_player(before=lambda page: page.on("websocket", hear))
    for name in ("surface", "map"):
        expect(page.locator(f".player-panel-{name} .plot-container")).to_be_visible()
    the_panel_folds_by_one_key_is_remembered_and_leaves_the_picture_in_sight(page)
    page.set_viewport_size(DESKTOP)
    page.keyboard.press("End")
    page.keyboard.press("s")
    expect(field(page, "Start w₁₁")).to_be_visible()
    only_the_runs_are_sent(page, sizes)
    a_click_on_the_map_fills_in_the_start_and_keeps_the_rest(page)
