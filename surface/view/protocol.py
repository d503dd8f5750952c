"""The contract between Python and the player: every message as a typed record, both ways.

The player's side of it is surface/view/static/messages/protocol.js; a test holds the two together, field by field.
A text called encoded is base64 of little-endian float64. A message of another version is refused by the player.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from surface.arrays import is_list, is_record, is_whole
from surface.view.values import Scale, as_number, as_scale, field

PROTOCOL = 1
"""The version of the messages: it grows when a field changes its name or its meaning."""

Encoded = str


# ------------------------------------------------------------------------------------------------------- to the player


class Figure(TypedDict):
    """A figure of plotly's, without the sampled grid, which the surface carries once."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]


class Figures(TypedDict):
    """The two figures of a surface on one scale of the error."""

    figure3d: Figure
    map: Figure


class Scales(TypedDict):
    """The figures on both scales of the error."""

    linear: Figures
    log: Figures


class Point(TypedDict):
    """A critical point; lowest: whether it is one of the lowest minima."""

    w: list[float]
    error: float | None
    eigenvalues: list[float | None]
    kind: str
    lowest: bool


class LayerShape(TypedDict):
    """A layer of the network, without its weights."""

    inputs: int
    outputs: int
    bias: bool
    activation: str


class NetworkShape(TypedDict):
    """The network over its plane: weights = origin + a·directions[0] + b·directions[1], flat, layer after layer."""

    layers: list[LayerShape]
    origin: list[float]
    directions: list[list[float]]


class WholeData(TypedDict):
    """All the data points, flat, where the page draws only some of them."""

    inputs: Encoded
    targets: Encoded
    count: int


class DataPoints(TypedDict):
    """The data points that the page draws, in rows, out of `count`; whole: all of them, where that is more."""

    inputs: list[list[float]]
    targets: list[list[float]]
    input_names: list[str]
    target_names: list[str]
    title: str
    count: int
    whole: WholeData | None


class SurfaceMessage(TypedDict):
    """The drawn surface: what stays as it is while only the runs change. The key is its content's."""

    version: int
    key: str
    names: list[str]
    w1: Encoded
    w2: Encoded
    error: Encoded
    figures: Scales
    points: list[Point]
    network: NetworkShape
    data: DataPoints


class Style(TypedDict):
    """How a run is drawn, everywhere."""

    colour: str
    dash: str
    marker: str


class Knob(TypedDict):
    """A setting that can be moved inside the view."""

    name: str
    symbol: str
    label: str
    low: float
    high: float
    logarithmic: bool


class Assignment(TypedDict):
    """A line of a rule's formula: what it renews, and the expression (surface/descent/formula.py)."""

    target: str
    tree: dict[str, Any]


class FormulaLines(TypedDict):
    """A rule's formula taken apart: the parts of its state, and the step that is added to the weights."""

    text: str
    state: list[Assignment]
    step: dict[str, Any]


class Stability(TypedDict):
    """The largest curvature λ at each step, and the c of the bound c / λ, also in symbols."""

    curvature: Encoded
    bound: float
    formula: str


class Verdict(TypedDict):
    """How a run ended, and why."""

    outcome: str
    reason: str


class Run(TypedDict):
    """A run: its rule and settings, its path on the plane, and what it felt at each of the k + 1 places.

    inner: each part of the rule's state by its symbol, before every step and after one more. schedule: what the
    learning rate is multiplied by at each step; batches: the data points of each step's gradient; weights: the path in
    all the weights. These three are None where nothing is special: a constant rate, all the data, a path on the plane.
    """

    label: str
    rule: str
    settings: dict[str, float]
    symbols: dict[str, str]
    knobs: list[Knob]
    style: Style
    w: Encoded
    error: Encoded
    gradient: Encoded
    formula: FormulaLines
    inner: dict[str, Encoded]
    meanings: dict[str, str]
    stability: Stability | None
    verdict: Verdict | None
    schedule: Encoded | None
    batches: list[list[int]] | None
    weights: Encoded | None


class RunsMessage(TypedDict):
    """The runs on a surface, and what the page around them says.

    surface, overlay, random_starts: the keys of what is sent apart. events: what the page listens to. opening: another
    number gives the scene back as it opens. suspense: no outcome before the runs have been played to their end. same:
    whether the runs start together. seed: of the random starts. scale: on which the error is drawn. turn: of the event
    that this answers.
    """

    version: int
    key: str
    title: str
    watch: str
    held: str
    chosen: int
    surface: str
    runs: list[Run]
    events: list[str]
    overlay: str | None
    random_starts: str | None
    seed: int | None
    same: bool
    scale: Scale
    suspense: bool
    opening: int
    turn: int


