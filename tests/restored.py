"""Nothing is lost: whatever a hand did, the scene's link or file gives every number on the screen in a new process.

`python -m tests.restored --moments 1000 --seed 1` looks at so many moments of a monkey's use; each difference names its
seed. The address itself is compared too: it is the link, as far as a link has room.

`--browser 50` looks at so many moments of a hand in Chromium instead, each of which a server that has just been started
gives again to an empty profile: all that is on the screen is compared, as text.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import monotonic

from streamlit.logger import set_log_level

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from monkey import FaultError, Monkey  # noqa: E402
from screens import difference, restored, screen  # noqa: E402

from surface.pages import visit  # noqa: E402
from surface.scenes import Scene, link  # noqa: E402
from surface.workers import Pool  # noqa: E402

DEEDS = 4  # between two moments


class Rememberer(Monkey):
    """A monkey that is asked, now and then, whether what it sees could be given to somebody else."""

    def moment(self, fresh: Pool) -> None:
        """Compare the page with what a new process makes of its link or file."""
        if self.page != "Explore":
            self.go("Explore")
            self.look()
        held: visit.Visit = self.app.session_state[visit.KEY]
        query = link.query_from(held.scene)
        if Scene.from_link("&".join(f"{name}={value}" for name, value in query.items())) != (held.scene, []):
            query = None  # its data have no room in a link: what is saved is a file
        elif dict(self.app.query_params) != query:
            self.fail(f"the address is {dict(self.app.query_params)}, and the scene's link {query}")
        given = (query, held.scene.json(), held.chosen, self.app.session_state.get("insight"))
        there = fresh.run("", restored, given, lambda share=None: None)
        here = screen(self.app)
        for part, value in here.items():
            other = there[part]
            if part == "controls":
                other = {key: other.get(key) for key in value}
            if value != other:
                self.fail(f"{part} differ at {query or 'its file'}:\n{difference(value, other)}")


def looked_at(moments: int, seed: int, visits: int = 50) -> tuple[int, list[str]]:
    """Look at so many moments, `visits` in each visit; return how many were looked at, and each difference."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)  # for the processes
    done, faults, fresh = 0, list[str](), Pool(1)
    while done < moments:
        monkey = Rememberer(seed)
        try:
            for _ in range(min(visits, moments - done)):
                for _ in range(DEEDS):
                    monkey.do()
                    monkey.look()
                done += 1
                monkey.moment(fresh)
        except FaultError as fault:
            faults.append(str(fault))
        fresh.end()  # a new process for each visit, which has computed nothing yet
        seed += 1
    return done, faults


def main() -> None:
    parser = argparse.ArgumentParser(description="Give the screen of a seeded use to a new process, by link or file.")
    parser.add_argument("--moments", type=int, default=1000)
    parser.add_argument("--browser", type=int, default=0, help="so many moments in Chromium instead")
    parser.add_argument("--seed", type=int, default=1, help="of the first visit; each one after has the next")
    asked = parser.parse_args()
    set_log_level("CRITICAL")
    began = monotonic()
    if asked.browser:
        from browser import restoring  # which the suite has no need of

        done, faults = restoring.looked_at(asked.browser, asked.seed)
    else:
        done, faults = looked_at(asked.moments, asked.seed)
        for fault in faults:
            print(fault, flush=True)
    print(f"{done} moments from seed {asked.seed}: {len(faults)} differences, {monotonic() - began:.0f} s")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
