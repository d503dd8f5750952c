"""What the benchmark of a drag reads off a trace: the time that a thread worked between two marks."""

import pytest

from tests.benchmarks.threadtime import Worked, worked_between


def task(ts, dur, tdur, tid=1):
    return {"name": "ThreadControllerImpl::RunTask", "cat": "toplevel", "ph": "X", "pid": 1, "tid": tid} | {
        "ts": ts,
        "dur": dur,
        "tdur": tdur,
    }


def mark(name, ts):
    return {"name": name, "cat": "blink.user_timing", "ph": "I", "pid": 1, "tid": 1, "ts": ts}


def test_between_two_marks_counts_what_the_thread_worked_and_not_what_it_waited():
    events = [
        task(0, 1000, 500),
        task(200, 100, 100),  # within the first
        task(5000, 4000, 2000),
        task(0, 9000, 9000, tid=2),  # another thread
        *(mark("begun", 500), mark("done", 7000), mark("begun", 8000), mark("done", 20_000)),
    ]
    assert worked_between(events) == pytest.approx([(250 + 1000) / 1000, 500 / 1000])


def test_before_the_first_task_nothing_was_worked():
    assert Worked([(10, 5, 5)]).until(3) == 0
    assert worked_between([]) == []
