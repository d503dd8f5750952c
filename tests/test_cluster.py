"""Work spread over a cluster: the numbers of one machine, with a worker killed too; a sentence where all is lost."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from threading import Event
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from surface import SCENES, basins, cluster, critical_points, summarise
from surface.cluster import ClusterError, spread
from surface.data.large import summary
from surface.landscape.escape import escape_map, smallest_momentum
from surface.landscape.noise import by_noise
from surface.pages import jobs, machines
from surface.scenes import work

SCENE = SCENES["local-minimum"]
E, RULE = SCENE.surface(), SCENE.runs[0].rule
POINTS = critical_points(E, SCENE.window)
INPUTS, TARGETS = ["x1", "x2"], ["y"]


class StoppedError(Exception):
    """What a progress raises where nobody waits any more."""


# Dask is imported where a test asks for it: each process that collects these tests would load it otherwise.


@pytest.fixture(scope="module")
def client():
    """Two processes of this machine, and nobody beyond it."""
    with pytest.MonkeyPatch.context() as patch:
        # A new process runs once more what is the main module: where pages are tested that is the page.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield from local_client()


def local_client():
    from dask import config
    from distributed import Client, LocalCluster

    with (
        config.set({"distributed.scheduler.active-memory-manager.start": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL) as here,
        Client(here, set_as_default=False) as client,
    ):
        yield client


APART = """
import sys
from distributed import LocalCluster
with LocalCluster(n_workers=1, processes=False, dashboard_address=None, protocol="tcp://") as here:
    print(here.scheduler_address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def dd():
    """Dask's dataframes."""
    from dask import dataframe

    return dataframe


@contextmanager
def started(folder=None):
    """A scheduler with a worker in a process of its own, and a client of it: what a test may kill."""
    from distributed import Client

    command = [sys.executable, "-c", APART]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder
    ) as process:
        try:
            with Client(process.stdout.readline().strip(), set_as_default=False, timeout=2) as client:
                yield process, client
        finally:
            process.kill()


@pytest.fixture
def apart():
    with started() as found:
        yield found


class Killer:
    """A progress that kills one of the workers as soon as work is under way; `then` is called once it is dead."""

    def __init__(self, client, then=lambda: None):
        self.pids, self.then = list(client.run(os.getpid).values()), then

    def __call__(self, share):
        if share < 1 and self.pids:
            os.kill(self.pids[0], signal.SIGKILL)
            self.pids = []
            self.then()


def table(rows=30_000, inputs=2):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(rows, inputs)) * np.arange(1, inputs + 1)
    y = np.tanh(x.sum(axis=1)) + 0.1 * rng.normal(size=rows)
    return pd.DataFrame(np.column_stack([x, y]), columns=[*(f"x{i}" for i in range(1, inputs + 1)), "y"])


def agree(found, expected):
    """The same points but for the order of the sums."""
    assert len(found) == len(expected)
    for name in ("inputs", "targets", "counts"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-5, atol=1e-9)
    assert found.counts.sum() == expected.counts.sum()
    assert found.bound == pytest.approx(expected.bound, rel=1e-6)
    assert found.unexplained == pytest.approx(expected.unexplained, rel=1e-6)


def test_basins_are_those_of_one_machine(client):
    here = basins(E, RULE, SCENE.window, 48, 300, points=POINTS)
    shares = []
    there = basins(E, RULE, SCENE.window, 48, 300, shares.append, POINTS, client)
    assert np.array_equal(here.label, there.label)
    assert np.array_equal(here.steps, there.steps)
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)


def test_a_map_of_outcomes_and_the_momenta_are_those_of_one_machine(client):
    # Each run has a rule of its own there.
    grid = 100, np.geomspace(0.05, 5, 30), np.linspace(0, 0.95, 20)
    maps = [escape_map(E, RULE, SCENE.runs[0].start, POINTS, *grid, client=where) for where in (None, client)]
    assert np.array_equal(maps[0].label, maps[1].label)
    run = SCENE.descents()[0]
    one, other = (smallest_momentum(E, run, POINTS, client=where) for where in (None, client))
    assert np.array_equal(one.label, other.label)
    assert one.momentum == other.momentum


def test_seeds_are_those_of_one_machine(client):
    start = POINTS.hollows[-1].weights
    found = [by_noise(E, RULE, start, 100, 1, POINTS, 60, client=where) for where in (None, client)]
    for name in ("ends", "label", "lower"):
        assert np.array_equal(*(getattr(each, name) for each in found))


def test_a_worker_that_is_killed_in_mid_work_costs_time_alone(client, monkeypatch):
    monkeypatch.setattr("surface.landscape.many.BLOCK", 2**11)
    here = basins(E, RULE, SCENE.window, 48, 200, points=POINTS)
    killer = Killer(client)
    there = basins(E, RULE, SCENE.window, 48, 200, killer, POINTS, client)
    assert not killer.pids
    assert np.array_equal(here.label, there.label)
    assert np.array_equal(here.steps, there.steps)
    client.wait_for_workers(2, timeout=60)


