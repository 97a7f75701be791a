"""A past that is rewritten, cut or replaced, and what can be seen of it."""

import json

import msgspec
import pytest

from dashboard.journal.line import Head, make
from dashboard.journal.problem import Problem
from dashboard.journal.reader import Archive
from dashboard.journal.track import Track


def rewrite(home, person: str, n: int, text: str) -> None:
    """What a clever author would do: change the words and recompute the whole chain."""
    data, h = b"", b""
    for raw in home.file(person).read_bytes().splitlines():
        old = json.loads(raw)
        body = {"text": text} if old["e"]["n"] == n else old["b"]
        head = msgspec.convert(old["e"], Head)
        line, h = make(h, head, msgspec.json.encode(body))
        data += line
    home.file(person).write_bytes(data)


def test_a_rewritten_past_shows_once_the_other_wrote_something(home):
    home.say("bob", "I was there")
    rewrite(home, "bob", 1, "I was not there")
    assert home.archive().problems == ()  # nobody can know yet: the README says so
    rewrite(home, "bob", 1, "I was there")
    home.say("alice", "noted")
    rewrite(home, "bob", 1, "I was not there")
    (problem,) = home.archive().problems
    assert problem == Problem(
        "bob/home/shared",
        "bob/home/shared/1",
        "Something that bob wrote, bob/home/shared/1 or before it, was changed afterwards. "
        "(alice/home/shared/1 saw it otherwise.)",
        "changed",
    )


def test_an_old_entry_before_the_witnessed_one(home):
    for i in range(10):
        home.say("bob", str(i))
    home.say("alice")
    rewrite(home, "bob", 3, "changed")
    (problem,) = home.archive().problems
    # Only heads that somebody saw can be compared, and every later head depends on number 3.
    assert problem.where == "bob/home/shared/10"


def test_a_reader_that_is_open_sees_it_by_itself(home):
    home.say("bob", "I was there")
    archive = home.archive()
    assert home.texts(archive) == ["I was there"]
    rewrite(home, "bob", 1, "I was not there")
    (entry,) = archive.refresh()
    assert home.texts(archive) == ["I was not there"]
    assert entry.n == 1
    assert [p.what for p in archive.problems] == ["changed"]
    archive.refresh()
    assert [p.what for p in archive.problems] == ["changed"]


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_cut_off_behind_a_witness(home, keep):
    for i in range(3):
        home.say("bob", str(i))
    home.say("alice", "noted")
    lines = home.file("bob").read_bytes().splitlines(keepends=True)
    home.file("bob").write_bytes(b"".join(lines[:keep]))
    (problem,) = home.archive().problems
    assert (problem.what, problem.where) == ("gone", "bob/home/shared/3")
    assert "bob wrote is gone" in problem.sentence


def test_cut_off_while_a_reader_is_open(home):
    for i in range(3):
        home.say("bob", str(i))
    archive = home.archive()
    version = archive.version
    lines = home.file("bob").read_bytes().splitlines(keepends=True)
    home.file("bob").write_bytes(b"".join(lines[:2]))
    assert archive.refresh() == []
    assert archive.version > version
    assert home.texts(archive) == ["0", "1"]
    assert [(p.what, p.where) for p in archive.problems] == [("gone", "bob/home/shared/3")]


def test_cut_and_written_on_while_open(home):
    for i in range(3):
        home.say("bob", str(i))
    archive = home.archive()
    lines = home.file("bob").read_bytes().splitlines(keepends=True)
    home.file("bob").write_bytes(b"".join(lines[:2]))
    home.say("bob", "instead, and quite a bit longer than what stood there")
    archive.refresh()
    assert home.texts(archive)[:2] == ["0", "1"]
    assert home.texts(archive)[2].startswith("instead")
    assert [(p.what, p.where) for p in archive.problems] == [("changed", "bob/home/shared/3")]


def test_the_whole_file_goes(home):
    home.say("bob")
    home.say("alice")
    archive = home.archive()
    home.file("bob").unlink()
    archive.refresh()
    assert [e.author for e in archive.entries] == ["alice"]
    assert {p.what for p in archive.problems} == {"gone"}


def test_the_whole_device_is_moved_away(home):
    home.say("bob")
    home.say("alice")
    archive = home.archive()
    device = home.file("bob").parent.parent
    device.rename(device.with_name("elsewhere"))
    archive.refresh()
    for reader in (archive, home.archive()):
        gone = [p for p in reader.problems if p.what == "gone"]
        assert gone, reader
        assert gone[0].stream == "bob/home/shared"


