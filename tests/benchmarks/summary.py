"""Everything in one table: the project beside a plain loop, JAX, PyTorch and what the machine could do at best.

The limit is computed: as many numbers as must be formed, each by one addition in the cache, whose pace is measured in
the same run; of trainings, their matrix products alone; of a file, to read its bytes.
"""

import json
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from pyarrow import parquet

from surface import Network, basins, critical_points, descend, summarise, train
from surface.data import Dataset
from surface.descent import RULES
from surface.error import ErrorSurface
from surface.landscape.critical import proven_points, searched_points
from surface.model import Layer
from surface.pages import cache
from surface.scenes import SCENES
from tests.benchmarks import training as trainings
from tests.benchmarks.descents import DESCENTS
from tests.benchmarks.large import INPUTS, TARGETS, save
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.timing import best_of, milliseconds, table
from tests.visit import opened, ran

WINDOW = ((-4.0, 4.0), (-4.0, 4.0))
HEAD = ["what", "here", "plain loop", "JAX", "PyTorch", "limit"]


def neuron(points: int) -> ErrorSurface:
    """A sigmoid neuron with two inputs on noisy answers of another."""
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(points, 2))
    targets = 1 / (1 + np.exp(-(inputs @ [1.5, -0.5])))[:, None] + 0.1 * rng.normal(size=(points, 1))
    return ErrorSurface(Network([Layer([[0.0, 0.0]], "sigmoid")]), Dataset(inputs, targets), ("w[1,1]", "w[2,1]"))


def addition() -> float:
    """Return the seconds that one addition takes, in a cache."""
    a, b = np.ones(2**13), np.ones(2**13)

    def many() -> None:
        for _ in range(1000):
            np.add(a, b, out=a)

    return best_of({"": many}, 5)[""] / 1000 / a.size


def line(what: str, runs: Mapping[str, Callable[[], object]], rounds: int, limit: float | None = None) -> list[str]:
    """Return a line of the table; runs: by the head of their column."""
    times = best_of(runs, rounds)
    cells = [milliseconds(times[head]) if head in times else "–" for head in HEAD[1:-1]]
    return [what, *cells, "–" if limit is None else milliseconds(limit)]


def grids(pace: float, rounds: int, tiny: bool) -> list[list[str]]:
    points, side = (20, 12) if tiny else (1000, 256)
    E, w = neuron(points), np.linspace(*WINDOW[0], side)
    exact = E.sample(WINDOW, side, tolerance=0.0).error
    named = {"plain NumPy": "plain loop"}
    rivals = {
        named.get(label, label): make("sigmoid", E.data.inputs, E.data.targets[:, 0], w)
        for label, make in RIVALS.items()
    }
    for rival in rivals.values():
        np.testing.assert_allclose(rival(), exact, rtol=1e-9)
    limit, size = points * side**2 * pace, f"{points:,} rows, {side}²"
    return [
        line(f"a grid, {size}", {"here": partial(E.sample, WINDOW, side, None, 0.0), **rivals}, rounds, limit),
        line(f"the same to 1e-12, {size}", {"here": partial(E.sample, WINDOW, side)}, rounds, limit),
    ]


def descents(pace: float, rounds: int, tiny: bool) -> list[list[str]]:
    lines = []
    for rows, steps in ((20, 10),) if tiny else ((4, 1000), (1000, 1000), (10_000, 1000)):
        E, rate = neuron(rows), 0.1 / rows
        rule = RULES["gradient descent"](learning_rate=rate)
        run = descend(E, rule, (1, 1), steps)
        rivals = {label: make(E.data, rate, (1.0, 1.0), steps) for label, make in DESCENTS.items()}
        for rival in rivals.values():
            np.testing.assert_allclose(rival(), run.path[-1], rtol=1e-7)
        runs = {"here": partial(descend, E, rule, (1, 1), steps), **rivals}
        lines.append(line(f"a run, {rows:,} rows, {steps} steps", runs, min(rounds, 3), rows * steps * pace))
    return lines


def training(rounds: int, tiny: bool) -> list[str]:
    rows, steps = (20, 10) if tiny else (1000, 1000)
    inputs = np.random.default_rng(1).normal(size=(rows, 2))
    data, network = Dataset(inputs, np.tanh(inputs[:, :1] * inputs[:, 1:])), Network.of(2, (8, 8), 1)
    rule = RULES["momentum"](learning_rate=trainings.RATE)
    runs = {"here": partial(train, network, data, rule, steps)}
    if find_spec("torch") is not None:
        runs["PyTorch"] = trainings.with_torch(network, data, "momentum", steps, None)
    alone = (partial(trainings.products((2, 8, 8, 1), rows, steps, across)) for across in (True, False))
    limit = min(best_of(dict(enumerate(alone)), min(rounds, 3)).values())
    return line(f"training 2-8-8-1, {rows:,} rows, {steps} steps", runs, min(rounds, 3), limit)