def test_what_progress_raises_ends_the_work_and_leaves_the_cluster_to_others(client):
    def stopped(share):
        if share > 0:
            raise StoppedError

    with pytest.raises(StoppedError):
        spread(client, pow, [(2, k) for k in range(150)], progress=stopped)
    assert spread(client, pow, [(k,) for k in range(3)], (2,)) == [1, 2, 4]


def test_while_a_result_is_on_its_way_the_progress_is_called_on(client, tmp_path, monkeypatch):
    sent, gate = tmp_path / "sent", tmp_path / "gate"

    class Slow:
        """A result that leaves its worker once the progress has been called, after ten seconds at most."""

        def __reduce__(self):
            with sent.open("a") as file:
                file.write("once ")
            for _ in range(1000):
                if gate.exists():
                    break
                Event().wait(0.01)
            return bool, (gate.exists(),)

    def progress(share):
        if share < 1 and sent.exists():
            gate.touch()

    monkeypatch.setattr(cluster, "FETCH", 60.0)
    assert spread(client, Slow, [()], progress=progress) == [True]
    assert sent.read_text() == "once "


def test_a_request_that_another_one_takes_with_it_is_made_again(client, monkeypatch):
    requests, gather = [], client.gather

    async def taken():
        raise asyncio.CancelledError

    def request(future, **kwargs):
        requests.append(future)
        return gather(future, **kwargs) if len(requests) > 1 else taken()

    monkeypatch.setattr(client, "gather", request)
    assert spread(client, pow, [(2, 3)]) == [8]
    assert len(requests) == 2


def test_a_dask_dataframe_is_what_a_file_of_its_rows_is(client, tmp_path, dd):
    rows = table()
    rows.to_parquet(tmp_path / "rows.parquet")
    # Cells are as wide as the first rows say: here and in the file all of them.
    frame = dd.concat([dd.from_pandas(rows, npartitions=1), dd.from_pandas(rows, npartitions=10)])
    pd.concat([rows, rows]).to_parquet(tmp_path / "twice.parquet")
    shares = []
    there = summarise(frame, INPUTS, TARGETS, progress=shares.append, client=client)
    once = summarise(tmp_path / "rows.parquet", INPUTS, TARGETS)
    assert there.counts.sum() == 2 * once.counts.sum()
    agree(there, summarise(frame, INPUTS, TARGETS))
    assert there.source == f"60,000 rows of a Dask dataframe in {len(there):,} points"
    assert (shares == sorted(shares), shares[-1]) == (True, 1.0)
    agree(summarise(frame.partitions[[0]], INPUTS, TARGETS, client=client), once)


def test_partitions_in_any_order_of_arrival_are_the_same_sums(client, dd):
    frame = dd.from_pandas(table(), npartitions=20)
    one, other = (summarise(frame, INPUTS, TARGETS, client=client) for _ in range(2))
    assert np.array_equal(one.inputs, other.inputs)
    assert np.array_equal(one.targets, other.targets)
    assert one.unexplained == other.unexplained


def test_a_worker_that_is_killed_leaves_no_partition_out_and_none_twice(client, tmp_path, dd):
    rows, gate = table(), tmp_path / "gate"

    def held(k):
        # Until the worker is dead nobody comes further than the first partition, which says how wide cells are.
        while k and not gate.exists():
            Event().wait(0.01)
        return rows[3000 * k : 3000 * (k + 1)]

    frame, killer = dd.from_map(held, range(10), meta=rows[:0]), Killer(client, gate.touch)
    there = summarise(frame, INPUTS, TARGETS, progress=killer, client=client)
    assert not killer.pids
    agree(there, summarise(dd.from_pandas(rows, npartitions=10), INPUTS, TARGETS))
    client.wait_for_workers(2, timeout=60)


def test_more_inputs_are_a_sample_of_all_partitions_the_same_here_and_there(client, monkeypatch, dd):
    monkeypatch.setattr(summary, "MAX_POINTS", 900)
    frame, names = dd.from_pandas(table(3000, inputs=3), npartitions=7), ["x1", "x2", "x3"]
    here = summarise(frame, names, TARGETS, seed=4)
    there = summarise(frame, names, TARGETS, seed=4, client=client)
    assert np.array_equal(here.inputs, there.inputs)
    assert there.source == "a sample of 900 of 3,000 rows of a Dask dataframe, seed 4"
    assert there.counts.sum() == 3000
    other = summarise(frame, names, TARGETS, seed=5, client=client)
    assert not np.array_equal(there.inputs, other.inputs)
    # As many of each partition as it has rows, but for chance: a row is known by its first number.
    rows = frame.compute()["x1"].to_numpy()
    places = np.searchsorted(np.sort(rows), there.inputs[:, 0])
    parts = np.argsort(rows)[places] * 7 // 3000
    assert np.all(np.abs(np.bincount(parts, minlength=7) - 900 / 7) < 5 * np.sqrt(900 / 7))


