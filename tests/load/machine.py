"""What a process takes of this machine, as Linux counts it."""

import os
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds that a process has taken, its own and the system's for it."""
    # The name, in brackets, may hold spaces: the fields are counted from behind it.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Return the resident memory of a process, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
