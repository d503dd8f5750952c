"""Looking for the zeros of a gradient: cells that may hold one, Newton's method, and the winding number.

Everything here works in window units u, in which the window is the unit square, so that unlike weights weigh alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from surface.arrays import Array, Indices, Mask, Numbers
from surface.descent import Surface
from surface.error import ErrorSurface, FunctionSurface, PatchedSurface, PolynomialSurface, Window, work_of_layers
from surface.landscape.stability import derivatives, hessian

DEPTH = 6
"""How often a cell that the curvature leaves undecided is cut into four."""

MAX_BLOCKS = 12_000
"""The most cells that are cut at one level: what bounds the time on a surface of thousands of points."""

MAX_WORK = 100_000
"""The same bound in cells × data points."""

SAFETY = 1.25
"""How much further than measured the gradient is allowed to change within a cell before the cell is ruled out."""

LEVEL = 1e-12
"""Below this share of the window's largest curvature and gradient, float64 holds no shape that could be searched."""

EDGE, UNSURE = 1e-12, 1e-9
"""A point this far outside the window, in window widths, still counts as on its edge: the second where it is unsure."""

_CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) / 2


class View:
    """A surface seen through its window: u = (w − corner) / width."""

    def __init__(self, E: Surface, window: Window) -> None:
        edges = np.asarray(window, dtype=np.float64)
        self.E, self.corner, self.width = E, edges[:, 0], edges[:, 1] - edges[:, 0]

    @property
    def edge(self) -> Array:
        """How far outside the window, in window widths, is on its edge, (2,): EDGE, or what its numbers round to."""
        largest = np.maximum(np.abs(self.corner), np.abs(self.corner + self.width))
        return np.maximum(EDGE, 8 * np.finfo(np.float64).eps * largest / self.width)

    def weights(self, u: Numbers) -> Array:
        return self.corner + self.width * np.asarray(u, dtype=np.float64)

    def place(self, w: Numbers) -> Array:
        """Return where weights lie in window units."""
        return (np.asarray(w, dtype=np.float64) - self.corner) / self.width

    def boxes(self, boxes: Array) -> Array:
        """Return boxes ((a, b), (c, d)), (m, 2, 2), of weights in window units."""
        return (boxes - self.corner[:, None]) / self.width[:, None]

    def error(self, u: Numbers) -> Array:
        """Return the errors, infinite where they are no numbers."""
        return np.nan_to_num(np.asarray(self.E.error(self.weights(u)), dtype=np.float64), nan=np.inf)

    def gradient(self, u: Numbers) -> Array:
        # Where the error overflows its gradient is NaN or infinite: as a number it spoils no comparison.
        return np.nan_to_num(np.asarray(self.E.gradient(self.weights(u)), dtype=np.float64) * self.width)

    def hessian(self, u: Numbers) -> Array:
        return np.nan_to_num(hessian(self.E, self.weights(u)) * np.outer(self.width, self.width))

    def derivatives(self, u: Numbers) -> tuple[Array, Array]:
        """Return the gradients, (..., 2), and the Hessians, (..., 2, 2), of one pass over the data."""
        g, H = derivatives(self.E, self.weights(u))
        return np.nan_to_num(g * self.width), np.nan_to_num(H * np.outer(self.width, self.width))


@dataclass(frozen=True, eq=False)
class Cells:
    """Square cells: centres u (m, 2), one half width for all, gradients (m, 2) and Hessians (m, 2, 2) there."""

    u: Array
    half: float
    gradient: Array
    hessian: Array


@dataclass(frozen=True, eq=False)
class Found:
    """What a search brings: zeros u (m, 2), and the centres of cells of zero gradient (f, 2).

    The scales are the largest gradient and Hessian met, in window units, and largest_gradient in the weights' own.
    complete: whether every cell was ruled out, decided, or cut DEPTH times; False where MAX_BLOCKS cut it short.
    """

    zeros: Array
    flat: Array
    gradient_scale: float
    curvature_scale: float
    largest_gradient: float
    complete: bool


