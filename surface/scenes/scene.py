"""What a scene is: a network, its data, two free weights, a window on their surface, and runs on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

from surface.data import DATASETS, Dataset
from surface.descent import Descent, Rule, checked_start, checked_steps, descend
from surface.error import ErrorSurface, Window, checked_resolution, checked_window
from surface.model import Network
from surface.scenes.claims import Claim

MAX_STEPS = 5000
"""The most steps of a run on the screen."""

MAX_RUNS = 4
"""The most runs side by side."""

MAX_RESOLUTION = 401
"""The most grid points along an axis on the screen."""


@dataclass(frozen=True)
class Run:
    """A descent to be made: an update rule with its settings, and where it starts."""

    rule: Rule
    start: tuple[float, float]

    def __post_init__(self):
        if not isinstance(self.rule, Rule):
            raise ValueError(f"`rule` must be an update rule with its settings, got {self.rule!r:.80}")
        object.__setattr__(self, "start", tuple(checked_start(self.start).tolist()))


@dataclass(frozen=True)
class Variant:
    """Other runs on the same surface that are worth a look, with what to watch and what they claim."""

    title: str
    watch: str
    runs: tuple[Run, ...]
    steps: int
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, eq=False)
class Scene:
    """A named scene; two are equal where all their values are.

    data: a name in DATASETS, or a Dataset. starts: the scene's own starts by letter. rules: settings that suit the
    scene, by the rule's name. watch: what to look at; promise: what then happens, as `claims` state it for a test to
    check: they speak of the scene as it is named, not of one that was changed. variants: other runs, by name.
    Raises ValueError, with one sentence, where a value cannot be.
    """

    id: str
    title: str
    watch: str
    network: Network
    data: str | Dataset
    free: tuple[str, str]
    window: Window
    runs: tuple[Run, ...]
    steps: int
    starts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    resolution: int = 121
    rules: Mapping[str, Rule] = field(default_factory=dict)
    promise: str = ""
    claims: tuple[Claim, ...] = ()
    group: str = ""
    variants: Mapping[str, Variant] = field(default_factory=dict)

    def __post_init__(self):
        if isinstance(self.data, str) and self.data not in DATASETS:
            raise ValueError(f"a data set must be one of {', '.join(DATASETS)}, got {self.data!r:.80}")
        surface = self.surface()  # refuses data that do not fit, and free weights that are unknown or the same
        for name, value in (
            ("free", surface.free),
            ("window", checked_window(self.window)),
            ("runs", _checked_runs(self.runs)),
            ("steps", _from_1(MAX_STEPS, "steps", checked_steps(self.steps))),
            ("resolution", _checked_resolution(self.resolution)),
            ("starts", {letter: tuple(checked_start(start).tolist()) for letter, start in self.starts.items()}),
        ):
            object.__setattr__(self, name, value)

    @property
    def dataset(self) -> Dataset:
        return DATASETS[self.data] if isinstance(self.data, str) else self.data

    def surface(self) -> ErrorSurface:
        """Return the error surface over the two free weights."""
        return ErrorSurface(self.network, self.dataset, self.free)

    def descents(self) -> list[Descent]:
        """Walk every run and return the paths."""
        surface = self.surface()
        return [descend(surface, run.rule, run.start, self.steps) for run in self.runs]

    def with_(self, **changes) -> Scene:
        """Return this scene with some of its values changed, checked as at the start."""
        return replace(self, **changes)

    def variant(self, name: str) -> Scene:
        """Return this scene with the runs of one of its variants."""
        if not self.variants:
            raise ValueError(f"{self.id} has no variants, got {name!r:.80}")
        if name not in self.variants:
            raise ValueError(f"a variant of {self.id} must be one of {', '.join(self.variants)}, got {name!r:.80}")
        other = self.variants[name]
        return replace(self, runs=other.runs, steps=other.steps, watch=other.watch, promise="", claims=other.claims)

    @property
    def identity(self) -> tuple:
        """Every value of the scene, as something that can be compared and written down."""
        named = {"network": _numbers(self.network), "data": _content(self.data)}
        named |= {name: tuple(getattr(self, name).items()) for name in ("starts", "rules", "variants")}
        return tuple(named.get(f.name, getattr(self, f.name)) for f in fields(self))

    def key(self) -> str:
        """Return a short text that differs between any two scenes that differ: a cache's key."""
        return _digest(self.identity)

    def surface_key(self) -> str:
        """Return a short text that is the same for scenes that draw the same surface, whatever runs on it."""
        held = self.network.replace(dict.fromkeys(self.free, 0.0))
        return _digest((_numbers(held), _content(self.data), self.free, self.window, self.resolution))

    def __eq__(self, other) -> bool:
        return self.identity == other.identity if isinstance(other, Scene) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key())


def _checked_runs(runs) -> tuple[Run, ...]:
    runs = tuple(runs) if isinstance(runs, Iterable) else (runs,)
    if not all(isinstance(run, Run) for run in runs):
        raise ValueError(f"`runs` must be Run objects, got {runs!r:.80}")
    if not 1 <= len(runs) <= MAX_RUNS:
        raise ValueError(f"there must be from 1 to {MAX_RUNS} runs, got {len(runs)}")
    return runs


def _checked_resolution(resolution) -> int:
    number, other = checked_resolution(resolution)
    if number != other or number > MAX_RESOLUTION:
        raise ValueError(f"`resolution` must be one whole number from 2 to {MAX_RESOLUTION}, got {resolution}")
    return number


def _from_1(ceiling: int, name: str, number: int) -> int:
    if not 1 <= number <= ceiling:
        raise ValueError(f"`{name}` must be from 1 to {ceiling}, got {number}")
    return number


def _numbers(network: Network) -> tuple:
    """Return all that makes a network, as values."""
    shapes = tuple((layer.activation, layer.weights.shape, layer.bias is not None) for layer in network.layers)
    return shapes, tuple(network.weights.tolist())


def _content(data: str | Dataset) -> str | tuple:
    return data if isinstance(data, str) else data.identity


def _digest(values: tuple) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:20]
