"""Pictures that are taken along: as the screen has it, twice as sharp, with what lies over it; and as lines alone."""

import base64
import io
from math import ceil, floor
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from surface.scenes import SCENES

SCENE = SCENES["two-hollows"]
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "g", "clipPath", "path", "rect", "text", "image"}
EVIL = '<script>alert("x")</script> & <b>'
ARROWS = "player.act('arrows', { gradient: true, step: true })"
SLOPES = "player.act('layers', { points: true, slopes: true, water: false })"
WATER = "player.act('layers', { points: true, slopes: false, water: true }); player.act('ahead', true)"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
PNG = """async (name) => {
  const blob = await modules.still.pngOf(player, name);
  return new Promise((resolve) => {
    const reader = Object.assign(new FileReader(), { onload: () => resolve(reader.result.split(",")[1]) });
    reader.readAsDataURL(blob);
  });
}"""
# Without what only makes sense where it can be used.
UNCOVERED = """(on) => {
  const covers = document.querySelectorAll(".view-buttons, .map-fit, .water-row");
  for (const cover of covers) cover.style.visibility = on ? "hidden" : "";
}"""
# How wide a picture of a part of that width is, and where in it that part lies.
ROOM = """(width) => {
  const frame = modules.frame.pictureFrame(player, { width, ground: true });
  const [whole, room] = [frame.node, frame.room].map((node) => node.getBoundingClientRect());
  frame.end();
  return [whole.width, room.left - whole.left, room.top - whole.top];
}"""
# What is the canvas of the PNG, and the SVG as the browser draws it, as large, as shares of their pixels that differ.
BOTH = """async (name) => {
  const canvas = modules.still.canvasOf(player, name);
  const text = modules.still.svgOf(player, name);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const { width, height } = canvas;
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  pen.drawImage(image, 0, 0, width, height);
  const [one, other] = [canvas.getContext("2d"), pen].map((from) => from.getImageData(0, 0, width, height).data);
  let differ = 0;
  for (let n = 0; n < one.length; n += 4)
    differ += Math.max(...[0, 1, 2].map((c) => Math.abs(one[n + c] - other[n + c]))) > 40;
  return { text, size: [image.width, image.height], sharp: [width, height], share: differ / (width * height) };
}"""


@pytest.fixture
def view(open_bare):
    """The player in the middle of its runs."""
    page = open_bare(SCENE)
    page.evaluate("player.commands().seek(23)")
    page.evaluate(DRAWN)
    return page


def taken(page, name):
    """The PNG of a part of the player."""
    return Image.open(io.BytesIO(base64.b64decode(page.evaluate(PNG, name)))).convert("RGB")


def on_screen(page, selector):
    """What is seen of a part of the page, and which pixels of the screen those are: left, top, right, bottom."""
    page.evaluate(UNCOVERED, True)
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.evaluate(UNCOVERED, False)
    box = page.locator(selector).bounding_box()
    left, top = (ceil(box[axis]) for axis in "xy")
    right, bottom = (floor(box[axis] + box[side]) for axis, side in (("x", "width"), ("y", "height")))
    return whole.crop((left, top, right, bottom)), (left, top, right, bottom)


def differing(one, other):
    """The share of two pictures that is seen to differ, but for edges that lie between two pixels."""
    coarse = [np.asarray(picture.reduce(3), float) for picture in (one, other)]
    return (np.abs(coarse[0] - coarse[1]).max(axis=2) > 32).mean()


