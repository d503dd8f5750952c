"""The widget of a notebook on a bare page: its script, a model of the test's own, and Python as it answers it."""

import base64
import json
import re
from pathlib import Path

import pytest
from browser.asking import expect
from browser.bare import PAGE, PATIENCE, PLOTLY

from surface.scenes import SCENES
from surface.view import show
from surface.view.hosts import notebook
from surface.view.hosts import page as hosts
from surface.view.hosts.notebook import PlayerWidget

DRAWN = """(count) => [...document.querySelectorAll(".player-panel-map .js-plotly-plot")]
  .filter((plot) => plot._fullLayout).length === count"""
# All that a player says: its visible text, and the names of what is seen.
WORDS = """(root) => [root.innerText, ...[...root.querySelectorAll("[aria-label], [title]")]
  .filter((node) => node.checkVisibility()).flatMap((node) => [node.ariaLabel, node.title])].join(" ").toLowerCase()"""
# As JupyterLab 4 has them.
OUTPUT = """.jp-OutputArea-output dl, .jp-OutputArea-output dt, .jp-OutputArea-output dd { display: block }
.jp-OutputArea-output dl { width: 100%; overflow: hidden; padding: 0; margin: 0 }
.jp-OutputArea-output dt { font-weight: bold; float: left; width: 20%; padding: 0; margin: 0 }
.jp-OutputArea-output dd { float: left; width: 80%; padding: 0; margin: 0 }"""
HERE = Path(__file__).parent


class Cell:
    """A page of a notebook with its widgets, and the pictures behind them."""

    def __init__(self, page, file):
        self.page, self.shown = page, []
        page.set_default_timeout(PATIENCE)
        page.goto(file.as_uri())
        page.wait_for_function("window.ready")

    def show(self, picture):
        self.shown.append(picture)
        self.page.evaluate("(values) => render(values)", self.values(picture.widget()))
        self.page.wait_for_function(DRAWN, arg=len(self.shown))

    def values(self, widget: PlayerWidget):
        return {name: getattr(widget, name) for name in ("surface", "runs", "refusal", "library")}

    def deliver(self, number=0):
        """Bring to Python what a widget has sent, and its answer back."""
        widget = self.shown[number].widget()
        for content in self.page.evaluate(f"models[{number}].sent.splice(0)"):
            if content["name"] != "library":
                widget._handle_custom_msg(content, [])
        self.page.evaluate(f"(values) => models[{number}].change(values)", self.values(widget))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A page with the widget's script, which fetches everything else from Python."""
    digest, parts = notebook.library()
    packed = json.dumps({"library": digest, "parts": [base64.b64encode(part).decode() for part in parts]})
    harness = (HERE / "notebook.js").read_text(encoding="utf-8")
    script = f"{hosts.script('widget')}\nwindow.packed = {packed};\n{harness}\nwindow.ready = true;"
    path = tmp_path_factory.mktemp("notebook") / "notebook.html"
    # Another plotly.js is there already, as in a notebook that draws with it: it stays as it was.
    filled = PAGE.format(style="", ground='<div id="ground"></div>', plotly=PLOTLY.as_uri(), script=script)
    path.write_text(filled.replace("<script src", "<script>window.Plotly = 'theirs'</script><script data-src"), "utf-8")
    return path


