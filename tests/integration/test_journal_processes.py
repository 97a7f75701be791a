"""Several processes, and processes that die: what was confirmed is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard.core.clock import SystemClock
from dashboard.journal.layout import make_journal
from dashboard.journal.reader import Archive
from dashboard.journal.stream import find_streams

KILLS = int(os.environ.get("JOURNAL_KILLS", "200"))

# Forks once everything is imported, so that a kill hits the writing and not the start-up.
CHILD = """
import os, random, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from dashboard.core.clock import SystemClock
from dashboard.journal.stream import find_streams
from dashboard.journal.writer import Writer

root, mode, tag = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
streams = lambda: find_streams(root, {"alice": os.getuid(), "bob": os.getuid()}, ["shared"])
mine = next(s for s in streams() if s.author == "alice")
clock = SystemClock(ZoneInfo("Europe/Berlin"))

def work(tag, out):
    writer = Writer(mine, streams, clock, root / "lock")
    i = 0
    while mode == "forever" or i < 50:
        i += 1
        text = f"{tag}.{i} " + "padding " * random.choice((1, 40, 400, 7500))
        if i % 7 == 0 and mode == "forever":
            entry = writer.take_back(kept[-1])
            os.write(out, f"taken {kept.pop()}\\n".encode())
        else:
            entry = writer.append("test.note", {"text": text})
            kept.append(entry.n)
            os.write(out, f"said {entry.n} {tag}.{i}\\n".encode())

kept = []
if mode == "forever":
    for line in sys.stdin:  # one child for each line
        kept.clear()
        pid = os.fork()
        if not pid:
            work(line.strip(), 1)
        os.write(1, f"pid {pid}\\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"dead\\n")
else:
    work(tag, 1)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for person in ("alice", "bob"):
        make_journal(tmp_path, person, "home", uid=None, household_gid=None, service_gid=None)
    return tmp_path


def start(root: Path, mode: str, tag: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(root), mode, tag],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def read(root: Path) -> Archive:
    owners = dict.fromkeys(("alice", "bob"), os.getuid())
    archive = Archive(
        lambda: find_streams(root, owners, ["shared"]), SystemClock(ZoneInfo("Europe/Berlin"))
    )
    archive.open()
    while archive.load_older():
        pass
    return archive


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_in_the_middle_of_writing(root):
    """SIGKILL at random moments; JOURNAL_KILLS=5000 runs more."""
    rng = random.Random(20261122)
    parent = start(root, "forever", "")
    assert parent.stdin
    assert parent.stdout
    confirmed: dict[int, str] = {}
    taken: set[int] = set()
    reader = read(root)
    torn = 0
    file = None
    try:
        for kill in range(KILLS):
            parent.stdin.write(f"k{kill}\n")
            parent.stdin.flush()
            # The child may speak before its parent has told its number.
            lines = []
            while not (line := parent.stdout.readline()).startswith("pid "):
                lines.append(line)
            pid = int(line.split()[1])
            time.sleep(rng.uniform(0, 0.006) if kill % 4 else rng.uniform(0, 0.03))
            os.kill(pid, signal.SIGKILL)
            while (line := parent.stdout.readline()) != "dead\n":
                lines.append(line)
            for line in lines:
                word, number, *text = line.split()
                if word == "said":
                    confirmed[int(number)] = text[0]
                else:
                    taken.add(int(number))
            file = file or next(iter((root / "alice/home/shared").glob("*.jsonl")), None)
            torn += bool(file and not file.read_bytes().endswith(b"\n"))
            if kill % 20 == 0:
                reader.refresh()
                assert reader.problems == ()
    finally:
        parent.stdin.close()
        parent.wait(timeout=30)
        parent.stdout.close()
    reader.refresh()
    fresh = read(root)
    assert fresh.problems == reader.problems == ()
    assert [e.id for e in fresh.entries] == [e.id for e in reader.entries]
    by_number = {e.n: e for e in fresh.entries}
    assert len(confirmed) > KILLS / 4, "the children were killed before they could write"
    assert sorted(by_number) == list(range(1, len(by_number) + 1))
    data = b"".join(f.read_bytes() for f in (root / "alice/home/shared").glob("*.jsonl"))
    for number, text in confirmed.items():
        entry = by_number[number]
        if number in taken:
            assert entry.taken_back
            assert f'"{text} '.encode() not in data
        elif not entry.taken_back:  # taken back, but killed before it could say so
            words = entry.decode(dict)
            assert words
            assert words["text"].split()[0] == text
    print(f"{KILLS} kills, {len(confirmed)} confirmed, {len(taken)} taken back, {torn} torn")


def test_four_sessions_of_one_author(root):
    children = [start(root, "fifty", f"s{i}") for i in range(4)]
    told = []
    for child in children:
        out, _ = child.communicate(timeout=100)
        assert child.returncode == 0
        told += [line.split() for line in out.splitlines()]
    assert len(told) == 200
    archive = read(root)
    assert archive.problems == ()
    assert [e.n for e in archive.entries] == list(range(1, 201))
    for _, number, text in told:
        words = archive.entries[int(number) - 1].decode(dict)
        assert words
        assert words["text"].split()[0] == text
