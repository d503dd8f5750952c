"""Timing that a busy machine spoils little: contestants in turn, round after round, and the best time of each."""

import math
from collections.abc import Callable, Mapping
from time import perf_counter

Runs = Mapping[str, Callable[[], object]]


def best_of(runs: Runs, rounds: int, budget: float = 30.0) -> dict[str, float]:
    """Return the shortest time of each run in seconds; no further round begins once the budget is spent."""
    for run in runs.values():
        run()  # compiled, and its memory claimed, before the clock starts
    best, start = dict.fromkeys(runs, math.inf), perf_counter()
    for number in range(rounds):
        if number and perf_counter() - start > budget:
            break
        for name, run in runs.items():
            began = perf_counter()
            run()
            best[name] = min(best[name], perf_counter() - began)
    return best


def table(head: list[str], rows: list[list]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def ratio(seconds: float, reference: float) -> str:
    """Return how many times as fast as the reference, to two digits."""
    times = reference / seconds
    return f"{times:.0f}×" if times >= 10 else f"{times:.1f}×"


def milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:.3g} ms"
