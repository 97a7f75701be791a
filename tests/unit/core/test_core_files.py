"""Small files are whole or not there, whatever happens meanwhile."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard.core.errors import CannotSave
from dashboard.core.files import locked, why, write_whole


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for data, mode in ((b"one", 0o600), (b"", 0o640), (b"three" * 1000, 0o660)):
        before = os.umask(0o077)
        write_whole(file, data, mode)
        os.umask(before)
        assert file.read_bytes() == data and file.stat().st_mode & 0o777 == mode
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "fchmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, 9999])
def test_what_goes_wrong_is_told_and_the_old_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    file = tmp_path / "a.json"
    write_whole(file, b"old")

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    if step == "write":
        file.with_name("x")
        real = os.open
        full = real("/dev/full", os.O_WRONLY)
        monkeypatch.setattr(os, "open", lambda *a, **k: os.dup(full))
        monkeypatch.setattr(os, "fchmod", lambda *_: None)
    else:
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(CannotSave, match=r"Could not save a\.json") as told:
        write_whole(file, b"new")
    monkeypatch.undo()
    assert "Errno" not in told.value.sentence and told.value.sentence.endswith(".")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotSave, match="folder is gone"):
        write_whole(tmp_path / "none/a.json", b"")
    with pytest.raises(CannotSave, match="lock"), locked(tmp_path / "none/a.lock"):
        pass


def test_every_reason_is_a_sentence() -> None:
    for code in (*range(1, 134), 0):
        words = why(OSError(code, os.strerror(code)))
        assert words[0].isupper() and not words.endswith(".")


def test_many_threads_save_one_file_whole(tmp_path: Path) -> None:
    file, failed = tmp_path / "a.json", []

    def save(n: int) -> None:
        try:
            for _ in range(10):
                write_whole(file, bytes([n]) * 5000)
        except CannotSave as error:
            failed.append(error)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    data = file.read_bytes()
    assert failed == [] and len(data) == 5000 and len(set(data)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


WRITER = """
import sys
from pathlib import Path
from dashboard.core.files import write_whole
file = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for byte in (b"a", b"b"):
        write_whole(file, byte * 200_000)
"""


@pytest.mark.parametrize("wait", [0.01, 0.02, 0.03, 0.05])
def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path, wait: float) -> None:
    file = tmp_path / "a.json"
    write_whole(file, b"a" * 200_000)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None and child.stdout.readline() == b"ready\n"
        time.sleep(wait)
        child.kill()
    data = file.read_bytes()
    assert len(data) == 200_000 and len(set(data)) == 1
    write_whole(file, b"mended")
    assert file.read_bytes() == b"mended"


def test_a_link_in_its_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "else").write_text("else")
    (tmp_path / "a.json").symlink_to(tmp_path / "else")
    write_whole(tmp_path / "a.json", b"new")
    assert (tmp_path / "else").read_text() == "else"
    assert not (tmp_path / "a.json").is_symlink()


def hold(path: Path, held: Any, done: Any) -> None:
    with locked(path):
        held.set()
        done.wait()


def test_a_lock_is_held_by_one_alone_and_goes_with_its_holder(tmp_path: Path) -> None:
    path, context = tmp_path / "a.lock", multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    child = context.Process(target=hold, args=(path, held, done))
    child.start()
    assert held.wait(20)
    with pytest.raises(CannotSave, match="still saving"), locked(path, wait=0.05):
        pass
    child.kill()
    child.join()
    with locked(path, wait=1):
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError
    with locked(path, wait=0):
        pass


def test_a_lock_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a.lock").symlink_to(tmp_path / "else")
    with pytest.raises(CannotSave), locked(tmp_path / "a.lock"):
        pass
    assert not (tmp_path / "else").exists()