def search(view: View, blocks: int) -> Found:
    """Look for the zeros of the gradient in the window, starting from `blocks` by `blocks` blocks of four cells."""
    ticks = (np.arange(blocks) + 0.5) / blocks
    u = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    half, zeros, flat = 0.5 / blocks, list[Array](), list[Array]()
    scales, complete = (0.0, 0.0, 0.0), True
    # A cell costs one pass over the data, so that large data must do with fewer cells.
    most = min(MAX_BLOCKS, max(MAX_WORK // work_of(view.E), 2000))
    for depth in range(DEPTH + 1):
        cells = _cut(view, u, half)
        if depth == 0:
            # What counts as small is measured against the whole window, not against the cells that are left.
            scales = sizes(view, cells.gradient, cells.hessian)
        half = cells.half
        level = _is_level(cells, *scales[:2])
        flat.append(cells.u[level & ~cells.gradient.any(axis=-1)])
        alive, decided = _judge(cells)
        start = ~level & alive
        complete = bool(np.count_nonzero(start & ~decided) <= most)
        last = depth == DEPTH or not complete
        # Undecided cells are cut further; when they can be no more, Newton has to try them all.
        zeros.append(newton(view, cells.u[start if last else start & decided], half))
        u = cells.u[start & ~decided]
        if last or not len(u):
            break
    return Found(accepted(view, np.concatenate(zeros), scales[0]), np.concatenate(flat), *scales, complete)


def work_of(E: Surface) -> int:
    """Return what an evaluation of E goes through, in data points times units; 1 for a surface without data."""
    if isinstance(E, (FunctionSurface, PatchedSurface, PolynomialSurface)):
        return E.work
    if not isinstance(E, ErrorSurface):
        return 1
    return max(1, int(len(E.data) * work_of_layers(E.layers)))


def _cut(view: View, u: Array, half: float) -> Cells:
    """Cut the blocks centred at u into four cells each, siblings one after another."""
    u = (u[:, None, :] + half * _CORNERS).reshape(-1, 2)
    return Cells(u, half / 2, *view.derivatives(u))


def sizes(view: View, gradient: Array, hessian: Array) -> tuple[float, float, float]:
    """Return the largest gradient and Hessian in window units, and the largest gradient in the weights' own."""
    return _largest(gradient), _largest(hessian), _largest(gradient / view.width)


def _largest(values: Array) -> float:
    """Return the largest norm among gradients (m, 2) or Hessians (m, 2, 2)."""
    return float(np.sqrt(np.max(np.sum(values.reshape(len(values), -1) ** 2, axis=-1))))


def _is_level(cells: Cells, gradient_scale: float, curvature_scale: float) -> Mask:
    """Return which cells belong to a block where neither slope nor curvature can be told from rounding."""
    slope = np.abs(cells.gradient).reshape(-1, 8).max(axis=-1) <= LEVEL * gradient_scale
    curvature = np.abs(cells.hessian).reshape(-1, 16).max(axis=-1) <= LEVEL * curvature_scale
    # A cell alone may be level by chance, as on the top of a wave: its three siblings must agree.
    return np.repeat(slope & curvature, 4)


def _judge(cells: Cells) -> tuple[Mask, Mask]:
    """Return which cells may hold a zero of the gradient, and which of them hold at most one.

    With g the gradient, H the Hessian at the centre and V how much H varies over the cell: no zero where
    |g| > (|H g/|g|| + V) r, for H carries the gradient no further down within the cell's radius r; at most one
    where V is less than half the smallest curvature, for there the gradient is one to one.
    """
    radius = np.sqrt(2) * cells.half
    slope = np.linalg.norm(cells.gradient, axis=-1)
    # A gradient of zero has no direction, and needs none: such a cell is alive in any case.
    along = cells.gradient / np.where(slope > 0, slope, 1)[:, None]
    turn = np.linalg.norm(np.einsum("mij,mj->mi", cells.hessian, along), axis=-1)
    variation = _variation(cells)
    alive = slope <= SAFETY * (turn + variation) * radius
    smallest, largest = np.sort(np.abs(_eigenvalues(cells.hessian)), axis=-1).T
    # A straight valley has one curvature of zero everywhere: cutting its cells would never decide them.
    straight = (smallest <= 1e-9 * largest) & (variation <= 1e-9 * largest)
    return alive, (variation <= smallest / 2) | straight


def _variation(cells: Cells) -> Array:
    """Return how much the Hessian changes from each cell to its siblings, (m,), a kinked gradient's jumps included."""
    u, g, H = (part.reshape(-1, 4, *part.shape[1:]) for part in (cells.u, cells.gradient, cells.hessian))
    apart = u[:, None] - u[:, :, None]
    # What the Hessian of one cell does not explain of the way to its sibling is its variation on that way.
    missed = g[:, None] - g[:, :, None] - np.einsum("mcij,mcsj->mcsi", H, apart)
    distance = np.linalg.norm(apart, axis=-1)
    secant = np.linalg.norm(missed, axis=-1) / np.where(distance > 0, distance, np.inf)
    change = np.sqrt(np.sum((H[:, None] - H[:, :, None]) ** 2, axis=(-2, -1)))
    return np.maximum(secant, change).max(axis=-1).reshape(-1)


def _eigenvalues(H: Array) -> Array:
    """Return the eigenvalues of symmetric 2 × 2 matrices, (..., 2), the smaller first, in closed form."""
    mean, gap = (H[..., 0, 0] + H[..., 1, 1]) / 2, (H[..., 0, 0] - H[..., 1, 1]) / 2
    spread = np.hypot(gap, H[..., 0, 1])
    return np.stack([mean - spread, mean + spread], axis=-1)


def newton_step(g: Array, H: Array, soft: float = 1e-13) -> Array:
    """Return −H⁻¹ g, (m, 2); along a direction of a smaller share of curvature than `soft` there is no step."""
    values, vectors = np.linalg.eigh(H)
    # On a valley floor Newton may only go across: along it, rounding would be divided by rounding.
    low = np.abs(values) <= soft * np.abs(values).max(axis=-1, keepdims=True)
    along = np.einsum("mij,mi->mj", vectors, g)
    return -np.einsum("mij,mj->mi", vectors, np.where(low, 0, along) / np.where(low, 1, values))


def newton(view: View, u: Array, half: float, rounds: int = 80, across: int = 0) -> Array:
    """Follow Newton's method on the gradient from each u, (m, 2), within a trust region that starts at the cell.

    across: in how many rounds at first only the steeper curvature counts, which leads to a valley's floor where there
    is one, and not along it. Returns where each came to rest; those that strayed from their cell are left out, its
    neighbours look there.
    """
    home, u, (g, H) = u, u.copy(), view.derivatives(u)
    trust, busy = np.full(len(u), 4 * half), np.ones(len(u), dtype=bool)
    for turn in range(rounds):
        k = np.flatnonzero(busy)
        if not len(k):
            break
        step = newton_step(g[k], H[k], 0.1 if turn < across else 1e-13)
        length = np.linalg.norm(step, axis=-1)
        step *= np.minimum(1, trust[k] / np.where(length > 0, length, 1))[:, None]
        there, bends = view.derivatives(u[k] + step)
        # Only a step that shrinks the gradient is taken, so that no run of Newton is lost to a far zero.
        better = np.linalg.norm(there, axis=-1) < np.linalg.norm(g[k], axis=-1)
        u[k[better]] += step[better]
        g[k[better]], H[k[better]] = there[better], bends[better]
        # Twice as far after a success, a quarter after a failure: the usual trade of trust regions.
        trust[k] = np.where(better, 2 * trust[k], np.minimum(trust[k], length) / 4)
        strayed = np.abs(u[k] - home[k]).max(axis=-1) > 8 * half
        busy[k] = (length > 0) & (trust[k] > 1e-15) & ~strayed
    return u[np.abs(u - home).max(axis=-1, initial=0) <= 8 * half]


def descended(view: View, u: Array, rounds: int = 100) -> Array:
    """Follow Newton's method downhill on the error from each u, (m, 2), however long and narrow the valley is."""
    # The gradient may have to grow on the way along a curved valley; the error need not.
    u, error, trust, (g, H) = u.copy(), view.error(u), np.full(len(u), 0.1), view.derivatives(u)
    k = np.arange(len(u))
    for _ in range(rounds):
        step = _downhill(g[k], H[k])
        length = np.linalg.norm(step, axis=-1)
        step *= np.minimum(1, trust[k] / np.where(length > 0, length, 1))[:, None]
        there = view.error(u[k] + step)
        better = there <= error[k]
        u[k[better]] += step[better]
        error[k[better]] = there[better]
        g[k[better]], H[k[better]] = view.derivatives(u[k[better]])
        trust[k] = np.where(better, 2 * trust[k], np.minimum(trust[k], length) / 4)
        k = k[(length > 1e-15) & (trust[k] > 1e-15)]
        if not len(k):
            break
    return u


def _downhill(g: Array, H: Array) -> Array:
    """Return Newton's step with every curvature turned upwards, (m, 2), which leads downhill everywhere."""
    values, vectors = np.linalg.eigh(H)
    turned = np.einsum("mij,mj,mkj->mik", vectors, np.abs(values), vectors)
    return newton_step(g, turned)


def accepted(view: View, u: Array, gradient_scale: float) -> Array:
    """Return the resting points that are zeros in the window: a small gradient, and Newton's step gone as well.

    A plateau's gradient is small too, but the step from there still leads far away.
    """
    u = u[np.all((u >= -UNSURE) & (u <= 1 + UNSURE), axis=-1)]
    g, H = view.derivatives(u)
    step = newton_step(g, H)
    # The step that is left is how unsure the place is.
    out = np.maximum(-u, u - 1) <= view.edge + 2 * np.abs(step)
    u, g, step = (part[out.all(axis=-1)] for part in (u, g, step))
    small = np.linalg.norm(g, axis=-1) <= 1e-10 * gradient_scale
    return u[small & (np.linalg.norm(step, axis=-1) <= 1e-5)]


def winding_number(view: View, sides: int = 256) -> int | None:
    """Return how often the gradient turns as one walks once round the window's edge, against the clock.

    Steps are halved until the angle turns by less than π/4 in each. None where the gradient vanishes on the edge.
    """
    t = np.linspace(0, 4, 4 * sides + 1)
    angle = _edge_angles(view, t)
    for _ in range(60):
        turn = (np.diff(angle) + np.pi) % (2 * np.pi) - np.pi
        if np.isnan(turn).any() or len(t) > 80 * sides:
            return None
        # A turn of π or more between two places could be read either way round; π/4 keeps well clear of it.
        coarse = np.abs(turn) > np.pi / 4
        if not coarse.any():
            return round(float(turn.sum()) / (2 * np.pi))
        if (np.diff(t)[coarse] < view.edge.max()).any():
            return None
        middle = (t[:-1] + t[1:])[coarse] / 2
        order = np.argsort(np.concatenate([t, middle]), kind="stable")
        t, angle = np.concatenate([t, middle])[order], np.concatenate([angle, _edge_angles(view, middle)])[order]
    return None


def _edge_angles(view: View, t: Array) -> Array:
    """Return the gradient's direction at t in [0, 4] along the edge from its lower left; NaN where it is zero."""
    ramp = [np.clip(t - start, 0, 1) for start in range(4)]
    g = view.gradient(np.stack([ramp[0] - ramp[2], ramp[1] - ramp[3]], axis=-1))
    return np.where(g.any(axis=-1), np.arctan2(g[:, 1], g[:, 0]), np.nan)


def regions(u: Array, cells: int) -> list[Indices]:
    """Split points u, (m, 2), into groups that hang together on a raster of `cells` by `cells`: each one's indices."""
    members: dict[tuple[int, int], list[int]] = {}
    for index, place in enumerate(np.floor(u * cells)):
        members.setdefault((int(place[0]), int(place[1])), []).append(index)
    groups = list[Indices]()
    while members:
        # A flood fill: neighbours by a corner hang together too, or a slanted line would fall apart.
        (i, j), group = members.popitem()
        front = [(i + a, j + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        while front:
            i, j = front.pop()
            group += members.pop((i, j), [])
            front += [(i + a, j + b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (i + a, j + b) in members]
        groups.append(np.array(group, dtype=np.intp))
    return groups
