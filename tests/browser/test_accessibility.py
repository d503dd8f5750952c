"""For everyone: the keyboard alone, a screen reader's text, and little motion."""

import re

import pytest
from browser.asking import expect

# The focus is seen where it has an outline, or a shadow or border that it has not without.
SEEN = """() => {
  const node = document.activeElement, look = () => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(node);
    return { outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth), other: boxShadow + borderColor };
  };
  const focused = look();
  return focused.outline >= 2 || focused.other.includes("px");
}"""


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


AGAIN = """() => {
  const dialog = document.querySelector(".player-help"), close = dialog.querySelector("button");
  dialog.showModal();
  close.focus();
  dialog.close();
  close.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true, cancelable: true }));
}"""


# A clock that runs four times as fast; what is drawn goes by the times of the frames.
HURRIED = """() => {
  const began = performance.now();
  performance.now = () => began + 4 * (Performance.prototype.now.call(performance) - began);
}"""


# --- the keyboard alone -------------------------------------------------------------------------------------------


@pytest.mark.webgl(False)
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
    # Who presses the key again at once presses it in the list that was closed, which has the focus until it is drawn.
    page.evaluate(AGAIN)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    button(page, "List of the keys").click()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


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


@pytest.mark.webgl(False)
def test_the_run_is_told_as_it_plays_at_a_rate_that_can_be_followed(open_bare):
    page = open_bare(anew=True)  # it waits its time after what was told last
    told = page.locator(".player-panel-announcer [role=status]")
    expect(told).to_have_text(re.compile("^Step 200 of 200.*stuck in a local minimum.*reached the lowest minimum"))
    button(page, "Speed ¼×").click()
    page.evaluate(HURRIED)
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
    page.evaluate("delete performance.now")


@pytest.mark.webgl(False)
def test_who_asks_for_little_motion_sees_none(open_bare):
    page = open_bare(reduced_motion="reduce")
    page.keyboard.press("Space")
    expect(page.locator(".player-count")).to_have_text("step 0 of 200")
    expect(button(page, "Play")).to_be_visible()
    moving = page.evaluate(
        "document.getAnimations().filter((one) => one.effect.target.closest?.('.surface-player')).length"
    )
    assert moving == 0
