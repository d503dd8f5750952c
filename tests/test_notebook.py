"""A picture in a notebook: what is dragged there is heard, checked, answered, and read in the next cell."""

import gzip
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from surface import DATASETS, RULES, SCENES, Dataset, ErrorSurface, FunctionSurface, Network, Scene, descend, read
from surface.scenes import edits
from surface.scenes.played import Played
from surface.view import show
from surface.view.hosts import page
from surface.view.hosts.notebook import PlayerWidget, library
from surface.view.live import Live

HERE = Path(__file__).parent
WINDOW = ((-2.5, 5.0), (-3.5, 3.5))
WRONG_RATE = {"run": 0, "name": "learning_rate", "value": -1}


def acts(*told, turn=1, scene=1):
    """What a player sends of what was done, in turn."""
    return {
        "acts": [{"name": name, "turn": turn, "scene": scene, "value": value} for name, value in told],
        "turn": turn,
    }


@pytest.fixture
def live():
    return Live(Played(SCENES["two-hollows"]))


@pytest.fixture(scope="module", name="E")
def surface_of_two():
    network = Network.single_layer([[0.0, 0.0]], "sin")
    return ErrorSurface(network, DATASETS["two-hollows"], network.names)


def descents(E, steps=(60, 60)):
    rules = (RULES["gradient descent"](0.2), RULES["momentum"](0.2, 0.9))
    return [descend(E, rule, (-1.3, 2.4), count) for rule, count in zip(rules, steps, strict=True)]


# --- what can be shown --------------------------------------------------------------------------------------------


def test_a_scene_is_shown_as_its_page_would():
    scene = SCENES["two-hollows"]
    shown = show(scene)
    assert shown.scene == scene
    assert shown.title == "Two hollows"
    for run, expected in zip(shown.descents, scene.descents(), strict=True):
        np.testing.assert_array_equal(run.path, expected.path)
    assert shown.starts == [run.start for run in scene.runs]


def test_a_data_set_is_shown_with_a_network_that_has_learnt_it():
    data = read(HERE / "notebook" / "rent.csv").dataset(["area"], ["rent"])
    shown = show(data)
    assert shown.scene.data == data
    # The straight line through these points, by least squares.
    slope, foot = np.polyfit(data.inputs[:, 0], data.targets[:, 0], 1)
    np.testing.assert_allclose(shown.scene.network.weights, [slope, foot], rtol=1e-9)
    (a, b), (c, d) = shown.scene.window
    assert a < slope < b
    assert c < foot < d


def test_descents_on_a_surface_become_a_scene_that_can_be_changed(E):
    shown = show(E, descents(E), WINDOW, 21)
    assert [run.rule.name for run in shown.scene.runs] == ["gradient descent", "momentum"]
    assert shown.scene.steps == 60
    again, left_out = Scene.from_link(shown.scene.link())
    assert left_out == []
    assert again == shown.scene


def test_runs_that_no_scene_has_are_played_and_not_changed(E):
    by_hand = descents(E)
    by_hand[0].path[5] += 0.1
    for runs in (by_hand, descents(E, (60, 50)), descents(E) * 3):
        shown = show(E, runs, WINDOW, 21)
        assert shown.scene is None
        assert shown.descents == runs
        assert PlayerWidget(shown, shown.live).runs["events"] == []


@pytest.mark.parametrize("given", [3, None, "scene", [1, 2]])
def test_what_cannot_be_shown_is_refused_in_one_sentence(given):
    with pytest.raises(ValueError, match="`show` takes a scene, a data set, a surface"):
        show(given, WINDOW)


def test_a_surface_without_descents_is_refused(E):
    for runs in ([], None, [1]):
        with pytest.raises(ValueError, match="`runs` must be one or more descents"):
            show(E, runs, WINDOW)


# --- any function -------------------------------------------------------------------------------------------------


def bowl(x, y):
    return x**2 + 2 * y**2


