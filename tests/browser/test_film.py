"""A film of the run, decoded: its frames are the steps in their order, and it is as long as was asked for."""

import io

import numpy as np
import pytest
from browser.asking import expect
from browser.filmed import PLAN, SCENE, SIZE, STAGE, STEPS, balls, colour_of, holds_the_steps
from PIL import Image

from surface.pages.take.gif import gif_of
from surface.scenes import SCENES
from surface.view import show

ENCODED = """async ([form, plan]) => {
  const coding = (await modules.encoder.codingsKnown(stage.canvas)).find(({ name }) => name === form);
  const course = { onFrame() {}, signal: new AbortController().signal };
  const { blob } = await modules.encoder.encodeFilm(stage, plan, coding, course);
  stage.end();
  return (window.film = blob).type;
}"""
RECORDED = """async (plan) => {
  const [form] = modules.plan.formsKnown((mime) => MediaRecorder.isTypeSupported(mime)).slice(-1);
  const course = { onFrame() {}, signal: new AbortController().signal };
  window.film = (await modules.recorder.recordFilm(stage, plan, form.mime, course)).blob;
  stage.end();
}"""
# Each frame in the middle of its time: what is at these places of it; and how long the film is, also to its decoder.
DECODED = """async ([count, places, even]) => {
  const on = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
  const video = Object.assign(document.createElement("video"), { muted: true, src: URL.createObjectURL(film) });
  await on(video, "loadeddata");
  const { duration, videoWidth: width, videoHeight: height } = video;
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  const colours = [];
  for (let n = 0; n < count; n++) {
    const time = ((n + 0.5) * duration) / count;
    // It says that it is there before what it shows is: the frame itself has the last word, where its time is known.
    const presented = !even || new Promise((resolve) => {
      const hear = (_, { mediaTime }) =>
        Math.abs(time - mediaTime) <= duration / count ? resolve() : video.requestVideoFrameCallback(hear);
      video.requestVideoFrameCallback(hear);
    });
    video.currentTime = time;
    await on(video, "seeked");
    await presented;
    pen.drawImage(video, 0, 0);
    colours.push(places.map(([x, y]) => [...pen.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3)));
  }
  video.currentTime = 1e6;
  await on(video, "seeked");
  return { duration, end: video.currentTime, size: [width, height], colours };
}"""
WITH_BUTTON = """() => {
  spoilt = true;
  modules.live.enlist(player, Promise.resolve(Plotly));
  modules.takebutton.takeButton(player.root, "two-hollows");
}"""
GIF = """async (plan) => {
  const course = { onFrame() {}, signal: new AbortController().signal };
  const frames = await modules.gifframes.gifFrames(stage, plan, course);
  stage.end();
  return frames;
}"""


@pytest.fixture
def staged(open_bare):
    """The page with a stage for a film of the map, and the places of the ball on it."""
    page = open_bare(SCENE)
    return page, balls(page.evaluate(STAGE, SIZE))


@pytest.mark.parametrize("form", ["webm", "mp4"])
def test_an_encoded_film_holds_the_steps_in_their_order_and_is_as_long_as_asked(staged, form):
    page, places = staged
    before = page.evaluate("player.playhead.step")
    assert page.evaluate(ENCODED, [form, PLAN]) == f"video/{form}"
    film = page.evaluate(DECODED, [len(STEPS), places.tolist(), True])
    assert film["size"] == [SIZE["width"], SIZE["height"]]
    assert film["duration"] == pytest.approx(PLAN["seconds"], rel=0.05)
    assert film["end"] == pytest.approx(PLAN["seconds"], rel=0.05)
    holds_the_steps(film["colours"], places, colour_of(page))
    assert page.evaluate("player.playhead.step") == before


