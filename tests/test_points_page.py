"""The tab Data, without a browser: data made by rule, and points edited in their table."""

import json

import numpy as np
from streamlit.proto.WidgetStates_pb2 import WidgetState
from visit import deliver, opened, ran, read, tell

from surface.data import GENERATORS, Dataset
from surface.pages import visit
from surface.pages.controls import points
from surface.scenes import SCENES, edits, link
from surface.scenes.dataedits import with_point_moved, with_points
from surface.scenes.own import with_own_data

HOME = SCENES["two-hollows"]


def scene(app):
    return app.session_state["visit"].scene


def errors(app):
    return [read(error) for error in app.error]


def tables(app):
    """The editors of the points by their ids: one, or none."""
    return [each.proto.id for each in app.get("dataframe") if "points-" in each.proto.id]


def edit(app, edited_rows=None, added_rows=(), deleted_rows=()):
    """The page after all that was ever done to the table on it, as the browser tells it."""
    told = {"edited_rows": edited_rows or {}, "added_rows": list(added_rows), "deleted_rows": list(deleted_rows)}
    return ran(deliver(app, WidgetState(id=tables(app)[0], string_value=json.dumps(told))))


# --- made by rule -------------------------------------------------------------------------------------------------


def test_what_a_generator_makes_is_used_with_the_network_fitted_to_it():
    app, before = opened(), HOME
    for name, kind in GENERATORS.items():
        ran(app.selectbox(key="make-shape").set_value(name).run())
        ran(app.number_input(key=f"make-{name}-points").set_value(12).run())
        ran(app.number_input(key=f"make-{name}-seed").set_value(4).run())
        ran(app.button(key="make-use").click().run())
        assert scene(app) == with_own_data(before, kind(points=12, seed=4).dataset())
        assert link.scene_from(dict(app.query_params)) == (scene(app), [])
        before = scene(app)
    assert errors(app) == []
    for _ in GENERATORS:
        tell(app, undo=True)
    assert scene(app) == HOME


def test_a_setting_that_cannot_be_leaves_no_button_but_a_sentence():
    app, first = opened(), next(iter(GENERATORS))
    ran(app.number_input(key=f"make-{first}-points").set_value(1).run())
    assert errors(app) == ["Points must be from 2 to 1000, got 1."]
    assert "make-use" not in [button.key for button in app.button]
    ran(app.number_input(key=f"make-{first}-points").set_value(2.5).run())
    assert errors(app) == ["Points must be a whole number, got 2.5."]
    ran(app.number_input(key=f"make-{first}-points").set_value(2).run())
    assert "Use these 2 points" in [button.label for button in app.button]
    assert scene(app) == HOME


# --- the table ----------------------------------------------------------------------------------------------------


def test_a_cell_that_is_typed_over_moves_the_point_and_the_table_stays_under_the_hand():
    app = opened()
    id = tables(app)[0]
    edit(app, {"1": {"x0": 2.5}})
    assert scene(app) == with_point_moved(HOME, 1, [2.5, 0.5])
    edit(app, {"1": {"x0": 2.5, "y0": 0.25}})
    assert scene(app) == with_point_moved(HOME, 1, [2.5, 0.5], [0.25])
    assert tables(app)[0] == id
    assert (scene(app).window, scene(app).runs) == (HOME.window, HOME.runs)


def test_rows_are_added_and_deleted():
    app = edit(opened(), added_rows=[{"x0": 1, "x1": 2, "y0": 3}], deleted_rows=[0, 2])
    assert scene(app).data.inputs.tolist() == [[0, 0.5], [0.2, -0.3], [1, 2]]
    assert scene(app).data.targets.tolist() == [[0], [0.5], [3]]


def test_points_that_changed_beside_the_table_begin_it_anew():
    app = edit(opened(), {"1": {"x0": 2.5}})
    id = tables(app)[0]
    tell(app, target={"point": 0, "output": 0, "value": 0.5})
    assert tables(app)[0] != id
    edit(app, {"3": {"y0": 1}})
    assert scene(app).data.targets.tolist() == [[0.5], [0], [0.8], [1]]
    assert scene(app).data.inputs[1].tolist() == [2.5, 0.5]


def test_an_edit_of_the_table_is_taken_back_in_the_table_too():
    app = edit(opened(), {"1": {"x0": 2.5}})
    id = tables(app)[0]
    assert scene(tell(app, undo=True)) == HOME
    assert tables(app)[0] != id


WRONG = [
    ({"edited_rows": {"2": {"x1": None}}}, "Row 3 of x2 must be a number, got nothing."),
    ({"edited_rows": {"0": {"y0": "much"}}}, "Row 1 of y1 must be a number, got 'much'."),
    ({"added_rows": [{"x0": 1, "y0": 3}]}, "Row 5 of x2 must be a number, got nothing."),
    ({"deleted_rows": [0, 1, 2, 3]}, "The data must have one point or more, and this was the last one."),
    ({"edited_rows": {"0": {"y0": 1e200}}}, "Run 1 must start where the error is finite, got inf at (-1.3, 2.4)."),
]


def test_a_cell_that_cannot_be_is_told_by_row_and_column_and_the_data_stay():
    app = opened()
    for change, sentence in WRONG:
        edit(app, **change)
        assert errors(app) == [sentence]
        assert scene(app) == HOME
    edit(app, {"0": {"x0": 0.75}})  # mended
    assert errors(app) == []
    assert scene(app) == with_point_moved(HOME, 0, [0.75, 0])


def test_a_sentence_goes_with_the_table_that_it_is_of():
    app = edit(opened(), {"2": {"x1": None}})
    assert errors(app)
    tell(app, target={"point": 0, "output": 0, "value": 0.5})
    assert errors(app) == []


def test_columns_of_one_name_are_told_apart_and_no_name_means_anything():
    data = Dataset([[1], [2]], [[3], [4]], ("<b>[x](y)</b>",), ("<b>[x](y)</b>",))
    state = {"edited_rows": {0: {"x0": 5}, 1: {"y0": 6}}, "added_rows": [], "deleted_rows": []}
    assert points.edited(data, state) == ([[5], [2]], [[3], [6]])
    app = opened()
    app.session_state["visit"].scene = edits.with_data(HOME, data)
    ran(app.run())
    edit(app, {"0": {"x0": None}})
    assert app.error[0].value.startswith(r"Row 1 of \<b\>\[x\]\(y\)\<\/b\>")


def test_long_tables_are_not_edited_by_hand_and_say_so():
    app = opened()
    app.session_state["visit"].scene = edits.with_data(HOME, Dataset(np.eye(201)[:, :2], np.zeros((201, 1))))
    ran(app.run())
    assert tables(app) == []
    assert "A table of up to 200 points can be edited here; these are 201." in [text.value for text in app.caption]


def test_edited_points_that_no_link_carries_are_found_again_by_back():
    rng = np.random.default_rng(1)
    app = opened()
    data = Dataset(rng.normal(size=(200, 2)), rng.uniform(size=(200, 1)))
    app.session_state["visit"].scene = edits.with_data(SCENES["bowl"], data)
    ran(app.run())
    edit(app, {"0": {"y0": 1}})
    held = app.session_state["visit"]
    assert not link.carries(held.scene.data)
    assert link.scene_from(dict(app.query_params), held.own | held.edited) == (held.scene, [])


def test_the_table_as_it_was_changes_nothing():
    data = HOME.data
    state = {"edited_rows": {0: {"y0": 0}}, "added_rows": [], "deleted_rows": []}
    assert with_points(HOME, *points.edited(data, state)) == HOME
    assert visit.Editing(3, data, data).key == "points-3"
