"""What hostile or odd files in a stream's folder do to a reader and to the writer."""

import gc
import os
import shutil
import signal

import pytest

from dashboard.core.errors import CannotSave
from dashboard.journal import files


@pytest.fixture(autouse=True)
def no_hanging():
    """A reader that hangs on a pipe must fail here and not wait for pytest-timeout."""
    signal.alarm(20)
    yield
    signal.alarm(0)


def fifo(home):
    os.mkfifo(home.file("bob"))


def symlink(home):
    elsewhere = home.root / "elsewhere.jsonl"
    elsewhere.write_bytes(home.forge("bob", ["from elsewhere"]))
    home.file("bob").symlink_to(elsewhere)


def hard_link(home):
    elsewhere = home.root / "elsewhere.jsonl"
    elsewhere.write_bytes(home.forge("bob", ["from elsewhere"]))
    os.link(elsewhere, home.file("bob"))


def folder(home):
    home.file("bob").mkdir()


def socket(home):
    import socket as sockets

    with sockets.socket(sockets.AF_UNIX) as sock:
        here = os.getcwd()
        os.chdir(home.file("bob").parent)
        try:
            sock.bind("2026.jsonl")
        finally:
            os.chdir(here)


def huge(home):
    with home.file("bob").open("wb") as file:
        file.truncate(files.LARGEST_FILE + 1)


@pytest.mark.parametrize("attack", [fifo, symlink, hard_link, folder, socket, huge])
def test_a_strange_file_is_told_and_not_read(home, attack):
    home.say("alice")
    attack(home)
    archive = home.archive()
    assert home.texts(archive) == ["hello"]
    (problem,) = archive.problems
    assert problem.what == "unsafe"
    assert (problem.stream, problem.where) == ("bob/home/shared", "2026.jsonl")
    assert "is not read" in problem.sentence
    home.say("alice", "the other's file keeps nobody from saving")
    assert len(archive.refresh()) == 1


@pytest.mark.parametrize("attack", [fifo, symlink, hard_link, folder, socket])
def test_the_writer_does_not_write_there_either(home, attack):
    attack(home)
    before = (home.root / "elsewhere.jsonl").read_bytes() if attack in (symlink, hard_link) else b""
    with pytest.raises(CannotSave, match="can't be written to"):
        home.say("bob", "secret")
    if before:
        assert (home.root / "elsewhere.jsonl").read_bytes() == before


def test_a_dangling_link_is_not_filled(home):
    home.file("bob").symlink_to(home.root / "made-by-attack")
    with pytest.raises(CannotSave):
        home.say("bob")
    assert not (home.root / "made-by-attack").exists()


def test_a_file_that_comes_right_again_is_read(home):
    hard_link(home)
    archive = home.archive()
    assert archive.problems
    (home.root / "elsewhere.jsonl").unlink()
    assert [e.id for e in archive.refresh()] == ["bob/home/shared/1"]
    assert archive.problems == ()


def test_a_link_set_while_running(home):
    home.say("alice", "a")
    home.say("bob", "b")
    archive = home.archive()
    os.link(home.file("bob"), home.root / "second")
    archive.refresh()
    assert home.texts(archive) == ["a"]
    assert {p.what for p in archive.problems} >= {"unsafe", "gone"}
    (home.root / "second").unlink()
    archive.refresh()
    assert home.texts(archive) == ["a", "b"]
    assert archive.problems == ()


def test_a_file_of_somebody_else(home, whats, monkeypatch):
    """Without root: the owner that the stream must have is another than the real one."""
    home.say("alice")
    home.say("bob")
    real = home.streams
    monkeypatch.setattr(
        home,
        "streams",
        lambda: [
            s if s.author == "alice" else type(s)(s.author, s.device, s.audience, s.folder, 4242)
            for s in real()
        ],
    )
    archive = home.archive()
    assert [e.author for e in archive.entries] == ["alice"]
    assert whats(archive) == {"unsafe"}
    # The folder is refused already; a foreign file in one's own folder is tried with accounts.
    assert {p.where for p in archive.problems} == {"folder"}


@pytest.mark.parametrize("target", ["shared", "home"])
def test_a_linked_folder_is_passed_over(home, target):
    home.say("bob", "real")
    folder = home.file("bob").parent
    path = folder if target == "shared" else folder.parent
    path.rename(home.root / "moved")
    path.symlink_to(home.root / "moved", target_is_directory=True)
    assert all(s.author == "alice" or s.audience != "shared" for s in home.streams())


def test_only_years_count(home, whats):
    home.say("bob")
    folder = home.file("bob").parent
    for name in ("2026.jsonl.bak", "notes.jsonl", ".2026.jsonl.swp", "20266.jsonl", "٢٠٢٦.jsonl"):
        shutil.copy(home.file("bob"), folder / name)
    assert len(home.archive(all_years=True).entries) == 1
    assert whats() == set()


def test_reading_creates_nothing(home):
    home.say("alice")
    before = sorted(home.root.rglob("*"))
    home.archive(all_years=True).refresh()
    assert sorted(home.root.rglob("*")) == before


def test_writable_for_others_is_told_and_mended_by_the_author(home, whats):
    home.say("bob")
    home.file("bob").chmod(0o666)
    assert whats() == {"writable"}
    home.say("bob")
    assert whats() == set()


def test_files_closed(home):
    """Every file that a reader opened is closed when it goes."""
    home.say("alice")
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        archive = home.archive()
        archive.refresh()
    del archive
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_line_too_long_to_keep(home, monkeypatch, whats):
    monkeypatch.setattr(files, "LONGEST_LINE", 1000)
    monkeypatch.setattr(files, "_CHUNK", 500)
    home.say("bob", "before")
    with home.file("bob").open("ab") as file:
        file.write(b"x" * 5000)
    archive = home.archive()
    assert home.texts(archive) == ["before"]
    assert whats(archive) == {"unsafe"}
