"""The contract between Python and the player: both sides have the same records, and real messages keep to them."""

import json
import re
import types
import typing

import numpy as np
import pytest
from javascript import ask

from surface.descent import RULES, descend
from surface.landscape import critical_points
from surface.landscape.basins import basins, difference
from surface.landscape.random_starts import random_starts
from surface.landscape.verdicts import verdict
from surface.scenes import SCENES
from surface.view import protocol
from surface.view.encoding import encode
from surface.view.hosts import page
from surface.view.overlay import basins_overlay, difference_overlay
from surface.view.payload import Track, picture
from surface.view.random_starts import random_starts_payload

RECORDS = {name: record for name, record in vars(protocol).items() if typing.is_typeddict(record)}
SOURCE = "\n".join(
    (page.STATIC / "messages" / f"{name}.js").read_text(encoding="utf-8") for name in ("protocol", "events")
)
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", typing.Any: "any", type(None): "null"}


def typedefs() -> dict[str, dict[str, str]]:
    """The records of the player's side: name -> field -> type; a field that may be missing is in brackets."""
    found = {}
    for comment in re.findall(r"/\*\*(.*?)\*/", SOURCE, re.DOTALL):
        for name in re.findall(r"@typedef \{Object\} (\w+)", comment):
            found[name] = {field: kind for kind, field in re.findall(r"@property \{(.*)\} (\S+)", comment)}
    return found


def written(kind) -> str:
    """A type of Python's as JSDoc has it."""
    if kind in PLAIN:
        return PLAIN[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.NotRequired:
        return written(inner[0])
    if origin is typing.Literal:
        return " | ".join(f'"{value}"' for value in inner)
    if origin is dict:
        return f"Record<string, {written(inner[1])}>"
    if origin is list:
        item = written(inner[0])
        return f"({item})[]" if "|" in item else f"{item}[]"
    return " | ".join(map(written, inner)) if origin is types.UnionType else kind.__name__


def fields(record) -> dict[str, typing.Any]:
    return typing.get_type_hints(record, include_extras=True)


def keeps_to(record, value) -> bool:
    known = fields(record)
    complete = record.__required_keys__ <= value.keys() <= known.keys()
    return complete and all(fits(item, known[name]) for name, item in value.items())


def fits(value, kind) -> bool:
    """Whether a value as JSON has it is of a type, through all that it holds."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is typing.Any:
        return True
    if typing.is_typeddict(kind):
        return type(value) is dict and keeps_to(kind, value)
    if origin is typing.Literal:
        return value in inner
    if origin in (types.UnionType, typing.NotRequired):
        return any(fits(value, one) for one in inner)
    if origin is list:
        return type(value) is list and all(fits(item, inner[0]) for item in value)
    if origin is dict:
        return type(value) is dict and all(fits(item, inner[1]) for item in value.values())
    return type(value) in ((int, float) if kind is float else (kind,))


def as_sent(message):
    return json.loads(json.dumps(message, allow_nan=False))


@pytest.mark.parametrize("name", RECORDS)
def test_both_sides_have_the_same_fields_of_the_same_types(name):
    expected = {
        f"[{field}]" if typing.get_origin(kind) is typing.NotRequired else field: written(kind)
        for field, kind in fields(RECORDS[name]).items()
    }
    assert typedefs()[name] == expected


def test_both_sides_have_the_same_records_events_and_version():
    assert typedefs().keys() == RECORDS.keys() | {"Events"}
    assert typedefs()["Events"] == {name: written(event.value) for name, event in protocol.EVENTS.items()}
    assert ask("return modules.protocol.PROTOCOL;") == protocol.PROTOCOL
    assert ask("return modules.events.IN_TURN;") == list(protocol.IN_TURN)


@pytest.fixture(scope="module", params=["two-hollows", "iris", "xor-hidden", "dead-relu"])
def drawn(request):
    scene = SCENES[request.param]
    E = scene.surface()
    points = critical_points(E, scene.window)
    runs = [descend(E, rule(), scene.runs[0].start, 20) for rule in RULES.values()]
    tracks = [Track(run, run.rule.name, verdict(E, run, points)) for run in runs]
    return picture(E, E.sample(scene.window, 9), points, tracks, key="test")


def test_a_surface_keeps_to_its_record(drawn):
    assert fits(as_sent(drawn.surface), protocol.SurfaceMessage)


def test_runs_keep_to_their_record(drawn):
    assert fits(as_sent(drawn.runs), protocol.RunsMessage)


def test_overlays_and_random_starts_keep_to_their_records():
    scene = SCENES["two-hollows"]
    E, window, rules = scene.surface(), scene.window, (scene.runs[0].rule, RULES["adam"]())
    found = [basins(E, rule, window, resolution=8, steps=200) for rule in rules]
    assert fits(as_sent(basins_overlay("key", "title", found[0])), protocol.OverlayMessage)
    assert fits(as_sent(difference_overlay("key", "title", difference(*found))), protocol.OverlayMessage)
    starts = random_starts(E, rules[0], window, 60, seed=1, count=5)
    assert fits(as_sent(random_starts_payload("key", starts, window)), protocol.RandomStartsMessage)


def test_a_value_that_does_not_keep_to_its_record_is_noticed():
    assert not fits({"run": 0}, protocol.Start)
    assert not fits({"run": 0, "w": ["1"]}, protocol.Start)
    assert not fits({"run": 0, "w": [1], "more": 1}, protocol.Start)
    assert fits({"run": 0, "w": [1, 2.5]}, protocol.Start)
    assert fits({"scene": 1, "value": {"run": 0}}, protocol.Told)
    assert fits(
        {"acts": [{"name": "start", "turn": 3, "scene": 1, "value": {"run": 0, "w": [1, 2]}}], "turn": 3}, protocol.Acts
    )


@pytest.mark.parametrize("name", protocol.EVENTS)
@pytest.mark.parametrize("value", [None, [], {}, "x", {"run": "0"}, {"run": True}, {"run": 9}, {"by": 2}, {"seed": -1}])
def test_a_value_that_cannot_be_calls_nobody_or_switches_off(name, value):
    assert protocol.EVENTS[name].read(value, 2) in (None, (), (False,))


def test_a_message_of_another_version_is_not_current():
    statements = "return given.versions.map((version) => modules.protocol.isCurrent({ version }));"
    assert ask(statements, versions=[protocol.PROTOCOL, protocol.PROTOCOL + 1, None]) == [True, False, False]


def test_numbers_travel_whole():
    values = np.array([0.1, -1e300, np.inf, np.nan])
    given = ask("return modules.decode.decodeNumbers(given.text);", text=encode(values))
    np.testing.assert_array_equal(np.array(given, float), values)
