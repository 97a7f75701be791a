"""Measures how fast and how light the dashboard is: ``python -m tests.benchmarks [--quick]``."""

from __future__ import annotations

import argparse
import compileall
import platform
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import dashboard
import plugins
from tests.benchmarks import homes, idle, keys, saving, starting, years
from tests.benchmarks.rows import Row, table


def groups(
    base: Path, empty: Path, full: Path, quick: bool
) -> dict[str, Callable[[], Iterator[Row]]]:
    """Every group of figures, by the name that ``--only`` takes."""
    rounds = 3 if quick else 21
    return {
        "paint": lambda: starting.first_paint(base, empty, full, rounds),
        "key": lambda: starting.first_key(base, full, rounds),
        "command": lambda: starting.command(base, empty, full, rounds),
        "typing": lambda: keys.presses(base, full, 20 if quick else 200),
        "idle": lambda: idle.minute(base, empty, 5 if quick else 60),
        "memory": lambda: idle.memory(base, empty, full),
        "save": lambda: saving.durable(base, full, 20 if quick else 300),
        "seen": lambda: saving.seen(base, empty, full, 9 if quick else 90),
        "years": lambda: years.reading(base, full, 1 if quick else 5),
    }


def main() -> None:
    """Build the households, measure, print a table."""
    names = list(groups(Path(), Path(), Path(), True))
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: to see that it runs")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="GROUP",
                        help="some of: " + ", ".join(names))  # fmt: skip
    parser.add_argument("--entries", type=int, default=homes.ENTRIES,
                        help="how many entries the ten years have")  # fmt: skip
    chosen = parser.parse_args()
    for package in (dashboard, plugins):  # as an installation does
        compileall.compile_dir(next(iter(package.__path__)), quiet=2)
    print(f"CPython {platform.python_version()}, {platform.machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="dashboard-benchmarks-") as folder:
        base = Path(folder)
        homes.empty(base / "empty")
        homes.ten_years(base / "full", chosen.entries)
        found = groups(base, base / "empty", base / "full", chosen.quick)
        # In their own order: those that write into the households come last.
        for name in (name for name in names if name in chosen.only):
            print(f"\n{name}\n{table(found[name]())}", flush=True)


if __name__ == "__main__":
    main()
