"""Run `python -m tests.benchmarks.view`: from the release of a control to the painted picture, and steps in a second.

All in one run and in turn: the app, the same page with three `st.plotly_chart` figures, and the runs as Plotly frames.
"""

import argparse
import sys
from pathlib import Path
from statistics import median

import numpy as np
import plotly
import plotly.graph_objects as go
from playwright.sync_api import sync_playwright

from surface.descent import RULES, descend
from surface.figures import surface_figure
from surface.scenes import SCENES
from tests.benchmarks.timing import milliseconds, table

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own server and browser

from browser.chromium import ARGUMENTS, find
from browser.server import running_app

SIZE = {"width": 1440, "height": 900}
SCENE = SCENES["two-hollows"]
CHARTS = Path(__file__).with_name("charts.py")

# The clock starts where a number is handed in or a slider let go. It stops in the second frame after the picture is
# there, for what a frame draws is on the screen when the next one begins, and not before WebGL has finished.
CLOCK = """() => {
  window.released = 0;
  const start = () => (window.released = performance.now());
  addEventListener("keydown", (event) => event.key === "Enter" && start(), true);
  addEventListener("change", (event) => event.target.type === "range" && start(), true);
  const frame = () => new Promise(requestAnimationFrame);
  window.painted = async (there) => {
    while (!released || !there()) await frame();
    await frame();
    await frame();
    const solid = [...document.querySelectorAll(".js-plotly-plot")].find((plot) => plot._fullLayout.scene);
    const { gl } = solid._fullLayout.scene._scene.glplot;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    const spent = performance.now() - released;
    window.released = 0;
    return spent;
  };
}"""
DRAWN = """() => {
  window.drawn = new Set();
  const { react } = Plotly;
  Plotly.react = async (plot, ...rest) => {
    await react(plot, ...rest);
    drawn.add(plot);
  };
}"""
TOLD = (
    """(rate) => painted(() => document.querySelector(".player-card-settings").textContent.includes(`η = ${rate},`))"""
)
CHANGED = """() => {
  const told = () => document.querySelector(".player-card-settings").textContent, before = told();
  return painted(() => told() !== before);
}"""
REDRAWN = "() => (drawn.clear(), painted(() => drawn.size === 2))"
REMOUNTED = """(changed) => {
  const plots = () => [...document.querySelectorAll(".js-plotly-plot")];
  const before = new Set(plots().map((plot) => plot.data));
  const ready = (plot) => plot._fullLayout && plot.calcdata;
  const deep = (plot) => !plot._fullLayout.scene || plot._fullLayout.scene._scene?.glplot?.objects.length > 1;
  const fresh = () => plots().filter((plot) => !before.has(plot.data)).length >= changed;
  return painted(() => plots().length === 3 && fresh() && plots().every((plot) => ready(plot) && deep(plot)));
}"""
# A page is at rest when nothing in it has changed for a while: no change is timed while the last is still arriving.
RESTED = """() => new Promise((done) => {
  let waiting = 0;
  const watch = new MutationObserver(() => later());
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (watch.disconnect(), done()), 500);
  };
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  later();
})"""
PLAYED = """async () => {
  const count = document.querySelector(".player-count"), places = new Set(), began = performance.now();
  let frames = 0;
  do {
    await new Promise(requestAnimationFrame);
    frames += 1;
    places.add(count.textContent);
  } while (!count.textContent.startsWith("step 200"));
  const seconds = (performance.now() - began) / 1000;
  return [places.size / seconds, frames / seconds];
}"""
FRAMED = """async (figure) => {
  const plot = document.querySelector("#plot");
  await Plotly.newPlot(plot, figure.data, figure.layout);
  await Plotly.addFrames(plot, figure.frames);
  let drawn = 0;
  plot.on("plotly_animatingframe", () => (drawn += 1));
  const began = performance.now();
  const options = { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } };
  await Plotly.animate(plot, figure.frames.slice(0, 60).map(({ name }) => name), options);
  return (1000 * drawn) / (performance.now() - began);
}"""


def enter(page, label: str, value: float) -> None:
    field = page.get_by_label(label, exact=True).first
    field.fill(f"{value:g}")
    field.press("Enter")


def timed(page, waiting: str, act, argument=None) -> float:
    """Return the milliseconds from the release that `act` brings about to the picture that `waiting` waits for."""
    page.evaluate(f"(argument) => void (window.answer = ({waiting})(argument))", argument)
    act()
    return page.evaluate("answer")


