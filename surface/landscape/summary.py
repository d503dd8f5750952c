"""Where many runs end, summed up in words: each minimum's share, how long its starts take, what a rule changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surface.descent import Rule, hyperparameters
from surface.formatting import listed, named_error, number, percent
from surface.landscape.basins import Basins, Difference
from surface.landscape.escape import CODES, Escape, EscapeMap
from surface.landscape.flow import Line
from surface.landscape.hollows import Lake
from surface.landscape.points import Hollow
from surface.landscape.runs import UNSETTLED

NOWHERE = "at no minimum"
CASES = {
    "both": "the lowest minimum with both",
    "rescued": "rescued: the lowest minimum only with the second",
    "lost": "lost: the lowest minimum only with the first",
    "neither": "the lowest minimum with neither",
}


@dataclass(frozen=True)
class Destination:
    """Where some starts end: its name, their share of all, and the steps that half and that all of them took.

    minimum: its index among the hollows, None for "at no minimum", where there is no number of steps either.
    """

    name: str
    share: float
    minimum: int | None = None
    median: int | None = None
    slowest: int | None = None


def climb_summary(lake: Lake, error: float) -> str:
    """Say what a run that is stuck in a hollow, at this error, would have to climb to get out of it."""
    if lake.at_edge:
        return "Its hollow is open at the window's edge: water in it would run out there before it came to a pass."
    if lake.depth is None:
        return "How high it would have to climb to get out cannot be told from the sampled surface."
    if lake.saddle is None:
        return f"To get out it would have to climb about {number(lake.depth, 2)}."
    spot = ", ".join(number(float(value), 3) for value in lake.saddle.weights)
    up = number(lake.saddle.error - error, 3)
    return f"To get out it would have to climb {up}, to {number(lake.saddle.error)} at ({spot})."


def watersheds_summary(lines: Sequence[Line]) -> str:
    """Say what the watersheds of a window are, by their lines: two for each saddle."""
    if not lines:
        return "No saddle was found in this window, so no watershed begins in it."
    ends = [line.end.kind if line.end else "edge" if line.on_edge else "flat" for line in lines]
    words = {
        "maximum": "at a maximum",
        "edge": "at the window's edge",
        "saddle": "at another saddle",
        "flat": "on the flat",
    }
    tops = [f"{ends.count(end)} {where}" for end, where in words.items() if end in ends]
    saddles = "one saddle" if len(lines) == 2 else f"each of {len(lines) // 2} saddles"
    return (
        f"From {saddles} two lines lead straight uphill; they end {listed(tops)}. Downhill in very short steps no path "
        "crosses them: they part the basins of such a descent. A run that crosses one owes it to the length of its "
        "steps, or to momentum."
    )


def named_rule(rule: Rule) -> str:
    """Return a rule with its settings: "momentum, η = 0.2, β = 0.9"."""
    settings = [f"{setting.symbol} = {number(getattr(rule, setting.name))}" for setting in hyperparameters(rule)]
    return ", ".join([rule.name, *settings])


def basins_title(rule: Rule) -> str:
    """Return what stands over a map of a rule's basins."""
    return f"Where starts end by {named_rule(rule)}"


def difference_title(first: Rule, second: Rule) -> str:
    """Return what stands over a map of what the second rule changes."""
    return f"What {named_rule(second)} changes against {named_rule(first)}"


def minimum_name(index: int, minima: Sequence[Hollow], lowest: int) -> str:
    """Return what a minimum is called beside its map: its number in the list, and its error."""
    which = "the lowest" if lowest == 1 else "a lowest"
    return f"minimum {index + 1}{f' ({which})' if index < lowest else ''}, {named_error(minima[index].error)}"


def destinations(basins: Basins) -> list[Destination]:
    """Return where the starts end: one entry for each minimum that draws any, and one for those that end at none."""
    found = [_destination(basins, index) for index in range(len(basins.minima)) if basins.share[index] > 0]
    return [*found, Destination(NOWHERE, basins.unsettled)] if basins.unsettled else found


