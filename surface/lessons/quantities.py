"""What the words of a lesson may say in numbers: each quantity by its name, and how a scene that has run gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

import numpy as np

from surface.descent import RULES, Descent, descend, hyperparameters
from surface.error import ErrorSurface
from surface.formatting import pretty
from surface.landscape import CriticalPoints, critical_points
from surface.landscape.basins import Basins, basins, difference
from surface.landscape.escape import smallest_momentum
from surface.landscape.stability import curvatures
from surface.landscape.verdicts import verdict
from surface.model import ACTIVATIONS
from surface.scenes import Scene

BASINS_RESOLUTION = 64
"""How many starts along each axis the lessons' basins of attraction are counted over."""

BASINS_STEPS = 500
"""How many steps each of those starts is given."""


class Stage:
    """A scene that runs when it is asked: each part is computed once, and only where a number needs it.

    Runs are counted from 1, as in the lessons' files.
    """

    def __init__(self, scene: Scene):
        self.scene = scene

    @cached_property
    def surface(self) -> ErrorSurface:
        return self.scene.surface()

    @cached_property
    def descents(self) -> list[Descent]:
        return self.scene.descents()

    @cached_property
    def points(self) -> CriticalPoints:
        return critical_points(self.surface, self.scene.window)

    @cached_property
    def verdicts(self) -> list:
        return [verdict(self.surface, run, self.points) for run in self.descents]

    @cached_property
    def basins(self) -> list[Basins]:
        window, rules = self.scene.window, [run.rule for run in self.scene.runs]
        size = {"resolution": BASINS_RESOLUTION, "steps": BASINS_STEPS, "points": self.points}
        return [basins(self.surface, rule, window, **size) for rule in rules]

    def run(self, number: str) -> Descent:
        if not 1 <= int(number) <= len(self.scene.runs):
            raise ValueError(f"there is no run {number} in {self.scene.title}")
        return self.descents[int(number) - 1]

    def weights(self, run: str, step: str) -> np.ndarray:
        """Return where a run is after a step, (2,)."""
        path = self.run(run).path
        if int(step) >= len(path):
            raise ValueError(f"run {run} has {len(path) - 1} steps, so there is no step {step}")
        return path[int(step)]


# --- of a run -----------------------------------------------------------------------------------------------------


def _error(stage: Stage, run: str, step: str | None = None) -> float:
    return float(stage.surface.error(stage.weights(run, step) if step else stage.run(run).path[-1]))


def _weight(stage: Stage, which: str, run: str, step: str | None = None) -> float:
    return float((stage.weights(run, step) if step else stage.run(run).path[-1])[int(which) - 1])


def _slope(stage: Stage, which: str, run: str, step: str) -> float:
    return float(stage.surface.gradient(stage.weights(run, step))[int(which) - 1])


def _gradient_norm(stage: Stage, run: str, step: str | None = None) -> float:
    w = stage.weights(run, step) if step else stage.run(run).path[-1]
    return float(np.linalg.norm(stage.surface.gradient(w)))


def _setting(stage: Stage, setting: str, run: str) -> float:
    return float(getattr(stage.run(run).rule, setting.replace(" ", "_")))


def _first_below(stage: Stage, run: str, error: str) -> int:
    below = stage.run(run).error < float(error)
    if not below.any():
        raise ValueError(f"run {run} never has an error below {error}")
    return int(below.argmax())


def _curvature(stage: Stage, which: str, run: str) -> float:
    return float(curvatures(stage.surface, stage.run(run).path[-1])[("smallest", "largest").index(which)])


def _smallest_momentum(stage: Stage, run: str) -> float:
    found = smallest_momentum(stage.surface, stage.run(run), stage.points)
    if found.momentum is None:
        raise ValueError(f"no momentum frees run {run}")
    return float(found.momentum)


