"""Presentation mode on three screens, from Explore and from a lesson: nothing collides, and shapes keep their form."""

import pytest
from browser.asking import expect
from browser.lessonpage import LESSONS, SLUGS, answer, vote

from surface.scenes import SCENES

SCREENS = [(1280, 720), (1920, 1080), (3840, 2160)]
# Each text that is seen, outside the surface's WebGL, with its box: what stands for a pixel or more on another.
COLLIDING = """() => {
  const root = document.querySelector(".player-presenting"), found = [], walk = document.createTreeWalker(root, 4);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
    if (!words || !at.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (at.closest(".player-panel-announcer, .player-panel-surface, style, .player-hidden, title")) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const trim = 0.18 * (bottom - top); // of a line's height the letters fill the middle
      if (right - left > 1) found.push({ words, left, right, top: top + trim, bottom: bottom - trim });
    }
  }
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const pairs = [];
  found.forEach((a, n) => found.slice(n + 1).forEach((b) => meet(a, b) && pairs.push([a.words, b.words])));
  return pairs;
}"""
CUT = """() => {
  const root = document.querySelector(".player-presenting");
  const whole = ".banner-title, .banner-words, .player-card, .player-panel-map, .player-panel-curve";
  return [...root.querySelectorAll(whole)]
    .map((node) => node.getBoundingClientRect())
    .filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1)
    .length + (root.scrollHeight > root.clientHeight) + (root.scrollWidth > root.clientWidth);
}"""
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


@pytest.mark.parametrize("scene", ["two-hollows", "ravine", "xor-gate"])
def test_a_scene_fills_the_screen(open_bare, scene):
    page = open_bare(SCENES[scene])
    page.keyboard.press("p")
    for width, height in sizes(page):
        holds(page, width, height)


OWN = [lesson.slug for lesson in LESSONS if lesson.acts[0].picture not in ("player", "rules")]


@pytest.mark.webgl(False)
@pytest.mark.parametrize("slug", OWN)
def test_a_lessons_own_picture_fills_the_screen_too(open_lesson, slug):
    page = open_lesson(slug, reduced_motion="reduce")
    lesson = LESSONS[SLUGS.index(slug)]
    expect(page.get_by_role("button", name="Presentation mode")).to_be_visible()
    page.keyboard.press("p")
    ground = page.locator(".player-presenting > .lesson-ground")
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(".banner-title")).to_have_text(f"{SLUGS.index(slug) + 1} · {lesson.title}")
        expect(page.locator(".banner-words")).to_contain_text(lesson.choices[0])
        page.wait_for_function(f"innerWidth === {width} && ({COLLIDING})().length === 0 && ({CUT})() === 0")
        box = ground.bounding_box()
        assert box["width"] > 0.9 * width
        assert box["height"] > 0.7 * height
    page.keyboard.press("Escape")
    expect(page.locator(".player-presenting")).to_have_count(0)
    expect(page.locator(".lesson-picture")).to_be_visible()
