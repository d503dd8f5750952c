"""A long table summed up: how long, in how much memory, and how exact, each in a process of its own.

`python -m tests.benchmarks.large --rows 100000000` does it for another length.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from surface import Layer, Network, summarise
from tests.benchmarks.timing import table

PART = 10**6
"""So many rows are made, and looked at, at a time."""

NETWORKS = 50
INPUTS, TARGETS = ["x1", "x2"], ["y"]


def rows_of(rows: int):
    """Yield the parts of a table: a steep neuron's answers with noise."""
    rng = np.random.default_rng(0)
    for start in range(0, rows, PART):
        x = rng.normal(size=(2, min(PART, rows - start)))
        yield x, 1 / (1 + np.exp(-(1.5 * x[0] - x[1] + 0.3))) + 0.1 * rng.normal(size=x.shape[1])


def save(path: Path, rows: int) -> None:
    writer = None
    for x, y in rows_of(rows):
        part = pa.table({"x1": x[0], "x2": x[1], "y": y})
        writer = writer or parquet.ParquetWriter(path, part.schema)
        writer.write_table(part)
    writer.close()


def networks() -> list[Network]:
    """Networks that were drawn: of one layer, and with a hidden one."""
    rng = np.random.default_rng(1)
    single = [
        Network([Layer(2 * rng.normal(size=(1, 2)), "sigmoid", rng.normal(size=1))]) for _ in range(NETWORKS // 2)
    ]
    return single + [Network.of(2, (4,), 1, "tanh", seed=seed) for seed in range(NETWORKS - len(single))]


def summed(path: str) -> dict[str, float]:
    """Sum a file up, and weigh what that took."""
    began, cpu = time.perf_counter(), time.process_time()
    data = summarise(path, INPUTS, TARGETS)
    taken = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    taken["mebibytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    squares = [(data.targets - network.predict(data.inputs)) ** 2 for network in networks()]
    return taken | {
        "points": len(data),
        "bound": data.bound,
        "errors": [0.5 * float(data.sum(each).sum()) + data.unexplained for each in squares],
    }


def plainly(path: str) -> dict[str, float]:
    """Read the whole file, and find one error of it."""
    began, cpu = time.perf_counter(), time.process_time()
    columns = parquet.read_table(path)
    inputs = np.column_stack([columns[name].to_numpy() for name in INPUTS])
    float(0.5 * np.sum((columns["y"].to_numpy() - networks()[0].predict(inputs)[:, 0]) ** 2))
    taken = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    return taken | {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


WAYS = {"summed": summed, "plainly": plainly}


def apart(way: str, path: Path):
    """Return what a way takes, in a process of its own: memory is weighed at its highest."""
    command = [sys.executable, "-m", "tests.benchmarks.large", "--way", way, "--path", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(rows: int, rounds: int) -> str:
    """Return the table: best of some rounds, the two ways in turn, after their errors were compared."""
    drawn, exact = networks(), np.zeros(NETWORKS)
    for x, y in rows_of(rows):
        exact += [0.5 * np.sum((y - network.predict(x.T)[:, 0]) ** 2) for network in drawn]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        save(path, rows)
        found = [{way: apart(way, path) for way in WAYS} for _ in range(rounds)]
    best = {way: min((each[way] for each in found), key=lambda taken: taken["seconds"]) for way in WAYS}
    off = float(np.max(np.abs(np.array(best["summed"]["errors"]) / exact - 1)))
    assert off <= 1e-4
    head = ["rows", "way", "s", "CPU s", "MiB", "points", "E off by", "bound"]
    numbers = {way: [f"{best[way][name]:.3g}" for name in ("seconds", "cpu", "mebibytes")] for way in WAYS}
    summary = [str(best["summed"]["points"]), f"{off:.0e}", f"{best['summed']['bound']:.0e}"]
    return table(
        head,
        [
            [f"{rows:,}", "summed up", *numbers["summed"], *summary],
            ["", "read whole, one E", *numbers["plainly"], "", "", ""],
        ],
    )


def large(rounds: int, tiny: bool) -> str:
    """Ten million rows of two inputs."""
    return measured(20_000 if tiny else 10**7, 1 if tiny else min(rounds, 3))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.large")
    parser.add_argument("--rows", type=int, default=10**7)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--path")
    given = parser.parse_args()
    if given.way:
        print(json.dumps(WAYS[given.way](given.path)))
    else:
        print(measured(given.rows, 1))