def test_replaced_by_an_equal_copy_is_no_problem(home):
    home.say("bob", "a")
    home.say("bob", "b")
    archive = home.archive()
    entries = archive.entries
    data = home.file("bob").read_bytes()
    home.file("bob").unlink()
    home.file("bob").write_bytes(data)
    assert archive.refresh() == []
    assert archive.problems == ()
    assert archive.entries == entries
    assert home.texts(archive) == ["a", "b"]
    home.say("bob", "c")
    assert [e.n for e in archive.refresh()] == [3]


def test_a_restored_file_ends_the_problem(home):
    home.say("bob", "a")
    home.say("alice", "b")
    archive = home.archive()
    data = home.file("bob").read_bytes()
    home.file("bob").write_bytes(b"")
    archive.refresh()
    assert archive.problems
    home.file("bob").write_bytes(data)
    assert [e.id for e in archive.refresh()] == ["bob/home/shared/1"]
    assert archive.problems == ()


def test_words_changed_in_place(home):
    home.say("bob", "I will call")
    archive = home.archive()
    assert home.texts(archive) == ["I will call"]
    home.file("bob").write_bytes(home.file("bob").read_bytes().replace(b"will", b"wont"))
    archive.refresh()
    assert home.sound(archive) == {}
    assert [p.what for p in archive.problems] == ["damaged"]
    assert home.archive().problems == archive.problems


def test_words_changed_in_place_before_any_refresh(home):
    """Even with a reader that has not looked again, altered words are never shown."""
    home.say("bob", "I will call")
    archive = home.archive()
    with home.file("bob").open("r+b") as file:
        file.seek(home.file("bob").read_bytes().index(b"will"))
        file.write(b"wont")
    assert archive.entries[0].body is None
    assert home.sound(archive) == {}


def test_a_forged_note_of_what_was_seen_names_who_says_so(home):
    """The reader can't tell who lies; the sentence names the entry that says otherwise."""
    home.say("bob")
    seen = {"bob/home/shared": (1, "ab" * 32)}
    home.file("alice").write_bytes(home.forge("alice", ["x"], seen=seen))
    (problem,) = home.archive().problems
    assert "alice/home/shared/1 saw it otherwise" in problem.sentence


def test_odd_notes_of_what_was_seen(home):
    seen = {
        "bob/home/shared": (99, "zz"),
        "nobody/x/y": (1, "ab"),
        "": (-1, ""),
        "alice/home/shared": (7, "own"),
        "\x1b[31m/../x": (1 << 62, "c"),
    }
    home.file("alice").write_bytes(home.forge("alice", ["x"], seen=seen))
    home.say("bob")
    archive = home.archive()
    assert [p.what for p in archive.problems] == ["gone"]
    assert len(archive.entries) == 2


def test_a_broken_chain_shows(home):
    home.say("bob", "a")
    first = home.file("bob").read_bytes()
    other = home.forge("bob", ["x", "y"]).splitlines(keepends=True)[1]
    home.file("bob").write_bytes(first + other)
    archive = home.archive()
    assert home.texts(archive) == ["a"]
    assert [(p.what, p.where) for p in archive.problems] == [("damaged", "2026.jsonl:2")]


def test_the_same_number_twice(home):
    h, data = b"", b""
    for n, text in ((1, "a"), (2, "b"), (2, "again"), (1, "and again"), (3, "c")):
        head = Head(n, (20779, 1), "test.note", "2026-11-22", "")
        line, h = make(h, head, msgspec.json.encode({"text": text}))
        data += line
    home.file("bob").write_bytes(data)
    archive = home.archive()
    assert home.texts(archive) == ["a", "b", "c"]
    assert len(archive.problems) == 2


def test_a_reader_of_one_author_only_accuses_nobody(home):
    home.say("bob")
    home.say("alice")
    archive = Archive([home.stream("alice")], home.clock)
    archive.open()
    assert archive.problems == ()


def test_the_writer_was_faster_than_the_reader(home, monkeypatch):
    """Bob writes between the reader's look at bob and at alice, who has seen it: no alarm."""
    home.say("bob", "1")
    bob_first = sorted(home.streams(), key=lambda stream: stream.author, reverse=True)
    real = Track.look
    looks = []

    def look(track, day):
        change = real(track, day)
        looks.append(track.stream.name)
        if looks == ["bob/home/shared"]:
            home.say("bob", "2")
            home.say("alice", "saw 2")
        return change

    monkeypatch.setattr(Track, "look", look)
    archive = Archive([s for s in bob_first if s.audience == "shared"], home.clock)
    archive.open()
    assert looks == ["bob/home/shared", "alice/home/shared", "bob/home/shared"]
    assert archive.problems == ()
    assert home.texts(archive) == ["1", "2", "saw 2"]
