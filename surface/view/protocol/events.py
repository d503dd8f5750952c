"""What comes from the player: every event, and how what it carries is read and refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeGuard

from surface.arrays import is_list, is_record, is_whole
from surface.data import MAX_COLUMNS
from surface.view.values import Scale, as_number, as_scale, field


class Told(TypedDict):
    """What is told of an event: its value, and the scene that it is of, by the number that the runs came with."""

    scene: int
    value: Any


class RunNumber(TypedDict):
    """A run, counted from 0."""

    run: int


class Start(TypedDict):
    """A start that was set."""

    run: int
    w: list[float]


class Setting(TypedDict):
    """A setting of a run."""

    run: int
    name: str
    value: float


class Rule(TypedDict):
    """The rule that a run is to go by."""

    run: int
    rule: str


class Steps(TypedDict):
    """How many steps the runs are to take."""

    steps: float


class Weight(TypedDict):
    """A value of a held weight, which is named by its place among all the weights."""

    weight: int
    value: float


class Target(TypedDict):
    """What an output should answer to a data point."""

    point: int
    output: int
    value: float


class NewPoint(TypedDict):
    """A new data point, with all its numbers."""

    inputs: list[float]
    targets: list[float]


class MovedPoint(TypedDict):
    """A data point that was moved, with all its numbers."""

    point: int
    inputs: list[float]
    targets: list[float]


class PointNumber(TypedDict):
    """A data point, counted from 0."""

    point: int


class FreeWeights(TypedDict):
    """The two weights that are to be free, by their places among all of them: the one to the right, the one upwards."""

    weights: list[int]


class HiddenLayers(TypedDict):
    """How wide each hidden layer is to be, from the inputs on."""

    hidden: list[int]


class LayerActivation(TypedDict):
    """The activation that a layer is to have; the last layer is the output."""

    layer: int
    name: str


class Act(TypedDict):
    """One of the events below, what is told of it, and the turn of the message that it went in first."""

    name: str
    turn: int
    scene: int
    value: Any


class Acts(TypedDict):
    """What was done since the last answer, in its order; the answer names the turn."""

    acts: list[Act]
    turn: int


class Way(TypedDict):
    """The way to the scene before (−1) or after (1)."""

    by: int


class ErrorScale(TypedDict):
    """The scale on which the error is to be drawn."""

    scale: Scale


class ChosenWindow(TypedDict):
    """The window over the two weights: where it begins and ends to the right, then upwards."""

    edges: list[float]


class Seed(TypedDict):
    """The seed of random starts, None to take them away."""

    seed: int | None


def read_run(value: object, count: int) -> tuple[int] | None:
    """Return the run that a browser's message names, or None where it names none of `count` runs."""
    run = field(value, "run")
    return (run,) if is_whole(run) and 0 <= run < count else None


def read_start(value: object, count: int) -> tuple[int, float, float] | None:
    """Return run, w1 and w2 of a browser's message, or None where it is no start of one of `count` runs."""
    named, w = read_run(value, count), field(value, "w")
    if not named or not is_list(w):
        return None
    numbers = [number for number in map(as_number, w) if number is not None and math.isfinite(number)]
    return (*named, numbers[0], numbers[1]) if len(w) == len(numbers) == 2 else None


def read_setting(value: object, count: int) -> tuple[int, str, float] | None:
    """Return run, name and number of a browser's message, or None where it is no setting of one of `count` runs."""
    named, name, number = read_run(value, count), field(value, "name"), as_number(field(value, "value"))
    return (*named, name, number) if named and isinstance(name, str) and number is not None else None


def read_rule(value: object, count: int) -> tuple[int, str] | None:
    """Return run and rule of a browser's message, or None where it names none for one of `count` runs."""
    named, rule = read_run(value, count), field(value, "rule")
    return (*named, rule) if named and isinstance(rule, str) else None


