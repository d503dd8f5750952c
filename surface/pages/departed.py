"""What visitors who have left hold on to: memory, and two sockets each, until Python's collector comes to them.

A session is a ring of objects, which goes only when all objects of the process are looked at. Python does that when a
quarter of them are new, and Streamlit after every run, which is more work than the run: here it is done as a visit
begins, at most once a minute.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from surface.pages import cache, jobs

EVERY = 60.0
"""Seconds from one time to the next."""


@dataclass
class Collector:
    """When it was done last, by any of the visits."""

    last: float = field(default_factory=monotonic)
    lock: Lock = field(default_factory=Lock)

    def is_due(self) -> bool:
        """Return whether it is time, to one of those who ask at once."""
        with self.lock:
            now = monotonic()
            due = now - self.last >= EVERY
            if due:
                self.last = now
            return due


collector = Collector()
"""The one of this process, whose objects are everybody's."""


def let_go() -> None:
    """Give back what visitors who have left hold on to, where it is time."""
    if collector.is_due():
        gc.collect()
        cache.let_go()
        jobs.results().let_go()
        _give_back()


def _give_back() -> None:
    """Have the C library give the system what is free: glibc keeps what a crowd has left for good."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):  # others have none
        trim(0)