def test_a_recorded_film_shows_the_steps_in_their_order_and_says_how_long_it_is(staged):
    page, places = staged
    page.evaluate(RECORDED, PLAN)
    film = page.evaluate(DECODED, [3 * len(STEPS), places.tolist(), False])
    assert 0 < film["duration"] < float("inf")
    # Its frames have the recorder's own times, and on a busy machine it passes some over: their order must hold.
    far = np.abs(np.asarray(film["colours"], float) - colour_of(page)).max(axis=2)
    reached = [np.flatnonzero(row < 70).max(initial=-1) for row in far]
    assert reached == sorted(reached)
    assert reached[-1] == len(STEPS) - 1
    assert len(set(reached)) > len(STEPS) // 2


def test_a_gif_holds_the_steps_in_their_order_and_is_as_long_as_asked(staged):
    page, places = staged
    sent = page.evaluate(GIF, PLAN)
    # What does not change is not sent again.
    assert max(map(len, sent["frames"][1:])) < len(sent["frames"][0]) / 3
    film = Image.open(io.BytesIO(gif_of(sent)))
    colours, seconds = [], 0
    for n in range(film.n_frames):
        film.seek(n)
        seconds += film.info["duration"] / 1000
        frame = film.convert("RGB")
        colours.append([frame.getpixel((round(x), round(y))) for x, y in places])
    assert film.n_frames == len(STEPS)
    assert film.size == (SIZE["width"], SIZE["height"])
    assert film.info["loop"] == 0
    assert seconds == pytest.approx(PLAN["seconds"], rel=0.05)
    holds_the_steps(colours, places, colour_of(page))


@pytest.fixture
def page_alone(bare):
    """The bare page with the button of a saved page; Python is not asked."""
    page = bare.open(SCENE)
    page.evaluate(WITH_BUTTON)
    return page


