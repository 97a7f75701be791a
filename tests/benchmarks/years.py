"""Ten years of entries: what is read at once, what in the background, and whether it is felt."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from dashboard.core import household as households
from dashboard.core.clock import SystemClock
from dashboard.host.session import Session
from dashboard.journal.reader import Archive
from dashboard.journal.stream import find_streams
from dashboard.ui.following import Follower
from tests.benchmarks.homes import ALICE, ENTRIES
from tests.benchmarks.rows import Row
from tests.benchmarks.terminals import environment

BEAT = 0.002  # seconds between two looks at the loop's clock


def reading(base: Path, full: Path, rounds: int) -> Iterator[Row]:
    """Each in a process of its own, as a session would."""
    took = [_measured(base, full) for _ in range(rounds)]
    newest, everything, folded, quiet, stall, late = (
        median(each) for each in zip(*took, strict=True)
    )
    yield Row("newest year, decoded and verified", newest, "ms", None)
    yield Row("everything, decoded and verified", everything, "ms", None, f"{ENTRIES:,} entries")
    yield Row("everything folded, in the background", folded, "ms", None, "from opening on")
    yield Row("longest stall of the event loop meanwhile", stall, "ms", 50.0,
              f"p99 {late:.1f} ms; a loop with nothing beside it {quiet:.1f} ms")  # fmt: skip


def _measured(base: Path, full: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.years", str(full)],
        env=environment(base), cwd=Path(__file__).parents[2], check=True, capture_output=True,
    )  # fmt: skip
    return [float(word) for word in done.stdout.split()]


def _archive(home: Path) -> tuple[float, float]:
    household = households.load(home)
    owners = {person.id: None for person in household.people}
    streams = find_streams(household.journal, owners, ("shared",))
    archive = Archive(streams, SystemClock(household.zone))
    began = time.perf_counter()
    archive.open()
    newest = time.perf_counter()
    while archive.load_older():
        pass
    return (newest - began) * 1000, (time.perf_counter() - began) * 1000


async def _follow(home: Path) -> tuple[float, list[float]]:
    """Open a session as the screen does; watch the loop until all is folded."""
    household = households.load(home)
    gaps: list[float] = []
    done = asyncio.Event()
    beating = asyncio.create_task(_beat(gaps))
    began = time.perf_counter()
    session = await asyncio.to_thread(Session, household, household.person(ALICE))

    def renewed(*_: object) -> None:
        if session.complete:
            done.set()

    follower = Follower(session, renewed, print, lambda: None)
    await follower.start()
    await done.wait()
    took = (time.perf_counter() - began) * 1000
    await asyncio.sleep(0.3)
    beating.cancel()
    follower.stop()
    return took, gaps


async def _beat(gaps: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        gaps.append((time.perf_counter() - began - BEAT) * 1000)


async def _nothing() -> list[float]:
    gaps: list[float] = []
    beating = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(1.0)
    beating.cancel()
    return gaps


def main(home: Path) -> None:
    """Measure once, in this process; print the numbers."""
    newest, everything = _archive(home)
    quiet = max(asyncio.run(_nothing()))
    folded, gaps = asyncio.run(_follow(home))
    late = sorted(gaps)[int(len(gaps) * 0.99)]
    print(newest, everything, folded, quiet, max(gaps), late)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
