"""The time that a page's own thread worked between two marks, from a trace: what else a machine does counts less."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

CATEGORIES = ["toplevel", "blink.user_timing"]
BEGUN, DONE = "begun", "done"
"""The names of the marks, which a page sets in pairs."""


class Worked:
    """How long a thread has worked up to a time, by the tasks of a trace: (begin, length, worked), in µs."""

    def __init__(self, tasks: Sequence[tuple[float, float, float]]) -> None:
        self.tasks = list[tuple[float, float, float]]()
        for task in sorted(tasks):
            # A task within another one is counted with it.
            if not self.tasks or task[0] >= sum(self.tasks[-1][:2]):
                self.tasks.append(task)
        self.begins = [task[0] for task in self.tasks]
        self.before = [0.0, *accumulate(task[2] for task in self.tasks)]

    def until(self, time: float) -> float:
        """Return the microseconds worked until a time; within a task they are taken as even."""
        n = bisect_right(self.begins, time) - 1
        if n < 0:
            return 0.0
        begin, length, worked = self.tasks[n]
        return self.before[n] + worked * min(1.0, (time - begin) / max(length, 1.0))


def worked_between(events: list[dict]) -> list[float]:
    """Return the milliseconds that the thread which set the marks has worked between each pair of them."""
    marks = [event for event in events if event["name"] in (BEGUN, DONE) and "user_timing" in event["cat"]]
    if not marks:
        return []
    thread = marks[0]["pid"], marks[0]["tid"]
    tasks = [
        (event["ts"], event["dur"], event["tdur"])
        for event in events
        if (event["pid"], event["tid"]) == thread
        and event["ph"] == "X"
        and "RunTask" in event["name"]
        and "tdur" in event
    ]
    worked = Worked(tasks)
    begun, done = ([mark["ts"] for mark in marks if mark["name"] == name] for name in (BEGUN, DONE))
    return [(worked.until(end) - worked.until(begin)) / 1000 for begin, end in zip(begun, done, strict=True)]
