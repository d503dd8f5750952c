"""What one act costs, kind by kind: a visitor alone."""

from __future__ import annotations

from tests.load.acts import SHARES, Visitor
from tests.load.machine import cpu_seconds
from tests.load.page import Page
from tests.load.session import Answer, connected


async def kinds(url: str, pid: int, count: int, seed: int, opens: bool) -> dict[str, tuple[float, list[Answer]]]:
    """Return the server's processor seconds for one act of each kind, and the answers to so many of them.

    Every kind of act is made in the scenes that a seed draws, the same for all: one is opened in each round. All have
    been opened before, as on a server that is in use. opens: whether the panel beside the picture is open.
    """
    costs = {kind: (0.0, list[Answer]()) for kind in SHARES}
    page, who = Page(url), Visitor(seed, opens)
    session = await connected(page)
    await session.ask(page.opening())
    if opens:
        await session.ask(page.unfolded())
    for _ in page.named("scene")[0].options:
        await session.ask(page.clicked("Next"))
    for _ in range(count):
        for kind in SHARES:
            before = cpu_seconds(pid)
            answer = await session.ask(who.act(page, kind))
            spent, answers = costs[kind]
            costs[kind] = spent + cpu_seconds(pid) - before, [*answers, answer]
    await session.close()
    return {kind: (spent / count, answers) for kind, (spent, answers) in costs.items()}
