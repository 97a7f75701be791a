"""What a durable save costs, and how soon the other sees it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from dashboard.core import household as households
from dashboard.core.clock import SystemClock
from dashboard.journal.layout import make_journal
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer
from tests.benchmarks.homes import BOB, KNOWN_WHEN_EMPTY, KNOWN_WHEN_FULL
from tests.benchmarks.rows import Row, ratio, share
from tests.benchmarks.starting import opens
from tests.benchmarks.terminals import NeverCame, Terminal, environment


def durable(base: Path, full: Path, times: int) -> Iterator[Row]:
    """An entry saved for good, against its bytes written and fsynced by hand."""
    writer = _writer(full)
    body = {"tone": "thanks", "text": "Soup is on the stove."}
    ours, raw = [], []
    fd = os.open(base / "raw.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for _ in range(times):
        began = time.perf_counter()
        entry = writer.append("gratitude.note", body)
        ours.append(time.perf_counter() - began)
        line = bytes(entry.source) if isinstance(entry.source, bytes) else b"x" * 600
        began = time.perf_counter()
        os.write(fd, line + b"\n")
        os.fsync(fd)
        raw.append(time.perf_counter() - began)
    os.close(fd)
    says = f"{median(ours) * 1000:.2f} ms, write and fsync {median(raw) * 1000:.2f} ms"
    yield Row("a durable save, ten years", ratio(ours, raw), "×", 2.0, says)


def seen(base: Path, empty: Path, full: Path, times: int) -> Iterator[Row]:
    """From the moment that a save of the other's is durable until it stands on the screen."""
    for name, home, known, some in (
        ("", empty, KNOWN_WHEN_EMPTY, times), (", ten years", full, KNOWN_WHEN_FULL, times // 3),
    ):  # fmt: skip
        took, missed = _seen(base, home, known, some)
        goal = 15.0 if not name else None
        says = f"p50 {median(took):.1f} ms of {len(took)} saves" if took else ""
        yield Row(f"a save to the other's screen, p95{name}", share(took, 0.95), "ms", goal, says)
        yield Row(f"saves that never showed{name}", missed, "", 0.0, f"of {some}")


def _seen(base: Path, home: Path, known: str, times: int) -> tuple[list[float], int]:
    writer = _writer(home)
    took, missed = [], 0
    with Terminal(opens(home), environment(base)) as alice:
        alice.wait_for(known)
        alice.read_for(4.0)
        for number in range(times):
            words = f"late-{number}-"
            since = len(alice.output)
            writer.append("gratitude.note", {"tone": "late", "text": words})
            saved = time.perf_counter()
            try:
                took.append(max(0.0, alice.wait_for(words, since, 5.0) - saved) * 1000)
            except NeverCame:
                missed += 1
            alice.settle(0.15)
    return took, missed


def _writer(home: Path) -> Writer:
    """Bob's pen."""
    household = households.load(home)
    owners = {person.id: None for person in household.people}
    make_journal(
        household.journal, BOB, household.device, uid=None, household_gid=None, service_gid=None
    )
    folder = household.journal / BOB / household.device / "shared"
    stream = Stream(BOB, household.device, "shared", folder, None)
    lock = household.own(household.person(BOB)) / "write.lock"
    return Writer(
        stream, lambda: find_streams(household.journal, owners, ("shared",)),
        SystemClock(household.zone), lock,
    )  # fmt: skip
