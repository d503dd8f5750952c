"""A scene as JSON, whole, with a version: what a scene file holds, checked field by field when it comes back.

`scene.schema.json`, beside this file, says the same for other programs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from surface.arrays import is_record
from surface.data import DATASETS, MAX_COLUMNS, MAX_POINTS, Dataset
from surface.descent import RULES, SCHEDULES, Schedule, hyperparameters
from surface.error import ErrorSurface
from surface.model import MAX_WEIGHTS, Layer, Network, Plane
from surface.scenes import checking
from surface.scenes.checking import Check
from surface.scenes.entry import GALLERY
from surface.scenes.run import MAX_RUNS, Run, check_drawn, checked_runs, settings_of
from surface.scenes.training import TrainingPlan, checked_training

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

T = TypeVar("T")

FORMAT = "error surface scene"
VERSION = 4
"""The newest version that is read: since the second a run may have a schedule and batches, since the third a scene a
training, since the fourth data may be counted points. A scene is written as of the first version that says it all."""

PLANS: dict[str, object] = {"schedule": None, "batch": None, "seed": 0}
"""What a run may be told of beside its rule and its start, and what it is where nothing is told."""

COUNTED: dict[str, object] = {"counts": None, "unexplained": 0.0, "bound": 0.0}
"""What data may be told of beside their numbers and names, and what it is where nothing is told."""

VECTORS = ("origin", "direction_1", "direction_2")


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
    planned = any(name in run for run in runs for name in PLANS)
    training = {} if scene.training is None else {"training": _plain_training(scene.training)}
    return {
        "format": FORMAT,
        # The first that says it all, so that apps of then read it too.
        "version": VERSION if scene.data.is_summary else 3 if training else 2 if planned else 1,
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
        **training,
    }


def _plain_run(run: Run) -> dict[str, object]:
    """Return a run as plain values; of its schedule and its batches what it has."""
    plan = {"schedule": run.schedule and _plain_schedule(run.schedule), "batch": run.batch, "seed": run.seed}
    changed = {name: value for name, value in plan.items() if value != PLANS[name]}
    return {"rule": run.rule.name, "settings": run.settings, "start": list(run.start), **changed}


def _plain_training(plan: TrainingPlan) -> dict[str, object]:
    rule = {"rule": plan.rule.name, "settings": settings_of(plan.rule), "steps": plan.steps}
    schedule = plan.schedule and _plain_schedule(plan.schedule)
    start = plan.start if isinstance(plan.start, str) else list(plan.start)
    return {**rule, "schedule": schedule, "batch": plan.batch, "seed": plan.seed, "start": start}


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
    counted = {
        name: value
        for name, value in (("counts", _plain_counts(data)), ("unexplained", data.unexplained), ("bound", data.bound))
        if value != COUNTED[name]
    }
    return {**tables, **names, "title": data.title, "source": data.source, **counted}


def _plain_counts(data: Dataset) -> list[int] | None:
    return None if data.counts is None else data.counts.astype(np.int64).tolist()


# --- in -----------------------------------------------------------------------------------------------------------


def read(text: str) -> dict[str, Any]:
    """Return the values of the scene that a JSON text holds, or say in one sentence which field cannot be."""
    # A file of before knows of no training.
    given = checking.completed(checking.parsed(text), {"training": None})
    fields = checking.record("the file", given, {"format": _format, "version": _version} | FIELDS)
    # They say what the file is, not what the scene is.
    del fields["format"], fields["version"]
    plane = plane_of(fields["network"], fields["plane"])
    _check_together(plane, **{name: fields[name] for name in ("network", "data", "runs", "steps", "training")})
    return fields | {"plane": plane}


def _check_together(
    plane: Plane, network: Network, data: Dataset, runs: tuple[Run, ...], steps: int, training: TrainingPlan | None
) -> None:
    """Check what a scene checks of two fields at once, to name the one that does not go with the other."""
    checking.made("data", lambda: ErrorSurface.on(plane, data))
    checking.made("runs", lambda: check_drawn(runs, steps, len(data)))
    checking.made("training", lambda: checked_training(network, training))


def _format(place: str, value: object) -> str:
    if value != FORMAT:
        raise ValueError(f"`{place}` must be {FORMAT!r}, got {checking.got(value)}")
    return FORMAT


def _version(place: str, value: object) -> int:
    version = checking.whole(place, value)
    if not 1 <= version <= VERSION:
        later = " of a later version of this app" if version > VERSION else ""
        raise ValueError(
            f"`{place}` must be from 1 to {VERSION}, got {version}: "
            f"the file is{later or ' of no version that there is'}"
        )
    return version


def _id(place: str, value: object) -> str:
    name = checking.text(place, value)
    if name not in GALLERY:
        raise ValueError(f"`{place}` must be one of {', '.join(GALLERY)}, got {name!r:.80}")
    return name


def _network(place: str, value: object) -> Network:
    layers = checking.listed(place, value, _layer, most=100)
    return checking.made(place, lambda: Network(layers), {"layers": place})


def _layer(place: str, value: object) -> Layer:
    fields = checking.record(place, value, {"activation": checking.text, "weights": _table, "bias": _bias})
    return checking.made(place, lambda: Layer(fields["weights"], fields["activation"], fields["bias"]))


def _numbers(place: str, value: object) -> list[float]:
    return checking.listed(place, value, checking.number, most=MAX_POINTS)


def _table(place: str, value: object) -> list[list[float]]:
    rows = checking.listed(place, value, _numbers, most=MAX_POINTS)
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
    texts = dict.fromkeys(("title", "source"), checking.text)
    tables = {"inputs": _table, "targets": _table}
    counted = {"counts": _counts, "unexplained": checking.number, "bound": checking.number}
    # Data of before have none of them.
    fields = checking.record(place, checking.completed(value, COUNTED), {**tables, **names, **texts, **counted})
    return checking.made(place, lambda: Dataset(**fields))


def _counts(place: str, value: object) -> list[int] | None:
    return None if value is None else checking.listed(place, value, checking.whole, most=MAX_POINTS)


def _names(place: str, value: object) -> list[str]:
    return checking.listed(place, value, checking.text, most=MAX_COLUMNS)


def _pair(place: str, value: object) -> tuple[float, float]:
    first, second = checking.listed(place, value, checking.number, most=2, exactly=2)
    return first, second


def _window(place: str, value: object) -> tuple[tuple[float, float], ...]:
    return tuple(checking.listed(place, value, _pair, most=2, exactly=2))


def _plane(place: str, value: object) -> dict[str, Any]:
    """Return what a plane is made of, for it takes a network to make one."""
    # Told by its fields: a plane of free weights has that one alone.
    if is_record(value) and "free" not in value:
        return checked_vectors(place, value)
    return checking.record(place, value, {"free": _free})


def checked_vectors(place: str, value: object) -> dict[str, Any]:
    """Return the vectors of a plane, or say which field cannot be."""
    return checking.record(place, value, dict.fromkeys(VECTORS, _numbers))


def _free(place: str, value: object) -> tuple[str, ...]:
    return tuple(checking.listed(place, value, checking.text, most=2, exactly=2))


def plane_of(network: Network, fields: dict[str, Any]) -> Plane:
    """Return the plane of plain values that were checked."""
    if "free" in fields:
        return checking.made("plane.free", lambda: Plane.of_two(network, fields["free"]), {"free": "plane.free"})
    return checking.made("plane", lambda: Plane(network, *(fields[name] for name in VECTORS)))


def _runs(place: str, value: object) -> tuple[Run, ...]:
    runs = checking.listed(place, value, _run, most=MAX_RUNS)
    return checking.made(place, lambda: checked_runs(runs), {"runs": place})


def _run(place: str, value: object) -> Run:
    plans = {"schedule": _schedule, "batch": _batch, "seed": checking.whole}
    # What a run of before has not is given as it was then.
    given = checking.completed(value, PLANS)
    fields = checking.record(place, given, {"rule": checking.text, "settings": _as_it_is, "start": _pair, **plans})
    rule = _set(place, "rule", RULES, fields["rule"], fields["settings"])
    return checking.made(place, lambda: Run(rule, fields["start"], *(fields[name] for name in PLANS)))


def _training(place: str, value: object) -> TrainingPlan | None:
    if value is None:
        return None
    walk = {"rule": checking.text, "settings": _as_it_is, "steps": checking.whole}
    drawn = {"schedule": _schedule, "batch": _batch, "seed": checking.whole, "start": _training_start}
    fields = checking.record(place, value, {**walk, **drawn})
    rule = _set(place, "rule", RULES, fields["rule"], fields["settings"])
    return checking.made(place, lambda: TrainingPlan(rule, fields["steps"], *(fields[name] for name in drawn)))


def _training_start(place: str, value: object) -> str | list[float]:
    return value if isinstance(value, str) else checking.listed(place, value, checking.number, most=MAX_WEIGHTS)


def _schedule(place: str, value: object) -> Schedule | None:
    if value is None:
        return None
    fields = checking.record(place, value, {"name": checking.text, "settings": _as_it_is})
    return _set(place, "name", SCHEDULES, fields["name"], fields["settings"])


def _set(place: str, field: str, known: Mapping[str, Callable[..., T]], name: str, settings: object) -> T:
    """Return a rule or a schedule by its name, with its settings: which there may be is known once the name is."""
    if name not in known:
        raise ValueError(f"`{place}.{field}` must be one of {', '.join(known)}, got {name!r:.80}")
    kind = known[name]
    checks = {setting.name: checking.number for setting in hyperparameters(kind)}
    numbers = checking.record(f"{place}.settings", settings, checks)
    return checking.made(place, lambda: kind(**numbers), {each: f"{place}.settings.{each}" for each in checks})


def _as_it_is(place: str, value: object) -> object:
    """Return what is checked later."""
    return value


def _batch(place: str, value: object) -> int | None:
    return None if value is None else checking.whole(place, value)


def _seed(place: str, value: object) -> int | None:
    return None if value is None else checking.whole(place, value)


FIELDS: dict[str, Check] = {
    "id": _id,
    "variant": checking.text,
    "network": _network,
    "data": data_of,
    "plane": _plane,
    "window": _window,
    "resolution": checking.whole,
    "runs": _runs,
    "steps": checking.whole,
    "random_starts": _seed,
    "overlay": checking.text,
    "scale": checking.text,
    "training": _training,
}
"""A scene's fields, each with its check; what a scene checks itself (a range, a known word) is left to it."""
