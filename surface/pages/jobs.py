"""What is computed only when it is asked for: thousands of runs at once, behind a progress bar that a change cancels.

Streamlit ends a script that it wants to run anew at its next call, and so at the next move of the progress bar: nothing
runs on. For what is done in the player, which is run apart from the page, it would wait; so the work looks for that
itself. What is finished is kept, for all who visit, the newest so many.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from surface.descent import Rule
from surface.landscape.basins import Basins, basins
from surface.landscape.escape import Escape, EscapeMap, escape_map, smallest_momentum
from surface.landscape.many import Progress
from surface.model import digest
from surface.pages import cache
from surface.scenes import Run, Scene

RESULTS = 64  # how many are kept
SCAN = 0.01  # between two momenta of a scan
MOMENTA = np.linspace(0, 0.98, 50)
RATES = 41


class Kept:
    """The newest results by key, safe to use from several visits at once."""

    def __init__(self, most: int):
        self._most, self._results, self._lock = most, OrderedDict(), threading.Lock()

    def get(self, key: str) -> Any | None:
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
            return self._results.get(key)

    def put(self, key: str, result: Any) -> None:
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._most:
                self._results.popitem(last=False)

    def __len__(self) -> int:
        return len(self._results)


@st.cache_resource(show_spinner=False)
def kept() -> Kept:
    """Return the results of this server."""
    return Kept(RESULTS)


def _once(key: str, words: str, place: DeltaGenerator, work: Callable[[Progress], Any]) -> Any:
    """Return a result that is kept, or work it out, with a progress bar at `place`; what is cut short is not kept."""
    result = kept().get(key)
    if result is None:
        place.progress(0.0, words)
        result = work(partial(_move, place, words))
        place.empty()
        kept().put(key, result)
    return result


def _move(place: DeltaGenerator, words: str, share: float) -> None:
    """Move the progress bar, or end the work and run the page anew where the reader has changed something."""
    if _is_overtaken():
        st.rerun()
    place.progress(min(float(share), 1.0), words)


def _is_overtaken() -> bool:
    """Return whether another run of the page, or of the player in it, waits for this one to end."""
    context = get_script_run_ctx()
    requests = context.script_requests if context else None
    return requests is not None and requests._state is ScriptRequestType.RERUN  # it has no public name


def basins_key(scene: Scene, rule: Rule, resolution: int) -> str:
    """Return a short text that stands for the basins of a rule: known before they are computed."""
    return digest("basins", scene.surface_digest, rule, scene.steps, resolution)


def basins_of(scene: Scene, rule: Rule, resolution: int, place: DeltaGenerator) -> Basins:
    """Return where starts all over the window end under a rule, after as many steps as the runs take."""
    found = cache.ground(scene)

    def work(progress: Progress) -> Basins:
        return basins(found.surface, rule, scene.window, resolution, scene.steps, progress, found.points)

    words = f"Following {resolution} × {resolution} starts by {rule.name} …"
    return _once(basins_key(scene, rule, resolution), words, place, work)


def escape_of(scene: Scene, index: int, place: DeltaGenerator) -> Escape:
    """Return which momenta free a run from where it is stuck."""
    found, run = cache.ground(scene), cache.played(scene).descents[index]
    words = f"Trying {round(1 / SCAN)} momenta …"
    key = digest("escape", *_run_key(scene, scene.runs[index]))
    return _once(key, words, place, lambda progress: smallest_momentum(found.surface, run, found.points, SCAN))


def escape_map_of(scene: Scene, run: Run, place: DeltaGenerator) -> EscapeMap:
    """Return where runs from a start end, over learning rate × momentum."""
    found = cache.ground(scene)

    def work(progress: Progress) -> EscapeMap:
        more = {"rates": rates_around(run.rule.learning_rate), "momenta": MOMENTA, "progress": progress}
        return escape_map(found.surface, run.rule, run.start, found.points, scene.steps, **more)

    words = f"Running {RATES} learning rates × {len(MOMENTA)} momenta …"
    return _once(digest("map", *_run_key(scene, run)), words, place, work)


def rates_around(rate: float) -> np.ndarray:
    """Return learning rates over two decades around one, evenly by ratio and in three digits.

    All rates of one decade get the same ones, so that a map over them stays while a rate is tried out on it.
    """
    decade = 10.0 ** np.floor(np.log10(rate))
    return np.array([float(f"{value:.3g}") for value in np.geomspace(0.2 * decade, 20 * decade, RATES)])


def _run_key(scene: Scene, run: Run) -> tuple:
    return scene.surface_digest, run.rule, run.start, scene.steps
