"""A visit of the app without a browser: the page opened at a link, and run again after each change.

It reaches into AppTest, which delivers no events of a component, and cuts no run short, as a browser does that sends
the next event before the page is drawn.
"""

import base64
import json
import re
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.element_tree import parse_tree_from_messages
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.testing.v1.util import patch_config_options

from surface.pages.controls.fold import OPENED

MAIN = Path(__file__).parents[1] / "surface" / "pages" / "main.py"
PATIENCE = 300  # seconds: a run that follows every start of a map, on a busy machine
# Each AppTest looks for components in all that is installed, which takes twice as long as the page itself.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

POLL = local_script_runner.require_widgets_deltas


def wait_for_the_script(runner: LocalScriptRunner, timeout: float = PATIENCE) -> None:
    """Wait until a run is over: AppTest asks a thousand times a second, and each time the script must stand aside."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        POLL(runner, 0)  # ends it, and says that it took too long


local_script_runner.require_widgets_deltas = wait_for_the_script

RUN = LocalScriptRunner.run
GONE = partial(RerunData, is_history_navigation=True)


def ran_in_part(runner: LocalScriptRunner, *given, **named):
    """What is on the page after a run, where that drew only some parts of it: those, and the others as they were.

    AppTest itself keeps nothing of the run before.
    """
    RUN(runner, *given, **named)
    page, drawn = runner._fragment_storage, runner.forward_msgs()
    parts = next(each["fragment_ids_this_run"] for each in runner.event_data[::-1] if "fragment_ids_this_run" in each)
    if parts:
        before = [message for message in page.messages if message.delta.fragment_id not in parts]
        drawn = [*before, *(message for message in drawn if message.HasField("delta"))]
    elif not any(message.delta.new_element.HasField("bidi_component") for message in drawn):
        # It was overtaken before it drew anything of weight: the browser keeps what it had.
        drawn = [*getattr(page, "messages", []), *drawn]
    page.messages = [message for message in drawn if message.HasField("delta")]
    components = [message.delta.new_element.bidi_component for message in page.messages]
    put_together([component for component in components if component.json])
    return parse_tree_from_messages(drawn)


def put_together(components: list) -> None:
    """Put the runs that were sent apart where the player has their keys, as the browser does."""
    sent = {}
    for component in components:
        if component.json.startswith('{"track": '):
            track = json.loads(component.json)["track"]
            sent[track["key"]] = track["run"]
    for component in components:
        if component.json.startswith('{"runs": '):
            data = json.loads(component.json)
            if data["tracks"] is not None:
                data["runs"]["runs"] = [sent[key] for key in data["tracks"]]
                component.json = json.dumps(data | {"tracks": None})


LocalScriptRunner.run = ran_in_part

TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_%s__events"  # where Streamlit takes the triggers of a component


def opened(folded: bool = False, **query) -> AppTest:
    """The page as this link opens it, by default with the panel beside the picture open."""
    app = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
    app.session_state[OPENED] = not folded
    for name, text in query.items():
        app.query_params[name] = text
    return ran(app.run())


def read(element) -> str:
    """What a reader sees of a text in which no mark has a meaning (`literal` in surface/pages/scene)."""
    return re.sub(r"\\(.)", r"\1", element.value)


def ran(app: AppTest) -> AppTest:
    """The page, which has run without an exception."""
    assert not app.exception
    return app


# --- events -------------------------------------------------------------------------------------------------------


def player(app: AppTest):
    """The component that shows the runs, None where there is none."""
    return next((each.proto for each in app.get("bidi_component") if '"runs"' in each.proto.json), None)


def message(component, **events: object) -> WidgetState:
    """What the browser sends where this player reports events, by their names, of the scene that it shows."""
    scene = json.loads(component.json)["runs"]["scene"]
    return sent(component.id, **{name: {"scene": scene, "value": value} for name, value in events.items()})


def sent(id: str, **events: object) -> WidgetState:
    """What the browser sends where the component of this id tells this of events, by their names."""
    if "played" in events:  # a state, the others are triggers
        return WidgetState(id=id, json_value=json.dumps(events))
    told = [{"event": name, "value": value} for name, value in events.items()]
    return WidgetState(id=TRIGGERS % id, json_trigger_value=json.dumps(told))


def file_field(app: AppTest):
    """The field for a table's file, None where its dialog is closed."""
    fields = [each.proto for each in app.get("bidi_component") if "choose-table" in each.proto.html_content]
    return fields[0] if fields else None


def brought(app: AppTest, name: str, content: bytes) -> WidgetState:
    """What the browser sends of a file that was chosen in that field."""
    told = {"name": name, "size": len(content), "base64": base64.b64encode(content).decode(), "at": 1}
    return sent(file_field(app).id, file=told)


def states(app: AppTest) -> dict[str, WidgetState]:
    """What the browser sends of the page as it shows it: of buttons, which hold no value, nothing."""
    shown = app._tree.get_widget_states().widgets
    return {one.id: one for one in shown if one.WhichOneof("value") != "trigger_value"}


def deliver(app: AppTest, *changes: WidgetState) -> AppTest:
    """The page, run for these changes at once."""
    return _run(app, states(app), changes)


def gone(app: AppTest) -> AppTest:
    """The page, run because the browser went to the link that it has now, by Back, Forward or the address line."""
    with patch.object(local_script_runner, "RerunData", GONE):
        return deliver(app)


def behind(app: AppTest, before: dict[str, WidgetState], *changes: WidgetState) -> AppTest:
    """The page, run for changes of a browser that still shows it as it was: it sends those controls' values along."""
    return _run(app, before, changes)


def overtake(app: AppTest, first: WidgetState, second: WidgetState) -> AppTest:
    """The page, run for a change that came from the page before, while the change before it was being answered."""
    stays = states(app)
    with patch.object(st, "set_page_config", side_effect=lambda **_: st.stop()):
        _run(app, stays, [first])
    if app.exception:
        return app
    over = first.WhichOneof("value") in ("trigger_value", "json_trigger_value")
    return _run(app, stays, [second] if over else [first, second])


def _run(app: AppTest, stays: dict[str, WidgetState], changes) -> AppTest:
    changed = stays | {change.id: change for change in changes}
    with patch_config_options({"client.showErrorDetails": "full"}):  # visitors are told none
        known = app._registered_pages
        app._run(WidgetStates(widgets=changed.values()))
    if not any("url_pathname" in info for info in app._registered_pages.values()):
        app._registered_pages = known  # which a run of some parts, or one that was overtaken, does not tell again
    return app


def tell(app: AppTest, **events: object) -> AppTest:
    """The page after events of its player."""
    return ran(deliver(app, message(player(app), **events)))


def of_player(app: AppTest, name: str, value: object) -> WidgetState:
    """What the browser sends of one event of its player."""
    return message(player(app), **{name: value})


def control(app: AppTest, key: str, **value) -> WidgetState:
    """What the browser sends of a control that is moved."""
    (found,) = [node for node in app._tree if getattr(node, "key", None) == key]
    return WidgetState(id=found.id, **value)
