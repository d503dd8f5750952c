"""What is measured: grids against rivals and to a tolerance, descents, trainings, basins, critical points, growth."""

from functools import partial
from itertools import pairwise

import numpy as np

from surface.data import Dataset
from surface.descent import RULES, descend
from surface.error import ErrorSurface
from surface.landscape import critical_points
from surface.landscape.basins import basins
from surface.landscape.critical import proven_points, searched_points
from surface.model import ACTIVATIONS, Layer, Network
from surface.scenes import SCENES
from tests.benchmarks.descents import plain
from tests.benchmarks.large import large
from tests.benchmarks.page import acts
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.summary import summary
from tests.benchmarks.timing import best_of, milliseconds, ratio, table
from tests.benchmarks.training import training

WINDOW = ((-4.0, 4.0), (-4.0, 4.0))


def neuron(name: str, points: int) -> ErrorSurface:
    """A neuron with two inputs, its targets a neuron's outputs with noise."""
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(points, 2))
    targets = ACTIVATIONS[name].value(inputs @ [1.0, -0.5])[:, None] + 0.1 * rng.normal(size=(points, 1))
    return ErrorSurface(Network.single_layer([[0.0, 0.0]], name), Dataset(inputs, targets), ("w[1,1]", "w[2,1]"))


def contest(name: str, points: int, side: int, rounds: int) -> dict[str, float]:
    """Time one grid by the project, on one thread and on all, and by its rivals, after checking that all agree."""
    E, w = neuron(name, points), np.linspace(*WINDOW[0], side)
    threads = {"one thread": 1, "all threads": None}
    runs = {label: partial(E.sample, WINDOW, side, count) for label, count in threads.items()}
    for label, rival in RIVALS.items():
        runs[label] = rival(name, E.data.inputs, E.data.targets[:, 0], w)
        np.testing.assert_allclose(runs[label](), E.sample(WINDOW, side, tolerance=0.0).error, rtol=1e-9)
    return best_of(runs, rounds)


def contest_table(cases: list[tuple], rounds: int) -> str:
    rows = []
    for case in cases:
        times = contest(*case, rounds)
        reference = times.pop("plain NumPy")
        rows.append([*case[:2], f"{case[2]}²", milliseconds(reference), *(ratio(t, reference) for t in times.values())])
    others = [label for label in RIVALS if label != "plain NumPy"]
    return table(["activation", "points", "grid", "plain NumPy", "one thread", "all threads", *others], rows)


def activations(rounds: int, tiny: bool) -> str:
    """Every activation at one size."""
    points, side = (20, 16) if tiny else (1000, 256)
    return contest_table([(name, points, side) for name in ACTIVATIONS], rounds)


def sizes(rounds: int, tiny: bool) -> str:
    """The sigmoid at nine sizes."""
    points, sides = ((5, 20), (8, 16)) if tiny else ((100, 1000, 10_000), (128, 256, 512))
    return contest_table([("sigmoid", n, g) for n in points for g in sides], rounds)


def layered(depth: int, width: int, points: int) -> ErrorSurface:
    """A tanh network with `depth` hidden layers; both free weights lie in its first unit, so every layer is mixed."""
    rng = np.random.default_rng(2)
    shape = (2, *[width] * depth, 1)
    layers = [Layer(rng.normal(size=(j, i)), "tanh", rng.normal(size=j)) for i, j in pairwise(shape)]
    data = Dataset(rng.normal(size=(points, 2)), rng.uniform(-1, 1, size=(points, 1)))
    prefix = "w1" if depth else "w"
    return ErrorSurface(Network(layers), data, (f"{prefix}[1,1]", f"{prefix}[2,1]"))


def tolerance(rounds: int, tiny: bool) -> str:
    """A grid on one thread: every sum at every place, and to a tolerance of the errors' range."""
    few, many, side = (20, 30, 16) if tiny else (1000, 10_000, 256)
    cases = [(f"sigmoid, {n} points", neuron("sigmoid", n), half) for n in (few, many) for half in (3, 6, 12)]
    cases += [(f"{name}, {few} points", neuron(name, few), 6) for name in ("tanh", "softplus", "gaussian", "sin")]
    cases += [(f"tanh, {few} points, a hidden layer", layered(1, 4, few), half) for half in (1, 3)]
    rows = []
    for label, E, half in cases:
        window, off = ((-half, half), (-half, half)), list[float]()
        runs, exact = {0.0: partial(E.sample, window, side, 1)}, E.sample(window, side, 1, tolerance=0.0).error
        for share in (1e-12, 1e-4):
            runs[share] = partial(E.sample, window, side, 1, share)
            off.append(float(np.abs(runs[share]().error - exact).max() / np.ptp(exact)))
            assert off[-1] <= share
        t = best_of(runs, rounds)
        dense = t.pop(0.0)
        both = [part for seconds in t.values() for part in (milliseconds(seconds), ratio(seconds, dense))]
        rows.append([label, f"±{half}", milliseconds(dense), *both, *(f"{each:.0e}" for each in off)])
    head = ["surface", "window", "every place", "to 1e-12", "ratio", "to 1e-4", "ratio", "off by", "and"]
    return table(head, rows)


