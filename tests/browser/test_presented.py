"""Presentation mode on three screens, of scenes and of a lesson: nothing collides, and shapes keep their form.

With 3D or without it every place is the same, and what is drawn in 3D is not asked about: one scene has it.
"""

import pytest
from browser.asking import expect
from browser.lessonpage import answer, vote
from browser.presenting import COLLIDING, CUT, SCREENS

from surface.scenes import SCENES

FORM = """() => {
  const box = document.querySelector(".map-plot .bglayer .bg, .map-plot .plot")?.getBoundingClientRect();
  const { xaxis, yaxis } = document.querySelector(".map-plot.js-plotly-plot, .map-plot .js-plotly-plot")._fullLayout;
  const scale = (axis) => axis._length / Math.abs(axis.range[1] - axis.range[0]);
  return scale(xaxis) / scale(yaxis);
}"""


def sizes(page):
    """The page on each screen in turn, when it rests."""
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(
            """() => { const bg = document.querySelector(".player-presenting .map-plot .main-svg");
            const ground = document.querySelector(".player-presenting .map-plot");
            return bg && ground && Math.abs(bg.clientWidth - ground.clientWidth) < 2; }"""
        )
        yield width, height


def holds(page, width, height):
    """What every screen shows: all of it, nothing on anything else, with the colour bar and the runs' settings."""
    page.wait_for_function(f"({COLLIDING})().length === 0 && ({CUT})() === 0")
    expect(page.locator(".player-presenting .map-bar text").first).to_be_visible()
    expect(page.locator(".player-presenting .player-card-settings").first).to_contain_text("η = ")
    curve = page.locator(".player-presenting .player-panel-curve .chart-ground").bounding_box()
    assert curve["height"] > 0.2 * height
    assert curve["width"] > 0.15 * width
    assert 0.5 < page.evaluate(FORM) < 2


@pytest.mark.webgl(False)
def test_a_lesson_fills_the_screen_with_its_title_its_question_and_its_answer(open_lesson):
    page = open_lesson("momentum", reduced_motion="reduce")
    expect(page.locator(".map-plot .xtick text").first).to_be_visible()
    page.keyboard.press("p")
    words, title = page.locator(".banner-words"), page.locator(".banner-title")
    for width, height in sizes(page):
        expect(title).to_have_text("7 · Momentum")
        expect(words).to_contain_text("Which hollow? The near one, like the first run · The deep one, over the ridge")
        holds(page, width, height)
        assert (
            page.locator(".player-presenting .player-panel-curve .chart-ground").bounding_box()["height"] > 0.4 * height
        )
    page.keyboard.press("End")  # who presents it has asked the room
    expect(page.locator(".player-badge:not(.card-way):visible")).to_have_count(2)
    page.keyboard.press("Escape")
    vote(page, "It never comes to rest")
    expect(answer(page)).to_be_visible()
    page.keyboard.press("p")
    expect(words).to_contain_text("Which hollow? The deep one, over the ridge.")


FLAT = pytest.mark.webgl(False)


@pytest.mark.parametrize("scene", ["two-hollows", *(pytest.param(name, marks=FLAT) for name in ("ravine", "xor-gate"))])
def test_a_scene_fills_the_screen(open_bare, scene):
    page = open_bare(SCENES[scene])
    page.keyboard.press("p")
    for width, height in sizes(page):
        holds(page, width, height)