class View:
    """The app: its page, ready to be timed."""

    def __init__(self, browser, url: str):
        self.page = browser.new_page(viewport=SIZE)
        self.page.goto(url)
        self.page.locator(".player-panel-surface .plot-container").wait_for(timeout=60_000)
        self.page.locator(".player-panel-map .plot-container").wait_for(timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(CLOCK)
        self.page.evaluate(DRAWN)

    def runs(self, turn: int) -> float:
        rate = round(0.3 + 0.001 * (turn + 1), 4)  # where the slider does not come to stand
        return timed(self.page, TOLD, lambda: enter(self.page, "learning rate η, exact", rate), f"{rate:g}")

    def slider(self, turn: int) -> float:
        slide = self.page.get_by_role("slider", name="learning rate η of run 1")
        return timed(self.page, CHANGED, lambda: slide.press("ArrowRight"))

    def surface(self, turn: int) -> float:
        edge = round(5 + 0.01 * (turn + 1), 3)
        return timed(self.page, REDRAWN, lambda: enter(self.page, "w₁₁ to", edge))

    def playing(self) -> list[float]:
        """Steps and frames in a second, with three runs at the greatest speed."""
        self.page.get_by_role("button", name="Add a run").click()
        self.page.locator(".player-card").nth(2).wait_for()
        self.page.wait_for_load_state("networkidle")
        self.page.get_by_role("button", name="Speed 4×").click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Space")
        return self.page.evaluate(PLAYED)


class Charts:
    """The rival: three charts of Streamlit's own."""

    def __init__(self, browser, url: str):
        self.page = browser.new_page(viewport=SIZE)
        self.page.goto(url)
        self.page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 3", timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate(CLOCK)

    def runs(self, turn: int) -> float:
        return timed(
            self.page, REMOUNTED, lambda: enter(self.page, "learning rate η, exact", 0.3 + 0.001 * (turn + 1)), 3
        )

    def surface(self, turn: int) -> float:
        return timed(self.page, REMOUNTED, lambda: enter(self.page, "w₁₁ to", 5 + 0.01 * (turn + 1)), 2)


def framed() -> dict:
    """The same scene with three runs of 200 steps as a Plotly figure with a frame for each step."""
    E = SCENE.surface()
    rules = [*(run.rule for run in SCENE.runs), RULES["nesterov"](0.1)]
    runs = [descend(E, rule, SCENE.runs[0].start, 200) for rule in rules]
    figure = surface_figure(E.sample(SCENE.window, 121), (), ("w₁₁", "w₂₁"))
    still = len(figure.data)
    for run in runs:
        figure.add_trace(go.Scatter3d(x=run.path[:1, 0], y=run.path[:1, 1], z=run.error[:1], mode="lines+markers"))
    moving = list(range(still, still + len(runs)))
    figure.frames = [
        go.Frame(
            name=str(k),
            traces=moving,
            data=[go.Scatter3d(x=r.path[: k + 1, 0], y=r.path[: k + 1, 1], z=r.error[: k + 1]) for r in runs],
        )
        for k in range(201)
    ]
    return figure.to_plotly_json()


def plain(value):
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value


def frames_played(browser) -> float:
    page = browser.new_page(viewport=SIZE)
    page.set_content('<div id="plot" style="width: 583px; height: 550px"></div>')
    page.add_script_tag(path=Path(plotly.__file__).parent / "package_data" / "plotly.min.js")
    return page.evaluate(FRAMED, plain(framed()))


COMPARED = (
    ("runs, view", "surface, view"),
    ("runs, slider in the view", "surface, view"),
    ("surface, view", "surface, charts"),
    ("runs, view", "runs, charts"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.view", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="how many changes of each kind (default 9)")
    rounds = parser.parse_args().rounds
    with running_app() as app, running_app(script=CHARTS) as rival, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        view, charts = View(browser, app.url), Charts(browser, rival.url)
        acts = {
            "runs, view": view.runs,
            "runs, slider in the view": view.slider,
            "surface, view": view.surface,
            "surface, charts": charts.surface,
            "runs, charts": charts.runs,
        }
        times = {name: [] for name in acts}
        for turn in range(rounds + 1):
            for name, act in acts.items():
                for place in (view, charts):
                    place.page.evaluate(RESTED)
                times[name].append(act(turn) / 1000)
        middle = {name: median(found[1:]) for name, found in times.items()}  # the first go warms up
        steps, frames = view.playing()
        plays = frames_played(browser)
        browser.close()
    spread = {name: f"{milliseconds(min(found[1:]))} – {milliseconds(max(found[1:]))}" for name, found in times.items()}
    print(
        table(
            ["change, where", "median", "from – to"],
            [[name, milliseconds(t), spread[name]] for name, t in middle.items()],
        )
    )
    print()
    for one, other in COMPARED:
        # Of two in the same turn, so that a machine that slows down in between slows down both.
        parts = [a / b for a, b in zip(times[one][1:], times[other][1:], strict=True)]
        print(f"{one}, as a part of {other}: {median(parts):.2f} ({min(parts):.2f} – {max(parts):.2f})")
    print(f"\nplaying: {steps:.0f} steps and {frames:.0f} frames in a second; as Plotly frames {plays:.1f} steps")


if __name__ == "__main__":
    main()