class Region(TypedDict):
    """What a label of an overlay means; place: where its number stands; there: whether any start has it."""

    name: str
    colour: str
    pattern: str
    number: str
    place: list[float] | None
    there: bool


class OverlayMessage(TypedDict):
    """Regions of starts over the map; label: base64 of a byte for each start, row by row."""

    version: int
    key: str
    title: str
    w1: list[float]
    w2: list[float]
    columns: int
    rows: int
    label: str
    regions: list[Region]


class Group(TypedDict):
    """The random starts that end in one place."""

    name: str
    short: str
    count: int
    label: int
    colour: str
    pattern: str


class RandomStartsMessage(TypedDict):
    """Runs from many random starts; block: see surface/view/random_starts.py; group: the group of each run."""

    version: int
    key: str
    title: str
    words: str
    seed: int
    steps: int
    count: int
    block: str
    group: list[int]
    groups: list[Group]


# ----------------------------------------------------------------------------------------------------- from the player


class Choice(TypedDict):
    """A run that was chosen. The turn, where there is one, is named by the answer."""

    run: int
    turn: NotRequired[int]


class Start(TypedDict):
    """A start that was set, or a place on the way there."""

    run: int
    w: list[float]
    turn: NotRequired[int]


class Restored(TypedDict):
    """A start that was put back, of one run or of all of them together."""

    run: int
    w: list[float]
    together: bool
    turn: NotRequired[int]


class Setting(TypedDict):
    """A setting of a run."""

    run: int
    name: str
    value: float
    turn: NotRequired[int]


class Way(TypedDict):
    """The way to the scene before (−1) or after (1)."""

    by: int


class ErrorScale(TypedDict):
    """The scale on which the error is to be drawn."""

    scale: Scale


class Seed(TypedDict):
    """The seed of random starts, None to take them away."""

    seed: int | None


def read_choice(value: object, count: int) -> tuple[int] | None:
    """Return the run that a browser's message names, or None where it names none of `count` runs."""
    run = field(value, "run")
    return (run,) if is_whole(run) and 0 <= run < count else None


def read_start(value: object, count: int) -> tuple[int, float, float] | None:
    """Return run, w1 and w2 of a browser's message, or None where it is no start of one of `count` runs."""
    named, w = read_choice(value, count), field(value, "w")
    if not named or not is_list(w):
        return None
    numbers = [number for number in map(as_number, w) if number is not None and math.isfinite(number)]
    return (*named, numbers[0], numbers[1]) if len(w) == len(numbers) == 2 else None


def read_restored(value: object, count: int) -> tuple[int, float, float, bool] | None:
    """Return a start that was put back, and whether all the runs go back there together, or None."""
    start = read_start(value, count)
    return start and (*start, field(value, "together") is True)


def read_setting(value: object, count: int) -> tuple[int, str, float] | None:
    """Return run, name and number of a browser's message, or None where it is no setting of one of `count` runs."""
    named, name, number = read_choice(value, count), field(value, "name"), as_number(field(value, "value"))
    return (*named, name, number) if named and isinstance(name, str) and number is not None else None


def read_way(value: object, count: int) -> tuple[int] | None:
    """Return −1 or 1, the way to the scene before or after that a browser's message names, or None."""
    by = field(value, "by")
    return (by,) if is_whole(by) and abs(by) == 1 else None


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

    A reader returns what the listener is called with, or None for a value that cannot be.
    """

    value: type[object]
    read: Callable[[object, int], tuple[object, ...] | None]


EVENTS: dict[str, Event] = {
    "start": Event(Start, read_start),
    "drag": Event(Start, read_start),
    "restore": Event(Restored, read_restored),
    "setting": Event(Setting, read_setting),
    "slide": Event(Setting, read_setting),
    "choose": Event(Choice, read_choice),
    "overlay": Event(bool, read_switch),
    "same": Event(bool, read_switch),
    "scale": Event(ErrorScale, read_scale),
    "random_starts": Event(Seed, read_seed),
    "fit": Event(bool, read_nothing),
    "go": Event(Way, read_way),
    "played": Event(bool, read_nothing),
}