def read_steps(value: object, count: int) -> tuple[float] | None:
    """Return the number of steps of a browser's message, or None where it is no number."""
    steps = as_number(field(value, "steps"))
    return None if steps is None else (steps,)


def read_weight(value: object, count: int) -> tuple[int, float] | None:
    """Return place and value of a browser's message, or None where it is no finite value of a weight."""
    weight, number = field(value, "weight"), as_number(field(value, "value"))
    return (weight, number) if is_place(weight) and is_finite(number) else None


def read_target(value: object, count: int) -> tuple[int, int, float] | None:
    """Return data point, output and value of a browser's message, or None where it is no finite target."""
    point, output, number = field(value, "point"), field(value, "output"), as_number(field(value, "value"))
    return (point, output, number) if is_place(point) and is_place(output) and is_finite(number) else None


def read_new_point(value: object, count: int) -> tuple[list[float], list[float]] | None:
    """Return inputs and targets of a browser's message, or None where they are no finite numbers."""
    inputs, targets = as_row(field(value, "inputs")), as_row(field(value, "targets"))
    return (inputs, targets) if inputs and targets else None


def read_moved_point(value: object, count: int) -> tuple[int, list[float], list[float]] | None:
    """Return data point, inputs and targets of a browser's message, or None where it names none or they are wrong."""
    named, numbers = read_point(value, count), read_new_point(value, count)
    return (*named, *numbers) if named and numbers else None


def read_point(value: object, count: int) -> tuple[int] | None:
    """Return the data point that a browser's message names, or None where it names none."""
    point = field(value, "point")
    return (point,) if is_place(point) else None


def as_row(value: object) -> list[float] | None:
    """Return a list of finite numbers, or None for anything else; whether it has a column for each, the scene knows."""
    numbers = list(map(as_number, value)) if is_list(value) and len(value) <= MAX_COLUMNS else []
    row = [number for number in numbers if is_finite(number)]
    return row if row and len(row) == len(numbers) else None


def read_free(value: object, count: int) -> tuple[tuple[int, int]] | None:
    """Return two different places of a browser's message, as one value, or None where there are not two of them."""
    weights = field(value, "weights")
    if not is_list(weights) or len(weights) != 2:
        return None
    first, second = weights
    return ((first, second),) if is_place(first) and is_place(second) and first != second else None


def read_hidden(value: object, count: int) -> tuple[tuple[int, ...]] | None:
    """Return the widths of a browser's message, as one value, or None where they are none of a few layers."""
    hidden = field(value, "hidden")
    if not is_list(hidden) or len(hidden) > MOST_LAYERS:
        return None
    widths = tuple(width for width in hidden if is_whole(width))
    return (widths,) if len(widths) == len(hidden) else None


def read_activation(value: object, count: int) -> tuple[int, str] | None:
    """Return layer and activation of a browser's message, or None where it names none."""
    layer, name = field(value, "layer"), field(value, "name")
    return (layer, name) if is_place(layer) and isinstance(name, str) else None


def is_place(value: object) -> TypeGuard[int]:
    """Return whether a value counts something from 0; whether there are so many, the scene knows."""
    return is_whole(value) and value >= 0


def is_finite(number: float | None) -> TypeGuard[float]:
    return number is not None and math.isfinite(number)


def read_acts(value: object, heard: int = 0) -> list[tuple[str, object]]:
    """Return the names of what was done and what is told of each, as far as they are events that can be in turn.

    heard: the turn up to which all has been heard; what went in one of those comes again where no answer came in time.
    """
    acts = field(value, "acts")
    given = [(field(act, "name"), act) for act in acts[:MOST_ACTS] if _is_news(act, heard)] if is_list(acts) else []
    return [(name, content) for name, content in given if isinstance(name, str) and name in IN_TURN]


def _is_news(act: object, heard: int) -> bool:
    turn = field(act, "turn")
    return not is_whole(turn) or turn > heard