def _steepest_held(stage: Stage, run: str) -> tuple[float, str]:
    """Return the steepest slope along any weight that is held, where a run ends, and that weight's name."""
    scene, network = stage.scene, stage.surface.network_at(stage.run(run).path[-1])
    held = [name for name in network.names if name not in scene.free]
    slopes = []
    for name in held:
        E = ErrorSurface(network, scene.dataset, (name, scene.free[0]))
        slope = abs(float(E.gradient([network.value(name), network.value(scene.free[0])])[0]))
        slopes.append((slope, pretty(name)))
    if not slopes:
        raise ValueError(f"no weight is held in {scene.title}")
    return max(slopes)


def _share(stage: Stage, run: str) -> float:
    """Return the share of starts from which the rule of a run ends in a lowest minimum."""
    stage.run(run)
    return float(stage.basins[int(run) - 1].arrives.mean())


def _changed_share(stage: Stage, change: str, run: str) -> float:
    """Return the share of starts that the rule of a run rescues or loses, compared with the rule of run 1."""
    stage.run(run)
    return difference(stage.basins[0], stage.basins[int(run) - 1]).share[change]


# --- of a rule of the scene, as its settings stand there, from where run 1 starts ---------------------------------


def _descent(stage: Stage, rule: str) -> Descent:
    return descend(stage.surface, stage.scene.rules[rule], stage.scene.runs[0].start, stage.scene.steps)


def _rule_outcome(stage: Stage, rule: str) -> str:
    return verdict(stage.surface, _descent(stage, rule), stage.points).outcome


def _rule_first_below(stage: Stage, rule: str, error: str) -> int:
    below = _descent(stage, rule).error < float(error)
    if not below.any():
        raise ValueError(f"{rule} never has an error below {error}")
    return int(below.argmax())


# --- of the scene -------------------------------------------------------------------------------------------------


def _lowest(stage: Stage) -> np.ndarray:
    if not stage.points.minima:
        raise ValueError(f"no minimum is found in {stage.scene.title}")
    return stage.points.minima[0].weights


def _stable_rate(stage: Stage, run: str) -> float:
    """Return the largest stable learning rate of a run's rule at the lowest minimum."""
    rate = stage.run(run).rule.largest_stable_rate(curvatures(stage.surface, _lowest(stage))[1])
    if rate is None:
        raise ValueError(f"the rule of run {run} has no largest stable rate")
    return float(rate)


def _found(stage: Stage, kind: str) -> int:
    return sum(point.kind == {"minima": "minimum", "maxima": "maximum"}.get(kind, "saddle") for point in stage.points)


# --- of one data point --------------------------------------------------------------------------------------------


def parts_of_term(stage: Stage, point: str, weight: str, run: str, step: str) -> dict[str, float]:
    """Return what one data point adds to the slope along a free weight, the term, and the parts that it is made of.

    For a network of one layer: −(y_j − ŷ_j) f′(h_j) x_i, with x = 1 for a bias.
    """
    network, data = stage.surface.network_at(stage.weights(run, step)), stage.scene.dataset
    if not 1 <= int(point) <= len(data):
        raise ValueError(f"there are {len(data)} data points, so there is no number {point}")
    kind, *index = re.findall(r"[wb]|\d+", stage.scene.free[int(weight) - 1])
    unit, row = int(index[-1]) - 1, int(point) - 1
    h = network.pre_activations(data.inputs)[-1][row, unit]
    y, x = data.targets[row, unit], 1.0 if kind == "b" else data.inputs[row, int(index[0]) - 1]
    f = ACTIVATIONS[network.layers[-1].activation]
    parts = {"target": y, "output": f.value(h), "slope of f": f.slope(h), "input": x}
    parts |= {"residual": y - parts["output"], "term": -(y - parts["output"]) * parts["slope of f"] * x}
    return {name: float(value) for name, value in parts.items()}


# --- the table ----------------------------------------------------------------------------------------------------