def test_own_paths_are_played_as_they_are():
    path = np.array([[1.0, 1.0], [0.5, -0.25], [0.0, 0.0]])
    shown = show(bowl, ((-2, 2), (-1, 1)), {"mine": path}, names=("u", "v"), resolution=11, title="a bowl")
    (run,) = shown.descents
    np.testing.assert_array_equal(run.path, path)
    np.testing.assert_array_equal(run.error, bowl(*path.T))
    (sent,) = shown.runs["runs"]
    assert (sent["label"], sent["rule"], sent["formula"], sent["verdict"]) == ("mine", "", None, None)
    assert (shown.title, shown.surface["names"]) == ("a bowl", ["u", "v"])
    (point,) = shown.surface["points"]
    assert point["kind"] == "minimum"
    np.testing.assert_allclose(point["w"], [0, 0], atol=1e-9)
    np.testing.assert_allclose(point["eigenvalues"], [2, 4], rtol=1e-6)
    assert shown.surface["proven"] is False


def test_paths_come_in_many_forms():
    run = descend(FunctionSurface(bowl), RULES["adam"](0.1), (1.0, 1.0), 5)
    forms = [
        (None, []),
        ([[0, 0], [1, 1]], ["path"]),
        (np.zeros((3, 2)), ["path"]),
        ([np.zeros(2), np.ones(2)], ["path"]),
        ([np.zeros((2, 2)), np.ones((2, 2))], ["path", "path"]),
        ([np.zeros((3, 2)), [[0, 0]]], ["path", "path"]),
        (np.zeros((2, 3, 2)), ["path", "path"]),
        (run, ["adam"]),
        ([run, [[0, 1]]], ["adam", "path"]),
        ({"one": run, 2: [[0, 1]]}, ["one", "2"]),
    ]
    for paths, labels in forms:
        shown = show(bowl, ((-2, 2), (-2, 2)), paths, resolution=5, points=False)
        assert [sent["label"] for sent in shown.runs["runs"]] == labels
        json.dumps([shown.runs, shown.surface], allow_nan=False)


def test_a_descent_on_a_function_is_judged():
    F = FunctionSurface(bowl)
    run = descend(F, RULES["gradient descent"](0.1), (1.0, 1.0), 200)
    (sent,) = show(F, run, ((-2, 2), (-2, 2)), 11).runs["runs"]
    assert sent["verdict"]["outcome"] == "reached the lowest minimum"
    assert sent["formula"]["text"] == run.rule.formula


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        ({"a": [[1, 2, 3]]}, "path 'a' must have shape"),
        ({"a": []}, "path 'a' must have shape"),
        ({"a": [[0, 0], [np.nan, 1]]}, "path 'a' must be finite, got .* at step 1"),
        ({"a": "xy"}, "path 'a' must be numbers"),
        ([[[0, 0], [1]]], "path 'path' must be numbers"),
        (3, "`paths` must be a path"),
    ],
)
def test_a_path_that_cannot_be_is_refused_by_name(paths, sentence):
    with pytest.raises(ValueError, match=sentence):
        show(bowl, ((-2, 2), (-2, 2)), paths, resolution=5, points=False)


