"""Which data points are summed together, and on what nodes: the groups that cost least, by a model of their cost.

The unit of cost is one value of a data point's error within a large grid, about a nanosecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices

GROUP = 1e5
"""What a group costs however small it is."""

BEFORE = 5e5
"""What it costs to tell how smooth the data points are, and to divide them into groups."""

PRODUCT = 0.15
"""What a multiplication and an addition cost within a product of matrices."""

COSINE = 10.0
"""What a polynomial costs at one place of an axis."""

DOUBT, MEASURED_DOUBT = 1.25, 1.6
"""So many times as much groups may come to cost, the latter where their nodes were measured along a few lines."""

COEFFICIENT = 1 / 40
"""What a coefficient of a polynomial of both weights costs at a place, where a data point's derivatives cost 1."""

WORTHWHILE = 0.8
"""Fewer nodes than this share of an axis of the grid are worth the interpolation."""


@dataclass(frozen=True, eq=False)
class Group:
    """Data points, and how many nodes each axis has for them; None: the axis as it is."""

    rows: Indices
    nodes: tuple[int | None, int | None]


@dataclass(frozen=True)
class Costs:
    """What a data point costs for each value, for each node of an axis and to be measured; the axes' lengths."""

    value: float
    line: float
    sides: tuple[int, int]
    measured: float = 0.0

    def of_group(self, rows: Array, nodes: Array) -> Array:
        """Return what groups cost, (...,), of so many rows, (...,), and nodes, (..., 2)."""
        across, up = nodes[..., 0], nodes[..., 1]
        products = PRODUCT * across * up * (np.where(across < self.sides[0], across, 0) + up * (up < self.sides[1]))
        return GROUP + rows * (self.line * (across + up) + self.value * across * up) + products

    def dense(self, rows: int) -> float:
        """Return what the grid costs as it is."""
        return float(self.of_group(np.array(float(rows)), np.array(self.sides, dtype=np.float64)))

    def worth_a_plan(self, rows: int) -> bool:
        """Return whether the grid costs so much that making a plan in vain is little beside it."""
        return self.dense(rows) > 4 * self.around(rows, np.ones(2))

    def around(self, rows: int, nodes: Array) -> float:
        """Return what comes once for all groups: the plan and the interpolation from the most nodes, (2,)."""
        (g1, g2), (n1, n2) = self.sides, nodes
        return BEFORE + (50 + self.measured) * rows + COSINE * (g1 * n1 + g2 * n2) + PRODUCT * g2 * n1 * (n2 + g1)


def groups(needed: Indices, costs: Costs) -> list[Group] | None:
    """Return groups of the data points that need so many nodes, (rows, 2); None where the grid itself costs less."""
    sides = np.array(costs.sides)
    nodes = np.where(needed < WORTHWHILE * sides, needed, sides)
    kinds, kind, rows = np.unique(nodes[:, 0] * (sides[1] + 1) + nodes[:, 1], return_inverse=True, return_counts=True)
    most = np.column_stack(np.divmod(kinds, sides[1] + 1)).astype(np.float64)
    parts = _divided(np.arange(len(kinds)), rows.astype(np.float64), most, costs)
    ends = np.array([most[part].max(axis=0) for part in parts])
    total = float(np.sum(costs.of_group(np.array([float(rows[part].sum()) for part in parts]), ends)))
    total *= MEASURED_DOUBT if costs.measured else DOUBT
    total += costs.around(len(needed), np.where(ends < sides, ends, 1).max(axis=0))
    if total >= costs.dense(len(needed)):
        return None
    whose = np.empty(len(kinds), dtype=np.intp)
    for number, part in enumerate(parts):
        whose[part] = number
    return [
        Group(np.flatnonzero(whose[kind] == number), _as_nodes(end, costs.sides))
        for number, end in enumerate(ends.astype(np.intp).tolist())
    ]


def apart(found: Sequence[Group], rows: int, work: float) -> tuple[list[Group], list[Group]]:
    """Return groups for one polynomial and those whose few data points are left beside it, so that it costs least.

    work: what a data point's derivatives cost at a place, in those of one or two units.
    """
    most = {group: max(n or rows for n in group.nodes) for group in found}
    order = sorted(found, key=most.__getitem__)
    best, cut = work * rows, 0
    left, n1, n2 = rows, 1, 1
    for number, group in enumerate(order, start=1):
        if None in group.nodes:
            break
        left -= len(group.rows)
        n1, n2 = (max(n, more or 1) for n, more in zip((n1, n2), group.nodes, strict=True))
        cost = work * left + n1 * n2 * COEFFICIENT
        if cost < best:
            best, cut = cost, number
    return order[:cut], order[cut:]


def _divided(some: Indices, rows: Array, most: Array, costs: Costs) -> list[Indices]:
    """Return kinds of data points in the groups into which halving them, again and again, lowers the cost most."""
    whole = float(costs.of_group(rows[some].sum(), most[some].max(axis=0)))
    best, halves = whole, None
    # A half costs what a group does at least.
    for axis in (0, 1) if len(some) > 1 and whole > 2 * GROUP else ():
        order = some[np.argsort(most[some, axis], kind="stable")]
        count, ends = np.cumsum(rows[order]), most[order]
        low, high = np.maximum.accumulate(ends), np.maximum.accumulate(ends[::-1])[::-1]
        cost = costs.of_group(count[:-1], low[:-1]) + costs.of_group(count[-1] - count[:-1], high[1:])
        cut = int(np.argmin(cost))
        if cost[cut] < best:
            best, halves = float(cost[cut]), (order[: cut + 1], order[cut + 1 :])
    if halves is None:
        return [some]
    return [part for half in halves for part in _divided(half, rows, most, costs)]


def _as_nodes(most: Sequence[int], sides: tuple[int, int]) -> tuple[int | None, int | None]:
    across, up = (None if n == side else n for n, side in zip(most, sides, strict=True))
    return across, up
