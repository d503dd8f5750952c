"""The named scenes in a teaching order: SCENARIOS is id -> Scenario; the page opens with the first.

A new scene is one function in one of the chapters here, named in that module's SCENES.
"""

from __future__ import annotations

from surface.scenarios import flat, gates, hidden, hollows, iris, outputs, rates
from surface.scenarios.scenario import MAX_RESOLUTION, MAX_RUNS, MAX_STEPS, Run, Scenario, Variant

__all__ = ["GROUPS", "MAX_RESOLUTION", "MAX_RUNS", "MAX_STEPS", "SCENARIOS", "Run", "Scenario", "Variant", "scene"]

SCENARIOS: dict[str, Scenario] = {
    scenario.id: scenario
    for chapter in (hollows, rates, flat, gates, outputs, iris, hidden)
    for scenario in chapter.SCENES
}

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(scenario.id for scenario in SCENARIOS.values() if scenario.group == group)
    for group in dict.fromkeys(scenario.group for scenario in SCENARIOS.values())
}
"""Heading -> the ids of its scenes."""


def scene(name: str) -> Scenario:
    """Return the scene of that id; `ravine/fast-rate` is the ravine with the runs of that variant."""
    id, _, variant = name.partition("/")
    if id not in SCENARIOS:
        raise ValueError(f"a scene must be one of {', '.join(SCENARIOS)}, got {id!r:.80}")
    return SCENARIOS[id].variant(variant) if variant else SCENARIOS[id]
