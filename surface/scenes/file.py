"""A scene as JSON, whole, with a version: what a scene file holds, checked field by field when it comes back.

`scene.schema.json`, beside this file, says the same for other programs.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from surface.arrays import is_list, is_record, is_whole
from surface.data import DATASETS, MAX_COLUMNS, MAX_ROWS, Dataset
from surface.descent import RULES, SCHEDULES, Schedule, hyperparameters
from surface.model import Layer, Network, Plane
from surface.scenes.entry import GALLERY
from surface.scenes.run import MAX_RUNS, Run, settings_of

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

T = TypeVar("T")

FORMAT = "error surface scene"
VERSION = 2
"""The newest version that is read, with schedules and batches; a scene that has none is written as of the first."""

PLANS: dict[str, object] = {"schedule": None, "batch": None, "seed": 0}
"""What a run may be told of beside its rule and its start, and what it is where nothing is told."""

VECTORS = ("origin", "direction_1", "direction_2")

MAX_CHARACTERS = 20_000_000
"""The longest file that is looked at, in characters."""


# By content: a bundled data set that came in a file is known again.
BUNDLED = {data: name for name, data in DATASETS.items()}


# --- out ----------------------------------------------------------------------------------------------------------


def written(scene: Scene) -> str:
    """Return a scene as JSON, a field to a line."""
    fields = [
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        for name, value in _plain(scene).items()
    ]
    return "{\n  " + ",\n  ".join(fields) + "\n}\n"


def _plain(scene: Scene) -> dict[str, object]:
    runs = [_plain_run(run) for run in scene.runs]
    return {
        "format": FORMAT,
        # The first that says it all, so that apps of then read it too.
        "version": VERSION if any(name in run for run in runs for name in PLANS) else 1,
        "id": scene.id,
        "variant": scene.variant,
        "network": [_plain_layer(layer) for layer in scene.network.layers],
        "data": bundled_name(scene.data) or plain_data(scene.data),
        "plane": plain_plane(scene.plane),
        "window": [list(edges) for edges in scene.window],
        "resolution": scene.resolution,
        "runs": runs,
        "steps": scene.steps,
        "random_starts": scene.random_starts,
        "overlay": scene.overlay,
        "scale": scene.scale,
    }


def _plain_run(run: Run) -> dict[str, object]:
    """Return a run as plain values; of its schedule and its batches what it has."""
    plan = {"schedule": run.schedule and _plain_schedule(run.schedule), "batch": run.batch, "seed": run.seed}
    told = {name: value for name, value in plan.items() if value != PLANS[name]}
    return {"rule": run.rule.name, "settings": run.settings, "start": list(run.start), **told}


def _plain_schedule(schedule: Schedule) -> dict[str, object]:
    return {"name": schedule.name, "settings": settings_of(schedule)}


def _plain_layer(layer: Layer) -> dict[str, object]:
    bias = None if layer.bias is None else layer.bias.tolist()
    return {"activation": layer.activation, "weights": layer.weights.tolist(), "bias": bias}


def plain_plane(plane: Plane) -> dict[str, object]:
    """Return a plane as plain values: the names of two free weights, or its three vectors."""
    if plane.free:
        return {"free": list(plane.free)}
    return {name: getattr(plane, name).tolist() for name in VECTORS}


def bundled_name(data: Dataset) -> str | None:
    """Return the name of a bundled data set, None for one's own."""
    return BUNDLED.get(data)


def plain_data(data: Dataset) -> dict[str, object]:
    """Return a data set as plain values."""
    tables = {"inputs": data.inputs.tolist(), "targets": data.targets.tolist()}
    names = {"input_names": list(data.input_names), "target_names": list(data.target_names)}
    return {**tables, **names, "title": data.title, "source": data.source}


# --- in -----------------------------------------------------------------------------------------------------------


def read(text: str) -> dict[str, Any]:
    """Return the values of the scene that a JSON text holds, or say in one sentence which field cannot be."""
    fields = _object("the file", _parsed(text), {"format": _format, "version": _version} | FIELDS)
    # They say what the file is, not what the scene is.
    del fields["format"], fields["version"]
    return fields | {"plane": plane_of(fields["network"], fields["plane"])}


