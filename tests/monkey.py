"""A monkey at the app, without a browser: it draws what a hand could do, and much that no hand should.

`python -m tests.monkey --events 10000 --seed 1` plays it at length; each failure names its seed, by which it is played
again.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from pathlib import Path
from random import Random
from time import monotonic

from streamlit.logger import set_log_level
from streamlit.proto.WidgetStates_pb2 import WidgetState

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from nonsense import event, file, query, state, table_state, told  # noqa: E402
from visit import brought, deliver, file_field, gone, opened, overtake, player, sent  # noqa: E402

from surface.pages.insight.sections import TABS  # noqa: E402
from surface.scenes import GALLERY, SCENES  # noqa: E402

HOME = next(iter(SCENES.values()))
PAGES = ("Explore", "Lessons")
REMEMBERED = 12  # players of pages that are gone
HEARD = 8  # the last deeds, told with a failure
ROUND = 100  # events from one homecoming to the next


ELSEWHERE = ("download_button",)  # a file that is saved tells the page nothing


class FaultError(AssertionError):
    """What the monkey broke, and how it is broken again."""


class Monkey:
    """One visit of the app, and one hand at it whose deeds a seed decides."""

    def __init__(self, seed: int):
        self.seed, self.random = seed, Random(seed)
        self.app = opened()
        self.deeds: list[str] = []
        self.players: dict[str, int] = {}  # id -> the scene that it showed last
        self.look()

    def play(self, events: int) -> None:
        """Do so many deeds, look at the page after each, and come home now and then and at the end."""
        for done in range(1, events + 1):
            self.do()
            self.look()
            if done % ROUND == 0 or done == events:
                self.come_home()

    # --- deeds ----------------------------------------------------------------------------------------------------

    def do(self) -> None:
        deeds = {self.touch: 12, self.tell: 12, self.overtake: 6, self.follow: 3, self.turn_page: 2}
        deeds |= {self.upload: 1, self.open_section: 1, self.edit_points: 2}
        (deed,) = self.random.choices(list(deeds), list(deeds.values()))
        try:
            deed()
        except RuntimeError as broken:  # what AppTest says of a run that does not end
            self.fail(str(broken))

    def touch(self) -> None:
        """Move one control."""
        deliver(self.app, *self.note(self.moved()))

    def tell(self) -> None:
        """Let the player report something."""
        deliver(self.app, *self.note(self.told()))

    def overtake(self) -> None:
        """Do two things at once, or the second before the page has answered the first."""
        both = [self.random.choice((self.moved, self.told))() for _ in range(2)]
        if self.random.random() < 0.5:
            deliver(self.app, *self.note(*both, between=" with "))
        else:
            overtake(self.app, *self.note(*both, between=" overtaken by "))

    def follow(self) -> None:
        """Open a link in the same visit, as Back, Forward and the address line do."""
        self.app.query_params = query(self.random)
        self.deeds.append(f"link {self.app.query_params}")
        gone(self.app)

    def turn_page(self) -> None:
        """Go to the other page, or to the same one again."""
        self.go(self.random.choice(PAGES))

    def go(self, page: str) -> None:
        pages = {info["page_name"]: hash for hash, info in self.app._registered_pages.items()}
        self.app._page_hash, self.app.query_params = pages[page], {}
        self.deeds.append(f"page {page}")
        deliver(self.app)
        self.app._page_hash = ""  # the next run stays where this one ended

    def upload(self) -> None:
        """Open a file, if there is a place for one."""
        name, content = file(self.random)
        self.deeds.append(f"file {content[:40]!r}")
        for button in self.app.button:
            if button.key == "file-open":
                button.click().run()
        if file_field(self.app):
            deliver(self.app, *self.note(brought(self.app, name, content)))

    def edit_points(self) -> None:
        """Edit the table of the points, if there is one."""
        tables = [each.proto.id for each in self.app.get("dataframe") if "points-" in each.proto.id]
        if tables:
            # Its rows are those that it began with, as the browser has them.
            base = self.app.session_state["visit"].editing.base
            deliver(self.app, *self.note(table_state(self.random, tables[-1], base)))

    def open_section(self) -> None:
        """Ask on, below the picture."""
        self.app.session_state["insight"] = self.random.choice(TABS)
        self.deeds.append(f"section {self.app.session_state['insight']}")
        deliver(self.app)

    def moved(self) -> WidgetState:
        """A control of the page, moved."""
        controls = [node for node in self.app._tree if hasattr(node, "_widget_state") and node.type not in ELSEWHERE]
        control = self.random.choice(controls)
        return state(self.random, control, self.scene)

    def told(self) -> WidgetState:
        """An event of the player; now and then of one that is gone."""
        name, value = event(self.random, self.scene)
        known = list(self.players) if self.random.random() < 0.1 else list(self.players)[-1:]
        id = self.random.choice(known)
        return sent(id, **{name: told(self.random, value, self.players[id])})

    # --- the page -------------------------------------------------------------------------------------------------

    @property
    def scene(self):
        return self.app.session_state["visit"].scene

    @property
    def page(self) -> str:
        return self.app.session_state["visit"].page

    def note(self, *changes: WidgetState, between: str = "") -> list[WidgetState]:
        """Remember what is done, for the report."""
        self.deeds.append(between.join(" ".join(str(change).split()) for change in changes))
        return list(changes)

    def look(self) -> None:
        """Hold the page to what it owes whatever was done to it."""
        for said in self.app.exception:
            self.fail(f"{said.proto.type}: {said.value}\n{' '.join(said.proto.stack_trace[-3:])}")
        words = [text.value for kind in ("markdown", "warning", "error", "caption") for text in self.app.get(kind)]
        if any("traceback" in text.lower() for text in words):
            self.fail("a traceback in the page's words")
        shown = self.shown()
        if not shown or not shown["runs"]:
            self.fail("there is no player with runs on the page")
        if self.page == "Explore" and len(shown["runs"]) != len(self.scene.runs):
            self.fail(f"the player has {len(shown['runs'])} runs, and the scene {len(self.scene.runs)}")

    def shown(self) -> dict | None:
        """What the player was last given, and note which it is."""
        found = player(self.app)
        if found is None:
            return None
        shown = json.loads(found.json)["runs"]
        self.players.pop(found.id, None)
        self.players = dict([*self.players.items(), (found.id, shown["scene"])][-REMEMBERED:])
        return shown

    def come_home(self) -> None:
        """Reset the scene and open the plain link: both lead back, wherever one is."""
        self.go("Explore")
        self.look()
        self.app.button(key="reset").click().run()
        self.look()
        if self.scene != GALLERY[self.scene.id].opened(self.scene.variant):
            self.fail("Reset does not give the scene back as it opened")
        self.app.query_params = {}
        gone(self.app)
        self.look()
        if self.scene != HOME or self.shown()["key"] != HOME.id:
            self.fail("the plain link does not open the first scene")

    def fail(self, what: str) -> None:
        count = len(self.deeds)
        last = "\n".join(f"  {count - HEARD + k}: {deed:.400}" for k, deed in enumerate(self.deeds[-HEARD:], start=1))
        raise FaultError(f"seed {self.seed}, after {count} deeds: {what}\n{last}")


def main() -> None:
    """Play at length, and say in one line how it went."""
    parser = argparse.ArgumentParser(description="Play a seeded monkey at the app, without a browser.")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first visit; each one after has the next")
    parser.add_argument("--visit", type=int, default=500, help="events of each visit")
    asked = parser.parse_args()
    warnings.simplefilter("error", RuntimeWarning)  # as in the suite
    set_log_level("CRITICAL")  # what it would log is in the report
    began, left, faults, seed = monotonic(), asked.events, 0, asked.seed
    while left > 0:
        try:
            Monkey(seed).play(min(left, asked.visit))
        except FaultError as fault:
            faults += 1
            print(fault, flush=True)
        left, seed = left - asked.visit, seed + 1
    visits, seconds = seed - asked.seed, monotonic() - began
    print(f"{asked.events} events in {visits} visits from seed {asked.seed}: {faults} faults, {seconds:.0f} s")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