def _destination(basins: Basins, index: int) -> Destination:
    steps = basins.steps[basins.label == index]
    name = minimum_name(index, basins.minima, basins.lowest)
    return Destination(name, float(basins.share[index]), index, int(np.median(steps)), int(steps.max()))


def basins_summary(basins: Basins, steps: int) -> str:
    """Say in words where the starts end."""
    count = f"Of {basins.label.size} starts, each followed for {steps} steps by {named_rule(basins.rule)}"
    if not basins.minima:
        return f"{count}, none ends at a minimum: none was found in this window."
    arrive = percent(float(np.mean(basins.arrives)))
    # "Found", here and below: a search cannot say that there is no other.
    lowest = "the lowest minimum found" if basins.lowest == 1 else f"one of the {basins.lowest} lowest minima found"
    others = [end for end in destinations(basins) if end.minimum is not None and end.minimum >= basins.lowest]
    rest = f", {percent(sum(end.share for end in others))} in {_counted(len(others))}" if others else ""
    nowhere = f", {percent(basins.unsettled)} {NOWHERE} of this window" if basins.unsettled else ""
    return f"{count}, {arrive} end in {lowest}{rest}{nowhere}."


def _counted(others: int) -> str:
    return "another minimum" if others == 1 else f"{others} others"


def difference_summary(difference: Difference, first: Rule, second: Rule) -> str:
    """Say in words what the second of two rules changes."""
    share = difference.share
    rescued = f"Against {named_rule(first)}, {named_rule(second)} rescues {percent(share['rescued'])} of the starts"
    lost = f"and loses {percent(share['lost'])}"
    rest = f"{percent(share['both'])} reach a lowest minimum either way, {percent(share['neither'])} neither way"
    return f"{rescued} {lost}; {rest}."


def escape_summary(escape: Escape, rule: Rule) -> str:
    """Say in words which momenta free a run, and how that was found."""
    count, last = len(escape.momenta), escape.momenta[-1]
    scan = f"{count} momenta β from 0 to {number(last)}, {number(escape.resolution)} apart, at η = "
    scan = f"Tried: {scan}{number(rule.learning_rate)} from this start"
    if escape.momentum is None or escape.check is None:
        return f"{scan}. None of them takes the run to a lower minimum found in this window."
    spans = [number(a) if a == b else f"{number(a)} to {number(b)}" for a, b in escape.intervals]
    end = named_error(float(escape.check.error[-1]))
    freed = f"β = {number(escape.momentum)} is the smallest that does, and the run with it ends with {end}"
    gaps = "" if len(spans) == 1 else " More is not always better: between these stretches the run is not freed."
    return f"{scan}. Those that free it: {listed(spans)}. {freed}.{gaps}"


def escape_names(found: EscapeMap) -> dict[int, str]:
    """Return the name of every label that a map of learning rate × momentum holds."""
    # Only what occurs on the map is explained beside it.
    labels = np.unique(found.label).tolist()
    minima = {k: minimum_name(k, found.minima, found.lowest) for k in labels if k >= 0}
    words = CODES | {UNSETTLED: "at no minimum when its steps are over"}
    return minima | {k: words[k] for k in sorted(labels, reverse=True) if k < 0}


def escape_map_summary(found: EscapeMap) -> str:
    """Say in words how many of the settings lead to a lowest minimum, and where the rule's own setting stands."""
    arrive = percent(float(np.mean((found.label >= 0) & (found.label < found.lowest))))
    rate, momentum = found.here
    grid = f"{len(found.rates)} learning rates η × {len(found.momenta)} momenta β"
    return (
        f"Each point of this map is one run from this start: {grid}, coloured by where it ends. "
        f"{arrive} of them end in a lowest minimum. "
        f"The cross marks the run's own setting, η = {number(rate)}, β = {number(momentum)}."
    )
