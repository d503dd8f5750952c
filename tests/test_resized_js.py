"""Which panels hear that the page has another size."""

from javascript import ask

PANELS = """
const heard = [];
const panel = (name, fitted) => ({ place: name, fitted, resize: () => heard.push(name) });
const set = { present: [panel("map", true), panel("curve", true), panel("inside", false)] };
modules.panelset.PanelSet.prototype.resize.call(set, given.places && new Set(given.places));
return heard;
"""


def test_a_panel_whose_place_has_its_size_still_is_left_alone():
    assert ask(PANELS, places=["curve"]) == ["curve", "inside"]  # nobody watches the last one's place


def test_all_are_fitted_anew_where_no_place_is_named():
    assert ask(PANELS, places=None) == ["map", "curve", "inside"]
