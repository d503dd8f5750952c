"""What a browser holds of a page: its elements, its controls' values, the messages that it need not be sent again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

EARLY, ALL, FRAGMENT = (
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_%s__events"  # where Streamlit takes the triggers of a component
OWN_KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.*)", re.DOTALL)


@dataclass
class Shown:
    """An element on the page: the run that drew it, and the fragment that it belongs to."""

    run: str
    fragment: str
    element: Any


def value_of(kind: str, proto: Any) -> WidgetState | None:
    """Return what a control sends as long as nobody has touched it, None for one that sends nothing."""
    state = WidgetState(id=proto.id)
    if kind == "selectbox":
        default = proto.options[proto.default] if proto.HasField("default") else None
        text = proto.raw_value if proto.set_value else default
        if text is None:
            return None
        state.string_value = text
    elif kind in ("number_input", "text_input"):
        if not (proto.HasField("value") if proto.set_value else proto.HasField("default")):
            return None
        value = proto.value if proto.set_value else proto.default
        name = "double_value" if kind == "number_input" else "string_value"
        setattr(state, name, value)
    elif kind == "slider":
        options = [proto.options[int(place)] for place in proto.default] if proto.options else []
        state.string_array_value.data.extend(proto.raw_value if proto.set_value else options)
    elif kind == "button_group":
        options = [proto.options[place].content for place in proto.default]
        state.string_array_value.data.extend(proto.raw_values if proto.set_value else options)
    elif kind == "checkbox":
        state.bool_value = proto.value if proto.set_value else proto.default
    else:
        return None
    return state


@dataclass
class Page:
    """The page of one tab. query: the address's, without "?"."""

    url: str
    query: str = ""
    hash: str = ""
    session: str = ""
    run: str = ""
    fragments: tuple[str, ...] = ()
    shown: dict[tuple[int, ...], Shown] = field(default_factory=dict)
    values: dict[str, WidgetState] = field(default_factory=dict)
    known: dict[str, ForwardMsg] = field(default_factory=dict)
    turn: int = 0
    unanswered: list[dict[str, Any]] = field(default_factory=list)

    # --- heard ----------------------------------------------------------------------------------------------------

    def take(self, message: ForwardMsg) -> Any:
        """Take a message in; return the element that it brought, if any."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            cached = ForwardMsg()
            cached.CopyFrom(self.known[message.ref_hash])
            cached.metadata.CopyFrom(message.metadata)
            message, kind = cached, "delta"
        elif message.metadata.cacheable:
            self.known[message.hash] = message
        if kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self.hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "script_finished":
            self._end(message.script_finished)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            return self._show(message)
        return None

    def _begin(self, message: ForwardMsg) -> None:
        new = message.new_session
        self.session, self.hash = new.initialize.session_id, self.hash or new.page_script_hash
        self.run, self.fragments = message.metadata.run.script_run_id, tuple(message.metadata.run.fragment_ids)

    def _show(self, message: ForwardMsg) -> Any:
        element = message.delta.new_element
        path = tuple(message.metadata.delta_path)
        self.shown[path] = Shown(self.run, message.delta.fragment_id, element)
        kind = element.WhichOneof("type")
        proto = getattr(element, kind) if kind else None
        state = value_of(kind, proto) if getattr(proto, "id", "") else None
        if state and (proto.id not in self.values or proto.set_value):
            self.values[proto.id] = state
        if kind == "bidi_component" and '"turn"' in proto.json:
            turn = self.player()["turn"]
            self.unanswered = [act for act in self.unanswered if act["turn"] > turn]
        return element

    def _end(self, status: int) -> None:
        """Take away what the finished run has not drawn again."""
        if status == EARLY:
            return
        old = [
            path
            for path, each in self.shown.items()
            if each.run != self.run and (status == ALL or each.fragment in self.fragments)
        ]
        for path in old:
            del self.shown[path]
        there = {proto.id for proto, _ in self.elements() if getattr(proto, "id", "")}
        self.values = {id: value for id, value in self.values.items() if id in there}
        if status == ALL:  # a browser keeps what was used lately; here: what is on the page
            hashes = {each.element.SerializeToString() for each in self.shown.values()}
            self.known = {
                hash: each for hash, each in self.known.items() if each.delta.new_element.SerializeToString() in hashes
            }

    # --- looked at ------------------------------------------------------------------------------------------------

    def elements(self) -> list[tuple[Any, Shown]]:
        """Return what is on the page, each by its own record and with where it is from."""
        kinds = [(each.element.WhichOneof("type"), each) for each in self.shown.values()]
        return [(getattr(each.element, kind), each) for kind, each in kinds if kind]

    def named(self, key: str) -> tuple[Any, Shown]:
        """Return the control of this key, as the app names it."""
        for proto, each in self.elements():
            match = OWN_KEY.fullmatch(getattr(proto, "id", ""))
            if match and match[1] == key:
                return proto, each
        raise KeyError(key)

    def names(self, run: str = "") -> list[str]:
        """Return the keys of all controls, or of those that a run drew."""
        elements = [proto for proto, each in self.elements() if run in ("", each.run)]
        matches = [OWN_KEY.fullmatch(getattr(proto, "id", "")) for proto in elements]
        return [match[1] for match in matches if match]

    @property
    def is_whole(self) -> bool:
        """Whether the page has its choice of scenes and its player."""
        return {"scene", "player"} <= set(self.names())

    def number(self, key: str) -> float:
        """Return the number in the field of this key."""
        return self.values[self.named(key)[0].id].double_value

    def player(self) -> dict[str, Any]:
        """Return the runs as they were sent to the player."""
        return json.loads(self.named("player")[0].json)["runs"]

    def reloaded(self) -> Page:
        """Return the page as another tab begins that is opened at its address."""
        return Page(self.url, self.query)

    def runs(self) -> list[dict[str, Any]]:
        """Return the runs that the player shows, which were sent apart."""
        texts = [getattr(proto, "json", "") for proto, _ in self.elements()]
        tracks = [json.loads(text)["track"] for text in texts if text.startswith('{"track": ')]
        sent = {track["key"]: track["run"] for track in tracks}
        return [sent[key] for key in json.loads(self.named("player")[0].json)["tracks"]]

    # --- sent -----------------------------------------------------------------------------------------------------

    def opening(self) -> bytes:
        return self._ask([], "")

    def typed(self, key: str, value: float | str) -> bytes:
        """Return what is sent where a number is typed, or an option chosen."""
        proto, each = self.named(key)
        state = WidgetState(id=proto.id)
        setattr(state, "string_value" if isinstance(value, str) else "double_value", value)
        self.values[proto.id] = state
        return self._ask([], each.fragment)

    def unfolded(self) -> bytes:
        """Return what is sent where the panel beside the picture is opened for the first time."""
        proto, each = self.named("fold-panel")
        self.values[proto.id] = WidgetState(id=proto.id, json_value=json.dumps({"open": True}))
        return self._ask([], each.fragment)

    def clicked(self, key: str) -> bytes:
        """Return what is sent where a button is clicked."""
        proto, each = self.named(key)
        return self._ask([WidgetState(id=proto.id, trigger_value=True)], each.fragment)

    def acted(self, name: str, value: dict[str, Any]) -> bytes:
        """Return what the player sends of an act on it, with those before it that have no answer yet."""
        proto, _ = self.named("player")
        self.turn += 1
        scene = json.loads(proto.json)["runs"]["scene"]
        self.unanswered.append({"name": name, "scene": scene, "value": value, "turn": self.turn})
        return self.again()

    def again(self) -> bytes:
        """Return what the player sends of the acts that have no answer yet."""
        proto, each = self.named("player")
        told = [{"event": "acts", "value": {"acts": self.unanswered, "turn": self.turn}}]
        return self._ask([WidgetState(id=TRIGGERS % proto.id, json_trigger_value=json.dumps(told))], each.fragment)

    def _ask(self, triggers: list[WidgetState], fragment: str) -> bytes:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash, run.fragment_id = self.query, self.hash, fragment
        run.widget_states.widgets.extend([*self.values.values(), *triggers])
        run.cached_message_hashes.extend(self.known)
        info = run.context_info
        info.timezone, info.timezone_offset, info.locale, info.url = "UTC", 0, "en-US", f"{self.url}/"
        info.is_embedded, info.color_scheme = False, "light"
        return message.SerializeToString()
