"""What the hand reads in the picture, and from where one looks: readout, camera, layers, window."""

import re

import numpy as np
import pytest
from browser.asking import expect
from browser.hand import DRAWN, MAP, SCENE, SURFACE, at, eye, number, starts_at, tool

from surface.pages import visit
from surface.scenes import SCENES

pytestmark = pytest.mark.webgl(False)


def readout(page):
    """What the line above the map says once what was done is drawn: w1, w2, E and the length of the gradient."""
    page.evaluate(DRAWN)
    line = page.locator(".map-readout[data-reading=true]")
    expect(line).to_be_visible()
    return [number(text) for text in line.locator(".readout-cell:visible .readout-value").all_inner_texts()]


@pytest.fixture
def player(open_bare):
    return open_bare()


# ---------------------------------------------------------------------------------------------------- what is read


def reads_like_python(page):
    w1, w2, error, slope = readout(page)
    E = SCENE.surface()
    assert error == pytest.approx(float(E.error((w1, w2))), rel=6e-4)
    assert slope == pytest.approx(float(np.linalg.norm(E.gradient((w1, w2)))), rel=6e-4)
    return w1, w2


def test_the_map_reads_out_what_python_computes_there(player):
    line = player.locator(".map-readout").bounding_box()
    for w in [(-2.0, 1.0), (0.5, 0.5), (4.2, -2.9)]:
        player.mouse.move(*at(player, *w))
        assert reads_like_python(player) == pytest.approx(w, abs=0.04)
    assert player.locator(".map-readout").bounding_box() == line
    point = player.locator(".player-panel-map")
    player.mouse.move(*at(player, 3.128, 0.066))
    expect(point.locator(".readout-kind")).to_have_text("lowest minimum")


@pytest.mark.webgl(True)
def test_the_surface_reads_out_what_python_computes_there(player):
    box = player.locator(".player-panel-surface").bounding_box()
    player.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    reads_like_python(player)
    player.mouse.move(box["x"] + 4, box["y"] + box["height"] - 4)
    expect(player.locator(".map-readout")).to_have_attribute("data-reading", "false")


def test_the_map_is_read_and_set_by_keyboard(player):
    crosshair = player.get_by_role("application", name=re.compile("Contour map.*, Enter starts the chosen run"))
    crosshair.focus()
    assert reads_like_python(player) == (-1.3, 2.4)
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "ArrowDown"):
        player.keyboard.press(key)
    w1, w2 = reads_like_python(player)
    assert (w1, w2) == (pytest.approx(-1.3 + 0.2 * 7.5, abs=0.006), pytest.approx(2.4 - 0.07, abs=0.006))
    expect(player.locator(".map-readout")).to_have_attribute("aria-live", "polite")
    expect(player.locator(".player-count")).to_have_text("step 200 of 200")  # the keys were the crosshair's
    player.keyboard.press("Enter")
    starts_at(player, 0.2, 2.33)


def test_after_a_click_on_the_map_the_arrows_still_step(player):
    player.mouse.click(*at(player, 3, -2))
    starts_at(player, 3, -2)
    player.keyboard.press("Home")
    player.keyboard.press("ArrowRight")
    expect(player.locator(".player-count")).to_have_text("step 1 of 200")


# ----------------------------------------------------------------------------------------------- where one looks from


@pytest.mark.webgl(True)
def test_the_camera_looks_from_above_from_the_side_and_back(player):
    home = eye(player)
    tool(player, "Look from above").click()
    player.wait_for_function(f"{SURFACE}._fullLayout.scene._scene.getCamera().eye.y > -0.1")
    x, y, z = eye(player)
    assert z > 10 * np.hypot(x, y)
    side = tool(player, "Look from the side")
    side.focus()
    player.keyboard.press("Enter")
    player.wait_for_function(f"{SURFACE}._fullLayout.scene._scene.getCamera().eye.y < -1")
    tool(player, "Reset view").click()
    player.wait_for_function(f"Math.abs({SURFACE}._fullLayout.scene._scene.getCamera().eye.z - {home[2]}) < 1e-6")
    assert eye(player) == pytest.approx(home)


def test_overlays_have_switches_of_their_own(player):
    slopes, points = tool(player, "Show slopes"), tool(player, "Show critical points")
    expect(points).to_have_attribute("aria-pressed", "true")
    expect(player.locator(".map-field")).to_be_hidden()
    slopes.click()
    expect(player.locator(".map-field")).to_be_visible()
    expect(player.get_by_text(re.compile("1 unit of gradient is drawn as .* of weight"))).to_be_visible()
    points.click()
    expect(points).to_have_attribute("aria-pressed", "false")
    player.mouse.move(*at(player, 3.128, 0.066))
    expect(player.locator(".readout-kind")).to_have_text("")


def test_a_window_is_fitted_to_what_leaves_it(open_player):
    page = open_player("?window=-1.5~0.5~1~3", panel="Window")
    fit = tool(page, "Fit to the paths, with the window")
    fit.click()
    expect(fit).to_be_hidden()
    expect(page.get_by_label("w₁₁ to", exact=True)).not_to_have_value("0.5")
    edges = [float(page.get_by_label(f"w₁₁ {end}", exact=True).input_value()) for end in ("from", "to")]
    paths = np.concatenate([run.path for run in SCENE.descents()])
    assert edges[0] < paths[:, 0].min() < paths[:, 0].max() < edges[1]
    assert edges == [float(f"{edge:.2g}") for edge in edges]


def test_a_window_is_fitted_to_a_run_that_diverges_as_far_as_it_had_not(open_bare):
    page, scene = open_bare(SCENES["ravine"]), SCENES["ravine"]
    size = page.locator(".player-panel-map .map-plot").bounding_box()
    tool(page, "Fit to the paths, with the window").click()
    page.wait_for_function(f"{MAP}._fullLayout.yaxis.range[1] !== {scene.window[1][1]}")
    run = scene.descents()[1]
    grown = run.path[: int(np.argmax(run.error > 10 * run.error[0])), 1]
    edges = visit.scene().window[1]
    assert page.evaluate(f"{MAP}._fullLayout.yaxis.range") == pytest.approx(edges)
    assert edges[0] < grown.min() < grown.max() < edges[1] < 2 * grown.max()
    assert page.locator(".player-panel-map .map-plot").bounding_box() == size  # the button takes no room from the map


@pytest.mark.webgl(True)
@pytest.mark.parametrize("width", [390, 820])
def test_the_tools_fit_every_width(open_bare, width):
    page = open_bare(viewport={"width": width, "height": 844})
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    for name in (".map-tools", ".map-readout", ".view-buttons", ".card-knobs"):
        box = page.locator(name).first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