@pytest.mark.webgl(False)
def test_two_pictures_share_one_library_and_what_is_dragged_is_read(page, file):
    cell = Cell(page, file)
    cell.show(show(SCENES["two-hollows"]))
    cell.show(show(lambda x, y: x**2 + y**2, ((-1, 1), (-1, 1)), {"<b>mine</b>": [[1, 1], [0, 0]]}, resolution=21))
    asked = "models.map(({ sent }) => sent.filter(({ name }) => name === 'library').length)"
    assert page.evaluate(asked) == [1, 0]
    assert page.evaluate("window.Plotly") == "theirs"
    first = page.locator(".player-card").first
    box = page.locator(".player-panel-map .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + (-1.3 + 2.5) / 7.5 * box["width"], box["y"] + (3.5 - 2.4) / 7 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"], steps=4)
    expect(first).not_to_contain_text("start (−1.3, 2.4)")
    assert page.evaluate("models[0].sent.length") == 1  # the library: nothing is told while the hand moves
    page.mouse.up()
    page.wait_for_function("models[0].sent.length === 2")
    picture = cell.shown[0]
    assert picture.starts[0] == (-1.3, 2.4)
    cell.deliver()
    start = picture.starts[0]
    assert start == pytest.approx((2.0, 1.4), abs=0.05)
    expect(first).to_contain_text(f"start ({start[0]:g}, {start[1]:g})")
    assert picture.descents[0].path[0] == pytest.approx(start)
    # Of a function there is the path, by its name, and nothing of a network.
    mine = page.locator(".surface-player").nth(1)
    expect(mine.locator(".player-card-title")).to_have_text("<b>mine</b>")
    for name in ("output", "network", "held", "strip", "inside"):
        expect(mine.locator(f".player-panel-{name}")).to_be_hidden()
    for name in ("map", "curve", "cards"):
        expect(mine.locator(f".player-panel-{name}")).to_be_visible()
    words = mine.evaluate(WORDS)
    assert not re.search(r"weight|network|data|error|undefined|, :|\(\)", words), words
    mine.get_by_role("button", name="List of the keys").click()
    expect(mine.get_by_role("dialog", name="Keys")).to_contain_text("play and pause")
    expect(mine.get_by_role("dialog", name="Keys")).not_to_contain_text("controls beside")
    page.keyboard.press("Escape")
    # It ends as it is taken away.
    page.evaluate("models[1].end()")
    expect(page.locator(".surface-player")).to_have_count(1)
    assert page.evaluate("models[1].listening()") == 0


@pytest.mark.webgl(False)
def test_keys_count_in_the_player_alone_and_a_refusal_is_said(page, file):
    cell = Cell(page, file)
    cell.show(show(SCENES["bowl"]))
    count = page.locator(".player-count")
    page.keyboard.press("ArrowRight")
    expect(count).to_contain_text("step 0 ")
    page.locator(".player-transport").click(position={"x": 2, "y": 2})
    page.keyboard.press("ArrowRight")
    expect(count).to_contain_text("step 1 ")
    widget = cell.shown[0].widget()
    act = {"name": "setting", "turn": 1, "scene": 1, "value": {"run": 0, "name": "learning_rate", "value": -1}}
    widget._handle_custom_msg({"name": "acts", "told": {"acts": [act], "turn": 1}}, [])
    cell.deliver()
    expect(page.get_by_role("alert").first).to_have_text("Learning rate must be greater than 0, got -1.0.")
    # JupyterLab's own rules for what a cell puts out leave the numbers of a card in their one line.
    page.add_style_tag(content=OUTPUT)
    page.evaluate("document.querySelector('#ground').className = 'jp-OutputArea-output'")
    tops = "(cells) => new Set(cells.slice(0, 3).map((cell) => Math.round(cell.getBoundingClientRect().top))).size"
    assert page.locator(".player-card dt").evaluate_all(tops) == 1


@pytest.mark.webgl(False)
def test_more_pictures_than_the_page_remembers_all_go_on(page, file):
    cell = Cell(page, file)
    for size in range(1, 7):
        cell.show(show(lambda x, y: x**2 + y**2, ((-size, size), (-1, 1)), {"mine": [[1, 1], [0, 0]]}, resolution=5))
    first = page.locator(".surface-player").first
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")  # all are drawn anew
    page.wait_for_function(DRAWN, arg=6)
    first.get_by_role("button", name="Last step").click()
    expect(first.locator(".player-count")).to_contain_text("step 1 of 1")
    expect(first).to_have_attribute("aria-busy", "false")


@pytest.mark.webgl(False)
def test_a_library_that_did_not_come_is_fetched_again_and_that_is_said(page, file, watch):
    watch.allow("Failed to fetch")
    cell = Cell(page, file)
    values = cell.values(show(SCENES["bowl"]).widget())
    page.evaluate("window.whole = packed.parts; packed.parts = ['AAAA', 'AAAA', 'AAAA']")
    page.evaluate("(values) => void render(values)", values)
    said = page.get_by_text("The picture could not be loaded.")
    expect(said).to_be_visible()
    page.evaluate("packed.parts = whole")
    page.get_by_role("button", name="try again").click()
    page.wait_for_function(DRAWN, arg=1)
    expect(said).to_have_count(0)
    # The next picture finds what the other one fetched.
    page.evaluate("(values) => void render(values)", values)
    page.wait_for_function(DRAWN, arg=2)
    assert page.evaluate("models[1].sent.length") == 0
