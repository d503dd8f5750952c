"""The menu *Take it*: its rows are there once it is open, and only then; the program opens in its place."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from visit import opened, ran

from surface import SCENES, Scene
from surface.pages import visit
from surface.pages.take import MENU, menu, numbers
from surface.scenes.played import Played
from surface.scenes.snippet import snippet

OF_ROWS = [*(f"save-{file.name}" for file in numbers.FILES), "save-page", "as-python"]


def ids(app):
    return " ".join(each.proto.id for each in [*app.get("button"), *app.get("download_button")])


def test_its_rows_are_drawn_once_it_is_open():
    app = opened()
    assert [key for key in OF_ROWS if key in ids(app)] == []
    app.session_state[MENU] = True
    ran(app.run())
    assert [key for key in OF_ROWS if key not in ids(app)] == []
    said = [each.value for each in app.markdown]
    assert [name for name in menu.ROWS if f"**{name}**" not in said] == []


def test_the_program_of_the_scene_opens_where_the_menu_closes():
    app = opened(scene="saddle")
    app.session_state[MENU] = True
    ran(app.run())
    ran(app.button(key="as-python").click().run())
    assert app.code[0].value == snippet(SCENES["saddle"], "saddle.json").strip()
    assert not app.session_state[MENU]
    assert [key for key in OF_ROWS if key in ids(app)] == []


def test_a_page_is_made_apart_from_the_script_as_the_visit_shows_it(monkeypatch, caplog):
    makes = []
    monkeypatch.setattr(menu, "take", lambda drawing: makes.append(drawing(visit.scene())))
    app = opened(scene="two-hollows")
    app.session_state["visit"].chosen = 1
    ran(app.run())
    caplog.clear()
    with caplog.at_level("WARNING"):
        held = makes[-1]().runs
    assert (held["chosen"], held["title"]) == (1, "Two hollows")
    assert [each.message for each in caplog.records if "ScriptRunContext" in each.message] == []


def test_what_the_files_hold_is_of_the_scene():
    scene = SCENES["saddle"]
    held = {file.name: file.content(Played(scene)) for file in numbers.FILES}
    assert held["data.csv"].splitlines()[0] == ",".join(scene.data.input_names + scene.data.target_names)
    assert len(held["surface.csv"].splitlines()) == 1 + scene.resolution**2
    assert held["paths.csv"].count("\n") == 1 + sum(run.k + 1 for run in scene.descents())
    assert held["numbers.npz"].startswith(b"PK")


def test_a_file_is_made_by_a_thread_that_is_no_visits(caplog):
    app = opened(scene="saddle")
    app.session_state[MENU] = True
    with patch("streamlit.download_button") as button:
        ran(app.run())
    offered = {call.kwargs["key"]: call.args[1] for call in button.call_args_list}
    assert [key for key in OF_ROWS if key.startswith("save-") and key not in offered] == []
    caplog.set_level("WARNING", "streamlit.runtime.scriptrunner_utils.script_run_context")
    with ThreadPoolExecutor(1, "server") as pool:
        made = dict(zip(offered, pool.map(lambda make: make(), offered.values()), strict=True))
    assert [record.getMessage() for record in caplog.records if record.threadName.startswith("server")] == []
    assert made["save-page"].startswith(b"<!doctype html>")
    assert Scene.from_json(made["save-scene"].decode()) == SCENES["saddle"]
