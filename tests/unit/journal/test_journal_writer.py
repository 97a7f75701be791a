"""Saving: what stands in the file, and what the writer says when it can't."""

import errno
import fcntl
import json
import os
import re
import resource
import signal
import threading

import msgspec
import pytest

from dashboard.core.errors import CannotSave, Refused
from dashboard.journal import saving
from dashboard.journal.line import LONGEST_BODY
from dashboard.journal.writer import Writer


def test_the_entry_that_is_returned_is_the_one_that_is_read(home):
    told = home.say("alice", "Grüße")
    (read,) = home.archive().entries
    names = "id author device audience kind n l order day digest body salt seen"
    for name in names.split():
        assert getattr(told, name) == getattr(read, name), name
    assert told.id == "alice/home/shared/1"
    assert told.body == '{"text":"Grüße"}'.encode()
    assert len(told.salt) == 32


def test_the_line_is_as_documented(home):
    home.say("bob", "first")
    home.say("alice", "second")
    line = json.loads(home.file("alice").read_text())
    assert list(line) == ["h", "e", "s", "b"]
    assert list(line["e"]) == ["n", "l", "k", "at", "d", "seen"]
    bob = json.loads(home.file("bob").read_text())
    assert line["e"]["seen"] == {"bob/home/shared": [1, bob["h"]]}
    assert bob["e"]["seen"] == {}


def test_two_equal_texts_have_different_digests(home):
    assert home.say("alice", "same").digest != home.say("alice", "same").digest


def test_a_mapping_is_a_body_too(home):
    entry = home.writer("alice").append("test.note", {"text": "x"})
    assert home.texts() == ["x"]
    assert entry.decode(dict) == {"text": "x"}


def test_no_hours_on_disk(home):
    home.clock.at = home.clock.at.replace(hour=21, minute=47, second=13, microsecond=987654)
    home.say("bob")
    home.say("alice")
    home.writer("alice").take_back(1)
    text = home.file("alice").read_text() + home.file("bob").read_text()
    # Hashes and salts are random hex; what is left must not tell the hour in any way.
    plain = re.sub(r"[0-9a-f]{32,64}", "", text)
    assert not re.search(r"21.?47|:\d\d:|T\d\d|17\d{8}|987654|Berlin|\+0[12]", plain)
    assert set(re.findall(r"\d{3,}", plain)) <= {"2026", "20779"}


def test_too_long_is_refused_and_the_limit_is_not(home):
    with pytest.raises(Refused, match="too long"):
        home.say("alice", "x" * LONGEST_BODY)
    assert not home.file("alice").exists()
    home.say("alice", "x" * (LONGEST_BODY - len('{"text":""}')))
    assert len(home.texts()[0]) == LONGEST_BODY - 11


def test_too_long_is_read(home):
    home.file("bob").write_bytes(home.forge("bob", ["y" * 3 * LONGEST_BODY, "z"]))
    assert [len(text) for text in home.texts()] == [3 * LONGEST_BODY, 1]


@pytest.mark.parametrize("kind", ["", "two words", "core.redact", "ä", "a\nb", "x" * 200])
def test_odd_kinds_are_a_programming_mistake(home, kind):
    with pytest.raises(ValueError, match="no kind"):
        home.writer("alice").append(kind, {})


def test_lone_surrogates_do_not_lose_the_words(home):
    home.say("alice", "caf\udce9 ole")
    assert home.texts() == ["caf ole"]


def test_modes_of_files(home):
    home.say("alice")
    assert home.file("alice").stat().st_mode & 0o777 == 0o600
    home.file("bob").parent.chmod(0o2750)
    old = os.umask(0o077)
    try:
        home.say("bob")
    finally:
        os.umask(old)
    assert home.file("bob").stat().st_mode & 0o777 == 0o640
    assert home.file("bob").parent.stat().st_mode & 0o7777 == 0o2750


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "share of the disk"),
        (errno.EROFS, "only be read"),
        (errno.EIO, "reports a fault"),
        (errno.EACCES, "may not write"),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_failing_disk_leaves_the_file_as_it_was(home, monkeypatch, number, word, call):
    home.say("alice", "before")
    before = home.file("alice").read_bytes()
    real_write = os.write

    def fail(fd, *rest):
        if call == "write":
            if fail.calls:
                raise OSError(number, "no")
            fail.calls += 1
            return real_write(fd, rest[0][:100])  # a part of it gets through
        raise OSError(number, "no")

    fail.calls = 0
    with monkeypatch.context() as patch:
        patch.setattr(saving.os, call, fail)
        with pytest.raises(CannotSave, match=word) as caught:
            home.say("alice", "lost")
    assert caught.value.sentence.endswith(".")
    assert home.file("alice").read_bytes() == before
    home.say("alice", "after")
    assert home.texts() == ["before", "after"]


