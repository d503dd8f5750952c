"""The choice of scenes while own data are open: it says so, and leads from there to any scene."""

from visit import opened, ran

from surface import SCENES, Dataset
from surface.scenes import edits, link, own

DATA = Dataset([[0.5, 1], [2, 3], [1, 1]], [[1], [0], [0.5]], title="My *data*.csv")
MINE = own.with_own_data(SCENES["bowl"], DATA)


def at(scene):
    return opened(**link.query_from(scene))


def shown(app):
    return app.session_state["visit"].scene


def test_own_data_are_the_chosen_entry_and_the_first():
    chooser = at(MINE).selectbox(key="scene")
    assert len(chooser.options) == len(SCENES) + 1
    assert chooser.options[0] == "Your data: My *data*.csv"
    assert chooser.index == 0


def test_every_scene_is_reached_from_own_data_the_one_that_they_came_from_too():
    for name in ("bowl", "xor-hidden"):
        app = at(MINE)
        ran(app.selectbox(key="scene").set_value(name).run())
        assert shown(app) == SCENES[name]
        assert len(app.selectbox(key="scene").options) == len(SCENES)
        assert app.selectbox(key="scene").value == name


def test_previous_and_next_lead_on_from_the_scene_that_own_data_were_opened_in():
    names = list(SCENES)
    for label, by in (("Previous", -1), ("Next", 1)):
        app = at(MINE)
        ran(next(each for each in app.button if each.label == label).click().run())
        assert shown(app) == SCENES[names[(names.index("bowl") + by) % len(names)]]


def test_a_scene_whose_points_were_edited_keeps_its_entry():
    chooser = at(edits.with_target(SCENES["bowl"], 0, 0, 0.5)).selectbox(key="scene")
    assert (chooser.value, len(chooser.options)) == ("bowl", len(SCENES))
