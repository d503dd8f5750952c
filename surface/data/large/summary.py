"""A table of any length as counted points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from surface.arrays import Array, is_list, is_whole
from surface.cluster import Client
from surface.data.dataset import MAX_POINTS, Dataset
from surface.data.large.batches import Source
from surface.data.large.cells import Cells, Scale
from surface.data.large.partitions import NAME, Frame, Partitions
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
    source: str | Path | Source | Frame,
    inputs: Sequence[str],
    targets: Sequence[str],
    cells: int = 256,
    seed: int = 0,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Dataset:
    """Return a CSV or Parquet file or a Dask dataframe of any length as counted points, in bounded memory.

    Of one or two inputs the rows are binned, and the few points of each cell have its means, variances and covariances;
    they are at least as exact as so many `cells` along an axis with one point each would be, unless that took more than
    MAX_POINTS points: then cells are wider. Of more inputs a sample of MAX_POINTS rows is taken, by the seed. The
    data's `bound` says how exact E is, and `source` in words what they are.
    A file is read in one pass. Of a Dask dataframe each partition is summed up where it lies, by the workers of the
    client, which is Dask's default one where it is None; without any client here, one partition after another.
    progress is called with the share done, and what it raises ends the work.
    Raises ValueError, in one sentence with the place, for a file that is none or is cut off, and for a gap or a text in
    a chosen column; ClusterError where the client's cluster is lost.
    """
    asked, answered = _chosen("inputs", inputs), _chosen("targets", targets)
    if both := set(asked) & set(answered):
        raise ValueError(f"a column must be an input or a target, got {min(both)!r:.80} as both")
    if not is_whole(cells) or not FEWEST <= cells <= MOST:
        raise ValueError(f"`cells` must be a whole number from {FEWEST} to {MOST}, got {cells!r:.80}")
    along = 0 if len(asked) > AXES else cells // 4 * (ALONE if len(asked) == 1 else 1)
    columns, split = [*asked, *answered], len(asked)
    if isinstance(source, Frame):
        frame, name = Partitions(source, columns, client), NAME
        found = frame.cells(split, along, progress) if along else frame.sample(MAX_POINTS, seed, progress)
    else:
        file = source if isinstance(source, Source) else Source(source)
        parts, name = _followed(file.batches(columns), progress), file.path.name
        found = _cells(parts, split, along) if along else _sample(parts, len(columns), seed)
    if found is None or not found.rows:
        raise ValueError("a table must have at least one row, got none")
    if isinstance(found, Sample):
        return _of_sample(found, asked, answered, seed, name)
    return _of_cells(found, asked, answered, name)


def _chosen(role: str, names: object) -> list[str]:
    if not is_list(names) or not names:
        raise ValueError(f"`{role}` must be a list of one or more column names, got {names!r:.80}")
    listed = [str(name) for name in names]
    if len(set(listed)) < len(listed) or len(listed) > MAX_COLUMNS:
        raise ValueError(f"`{role}` must name each column once, and {MAX_COLUMNS} at most, got {names!r:.80}")
    return listed


def _followed(parts: Iterable[tuple[Array, float]], progress: Progress | None) -> Iterator[Array]:
    for table, share in parts:
        if table.shape[1]:
            yield table
        if progress is not None:
            progress(share)


def _cells(parts: Iterator[Array], split: int, along: int) -> Cells | None:
    first = next(parts, None)
    if first is None:
        return None
    cells = Cells(Scale.of(first[:split]), Scale.of(first[split:]), along)
    for table in chain([first], parts):
        cells.add(table[:split], table[split:])
    return cells


def _sample(parts: Iterator[Array], columns: int, seed: int) -> Sample:
    sample = Sample(columns, MAX_POINTS, seed)
    for table in parts:
        sample.add(table)
    return sample


def _of_cells(cells: Cells, inputs: list[str], targets: list[str], name: str) -> Dataset:
    rows = cells.rows
    x, y, counts, unexplained = cells.points()
    source = f"{rows:,} rows of {name} in {len(counts):,} points"
    return _dataset(x, y, inputs, targets, name, source, counts, unexplained, cells.bound())


def _of_sample(sample: Sample, inputs: list[str], targets: list[str], seed: int, name: str) -> Dataset:
    x, y = sample.table[: len(inputs)], sample.table[len(inputs) :]
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
