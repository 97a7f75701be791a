"""Torn, flipped and cut bytes: never a crash, never altered words shown as sound."""

import pytest


def three(home) -> bytes:
    for text in ("eins, zwei", "dré »quoted« \n", "last"):
        home.say("bob", text)
    return home.file("bob").read_bytes()


def test_every_truncation_offset(home):
    data = three(home)
    file = home.file("bob")
    ends = [i + 1 for i, byte in enumerate(data) if byte == 10]
    for cut in range(len(data) + 1):
        file.write_bytes(data[:cut])
        archive = home.archive()
        assert len(archive.entries) == sum(end <= cut for end in ends), cut
        assert archive.problems == ()
        # And the next save mends it: a whole last line stays, a part of one goes.
        home.say("bob", "after")
        kept = sum(end - 1 <= cut for end in ends)
        after = home.archive()
        assert after.problems == (), cut
        assert [e.n for e in after.entries] == list(range(1, kept + 2)), cut
        assert home.texts(after)[-1] == "after"


@pytest.mark.parametrize("bit", [0, 1, 3, 5, 7])
def test_every_byte_with_a_flipped_bit(home, bit):
    data = three(home)
    file = home.file("bob")
    sound = home.sound(home.archive())
    last_feed = len(data) - 1
    for at in range(len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        archive = home.archive()
        now = home.sound(archive)
        assert now.items() <= sound.items(), at
        if at != last_feed:  # without its line feed, the last line is not written yet
            assert archive.problems, at
            assert len(now) == 2 or data[at] == 10, at
        assert len(now) >= 1


def test_the_writer_goes_on_behind_a_damaged_line(home):
    three(home)
    file = home.file("bob")
    data = file.read_bytes().splitlines(keepends=True)
    for victim in range(3):
        lines = list(data)
        lines[victim] = b"{rubbish}\n"
        file.write_bytes(b"".join(lines))
        home.say("bob", "after")
        archive = home.archive()
        assert "after" in home.texts(archive), victim
        assert archive.entries[-1].n == 4  # a number that was taken is not given again
        assert {p.where for p in archive.problems} >= {f"2026.jsonl:{victim + 1}"}


def test_garbage_of_all_sorts(home):
    home.say("bob", "before")
    with home.file("bob").open("ab") as file:
        file.write(b"\n\n\x00\x00\xff\xfe\n[]\nnull\n{}\n" + b"[" * 100_000 + b"\n")
        file.write(b'{"h":"","e":{},"s":"","b":1}\n{"h":1}\n')
    home.say("bob", "after")
    archive = home.archive()
    assert home.texts(archive) == ["before", "after"]
    assert 1 <= len(archive.problems) <= 20


def test_rubbish_makes_a_short_list(home):
    home.file("bob").write_bytes(b"rubbish\n" * 10_000)
    assert len(home.archive().problems) <= 20


def test_a_removed_line_shows(home):
    data = three(home).splitlines(keepends=True)
    home.file("bob").write_bytes(data[0] + data[2])
    archive = home.archive()
    assert {p.what for p in archive.problems} == {"damaged"}


def test_swapped_bodies_show(home):
    data = three(home).splitlines(keepends=True)
    parts = [line.partition(b',"s":') for line in data]
    home.file("bob").write_bytes(
        b"".join(p[0] + p[1] + q[2] for p, q in zip(parts, reversed(parts), strict=True))
    )
    archive = home.archive()
    assert [text for text, _, _ in home.sound(archive).values()] == ["dré »quoted« \n"]
    assert {p.what for p in archive.problems} == {"damaged"}


def test_a_line_put_in_front_in_place(home):
    """Every entry stands elsewhere now, and is still found."""
    data = three(home)
    archive = home.archive()
    before = archive.entries
    home.file("bob").write_bytes(b"{rubbish}\n" + data)
    archive.refresh()
    assert archive.entries == before  # the same objects
    assert all(entry.body for entry in archive.entries)
    assert {p.what for p in archive.problems} == {"damaged"}


def test_a_damaged_number_in_a_long_last_line(home):
    """The writer must not believe the only line that fits into what it read of the end."""
    home.say("bob", "x" * 60_000)
    home.say("bob", "y" * 60_000)
    data = home.file("bob").read_bytes()
    at = data.rindex(b'"n":2')
    home.file("bob").write_bytes(data[:at] + b'"n":7' + data[at + 5 :])
    assert home.say("bob", "after").n == 3
    assert [e.n for e in home.archive().entries] == [1, 3]