def starts(pace: float, rounds: int, tiny: bool) -> list[list[str]]:
    side, steps, lines = (4, 10, []) if tiny else (128, 200, [])
    for rows in (20,) if tiny else (20, 10_000):
        E, rule = neuron(rows), RULES["gradient descent"](learning_rate=2 / rows)
        points = critical_points(E, WINDOW)
        found = basins(E, rule, WINDOW, side, steps, points=points)
        places = np.random.default_rng(4).uniform(-4, 4, size=(4, 2))

        def each(E=E, rule=rule, places=places) -> None:
            for place in places:
                descend(E, rule, place, steps)

        times = best_of({"here": partial(basins, E, rule, WINDOW, side, steps, points=points), "": each}, 1)
        alone, limit = times[""] * side**2 / len(places), float(found.steps.sum()) * rows * pace
        cells = milliseconds(times["here"]), milliseconds(alone), "–", "–", milliseconds(limit)
        lines.append([f"basins, {side}² starts, {rows:,} rows, {steps} steps", *cells])
    return lines


def points(rounds: int, tiny: bool) -> list[list[str]]:
    lines = []
    for name in ("two-hollows",) if tiny else ("two-hollows", "iris"):
        E, window = SCENES[name].surface(), SCENES[name].window
        runs = {"here": partial(proven_points, E, window), "plain loop": partial(searched_points, E, window)}
        lines.append(line(f"proven points, {name} (beside: searched)", runs, min(rounds, 5)))
    return lines


def long_file(rounds: int, tiny: bool) -> list[str]:
    rows = 1000 if tiny else 10**6
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        save(path, rows)
        runs = {
            "here": partial(summarise, str(path), INPUTS, TARGETS),
            "plain loop": lambda: parquet.read_table(path).to_pandas().to_numpy(),
        }
        limit = best_of({"": path.read_bytes}, 3)[""]
        return line(f"a file of {rows:,} rows summed up (beside: read whole)", runs, min(rounds, 3), limit)


def beginnings(tiny: bool) -> list[list[str]]:
    """The start, what a scene sends, and what the engine holds at most: one figure each, with no rival."""
    found = []
    for module in ("surface", "surface.pages.explore"):
        command = [sys.executable, "-X", "utf8", "-c", f"import {module}"]
        seconds = best_of({"": partial(subprocess.run, command, check=True, capture_output=True)}, 1 if tiny else 3)[""]
        found.append([f"import {module}", milliseconds(seconds)])
    began = process_time()
    app = opened()
    found.append(["the first page, processor time", milliseconds(process_time() - began)])
    began = process_time()
    ran(app.run())
    found.append(["the page again", milliseconds(process_time() - began)])
    scene = SCENES["two-hollows"]
    zoomed = scene.with_(window=tuple((a / 2, b / 2) for a, b in scene.window))
    for what, one in (("two-hollows", scene), ("after a zoom", zoomed)):
        began, picture = perf_counter(), cache.drawn(one)
        taken = perf_counter() - began
        sent = len(json.dumps(picture.sheet.payload)), len(json.dumps(picture.runs))
        found.append([f"sent of a scene, {what}: surface, runs", f"{sent[0] / 1e3:.0f} kB, {sent[1] / 1e3:.0f} kB"])
        found.append([f"made in, {what}", milliseconds(taken)])
    tracemalloc.start()
    neuron(100 if tiny else 100_000).sample(WINDOW, 20 if tiny else 401, tolerance=0.0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    found.append(["memory of a grid, 100,000 rows, 401²", f"{most / 2**20:.0f} MiB"])
    return [[*cells, "–", "–", "–", "–"] for cells in found]


def summary(rounds: int, tiny: bool) -> str:
    """Each part of the project in a line."""
    pace = addition()
    lines = [*grids(pace, rounds, tiny), *descents(pace, rounds, tiny), training(rounds, tiny)]
    lines += [*starts(pace, rounds, tiny), *points(rounds, tiny), long_file(rounds, tiny), *beginnings(tiny)]
    return table(HEAD, lines)
