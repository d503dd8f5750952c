"""A scene as a file: it comes back exactly, and a file that is none is refused in one sentence that names the field."""

import json
import re
from functools import reduce
from operator import getitem
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_link import OWN, scenes

from surface.descent import RULES
from surface.scenes import GALLERY, SCENES, Scene, edits, file
from surface.scenes.run import OVERLAYS, SCALES
from surface.scenes.training import TrainingPlan

SCHEMA = json.loads((Path(file.__file__).parent / "scene.schema.json").read_text(encoding="utf-8"))
GOOD = json.loads(SCENES["two-hollows"].json())


def changed(path, value):
    """The file of two hollows with another value at a path, or without the field where the value is `...`."""
    fields = json.loads(json.dumps(GOOD))
    *way, last = path
    at = fields
    for step in way:
        at = at[step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return json.dumps(fields)


@given(scenes())
@settings(max_examples=80)
def test_every_scene_comes_back_exactly(scene):
    text = scene.json()
    assert Scene.from_json(text) == scene
    assert Scene.from_json(text).json() == text
    jsonschema.validate(json.loads(text), SCHEMA)


@given(scenes())
@settings(max_examples=40)
def test_a_link_and_a_file_say_the_same(scene):
    back, left_out = Scene.from_link(scene.link())
    assert (back.json(), left_out) == (scene.json(), [])


def test_the_schema_knows_what_the_record_knows():
    assert set(SCHEMA["properties"]) == {*SCHEMA["required"], "training"} == {*GOOD, "training"}
    assert SCHEMA["properties"]["version"]["enum"] == list(range(1, file.VERSION + 1))
    run = SCHEMA["definitions"]["run"]
    assert set(run["properties"]) == {*run["required"], *file.PLANS}
    assert SCHEMA["properties"]["overlay"]["enum"] == list(OVERLAYS)
    assert SCHEMA["properties"]["scale"]["enum"] == list(SCALES)


WRONG = [
    (["format"], "a poem", "`format` must be 'error surface scene', got 'a poem'"),
    (["version"], 5, "`version` must be from 1 to 4, got 5: the file is of a later version of this app"),
    (["version"], 0, "of no version that there is"),
    (["id"], "nowhere", "`id` must be one of two-hollows, .*, got 'nowhere'"),
    (["steps"], ..., "`steps` must be given, got nothing"),
    (["steps"], 2.5, "`steps` must be a whole number, got 2.5"),
    (["steps"], True, "`steps` must be a whole number, got true or false"),
    (["steps"], 0, "`steps` must be from 1 to 5000, got 0"),
    (["colour"], "red", "`colour` must not be given: the file has the fields format, "),
    (["window"], [[0, 1]], "`window` must have 2 entries, got 1"),
    (["window", 0, 1], "5", "`window\\[0\\]\\[1\\]` must be a finite number, got '5'"),
    (["window"], [[1, 0], [0, 1]], "`window` must run from a smaller to a larger number"),
    (["plane", "free"], ["w[1,1]", 7], "`plane.free\\[1\\]` must be a text, got 7"),
    (["plane", "free"], ["w[1,1]", "w[9,9]"], "`plane.free`: a weight must be one of"),
    (["plane"], ["w[1,1]", "w[2,1]"], "`plane` must be an object with the fields free, got a list"),
    (["plane"], {"origin": [0, 0]}, "`plane.direction_1` must be given, got nothing"),
    (["plane"], {"origin": [0], "direction_1": [1, 0], "direction_2": [0, 1]}, "`plane.origin` must have"),
    (
        ["plane"],
        {"origin": [0, 0], "direction_1": [1, 0], "direction_2": [2, 0]},
        "`plane.direction_1` and `direction_2` must not be parallel",
    ),
    (["network"], [], "`network` must be one or more"),
    (["network", 0, "activation"], "zap", "`network\\[0\\].activation` must be one of"),
    (["network", 0, "weights"], [[1], [1, 2]], "`network\\[0\\].weights` must have rows of one length"),
    (["data"], "nothing", "`data` must be one of two-hollows, .*, or the data, got 'nothing'"),
    (["data"], {"inputs": [[1]]}, "`data.(targets|input_names|target_names|title|source)` must be given, got nothing"),
    (["runs"], [], "`runs`: there must be from 1 to 4 runs, got 0"),
    (["data"], "u-shape", "`data`: the data must have 2 inputs, as the network has, got 1"),
    (["runs", 1, "rule"], "sorcery", "`runs\\[1\\].rule` must be one of"),
    (["runs", 1, "settings", "momentum"], 1, "`runs\\[1\\].settings.momentum` must be less than 1"),
    (["runs", 1, "settings", "momentum"], ..., "`runs\\[1\\].settings.momentum` must be given"),
    (
        ["runs", 0, "settings", "momentum"],
        0.5,
        "`runs\\[0\\].settings.momentum` must not be given: `runs\\[0\\].settings` has the fields learning_rate",
    ),
    (["runs", 0, "start"], [0, None], "`runs\\[0\\].start\\[1\\]` must be a finite number, got null"),
    (["runs", 0, "schedule"], "cosine", "`runs\\[0\\].schedule` must be an object with the fields name, settings, got"),
    (
        ["runs", 0, "schedule"],
        {"name": "x", "settings": {}},
        "`runs\\[0\\].schedule.name` must be one of constant",
    ),
    (["runs", 0, "schedule"], {"name": "cosine", "settings": {"length": 9}}, "schedule.settings.floor` must be given"),
    (
        ["runs", 0, "schedule"],
        {"name": "exponential", "settings": {"gamma": 1}},
        "`runs\\[0\\].schedule.settings.gamma` must be less than 1, got 1",
    ),
    (["runs", 0, "batch"], 0, "`runs\\[0\\].batch` must be a whole number of at least 1, got 0"),
    (["runs", 0, "batch"], 10**9, "`runs\\[0\\].batch` must be from 1 to 1000000, got 1000000000"),
    (["runs", 0, "seed"], -1, "`runs\\[0\\].seed` must be a whole number of at least 0, got -1"),
    (["random_starts"], "x", "`random_starts` must be a whole number"),
    (["overlay"], "snow", "`overlay` must be one of"),
    (["variant"], None, "`variant` must be a text, got null"),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG, ids=[f"{row[0]} {row[1]!r:.20}" for row in WRONG])
def test_a_field_that_cannot_be_is_named(path, value, message):
    with pytest.raises(ValueError, match=message) as refusal:
        Scene.from_json(changed(path, value))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a scene file must be JSON, got .* in line 1"),
        ("{", "a scene file must be JSON"),
        ("[]", "the file must be an object with the fields format, .*, got a list"),
        ("7", "the file must be an object"),
        (
            json.dumps(GOOD).replace("0.2", "NaN", 1),
            "`runs\\[0\\].settings.learning_rate` must be a finite number, got nan",
        ),
        ('{"steps": 1, "steps": 2}', "`steps` must be given once, got it twice"),
        (r'{"\ud800": 1, "\ud800": 2}', r"`\\ud800` must be given once, got it twice"),
        (r'{"\ud800": 1}', r"`\\ud800` must not be given"),
        ('{"a": 1, "a": 2, "b": 1, "b": 2}', "`a` must be given once"),
        ("[" * 100_000, "nested too deeply"),
        (b"{}", "a scene file must be text, got bytes"),
        (json.dumps(GOOD).replace("200", "9" * 5000), "`steps` must be a whole number, got inf"),
        (json.dumps(GOOD).replace("-2.5", "1e999"), "`window\\[0\\]\\[0\\]` must be a finite number"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_none_is_refused(text, message):
    with pytest.raises(ValueError, match=message) as refused:
        Scene.from_json(text)
    str(refused.value).encode()  # it can be sent


def leaves(value, path=()):
    """The paths of all numbers, texts and nulls of a file, and what stands there."""
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def spelt(path):
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


FULL = json.loads(
    edits.with_schedule(edits.with_data(edits.with_batch(SCENES["and-gate"], 0, 2), OWN), 0, "cosine")
    .with_(training=TrainingPlan(RULES["adam"](), 30, None, 3, 4, "he"))
    .json()
)


@pytest.mark.parametrize("path", [path for path, _ in leaves(FULL)], ids=spelt)
def test_whatever_field_is_of_a_wrong_kind_is_named_by_its_path(path):
    for value in ("{}", "NaN", "9" * 401):
        holed = json.loads(json.dumps(FULL))
        *way, last = path
        reduce(getitem, way, holed)[last] = "a hole"
        with pytest.raises(ValueError, match=re.escape(f"`{spelt(path)}") + r"(\.name)?` must "):
            Scene.from_json(json.dumps(holed).replace('"a hole"', value))


OBJECTS = [(), ("runs", 0), ("runs", 0, "settings"), ("runs", 0, "schedule", "settings"), ("network", 0), ("plane",)]


@pytest.mark.parametrize("path", [*OBJECTS, ("data",), ("training",), ("training", "settings")], ids=spelt)
def test_a_field_too_many_or_given_twice_is_named_by_its_path(path):
    within = reduce(getitem, path, FULL)
    first = spelt((*path, next(iter(within))))
    for more, sentence in (
        (next(iter(within)), f"`{first}` must be given once, got it twice"),
        ("z", "z` must not be"),
    ):
        text = json.dumps(FULL).replace(json.dumps(within), json.dumps(within)[:-1] + f', "{more}": 0}}', 1)
        with pytest.raises(ValueError, match=re.escape(sentence)) as refusal:
            Scene.from_json(text)
        assert str(refusal.value).startswith(f"`{spelt((*path, more))}` must ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(list(GOOD)), json_values)
@settings(max_examples=150)
def test_any_value_in_any_field_opens_or_is_refused_in_one_sentence(field, value):
    try:
        scene = Scene.from_json(json.dumps(GOOD | {field: value}))
    except ValueError:
        return
    assert Scene.from_json(scene.json()) == scene


def test_a_scene_with_neither_schedule_nor_batches_is_written_as_before():
    assert GOOD["version"] == 1
    assert all(run.keys() == {"rule", "settings", "start"} for run in GOOD["runs"])
    written = json.loads(edits.with_batch(SCENES["two-hollows"], 1, 8).json())
    assert written["version"] == 2
    assert [run.get("batch") for run in written["runs"]] == [None, 8]


def test_a_file_is_laid_out_a_field_to_a_line():
    lines = edits.with_steps(GALLERY["ravine"].opened(), 7).json().splitlines()
    assert len(lines) == len(GOOD) + 2
    assert '  "steps": 7,' in lines