def test_a_film_is_asked_for_stopped_and_saved_by_keys_and_the_player_stays_as_it_is(page_alone):
    page = page_alone
    page.evaluate("player.commands().seek(7)")
    page.get_by_role("button", name="Take it").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What is taken").select_option("map")
    page.get_by_role("button", name="Film …").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Film of the run")
    said = dialog.get_by_role("status")
    expect(said).to_contain_text("10 s, 300 frames, 30 a second")
    expect(dialog.get_by_label("Form of the film").locator("option")).to_have_text(["MP4", "WebM"])
    length = dialog.get_by_label("length, in seconds")
    length.fill("300")
    length.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text(
        "The film must be at most 120 seconds long, got 300: less of the run, or faster."
    )
    length.fill("90")
    length.press("Enter")
    expect(said).to_contain_text("90 s, 2700 frames")
    dialog.get_by_role("button", name="Record").press("Enter")
    expect(dialog.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_have_text("The film was stopped: nothing of it is kept.")
    expect(dialog.get_by_role("button", name="Record")).to_be_focused()
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    length.fill("0.2")
    length.press("Enter")
    expect(said).to_contain_text("6 frames")
    dialog.get_by_role("button", name="Record").press("Enter")
    expect(dialog.get_by_role("button", name="Save")).to_be_focused()
    expect(said).to_contain_text("The film is ready: 0.2 s")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "two-hollows-map.mp4"
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Film …")).to_be_focused()
    expect(page.locator(".take-frame")).to_have_count(0)
    assert page.evaluate("player.playhead.step") == 7


def test_a_dialog_that_is_taken_away_while_a_film_is_made_ends_its_view_and_leaves_the_keys(page_alone):
    page = page_alone
    page.evaluate("window.row = modules.takerow.takeRow(null, () => 'x'); player.root.append(row.node)")
    page.get_by_role("button", name="Film …").click()
    dialog = page.get_by_role("dialog", name="Film of the run")
    expect(dialog.get_by_role("status")).to_contain_text("300 frames")
    dialog.get_by_role("button", name="Record").click()
    expect(page.locator(".take-frame")).to_have_count(1)
    page.evaluate("row.end()")
    expect(dialog).to_have_count(0)
    expect(page.locator(".take-frame")).to_have_count(0)
    page.evaluate("addEventListener('keydown', ({ key }) => (window.pressed = key))")
    page.wait_for_function("""() => {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      return window.pressed === "Escape";
    }""")


def test_of_a_function_what_it_has_is_taken_and_filmed(bare):
    path = np.linspace((-1, 1), (0.5, 0.2), 7)
    page = bare.open(SCENE, anew=True)
    bare.show(show(lambda x, y: x * x + y * y, ((-1, 1), (-1, 1)), path, points=False))
    page.wait_for_function("player.scene.network.layers.length === 0 && player.scene.steps === 6")
    page.evaluate(WITH_BUTTON)
    page.get_by_role("button", name="Take it").click()
    parts = ["the whole view", "the surface in 3D", "the map", "the value over the steps"]
    expect(page.get_by_label("What is taken").locator("option")).to_have_text(parts)
    page.get_by_role("button", name="Film …").click()
    dialog = page.get_by_role("dialog", name="Film of the run")
    expect(dialog.get_by_label("What is filmed").locator("option")).to_have_text(parts)
    expect(dialog.get_by_role("status")).to_contain_text("30 a second")
    panels = page.locator(".take-frame .player-panel").evaluate_all(
        "panels => panels.map(({ className }) => className)"
    )
    assert [name.split("player-panel-")[1].split()[0] for name in panels] == ["surface", "map", "curve"]
    length = dialog.get_by_label("length, in seconds")
    length.fill("0.2")
    length.press("Enter")
    dialog.get_by_role("button", name="Record").click()
    expect(dialog.get_by_role("status")).to_contain_text("The film is ready: 0.2 s")
    bare.show(show(SCENES["two-hollows"].with_(steps=77)))
    expect(dialog).to_contain_text("The scene has changed: the film is of the one that is there now.")
    expect(dialog.get_by_label("last step of the film")).to_have_value("77")
    expect(dialog.get_by_role("status").last).to_contain_text("30 a second")
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    expect(dialog.get_by_label("The film", exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    bare.show(show(lambda x, y: x * y, ((-1, 1), (-1, 1)), points=False))
    page.get_by_role("dialog", name="Take it").get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Play")).to_be_hidden()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_label("What is taken").locator("option")).to_have_text(parts[:3])
    expect(page.get_by_role("button", name="Film …")).to_be_disabled()


def test_a_browser_that_encodes_and_records_nothing_is_offered_no_film(page_alone):
    page = page_alone
    page.evaluate("() => { VideoEncoder = undefined; MediaRecorder = undefined; }")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Film …").click()
    dialog = page.get_by_role("dialog", name="Film of the run")
    expect(dialog).to_contain_text("This browser can make no film")
    expect(dialog.get_by_role("button")).to_have_text(["Close"])


def test_the_app_gives_a_gif_back(open_player):
    page = open_player("?scene=two-hollows")
    page.get_by_text("Take it", exact=True).click()
    page.get_by_label("What is taken").select_option("map")
    page.get_by_role("button", name="Film …").click()
    dialog = page.get_by_role("dialog", name="Film of the run")
    dialog.get_by_label("Form of the film").select_option("gif")
    length = dialog.get_by_label("length, in seconds")
    length.fill("0.5")
    length.press("Enter")
    said = dialog.get_by_role("status")
    expect(said).to_contain_text("0.5 s, 5 frames")
    assert said.evaluate("said => getComputedStyle(said).clipPath") == "none"  # it is to be seen, not to be heard only
    dialog.get_by_role("button", name="Record").click()
    expect(dialog.get_by_role("status")).to_contain_text("The film is ready")
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="Save").click()
    with Image.open(saved.value.path()) as film:
        assert (film.format, film.n_frames, film.size) == ("GIF", 5, (640, 360))
    page.keyboard.press("Escape")  # the dialog alone: the menu stays
    expect(page.get_by_role("button", name="Film …")).to_be_focused()
