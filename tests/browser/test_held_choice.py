"""Where a network has more held weights than sliders fit, each of them can be chosen and moved."""

import pytest
from browser.asking import expect

from surface import SCENES
from surface.scenes import edits

DEEP = edits.with_hidden(SCENES["xor-hidden"], (8, 8))
SETTLED = "player.changes.exchange.idle"

pytestmark = pytest.mark.webgl(False)


def test_any_held_weight_is_chosen_from_a_list_and_typed(open_bare):
    page = open_bare(DEEP)
    page.locator(".held summary").click()
    choice = page.get_by_label("Held weight", exact=True)
    expect(choice).to_be_visible()
    last = DEEP.network.names[-1]
    choice.select_option(index=len(DEEP.network.names) - 3)
    field = page.locator(".held-knobs .number-field")
    expect(field).to_have_count(1)
    field.fill("0.75")
    field.press("Enter")
    page.wait_for_function(SETTLED)
    assert page.evaluate("player.scene.network.origin.at(-1)") == 0.75
    assert last not in DEEP.free
