"""What is measured of training: a step against the matrix products in it alone, and PyTorch's loop beside it."""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

from surface.data import Dataset
from surface.descent import RULES, train
from surface.model import Network
from tests.benchmarks.timing import best_of, milliseconds, table

RATE = 1e-4


def products(widths: tuple[int, ...], rows: int, steps: int, across: bool) -> Callable[[], None]:
    """The matrix products of a training's steps, of random numbers; across: a row of the data in each column."""
    rng, pairs = np.random.default_rng(0), list(pairwise(widths))
    tables = [rng.normal(size=(units, below)) for below, units in pairs]
    values = [rng.normal(size=(width, rows) if across else (rows, width)) for width in widths]

    def steps_across() -> None:
        for _ in range(steps):
            for W, x in zip(tables, values, strict=False):
                W @ x
            for depth in range(len(tables) - 1, -1, -1):
                values[depth + 1] @ values[depth].T
                if depth:
                    tables[depth].T @ values[depth + 1]

    def steps_down() -> None:
        for _ in range(steps):
            for W, x in zip(tables, values, strict=False):
                x @ W.T
            for depth in range(len(tables) - 1, -1, -1):
                values[depth + 1].T @ values[depth]
                if depth:
                    values[depth + 1] @ tables[depth]

    return steps_across if across else steps_down


def with_torch(network: Network, data: Dataset, name: str, steps: int, batch: int | None) -> Callable[[], np.ndarray]:
    """The same training as one writes it with PyTorch, in float64; it keeps no path. Returns the last weights."""
    import torch

    kinds = {
        "gradient descent": lambda p: torch.optim.SGD(p, RATE),
        "momentum": lambda p: torch.optim.SGD(p, RATE, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, RATE),
    }
    x, t, n = torch.tensor(data.inputs), torch.tensor(data.targets), len(data)

    def run() -> np.ndarray:
        layers = []
        for layer in network.layers:
            linear = torch.nn.Linear(layer.inputs, layer.units, dtype=torch.float64)
            with torch.no_grad():
                linear.weight[:] = torch.tensor(layer.weights)
                linear.bias[:] = torch.tensor(layer.bias)
            layers += [linear, torch.nn.Tanh()]
        model = torch.nn.Sequential(*layers)
        optimiser, generator = kinds[name](model.parameters()), torch.Generator().manual_seed(0)
        order, place = torch.arange(n), n
        for _ in range(steps):
            if batch is not None and place >= n:
                order, place = torch.randperm(n, generator=generator), 0
            rows = slice(None) if batch is None else order[place : place + batch]
            place += batch or 0
            optimiser.zero_grad()
            miss = model(x[rows]) - t[rows]
            (0.5 * (miss * miss).sum() * (n / len(miss))).backward()
            optimiser.step()
        with torch.no_grad():
            rows = [torch.hstack([each.weight, each.bias[:, None]]).ravel() for each in layers[::2]]
            return torch.cat(rows).numpy()

    return run


def training(rounds: int, tiny: bool) -> str:
    """Trainings of a 2-8-8-1 network of tanh units with biases, on 1,000 rows, 1,000 steps."""
    rows, steps = (20, 10) if tiny else (1000, 1000)
    rng, network = np.random.default_rng(1), Network.of(2, (8, 8), 1)
    inputs = rng.normal(size=(rows, 2))
    data, torch = Dataset(inputs, np.tanh(inputs[:, :1] * inputs[:, 1:])), find_spec("torch") is not None
    lines = []
    for name, batch in (("gradient descent", None), ("momentum", None), ("adam", None), ("momentum", 32)):
        ours = partial(train, network, data, RULES[name](RATE), steps, batch=batch)
        runs = {"ours": ours, **{str(across): products((2, 8, 8, 1), rows, steps, across) for across in (True, False)}}
        if torch:
            runs["torch"] = with_torch(network, data, name, steps, batch)
            if batch is None:
                np.testing.assert_allclose(runs["torch"](), ours().weights[-1], rtol=1e-7, atol=1e-9)
        t = best_of(runs, rounds, budget=60)
        alone = min(t["True"], t["False"])
        beside = [milliseconds(t["torch"]), f"{t['torch'] / alone:.1f}"] if torch else []
        label = f"{name}, {'all rows' if batch is None else f'batches of {batch}'}"
        lines.append([label, milliseconds(alone), milliseconds(t["ours"]), f"{t['ours'] / alone:.1f}", *beside])
    head = ["training", "products of all rows alone", "train", "times the products"]
    return table([*head, "PyTorch", "times the products"][: len(lines[0])], lines)
