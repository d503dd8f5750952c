"""The same grid of errors by other means: NumPy's plain broadcast, JAX's compiled version, PyTorch's broadcast."""

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

PIECE = 2**27  # numbers, 1 GiB: where the plain broadcast would be larger, it is done in pieces of whole rows

NUMPY = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.logaddexp(0, z),
    "sin": np.sin,
    "gaussian": lambda z: np.exp(-(z**2)),
}


def _in_pieces(piece: Callable[[slice], np.ndarray], points: int, side: int) -> np.ndarray:
    rows = max(1, min(side, PIECE // (points * side)))
    return np.concatenate([piece(slice(start, start + rows)) for start in range(0, side, rows)])


def plain(name: str, x: np.ndarray, y: np.ndarray, w: np.ndarray) -> Callable[[], np.ndarray]:
    """One NumPy expression over an array of (points, rows, columns), for a neuron with two inputs, (n, 2)."""

    def piece(rows: slice) -> np.ndarray:
        z = w * x[:, 0, None, None] + w[rows, None] * x[:, 1, None, None]
        return 0.5 * np.sum((y[:, None, None] - NUMPY[name](z)) ** 2, axis=0)

    return lambda: _in_pieces(piece, len(x), len(w))


def with_jax(name: str, x: np.ndarray, y: np.ndarray, w: np.ndarray) -> Callable[[], np.ndarray]:
    """The error of one pair of weights, mapped over both axes and compiled: no array over points and grid is formed."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    functions = {
        "identity": lambda z: z,
        "sigmoid": jax.nn.sigmoid,
        "tanh": jnp.tanh,
        "relu": jax.nn.relu,
        "softplus": jax.nn.softplus,
        "sin": jnp.sin,
        "gaussian": lambda z: jnp.exp(-(z**2)),
    }

    def error(a, b, x, y):
        return 0.5 * jnp.sum((y - functions[name](a * x[:, 0] + b * x[:, 1])) ** 2)

    along_row = jax.vmap(error, (0, None, None, None))
    compiled = jax.jit(jax.vmap(along_row, (None, 0, None, None)))
    return lambda: np.asarray(compiled(w, w, x, y))


def with_torch(name: str, x: np.ndarray, y: np.ndarray, w: np.ndarray) -> Callable[[], np.ndarray]:
    """The plain broadcast with PyTorch's operations, in pieces likewise."""
    import torch

    functions = {
        "identity": lambda z: z,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "softplus": torch.nn.functional.softplus,
        "sin": torch.sin,
        "gaussian": lambda z: torch.exp(-(z**2)),
    }
    x, y, w = map(torch.tensor, (x, y, w))

    def piece(rows: slice) -> np.ndarray:
        z = w * x[:, 0, None, None] + w[rows, None] * x[:, 1, None, None]
        return (0.5 * torch.sum((y[:, None, None] - functions[name](z)) ** 2, dim=0)).numpy()

    return lambda: _in_pieces(piece, len(x), len(w))


RIVALS = {"plain NumPy": plain}
RIVALS |= {"JAX": with_jax} if find_spec("jax") else {}
RIVALS |= {"PyTorch": with_torch} if find_spec("torch") else {}
