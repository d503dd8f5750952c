"""Visitors who ask for the heaviest that a link allows, again and again, each time for what nobody has asked before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from time import perf_counter

from surface.descent import Adam
from surface.scenes import SCENES, Scene, edits
from surface.scenes.run import MAX_RESOLUTION, MAX_STEPS
from tests.load.page import Page
from tests.load.session import LostError, connected


def heaviest(seed: int) -> Iterator[Scene]:
    """Yield scenes of half a minute and more, no two the same, in turn of three kinds.

    Basins under a rule whose runs are walked to the end, those under plain descent on a finer grid, and a network with
    two hidden layers.
    """
    for n in count():
        scene = SCENES["iris"].with_(steps=MAX_STEPS - n, overlay="basins")
        rate = 0.1 + 1e-3 * seed + 1e-5 * n
        yield edits.with_own_rule(scene, 0, Adam(learning_rate=rate))
        yield edits.with_setting(scene.with_(resolution=MAX_RESOLUTION - 2 * n), 0, "learning_rate", rate)
        deep = edits.with_hidden(scene.with_(resolution=MAX_RESOLUTION, overlay="basins"), (8, 8))
        yield edits.with_own_rule(deep, 0, Adam(learning_rate=rate))


class Heavy:
    """A visitor who opens one after the other, and gives up each after `patience` seconds, as people do."""

    def __init__(self, url: str, seed: int, patience: float = 20.0) -> None:
        self.url, self.scenes, self.patience = url, heaviest(seed), patience
        self.asked = 0

    async def ask(self, until: float) -> None:
        """Ask again and again until the clock has come there."""
        while perf_counter() < until:
            try:
                session = await connected(Page(self.url, next(self.scenes).link().removeprefix("?")))
            except (OSError, TimeoutError):
                continue
            self.asked += 1
            try:
                left = min(self.patience, until - perf_counter())
                await asyncio.wait_for(session.ask(session.page.opening()), max(left, 0.1))
            except (LostError, TimeoutError):
                pass
            finally:
                await session.close()
