"""Work spread over one and two workers of a cluster against the same work here, and how many bytes go to and fro.

The scheduler and the workers are processes of this machine. Beside the time stands the processor time, of all workers
together: a worker's share of it is what it would need on a core of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from unittest.mock import patch

import numpy as np
from dask import config
from dask import dataframe as dd
from distributed import Client, LocalCluster
from distributed.comm import tcp

from surface import SCENES, Dataset, ErrorSurface, basins, critical_points, summarise
from surface.landscape.noise import by_noise
from tests.benchmarks.large import INPUTS, TARGETS, save
from tests.benchmarks.timing import table

WORKERS = 1, 2

MALLOC = "distributed.nanny.pre-spawn-environ"
KEPT = {"MALLOC_TRIM_THRESHOLD_": 2**26, "MALLOC_MMAP_THRESHOLD_": 2**26}
"""By itself a worker gives 64 KiB back to the system at once, and takes them again at the next array of a block."""


@contextmanager
def cluster(workers: int) -> Iterator[Client]:
    """A client of so many workers, whose scheduler is a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.cluster", "--workers", str(workers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip()
        with Client(address, set_as_default=False) as client:
            yield client
        process.stdin.close()


class Wire:
    """How many bytes this process has sent to the cluster and got from it."""

    def __init__(self) -> None:
        self.sent = self.got = 0

    def __enter__(self):
        write, read = tcp.TCP.write, tcp.from_frames

        async def written(*arguments, **named):
            size = await write(*arguments, **named)
            self.sent += size
            return size

        async def got(frames, *arguments, **named):
            self.got += sum(memoryview(frame).nbytes for frame in frames)
            return await read(frames, *arguments, **named)

        self._patches = patch.object(tcp.TCP, "write", written), patch.object(tcp, "from_frames", got)
        for each in self._patches:
            each.start()
        return self

    def __exit__(self, *_):
        for each in self._patches:
            each.stop()


def works(rows: Path, tiny: bool):
    """What is spread: its name, the work as a function of a client, and whether two results are the same."""
    steps = 20 if tiny else 500

    def same(one, other):
        return np.array_equal(one.label, other.label)

    for name, side in (("local-minimum", 128), ("iris", 48)):
        scene = SCENES[name]
        E, rule, window = scene.surface(), scene.runs[0].rule, scene.window
        points = critical_points(E, window)
        yield (
            f"basins of {name}, {side}², {steps} steps",
            partial(_basins, E, rule, window, side, steps, points),
            same,
        )
    # So many rows that a step costs more than its calls.
    data = Dataset(np.tile(scene.data.inputs, (10, 1)), np.tile(scene.data.targets, (10, 1)))
    E, rule = ErrorSurface(scene.network, data, scene.free), replace(rule, learning_rate=rule.learning_rate / 100)
    points = critical_points(E, window)
    yield f"100 seeds on 1,500 rows, batches of 256, {steps} steps", partial(_seeds, E, rule, steps, points), same
    frame = dd.read_parquet(rows, split_row_groups=True)
    yield (
        "summarise",
        lambda client: summarise(rows if client is None else frame, INPUTS, TARGETS, client=client),
        lambda one, other: bool(np.isclose(one.counts.sum(), other.counts.sum())),
    )


def _basins(E, rule, window, side, steps, points, client):
    return basins(E, rule, window, side, steps, points=points, client=client)


def _seeds(E, rule, steps, points, client):
    return by_noise(E, rule, points.hollows[-1].weights, steps, 256, points, client=client)


def taken(work, client) -> dict[str, float]:
    """Return what a work takes once."""
    cpu = (lambda: [process_time()]) if client is None else (lambda: list(client.run(process_time).values()))
    before, began = cpu(), perf_counter()
    with Wire() as wire:
        work(client)
        seconds = perf_counter() - began
        sizes = wire.sent, wire.got
    return {
        "seconds": seconds,
        "cpu": sum(cpu()) - sum(before),
        "sent": sizes[0],
        "got": sizes[1],
    }


def best(work, client, rounds: int) -> dict[str, float]:
    found = [taken(work, client) for _ in range(rounds)]
    return {name: min(each[name] for each in found) for name in found[0]}


def spread(rounds: int, tiny: bool) -> str:
    """Basins, seeds and a table, here and on one and two workers."""
    rounds, lines = 1 if tiny else min(rounds, 3), []
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.parquet"
        save(rows, 20_000 if tiny else 2 * 10**6)
        all_works = list(works(rows, tiny))
        here = {name: (work(None), best(work, None, rounds)) for name, work, _ in all_works}
        there = {}
        counts = WORKERS[:1] if tiny else WORKERS
        for count in counts:
            with cluster(count) as client:
                for name, work, same in all_works:
                    assert same(work(client), here[name][0])
                    there[name, count] = best(work, client, rounds)
    for name, *_ in all_works:
        alone = here[name][1]
        lines.append([name, "here", f"{alone['seconds']:.2f}", f"{alone['cpu']:.2f}", "", "", "", ""])
        for count in counts:
            found = there[name, count]
            lines.append(
                [
                    "",
                    f"{count} worker{'s' * (count > 1)}",
                    f"{found['seconds']:.2f}",
                    f"{found['cpu']:.2f}",
                    f"{alone['seconds'] / found['seconds']:.2f}×",
                    f"{alone['cpu'] * count / max(found['cpu'], 1e-9):.2f}×",
                    f"{found['sent'] / 1e3:.0f} kB",
                    f"{found['got'] / 1e3:.0f} kB",
                ]
            )
    head = ["work", "where", "s", "CPU s", "by time", "by CPU time", "sent", "back"]
    return table(head, lines)


def serve(workers: int) -> None:
    """Be a scheduler with so many workers until nobody listens."""
    with (
        config.set({MALLOC: KEPT}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as here,
    ):
        print(here.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cluster")
    parser.add_argument("--workers", type=int, default=2)
    serve(parser.parse_args().workers)
