"""Whatever two people write, in whatever order, on whatever days: one journal for all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.core.clock import SetClock
from dashboard.core.errors import Refused
from dashboard.core.text import clean
from dashboard.journal import order
from dashboard.journal.chain import Chain, State
from dashboard.journal.layout import make_journal
from dashboard.journal.line import Head, make
from dashboard.journal.reader import Archive
from dashboard.journal.stream import find_streams
from dashboard.journal.words import decode, encode
from dashboard.journal.writer import Writer

PEOPLE = ("alice", "bob")
quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Note(msgspec.Struct, frozen=True):
    text: str


class Home:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = SetClock(dt.datetime(2026, 12, 29, 12, tzinfo=ZoneInfo("Europe/Berlin")))
        for person in PEOPLE:
            make_journal(root, person, "home", uid=None, household_gid=None, service_gid=None)

    def streams(self):
        return find_streams(self.root, dict.fromkeys(PEOPLE, os.getuid()), ["shared"])

    def writer(self, person: str) -> Writer:
        stream = next(s for s in self.streams() if s.author == person)
        return Writer(stream, self.streams, self.clock, self.root / f"{person}.lock")

    def archive(self) -> Archive:
        archive = Archive(self.streams, self.clock)
        archive.open()
        return archive


@contextmanager
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        yield Home(Path(folder))


def picture(archive: Archive):
    while archive.load_older():
        pass
    return [
        (e.id, e.order, e.kind, e.day, e.taken_back, e.body, e.digest) for e in archive.entries
    ], set(archive.problems)


@quick
@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
def test_any_text_comes_back_clean(texts):
    with home() as house:
        for text in texts:
            house.writer("alice").append("test.note", Note(text))
        archive = house.archive()
        # What JSON can't hold is cleaned before; cleaning twice is cleaning once.
        assert [e.decode(Note).text for e in archive.entries] == [clean(text) for text in texts]
        assert archive.problems == ()


@quick
@given(st.text(alphabet=st.characters(), max_size=300))
def test_cleaning_is_done_however_the_text_is_written(text):
    raw = encode({"text": text})
    escaped = b'{"text":"%b"}' % b"".join(
        b"\\u%04x" % unit for unit in memoryview(text.encode("utf-16-le", "ignore")).cast("H")
    )
    for body in (raw, escaped):
        assert decode(body, Note).text == clean(clean(text))


@quick
@given(st.binary(max_size=400), st.binary(max_size=20))
def test_any_bytes_in_a_file_are_survived(data, junk):
    head = Head(1, (20779, 0), "test.note", "2026-11-22", "")
    line, _ = make(b"", head, b'{"text":"sound"}')
    with home() as house:
        file = house.root / "bob/home/shared/2026.jsonl"
        file.write_bytes(line + data + b"\n" + junk)
        archive = house.archive()
        assert [e.n for e in archive.entries] == [1]
        house.writer("bob").append("test.note", Note("after"))
        archive.refresh()
        assert archive.entries[-1].decode(Note) == Note("after")
        assert picture(archive)[0] == picture(house.archive())[0]


@quick
@given(st.data())
def test_any_altered_line_is_never_taken_for_sound(data):
    head = Head(1, (20779, 0), "test.note", "2026-11-22", "", {"bob/home/shared": (3, "a" * 64)})
    line, h = make(b"", head, b'{"text":"sound"}')
    raw = line[:-1]
    at = data.draw(st.integers(0, len(raw) - 1))
    length = data.draw(st.integers(0, 12))
    altered = raw[:at] + data.draw(st.binary(max_size=12)) + raw[at + length :]
    link = Chain().follow(altered)
    if link is not None:
        assert link.h == h  # only the true head passes,
        assert link.head.n == 1
        assert link.head.k == "test.note"
        if link.state is State.WHOLE:
            assert link.body == b'{"text":"sound"}'  # and only with the true words


pairs = st.tuples(st.integers(-500, 40_000), st.integers(0, 1 << 45)).map(lambda p: order.pack(*p))


@given(pairs, pairs)
def test_packing_keeps_the_order(a, b):
    assert (a < b) == (order.unpack(a) < order.unpack(b))
    assert order.pack(*order.unpack(a)) == a


@given(st.lists(pairs), st.lists(pairs), st.integers(0, 40_000), st.booleans())
def test_a_new_pair_comes_after_all_that_counts(own, seen, today, synced):
    new = order.following(own, seen, today, synced)
    day, counter = order.unpack(new)
    assert counter >= 0
    if synced:
        assert today <= day <= today + 1
        for pair in own + [p for p in seen if order.unpack(p)[1] < 1 << 40]:
            assert order.unpack(pair)[0] > today + 1 or pair < new


@given(st.lists(st.tuples(pairs, st.integers(0, 40_000))), st.integers(0, 40_000))
def test_within_a_stream_the_order_never_goes_back(run, last_day):
    before = None
    for packed, written in run:
        rank = order.effective(packed, before, last_day, written)
        assert before is None or rank >= before
        assert order.unpack(rank)[0] <= last_day
        before = rank


people = st.sampled_from(PEOPLE)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), people),
        st.tuples(st.just("say"), people),
        st.tuples(st.just("take back"), people, st.integers(1, 12)),
        st.tuples(st.just("refresh")),
        st.tuples(st.just("older")),
        st.tuples(st.just("reopen")),
        st.tuples(st.just("days"), st.integers(-2, 400)),
        st.tuples(st.just("trust"), st.booleans()),
        st.tuples(st.just("tear"), people, st.integers(1, 60)),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_any_interleaving_reads_as_a_fresh_start_would(plan):
    with home() as house:
        writers = {person: house.writer(person) for person in PEOPLE}
        archive = house.archive()
        said: list[tuple[str, dict]] = []
        taken: set[str] = set()
        for step in plan:
            match step:
                case ("say", person):
                    entry = writers[person].append("test.note", Note(f"{len(said)} by {person}"))
                    said.append((entry.id, entry.seen))
                case ("take back", person, n):
                    try:
                        writers[person].take_back(n)
                        taken.add(f"{person}/home/shared/{n}")
                    except Refused:
                        pass
                case ("refresh",):
                    archive.refresh()
                case ("older",):
                    archive.load_older()
                case ("reopen",):
                    archive = house.archive()
                case ("days", days):
                    house.clock.forward(days=days)
                case ("trust", trusted):
                    house.clock.trusted = trusted
                case ("tear", person, size):  # a session died in the middle of a write
                    files = sorted((house.root / person / "home/shared").glob("*.jsonl"))
                    if files:
                        with files[-1].open("ab") as file:
                            file.write(b'{"h":"' + b"0" * size)
        archive.refresh()
        entries, problems = picture(archive)
        assert (entries, problems) == picture(house.archive())
        assert problems == set()
        assert {e[0] for e in entries if e[4]} == taken
        assert {id_ for id_, _ in said} <= {e[0] for e in entries}

        orders = [e[1] for e in entries]
        assert orders == sorted(orders)
        assert len(set(orders)) == len(orders)
        if house.clock.trusted and all(e[1][0] <= 30_000 for e in entries):
            for person in PEOPLE:
                numbers = [e.n for e in archive.entries if e.author == person]
                assert numbers == list(range(1, len(numbers) + 1))


@quick
@given(st.lists(st.tuples(people, st.integers(0, 2), st.booleans()), max_size=20))
def test_what_was_seen_comes_before(plan):
    """With a clock that only goes forward, every entry stands behind all that it saw."""
    with home() as house:
        for person, days, trusted in plan:
            house.clock.forward(days=days)
            house.clock.trusted = trusted
            house.writer(person).append("test.note", Note("x"))
        archive = house.archive()
        while archive.load_older():
            pass
        place = {entry.id: at for at, entry in enumerate(archive.entries)}
        assert len(place) == len(plan)
        for entry in archive.entries:
            for name, (n, _) in entry.seen.items():
                assert place[f"{name}/{n}"] < place[entry.id]
            if entry.n > 1:
                assert place[f"{entry.stream}/{entry.n - 1}"] < place[entry.id]
