"""The basins of a rule as the pages ask for them: computed once for each scene, rule and resolution."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from surface.descent import Rule
from surface.landscape.basins import Basins
from surface.model import digest
from surface.pages import cache, jobs
from surface.scenes import Scene, work


def basins_key(scene: Scene, rule: Rule, resolution: int) -> str:
    """Return a short text that stands for the basins of a rule: known before they are computed."""
    return digest("basins", scene.surface_digest, rule, scene.steps, resolution)


def basins_of(scene: Scene, rule: Rule, resolution: int, progress: DeltaGenerator) -> Basins:
    """Return where starts all over the window end under a rule, after as many steps as the scene's runs take."""
    words, points = f"Following {resolution} × {resolution} starts by {rule.name} …", cache.ground(scene).points
    key = basins_key(scene, rule, resolution)
    return jobs.once(key, words, progress, work.basin_map, scene, rule, resolution, points)
