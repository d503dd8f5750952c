"""What a scene is made of: a run, and what each of a scene's values has to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from surface.arrays import is_iterable
from surface.data import DATASETS, Dataset
from surface.descent import Rule, checked_start, hyperparameters
from surface.error import checked_resolution
from surface.model import Network, Plane

MAX_STEPS = 5000
"""The most steps of a run on the screen."""

MAX_RUNS = 4
"""The most runs side by side."""

MAX_RESOLUTION = 401
"""The most grid points along an axis on the screen."""

MAX_SEED = 2**31 - 1
"""The largest seed of random starts."""

OVERLAYS = ("", "basins", "difference", "watersheds", "training")
"""What may lie over the map: nothing, where all starts end, what another rule changes there, watersheds, a training."""

SCALES = ("linear", "log")
"""How the error is drawn upwards."""


@dataclass(frozen=True)
class Run:
    """A descent to be made: an update rule with its settings, and where it starts."""

    rule: Rule
    start: tuple[float, float]

    def __post_init__(self) -> None:
        _check_rule(self.rule)
        # Plain floats, so that runs compare, hash and travel as text alike wherever their start came from.
        object.__setattr__(self, "start", tuple(checked_start(self.start).tolist()))

    @property
    def settings(self) -> dict[str, float]:
        """The rule's hyperparameters by name."""
        return {setting.name: getattr(self.rule, setting.name) for setting in hyperparameters(self.rule)}


# --- what a value has to be ---------------------------------------------------------------------------------------


def _check_rule(rule: object) -> None:
    if not isinstance(rule, Rule):
        raise ValueError(f"`rule` must be an update rule with its settings, got {rule!r:.80}")


def checked_name(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > 80:
        raise ValueError(f"`{name}` must be a short text, got {value!r:.80}")
    return value


def checked_data(data: object) -> Dataset:
    """Return a data set, or the bundled one of that name, or say which names there are."""
    if isinstance(data, Dataset):
        return data
    if not isinstance(data, str) or data not in DATASETS:
        raise ValueError(f"a data set must be one of {', '.join(DATASETS)}, got {data!r:.80}")
    return DATASETS[data]


def checked_plane(network: Network, plane: object) -> Plane:
    """Return a plane of the network's weights, or that of two free weights, or say what is wrong with it."""
    if not isinstance(plane, Plane):
        return Plane.of_two(network, plane)
    if plane.network.names != network.names:
        raise ValueError(f"`plane` must be of the network's {len(network.names)} weights, got {len(plane.origin)}")
    # The same names with other held weights: the plane follows the network that the scene has now.
    return replace(plane, network=network)


def checked_runs(runs: object) -> tuple[Run, ...]:
    given = tuple(runs) if is_iterable(runs) else (runs,)
    runs = tuple(run for run in given if isinstance(run, Run))
    if len(runs) < len(given):
        raise ValueError(f"`runs` must be Run objects, got {given!r:.80}")
    if not 1 <= len(runs) <= MAX_RUNS:
        raise ValueError(f"there must be from 1 to {MAX_RUNS} runs, got {len(runs)}")
    return runs


def checked_grid(resolution: object) -> int:
    # A scene has one for both axes, though a surface may be sampled with two.
    number, other = checked_resolution(resolution)
    if number != other or number > MAX_RESOLUTION:
        raise ValueError(f"`resolution` must be one whole number from 2 to {MAX_RESOLUTION}, got {resolution}")
    return number


def checked_seed(seed: object) -> int | None:
    if seed is None:
        return None
    # Python counts True and False among the whole numbers.
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MAX_SEED:
        raise ValueError(f"`random_starts` must be a seed, a whole number from 0 to {MAX_SEED}, got {seed!r:.80}")
    return seed


def one_of(name: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        listed = ", ".join(repr(each) for each in known)
        raise ValueError(f"`{name}` must be one of {listed}, got {value!r:.80}")
    return str(value)


def from_1(ceiling: int, name: str, number: int) -> int:
    if not 1 <= number <= ceiling:
        raise ValueError(f"`{name}` must be from 1 to {ceiling}, got {number}")
    return number
