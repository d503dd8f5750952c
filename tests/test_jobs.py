"""Long work: it tells how far it is, it ends within a second when asked to, and what it made is found again."""

from functools import partial
from multiprocessing.reduction import ForkingPickler
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from surface.data import Dataset
from surface.descent import RULES
from surface.pages import jobs
from surface.pages.jobs import Results, StoppedError, run
from surface.scenes import SCENES, Run, Scene, edits, work
from surface.scenes.played import Ground

HOLLOWS = SCENES["two-hollows"]
POINTS = Ground.of(HOLLOWS).points


def unwatched(share=None):
    """A tick that lets everything go on."""


class Clock:
    """A clock that moves on by a bit at every look."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def counted(steps, tick):
    """A job that counts, and says how far it is."""
    for step in range(steps):
        tick(step / steps)
    return steps


def test_a_job_returns_what_its_function_makes():
    assert run(counted, (7,), lambda share: None, lambda: False) == 7


def test_progress_is_shown_now_and_then_and_grows(monkeypatch):
    monkeypatch.setattr(jobs, "monotonic", Clock(jobs.SHOW / 5))
    seen = []
    run(counted, (100,), seen.append, lambda: False)
    assert 5 <= len(seen) <= 25
    assert seen == sorted(seen)
    assert all(0 <= share <= 1 for share in seen)


def test_a_stop_ends_the_work_at_the_next_look(monkeypatch):
    monkeypatch.setattr(jobs, "monotonic", Clock(jobs.LOOK))
    done = []

    def endless(tick):
        while True:
            done.append(tick())

    with pytest.raises(StoppedError):
        run(endless, (), lambda share: None, lambda: len(done) >= 10)
    assert len(done) <= 12


# --- the work itself ----------------------------------------------------------------------------------------------

NOISE = np.random.default_rng(1).normal(size=(10_000, 3))
LARGE = edits.with_hidden(edits.with_data(HOLLOWS, Dataset(NOISE[:, :2], NOISE[:, 2:])), (8, 8, 8))
LARGE = LARGE.with_(resolution=401, steps=5000)
"""As much as the page allows: every job on it would take minutes."""

JOBS = {
    "survey": (work.survey, ()),
    "descent": (work.descent, (LARGE.runs[0],)),
    "many walks": (work.many_walks, (LARGE.runs[0].rule, POINTS)),
    "basins": (work.basin_map, (LARGE.runs[0].rule, 128, POINTS)),
    "outcomes": (work.outcome_map, (LARGE.runs[0], POINTS)),
}


@pytest.mark.parametrize("name", JOBS)
def test_the_heaviest_work_ends_soon_after_it_is_stopped(name):
    function, arguments = JOBS[name]
    looks = []
    with pytest.raises(StoppedError):
        run(function, (LARGE, *arguments), lambda share: None, lambda: looks.append(name) or len(looks) >= 3)
    assert 3 <= len(looks) <= 8  # each of its threads may have looked once more


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (work.survey, ()),
        (work.descent, (HOLLOWS.runs[0],)),
        (work.judged, (HOLLOWS.descents()[0], POINTS)),
        (work.many_walks, (RULES["momentum"](), POINTS)),
        (work.basin_map, (RULES["momentum"](), 8, POINTS)),
        (work.outcome_map, (Run(RULES["momentum"](), (0, 0)), POINTS)),
        (work.escape, (HOLLOWS.descents()[0], POINTS)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_job_could_move_to_another_process(function, arguments):
    scene = HOLLOWS.with_(steps=20, resolution=9, random_starts=1)
    sent = ForkingPickler.loads(ForkingPickler.dumps((function, (scene, *arguments))))
    assert isinstance(sent[1][0], Scene)
    assert ForkingPickler.dumps(run(*sent, lambda share: None, lambda: False))


def test_the_surface_of_a_finished_job_is_watched_no_more():
    assert work.survey(HOLLOWS, unwatched).surface.tick != unwatched


# --- in a page ----------------------------------------------------------------------------------------------------


class LeftError(Exception):
    """Stands for Streamlit's own ways to leave a script."""

    def __init__(self, way):
        self.way = way


def leave(way):
    raise LeftError(way)


@pytest.mark.parametrize(
    ("waits", "is_there", "way"),
    [
        (ScriptRequestType.RERUN, True, "rerun"),  # something was changed meanwhile
        (ScriptRequestType.STOP, True, "stop"),  # the page was stopped
        (ScriptRequestType.CONTINUE, False, "stop"),  # the visitor has left
    ],
)
def test_work_ends_when_nobody_waits_for_it_any_more(monkeypatch, waits, is_there, way):
    context = SimpleNamespace(script_requests=SimpleNamespace(_state=waits), session_id="a visit")
    sessions = SimpleNamespace(is_active_session=lambda session: is_there and session == "a visit")
    monkeypatch.setattr(jobs, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(jobs.runtime, "exists", lambda: True)
    monkeypatch.setattr(jobs.runtime, "get_instance", lambda: sessions)
    for name in ("rerun", "stop"):
        monkeypatch.setattr(jobs.st, name, partial(leave, name))
    with pytest.raises(LeftError) as left:
        jobs.at_once(work.survey, LARGE)
    assert left.value.way == way


# --- results ------------------------------------------------------------------------------------------------------


def test_the_cache_holds_the_newest_results():
    results = Results(2)
    for key in "abc":
        results.put(key, key)
    assert (results.get("a"), results.get("b"), results.get("c"), len(results)) == (None, "b", "c", 2)
    results.get("b")
    results.put("d", "d")
    assert results.get("c") is None