def _parsed(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError(f"a scene file must be text, got {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a scene file must have at most {MAX_CHARACTERS} characters, got {len(text)}")
    try:
        # Whatever JSON reads more loosely than a scene may be is refused while it is parsed: NaN, huge numbers, twins.
        return json.loads(text, parse_constant=_refused_constant, parse_int=_int, object_pairs_hook=_once_each)
    except RecursionError:
        raise ValueError("a scene file must be JSON, got one that is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"a scene file must be JSON, got {error.msg.lower()} in line {error.lineno}") from None


def _refused_constant(name: str) -> float:
    raise ValueError(f"a scene file must hold finite numbers only, got {name}")


def _int(digits: str) -> int:
    if len(digits) > 400:  # longer than any finite float64
        raise ValueError(f"a scene file must hold finite numbers only, got one of {len(digits)} digits")
    return int(digits)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the fields of an object; one that is there twice could be read either way."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"`{twice:.40}` must be given once, got it twice")
    return fields


Check = Callable[[str, object], Any]
"""Takes a field's place, as `runs[0].start`, and what stands there; returns the value, or raises ValueError."""


def _object(place: str, value: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    if not is_record(value):
        raise ValueError(f"{_named(place)} must be an object with the fields {', '.join(checks)}, got {_got(value)}")
    # The fields of the file itself are named without it: `runs`, not `the file.runs`.
    inside = "" if place == "the file" else f"{place}."
    for name in value:
        if name not in checks:
            raise ValueError(f"{_named(place)} must have the fields {', '.join(checks)}, got {name!r:.80}")
    for name in checks:
        if name not in value:
            raise ValueError(f"`{inside}{name}` must be given, got nothing")
    return {name: check(f"{inside}{name}", value[name]) for name, check in checks.items()}


def _named(place: str) -> str:
    return place if " " in place else f"`{place}`"


def _got(value: object) -> str:
    kinds: dict[type[object], str] = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return kinds.get(type(value)) or f"{value!r:.80}"


def _text(place: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"`{place}` must be a text, got {_got(value)}")
    return value


def _number(place: str, value: object) -> float:
    # True and False are numbers to Python, but not in a file.
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
    # Compared before it is converted: `float` raises OverflowError for a whole number that is too large.
    if not -sys.float_info.max <= number <= sys.float_info.max:
        raise ValueError(f"`{place}` must be a finite number, got {_got(value)}")
    return float(number)


def _whole(place: str, value: object) -> int:
    if not is_whole(value):
        raise ValueError(f"`{place}` must be a whole number, got {_got(value)}")
    return value


def _list(
    place: str, value: object, check: Callable[[str, object], T], most: int, exactly: int | None = None
) -> list[T]:
    if not is_list(value):
        raise ValueError(f"`{place}` must be a list, got {_got(value)}")
    if len(value) > most or (exactly is not None and len(value) != exactly):
        allowed = f"at most {most}" if exactly is None else f"{exactly}"
        raise ValueError(f"`{place}` must have {allowed} entries, got {len(value)}")
    return [check(f"{place}[{k}]", each) for k, each in enumerate(value)]


def _checked(place: str, make: Callable[[], T]) -> T:
    """Return what a record's own checks let through; what they refuse is said with the field's place."""
    try:
        return make()
    except ValueError as refusal:
        raise ValueError(f"`{place}`: {refusal}") from None


def _format(place: str, value: object) -> str:
    if value != FORMAT:
        raise ValueError(f"`{place}` must be {FORMAT!r}, got {_got(value)}")
    return FORMAT


def _version(place: str, value: object) -> int:
    version = _whole(place, value)
    if not 1 <= version <= VERSION:
        later = " of a later version of this app" if version > VERSION else ""
        raise ValueError(
            f"`{place}` must be from 1 to {VERSION}, got {version}: "
            f"the file is{later or ' of no version that there is'}"
        )
    return version


def _id(place: str, value: object) -> str:
    name = _text(place, value)
    if name not in GALLERY:
        raise ValueError(f"`{place}` must be one of {', '.join(GALLERY)}, got {name!r:.80}")
    return name


def _network(place: str, value: object) -> Network:
    layers = _list(place, value, _layer, most=100)
    return _checked(place, lambda: Network(layers))


def _layer(place: str, value: object) -> Layer:
    fields = _object(place, value, {"activation": _text, "weights": _table, "bias": _bias})
    return _checked(place, lambda: Layer(fields["weights"], fields["activation"], fields["bias"]))


def _numbers(place: str, value: object) -> list[float]:
    return _list(place, value, _number, most=MAX_ROWS)


def _table(place: str, value: object) -> list[list[float]]:
    rows = _list(place, value, _numbers, most=MAX_ROWS)
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"`{place}` must have rows of one length")
    return rows


def _bias(place: str, value: object) -> list[float] | None:
    return None if value is None else _numbers(place, value)


def data_of(place: str, value: object) -> Dataset:
    """Return the data set of plain values or of a bundled name."""
    # A bundled data set stands in a file by its name alone.
    if isinstance(value, str):
        if value not in DATASETS:
            raise ValueError(f"`{place}` must be one of {', '.join(DATASETS)}, or the data, got {value!r:.80}")
        return DATASETS[value]
    names = {"input_names": _names, "target_names": _names}
    fields = _object(place, value, {"inputs": _table, "targets": _table, **names, "title": _text, "source": _text})
    return _checked(place, lambda: Dataset(**fields))


def _names(place: str, value: object) -> list[str]:
    return _list(place, value, _text, most=MAX_COLUMNS)


def _pair(place: str, value: object) -> tuple[float, float]:
    first, second = _list(place, value, _number, most=2, exactly=2)
    return first, second


def _window(place: str, value: object) -> tuple[tuple[float, float], ...]:
    return tuple(_list(place, value, _pair, most=2, exactly=2))


def _plane(place: str, value: object) -> dict[str, Any]:
    """Return what a plane is made of, for it takes a network to make one."""
    # Told by its fields: a plane of free weights has that one alone.
    if is_record(value) and "free" not in value:
        return checked_vectors(place, value)
    return _object(place, value, {"free": _free})


def checked_vectors(place: str, value: object) -> dict[str, Any]:
    """Return the vectors of a plane, or say which field cannot be."""
    return _object(place, value, dict.fromkeys(VECTORS, _numbers))


def _free(place: str, value: object) -> tuple[str, ...]:
    return tuple(_list(place, value, _text, most=2, exactly=2))


def plane_of(network: Network, fields: dict[str, Any]) -> Plane | tuple[str, ...]:
    """Return the plane of plain values that were checked."""
    # Two free weights are left as names: the scene itself checks that its network has them.
    return fields.get("free") or _checked("plane", lambda: Plane(network, *(fields[name] for name in VECTORS)))


def _runs(place: str, value: object) -> tuple[Run, ...]:
    return tuple(_list(place, value, _run, most=MAX_RUNS))


def _run(place: str, value: object) -> Run:
    plans = {"schedule": _schedule, "batch": _batch, "seed": _whole}
    # What a run of before has not is given as it was then.
    given = {**PLANS, **value} if is_record(value) else value
    fields = _object(place, given, {"rule": _text, "settings": _as_it_is, "start": _pair, **plans})
    rule = _set(place, "rule", RULES, fields["rule"], fields["settings"])
    return _checked(place, lambda: Run(rule, fields["start"], *(fields[name] for name in PLANS)))


def _schedule(place: str, value: object) -> Schedule | None:
    if value is None:
        return None
    fields = _object(place, value, {"name": _text, "settings": _as_it_is})
    return _set(place, "name", SCHEDULES, fields["name"], fields["settings"])


def _set(place: str, field: str, known: Mapping[str, Callable[..., T]], name: str, settings: object) -> T:
    """Return a rule or a schedule by its name, with its settings: which there may be is known once the name is."""
    if name not in known:
        raise ValueError(f"`{place}.{field}` must be one of {', '.join(known)}, got {name!r:.80}")
    kind = known[name]
    checks = {setting.name: _number for setting in hyperparameters(kind)}
    numbers = _object(f"{place}.settings", settings, checks)
    return _checked(place, lambda: kind(**numbers))


def _as_it_is(place: str, value: object) -> object:
    """Return what is checked later."""
    return value


def _batch(place: str, value: object) -> int | None:
    return None if value is None else _whole(place, value)


def _seed(place: str, value: object) -> int | None:
    return None if value is None else _whole(place, value)


FIELDS: dict[str, Check] = {
    "id": _id,
    "variant": _text,
    "network": _network,
    "data": data_of,
    "plane": _plane,
    "window": _window,
    "resolution": _whole,
    "runs": _runs,
    "steps": _whole,
    "random_starts": _seed,
    "overlay": _text,
    "scale": _text,
}
"""A scene's fields, each with its check; what a scene checks itself (a range, a known word) is left to it."""
