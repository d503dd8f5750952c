"""A training that takes long is stopped: what it came to by then is kept in the scene."""

import re

import pytest
from browser.asking import expect

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'

pytestmark = pytest.mark.webgl(False)


def test_a_training_is_stopped_and_kept(open_app):
    page = open_app("?scene=iris&hidden=8~8&resolution=21")
    page.get_by_role("tab", name="All weights").click()
    panel = page.get_by_role("tabpanel", name="All weights")
    steps = panel.get_by_role("spinbutton", name="Steps", exact=True)
    steps.fill("20000")
    steps.press("Enter")
    expect(page.locator(SETTLED)).to_be_attached()
    page.get_by_role("button", name="Train all weights").click()
    page.get_by_role("button", name="Stop here").click()
    told = page.get_by_text(re.compile(r"at the start, .* after [\d,]+ steps?"))
    expect(told).to_be_visible()
    count = int(re.search(r"after ([\d,]+) step", told.text_content())[1].replace(",", ""))
    assert 0 < count < 20000
    expect(page).to_have_url(re.compile(rf"training_steps={count}\b"))
