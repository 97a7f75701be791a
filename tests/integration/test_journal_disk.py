"""Real file systems that are full or can only be read. Needs root for mounting."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard.core.clock import SystemClock
from dashboard.core.errors import CannotSave
from dashboard.journal.layout import make_journal
from dashboard.journal.reader import Archive
from dashboard.journal.stream import find_streams
from dashboard.journal.writer import Writer

WHY = (
    "not checked here: a save to a full disk and to one that was remounted read-only; "
    "mounting needs root, CI runs it as root"
)
pytestmark = [pytest.mark.root, pytest.mark.skipif(os.geteuid() != 0, reason=WHY)]
CLOCK = SystemClock(ZoneInfo("Europe/Berlin"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    mount = tmp_path / "disk"
    mount.mkdir()
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs", str(mount)],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip(f"{WHY}; here mount says: {tried.stderr.strip()}")
    try:
        make_journal(mount, "alice", "home", uid=None, household_gid=None, service_gid=None)
        yield mount
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


def parts(disk: Path, tmp_path: Path) -> tuple[Writer, Archive, Path]:
    def streams():
        return find_streams(disk, {"alice": os.getuid()}, ["shared"])

    writer = Writer(streams()[0], streams, CLOCK, tmp_path / "lock")
    return writer, Archive(streams, CLOCK), disk / "alice/home/shared"


def test_a_full_disk(disk, tmp_path):
    writer, archive, folder = parts(disk, tmp_path)
    saved = 0
    with pytest.raises(CannotSave) as caught:
        for _ in range(1000):
            writer.append("test.note", {"text": "x" * 3000})
            saved += 1
    assert caught.value.sentence == ("The disk is full: nothing was saved.")
    assert saved > 20
    (file,) = folder.iterdir()
    data = file.read_bytes()
    assert data.endswith(b"\n")
    assert data.count(b"\n") == saved
    archive.open()
    assert (len(archive.entries), archive.problems) == (saved, ())
    with pytest.raises(CannotSave, match="disk is full"):
        writer.append("test.note", {"text": "x" * 60_000})
    subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
    writer.append("test.note", {"text": "space again"})
    archive.refresh()
    assert (len(archive.entries), archive.problems) == (saved + 1, ())


def test_a_disk_without_room_for_the_first_entry(disk, tmp_path):
    writer, archive, _ = parts(disk, tmp_path)
    filler = disk / "filler"
    with pytest.raises(OSError), filler.open("wb") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()
    with pytest.raises(CannotSave, match="disk is full"):
        writer.append("test.note", {"text": "x"})
    archive.open()
    assert (archive.entries, archive.problems) == ([], ())
    filler.unlink()
    assert writer.append("test.note", {"text": "x"}).n == 1


def test_remounted_read_only(disk, tmp_path):
    writer, archive, folder = parts(disk, tmp_path)
    writer.append("test.note", {"text": "before"})
    before = next(folder.iterdir()).read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(CannotSave, match="only be read") as caught:
        writer.append("test.note", {"text": "lost"})
    assert caught.value.sentence.endswith(".")
    with pytest.raises(CannotSave, match="only be read"):
        writer.take_back(1)
    archive.open()
    assert (len(archive.entries), archive.problems) == (1, ())
    assert next(folder.iterdir()).read_bytes() == before
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    writer.append("test.note", {"text": "after"})
    assert len(archive.refresh()) == 1