@pytest.mark.parametrize(
    ("name", "part", "overlay"),
    [
        pytest.param("map", ".map-ground", f"{ARROWS}; {SLOPES}", marks=pytest.mark.webgl(False)),
        pytest.param("map", ".map-ground", WATER, marks=pytest.mark.webgl(False)),
        ("surface", ".player-panel-surface .overlay", f"{ARROWS}; {WATER}"),
    ],
    ids=["arrows and slopes on the map", "water and what is to come on the map", "water and arrows in 3D"],
)
def test_a_png_shows_what_the_screen_shows_at_twice_its_density(view, name, part, overlay):
    page = view
    bare = taken(page, name)
    page.evaluate(overlay)
    page.evaluate(DRAWN)
    look = page.evaluate("look()")
    png = taken(page, name)
    page.evaluate(DRAWN)
    assert page.evaluate("look()") == look
    screen, pixels = on_screen(page, part)
    panel = page.locator(f".player-panel-{name}").bounding_box()
    width, *corner = page.evaluate(ROOM, panel["width"])
    assert png.width == pytest.approx(2 * width, abs=2)
    there = [2 * (pixel - panel["xy"[n % 2]] + corner[n % 2]) for n, pixel in enumerate(pixels)]
    as_seen, without = (differing(one.resize(screen.size, Image.Resampling.BOX, there), screen) for one in (png, bare))
    assert as_seen < 0.01
    assert without > 0.02  # so what was switched on is seen, and is in the picture


def the_whole_view_holds_the_runs_where_they_are(page):
    png = taken(page, "view")
    stage = page.locator(".player-stage").bounding_box()
    assert png.width == pytest.approx(2 * (stage["width"] + 24), abs=2)
    colours = np.asarray(png, int).reshape(-1, 3)
    for colour in page.evaluate("player.scene.runs.map(({ style }) => style.colour)"):
        channels = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
        assert (np.abs(colours - channels).max(axis=1) < 12).sum() > 2000  # on the surface, the map, the curve, below


def every_picture_that_is_offered_has_twice_the_density_of_its_part(page):
    sizes = page.evaluate("""() => modules.still.PICTURES.map(({ name }) => {
      const part = name === "view" ? document.querySelector(".player-stage") : player.panels.places[name];
      return [name, modules.still.canvasOf(player, name).width, part.getBoundingClientRect().width];
    })""")
    assert [name for name, *_ in sizes] == ["view", "surface", "map", "curve", "output"]
    for _, width, seen in sizes:
        assert width == pytest.approx(2 * (seen + 24), abs=4)  # with the frame around, and in whole pixels


def test_the_whole_view_and_every_part_of_it_are_taken_where_they_are_at_twice_their_density(view):
    the_whole_view_holds_the_runs_where_they_are(view)
    every_picture_that_is_offered_has_twice_the_density_of_its_part(view)


def the_map_has_its_contours_as_paths_and_no_picture_of_pixels(page):
    root = ElementTree.fromstring(page.evaluate("modules.still.svgOf(player, 'map')"))
    assert list(root.iter(f"{SVG}image")) == []
    drawn = [node.get("d") for node in root.iter(f"{SVG}path")]
    contours = page.evaluate(
        "[...document.querySelectorAll('.contourlevel path')].map((path) => path.getAttribute('d'))"
    )
    assert set(contours) <= set(drawn)
    inks = {node.get("stroke") for node in root.iter(f"{SVG}path")}
    assert set(page.evaluate("player.scene.runs.map(({ style }) => style.colour)")) <= inks


def are_lines_and_texts_that_look_as_the_png_does(page):
    # A picture that is a file cannot use the page's own letters.
    page.evaluate("document.documentElement.style.setProperty('--st-font', 'sans-serif')")
    page.evaluate(f"spoilt = true; player.show(); {ARROWS}; {WATER}")
    page.evaluate("(title) => { player.scene.title = title; }", EVIL)
    page.evaluate(DRAWN)
    for name in ("map", "curve", "output"):
        both = page.evaluate(BOTH, name)
        root = ElementTree.fromstring(both["text"])
        assert root.tag == f"{SVG}svg"
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= TAGS
        assert EVIL in " ".join(node.text for node in root.iter(f"{SVG}text"))
        assert len(list(root.iter(f"{SVG}path"))) > 10
        assert both["sharp"] == [2 * length for length in both["size"]]
        assert both["share"] < 0.02, name


@pytest.mark.webgl(False)
def test_pictures_as_svg_are_lines_and_texts_and_no_pixels(view):
    the_map_has_its_contours_as_paths_and_no_picture_of_pixels(view)
    are_lines_and_texts_that_look_as_the_png_does(view)
