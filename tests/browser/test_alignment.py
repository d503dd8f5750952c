"""The two pictures by themselves: what is drawn above the plots lies where Plotly would draw it, and stays there."""

import io
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from browser.reused import DESKTOP
from browser.studio import Studio, studio_file
from PIL import Image, ImageColor

from surface.error import Landscape
from surface.scenes import SCENES
from surface.view.encoding import encode
from surface.view.payload import Track, picture

COLOURS = ("#ff00ff", "#00ff00", "#0000ff", "#ff0000")
PLACES = np.array([[-2.0, -2.5], [0.5, 2.0], [3.5, -1.0], [4.5, 3.0]])
EYES = {
    "the opening": None,
    "from the right": {"x": 1.5, "y": -0.9, "z": 0.9},
    "from behind": {"x": 0.4, "y": 1.7, "z": 0.7},
    "low": {"x": -1.3, "y": -1.1, "z": 0.4},
    "from above": {"x": 0.0, "y": -0.01, "z": 2.2},
}
LIFT = 0.006  # of the height: how far above the surface a path is drawn
SCENE = SCENES["two-hollows"]
PLOT = "plotOf('surface')._fullLayout.scene._scene"
COUNTING = (
    "() => { window.drawings = 0; const { react } = Plotly; Plotly.react = (...all) => (drawings++, react(...all)); }"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return studio_file(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def kept_studio(browser, file):
    """A function: the page that is kept on a display as sharp as asked."""
    kept = {}

    def kept_studio(ratio):
        if ratio not in kept:
            page = browser.new_context(viewport=DESKTOP, device_scale_factor=ratio).new_page()
            kept[ratio] = Studio(page, file)
        return kept[ratio]

    yield kept_studio
    for studio in kept.values():
        studio.page.context.close()


@pytest.fixture
def studio(kept_studio, watch):
    """A function: a studio with panels of its own, on a display as sharp as asked."""

    def studio(ratio=1):
        studio = kept_studio(ratio)
        watch.follow(studio.page)
        studio.begin()
        return studio

    return studio


def shown(runs=None, landscape=None, key="scene", **more):
    """The picture of two hollows, with the scene's own runs and surface or others."""
    E = SCENE.surface()
    tracks = [Track(run, run.rule.name) for run in (SCENE.descents() if runs is None else runs)]
    return picture(E, landscape or E.sample(SCENE.window, 41), (), tracks, key=key, **more)


def balls(scale):
    """A tilted plane, which from above hides nothing, with a resting ball of a pure colour at each place."""
    E, (w1, w2) = SCENE.surface(), (np.linspace(*edges, 31) for edges in SCENE.window)
    bend = (lambda height: 10**height) if scale == "log" else np.asarray
    plane = Landscape(w1, w2, bend(1 + 0.1 * w1[None, :] + 0.05 * w2[:, None]))
    made, height = picture(E, plane, (), [], key="plane", scale=scale), 1 + PLACES @ [0.1, 0.05]
    whole = shown(SCENE.descents()[:1]).runs["runs"][0]
    runs = [
        whole
        | {"style": {"colour": colour, "dash": "solid", "marker": "circle"}, "inner": {}, "stability": None}
        | {"w": encode(w), "error": encode([error]), "gradient": encode(0 * w)}
        for colour, w, error in zip(COLOURS, PLACES, bend(height), strict=True)
    ]
    lifted = bend(height + LIFT * (0.1 * 7.5 + 0.05 * 7.0))
    return SimpleNamespace(surface=made.surface, runs={**made.runs, "runs": runs}), lifted


def mark(page, errors):
    """Put Plotly's own markers where the balls are, and hide the surface, so that they are seen whole."""
    x, y = PLACES.T.tolist()
    marker = {"size": 16, "symbol": "circle", "color": list(COLOURS), "opacity": 1, "line": {"width": 0}}
    trace = {"type": "scatter3d", "mode": "markers", "x": x, "y": y, "z": errors.tolist(), "marker": marker}
    page.evaluate(
        "async (trace) => { const plot = plotOf('surface'); await Plotly.restyle(plot, { hidesurface: true }, [0]);"
        " await Plotly.addTraces(plot, [trace]); await settled(); }",
        trace,
    )


def middles(page, ratio, hide):
    """The middle of each ball's pixels, (n, 3) with their number, while what matches `hide` is hidden."""
    style = f"#surface {hide} {{ opacity: 0 !important }}"
    png = Image.open(io.BytesIO(page.locator("#surface").screenshot(style=style)))
    channels, found = [np.asarray(channel) for channel in png.convert("RGB").split()], []
    for colour in COLOURS:
        of_colour = np.ones(channels[0].shape, bool)
        for channel, value in zip(channels, ImageColor.getrgb(colour), strict=True):
            of_colour &= (channel >= max(0, value - 40)) & (channel <= min(255, value + 40))
        rows, columns = np.nonzero(of_colour)
        count = max(len(rows), 1)
        found.append(((columns + 0.5).sum() / count / ratio, (rows + 0.5).sum() / count / ratio, len(rows)))
    return np.array(found)


def look_from(page, eye):
    if eye:
        page.evaluate("(eye) => Plotly.relayout(plotOf('surface'), { 'scene.camera.eye': eye })", eye)
    page.evaluate("settled()")


RESTING = f"""async () => {{
  for (let last = "", now = " "; last !== now;) {{
    last = now;
    await new Promise((done) => setTimeout(done, 150));
    now = JSON.stringify({PLOT}.getCamera());
  }}
}}"""


def eye(page):
    """Where the camera stands, once it has come to rest: a turn swings out."""
    page.evaluate(RESTING)
    return list(page.evaluate(f"{PLOT}.getCamera().eye").values())


def zoom(page):
    return page.evaluate("[...plotOf('map')._fullLayout.xaxis.range, ...plotOf('map')._fullLayout.yaxis.range]")


def at(page, w1, w2):
    """The place of two weights on the map, in the page's pixels."""
    box = page.locator("#map .nsewdrag").first.bounding_box()
    (left, right), (bottom, top) = SCENE.window
    return box["x"] + box["width"] * (w1 - left) / (right - left), box["y"] + box["height"] * (top - w2) / (
        top - bottom
    )


def drag(page, *places):
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()
    page.evaluate("settled()")


def heard(page, *names):
    return [value for name, value in page.evaluate("heard") if name in names]


# ---------------------------------------------------------------------------------------------- the same pixels


@pytest.mark.parametrize(("ratio", "scale"), [(1, "linear"), (2, "linear"), (1, "log")])
def test_balls_lie_on_plotlys_own_markers(studio, ratio, scale):
    place, (made, errors) = studio(ratio), balls(scale)
    place.show(made)
    mark(place.page, errors)
    for name, where in EYES.items():
        look_from(place.page, where)
        ours = middles(place.page, ratio, ".js-plotly-plot")
        theirs = middles(place.page, ratio, ".overlay")
        assert min(*ours[:, 2], *theirs[:, 2]) > 20, name
        assert np.hypot(*(ours - theirs).T[:2]).max() < 1, name


def test_the_ball_on_the_map_lies_where_a_click_sets_it(studio):
    place = studio()
    place.show(shown())
    w = [3.5, 2.6]
    place.page.mouse.click(*at(place.page, *w))
    place.page.evaluate("settled()")
    (start,) = heard(place.page, "start")
    assert start["run"] == 0
    box = place.page.locator("#map .nsewdrag").first.bounding_box()
    pixel = np.ptp(SCENE.window, axis=1) / (box["width"], box["height"])
    printed = 0.005  # two decimals
    assert (np.abs(np.subtract(start["w"], w)) <= pixel + printed).all()


# ----------------------------------------------------------------------------------------------- what stays put


def test_camera_and_zoom_stay_until_the_scene_is_another(studio):
    place = studio()
    place.show(shown())
    opening, window = eye(place.page), zoom(place.page)
    drag(place.page, (300, 260), (390, 220))
    place.page.mouse.move(*at(place.page, 1.0, 0.0))
    place.page.mouse.wheel(0, -240)
    place.page.wait_for_function(f"plotOf('map').layout.xaxis.range[0] > {window[0]} + 0.1")
    place.page.evaluate("settled()")
    turned, near = eye(place.page), zoom(place.page)
    assert turned != pytest.approx(opening, abs=0.05)
    E = SCENE.surface()
    landscape = E.sample(SCENE.window, 41)
    for another in (shown(SCENE.descents()[:1]), shown(landscape=replace(landscape, error=2 * landscape.error))):
        place.show(another)
        assert eye(place.page) == pytest.approx(turned, abs=1e-6)
        assert zoom(place.page) == pytest.approx(near)
    place.show(shown(key="another scene"))
    assert eye(place.page) == pytest.approx(opening, abs=1e-6)
    assert zoom(place.page) == pytest.approx(window)


def test_what_leaves_the_surface_as_it_is_draws_nothing_of_plotlys(studio):
    place = studio()
    place.show(shown())
    place.page.evaluate(COUNTING)
    place.show(shown(SCENE.descents()[1:]))
    place.page.evaluate("draw({ step: 20.5, chosen: 0, playing: true })")
    assert place.page.evaluate("window.drawings") == 0
    place.show(shown(landscape=SCENE.surface().sample(SCENE.window, 31)))
    assert place.page.evaluate("window.drawings") == 2


# ------------------------------------------------------------------------------------------------------ the hand


def test_a_pan_sets_no_start(studio):
    place = studio()
    place.show(shown())
    place.page.mouse.move(*at(place.page, 1.0, 0.0))
    place.page.mouse.wheel(0, -240)
    place.page.wait_for_function("plotOf('map').layout.xaxis.range[0] > -2.4")
    before = zoom(place.page)
    drag(place.page, at(place.page, 2.0, -2.0), at(place.page, 1.5, -1.0))
    assert zoom(place.page) != pytest.approx(before)
    assert heard(place.page, "start") == []


def test_a_start_can_be_dragged_and_pressed(studio):
    place = studio()
    place.show(shown())
    window = zoom(place.page)
    drag(place.page, at(place.page, -1.3, 2.4), at(place.page, 0.0, 0.0), at(place.page, 2.0, -2.5))
    *_, last = heard(place.page, "drag")
    (start,) = heard(place.page, "start")
    assert start == last
    assert start["w"] == pytest.approx([2.0, -2.5], abs=0.03)
    assert zoom(place.page) == window
    place.page.mouse.click(*at(place.page, -1.3, 2.4))
    assert heard(place.page, "choose") == [{"run": 0}]


# ----------------------------------------------------------------------------------------- what may be missing


@pytest.mark.webgl(False)
def test_without_webgl_a_sentence_stands_in_and_the_map_goes_on(page, file):
    place = Studio(page, file)
    place.show(shown())
    place.page.evaluate("draw({ step: 20, chosen: 0, playing: true })")
    assert "WebGL is missing" in place.page.locator("#surface [role=status]").inner_text()
    assert place.page.evaluate("Boolean(plotOf('map')._fullLayout)")


def test_the_surface_returns_after_webgl_was_lost(studio):
    place = studio()
    place.show(shown())
    drag(place.page, (300, 260), (390, 220))
    turned, status = eye(place.page), place.page.locator("#surface [role=status]")
    place.page.evaluate(f"window.loss = {PLOT}.glplot.gl.getExtension('WEBGL_lose_context'); loss.loseContext()")
    status.wait_for(state="visible")
    assert "the surface returns" in status.inner_text()
    place.page.evaluate("draw({ step: 20, chosen: 0, playing: true }); loss.restoreContext()")
    status.wait_for(state="hidden")
    place.page.evaluate("settled()")
    assert eye(place.page) == pytest.approx(turned, abs=1e-6)


def test_without_plotlys_private_fields_the_runs_are_traces(studio):
    place = studio()
    place.show(shown())
    # Plotly itself cannot do without; so the field is missing for our module alone.
    place.page.evaluate(
        f"const inner = {PLOT}, scale = inner.dataScale; Object.defineProperty(inner, 'dataScale',"
        " { get: () => (new Error().stack.includes('viewOf') ? null : scale), set() {} });"
        "draw({ step: 20, chosen: 0, playing: false })"
    )
    place.page.wait_for_function("plotOf('surface').data.filter((trace) => trace.type === 'scatter3d').length === 4")
    path = SCENE.descents()[0].path
    x = place.page.evaluate("plotOf('surface').data.at(-4).x")
    assert [x[0], x[-1]] == pytest.approx([path[0, 0], path[20, 0]])


SAMPLE = SCENE.surface().sample(SCENE.window, 31)
HARD = {
    "holes": np.where(SAMPLE.error > 2, np.nan, np.where(SAMPLE.error < 0.1, np.inf, SAMPLE.error)),
    "constant": np.full_like(SAMPLE.error, 0.7),
    "twelve decades": 10 ** (12 * SAMPLE.error / SAMPLE.error.max() - 6),
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_hard_surfaces_are_drawn(studio, name, scale):
    place, landscape = studio(), replace(SAMPLE, error=HARD[name])
    place.show(shown(landscape=landscape, scale=scale))
    for step in (0, 7.5, 200):
        place.page.evaluate("(step) => draw({ step, chosen: 0, playing: true })", step)
    assert place.page.evaluate(f"{PLOT}.glplot.objects.length") >= 1


# Milliseconds a step, in the best of ten rows of twenty: what else the machine does makes the others slower.
QUICKEST = """(() => {
  const row = (first) => {
    const begin = performance.now();
    for (let n = 0; n < 20; n++) draw({ step: first + n, chosen: 0, playing: true });
    return (performance.now() - begin) / 20;
  };
  return Math.min(...Array.from({ length: 10 }, (_, n) => row(20 * n)));
})()"""


def test_drawing_a_step_is_quick_and_an_end_leaves_nothing(studio):
    place = studio()
    place.show(shown())
    spent = place.page.evaluate(QUICKEST)
    assert spent < 5  # milliseconds; about half of one on an idle machine
    place.page.evaluate("Object.values(panels).forEach((panel) => panel.destroy()); window.panels = {}")
    assert place.page.locator("#surface *, #map *").count() == 0
