"""What the kernel says of a running program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Spent:
    """CPU milliseconds and wake-ups of all threads so far."""

    cpu: float
    wakes: int

    def __sub__(self, before: Spent) -> Spent:
        return Spent(self.cpu - before.cpu, self.wakes - before.wakes)


def spent(pid: int) -> Spent:
    """Read it from ``/proc`` (proc(5): schedstat in nanoseconds, voluntary_ctxt_switches)."""
    cpu, wakes = 0, 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        cpu += int((task / "schedstat").read_text().split()[0])
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                wakes += int(line.split()[1])
    return Spent(cpu / 1e6, wakes)


def threads(pid: int) -> int:
    """How many threads there are."""
    return len(os.listdir(f"/proc/{pid}/task"))


def pss(pid: int) -> float:
    """The proportional set size in MB: memory shared by several counts for each in part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError("smaps_rollup has no Pss")
