"""What can be said of a scene in numbers: QUANTITIES is a quantity's name -> how a scene that has run gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from surface.descent import LABELS, RULES, hyperparameters
from surface.scenes import measures, terms
from surface.scenes.entry import GALLERY
from surface.scenes.played import Played
from surface.scenes.scene import Scene
from surface.scenes.shaken import share_freed

QUANTITIES: dict[str, Callable[..., float | str]] = {
    "error of run RUN": measures.error,
    "error of run RUN at step STEP": measures.error,
    "weight WHICH of run RUN": measures.weight,
    "weight WHICH of run RUN at step STEP": measures.weight,
    "slope WHICH of run RUN at step STEP": measures.slope,
    "gradient of run RUN": measures.gradient_norm,
    "gradient of run RUN at step STEP": measures.gradient_norm,
    "SETTING of run RUN": measures.setting,
    "steps of run RUN": measures.steps,
    "steps of run RUN until error ERROR": measures.first_below,
    "outcome of run RUN": measures.outcome,
    "distance of run RUN from (X, Y)": measures.distance,
    "least error of run RUN until step STEP": measures.least_error,
    "fall of run RUN from step FIRST to step LAST": measures.fall,
    "fall of run RUN from step FIRST to its end": measures.fall,
    "moves of run RUN from step FIRST": measures.moves,
    "largest turn of run RUN": measures.largest_turn,
    "turns back in the first COUNT steps of run RUN": measures.turns_back,
    "lead of run RUN over run OTHER until error ERROR": measures.lead,
    "steps without growth in the second half of run RUN": measures.without_growth,
    "steps without fall in the second half of run RUN": measures.without_fall,
    "cases wrong of run RUN": measures.cases_wrong,
    "EXTREME curvature where run RUN ends": measures.curvature,
    "EXTREME curvature of run RUN at step STEP": measures.curvature,
    "largest stable rate of run RUN": measures.stable_rate,
    "smallest momentum that frees run RUN": measures.freeing_momentum,
    "depth of the hollow where run RUN ends": measures.depth,
    "error at the pass where run RUN ends": measures.pass_error,
    "share freed by batches of SIZE where run RUN ends": share_freed,
    "steepest held slope where run RUN ends": measures.steepest_held_slope,
    "steepest held weight where run RUN ends": measures.steepest_held_weight,
    "error of run RUN with all weights free for COUNT steps": measures.freed_error,
    "largest difference between NAME and TWIN of run RUN with all weights free": measures.freed_difference,
    "largest difference between the weights of run RUN": measures.free_difference,
    "held NAME": measures.held_value,
    "share of run RUN": measures.share,
    "share CHANGE by run RUN": measures.changed_share,
    "error of RULE": measures.rule_error,
    "outcome of RULE": measures.rule_outcome,
    "steps of RULE until error ERROR": measures.rule_first_below,
    "least distance between ends": measures.ends_apart,
    "error at (X, Y)": measures.error_at,
    "EXTREME curvature at (X, Y)": measures.curvature_at,
    "BOUND curvature in the window": measures.window_curvature,
    "largest mixed curvature": measures.mixed_curvature,
    "error of the highest minimum": measures.highest_minimum,
    "lowest error": measures.lowest_error,
    "condition at the lowest minimum": measures.condition,
    "number of KIND": measures.found,
    "number of boxes STATE": measures.boxes,
    "number of data points": measures.data_count,
    "number of weights": measures.weight_count,
    "PART of data point POINT for weight WHICH of run RUN at step STEP": terms.part_of_term,
    "delta of data point POINT at the output of run RUN at step STEP": terms.output_delta,
    "delta of data point POINT at hidden unit UNIT of run RUN at step STEP": terms.hidden_delta,
    "slope of x² at X": terms.parabola_slope,
}
"""A quantity's name -> how a scene that has run gives it; words in capitals are filled in, and handed on in order."""