def test_a_limit_to_the_size_of_files(home):
    """A real short write by the kernel, with no root: RLIMIT_FSIZE."""
    home.say("alice", "before")
    before = home.file("alice").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, hard))
    try:
        with pytest.raises(CannotSave, match="may not grow"):
            home.say("alice", "x" * 500)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert home.file("alice").read_bytes() == before


def test_no_folder(home):
    writer = home.writer("alice")
    home.file("alice").parent.rmdir()
    with pytest.raises(CannotSave, match="not there"):
        writer.append("test.note", {})
    assert not home.file("alice").parent.exists()


def test_another_account_does_not_even_try(home):
    real = home.stream("alice")
    stream = type(real)("alice", "home", "shared", real.folder, os.geteuid() + 1)
    with pytest.raises(CannotSave, match="Only alice"):
        Writer(stream, home.streams, home.clock, home.root / "lock").append("test.note", {})
    assert list(real.folder.iterdir()) == []


def test_a_held_lock_ends_in_a_sentence(home, monkeypatch):
    monkeypatch.setattr(saving, "LOCK_SECONDS", 0.2)
    with (home.root / "alice.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CannotSave, match="Another window"):
            home.say("alice")
    home.say("alice", "now")
    assert home.texts() == ["now"]


def test_a_locked_data_file_stops_nobody(home):
    home.say("alice")
    with home.file("alice").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        home.say("alice")
    assert len(home.texts()) == 2


def test_threads_of_one_author(home):
    def work(number):
        writer = home.writer("alice")
        for i in range(25):
            writer.append("test.note", {"text": f"{number}.{i}"})

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    archive = home.archive()
    assert [e.n for e in archive.entries] == list(range(1, 101))
    assert archive.problems == ()
    assert set(home.texts(archive)) == {f"{t}.{i}" for t in range(4) for i in range(25)}


def test_the_lock_folder_is_made_and_private(home):
    lock = home.root / "a" / "b" / "lock"
    Writer(home.stream("alice"), home.streams, home.clock, lock).append("test.note", {})
    assert lock.parent.stat().st_mode & 0o777 == 0o700
    assert lock.stat().st_mode & 0o777 == 0o600


def test_the_other_s_shared_entries_do_not_tell_of_sealed_ones(home):
    home.say("alice", "open")
    before = home.say("bob", "open")
    for _ in range(5):
        home.say("alice", "answer", audience="sealed")
    after = home.say("bob", "open")
    assert after.l == (before.l[0], before.l[1] + 1)
    assert set(after.seen) == {"alice/home/shared"}
    own = home.say("alice", "open")
    assert own.l == (before.l[0], after.l[1] + 1)


def test_a_sound_last_line_survives_in_a_file_of_one_long_line(home):
    """The tail is read in windows; a line longer than one must still be found."""
    home.say("alice", "x" * 60_000)
    home.say("alice", "y" * 60_000)
    entry = home.say("alice", "z")
    assert entry.n == 3
    assert home.archive().problems == ()


def test_msgspec_structs_with_private_names(home):
    class Odd(msgspec.Struct, rename="camel", tag="odd"):
        long_name: int

    entry = home.writer("alice").append("test.odd", Odd(3))
    assert entry.body == b'{"type":"odd","longName":3}'
    assert home.archive().entries[0].decode(Odd) == Odd(3)


def test_saved_means_on_the_disk(home, monkeypatch):
    """Every write is followed by an fsync of the same file; a new file's folder as well."""
    calls = []
    real = {name: getattr(os, name) for name in ("write", "pwrite", "fsync")}

    def spy(name):
        def call(fd, *rest):
            calls.append((name, os.readlink(f"/proc/self/fd/{fd}").rpartition("/")[2]))
            return real[name](fd, *rest)

        return call

    for name in real:
        monkeypatch.setattr(saving.os, name, spy(name))
    home.say("alice")
    assert calls == [("write", "2026.jsonl"), ("fsync", "2026.jsonl"), ("fsync", "shared")]
    calls.clear()
    home.say("alice")
    assert calls == [("write", "2026.jsonl"), ("fsync", "2026.jsonl")]
    calls.clear()
    home.writer("alice").take_back(1)
    assert calls == [
        ("write", "2026.jsonl"),
        ("fsync", "2026.jsonl"),
        ("pwrite", "2026.jsonl"),
        ("fsync", "2026.jsonl"),
    ]


def test_what_is_seen_is_made_durable_before_it_is_noted(home, monkeypatch):
    """Else a power cut could take the other's entry and leave the note that it was there."""
    home.say("bob", "seen")
    calls = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (calls.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd))
    )
    home.say("alice", "1")
    assert calls[0] == str(home.file("bob"))
    calls.clear()
    home.say("alice", "2")  # nothing new was seen
    assert calls == [str(home.file("alice"))]
