"""What a film shows: where a run's ball stands on its map, worked out from the engine's own path, and what is there."""

import numpy as np

from surface.scenes import SCENES

SCENE, RUN = SCENES["two-hollows"], 1
SIZE = {"width": 640, "height": 480, "density": 1}
STEPS = range(2, 13)  # where the run takes its longest
PLAN = {"from": STEPS[0], "to": STEPS[-1], "seconds": len(STEPS) / 10, "rate": 10}
APART = 10  # pixels from which on a place is clear of a ball
STAGE = """async (size) => {
  player.act("choose", { run: 1 });
  window.stage = await modules.offscreen.offscreenView({ player, plotly: Promise.resolve(Plotly) }, "map", size);
  const frame = document.querySelector(".take-frame");
  const plot = frame.querySelector(".js-plotly-plot");
  const [whole, own] = [frame, plot].map((one) => one.getBoundingClientRect());
  const { xaxis, yaxis } = plot._fullLayout;
  const corner = [own.left - whole.left + xaxis._offset, own.top - whole.top + yaxis._offset];
  return [corner, [xaxis._length, yaxis._length], xaxis.range, yaxis.range];
}"""


def balls(box):
    """The pixels (steps, 2) of the run's ball in a picture whose map lies there."""
    (left, top), (width, height), x, y = box
    w = SCENE.descents()[RUN].path[list(STEPS)]
    across, down = (w[:, 0] - x[0]) / (x[1] - x[0]), (y[1] - w[:, 1]) / (y[1] - y[0])
    return np.column_stack([left + across * width, top + down * height]) * SIZE["density"]


def holds_the_steps(colours, places, colour):
    """Each frame shows the ball at its step, and not yet at the steps after it.

    colours: (frames, places, 3), what each frame shows at each place.
    """
    inked = np.abs(np.asarray(colours, float) - colour).max(axis=2) < 70  # what a coding leaves of a colour
    far = np.linalg.norm(places[:, None] - places, axis=2) > APART
    later = np.triu(far, 1)
    assert later.sum() > len(places)  # there is something to tell apart
    assert inked.diagonal().all(), "a frame does not show its step"
    assert not inked[later].any(), "a frame shows a step that is yet to come"


def colour_of(page):
    """The run's colour, as channels."""
    written = page.evaluate(f"player.scene.runs[{RUN}].style.colour").lstrip("#")
    return [int(written[n : n + 2], 16) for n in (0, 2, 4)]
