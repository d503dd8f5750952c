"""What a network and its data have to be to each other."""

from __future__ import annotations

from surface.data import Dataset
from surface.model import checked_network


def check_fit(network: object, data: object) -> None:
    """Say in one sentence where a network and a data set do not go together."""
    network = checked_network(network)
    if not isinstance(data, Dataset):
        raise ValueError(f"`data` must be a Dataset, got {type(data).__name__}")
    wide, out = data.inputs.shape[1], data.targets.shape[1]
    if wide != network.inputs:
        raise ValueError(f"the data must have {network.inputs} inputs, as the network has, got {wide}")
    if out != network.outputs:
        raise ValueError(f"the data must have {network.outputs} targets, as the network has outputs, got {out}")
