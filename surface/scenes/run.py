"""What a scene is made of: a run, and what each of a scene's values has to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from surface.arrays import is_iterable
from surface.data import DATASETS, Dataset
from surface.descent import (
    SCHEDULES,
    Descent,
    Rule,
    Schedule,
    Surface,
    checked_schedule,
    checked_start,
    descend,
    hyperparameters,
)
from surface.error import checked_resolution
from surface.model import Network, Plane, checked_whole, settle

MAX_STEPS = 5000
"""The most steps of a run on the screen."""

MAX_RUNS = 4
"""The most runs side by side."""

MAX_RESOLUTION = 401
"""The most grid points along an axis on the screen."""

MAX_SEED = 2**31 - 1
"""The largest seed of random starts, or of a run's batches."""

MAX_BATCH = 1_000_000
"""The most rows of a batch."""

MAX_DRAWN = 200_000
"""The most rows that the batches of a run have over all its steps: the player is told each of them."""

CONSTANT = next(iter(SCHEDULES))
"""What the schedule of a run is called that has none."""

OVERLAYS = ("", "basins", "difference", "watersheds", "training")
"""What may lie over the map: nothing, where all starts end, what another rule changes there, watersheds, a training."""

SCALES = ("linear", "log")
"""How the error is drawn upwards."""


@dataclass(frozen=True)
class Run:
    """A descent to be made: an update rule with its settings, and where it starts.

    schedule: of the learning rate, None for a constant one. batch: how many rows of the data each step sees, drawn by
    the seed; None for all, as where there are no more than that.
    """

    rule: Rule
    start: tuple[float, float]
    schedule: Schedule | None = None
    batch: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        check_rule(self.rule)
        # Plain floats, so that runs compare, hash and travel as text alike wherever their start came from.
        settle(self, start=tuple(checked_start(self.start).tolist()))
        # What changes nothing is none: two ways to say the same would be two runs.
        schedule = checked_schedule(self.schedule)
        settle(self, schedule=None if isinstance(schedule, SCHEDULES[CONSTANT]) else schedule)
        if self.batch is not None:
            settle(self, batch=from_1(MAX_BATCH, "batch", checked_whole("batch", self.batch, 1)))
        settle(self, seed=checked_batch_seed(self.seed))

    @property
    def settings(self) -> dict[str, float]:
        """The rule's hyperparameters by name."""
        return settings_of(self.rule)

    def descent(self, E: Surface, steps: int) -> Descent:
        """Return the path of the run on a surface."""
        return descend(E, self.rule, self.start, steps, self.schedule, self.batch, self.seed)


def settings_of(record: Rule | Schedule) -> dict[str, float]:
    """Return the settings of a rule or a schedule by name."""
    return {setting.name: getattr(record, setting.name) for setting in hyperparameters(record)}


# --- what a value has to be ---------------------------------------------------------------------------------------


def check_rule(rule: object) -> None:
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


def check_drawn(runs: tuple[Run, ...], steps: int, rows: int) -> None:
    """Refuse runs whose batches of a data set are more than the player can be told."""
    for number, run in enumerate(runs, start=1):
        # A batch of all rows is not drawn.
        if run.batch is not None and run.batch < rows and run.batch * steps > MAX_DRAWN:
            most = f"{run.batch} rows in {steps} steps are {run.batch * steps}"
            raise ValueError(f"the batches of run {number} must have at most {MAX_DRAWN} rows in all, and {most}")


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


def checked_batch_seed(seed: object) -> int:
    number = checked_whole("seed", seed, 0)
    if number > MAX_SEED:
        raise ValueError(f"`seed` must be a whole number from 0 to {MAX_SEED}, got {seed}")
    return number


def one_of(name: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        listed = ", ".join(repr(each) for each in known)
        raise ValueError(f"`{name}` must be one of {listed}, got {value!r:.80}")
    return str(value)


def from_1(ceiling: int, name: str, number: int) -> int:
    if not 1 <= number <= ceiling:
        raise ValueError(f"`{name}` must be from 1 to {ceiling}, got {number}")
    return number