def read_way(value: object, count: int) -> tuple[int] | None:
    """Return −1 or 1, the way to the scene before or after that a browser's message names, or None."""
    by = field(value, "by")
    return (by,) if is_whole(by) and abs(by) == 1 else None


def read_edges(value: object, count: int) -> tuple[float, float, float, float] | None:
    """Return the four edges of a browser's message, or None where they are none; whether they fit, the scene knows."""
    edges = as_row(field(value, "edges"))
    return (edges[0], edges[1], edges[2], edges[3]) if edges and len(edges) == 4 else None


def read_seed(value: object, count: int) -> tuple[int | None] | None:
    """Return the seed of a browser's message, None within for none, or None where it is neither."""
    if not is_record(value) or "seed" not in value:
        return None
    seed = value["seed"]
    return (seed,) if seed is None or (is_whole(seed) and 0 <= seed < 2**31) else None


def read_scale(value: object, count: int) -> tuple[Scale] | None:
    """Return the scale that a browser's message names, or None where it names none."""
    scale = as_scale(field(value, "scale"))
    return scale and (scale,)


def read_switch(value: object, count: int) -> tuple[bool]:
    """Return whether something was switched on."""
    return (value is True,)


def read_nothing(value: object, count: int) -> tuple[()]:
    """Return no values: that the event has come is all."""
    return ()


@dataclass(frozen=True)
class Event:
    """What the player can report: the type of its value, and what reads one, given how many runs there are.

    A reader returns what the listener is called with, or None for a value that cannot be. lasting: whether it counts
    when its scene has gone by the time that it is heard.
    """

    value: type[object]
    read: Callable[[object, int], tuple[object, ...] | None]
    lasting: bool = False

    def counts(self, content: object, scene: int) -> bool:
        """Return whether what is told holds for a scene: it is of it, or of whichever."""
        of = field(content, "scene")
        return self.lasting or (is_whole(of) and of == scene)


EVENTS: dict[str, Event] = {
    "start": Event(Start, read_start),
    "setting": Event(Setting, read_setting),
    "rule": Event(Rule, read_rule),
    "plan": Event(Setting, read_setting),  # of its schedule or its batches
    "steps": Event(Steps, read_steps),
    "weight": Event(Weight, read_weight),
    "target": Event(Target, read_target),
    "add_point": Event(NewPoint, read_new_point),
    "move_point": Event(MovedPoint, read_moved_point),
    "remove_point": Event(PointNumber, read_point),
    "free": Event(FreeWeights, read_free),
    "reshape": Event(HiddenLayers, read_hidden),
    "activation": Event(LayerActivation, read_activation),
    "add": Event(bool, read_nothing),
    "duplicate": Event(RunNumber, read_run),
    "remove": Event(RunNumber, read_run),
    "undo": Event(bool, read_switch, lasting=True),  # of something that was changed since the last answer, or before
    "redo": Event(bool, read_switch, lasting=True),
    "choose": Event(RunNumber, read_run),
    "overlay": Event(bool, read_switch),
    "same": Event(bool, read_switch),
    "scale": Event(ErrorScale, read_scale),
    "random_starts": Event(Seed, read_seed),
    "fit": Event(bool, read_nothing),
    "window": Event(ChosenWindow, read_edges),
    "go": Event(Way, read_way, lasting=True),
    "played": Event(bool, read_nothing, lasting=True),
}

IN_TURN = (
    *("start", "setting", "rule", "plan", "steps", "weight", "target"),
    *("add_point", "move_point", "remove_point"),
    *("free", "reshape", "activation"),
    *("add", "duplicate", "remove", "undo", "redo", "choose"),
    *("overlay", "same", "scale", "random_starts", "fit", "window", "go"),
)
"""Events that are told in the order in which they were done, those since the last answer together, as Acts."""

MOST_LAYERS = 10
"""The most hidden layers that are read; how many there can be, the scene knows."""

MOST_ACTS = 1000
"""The most of them that are read of one message."""
