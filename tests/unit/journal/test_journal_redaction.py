"""Taking back: the words go from the disk, the chain and a visible entry stay."""

import json

import pytest

from dashboard.core.errors import CannotSave, Refused
from dashboard.journal import redaction, saving
from dashboard.journal.entry import MalformedEntry


class Died(BaseException):
    pass


def test_taken_back(home):
    home.say("alice", "keep this")
    home.say("alice", "please forget this")
    archive = home.archive()
    assert archive.entries[1].decode(dict) == {"text": "please forget this"}
    before = home.file("alice").stat()
    entry = home.writer("alice").take_back(2)
    data = home.file("alice").read_bytes()
    assert b"forget" not in data
    assert home.file("alice").stat().st_ino == before.st_ino
    assert entry.kind == "core.redact"
    assert entry.decode(dict) == {"n": 2}
    line = data.splitlines(keepends=True)[1]
    assert json.loads(line).keys() == {"h", "e"}
    assert sum(map(len, data.splitlines(keepends=True)[:2])) == before.st_size
    for reader in (archive, home.archive()):
        reader.refresh()
        taken = reader.get("alice/home/shared/2")
        assert taken.taken_back
        assert (taken.body, taken.salt, taken.decode(dict)) == (None, None, None)
        assert home.texts(reader) == ["keep this"]
        assert reader.problems == ()
    home.say("alice", "after")
    assert home.archive().problems == ()


def test_refresh_gives_both_entries(home):
    home.say("alice")
    archive = home.archive()
    version, epoch = archive.version, archive.epoch
    home.writer("alice").take_back(1)
    assert [e.n for e in archive.refresh()] == [1, 2]
    assert (archive.version, archive.epoch) == (version + 1, epoch + 1)


def test_words_of_an_older_year(home):
    home.say("alice", "old words")
    home.clock.forward(days=365)
    home.say("alice", "new words")
    loaded = home.archive(all_years=True)
    newest = home.archive()
    home.writer("alice").take_back(1)
    assert b"old words" not in home.file("alice").read_bytes()
    for reader in (loaded, newest, home.archive()):
        reader.refresh()
        while reader.load_older():
            pass
        assert reader.get("alice/home/shared/1").taken_back
        assert home.texts(reader) == ["new words"]
        assert reader.problems == ()


@pytest.mark.parametrize("n", [0, -1, 7])
def test_nothing_to_take_back(home, n):
    home.say("alice")
    with pytest.raises(Refused, match="no entry"):
        home.writer("alice").take_back(n)
    assert len(home.archive().entries) == 1


def test_twice_and_of_itself(home):
    home.say("alice", "a")
    home.say("alice", "b")
    first = home.writer("alice").take_back(1)
    assert home.writer("alice").take_back(1).id == first.id  # nothing is written again
    with pytest.raises(Refused, match="already"):
        home.writer("alice").take_back(3)
    home.say("alice", "c")
    with pytest.raises(Refused, match="already"):
        home.writer("alice").take_back(1)
    assert [e.n for e in home.archive().entries] == [1, 2, 3, 4]


@pytest.mark.parametrize("finish", ["append", "take_back", "take_back another"])
def test_killed_between_the_two_steps(home, monkeypatch, finish):
    home.say("alice", "first secret")
    home.say("alice", "second")
    archive = home.archive()

    def die(*_):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(redaction, "overwrite", die)
        with pytest.raises(Died):
            home.writer("alice").take_back(1)
    assert b"first secret" in home.file("alice").read_bytes()
    archive.refresh()
    for reader in (archive, home.archive()):
        assert home.texts(reader) == ["second"]
        assert reader.problems == ()
        assert reader.entries[0].body is None
    if finish == "append":
        home.say("alice", "third")
    else:
        home.writer("alice").take_back(1 if finish == "take_back" else 2)
    assert b"first secret" not in home.file("alice").read_bytes()
    assert home.archive().problems == ()


