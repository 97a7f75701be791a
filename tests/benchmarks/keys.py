"""A key press to the end of the paint, and what that sends over the wire."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median

from tests.benchmarks.homes import KNOWN_WHEN_FULL
from tests.benchmarks.rows import Row, share
from tests.benchmarks.starting import opens
from tests.benchmarks.terminals import NeverCame, Terminal, environment

FOCUS_MOVE = 2_500
_OPEN = 3.0  # seconds after which even ten years are read


def presses(base: Path, full: Path, times: int) -> Iterator[Row]:
    """Down and up (j and k) on Today and in calcurse, by turns; Tab in an open form."""
    environ = environment(base)
    with Terminal(opens(full), environ) as ours, _calcurse(base) as theirs:
        ours.wait_for(KNOWN_WHEN_FULL)
        ours.read_for(_OPEN)
        theirs.terminal and theirs.terminal.read_for(0.5)
        mine, other, sent = [], [], []
        for key in _some(cycle([b"j", b"k"]), times):
            took, size = press(ours, key)
            mine.append(took)
            sent.append(size)
            if theirs.terminal:
                other.append(press(theirs.terminal, key)[0])
        form = _in_form(ours, times // 4)
    says = f"p50 {median(mine):.1f} ms; calcurse not installed: skipped"
    goal = None
    if other:
        goal = share(other, 0.95)
        says = f"p50 {median(mine):.1f} ms; calcurse p50 {median(other):.1f}, p95 {goal:.1f} ms"
    yield Row("key press to the end of the paint, p95", share(mine, 0.95), "ms", goal, says)
    yield Row("sent for a move on Today", median(sent), "bytes", FOCUS_MOVE, "median")
    yield Row("sent for a move in a form", median(form), "bytes", FOCUS_MOVE, "median of Tab")


def press(terminal: Terminal, key: bytes) -> tuple[float, int]:
    """Press one key; return the milliseconds until the last byte, and how many there were."""
    before = len(terminal.output)
    at = terminal.press(key)
    if not terminal.read(2.0):
        raise NeverCame(f"{key!r} changed nothing on the screen")
    ended = terminal.settle()
    return (ended - at) * 1000, len(terminal.output) - before


class _Maybe:
    """calcurse in a terminal, or nothing where it is not installed."""

    def __init__(self, terminal: Terminal | None) -> None:
        self.terminal = terminal

    def __enter__(self) -> _Maybe:
        return self

    def __exit__(self, *about: object) -> None:
        if self.terminal:
            self.terminal.__exit__(*about)


def _calcurse(base: Path) -> _Maybe:
    program = shutil.which("calcurse")
    if program is None:
        return _Maybe(None)
    data = base / "calcurse"
    data.mkdir(exist_ok=True)
    terminal = Terminal([program, "-D", str(data), "-C", str(data)], environment(base))
    terminal.read_for(1.0)
    return _Maybe(terminal)


def _in_form(terminal: Terminal, times: int) -> list[int]:
    since = len(terminal.output)
    terminal.press(b"n")
    terminal.wait_for("Ctrl+S", since)
    terminal.settle(0.3)
    return [press(terminal, b"\t")[1] for _ in range(times)]


def _some(keys: Iterator[bytes], times: int) -> Iterator[bytes]:
    return (next(keys) for _ in range(times))