QUANTITIES: dict[str, Callable[..., float | str]] = {
    "error of run RUN": _error,
    "error of run RUN at step STEP": _error,
    "weight WHICH of run RUN": _weight,
    "weight WHICH of run RUN at step STEP": _weight,
    "slope WHICH of run RUN at step STEP": _slope,
    "gradient of run RUN": _gradient_norm,
    "gradient of run RUN at step STEP": _gradient_norm,
    "SETTING of run RUN": _setting,
    "steps of run RUN": lambda stage, run: stage.run(run).k,
    "steps of run RUN until error ERROR": _first_below,
    "outcome of run RUN": lambda stage, run: stage.run(run) and stage.verdicts[int(run) - 1].outcome,
    "EXTREME curvature where run RUN ends": _curvature,
    "largest stable rate of run RUN": _stable_rate,
    "smallest momentum that frees run RUN": _smallest_momentum,
    "steepest held slope where run RUN ends": lambda stage, run: _steepest_held(stage, run)[0],
    "steepest held weight where run RUN ends": lambda stage, run: _steepest_held(stage, run)[1],
    "share of run RUN": _share,
    "share CHANGE by run RUN": _changed_share,
    "error of RULE": lambda stage, rule: float(_descent(stage, rule).error[-1]),
    "outcome of RULE": _rule_outcome,
    "steps of RULE until error ERROR": _rule_first_below,
    "lowest error": lambda stage: float(stage.surface.error(_lowest(stage))),
    "number of KIND": _found,
    "number of data points": lambda stage: len(stage.scene.dataset),
    "number of weights": lambda stage: len(stage.scene.network.names),
    "PART of data point POINT for weight WHICH of run RUN at step STEP": lambda stage, part, point, which, run, step: (
        parts_of_term(stage, point, which, run, step)[part]
    ),
    "slope of x² at X": lambda stage, x: 2 * float(x),
}
"""A quantity's name -> how a stage gives it; words in capitals are filled in, and handed on in their order."""

_FILLED_IN = {
    "WHICH": "[12]",
    "SETTING": "learning rate|momentum|decay|beta 1|beta 2|epsilon",
    "RULE": "|".join(RULES),
    "EXTREME": "smallest|largest",
    "CHANGE": "rescued|lost",
    "KIND": "minima|saddles|maxima",
    "PART": "target|output|slope of f|input|residual|term",
    "ERROR": r"\d+(?:\.\d+)?",
    "X": r"-?\d+(?:\.\d+)?",
}

_PATTERNS = {
    name: re.compile(re.sub(r"\b[A-Z]+\b", lambda word: f"({_FILLED_IN.get(word[0], r'[0-9]{1,6}')})", name))
    for name in QUANTITIES
}


def find(text: str) -> Callable[[Stage], float | str]:
    """Return what a quantity's name asks of a stage; raises ValueError where nothing has that name."""
    name, filled_in = _taken_apart(text)
    return lambda stage: QUANTITIES[name](stage, *filled_in)


def _taken_apart(text: str) -> tuple[str, tuple[str, ...]]:
    for name, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(text):
            return name, match.groups()
    raise ValueError(f"no quantity is called {text!r}; there are: {'; '.join(QUANTITIES)}")


def missing(text: str, scene: Scene) -> str | None:
    """Return in one sentence why a scene has no such quantity, or None: what is known before its runs go."""
    name, filled_in = _taken_apart(text)
    of = dict(zip(re.findall(r"\b[A-Z]+\b", name), filled_in, strict=True))
    run, step, point, rule = of.get("RUN", "1"), of.get("STEP", "0"), of.get("POINT", "1"), of.get("RULE")
    if not 1 <= int(run) <= len(scene.runs):
        return f"there is no run {run} in {scene.title}, which has {len(scene.runs)}"
    if int(step) > scene.steps:
        return f"run {run} has {scene.steps} steps, so there is no step {step}"
    if not 1 <= int(point) <= len(scene.dataset):
        return f"there are {len(scene.dataset)} data points, so there is no number {point}"
    if rule and rule not in scene.rules:
        return f"{scene.title} has no settings for {rule}"
    settings = [setting.label for setting in hyperparameters(scene.runs[int(run) - 1].rule)]
    if of.get("SETTING", settings[0]) not in settings:
        return f"the rule of run {run} has no {of['SETTING']}"
    if "POINT" in of and scene.network.hidden:
        return f"{scene.title} has a hidden layer, and terms are followed through one layer only"
    return None
