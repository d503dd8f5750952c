"""A training of all weights, in a browser: its curve grows while it lasts, and what it has come to can be kept."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from browser.asking import expect

from surface import RULES, SCENES, Dataset
from surface.scenes import edits
from surface.scenes.training import TrainingPlan

pytestmark = pytest.mark.webgl(False)
STEPS = 20_000  # of so many rows: longer than anybody waits for in a test
COLUMN = np.random.default_rng(0).integers(0, 10, (1500, 1)).astype(float)
DATA = Dataset(COLUMN, COLUMN > 4)
PLAN = TrainingPlan(RULES["adam"](0.001), STEPS, start="he")
ROUGH = edits.with_data(SCENES["and-gate"], DATA).with_(resolution=31, steps=20)  # to open at once
LONG = edits.with_hidden(ROUGH, (8, 8, 8)).with_(training=PLAN)
# The curve as it is drawn, once it is another one than before.
CURVE = """(before) => {
  const curve = document.querySelector("[class*='growing']")?.outerHTML;
  return curve !== before && curve;
}"""


def test_the_curve_of_a_long_training_grows_until_it_is_stopped_and_what_was_reached_is_kept(open_app):
    page = open_app(f"?{LONG.link()}&embed=true&show=details")
    page.get_by_role("button", name="Train all weights").click()
    drawn = ""
    for _ in range(3):
        drawn = page.wait_for_function(CURVE, arg=drawn)
    page.get_by_role("button", name="Stop here").click()
    words = page.get_by_text(re.compile(r"at the start, .* after .* steps"))
    expect(words).to_be_visible()
    reached = int(re.sub(r"\D", "", re.search("after (.*?) steps", words.inner_text())[1]))
    assert 0 < reached < STEPS
    expect(page.get_by_role("button", name="Stop here")).to_have_count(0)
    # The scene has it, with as many steps as were taken: who opens the link sees the same.
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("training_steps") == [str(reached)])
