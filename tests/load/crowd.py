"""Many visitors at once, each unlike the others, and what their acts took."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.load.acts import SHARES, Visitor
from tests.load.heavy import Heavy
from tests.load.machine import cpu_seconds, resident
from tests.load.page import Page
from tests.load.session import Answer, LostError, Session, connected

PAUSE = 5.0  # seconds between two acts of a visitor, on average
TWICE, AWAY = 0.06, 0.03  # how often two acts go out at once, and a visitor leaves with an act on its way
FORGOTTEN = 120.0  # seconds for which Streamlit keeps who left
COLLECTED = 61.0  # seconds after which a server looks once more for what they left (surface.pages.departed)
GONE = 2.0  # seconds until who left is back, on average


@dataclass
class Measured:
    """What was measured.

    answers: by the kind of act, openings among them as "opened" and "back". acts: how many were sent, and in `seconds`;
    cpu: the server's processor seconds for them, opening: for the first openings. memory: the servers' MiB before,
    with all, and after they left.
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    lost: int = 0
    acts: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    opening: float = 0.0
    memory: list[float] = field(default_factory=list)

    def note(self, kind: str, answer: Answer) -> None:
        self.answers.setdefault(kind, []).append(answer)

    def of_acts(self) -> list[Answer]:
        return [answer for kind in SHARES for answer in self.answers.get(kind, [])]


@dataclass
class Visit:
    """A visitor with a tab."""

    page: Page
    who: Visitor
    into: Measured
    session: Session | None = None

    async def open(self, kind: str = "opened") -> None:
        try:
            self.session = await connected(self.page)
            self.into.note(kind, await self.session.ask(self.page.opening()))
        except LostError:
            await self._lose()

    async def act(self, until: float, pause: float = PAUSE) -> None:
        """Act again and again, until the clock has come there."""
        try:
            while self.session and (moment := perf_counter() + self.who.pause(pause)) < until:
                await asyncio.sleep(moment - perf_counter())
                await self._one()
        except LostError:
            await self._lose()

    async def _one(self) -> None:
        kind, chance = self.who.kind(), self.who.chance.random()
        if self.who.unfolds(self.page, kind):
            self.into.acts += 1
            self.into.note("unfolded", await self.session.ask(self.page.unfolded()))
        messages = [self.who.act(self.page, kind)]
        if chance < AWAY:
            await self._go_and_come(messages[0])
            return
        if kind in ("released", "start") and chance < AWAY + TWICE:
            messages.append(self.who.act(self.page, kind))
        self.into.acts += len(messages)
        self.into.note(kind, await self.session.ask(*messages))

    async def _go_and_come(self, message: bytes) -> None:
        """Leave with an act on its way, and come back to the same session, or to the address as a new one."""
        await self.session.send(message)
        await self.leave()
        await asyncio.sleep(self.who.pause(GONE))
        self.page = self.page if self.who.chance.random() < 0.5 else self.page.reloaded()
        await self.open("back")
        self.who.begin(self.page)

    async def leave(self) -> None:
        if self.session:
            await self.session.close()

    async def _lose(self) -> None:
        self.into.lost += 1
        await self.leave()
        self.session = None


async def crowd(
    servers: Sequence[tuple[str, int]],
    sessions: int,
    seconds: float,
    seed: int,
    rest: float = 0.0,
    pause: float = PAUSE,
    heavy: int = 0,
) -> tuple[Measured, list[Visit]]:
    """Let so many visitors open the page at once and act for so long; return what it took, and who they were.

    servers: the address and the process of each; visitors go to them in turn. rest: seconds after they left, until the
    memory is read. pause: seconds between two acts of a visitor, on average. heavy: so many more ask for the heaviest
    that a link allows meanwhile, and are not measured.
    """
    into = Measured()
    visits = [
        Visit(Page(servers[each % len(servers)][0]), Visitor(1000 * seed + each, each // len(servers) % 2 == 1), into)
        for each in range(sessions)
    ]

    def spent() -> float:
        return sum(cpu_seconds(pid) for _, pid in servers)

    def look() -> None:
        into.memory.append(sum(resident(pid) for _, pid in servers))

    look()
    before = spent()
    await asyncio.gather(*(visit.open() for visit in visits))
    opened, began = spent(), perf_counter()
    others = [Heavy(servers[each % len(servers)][0], seed + each) for each in range(heavy)]
    asking = [other.ask(began + seconds) for other in others]
    await asyncio.gather(*(visit.act(began + seconds, pause) for visit in visits), *asking)
    into.opening, into.cpu, into.seconds = opened - before, spent() - opened, perf_counter() - began
    look()
    await asyncio.gather(*(visit.leave() for visit in visits))
    # Streamlit lets go of who left two minutes ago when somebody leaves, and who comes a minute later finds that.
    for wait in (rest, COLLECTED) if rest > FORGOTTEN else (rest,):
        await asyncio.sleep(wait)
        late = [Visit(Page(url), Visitor(seed, opens=False), Measured()) for url, _ in servers]
        await asyncio.gather(*(visit.open() for visit in late))
        await asyncio.gather(*(visit.leave() for visit in late))
    look()
    return into, visits