def test_a_function_without_a_value_in_the_window_is_refused_with_what_it_raised():
    with pytest.raises(ValueError, match=r"a finite value somewhere in the window, got none: at .* ZeroDiv"):
        show(lambda x, y: 1 // 0, WINDOW, resolution=5)


@pytest.mark.parametrize("texts", [{"title": "\udc00"}, {"names": ("\ud800", "y")}, {"paths": {"\ud800": [[0, 0]]}}])
def test_a_text_that_nothing_can_send_is_refused_before_it_is_drawn(texts):
    with pytest.raises(ValueError, match=f"^`{next(iter(texts))}` must be of whole characters"):
        show(bowl, WINDOW, resolution=5, **texts)


def test_a_picture_without_a_title_has_no_empty_words():
    shown = show(bowl, WINDOW, {"mine": [[0, 0]]}, resolution=5)
    assert "<title>Error surface</title>" in shown.page()
    assert '<iframe title="Error surface"' in page.frame(shown.page())
    assert "neural" not in page.body("", "", page.NOTHING, page.ABOUT_FUNCTION)
    assert page.ABOUT_FUNCTION in shown.page()
    data = Dataset([[0.0], [1.0]], [[0.0], [1.0]])
    assert edits.edited(data, data.inputs + 1, data.targets).title == ""


def test_gaps_and_names_travel_as_they_are():
    evil = "<img src=x>"
    shown = show(lambda x, y: np.log(x), ((-1, 1), (0, 1)), [[[-1, 0], [1, 1]]], names=(evil, "y"), resolution=5)
    json.dumps([shown.runs, shown.surface], allow_nan=False)
    assert "<img" not in shown.page()
    assert shown.surface["figures"]["linear"]["map"]["layout"]["xaxis"]["title"]["text"] == "&lt;img src=x&gt;"


def test_of_a_function_the_height_is_its_value():
    for F, upwards in ((show(bowl, WINDOW, resolution=5), "value E"), (show(SCENES["bowl"]), "error E")):
        for figures in F.surface["figures"].values():
            assert figures["figure3d"]["layout"]["scene"]["zaxis"]["title"]["text"] == upwards


def test_the_page_of_a_function_offers_nothing_that_only_a_network_has():
    shown = show(bowl, ((-2, 2), (-2, 2)), [[0, 0], [1, 1]], resolution=5)
    assert '"events": []' in shown.page()
    assert '"events": ["start"' in show(SCENES["bowl"]).page()


# --- what is heard ------------------------------------------------------------------------------------------------


def test_what_was_dragged_is_read(live):
    assert live.hear("acts", acts(("start", {"run": 0, "w": [1.0, -1.0]}), ("steps", {"steps": 50})))
    assert live.scene.runs[0].start == (1.0, -1.0)
    run = live.played.descents[0]
    np.testing.assert_array_equal(run.path, descend(live.played.surface, run.rule, (1.0, -1.0), 50).path)
    assert live.message()["turn"] == 1


def test_rules_settings_and_runs_are_read(live):
    live.hear("acts", acts(("rule", {"run": 0, "rule": "adam"}), ("add", True)))
    live.hear("acts", acts(("setting", {"run": 0, "name": "learning_rate", "value": 0.5}), turn=2))
    live.hear("acts", acts(("remove", {"run": 1}), ("duplicate", {"run": 0}), turn=3))
    rules = [run.rule for run in live.scene.runs]
    assert rules[0].name == "adam"
    assert rules[0].learning_rate == rules[-1].learning_rate == 0.5
    assert len(rules) == len(SCENES["two-hollows"].runs) + 1


def test_data_and_held_weights_are_read(live):
    live.hear("acts", acts(("target", {"point": 0, "output": 0, "value": 0.25})))
    assert live.scene.data.targets[0, 0] == 0.25
    assert live.surface["key"] != show(SCENES["two-hollows"]).surface["key"]


def test_a_change_is_taken_back_and_done_again(live):
    before = live.scene
    live.hear("acts", acts(("start", {"run": 0, "w": [1.0, -1.0]})))
    after = live.scene
    assert (live.message()["undo"], live.message()["redo"]) == (True, False)
    live.hear("acts", acts(("undo", True), turn=2))
    assert live.scene == before
    live.hear("acts", acts(("redo", True), turn=3))
    assert live.scene == after


def test_undo_of_what_was_refused_takes_back_nothing_else(live):
    opened, start, wrong = live.scene, ("start", {"run": 0, "w": [1.0, -1.0]}), ("setting", WRONG_RATE)
    live.hear("acts", acts(start))
    moved = live.scene
    # Both before the browser has heard that the second cannot be: it takes back its own, and does it again.
    live.hear("acts", acts(wrong, ("undo", True), ("redo", True), ("undo", True), turn=2))
    assert live.scene == moved
    live.hear("acts", acts(("undo", True), turn=3))
    assert live.scene == opened
    live.hear("acts", acts(("redo", True), ("redo", True), turn=4))
    assert live.scene == moved


def test_undo_after_a_refusal_takes_back_the_change_before(live):
    opened = live.scene
    live.hear("acts", acts(("start", {"run": 0, "w": [1.0, -1.0]}), ("setting", WRONG_RATE)))
    moved = live.scene
    live.hear("acts", acts(("undo", False), turn=2))
    assert (live.scene, live.refusal) == (opened, "")
    live.hear("acts", acts(("redo", False), turn=3))
    assert live.scene == moved


def test_what_did_not_change_is_not_walked_again(live):
    ground, walks = live.played.ground, live.played.walks
    live.hear("acts", acts(("start", {"run": 0, "w": [1.0, -1.0]})))
    assert live.played.ground is ground
    assert live.played.walks[1] is walks[1]


def test_what_went_twice_counts_once(live):
    live.hear("acts", acts(("duplicate", {"run": 0})))
    count = len(live.scene.runs)
    live.hear("acts", acts(("duplicate", {"run": 0})))
    assert len(live.scene.runs) == count


def test_what_cannot_be_is_said_and_changes_nothing(live):
    before = live.scene
    live.hear("acts", acts(("setting", {"run": 0, "name": "learning_rate", "value": -1})))
    assert live.scene == before
    assert live.refusal == "Learning rate must be greater than 0, got -1.0."
    live.hear("acts", acts(("setting", {"run": 0, "name": "learning_rate", "value": 0.1}), turn=2))
    assert live.refusal == ""


NONSENSE = [
    *(None, [], "x", {}, {"acts": 3}, {"acts": [None]}),
    acts(("start", {"run": 9, "w": [1, 2]})),
    acts(("start", {"run": 0, "w": [float("nan"), 2]})),
    acts(("go", {"by": 1}), ("__init__", True)),
    acts(("remove", {"run": 0}), scene=7),
    acts(("rule", {"run": 0, "rule": "<script>"})),
    acts(("steps", {"steps": 1e300})),
]


@pytest.mark.parametrize("told", NONSENSE)
def test_whatever_a_browser_tells_nothing_breaks(live, told):
    before = live.scene
    live.hear("acts", told)
    assert live.scene == before
    assert not live.hear("anything", told)


# --- the widget ---------------------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch):
    """All that widgets send by themselves."""
    sent = []
    monkeypatch.setattr(PlayerWidget, "send", lambda self, content, buffers=None: sent.append((content, buffers)))
    return sent


def test_the_widget_hears_answers_and_is_read(E, told):
    shown = show(E, descents(E), WINDOW, 21)
    widget = shown.widget()
    assert widget is shown.widget()
    surface = widget.surface
    change = {"name": "acts", "told": acts(("start", {"run": 1, "w": [1.0, -1.0]}))}
    widget._handle_custom_msg(change, [])
    assert shown.starts == [(-1.3, 2.4), (1.0, -1.0)]
    assert shown.descents[1].rule == RULES["momentum"](0.2, 0.9)
    assert widget.runs["turn"] == 1
    assert widget.surface == surface
    assert shown.page() != show(E, descents(E), WINDOW, 21).page()
    for nonsense in (None, 3, [], {"name": 3}, {"name": "acts"}, {"told": {}}):
        widget._handle_custom_msg(nonsense, [])
    assert shown.starts[1] == (1.0, -1.0)


def test_a_refusal_reaches_the_widget(told):
    shown = show(SCENES["bowl"])
    change = {"name": "acts", "told": acts(("setting", {"run": 0, "name": "learning_rate", "value": -1}))}
    shown.widget()._handle_custom_msg(change, [])
    assert shown.widget().refusal == "Learning rate must be greater than 0, got -1.0."


def test_the_library_is_sent_when_it_is_asked_for_and_not_with_a_picture(told):
    widget = show(SCENES["bowl"]).widget()
    widget._handle_custom_msg({"name": "library"}, [])
    ((content, parts),) = told
    assert content == {"library": widget.library}
    script, style, plotly = (gzip.decompress(part).decode() for part in parts)
    assert script.startswith(page.script("index", "notebook"))
    assert style == page.style()
    assert plotly.startswith("/**\n* plotly.js v")
    assert sum(map(len, parts)) < 2e6
    assert len(json.dumps(widget.get_state())) < 700_000
    assert library()[0] == widget.library


def test_a_notebook_is_given_the_widget_and_no_page_beside_it():
    shown = show(SCENES["bowl"])
    bundle = shown._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle[0]
    assert bundle[0]["text/plain"].startswith("<Shown")
    assert ".save(" in bundle[0]["text/plain"]
    assert shown._repr_html_() is None
    assert len(repr(shown)) < 100


def test_three_lines_lead_from_a_table_to_a_picture(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    notebook = nbformat.read(HERE / "notebook" / "csv.ipynb", as_version=4)
    (cell,) = notebook.cells
    assert len(list(filter(None, cell.source.splitlines()))) == 3
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(HERE / "notebook")}}).execute()
    (output,) = cell.outputs
    model = output["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
    states = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    state = states[model]["state"]
    assert state["surface"]["data"]["inputs"] == [[120], [80], [60], [45], [100]]
    assert state["surface"]["data"]["input_names"] == ["area"]
    assert state["runs"]["title"] == "Your data"
    assert state["runs"]["runs"][0]["verdict"]["outcome"]
