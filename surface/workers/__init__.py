"""Long work in processes of its own: a bounded pool, a fair queue before it, and an end to what nobody waits for.

    Pool(2).run("a visit", function, arguments, watch)

A job is a function of values that can be pickled, which takes a `tick` last and calls it often.
"""

from surface.workers.pool import Pool
from surface.workers.process import StoppedError
from surface.workers.worker import WorkerError

__all__ = ["Pool", "StoppedError", "WorkerError"]
