"""Long work in processes of its own: the same results, fair turns, and an end to what nobody waits for."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from time import thread_time

import numpy as np
import pytest

from surface.descent import RULES
from surface.model import Network
from surface.pages import jobs
from surface.scenes import SCENES, edits, work
from surface.scenes.played import Ground
from surface.scenes.training import TrainingPlan
from surface.workers import Pool, StoppedError, WorkerError

HOLLOWS = SCENES["two-hollows"]
POINTS = Ground.of(HOLLOWS).points
LONG = edits.with_hidden(HOLLOWS, (8, 8, 8)).with_(steps=5000)
PATIENCE = 60  # seconds: a process must be begun


def unwatched(share=None):
    """Let everything go on."""


@pytest.fixture(scope="module")
def one():
    pool = Pool(1)
    yield pool
    pool.end()


def after(told, count):
    """A watch that ends the work when it has told so many shares, which it keeps."""

    def watch(share=None):
        if share is not None:
            told.append(share)
        if len(told) >= count:
            raise StoppedError

    return watch


def test_a_job_makes_there_what_it_makes_here(one):
    here, there = work.survey(HOLLOWS, unwatched), one.run("a visit", work.survey, (HOLLOWS,), unwatched)
    np.testing.assert_array_equal(there.landscape.error, here.landscape.error)
    assert [point.weights.tolist() for point in there.points] == [point.weights.tolist() for point in here.points]


def test_a_refusal_comes_back_as_it_was_said(one):
    with pytest.raises(ValueError, match=r"^`w` must be two numbers, got 3$"):
        one.run("a visit", _asked_for, (HOLLOWS.surface(), [1.0, 2.0, 3.0]), unwatched)


def test_a_fault_is_told_in_a_sentence_and_the_process_goes_on(one, capfd):
    before = one.run("a visit", _process, (), unwatched)
    with pytest.raises(WorkerError, match="this work failed"):
        one.run("a visit", work.survey, ("no scene",), unwatched)
    assert "AttributeError" in capfd.readouterr().err
    assert one.run("a visit", _process, (), unwatched) == before


def test_progress_is_told_and_a_stop_ends_the_job_but_not_its_process(one):
    before, told = one.run("a visit", _process, (), unwatched), []
    with pytest.raises(StoppedError):
        one.run("a visit", work.basin_map, (LONG, LONG.runs[0].rule, 128, POINTS), after(told, 2))
    assert len(told) == 2
    assert 0 < told[0] <= told[1] < 1
    assert one.run("a visit", _process, (), unwatched) == before


def test_a_job_that_does_not_stop_loses_its_process(one, monkeypatch):
    monkeypatch.setattr("surface.workers.worker.GRACE", 0.1)
    before, looked = one.run("a visit", _process, (), unwatched), []

    def watch(share=None):
        looked.append(share)
        if len(looked) > 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        one.run("a visit", _deaf, (), watch)
    assert one.run("a visit", _process, (), unwatched) != before


def test_a_process_that_is_killed_is_told_of_and_the_next_job_has_another(one):
    with pytest.raises(WorkerError, match="ended by the machine"):
        one.run("a visit", _killed, (), unwatched)
    assert one.run("a visit", _process, (), unwatched)


def test_what_a_job_calls_is_called_here_also_when_it_is_ended(one):
    scene = SCENES["xor-hidden"]
    scene = scene.with_(training=TrainingPlan(RULES["adam"](0.02), 20_000, start="he"))
    seen, kept, there = [], [], set()

    def follow(step, error):
        there.add(threading.get_ident())
        seen.append(step)
        if len(seen) == 3:
            raise InterruptedError  # as Streamlit ends a run of the page that draws

    with pytest.raises(InterruptedError):
        one.run("a visit", work.training, (scene, follow, kept.append, (StoppedError,)), unwatched, (InterruptedError,))
    assert there == {threading.get_ident()}
    assert isinstance(kept[0].network, Network)
    assert 0 < kept[0].steps[-1] < 20_000


def test_a_job_that_cannot_be_ended_leaves_nothing_to_the_next_one(one):
    scene = SCENES["xor-hidden"].with_(training=TrainingPlan(RULES["adam"](0.02), 20_000, start="he"))

    def fails(step, error):
        raise LookupError("a fault of ours")  # and again at each call while the job is being ended

    with pytest.raises(LookupError, match="a fault of ours"):
        one.run("a visit", work.training, (scene, fails, [].append, (StoppedError,)), unwatched)
    assert isinstance(one.run("another", _process, (), unwatched), int)


def test_what_cannot_be_sent_back_is_a_fault_and_no_lost_process(one, capfd):
    before = one.run("a visit", _process, (), unwatched)
    with pytest.raises(WorkerError, match="this work failed"):
        one.run("a visit", _unsendable, (), unwatched)
    assert "lambda" in capfd.readouterr().err
    assert one.run("a visit", _process, (), unwatched) == before


def test_jobs_leave_one_thread_that_waits():
    pool = Pool(1, idle=60.0)
    for _ in range(20):
        pool.run("a visit", _process, (), unwatched)
    sweeps = [each for each in threading.enumerate() if getattr(each, "function", None) == pool._sweep]
    assert len(sweeps) == 1
    pool.end()


# --- turns --------------------------------------------------------------------------------------------------------


def test_who_has_had_least_is_next_whoever_asks_most(one):
    order, inside, go = [], threading.Event(), threading.Event()

    def held(share=None):
        inside.set()
        go.wait(PATIENCE)

    def ask(who, watch=unwatched):
        one.run(who, _process, (), watch)
        order.append(who)

    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(ask, "many", held)
        inside.wait(PATIENCE)
        others = []
        for who in ("many", "many", "many", "few"):
            others.append(threads.submit(ask, who))
            _until(lambda: len(one._waiting) == len(others))
        go.set()
        for each in (first, *others):
            each.result(PATIENCE)
    assert order == ["many", "few", "many", "many", "many"]


def test_who_waits_is_told_how_many_are_before_and_may_leave(one):
    inside, go, told = threading.Event(), threading.Event(), []

    def held(share=None):
        inside.set()
        go.wait(PATIENCE)

    def leaves(share=None):
        if len(told) >= 2:
            raise StoppedError

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(one.run, "one", _process, (), held)
        inside.wait(PATIENCE)
        with pytest.raises(StoppedError):
            one.run("two", _process, (), leaves, (), told.append)
        go.set()
        first.result(PATIENCE)
    assert told == [1, 1]
    assert one.run("three", _process, (), unwatched)


def test_what_has_nothing_to_do_is_ended():
    pool = Pool(1, idle=0.0)
    number = pool.run("a visit", _process, (), unwatched)
    _until(lambda: not pool._idle)
    _until(lambda: not _is_there(number))


# --- in a page ----------------------------------------------------------------------------------------------------


def test_a_page_waits_for_no_long_job():
    assert jobs.pool(True) is jobs.pool(True)
    assert jobs.pool(True) is not jobs.pool(False)


def test_all_work_steps_back_and_what_a_page_waits_for_less_than_long_work():
    pools = jobs.pool(True), jobs.pool(False)
    try:
        long, waited_for = [pool.run("a visit", _stepped_back, (), unwatched) for pool in pools]
    finally:
        for pool in pools:
            pool.end()
    assert long > waited_for > os.nice(0)


def test_what_takes_long_leaves_the_server_and_what_does_not_stays(monkeypatch, one):
    monkeypatch.setattr(jobs, "pool", lambda long: one)
    for seconds, there in ((60.0, False), (0.0, True)):
        monkeypatch.setattr(jobs, "HERE", seconds)
        number = jobs.apart("a visit", _slowly, (), unwatched, lambda: False)
        assert (number != os.getpid()) is there


def test_a_short_job_stays_in_the_server_however_long_a_busy_machine_takes(monkeypatch):
    monkeypatch.setattr(jobs, "HERE", 0.1)
    assert jobs.apart("a visit", _waiting, (), unwatched, lambda: False) == os.getpid()


def test_in_another_process_the_page_ends_a_job_as_it_does_here(monkeypatch, one):
    monkeypatch.setattr(jobs, "pool", lambda long: one)
    monkeypatch.setattr(jobs, "HERE", 0.0)
    looks, arguments = [], (LONG, LONG.runs[0].rule, 128, POINTS)
    with pytest.raises(StoppedError):
        jobs.apart("a visit", work.basin_map, arguments, unwatched, lambda: looks.append(1) or len(looks) > 10)


# --- what is done there -------------------------------------------------------------------------------------------


def _until(holds):
    held = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if holds():
            return
        held.wait(0.02)
    raise AssertionError("it never came to that")


def _is_there(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _asked_for(surface, w, tick):
    return surface.network_at(w)


def _process(tick):
    return os.getpid()


def _stepped_back(tick):
    return os.nice(0)


def _slowly(tick):
    """Compute for longer than a moment, and tell in which process."""
    since = thread_time()
    while thread_time() < since + 0.2:
        tick()
    return os.getpid()


def _waiting(tick):
    """Take long by the clock, and compute next to nothing; tell in which process."""
    event = threading.Event()
    for _ in range(10):
        event.wait(0.02)
        tick()
    return os.getpid()


def _unsendable(tick):
    return lambda: None


def _deaf(tick):
    threading.Event().wait(PATIENCE)


def _killed(tick):
    os.kill(os.getpid(), signal.SIGKILL)
