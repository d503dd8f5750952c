"""One run of gradient descent over a sigmoid neuron by other means: a plain loop, JAX compiled, PyTorch's autograd."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from surface.data import Dataset

Run = Callable[[], np.ndarray]


def plain(data: Dataset, rate: float, start: Sequence[float], steps: int) -> Run:
    """As one would write it for this neuron alone: it returns the last weights."""
    x, y = data.inputs, data.targets[:, 0]

    def run() -> np.ndarray:
        w = np.array(start)
        for _ in range(steps):
            output = 1 / (1 + np.exp(-(x @ w)))
            w = w + rate * ((y - output) * output * (1 - output)) @ x
        return w

    return run


def with_jax(data: Dataset, rate: float, start: Sequence[float], steps: int) -> Run:
    """The same, all steps compiled into one loop."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, y = jnp.array(data.inputs), jnp.array(data.targets[:, 0])
    slope = jax.grad(lambda w: 0.5 * jnp.sum((y - jax.nn.sigmoid(x @ w)) ** 2))
    walked = jax.jit(lambda w: jax.lax.fori_loop(0, steps, lambda _, w: w - rate * slope(w), w))
    return lambda: np.asarray(walked(jnp.array(start)))


def with_torch(data: Dataset, rate: float, start: Sequence[float], steps: int) -> Run:
    """The usual loop, in float64."""
    import torch

    x, y = torch.tensor(data.inputs), torch.tensor(data.targets[:, 0])

    def run() -> np.ndarray:
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimiser = torch.optim.SGD([w], rate)
        for _ in range(steps):
            optimiser.zero_grad()
            (0.5 * ((y - torch.sigmoid(x @ w)) ** 2).sum()).backward()
            optimiser.step()
        return w.detach().numpy()

    return run


DESCENTS = {"plain loop": plain}
DESCENTS |= {"JAX": with_jax} if find_spec("jax") else {}
DESCENTS |= {"PyTorch": with_torch} if find_spec("torch") else {}
