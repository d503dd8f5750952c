"""The scene: everything that a visitor can make, in one record that is checked, compared and written down whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from surface.arrays import Numbers
from surface.data import Dataset
from surface.descent import Descent, Training, checked_steps
from surface.error import ErrorSurface, Window, checked_window
from surface.error.fit import check_fit
from surface.model import Network, Plane, digest, settle
from surface.scenes import file, inpage, link
from surface.scenes.run import (
    MAX_STEPS,
    OVERLAYS,
    SCALES,
    Run,
    check_drawn,
    checked_data,
    checked_grid,
    checked_name,
    checked_plane,
    checked_runs,
    checked_seed,
    from_1,
    one_of,
)
from surface.scenes.training import TrainingPlan, checked_training


@dataclass(frozen=True, eq=False)
class Scene:
    """A network, its data, a plane of its weights, a window on their surface, the runs on it, and how it is looked at.

    id: the gallery's entry that it started from, and variant: that entry's variant, "" for none. data: a Dataset, or a
    name in DATASETS. plane: a Plane, or the names of two free weights. random_starts: the seed of the random starts
    that are run as well, None for none. overlay: one of OVERLAYS. scale: one of SCALES. training: how all the weights
    are trained beside the runs, None for not at all. Two scenes are equal where all their values are.
    Raises ValueError, with one sentence, where a value cannot be.
    """

    id: str
    network: Network
    data: Dataset
    plane: Plane
    window: Window
    runs: tuple[Run, ...]
    steps: int
    resolution: int
    random_starts: int | None
    overlay: str
    scale: str
    variant: str
    training: TrainingPlan | None

    def __init__(
        self,
        id: str,
        network: Network,
        data: Dataset | str,
        plane: Plane | Sequence[str],
        window: Numbers,
        runs: Iterable[Run],
        steps: int,
        resolution: int = 121,
        random_starts: int | None = None,
        overlay: str = "",
        scale: str = "linear",
        variant: str = "",
        training: TrainingPlan | None = None,
    ) -> None:
        settle(
            self,
            id=checked_name("id", id),
            network=network,
            variant=checked_name("variant", variant),
            data=checked_data(data),
            window=checked_window(window),
            runs=checked_runs(runs),
            steps=from_1(MAX_STEPS, "steps", checked_steps(steps)),
            resolution=checked_grid(resolution),
            random_starts=checked_seed(random_starts),
            overlay=one_of("overlay", overlay, OVERLAYS),
            scale=one_of("scale", scale, SCALES),
            plane=checked_plane(network, plane),
            training=checked_training(network, training),
        )
        check_fit(network, self.data)
        check_drawn(self.runs, self.steps, len(self.data))

    @property
    def free(self) -> tuple[str, str] | None:
        """The two free weights; None where the plane is of other directions."""
        return self.plane.free

    @property
    def axes(self) -> tuple[str, str]:
        """What the plane's two coordinates are called: the free weights' names, or a and b."""
        return self.free or ("a", "b")

    def surface(self) -> ErrorSurface:
        """Return the error surface over the plane."""
        return ErrorSurface.on(self.plane, self.data)

    def descents(self) -> list[Descent]:
        """Walk every run and return the paths."""
        surface = self.surface()
        return [run.descent(surface, self.steps) for run in self.runs]

    def trained(self) -> Training | None:
        """Train all the weights as it is planned and return how they went; None where no training is."""
        return self.training and self.training.training(self.network, self.data)

    def with_(self, **changes: Any) -> Scene:
        """Return this scene with some of its values changed, checked as at the start.

        With another network its two free weights stay free, and the others are held where that network has them; a
        training goes where that network has other weights than it begins with.
        """
        if "network" in changes:
            # By name, for the plane as it is holds the old network's weights.
            changes = {"plane": self.free or self.plane, "training": self._training_of(changes["network"])} | changes
        return replace(self, **changes)

    def _training_of(self, network: object) -> TrainingPlan | None:
        plan = self.training
        lost = plan is not None and isinstance(network, Network) and not plan.fits(network)
        return None if lost else plan

    def link(self) -> str:
        """Return the scene as the query of a link, without "?": what differs from its entry in the gallery.

        Raises ValueError where that is longer than a link may be, as with much data of one's own.
        """
        return link.written(self)

    @classmethod
    def from_link(cls, text: str) -> tuple[Scene, list[str]]:
        """Return the scene that a link's query stands for, and a sentence about each value that was left out."""
        return link.read(text)

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The link's parts by their names, worked out once: at each act a page asks for many scenes' links."""
        return link.made(self)

    def json(self) -> str:
        """Return the scene as a JSON text, own data included: what a scene file holds."""
        return file.written(self)

    @classmethod
    def from_json(cls, text: str) -> Scene:
        """Return the scene of a JSON text; raises ValueError, with a sentence that names the field that cannot be."""
        return cls(**file.read(text))

    @classmethod
    def from_page(cls, page: str) -> Scene:
        """Return the scene of a page that was saved, by its text; raises ValueError, with one sentence, where none is.

        Nothing in the page is run: its scene stands there as JSON, and is read as `from_json` reads it.
        """
        return cls.from_json(inpage.found(page))

    @cached_property
    def digest(self) -> str:
        """A short text that differs between any two scenes that differ."""
        # Every field takes part, so that a new one is compared without being named here.
        return digest([getattr(self, field.name) for field in fields(self)])

    @cached_property
    def surface_digest(self) -> str:
        """A short text that is the same for scenes that draw the same surface, whatever runs on it."""
        return digest(self.plane, self.data, self.window, self.resolution)

    @cached_property
    def runs_digest(self) -> str:
        """The same for scenes whose surface and runs are the same and are drawn on the same scale."""
        return digest(self.surface_digest, self.runs, self.steps, self.scale)

    def __eq__(self, other: object) -> bool:
        # Arrays do not compare to a single truth: the digests of all fields do.
        return self.digest == other.digest if isinstance(other, Scene) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)
