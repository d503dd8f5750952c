"""The network as a picture: lines are the weights at the playhead, two that are chosen are free, layers come and go."""

import pytest
from browser.asking import expect

from surface import SCENES
from surface.pages import visit
from surface.scenes import edits, own
from surface.view import show

XOR = SCENES["xor-hidden"]
SETTLED = "player.changes.exchange.idle"
WEIGHTS = "() => { const [a, b] = player.scene.runs[0].w.slice(-2); return [a, b]; }"

pytestmark = pytest.mark.webgl(False)


@pytest.fixture
def xor(open_bare):
    """The scene with two hidden units, its picture unfolded."""
    page = open_bare(XOR)
    page.locator(".netfold summary").click()
    page.locator(".net-picture").scroll_into_view_if_needed()
    return page


def line(page, name):
    return page.locator(".net-line").nth(XOR.network.index(name))


def click(page, name):
    page.mouse.click(*on(page, name))


def on(page, name):
    """A place on a line, where no other one crosses it, in the page's pixels."""
    asked = """(line) => {
      const [x, y] = ["x", "y"].map((axis) => 0.7 * line.getAttribute(axis + 1) + 0.3 * line.getAttribute(axis + 2));
      const at = new DOMPoint(x, y).matrixTransform(line.getScreenCTM());
      return [at.x, at.y];
    }"""
    return line(page, name).evaluate(asked)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_lines_are_the_weights_at_the_playhead_and_are_told_in_words(xor):
    xor.keyboard.press("Home")
    named = lambda name: line(xor, name).get_attribute("aria-label")  # noqa: E731
    held = XOR.network.value("w1[2,1]")
    assert named("w1[2,1]") == f"w⁽¹⁾₂₁ = {held:.2f}, from input x2 to unit 1 of hidden layer 1"
    words = f"b⁽²⁾₁ = {XOR.runs[0].start[1]:.2f}, free, bias of output y1"
    expect(line(xor, "b2[1]")).to_have_attribute("aria-label", words)
    width = line(xor, "b2[1]").get_attribute("stroke-width")
    expect(line(xor, "b2[1]")).to_have_class("net-line net-plus")
    xor.keyboard.press("End")
    end = xor.evaluate(WEIGHTS)
    expect(line(xor, "b2[1]")).to_have_attribute("aria-label", f"b⁽²⁾₁ = −{-end[1]:.2f}, free, bias of output y1")
    expect(line(xor, "b2[1]")).to_have_class("net-line net-minus")
    assert line(xor, "b2[1]").get_attribute("stroke-width") != width
    xor.mouse.move(*on(xor, "w1[2,1]"))
    expect(xor.locator(".net-pointed")).to_have_text(named("w1[2,1]"))
    assert xor.locator(".net-ground").get_attribute("title") == named("w1[2,1]")


def test_two_lines_that_are_clicked_are_the_free_weights_and_escape_lets_go_of_the_first(xor):
    click(xor, "w2[1,1]")
    expect(line(xor, "w2[1,1]")).to_have_attribute("aria-pressed", "true")
    xor.keyboard.press("Escape")
    expect(line(xor, "w2[1,1]")).to_have_attribute("aria-pressed", "false")
    assert visit.scene() == XOR
    click(xor, "w2[1,1]")
    click(xor, "b1[1]")
    xor.wait_for_function(SETTLED)
    places = [XOR.network.index(name) for name in ("w2[1,1]", "b1[1]")]
    assert visit.scene() == own.with_free_placed(XOR, places)
    expect(xor.locator(".net-label")).to_have_text(["w⁽²⁾₁₁", "b⁽¹⁾₁"])
    xor.wait_for_function("player.scene.names.join() === 'w⁽²⁾₁₁,b⁽¹⁾₁'")


def test_lines_are_chosen_by_the_keyboard_alone(xor):
    assert xor.locator(".net-line[tabindex='0']").count() == 1
    xor.locator(".netfold summary").focus()
    xor.keyboard.press("Tab")
    first = XOR.network.index("b1[2]")  # the first of the free ones
    expect(xor.locator(".net-line").nth(first)).to_be_focused()
    step = xor.locator(".player-count").inner_text()
    xor.keyboard.press("Home")
    xor.keyboard.press("Enter")
    expect(line(xor, "w1[1,1]")).to_have_attribute("aria-pressed", "true")
    xor.keyboard.press("ArrowRight")
    expect(line(xor, "w1[2,1]")).to_be_focused()
    assert xor.locator(".player-count").inner_text() == step
    xor.keyboard.press(" ")
    xor.wait_for_function(SETTLED)
    assert visit.scene().free == ("w1[1,1]", "w1[2,1]")


def test_units_layers_and_activations_are_changed_beside_the_picture(xor):
    button(xor, "Add a unit to hidden layer 1").press("Enter")
    expect(xor.locator(".net-unit")).to_have_count(6)
    expect(button(xor, "Add a unit to hidden layer 1")).to_be_focused()
    assert visit.scene() == own.reshaped(XOR, edits.with_hidden, (3,))
    button(xor, "Add a hidden layer").click()
    expect(xor.locator(".net-unit")).to_have_count(8)
    xor.get_by_label("Activation f, hidden layer 2").select_option("sin")
    xor.wait_for_function(SETTLED)
    assert [layer.activation for layer in visit.scene().network.layers] == ["sigmoid", "sin", "sigmoid"]
    assert button(xor, "Add a unit to hidden layer 2").bounding_box()["height"] >= 24
    for _ in range(2):
        button(xor, "Remove the last hidden layer").click()
    expect(xor.locator(".net-unit")).to_have_count(3)
    xor.wait_for_function(SETTLED)
    assert visit.scene().network.hidden == ()
    expect(button(xor, "Remove the last hidden layer")).to_have_attribute("aria-disabled", "true")
    assert xor.evaluate("player.kept.layers.points")  # the layers of the map are others


def test_in_a_file_the_picture_is_there_to_be_looked_at(new_page, tmp_path):
    picture = show(XOR.surface(), XOR.descents(), XOR.window, XOR.resolution)
    page = new_page(offline=True)
    page.goto(picture.save(tmp_path / "xor.html").as_uri())
    page.locator(".netfold summary").click()
    expect(page.locator(".net-line")).to_have_count(len(XOR.network.names))
    assert page.locator(".net-body button:visible, .net-body select:visible, .net-line[aria-pressed]").count() == 0
    expect(page.locator(".net-status")).to_be_empty()
