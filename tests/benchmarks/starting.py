"""From ``exec`` to Today's real content, to the first answered key, and ``dashboard today``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tests.benchmarks.homes import ALICE, KNOWN_WHEN_EMPTY, KNOWN_WHEN_FULL
from tests.benchmarks.rows import Row, ratio
from tests.benchmarks.terminals import Terminal, dashboard, environment

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("nothing but this")

    def on_key(self):
        self.query_one(Static).update("a key was answered")

Bare().run()
"""
BARE_SHOWS = "nothing but this"
BARE_ANSWERS = "a key was answered"
HELP_SHOWS = "Screens"


def bare(base: Path) -> list[str]:
    """The command line of the smallest Textual app there is."""
    script = base / "bare.py"
    script.write_text(BARE)
    return [sys.executable, str(script)]


def opens(home: Path) -> list[str]:
    """The command line that opens a household as Alice."""
    return dashboard("--household", str(home), "--as", ALICE)


def first_paint(base: Path, empty: Path, full: Path, rounds: int) -> Iterator[Row]:
    """A known text of Today, against the text of a bare app."""
    environ = environment(base)
    cases: dict[str, Callable[[], float]] = {
        "bare": partial(_paint, bare(base), environ, BARE_SHOWS)
    }
    for name, home, known in (
        ("empty", empty, KNOWN_WHEN_EMPTY), ("ten years", full, KNOWN_WHEN_FULL),
    ):  # fmt: skip
        show = partial(_paint, opens(home), environ, known)
        cases[f"{name}, snapshot"] = partial(_after, partial(_make_snapshot, home, environ), show)
        cases[f"{name}, no snapshot"] = partial(_after, partial(_no_snapshot, home), show)
    took = _by_turns(cases, rounds)
    for name, times in took.items():
        if name != "bare":
            goal = 1.1 if name.endswith(", snapshot") else None
            yield Row(f"first paint, {name}", ratio(times, took["bare"]), "×", goal,
                      _against(times, took["bare"], "a bare Textual app"))  # fmt: skip


def first_key(base: Path, full: Path, rounds: int) -> Iterator[Row]:
    """A key pressed as soon as Today stands there, until its answer stands there."""
    environ = environment(base)
    took = _by_turns(
        {
            "bare": partial(_answer, bare(base), environ, BARE_SHOWS, b"x", BARE_ANSWERS),
            "today": partial(
                _after, partial(_make_snapshot, full, environ),
                partial(_answer, opens(full), environ, KNOWN_WHEN_FULL, b"?", HELP_SHOWS),
            ),
        },
        rounds,
    )  # fmt: skip
    yield Row("first key answered, ten years, snapshot", ratio(took["today"], took["bare"]), "×",
              1.3, _against(took["today"], took["bare"], "a bare Textual app"))  # fmt: skip


def command(base: Path, empty: Path, full: Path, rounds: int) -> Iterator[Row]:
    """``dashboard today``, against an interpreter without any package that does nothing."""
    environ = environment(base)
    here = [sys.executable, "-c", "pass"]
    with tempfile.TemporaryDirectory(dir=base) as folder:
        venv.create(folder, with_pip=False)
        clean = [str(Path(folder) / "bin" / "python"), "-c", "pass"]
        today = partial(_run, [*opens(full), "today"], environ)
        little = partial(_run, [*opens(empty), "today"], environ)
        took = _by_turns(
            {
                "pass": partial(_run, clean, environ),
                "pass here": partial(_run, here, environ),
                "pass, no site": partial(_run, [*here[:1], "-S", *here[1:]], environ),
                "fast": partial(_after, partial(_make_snapshot, full, environ), today),
                "slow": partial(_after, partial(_no_snapshot, empty), little),
                "slow, ten years": partial(_after, partial(_no_snapshot, full), today),
            },
            rounds,
        )
    against = partial(_against, theirs=took["pass"], what="python -c pass")
    yield Row("dashboard today, snapshot", ratio(took["fast"], took["pass"]), "×", 5.0,
              against(took["fast"]))  # fmt: skip
    yield Row("dashboard today, no snapshot", ratio(took["slow"], took["pass"]), "×", None,
              against(took["slow"]))  # fmt: skip
    yield Row("dashboard today, no snapshot, ten years",
              ratio(took["slow, ten years"], took["pass"]), "×", None,
              against(took["slow, ten years"]))  # fmt: skip
    pth = ", ".join(sorted(file.name for file in _site().glob("*.pth"))) or "none"
    costs = median(took["pass here"]) - median(took["pass"])
    yield Row("what this environment's .pth files cost", max(0.0, costs), "ms", None,
              f"at every start; there are: {pth}")  # fmt: skip


def _paint(command: list[str], environ: dict[str, str], text: str) -> float:
    with Terminal(command, environ) as terminal:
        return terminal.wait_for(text) - terminal.began


def _answer(
    command: list[str], environ: dict[str, str], text: str, key: bytes, answer: str
) -> float:
    with Terminal(command, environ) as terminal:
        terminal.wait_for(text)
        since = len(terminal.output)
        terminal.press(key)
        return terminal.wait_for(answer, since) - terminal.began


def _run(command: list[str], environ: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _after(prepare: Callable[[], object], measure: Callable[[], float]) -> float:
    prepare()
    return measure()


def _no_snapshot(home: Path) -> None:
    (home / "private" / ALICE / "today.json").unlink(missing_ok=True)


def _make_snapshot(home: Path, environ: dict[str, str]) -> None:
    _run([*opens(home), "today"], environ)  # makes one if there is none that still holds


def _by_turns(cases: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Measure every case once a round, so that whatever else goes on hits all alike."""
    took: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, measure in cases.items():
            seconds = measure()
            if number:  # the first round only warms the disk's cache
                took[name].append(seconds * 1000)
    return took


def _against(ours: list[float], theirs: list[float], what: str) -> str:
    return f"{median(ours):.0f} ms, {what} {median(theirs):.0f} ms"


def _site() -> Path:
    return Path(os.path.dirname(os.path.dirname(__import__("textual").__file__)))
