"""What a visitor does: which of it, and with what values, is drawn by a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from surface.scenes import Scene
from tests.load.page import Page

SHARES = {"scene": 0.30, "released": 0.225, "typed": 0.225, "start": 0.25}
SETTINGS = ("learning_rate", "momentum")
SETTING = re.compile(rf"run-\d+-({'|'.join(SETTINGS)})")


@dataclass
class Visitor:
    """Draws acts, and notes each as (name, values), in the order in which they were sent.

    opens: whether it types in the panel beside the picture, which it opens then; else in the cards below the picture.
    """

    seed: int
    opens: bool
    done: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def begin(self, page: Page) -> None:
        """Forget what was done, for the page may or may not have it: it begins anew from its address."""
        self.done = [("address", page.query)]

    def kind(self) -> str:
        return self.chance.choices(list(SHARES), list(SHARES.values()))[0]

    def pause(self, mean: float) -> float:
        """Return seconds until the next act."""
        return self.chance.expovariate(1 / mean)

    def unfolds(self, page: Page, kind: str) -> bool:
        """Return whether the panel has to be opened before an act of this kind."""
        return kind == "typed" and self.opens and not any(map(SETTING.fullmatch, page.names()))

    def act(self, page: Page, kind: str) -> bytes:
        """Return what the browser sends for an act of this kind."""
        return getattr(self, f"_{kind}")(page)

    def _scene(self, page: Page) -> bytes:
        options = [option for option in page.named("scene")[0].options if not option.startswith("Your data")]
        here = options.index(page.values[page.named("scene")[0].id].string_value)
        if self.chance.random() < 0.3:
            name, by = self.chance.choice([("Next", 1), ("Previous", -1)])
            self.done.append(("scene", (here + by) % len(options)))
            return page.clicked(name)
        place = self.chance.choice([place for place in range(len(options)) if place != here])
        self.done.append(("scene", place))
        return page.typed("scene", options[place])

    def _setting(self, page: Page) -> tuple[int, str, float]:
        """Draw a run, one of its settings, and another value for it."""
        rules = [run.rule for run in Scene.from_link(page.query)[0].runs]
        found = [(run, name) for run, rule in enumerate(rules) for name in SETTINGS if hasattr(rule, name)]
        run, name = self.chance.choice(found)
        if name == "momentum":
            value = round(self.chance.uniform(0.5, 0.95), 3)
        else:
            value = float(f"{rules[run].learning_rate * 10 ** self.chance.uniform(-0.2, 0.15):.3g}")
        self.done.append(("setting", run, name, value))
        return run, name, value

    def _released(self, page: Page) -> bytes:
        run, name, value = self._setting(page)
        return page.acted("setting", {"run": run, "name": name, "value": value})

    def _typed(self, page: Page) -> bytes:
        if not self.opens:
            return self._released(page)
        run, name, value = self._setting(page)
        return page.typed(f"run-{run}-{name}", value)

    def _start(self, page: Page) -> bytes:
        scene = Scene.from_link(page.query)[0]
        run = self.chance.randrange(len(scene.runs))
        w = [self.chance.uniform(low, high) for low, high in scene.window]
        self.done.append(("start", run, *w))
        return page.acted("start", {"run": run, "w": w})
