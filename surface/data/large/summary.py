"""A table of any length as counted points: the one pass over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path

from surface.arrays import Array, is_list, is_whole
from surface.data.dataset import MAX_POINTS, Dataset
from surface.data.large.batches import Source
from surface.data.large.cells import Cells, Scale
from surface.data.large.sample import Sample
from surface.data.table.limits import MAX_COLUMNS

FEWEST, MOST = 8, 4096
"""How many cells may be asked for along an axis."""

ALONE = 16
"""By so many times more cells there are along an input that is the only one."""

AXES = 2
"""Along so many inputs rows are binned; of more, a sample is taken."""

Progress = Callable[[float], object]


def summarise(
    source: str | Path | Source,
    inputs: Sequence[str],
    targets: Sequence[str],
    cells: int = 256,
    seed: int = 0,
    progress: Progress | None = None,
) -> Dataset:
    """Return a CSV or Parquet file of any length as counted points, in one pass and in bounded memory.

    Of one or two inputs the rows are binned, and the few points of each cell have its means, variances and covariances;
    they are at least as exact as so many `cells` along an axis with one point each would be, unless that took more than
    MAX_POINTS points: then cells are wider. Of more inputs a sample of MAX_POINTS rows is taken, by the seed. The
    data's `bound` says how exact E is, and `source` in words what they are.
    progress is called with the share done, and what it raises ends the work.
    Raises ValueError, in one sentence with the place, for a file that is none or is cut off, and for a gap or a text in
    a chosen column.
    """
    asked, answered = _chosen("inputs", inputs), _chosen("targets", targets)
    if both := set(asked) & set(answered):
        raise ValueError(f"a column must be an input or a target, got {min(both)!r:.80} as both")
    if not is_whole(cells) or not FEWEST <= cells <= MOST:
        raise ValueError(f"`cells` must be a whole number from {FEWEST} to {MOST}, got {cells!r:.80}")
    file = source if isinstance(source, Source) else Source(source)
    parts = _followed(file.batches([*asked, *answered]), progress)
    if len(asked) > AXES:
        return _sampled(parts, asked, answered, seed, file.path.name)
    along = cells // 4 * (ALONE if len(asked) == 1 else 1)
    return _binned(parts, asked, answered, along, file.path.name)


def _chosen(role: str, names: object) -> list[str]:
    if not is_list(names) or not names:
        raise ValueError(f"`{role}` must be a list of one or more column names, got {names!r:.80}")
    listed = [str(name) for name in names]
    if len(set(listed)) < len(listed) or len(listed) > MAX_COLUMNS:
        raise ValueError(f"`{role}` must name each column once, and {MAX_COLUMNS} at most, got {names!r:.80}")
    return listed


def _followed(parts: Iterable[tuple[Array, float]], progress: Progress | None) -> Iterable[Array]:
    rows = 0
    for table, share in parts:
        rows += table.shape[1]
        if table.shape[1]:
            yield table
        if progress is not None:
            progress(share)
    if not rows:
        raise ValueError("a table must have at least one row, got none")


def _binned(parts: Iterable[Array], inputs: list[str], targets: list[str], along: int, name: str) -> Dataset:
    rest = iter(parts)
    first, split = next(rest), len(inputs)
    cells = Cells(Scale.of(first[:split]), Scale.of(first[split:]), along)
    for table in chain([first], rest):
        cells.add(table[:split], table[split:])
    rows = cells.rows
    x, y, counts, unexplained = cells.points()
    source = f"{rows:,} rows of {name} in {len(counts):,} points"
    return _dataset(x, y, inputs, targets, name, source, counts, unexplained, cells.bound())


def _sampled(parts: Iterable[Array], inputs: list[str], targets: list[str], seed: int, name: str) -> Dataset:
    sample, split = Sample(len(inputs) + len(targets), MAX_POINTS, seed), len(inputs)
    for table in parts:
        sample.add(table)
    x, y = sample.table[:split], sample.table[split:]
    counts, all_rows = sample.counts(), sample.rows
    source = f"a sample of {len(counts):,} of {all_rows:,} rows of {name}, seed {seed}"
    if len(counts) == all_rows:
        source = f"{all_rows:,} rows of {name}"
    return _dataset(x, y, inputs, targets, name, source, counts, 0.0, sample.bound(y))


def _dataset(
    x: Array,
    y: Array,
    inputs: list[str],
    targets: list[str],
    title: str,
    source: str,
    counts: Array,
    unexplained: float,
    bound: float,
) -> Dataset:
    return Dataset(x.T, y.T, inputs, targets, title, source, counts, unexplained, bound)
