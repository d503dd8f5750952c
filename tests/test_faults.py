"""What the page fails at is written down without anything personal, and its visitor gets a sentence and a way back."""

import asyncio
import json
import logging
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from visit import PATIENCE, opened

from surface.data import Dataset
from surface.pages import log, visit
from surface.scenes import GALLERY, SCENES, edits
from tests.browser.server import ROOT, running_app
from tests.browser.serverlog import tracebacks
from tests.load.page import Page
from tests.load.session import connected

SECRET = "Alice Example"
SENTENCE = "Something went wrong here"

BREAKS = """
from surface.pages.controls import words
from surface.pages import explore, visit

def broken(show):
    def page(*given):
        if st.query_params.get("scene") == "bowl":
            raise KeyError("Alice Example")
        show(*given)
    return page

explore.page = broken(explore.page)
"""


def failing() -> None:
    """A page that fails, as Streamlit runs it."""
    import streamlit as st

    from surface.pages import faults, visit

    def shown() -> str:
        return {}[f"Alice Example in {visit.scene().id}"]

    try:
        shown()
    except KeyError as error:
        st.session_state.handled = faults.failed(error)


class Kept(logging.Handler):
    """Keeps the lines."""

    def __init__(self):
        super().__init__()
        self.setFormatter(log.Lines())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    kept = Kept()
    log.LOG.addHandler(kept)
    yield kept.lines
    log.LOG.removeHandler(kept)


def test_a_fault_is_a_line_with_the_scenes_link_and_not_with_its_text(lines):
    app = AppTest.from_function(failing).run()
    assert app.session_state.handled is True
    (line,) = lines
    known = json.loads(line)
    assert (known["level"], known["event"], known["type"]) == ("error", "fault", "KeyError")
    assert known["places"][-1].endswith(" shown")
    assert known["word"] in app.error[0].value
    assert app.error[0].value.startswith(SENTENCE)
    assert SECRET not in line
    assert str(Path.home()) not in line


def test_nothing_of_ones_own_data_or_of_what_else_an_address_holds_is_written_down(lines):
    data = Dataset(np.arange(8.0).reshape(4, 2), np.ones((4, 1)), input_names=("Alice", "Example"))
    own = edits.with_data(SCENES["and-gate"], data)

    def fault() -> None:
        from surface.pages import log

        log.fault(KeyError("Alice Example"))

    inner = AppTest.from_function(fault)
    inner.query_params.update({name: text for name, (text,) in parse_qs(own.link()).items()})
    inner.query_params["note"] = "Alice Example"
    inner.run()
    inner = AppTest.from_function(fault)
    inner.session_state[visit.KEY] = visit.Visit(scene=own)
    inner.run()
    asked, there = (parse_qs(json.loads(line)["link"]) for line in lines)
    assert asked["data"] == ["own"]
    assert asked["scene"] == ["and-gate"]
    assert there == {"scene": ["and-gate"]}
    assert not any(word in line for line in lines for word in ("Alice", "Example"))


def test_who_begins_anew_is_at_the_first_scene_and_can_go_back():
    app = opened(scene="iris")
    here = app.session_state[visit.KEY]
    own = Dataset(np.arange(6.0).reshape(3, 2), np.ones((3, 1)))

    def anew() -> None:
        from surface.pages import visit

        visit.begin_anew()

    inner = AppTest.from_function(anew, default_timeout=PATIENCE)
    inner.session_state[visit.KEY] = here
    here.own["file-1"], here.opening = own, True
    inner.run()
    now = inner.session_state[visit.KEY]
    assert now.scene == next(iter(SCENES.values()))
    assert (now.history.past[-1].id, now.own, now.opening) == ("iris", {"file-1": own}, False)
    assert now.openings == here.openings + 1
    assert now.values is here.values  # the browser's fields are as they were drawn
    assert dict(inner.query_params) == {}


def test_a_fault_in_the_app_leaves_the_visitor_a_way_and_the_log_no_name(tmp_path):
    script = (
        (ROOT / "app.py")
        .read_text()
        .replace("SCRIPT = Path(__file__).parent", f"{BREAKS}\nSCRIPT = Path({str(ROOT)!r})")
    )
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    (tmp_path / "app.py").write_text(script.replace("import streamlit", path + "import streamlit", 1))

    async def act(url: str) -> list[str]:
        page = Page(url, "scene=bowl")
        session = await connected(page)
        await session.ask(page.opening(), whole=False)
        said = [proto.body for proto, _ in page.elements() if hasattr(proto, "body")]
        (anew,) = [proto for proto, _ in page.elements() if getattr(proto, "label", "") == "Begin anew"]
        await session.ask(page._ask([WidgetState(id=anew.id, trigger_value=True)], ""))
        await session.close()
        return [*said, page.query, json.loads(page.named("player")[0].json)["runs"]["title"]]

    with running_app(script=tmp_path / "app.py") as server:
        *said, query, title = asyncio.run(act(server.url))
    assert any(text.startswith(SENTENCE) for text in said)
    assert (query, title) == ("", next(iter(GALLERY.values())).title)
    (fault,) = tracebacks(server.log)
    assert json.loads(fault)["link"] == "scene=bowl"
    assert not any(SECRET in line for line in server.log)
