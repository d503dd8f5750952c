"""An exported site behind a server of files, below a path of its own, under a policy that allows only its own files."""

import re

import pytest
from browser.asking import expect
from browser.axe import grave
from browser.files import serving
from browser.lessonpage import PHONE

from surface.view.hosts.site import export

POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:"
BELOW = "course/week-3"
NO_WIDER = "document.scrollingElement.scrollWidth - innerWidth <= 0"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder that is served, with the site in a folder of it."""
    folder = tmp_path_factory.mktemp("served")
    export(folder / BELOW, ["two-hollows", "one-unit", "momentum"], variants=False, tell=list)
    return folder


@pytest.fixture
def index(site, new_page, watch):
    """The index, open, and what was asked of the server; in the end that was nothing but files of the site."""
    with serving(site, POLICY) as (host, asked):
        watch.host = host
        page = new_page()
        page.goto(f"http://{host}/{BELOW}/index.html")
        yield page
        page.goto("about:blank")
    assert {(method, status) for method, _, status in asked} <= {("GET", 200), ("GET", 304)}
    assert all(re.fullmatch(rf"/{BELOW}/[\w./-]+", path) for _, path, _ in asked)


def count(page):
    return page.locator(".player-count")


def test_from_the_index_to_a_scene_that_plays(index):
    assert grave(index) == []
    index.get_by_role("link", name="Two hollows").click()
    expect(index.locator(".player-panel-surface .plot-container")).to_be_visible(timeout=60_000)
    index.get_by_label("rule of run 1").select_option("adam")
    index.keyboard.press("End")
    expect(count(index)).to_have_text("step 200 of 200")
    expect(index.locator(".player-card-settings").first).to_contain_text("β₁ = 0.9")
    assert grave(index) == []
    index.get_by_role("link", name="Contents").click()
    expect(index.get_by_role("heading", level=1)).to_have_text("Error surface")


@pytest.mark.webgl(False)
def test_a_lesson_waits_for_a_vote_and_answers_it(index):
    index.get_by_role("link", name="Momentum").click()
    answer = index.locator(".st-key-lesson-answer")
    expect(index.locator(".player-panel-map .plot-container")).to_be_visible(timeout=60_000)
    index.keyboard.press("End")
    expect(count(index)).to_have_text("step 0 of 200")
    expect(answer).to_be_hidden()
    index.get_by_text("It never comes to rest").click()
    expect(index.get_by_text("the answer comes when its run has ended")).to_be_visible()
    expect(answer).to_be_hidden()
    index.keyboard.press("End")
    expect(count(index)).to_have_text("step 200 of 200")
    expect(answer).to_contain_text("You said: It never comes to rest.")
    expect(answer).to_contain_text("0.003 instead of 0.387")
    slider = index.get_by_role("slider", name="momentum β of run 2")
    slider.press("Home")
    expect(index.locator(".player-card").nth(1)).to_contain_text("β = 0,")
    expect(index.locator(".player-card").nth(1).locator(".player-badge")).to_have_text("stuck in a local minimum")
    index.get_by_role("button", name="Bring it back").click()
    expect(index.locator(".player-card").nth(1)).to_contain_text("β = 0.9")
    index.get_by_role("button", name="Too much", exact=True).click()
    expect(index.locator('[data-act="1"]').first).to_be_visible()
    assert grave(index) == []
    index.reload()
    expect(answer).to_be_hidden()
    expect(index.locator("[name=vote]:checked")).to_have_count(0)


@pytest.mark.webgl(False)
def test_a_lesson_with_a_picture_of_its_own_on_a_phone(index):
    index.set_viewport_size(PHONE)
    assert index.evaluate(NO_WIDER)
    index.get_by_role("link", name="One unit").click()
    expect(index.locator(".lesson-picture canvas, .lesson-picture svg").first).to_be_visible()
    expect(index.locator("math").first).to_be_visible()
    index.get_by_text("Neither of them", exact=True).click()
    index.get_by_role("slider").first.press("ArrowRight")
    expect(index.locator(".st-key-lesson-answer")).to_contain_text("As you said.")
    term = index.locator("button.term").first
    term.click()
    expect(index.locator(".meaning:popover-open")).to_be_visible()
    index.keyboard.press("Escape")
    assert index.evaluate(NO_WIDER)
    assert grave(index) == []
    index.get_by_role("link", name="Next: Momentum").first.click()
    expect(index.get_by_role("heading", level=1)).to_have_text("7 · Momentum")
