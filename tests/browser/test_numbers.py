"""Inside the step, in a browser: the numbers of the step, the slices, the arrows, and the scale of the error."""

import re

import pytest
from browser.asking import expect

from surface.scenes import SCENES
from surface.view import show

pytestmark = pytest.mark.webgl(False)
PICTURES = ("surface", "map")
PLOT = "document.querySelector('.player-panel-{} .js-plotly-plot')"
DRAWN = (
    "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.reduce((a, b) => a + b, 0)"
)


@pytest.fixture
def player(open_bare):
    return open_bare()


def overlay(page, name):
    """What stands on the canvases over a picture, as one number."""
    return sum(canvas.evaluate(DRAWN) for canvas in page.locator(f".player-panel-{name} canvas.overlay").all())


def choose(page, run):
    page.locator(".player-card-head").nth(run).click()


def go_to(page, step):
    page.get_by_role("slider", name="Step", exact=True).fill(str(step))
    expect(page.locator(".player-count")).to_have_text(re.compile(f"^step {step} of"))


def unfold(page):
    fold = page.locator("details.inside")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    expect(page.locator(".formula-table")).to_be_visible()
    return page


def number(text):
    return float(text.replace("−", "-"))


def row(page, words):
    return page.locator(".formula-table tbody tr").filter(has_text=re.compile(f"^{words}"))


@pytest.mark.webgl(True)
def test_each_arrow_has_a_switch_that_draws_it_and_words_for_its_length(player):
    choose(player, 1)
    go_to(player, 9)
    switches = player.get_by_role("group", name="Arrows on the ball").locator(".aid-switch:visible")
    expect(switches).to_have_count(3)
    seen = {name: [overlay(player, name)] for name in PICTURES}
    for switch in switches.all():
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
        player.wait_for_function(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
        for name in PICTURES:
            seen[name].append(overlay(player, name))
    for sums in seen.values():
        assert len(set(sums)) == 4
    expect(player.locator(".player-panel-aids")).to_contain_text(
        re.compile(r"1 unit of gradient or velocity is drawn as \S+ of weight")
    )


def test_a_rule_without_a_velocity_offers_no_arrow_for_it(player):
    choose(player, 0)
    expect(player.get_by_role("group", name="Arrows on the ball").locator(".aid-switch:visible")).to_have_count(2)


def test_the_formula_follows_the_playhead_with_the_numbers_of_the_cards(player):
    unfold(player)
    choose(player, 1)
    expect(player.locator(".formula-title")).to_contain_text("momentum")
    go_to(player, 9)
    expect(player.locator(".inside-formula")).to_have_attribute("data-step", "9")
    weights = row(player, "weights").locator("td")
    card = player.locator(".player-card").nth(1).locator("dd")
    for axis in (0, 1):
        assert number(weights.nth(axis).inner_text()) == pytest.approx(
            number(card.nth(1 + axis).inner_text()), abs=6e-4
        )
    ended = row(player, "new weights").locator("td math").all()
    new = [number(cell.locator(".formula-result").text_content()) for cell in ended]
    node = ended[0].locator("mn").first.element_handle()
    player.keyboard.press("ArrowRight")
    expect(player.locator(".inside-formula")).to_have_attribute("data-step", "10")
    for axis in (0, 1):
        assert number(weights.nth(axis).inner_text()) == pytest.approx(new[axis], rel=1e-3)
    assert node.evaluate("node => node.isConnected"), "the numbers are changed in place"


def test_a_step_is_read_in_words(player):
    unfold(player)
    choose(player, 1)
    go_to(player, 9)
    words = row(player, "velocity").locator("td math").first.get_attribute("aria-label")
    assert re.fullmatch(r"w₁₁: the new v is 0\.9 times [\w. ]+ plus [\w. ]+, which is [\w. ]+", words)


def test_the_formula_is_the_chosen_runs(player):
    unfold(player)
    choose(player, 0)
    expect(row(player, "velocity")).to_have_count(0)
    choose(player, 1)
    expect(row(player, "velocity")).to_have_count(1)
    expect(player.locator(".formula-title")).to_contain_text("momentum")


def test_the_slices_follow_the_ball(player):
    unfold(player)
    go_to(player, 0)
    curve = player.locator(".slice canvas.chart-curve").first
    ball = player.locator(".slice canvas.chart-marks").first
    before = curve.evaluate(DRAWN), ball.evaluate(DRAWN)
    go_to(player, 30)
    after = curve.evaluate(DRAWN), ball.evaluate(DRAWN)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_the_browser_remembers_that_it_was_unfolded(player, bare):
    expect(player.locator(".formula-table")).to_be_hidden()
    unfold(player)
    bare.load()
    bare.make()
    expect(player.locator(".formula-table")).to_be_visible()


@pytest.mark.webgl(True)
def test_one_switch_changes_the_scale_of_the_error_everywhere_without_a_server(new_page, tmp_path):
    scene = SCENES["and-gate"]  # whose errors ask for no logarithm of their own
    file = show(scene.surface(), scene.descents(), scene.window, 61).save(tmp_path / "page.html")
    page = new_page(offline=True)
    page.goto(file.as_uri())
    upright = f"{PLOT.format('surface')}._fullLayout?.scene"
    page.wait_for_function(f"{upright}?._scene?.getCamera && {upright}.zaxis.type === 'linear'")
    eye = f"(({{ x, y, z }}) => [x, y, z])({upright}._scene.getCamera().eye)"
    camera = page.evaluate(eye)
    curve = page.locator(".player-panel-curve .chart-axes")
    linear = curve.text_content()
    page.get_by_role("button", name="logarithmic").click()
    page.wait_for_function(f"{upright}.zaxis.type === 'log'")
    page.wait_for_function(f"{PLOT.format('map')}.layout.meta.scale === 'log'")
    assert curve.text_content() != linear
    assert page.evaluate(eye) == pytest.approx(camera, abs=1e-9)  # Plotly turns it into angles and back
    page.get_by_role("button", name="linear", exact=True).click()
    page.wait_for_function(f"{upright}.zaxis.type === 'linear'")
    assert curve.text_content() == linear


@pytest.mark.parametrize("scene", ["two-hollows", "teacher-plateau"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_inside_fits_the_screen(open_bare, width, scene):
    page = unfold(open_bare(SCENES[scene], viewport={"width": width, "height": 844}))
    choose(page, 1)
    expect(page.locator(".formula-title")).to_contain_text("momentum" if scene == "two-hollows" else "adam")
    wide = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert page.evaluate(wide) <= 0
    holder = page.locator(".formula-holder")
    assert holder.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