def growth(rounds: int, tiny: bool) -> str:
    """How a grid's time grows with points, resolution and layers."""
    few, side = (10, 8) if tiny else (1000, 128)
    groups = [[(name, n, 2 * side) for n in (few, 4 * few)] for name in ("sigmoid", "identity", "relu")]
    groups += [[(name, few, g * side) for g in (1, 2, 4)] for name in ("sigmoid", "relu")]
    surfaces = [{f"{f}, {n} points, {g}²": (neuron(f, n), g) for f, n, g in group} for group in groups]
    deep = {f"tanh, {few // 10} points, {d} hidden layers": (layered(d, 4, few // 10), side) for d in range(4)}
    rows = []
    for group in (*surfaces, deep):
        times = best_of({label: partial(E.sample, WINDOW, g, 1) for label, (E, g) in group.items()}, rounds)
        first = min(times.values())
        rows += [[label, milliseconds(t), f"{t / first:.2g}"] for label, t in times.items()]
    return table(["grid, one thread", "time", "times the group's least"], rows)


def descents(rounds: int, tiny: bool) -> str:
    """Steps in a second of one run, other runs' times against it, and what more starts at once cost."""
    steps, rows, rule = 20 if tiny else 1000, [], RULES["gradient descent"](learning_rate=0.01)
    for points in (4, 100, 1000):
        E = neuron("sigmoid", points)
        runs = {
            "engine": partial(descend, E, rule, (1, 1), steps),
            "loop": plain(E.data, 0.01, (1, 1), steps),
        }
        for name in ("momentum", "adam"):
            runs[name] = partial(descend, E, RULES[name](learning_rate=0.01), (1, 1), steps)
        t = best_of(runs, rounds)
        rows.append(
            [
                points,
                f"{steps / t['engine']:.0f}",
                *(f"{t[key] / t['engine']:.2f}" for key in ("loop", "momentum", "adam")),
            ]
        )
    E = neuron("sigmoid", 20)
    starts = {count: np.random.default_rng(3).normal(size=(count, 2)) for count in (1, 100, 10_000)}
    times = best_of({count: partial(E.gradient, w) for count, w in starts.items()}, rounds)
    more = table(
        ["starts at once", "time of one step, for each start"], [[n, f"{1e6 * t / n:.3g} µs"] for n, t in times.items()]
    )
    head = ["points", "steps in a second", "plain loop's time", "with momentum", "with Adam"]
    return table(head, rows) + "\n\n" + more


def basin_maps(rounds: int, tiny: bool) -> str:
    """All starts at once against `descend` for each: of the latter a sample is timed, and scaled to all starts."""
    side, steps, sample = (4, 10, 4) if tiny else (128, 2000, 24)
    rule, rng, rows = RULES["gradient descent"](learning_rate=0.1), np.random.default_rng(4), []
    for name in ("sin", "sigmoid"):
        E = neuron(name, 20)
        points = critical_points(E, WINDOW)
        starts = rng.uniform(-4, 4, size=(sample, 2))
        runs = {
            "basins": partial(basins, E, rule, WINDOW, side, steps, points=points),
            "descend": lambda E=E, starts=starts: [descend(E, rule, start, steps) for start in starts],
        }
        t = best_of(runs, min(rounds, 3), budget=60)
        each = t["descend"] * side**2 / sample
        rows.append(
            [f"{name}, 20 points", f"{side}²", steps, f"{t['basins']:.2f} s", f"{each:.0f} s", ratio(t["basins"], each)]
        )
    return table(["surface", "starts", "steps", "basins", "descend for each start", "ratio"], rows)


def points_found(rounds: int, tiny: bool) -> str:
    """The critical points of the bundled scenes of up to 100 data points: proven by boxes, and searched without."""
    scenes = [scene for scene in SCENES.values() if len(scene.data) <= 100][: 1 if tiny else None]
    rows, ours = [], []
    for scene in scenes:
        E, window = scene.surface(), scene.window
        proven, searched = proven_points(E, window), searched_points(E, window)
        assert len(proven) == len(searched)
        # Both with their checks, scales and names: whole answers.
        t = best_of(
            {"proof": partial(proven_points, E, window), "search": partial(searched_points, E, window)}, min(rounds, 5)
        )
        ours.append(t["proof"])
        rest = "all" if proven.proven else f"{len(proven.undecided)} boxes undecided"
        times = milliseconds(t["proof"]), milliseconds(t["search"]), ratio(t["proof"], t["search"])
        rows.append([scene.id, len(scene.data), len(proven), rest, *times])
    rows.append(["median", "", "", "", milliseconds(float(np.median(ours))), "", ""])
    return table(["scene", "data points", "found", "proven", "proof", "search", "ratio"], rows)


def spread(rounds: int, tiny: bool) -> str:
    """Work spread over a cluster."""
    from tests.benchmarks.cluster import spread  # Dask, which takes its time to load

    return spread(rounds, tiny)


CASES = {
    "summary": summary,
    "activations": activations,
    "sizes": sizes,
    "tolerance": tolerance,
    "growth": growth,
    "descent": descents,
    "train": training,
    "basins": basin_maps,
    "critical-points": points_found,
    "large": large,
    "cluster": spread,
    "page": acts,
}