def gap(rows):
    rows.loc[19, "x1"] = np.nan


def endless(rows):
    rows.loc[7, "y"] = np.inf


def text(rows):
    rows["x2"] = "five"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (gap, r"column 'x1' must have a number in every row, got a gap in row 10 of partitions\[1\]"),
        (endless, r"column 'y' must have a number in every row, got inf in row 8 of partitions\[0\]"),
        (text, r"column 'x2' must hold numbers, got str"),
    ],
)
def test_what_is_no_number_is_refused_with_its_place(client, spoil, sentence, dd):
    rows = table(40)
    spoil(rows)
    frame = dd.from_pandas(rows, npartitions=4)
    for where in (None, client):
        with pytest.raises(ValueError, match=f"^{sentence}"):
            summarise(frame, INPUTS, TARGETS, client=where)


def part(k):
    """A partition that is not what the dataframe says of it."""
    rows = table(10)
    if k == 2:
        rows["y"] = [*rows["y"][:3], "n/a", *rows["y"][4:]]
    return rows


def test_a_text_in_a_column_of_numbers_and_what_cannot_be_asked_for_is_refused(dd):
    frame = dd.from_map(part, range(4), meta=table(1))
    with pytest.raises(ValueError, match=r"^column 'y' must hold numbers, got 'n/a' in row 4 of partitions\[2\]$"):
        summarise(frame, INPUTS, TARGETS)
    with pytest.raises(ValueError, match=r"^a column must be among x1, x2, y, got 'z'$"):
        summarise(frame, ["z"], TARGETS)
    with pytest.raises(ValueError, match=r"^a table must have at least one row, got none$"):
        summarise(dd.from_pandas(table(1)[:0], npartitions=1), INPUTS, TARGETS)
    with pytest.raises(ValueError, match=r"^each partition must be a table that can be read, got: .*none"):
        summarise(dd.from_map(pd.read_parquet, ["none.parquet"], meta=table(1)), INPUTS, TARGETS)


def test_a_scheduler_that_is_lost_is_said_and_nothing_of_the_work_is_given_back(apart):
    process, client = apart
    address = client.scheduler.address

    def killed(share):
        if share > 0:
            process.kill()

    with pytest.raises(ClusterError, match=f"^the connection to the scheduler at {address} is lost$"):
        spread(client, pow, [(2, k) for k in range(150)], progress=killed)
    with pytest.raises(ClusterError, match=f"^the connection to the scheduler at {address} is lost$"):
        cluster.workers(client)


def test_the_app_goes_on_here_where_its_scheduler_is_killed_in_mid_work(apart, monkeypatch):
    (process, client), scene = apart, SCENE.with_(steps=100)
    monkeypatch.setattr("surface.landscape.many.BLOCK", 2**11)
    monkeypatch.setattr(jobs, "SHOW", 0.0)
    monkeypatch.setattr(machines, "connected", lambda address, seconds: client)
    found = machines.Machines(client.scheduler.address)
    found.connecting.join()
    monkeypatch.setattr(machines, "given", lambda: found)
    drawn = []

    def progress(share, words):
        drawn.append(words)
        if share > 0 and process.poll() is None:
            process.kill()
            process.wait()

    place = SimpleNamespace(progress=progress, empty=lambda: None, caption=drawn.append)
    there = jobs.once("killed", "Following …", place, work.basin_map, scene, RULE, 40, POINTS)
    here = basins(E, RULE, SCENE.window, 40, 100, points=POINTS)
    assert np.array_equal(here.label, there.label)
    assert list(dict.fromkeys(drawn[:-1])) == ["Following …", "Following on 1 worker …"]
    assert "is lost: long work is done on this machine." in drawn[-1].replace("\\", "")


def test_a_cluster_without_a_worker_is_said(apart, monkeypatch):
    monkeypatch.setattr(cluster, "ALONE", 0.1)
    _, client = apart
    client.retire_workers()
    with pytest.raises(ClusterError, match=r"^the cluster at tcp://.* has had no worker for 0 seconds$"):
        spread(client, pow, [(2, 3)])


def test_a_cluster_without_this_library_is_said(client, tmp_path):
    def lacking():
        raise ModuleNotFoundError("No module named 'surface'")

    sentence = r"^the cluster at tcp://.* must have this library installed, got: No module named 'surface'$"
    with pytest.raises(ClusterError, match=sentence):
        spread(client, lacking, [()])
    with started(tmp_path) as (_, other), pytest.raises(ClusterError, match=sentence):
        spread(other, pow, [(2, 3)])
