"""A minute in which nobody does anything, and the memory that open sessions take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.homes import ALICE, BOB, KNOWN_WHEN_EMPTY, KNOWN_WHEN_FULL
from tests.benchmarks.processes import pss, spent, threads
from tests.benchmarks.rows import Row
from tests.benchmarks.starting import BARE_SHOWS, bare, opens
from tests.benchmarks.terminals import Terminal, dashboard, environment

_OPEN = 4.0  # seconds after which everything is read and shown


def minute(base: Path, empty: Path, seconds: float) -> Iterator[Row]:
    """Today, an open form and a bare app, all left alone at the same time."""
    environ = environment(base)
    with ExitStack() as stack:
        shown = {
            "Today": stack.enter_context(Terminal(opens(empty), environ)),
            "an open form": stack.enter_context(Terminal(opens(empty), environ)),
            "bare app": stack.enter_context(Terminal(bare(base), environ)),
        }
        shown["bare app"].wait_for(BARE_SHOWS)
        for name in ("Today", "an open form"):
            shown[name].wait_for(KNOWN_WHEN_EMPTY)
            shown[name].read_for(1.5)
        shown["an open form"].press(b"n")
        shown["an open form"].wait_for("Ctrl+S")
        for terminal in shown.values():
            terminal.read_for(_OPEN / 2)
        before = {name: (spent(t.pid), len(t.output)) for name, t in shown.items()}
        shown["Today"].read_for(seconds)
        found = {}
        for name, terminal in shown.items():
            terminal.read_for(0.01)
            used = spent(terminal.pid) - before[name][0]
            found[name] = used, len(terminal.output) - before[name][1]
        several = threads(shown["Today"].pid)
    share = 60 / seconds
    theirs, theirs_sent = found.pop("bare app")
    for name, (used, sent) in found.items():
        yield Row(f"idle minute, {name}: CPU", used.cpu * share, "ms", 5.0,
                  f"a bare Textual app {theirs.cpu * share:.0f} ms")  # fmt: skip
        yield Row(f"idle minute, {name}: wake-ups", used.wakes * share, "", 12.0,
                  f"{several} threads; a bare Textual app {theirs.wakes * share:.0f}")  # fmt: skip
        yield Row(f"idle minute, {name}: sent", sent * share, "bytes", 100.0,
                  f"a bare Textual app {theirs_sent * share:.0f}")  # fmt: skip


def memory(base: Path, empty: Path, full: Path) -> Iterator[Row]:
    """The sum of PSS of one session, and of three."""
    environ = environment(base)
    with Terminal(bare(base), environ) as terminal:
        terminal.wait_for(BARE_SHOWS)
        terminal.read_for(1.0)
        least = pss(terminal.pid)
    for name, home, known in (
        ("at start", empty, KNOWN_WHEN_EMPTY), ("ten years", full, KNOWN_WHEN_FULL),
    ):  # fmt: skip
        with ExitStack() as stack:
            others = [dashboard("--household", str(home), "--as", who) for who in (BOB, ALICE)]
            first = stack.enter_context(Terminal(opens(home), environ))
            first.wait_for(known)
            first.read_for(_OPEN)
            one = pss(first.pid)
            more = [stack.enter_context(Terminal(command, environ)) for command in others]
            for terminal in more:
                terminal.wait_for("close")
                terminal.read_for(_OPEN)
            three = sum(pss(terminal.pid) for terminal in (first, *more))
        yield Row(f"memory of one session, {name}", one, "MB", 35.0,
                  f"PSS; a bare Textual app {least:.1f} MB")  # fmt: skip
        yield Row(f"memory of three sessions, {name}", three, "MB", 95.0, "sum of PSS")
