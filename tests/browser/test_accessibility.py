"""For everyone: what axe finds, the keyboard alone, a screen reader's text, little motion, and the width of a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.asking import expect

from surface.pages.library import library

GRAVE = ("serious", "critical")
PHONE = {"width": 390, "height": 844}
ELSEWHERE = "status of 404"  # opened at another page than the first, Streamlit asks for its own files below it too
WIDTHS = (320, 360, 390, 768)
# The document, or the part of it that scrolls in its place.
SIDEWAYS = """() => Math.max(...[document.scrollingElement, document.querySelector("[data-testid=stMain]")].map(
  ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))"""
PLACES = """(() => {
  const [map, surface] = ["map", "surface"].map((name) => document.querySelector(`.player-panel-${name}`));
  return [map, surface].map((panel) => panel.getBoundingClientRect());
})()"""
UNDER, BESIDE = f"{PLACES}[0].top >= {PLACES}[1].bottom", f"{PLACES}[0].top === {PLACES}[1].top"
# The focus is seen where it has an outline, or a shadow or border that it has not without.
SEEN = """() => {
  const node = document.activeElement, look = () => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(node);
    return { outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth), other: boxShadow + borderColor };
  };
  const focused = look();
  return focused.outline >= 2 || focused.other.includes("px");
}"""


def grave(page):
    """What axe calls serious or worse, each with the element that it found."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def drawn(page):
    expect(page.locator(".player-panel-map .plot-container")).to_be_visible()
    return page


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


# --- axe ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.webgl(False))])
def test_axe_finds_nothing_serious_on_explore_in_its_presentation_and_in_its_list_of_keys(open_player, scheme):
    page = drawn(open_player(color_scheme=scheme))
    page.get_by_text("Inside the step").click()
    assert grave(page) == []
    page.keyboard.press("p")
    page.wait_for_function("document.fullscreenElement")
    assert grave(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert grave(page) == []


def test_axe_finds_nothing_serious_on_a_phone(open_player):
    assert grave(drawn(open_player(viewport=PHONE))) == []


@pytest.mark.webgl(False)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_lessons(open_app, wait_until_idle, watch, scheme):
    """Half of the lessons in each theme, for their pages are made alike."""
    watch.allow(ELSEWHERE)
    page = open_app("lessons", color_scheme=scheme)
    for place, lesson in list(enumerate(library().lessons, start=1))[scheme == "dark" :: 2]:
        page.get_by_role("radio", name=f"{place} {lesson.title}").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{place} · {lesson.title}")
        wait_until_idle(page)
        assert grave(page) == [], lesson.slug


# --- the keyboard alone -------------------------------------------------------------------------------------------


def test_the_list_of_keys_opens_keeps_the_focus_and_gives_it_back(open_bare):
    page = open_bare()
    play = button(page, "Play")
    play.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("play and pause")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )
    page.keyboard.press("Home")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(play).to_be_focused()
    button(page, "List of the keys").click()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_keys_and_letters_in_a_field_of_the_page_are_the_fields(open_player):
    page = open_player(panel="Runs")
    number = page.locator("[data-testid=stNumberInput] input").first
    number.scroll_into_view_if_needed()
    number.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".player-count")).to_have_text("step 200 of 200")
    field = page.get_by_role("combobox", name=re.compile("Scene")).first
    field.focus()
    page.keyboard.type("p?")
    expect(page.locator(".surface-player")).not_to_have_class(re.compile("presenting"))
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_every_control_of_the_player_is_reached_by_tab_and_shows_its_focus(open_bare):
    page = open_bare()
    controls = page.locator(".surface-player").evaluate(
        "root => [...root.querySelectorAll('button, input, select, summary, [tabindex=\"0\"]')].filter((node) => "
        "node.checkVisibility({ visibilityProperty: true }) && !node.disabled && node.tabIndex >= 0).length"
    )
    page.locator(".surface-player").evaluate("root => { root.tabIndex = -1; root.focus(); }")
    reached = 0
    while page.evaluate("Boolean(document.activeElement.closest('.surface-player'))") and reached < 99:
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.surface-player'))"):
            reached += 1
            assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert reached == controls > 12


# --- listening, and little motion ---------------------------------------------------------------------------------


def test_the_run_is_told_as_it_plays_at_a_rate_that_can_be_followed(open_bare):
    page = open_bare(anew=True)  # it waits its time after what was told last
    told = page.locator(".player-panel-announcer [role=status]")
    expect(told).to_have_text(re.compile("^Step 200 of 200.*stuck in a local minimum.*reached the lowest minimum"))
    button(page, "Speed ¼×").click()
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => said.push(performance.now())).observe("
        "document.querySelector('.player-panel-announcer'), { subtree: true, childList: true, characterData: true }); }"
    )
    page.keyboard.press("Space")
    page.wait_for_function("said.length === 3")
    first, second, third = page.evaluate("said")
    assert second - first > 3500
    assert third - second > 3500
    page.keyboard.press("Space")
    expect(told).to_have_text(re.compile(r"^Step \d+ of 200\. 1 · gradient descent: error [\d.]+\."))


def test_who_asks_for_little_motion_sees_none(open_bare):
    page = open_bare(reduced_motion="reduce")
    page.keyboard.press("Space")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(button(page, "Play")).to_be_visible()
    moving = page.evaluate(
        "document.getAnimations().filter((one) => one.effect.target.closest?.('.surface-player')).length"
    )
    assert moving == 0


# --- on a phone ---------------------------------------------------------------------------------------------------


def test_nothing_scrolls_sideways_and_the_header_is_two_rows(open_player):
    page = drawn(open_player("?scene=bowl", viewport=PHONE))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"innerWidth === {width} && ({SIDEWAYS})() <= 0")  # once what is drawn fits its place
        header = page.locator(".st-key-header").bounding_box()
        assert width < 360 or header["height"] <= 100
        page.wait_for_function(UNDER if width < 400 else BESIDE)
