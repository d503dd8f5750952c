"""What the noise of mini-batches does to a run that is stuck: the share of seeds that it frees, size by size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from surface.cluster import Client
from surface.descent import Descent, Rule
from surface.error import ErrorSurface
from surface.formatting import number
from surface.landscape import CriticalPoints
from surface.landscape.noise import freed_by_noise
from surface.landscape.summary import named_rule
from surface.scenes.played import Played

SEEDS = 100
"""How many seeds are tried for each size of a batch."""

MOST_SIZES = 6
"""The most sizes that are tried."""


@dataclass(frozen=True)
class Shaken:
    """The share of seeds that batches of each size free from where a run has ended, in so many more steps."""

    sizes: tuple[int, ...]
    shares: tuple[float, ...]
    steps: int


def sizes_for(rows: int) -> tuple[int, ...]:
    """Return sizes of batches below a number of rows, powers of two from 1 on, evenly by ratio where they are many."""
    powers = int(np.ceil(np.log2(max(rows, 1))))
    chosen = np.unique(np.linspace(0, powers - 1, min(powers, MOST_SIZES)).round().astype(int))
    return tuple(2 ** int(power) for power in chosen)


def shaken(
    E: ErrorSurface,
    run: Descent,
    points: CriticalPoints,
    sizes: tuple[int, ...],
    tick: Callable[[float], object],
    client: Client | None = None,
) -> Shaken:
    """Go on from where a run has ended by its rule alone, with batches of each size and as many steps as it took.

    client: of Dask, over whose workers the seeds are spread.
    Raises ValueError where the run has ended in no hollow.
    """

    steps, shares = max(run.k, 1), list[float]()

    def report(share: float) -> object:
        return tick((len(shares) + share) / len(sizes))

    for size in sizes:
        share = freed_by_noise(E, run.rule, run.path[-1], steps, size, points, SEEDS, progress=report, client=client)
        shares.append(share)
    return Shaken(sizes, tuple(shares), steps)


def noise_summary(found: Shaken, rule: Rule, rows: int, depth: float | None) -> str:
    """Say in words what was tried, what counts as freed, and how deep the hollow is."""
    deep = "how deep the hollow is cannot be told" if depth is None else f"the hollow is {number(depth, 3)} deep"
    tried = f"{SEEDS} seeds for each size, from where the run is stuck, {found.steps} steps each"
    return (
        f"Tried: {tried}, by {named_rule(rule)}, at a constant learning rate, with some of the {rows} data points at "
        f"each step. Freed is who is in a lower hollow after the last step; {deep}."
    )


# A scene that has run is itself alone.
@lru_cache(maxsize=16)
def share_freed(played: Played, size: str, run: str) -> float:
    """Return the share of seeds that batches of a size free from where a run, counted from 1, has ended."""
    descent = played.descents[int(run) - 1]
    return shaken(played.surface, descent, played.points, (int(size),), lambda share: None).shares[0]
