"""A saved page, opened from a file without a network, or in a frame of another origin, and used."""

import re

import pytest
from browser.asking import expect
from browser.axe import grave
from browser.bare import DRAWN, MAP_DRAWN
from browser.files import serving
from browser.hand import SCENE, at
from browser.printed import sheets

from surface.scenes import GALLERY, SCENES
from surface.view import show
from surface.view.hosts.page import MAY, NOTHING, SETTINGS

END = "step 200 of 200"
STRICT = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
FITS = """() => [...document.querySelectorAll(".js-plotly-plot")].every(
  (plot) => Math.abs(plot.clientWidth - plot._fullLayout.width) < 1)"""  # what is drawn is as wide as its place
FRAME = '<!doctype html><title>A course</title><iframe sandbox="allow-scripts" src="%s" width="1300" height="1000">'


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The folder with a page for each choice of what its reader may change."""
    folder, picture = tmp_path_factory.mktemp("saved"), show(SCENE)
    for may in MAY:
        picture.save(folder / f"{may}.html", may)
    return folder


@pytest.fixture
def strict_server(saved):
    """The address of the folder behind a strict server."""
    with serving(saved, STRICT) as (host, _):
        yield host


@pytest.fixture
def open_saved(saved, new_page, without_3d):
    """A function: opens the page of a choice from its file, without a network, and waits until it is drawn."""

    def open_saved(may, **options):
        page = new_page(offline=True, **options)
        page.goto((saved / f"{may}.html").as_uri())
        page.wait_for_function(MAP_DRAWN if without_3d else DRAWN, timeout=60_000)
        return page

    return open_saved


def keys(page):
    """The list of the keys, as text."""
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    text = dialog.inner_text()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    return text


def drag_start(page):
    page.mouse.move(*at(page, *SCENE.runs[0].start))
    page.mouse.down()
    page.mouse.move(*at(page, 3, -1), steps=4)
    page.mouse.up()


def told(page):
    return page.locator(".player-card-settings").first


@pytest.mark.webgl(False)
def test_only_starts_and_settings_can_be_changed_and_brought_back(open_saved):
    page = open_saved(SETTINGS)
    expect(page.locator(".saved-words").first).to_have_text(GALLERY[SCENE.id].watch)
    for name in ("Add a run", re.compile("^Duplicate run"), re.compile("^Remove run")):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_label("rule of run 1")).to_be_hidden()
    assert "undo the last change" in keys(page)
    assert "data point" not in keys(page)
    drag_start(page)
    expect(told(page)).not_to_contain_text("start (−1.3, 2.4)")
    expect(page.locator(".saved-changed")).to_be_visible()
    page.get_by_role("slider", name="learning rate η of run 1").press("End")
    expect(told(page)).not_to_contain_text("η = 0.2,")
    page.keyboard.press("Control+z")
    expect(told(page)).to_contain_text("η = 0.2,")
    page.get_by_role("button", name="Back to how it was saved").click()
    expect(told(page)).to_contain_text("start (−1.3, 2.4)")
    expect(page.locator(".saved-changed")).to_be_hidden()
    drag_start(page)
    page.reload()
    expect(told(page)).to_contain_text("start (−1.3, 2.4)")


@pytest.mark.webgl(False)
def test_where_nothing_may_be_changed_it_is_played_and_no_more(open_saved):
    page = open_saved(NOTHING, color_scheme="dark")
    assert grave(page) == []
    expect(page.locator(".player-cards-shared, .card-knobs input:visible, .card-rule:visible")).to_have_count(0)
    assert "undo" not in keys(page)
    drag_start(page)
    page.keyboard.press("Control+z")
    page.keyboard.press("End")
    expect(page.locator(".player-count")).to_have_text(END)
    expect(told(page)).to_contain_text("start (−1.3, 2.4)")
    expect(page.locator(".player-card").first.locator(".player-badge")).to_have_text("stuck in a local minimum")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Take it").click()  # on a phone too
    expect(page.get_by_role("dialog", name="Take it")).to_be_visible()


def test_it_plays_in_a_frame_of_another_origin_that_keeps_nothing(strict_server, saved, new_page, watch, tmp_path):
    watch.host = strict_server
    course = tmp_path / "course.html"
    course.write_text(FRAME % f"http://{strict_server}/everything.html", encoding="utf-8")
    page = new_page()
    page.goto(course.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator(".player-panel-surface .plot-container")).to_be_visible(timeout=60_000)
    assert page.frames[1].evaluate("try { localStorage; 'kept' } catch { 'refused' }") == "refused"
    frame.get_by_role("button", name="Last step").click()
    expect(frame.locator(".player-count")).to_have_text(END)
    frame.get_by_label("rule of run 1").select_option("adam")
    expect(frame.locator(".player-card-settings").first).to_contain_text("β₁ = 0.9")
    frame.get_by_text("Inside the step").click()
    frame.get_by_role("button", name="Presentation mode").click()
    expect(frame.locator(".player-presenting")).to_be_visible()


def test_a_page_is_printed_on_one_light_sheet_without_its_controls(saved, open_saved):
    show(SCENES["iris"]).save(saved / "iris.html")  # its list of 40 data points is longer than its place
    page = open_saved("iris", color_scheme="dark")
    page.keyboard.press("End")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".player-transport")).to_be_hidden()
    expect(page.locator(".card-knobs").first).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    for width in (390, 768, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(f"innerWidth === {width} && ({FITS})()")
        assert sheets(page) == 1, width
