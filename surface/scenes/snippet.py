"""A scene as Python: a program that builds exactly this scene, and shows it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from surface.arrays import is_list
from surface.data import Dataset
from surface.descent import Rule, Schedule
from surface.model import Network, Plane
from surface.scenes.file import VECTORS, bundled_name
from surface.scenes.run import Run, settings_of
from surface.scenes.training import TrainingPlan

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

WIDTH = 100
"""The most columns of a line that could be broken."""

MOST_NUMBERS = 2000
"""The most numbers that are written out; a scene of more is read from its file."""

PUBLIC = ("DATASETS", "RULES", "SCHEDULES", "Dataset", "Layer", "Network", "Plane", "Scene")
"""What a program may name of the library, in the order of its import."""


@dataclass(frozen=True)
class Group:
    """Parts between brackets: the text before the first, the parts, and the text that closes them."""

    opening: str
    parts: tuple[Text, ...]
    closing: str


Text = str | Group
"""A piece of a program that is not yet laid out in lines."""


def snippet(scene: Scene, file_name: str = "scene.json") -> str:
    """Return a program that builds a scene and shows it; file_name: the scene's file, from which much data are read."""
    if is_long(scene):
        text = f'Scene.from_json(Path({_text(file_name)}).read_text(encoding="utf-8"))'
        return _program({"scene": text}, ["from pathlib import Path", ""])
    return _program({"data": _data(scene.data), "network": _network(scene.network), "scene": _scene(scene)})


def is_long(scene: Scene) -> bool:
    """Return whether a scene has more numbers than are written out."""
    own = 0 if bundled_name(scene.data) else scene.data.inputs.size + scene.data.targets.size
    return own + len(scene.network.names) * (1 if scene.free else 4) > MOST_NUMBERS


# --- a program ----------------------------------------------------------------------------------------------------


def _program(values: Mapping[str, Text], before: Iterable[str] = ()) -> str:
    """Return the program that gives these values their names, the last of them the scene's."""
    body = [line for name, text in values.items() for line in _laid(_named(f"{name} = ", text), "", 0)]
    body += ["", "E, runs = scene.surface(), scene.descents()", "show(E, runs, scene.window, scene.resolution)"]
    return "\n".join([*before, *_imports("\n".join(body)), "", *body]) + "\n"


def _imports(body: str) -> list[str]:
    """Return the lines that import what a program names."""
    # Not inside its texts: a column may be called anything.
    code = re.sub(r'"(?:[^"\\]|\\.)*"', "", body)
    named = [name for name in PUBLIC if re.search(rf"\b{name}\b", code)]
    run = ["from surface.scenes import Run"] if "Run(" in code else []
    run += ["from surface.scenes.training import TrainingPlan"] if "TrainingPlan(" in code else []
    return [f"from surface import {', '.join(named)}", *run, "from surface.view import show"]


def _laid(text: Text, after: str, indent: int) -> Iterator[str]:
    """Yield the lines of a piece: one where that fits, else one for each part, and so on inside."""
    line = " " * indent + _inline(text) + after
    if isinstance(text, str) or not text.parts or len(line) <= WIDTH:
        yield line
        return
    yield " " * indent + text.opening
    for part in text.parts:
        yield from _laid(part, ",", indent + 4)
    yield " " * indent + text.closing + after


def _inline(text: Text) -> str:
    if isinstance(text, str):
        return text
    # A tuple of one needs its comma.
    comma = "," if re.fullmatch(r"(.*=)?\(", text.opening) and len(text.parts) == 1 else ""
    return f"{text.opening}{', '.join(map(_inline, text.parts))}{comma}{text.closing}"


def _named(name: str, text: Text) -> Text:
    return name + text if isinstance(text, str) else replace(text, opening=name + text.opening)


# --- values -------------------------------------------------------------------------------------------------------


def _scene(scene: Scene) -> Text:
    """Return the call that makes the scene of `network` and `data`; what is as it is by itself is not told."""
    given: dict[str, Text] = {"network": "network", "data": "data", "plane": _plane(scene.plane)}
    return _call("Scene", scene, given)


def _call(name: str, record: object, given: Mapping[str, Text] | None = None) -> Group:
    """Return the call that makes a record; given: arguments that are spelt another way than their values."""
    parts: list[Text] = []
    for parameter in inspect.signature(type(record)).parameters.values():
        value = getattr(record, parameter.name)
        if parameter.default is inspect.Parameter.empty or not _same(value, parameter.default):
            text = (given or {}).get(parameter.name) or _value(value)
            parts.append(_named(f"{parameter.name}=", text))
    return Group(f"{name}(", tuple(parts), ")")


def _same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _value(value: Any) -> Text:
    """Return a value as the program spells it; of numbers, every digit that tells them apart."""
    if isinstance(value, (Rule, Schedule)):
        settings = tuple(f"{name}={number!r}" for name, number in settings_of(value).items())
        return Group(f"{'RULES' if isinstance(value, Rule) else 'SCHEDULES'}[{_text(value.name)}](", settings, ")")
    if isinstance(value, (Run, TrainingPlan)):
        return _call(type(value).__name__, value)
    if isinstance(value, np.ndarray):
        return _value(value.tolist())
    if is_list(value):
        return _listed("()" if isinstance(value, tuple) else "[]", value)
    return _text(value) if isinstance(value, str) else repr(value)


def _listed(brackets: str, values: Iterable[object]) -> Group:
    return Group(brackets[0], tuple(map(_value, values)), brackets[1])


def _text(value: str) -> str:
    # JSON's texts are Python's too, always between the same quotes: nothing in one ends it.
    return json.dumps(value, ensure_ascii=False)


def _data(data: Dataset) -> Text:
    name = bundled_name(data)
    return f"DATASETS[{_text(name)}]" if name else _call("Dataset", data)


def _network(network: Network) -> Text:
    return Group("Network([", tuple(_call("Layer", layer) for layer in network.layers), "])")


def _plane(plane: Plane) -> Text:
    """Return the names of two free weights, or the call that makes a plane of `network`."""
    if plane.free:
        return _value(plane.free)
    vectors = (_named(f"{name}=", _value(getattr(plane, name))) for name in VECTORS)
    return Group("Plane(", ("network", *vectors), ")")