def test_killed_anywhere_within_the_blanking(home, monkeypatch):
    home.say("alice", "first secret with “quotes” {}")
    home.say("alice", "second")
    real = saving.os.pwrite

    def partly(limit):
        def pwrite(fd, data, at):
            real(fd, bytes(data[:limit]), at)
            raise Died

        return pwrite

    with monkeypatch.context() as patch:
        patch.setattr(redaction, "overwrite", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            home.writer("alice").take_back(1)
    whole = home.file("alice").read_bytes()
    place_size = whole.index(b"\n") - whole.index(b',"s":')
    for limit in range(1, place_size):
        home.file("alice").write_bytes(whole)
        with monkeypatch.context() as patch:
            patch.setattr(saving.os, "pwrite", partly(limit))
            with pytest.raises(Died):
                home.say("alice", "third")
        archive = home.archive()
        assert archive.problems == (), limit
        assert archive.entries[0].taken_back
        assert home.texts(archive) == ["second"]
        home.say("alice", "third")
        assert b"secret" not in home.file("alice").read_bytes()
        assert home.texts() == ["second", "third"], limit


def test_a_disk_that_can_t_blank_says_so(home, monkeypatch):
    home.say("alice", "secret")

    def fail(*_):
        raise OSError(5, "no")

    with monkeypatch.context() as patch:
        patch.setattr(redaction, "overwrite", fail)
        with pytest.raises(CannotSave, match="counts as taken back"):
            home.writer("alice").take_back(1)
    assert home.texts() == []
    home.say("alice", "x")
    assert b"secret" not in home.file("alice").read_bytes()


def test_blanked_without_saying_so(home):
    home.say("bob", "quietly gone")
    archive = home.archive()
    data = home.file("bob").read_bytes()
    start = data.index(b',"s":')
    home.file("bob").write_bytes(data[:start] + b" " * (len(data) - start - 2) + b"}\n")
    archive.refresh()
    for reader in (archive, home.archive()):
        assert [p.what for p in reader.problems] == ["silent"]
        (entry,) = reader.entries
        assert not entry.taken_back
        with pytest.raises(MalformedEntry, match="bob/home/shared/1"):
            entry.decode(dict)


def test_nobody_takes_back_what_another_said(home):
    home.say("alice", "mine")
    home.say("bob", "x")
    home.file("bob").write_bytes(home.forge("bob", ["y"], kind="core.redact"))
    bodies = [b'{"n":1}', b'{"n":99}', b'{"n":-1}', b'{"n":"1"}', b"[]"]
    from dashboard.journal.line import Head, make

    h, data = b"", b""
    for n, body in enumerate(bodies, 1):
        line, h = make(h, Head(n, (20779, n), "core.redact", "2026-11-22", ""), body)
        data += line
    home.file("bob").write_bytes(data)
    archive = home.archive()
    assert home.texts(archive) == ["mine"]
    assert not any(e.taken_back for e in archive.entries)


def test_an_entry_to_come_can_t_be_taken_back(home):
    from dashboard.journal.line import Head, make

    line, h = make(b"", Head(1, (20779, 1), "core.redact", "2026-11-22", ""), b'{"n":2}')
    more, _ = make(h, Head(2, (20779, 2), "test.note", "2026-11-22", ""), b'{"text":"later"}')
    home.file("bob").write_bytes(line + more)
    assert home.texts() == ["later"]


def test_what_says_so_can_t_be_taken_back_by_hand_either(home):
    home.say("alice", "gone")
    home.writer("alice").take_back(1)
    writer = home.writer("alice")
    # What the writer refuses, written all the same.
    from dashboard.journal.chain import Chain
    from dashboard.journal.line import Head, make

    chain = Chain()
    for raw in home.file("alice").read_bytes().splitlines():
        chain.follow(raw)
    line, _ = make(chain.last, Head(3, (20779, 9), "core.redact", "2026-11-22", ""), b'{"n":2}')
    with home.file("alice").open("ab") as file:
        file.write(line)
    entries = home.archive().entries
    assert [e.taken_back for e in entries] == [True, False, False]
    writer.append("test.note", {"text": "after"})
    assert home.archive().entries[1].decode(dict) == {"n": 1}
