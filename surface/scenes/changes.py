"""What has been changed of a scene since it opened, in words: what stands beside its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surface.descent import hyperparameters
from surface.formatting import number, pretty
from surface.model import Network
from surface.scenes.entry import GALLERY
from surface.scenes.run import Run

if TYPE_CHECKING:
    from surface.scenes.scene import Scene

MOST_HELD = 3
"""The most held weights that are named one by one."""


def changes(scene: Scene) -> list[str]:
    """Return what is otherwise than as the scene opened, each in a few words; empty where nothing is.

    How the scene is looked at (scale, overlay, random starts, resolution) changes no sentence of it.
    """
    before = GALLERY[scene.id].opened(scene.variant)
    return [*_surface(before, scene), *_runs(before, scene)]


def _surface(before: Scene, now: Scene) -> list[str]:
    found: list[str] = []
    if now.data != before.data:
        found.append(f"data: {now.data.title or 'your own'}")
    if shape(now.network) != shape(before.network):
        found.append(f"network: {shape(now.network)}")
    elif not found and now.free:  # over a plane of other directions none is held
        found += _held(before, now)
    if now.free != before.free:
        found.append(f"over {' and '.join(map(pretty, now.free)) if now.free else 'two directions of all weights'}")
    if now.window != before.window:
        found.append("another window")
    return found


def shape(network: Network) -> str:
    """Return a network in short: "2-2-1, tanh and sigmoid, with bias"."""
    widths = "-".join(map(str, (network.inputs, *network.hidden, network.outputs)))
    names = list(dict.fromkeys(layer.activation for layer in network.layers))
    biased = [layer.bias is not None for layer in network.layers]
    bias = "with bias" if all(biased) else "without bias" if not any(biased) else "with a bias in some layers"
    return f"{widths}, {' and '.join(names)}, {bias}"


def _held(before: Scene, now: Scene) -> list[str]:
    free = set(now.free or ()) | set(before.free or ())
    moved = [
        f"{pretty(name)} = {number(now.network.value(name))}"
        for name in now.network.names
        if name not in free and now.network.value(name) != before.network.value(name)
    ]
    return moved if len(moved) <= MOST_HELD else [f"{len(moved)} held weights"]


def _runs(before: Scene, now: Scene) -> list[str]:
    found = [f"{now.steps} steps"] if now.steps != before.steps else []
    if len(now.runs) != len(before.runs):
        return [*found, f"{len(now.runs)} run{'s' if len(now.runs) > 1 else ''}"]
    several = len(now.runs) > 1
    for index, (run, old) in enumerate(zip(now.runs, before.runs, strict=True), start=1):
        whose = f" of run {index}" if several else ""
        found += [f"{words}{whose}" for words in _run(old, run)]
    return found


def _run(before: Run, now: Run) -> list[str]:
    if type(now.rule) is not type(before.rule):
        found = [now.rule.name]
    else:
        found = [
            f"{setting.label} {number(value)}"
            for setting in hyperparameters(now.rule)
            if (value := getattr(now.rule, setting.name)) != getattr(before.rule, setting.name)
        ]
    found += [*_schedule(before, now), *_batches(before, now)]
    return found if now.start == before.start else [*found, "start"]


def _schedule(before: Run, now: Run) -> list[str]:
    if now.schedule == before.schedule:
        return []
    if now.schedule is None:
        return ["constant learning rate"]
    if type(now.schedule) is not type(before.schedule):
        return [f"{now.schedule.name} schedule"]
    return [
        f"{setting.label} {number(value)} of the schedule"
        for setting in hyperparameters(now.schedule)
        if (value := getattr(now.schedule, setting.name)) != getattr(before.schedule, setting.name)
    ]


def _batches(before: Run, now: Run) -> list[str]:
    found = [] if now.batch == before.batch else [f"batches of {now.batch}" if now.batch else "all rows at each step"]
    # Nothing is drawn where each step sees all rows.
    return found if now.seed == before.seed or now.batch is None else [*found, f"seed {now.seed} of the batches"]
