"""The menu *Take it* in a browser: a code that a reader reads from the screen, a file saved, opened and dropped."""

import io
import json
import re

import numpy as np
import pytest
import zxingcpp
from browser.asking import expect
from PIL import Image

from surface.scenes import SCENES, Scene, inpage

pytestmark = pytest.mark.webgl(False)

# A hand over the page with files that no disk holds; `let_go` drops them.
DRAG = """files => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  const send = (type) => document.querySelector(".player-panel-map").dispatchEvent(
    new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
  send("dragenter");
  // While files are held over a page, a browser says so again and again.
  const over = setInterval(send, 50, "dragover");
  window.letGo = () => (clearInterval(over), send("drop"));
}"""


def menu(page):
    page.get_by_role("button", name="Take it").click()
    return page.get_by_test_id("stPopoverBody")


def chooser(page):
    return page.get_by_label("A scene file, or a page", exact=True)


def drop(page, *files):
    page.evaluate(DRAG, files)
    expect(page.get_by_text("Drop a scene, a page")).to_be_visible()
    page.evaluate("letGo()")
    expect(page.get_by_text("Drop a scene, a page")).to_be_hidden()


def test_the_code_of_the_link_is_read_from_the_screen_in_the_dark_theme_too(open_player, server):
    page = open_player("?scene=ravine&steps=77", color_scheme="dark")
    page.get_by_role("button", name="Take it").press("Enter")
    expect(page.get_by_role("button", name="Copy link").first).to_be_focused()  # the keys lead on in the menu
    page.get_by_role("checkbox", name="Opened at its end").check()
    page.get_by_role("button", name="QR code").click()
    dialog = page.get_by_role("dialog", name="The link as a QR code")
    code = dialog.get_by_role("img")
    expect(code).to_be_visible()
    image = Image.open(io.BytesIO(code.screenshot())).convert("L")
    (found,) = zxingcpp.read_barcodes(np.array(image))
    assert found.text == f"{server.url}/?scene=ravine&steps=77&at=end"
    assert dialog.get_by_label("The link", exact=True).inner_text() == found.text
    size = page.viewport_size
    assert code.bounding_box()["height"] > 0.75 * min(size["width"], size["height"])
    expect(dialog).to_contain_text("This address leads only to this machine.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="QR code")).to_be_focused()  # the menu stays, and the way goes on in it
    # A page that came over no safe way has no clipboard: what is copied in its place may not keep the focus.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    for at_end in (True, False, True):
        page.get_by_role("checkbox", name="Opened at its end").set_checked(at_end)
        page.get_by_role("button", name="QR code").click()
        expect(code).to_be_visible()
        expect(dialog.get_by_label("The link", exact=True)).to_have_text(
            found.text.removesuffix("" if at_end else "&at=end")
        )
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_a_scene_that_is_dropped_opens_and_is_undone_and_a_table_is_asked_about(go_on):
    page = go_on("?scene=bowl")
    begun = f"<!doctype html>{inpage.element(SCENES['bowl'].with_(steps=66))}<script>document.title = 'run'</script>"
    drop(page, ["mine.html", begun])
    expect(page.locator(".player-count")).to_have_text(re.compile("of 66"))
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(r"\?scene=bowl$"))
    drop(page, ["mine.txt", SCENES["bowl"].with_(steps=77).json()])
    expect(page).to_have_url(re.compile("steps=77"))
    expect(page.locator(".player-count")).to_have_text(re.compile("of 77"))
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile(r"\?scene=bowl$"))
    panel = page.locator(".player-panel-map").element_handle()
    drop(page, ["a.csv", "a,b\n1,2\n2,3"], ["b.csv", ""])
    expect(page.get_by_role("alert")).to_contain_text("One file can be opened at a time, got 2.")
    assert panel.evaluate("panel => panel.isConnected")  # the sentence moves the picture, which stays as it is
    menu(page).get_by_role("button", name="QR code").click()
    expect(page.get_by_role("dialog", name="The link as a QR code")).to_be_visible()
    drop(page, ["mine.csv", "a,b\n1,2\n2,3\n4,7"])  # into an open dialog, which gives way
    expect(page.get_by_role("dialog", name="The link as a QR code")).to_be_hidden()
    dialog = page.get_by_role("dialog", name="Open a table")
    expect(dialog.get_by_role("button", name="Use these 3 points")).to_be_visible()
    drop(page, ["other.csv", "a,b\n1,2\n2,3\n4,7\n5,8"])
    expect(dialog.get_by_role("button", name="Use these 4 points")).to_be_visible()
    drop(page, ["mine.csv", "a,b\n1,2\n2,3\n4,7"])
    dialog.get_by_role("button", name="Use these 3 points").click()
    expect(page.get_by_role("heading", name="mine.csv")).to_be_visible()


def test_a_file_that_is_saved_opens_again_and_one_that_is_none_leaves_the_scene(go_on, tmp_path):
    page = go_on("?scene=bowl&steps=77")
    menu(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save scene").click()
    assert saved.value.suggested_filename == "round-bowl.json"
    text = saved.value.path().read_text(encoding="utf-8")
    assert Scene.from_json(text) == SCENES["bowl"].with_(steps=77)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page).not_to_have_url(re.compile("bowl"))
    menu(page)
    mine = tmp_path / "mine.json"
    mine.write_text(text, encoding="utf-8")
    chooser(page).set_input_files(mine)
    expect(page).to_have_url(re.compile(r"\?scene=bowl&steps=77$"))
    wrong = {"later.json": json.dumps(json.loads(text) | {"version": 9}).encode(), "packed.json": b"\xff\xfe\x00"}
    sentences = ("the file is of a later version of this app.", "A scene file must be text in UTF-8")
    for (name, content), sentence in zip(wrong.items(), sentences, strict=True):
        chooser(page).set_input_files({"name": name, "mimeType": "application/json", "buffer": content})
        expect(page.get_by_role("alert")).to_contain_text(sentence)
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(300_000_000)  # a hole, which takes no room
    chooser(page).set_input_files(large)
    expect(page.get_by_role("alert")).to_contain_text("A scene file must have at most 20 MB, got 300.")
    chooser(page).set_input_files(large.rename(tmp_path / "large.html"))
    expect(page.get_by_role("alert")).to_contain_text("A page must hold a scene")
    expect(page).to_have_url(re.compile(r"\?scene=bowl&steps=77$"))
