"""The benchmarks run and print every row. How fast anything is, is nobody's failure here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = {
    "paint": [
        "first paint, empty, snapshot",
        "first paint, empty, no snapshot",
        "first paint, ten years, snapshot",
        "first paint, ten years, no snapshot",
    ],
    "key": ["first key answered, ten years, snapshot"],
    "command": [
        "dashboard today, snapshot",
        "dashboard today, no snapshot",
        "dashboard today, no snapshot, ten years",
        "what this environment's .pth files cost",
    ],
    "save": ["a durable save, ten years"],
    "years": [
        "newest year, decoded and verified",
        "everything, decoded and verified",
        "everything folded, in the background",
        "longest stall of the event loop meanwhile",
    ],
}


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc and uses Linux terminals")
def test_the_quick_run_prints_every_row() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--quick", "--entries", "2000", "--only", *ROWS],
        cwd=ROOT, capture_output=True, text=True, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed = [line.split("|")[1].strip() for line in done.stdout.splitlines() if "|" in line]
    assert [name for names in ROWS.values() for name in names if name not in printed] == []
