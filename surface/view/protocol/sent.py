"""What is sent to the player: the drawn surface, the runs on it, and what lies over it."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from surface.view.values import Scale

PROTOCOL = 5
"""The version of the messages: it grows when a field changes its name or its meaning."""

Encoded = str


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
    """The network over its plane: weights = origin + a·directions[0] + b·directions[1], flat, layer after layer.

    names: of all the weights, as they are read on the page. held: those that the plane does not move, by their places.
    Without layers where the surface is that of a function and of no network: the browser works nothing out then.
    """

    layers: list[LayerShape]
    names: list[str]
    held: list[int]
    origin: list[float]
    directions: list[list[float]]


class WholeData(TypedDict):
    """All the data points, flat, where the page draws only some of them."""

    inputs: Encoded
    targets: Encoded
    count: int
    counts: Encoded | None


class DataPoints(TypedDict):
    """The data points that the page draws, in rows, out of `count`; whole: all of them, where that is more.

    counts: how many rows each stands for, None for one; unexplained: the error that no prediction removes.
    """

    inputs: list[list[float]]
    targets: list[list[float]]
    input_names: list[str]
    target_names: list[str]
    title: str
    count: int
    counts: list[float] | None
    unexplained: float
    whole: WholeData | None


class SurfaceMessage(TypedDict):
    """The drawn surface: what stays as it is while only the runs change. The key is its content's.

    proven: whether the points are proven to be all; undecided: boxes of ground where that is open, encoded, four
    numbers each: from and to along the first axis, then along the second.
    """

    version: int
    key: str
    names: list[str]
    w1: Encoded
    w2: Encoded
    error: Encoded
    figures: Scales
    points: list[Point]
    proven: bool
    undecided: Encoded
    network: NetworkShape
    data: DataPoints


class Style(TypedDict):
    """How a run is drawn, everywhere."""

    colour: str
    dash: str
    marker: str


class Knob(TypedDict):
    """A setting that can be moved in the picture.

    low, high: the ends of its slider. least, most: what a typed number may be, at least or above (above) and below;
    most is None where nothing bounds it.
    """

    name: str
    symbol: str
    label: str
    low: float
    high: float
    logarithmic: bool
    least: float
    above: bool
    most: float | None
    help: str


class PlanSetting(TypedDict):
    """A setting of a run's schedule or of its batches; of: which of both, in a word. whole: whether it counts."""

    knob: Knob
    whole: bool
    of: str
    value: float


class Assignment(TypedDict):
    """A line of a rule's formula: what it renews, and the expression (surface/descent/formula.py)."""

    target: str
    tree: dict[str, Any]


class FormulaLines(TypedDict):
    """A rule's formula taken apart: the parts of its state, and the step that is added to the weights."""

    text: str
    state: list[Assignment]
    step: dict[str, Any]


class Bound(TypedDict):
    """The bound of a rule's learning rate, in symbols and as a structure."""

    formula: str
    tree: dict[str, Any]


class RuleShape(TypedDict):
    """A rule that a run can be given, at the settings that it is given then; inner: the parts of its state."""

    name: str
    settings: dict[str, float]
    symbols: dict[str, str]
    knobs: list[Knob]
    formula: FormulaLines
    inner: list[str]
    meanings: dict[str, str]
    bound: Bound | None


class Stability(TypedDict):
    """The largest curvature λ at each step, and the c of the bound c / λ; the bound in symbols, and as a structure."""

    curvature: Encoded
    bound: float
    formula: str
    tree: dict[str, Any]


class Verdict(TypedDict):
    """How a run ended, and why."""

    outcome: str
    reason: str
    pass_error: float | None


class Run(TypedDict):
    """A run: its rule and settings, its path on the plane, and what it felt at each of the k + 1 places.

    steps: how many were to be taken, of which k were. inner: each part of the rule's state by its symbol, before every
    step and after one more. schedule: what the learning rate is multiplied by at each step that was to be taken, and at
    a next one; factor: the same as an expression of t, the number of the step from 0 on, of η = 1 and the symbols of
    the settings, None where there is none; batches: the data points of each such step's gradient; seen: those gradients
    along the path; weights: the path in all the weights. These four are None where nothing is special: a constant rate,
    all the data, a path on the plane. plan: the schedule and the batches in words, exactly; empty where there is
    neither; plan_settings: what both are set by. A path that was made elsewhere has no rule: rule is empty, and formula
    None.
    """

    label: str
    rule: str
    settings: dict[str, float]
    symbols: dict[str, str]
    knobs: list[Knob]
    style: Style
    steps: int
    w: Encoded
    error: Encoded
    gradient: Encoded
    formula: FormulaLines | None
    inner: dict[str, Encoded]
    meanings: dict[str, str]
    stability: Stability | None
    verdict: Verdict | None
    schedule: Encoded | None
    factor: dict[str, Any] | None
    batches: list[list[int]] | None
    seen: Encoded | None
    plan: str
    plan_settings: list[PlanSetting]
    weights: Encoded | None


class RunsMessage(TypedDict):
    """The runs on a surface, and what the page around them says.

    surface, overlay, random_starts: the keys of what is sent apart. rules: what a run can be given; styles: of as many
    runs as there can be, each of at most most_steps. activations: that a layer can be given. undo, redo: whether the
    page has something to take back, or to do again. events: what the page listens to. scene: the number of the scene
    that was opened, by which an event says what it is of. opening: another
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
    rules: list[RuleShape]
    styles: list[Style]
    most_steps: int
    activations: list[str]
    undo: bool
    redo: bool
    events: list[str]
    overlay: str | None
    random_starts: str | None
    seed: int | None
    same: bool
    scale: Scale
    suspense: bool
    scene: int
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
    """Regions of starts over the map, and lines of a kind; label: base64 of a byte for each start, row by row."""

    version: int
    key: str
    title: str
    w1: list[float]
    w2: list[float]
    columns: int
    rows: int
    label: str
    regions: list[Region]
    lines: list[Encoded]
    line: Literal["watershed", "training"]


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