_NAME = r"[wb]\d?\[\d{1,3}(?:,\d{1,3})?\]"
_COUNT, _REAL = r"\d{1,6}", r"-?\d+(?:\.\d+)?"
FILLED_IN = {
    "WHICH": "[12]",
    "SETTING": "|".join(LABELS),
    "RULE": "|".join(RULES),
    "EXTREME": "|".join(measures.EXTREMES),
    "BOUND": "least|largest",
    "CHANGE": "rescued|lost",
    "KIND": "minima|saddles|maxima",
    "STATE": "|".join(measures.BOXES),
    "PART": "target|net input|output|slope of f|input|residual|term",
    "NAME": _NAME,
    "TWIN": _NAME,
    "ERROR": r"\d+(?:\.\d+)?",
    "X": _REAL,
    "Y": _REAL,
}
"""What each word in capitals may be: words with | between them, or else a pattern; the others are counts."""


def _pattern(name: str) -> re.Pattern[str]:
    parts = re.split(r"\b([A-Z]+)\b", name)
    return re.compile(
        # The split leaves plain text at even places and the words in capitals at odd ones.
        "".join(f"({FILLED_IN.get(part, _COUNT)})" if k % 2 else re.escape(part) for k, part in enumerate(parts))
    )


_PATTERNS = {name: _pattern(name) for name in QUANTITIES}


def find(text: str) -> Callable[[Played], float | str]:
    """Return what computes the quantity of that name for a scene that has run; ValueError where there is none."""
    name, filled_in = _taken_apart(text)
    return lambda played: QUANTITIES[name](played, *filled_in)


def _taken_apart(text: str) -> tuple[str, tuple[str, ...]]:
    for name, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(text):
            return name, match.groups()
    raise ValueError(f"no quantity is called {text!r}; there are: {'; '.join(QUANTITIES)}")


def missing(text: str, scene: Scene) -> str | None:
    """Return in one sentence why a scene has no such quantity, or None: what is known before its runs go."""
    name, filled_in = _taken_apart(text)
    of = dict(zip(re.findall(r"\b[A-Z]+\b", name), filled_in, strict=True))
    # What a quantity does not name is taken to be the first, which every scene has.
    run, point, rule = of.get("RUN", "1"), of.get("POINT", "1"), of.get("RULE")
    for number in (run, of.get("OTHER", "1")):
        if not 1 <= int(number) <= len(scene.runs):
            return f"there is no run {number} in {measures.title_of(scene)}, which has {len(scene.runs)}"
    for step in (of[name] for name in ("STEP", "FIRST", "LAST", "COUNT") if name in of):
        if int(step) > scene.steps and "with all weights free" not in name:
            return f"run {run} has {scene.steps} steps, so there is no step {step}"
    if not 1 <= int(point) <= len(scene.data):
        return f"there are {len(scene.data)} data points, so there is no number {point}"
    if rule and rule not in GALLERY[scene.id].rules:
        return f"{measures.title_of(scene)} has no settings for {rule}"
    settings = [setting.label for setting in hyperparameters(scene.runs[int(run) - 1].rule)]
    if of.get("SETTING", settings[0]) not in settings:
        return f"the rule of run {run} has no {of['SETTING']}"
    unknown = [of[word] for word in ("NAME", "TWIN") if of.get(word, scene.network.names[0]) not in scene.network.names]
    if unknown:
        return f"{measures.title_of(scene)} has no weight {unknown[0]}"
    return _not_followed(of, scene)


def _not_followed(of: Mapping[str, str], scene: Scene) -> str | None:
    """Return in one sentence why a data point is not followed through a scene's network, or None."""
    hidden, title = scene.network.hidden, measures.title_of(scene)
    if "PART" in of and hidden:
        return f"{title} has a hidden layer, and terms are followed through one layer only"
    if "POINT" in of and "PART" not in of and (len(hidden) != 1 or scene.network.outputs != 1):
        return f"{title} has not one hidden layer and one output, as it takes to follow δ"
    if "UNIT" in of and not 1 <= int(of["UNIT"]) <= hidden[0]:
        return f"{title} has {hidden[0]} hidden units, so there is no number {of['UNIT']}"
    return None
