"""Order, days and years, with clocks that are right, wrong or lying."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dashboard.core.clock import day_number

ZONE = ZoneInfo("Europe/Berlin")


def at(year, month=6, day=1):
    return dt.datetime(year, month, day, 12, tzinfo=ZONE)


def test_an_entry_comes_after_all_it_saw(home):
    said = [home.say(p, str(i)) for i, p in enumerate(("alice", "bob", "bob", "alice", "bob"))]
    orders = [entry.order for entry in said]
    assert orders == sorted(orders)
    assert home.texts() == ["0", "1", "2", "3", "4"]


def test_a_new_day_begins_at_zero(home):
    home.say("alice")
    home.say("bob")
    home.clock.forward(days=1)
    entry = home.say("alice")
    assert entry.l == (day_number(entry.day), 0)


def test_a_hostile_counter_years_ahead_does_not_count(home):
    home.say("alice", "a1")
    ahead = day_number(home.clock.now().date()) + 3650
    home.file("bob").write_bytes(home.forge("bob", ["h1", "h2"], pair=(ahead, 7)))
    reply = home.say("alice", "a2")
    assert reply.l[0] == day_number(home.clock.now().date())
    home.say("bob", "b3")
    archive = home.archive()
    assert archive.entries[-1].decode(dict) == {"text": "b3"}
    assert [e.l[0] for e in archive.entries if e.author == "bob"][:2] == [ahead, ahead]
    home.clock.forward(days=1)
    home.say("alice", "a3")
    assert home.texts()[-1] == "a3"


def test_a_hostile_counter_right_behind_the_previous_entry(home):
    home.say("bob", "b1")
    home.say("alice", "a1")
    h = home.archive().entries[0]
    assert h.author == "bob"
    from dashboard.journal.chain import Chain
    from dashboard.journal.line import Head, make

    link = Chain().follow(home.file("bob").read_bytes()[:-1])
    line, _ = make(link.h, Head(2, (99_999, 3), "test.note", "2026-11-22", ""), b'{"text":"h"}')
    with home.file("bob").open("ab") as file:
        file.write(line)
    assert home.texts() == ["b1", "a1", "h"] or home.texts() == ["b1", "h", "a1"]
    entries = home.archive().entries
    hostile = next(e for e in entries if e.n == 2)
    assert hostile.order[:2] == entries[0].order[:2]


@pytest.mark.parametrize("counter", [1 << 40, (1 << 52) - 1])
def test_a_hostile_counter_within_the_day(home, counter):
    today = day_number(home.clock.now().date())
    home.file("bob").write_bytes(home.forge("bob", ["h"], pair=(today, counter)))
    assert home.say("alice", "a").l[1] < 1 << 41
    for i in range(3):
        home.say("alice", str(i))
    assert home.archive().problems == ()
    home.clock.forward(days=1)
    assert home.say("alice", "next day").l == (today + 1, 0)


@pytest.mark.parametrize("pair", [(1, 1 << 53), (1, -1), (-5000, 0), (4_000_000, 0)])
def test_pairs_out_of_range(home, pair):
    home.file("bob").write_bytes(home.forge("bob", ["h"], pair=pair))
    archive = home.archive()
    assert archive.entries == []
    assert [p.what for p in archive.problems] == ["damaged"]
    home.say("alice")


def test_writing_earlier_than_oneself_does_not_help(home):
    """An author can't slip an entry in before what he wrote before."""
    today = day_number(home.clock.now().date())
    home.say("bob", "b1")
    home.say("alice", "a1")
    from dashboard.journal.chain import Chain
    from dashboard.journal.line import Head, make

    link = Chain().follow(home.file("bob").read_bytes()[:-1])
    line, _ = make(link.h, Head(2, (today - 50, 0), "test.note", "2026-10-03", ""), b'{"text":"s"}')
    with home.file("bob").open("ab") as file:
        file.write(line)
    assert home.texts()[0] == "b1"


def test_twelve_years_ahead_for_one_boot_not_synced(home):
    home.say("alice", "before")
    right = home.clock.at
    home.clock.at, home.clock.trusted = at(2038), False
    wrong = home.say("alice", "wrong clock")
    assert wrong.l == (day_number(right.date()), 1)
    home.clock.at, home.clock.trusted = right + dt.timedelta(days=1), True
    after = home.say("alice", "after")
    bob = home.say("bob", "bob")
    assert after.l[0] == bob.l[0] == day_number(right.date()) + 1
    assert after.day == right.date() + dt.timedelta(days=1)
    assert home.texts() == ["before", "wrong clock", "after", "bob"]
    assert not home.file("alice", 2038).exists()
    assert home.archive().problems == ()


def test_twelve_years_ahead_for_one_boot_and_wrongly_synced(home):
    home.say("alice", "before")
    home.say("bob", "bob before")
    right = home.clock.at
    home.clock.at = at(2038)
    wrong = home.say("alice", "wrong clock")
    assert wrong.l == (day_number(at(2038).date()), 0)
    home.clock.at = right + dt.timedelta(days=1)
    later = [home.say("bob", "bob after"), home.say("alice", "alice after")]
    assert [e.l[0] for e in later] == [day_number(right.date()) + 1] * 2
    assert home.file("alice", 2038).exists()
    assert home.texts() == ["before", "bob before", "wrong clock", "bob after", "alice after"] or (
        home.texts() == ["before", "wrong clock", "bob before", "bob after", "alice after"]
    )
    # Never into an older file than the newest, so that the chain runs through the files.
    assert home.file("alice", 2038).read_bytes().count(b"\n") == 2
    assert home.archive(all_years=True).problems == ()


def test_1970(home):
    home.clock.at, home.clock.trusted = dt.datetime(1970, 1, 1, tzinfo=ZONE), False
    first = home.say("alice", "first ever")
    assert first.l == (0, 0)
    home.clock.at, home.clock.trusted = at(2026), True
    home.say("alice", "synced")
    home.clock.at, home.clock.trusted = dt.datetime(1970, 1, 2, tzinfo=ZONE), False
    again = home.say("alice", "again without a clock")
    assert again.day == at(2026).date()
    assert again.l[0] == day_number(at(2026).date())
    assert home.texts() == ["first ever", "synced", "again without a clock"]
    assert sorted(p.name for p in home.file("alice").parent.iterdir()) == [
        "1970.jsonl",
        "2026.jsonl",
    ]


def test_west_of_greenwich_in_1969(home):
    home.clock.at = dt.datetime(1969, 12, 31, 19, tzinfo=ZoneInfo("America/New_York"))
    home.clock.trusted = False
    assert home.say("alice").l == (-1, 0)
    assert len(home.archive().entries) == 1


def test_without_a_clock_the_year_stays(home):
    home.say("alice", "2026")
    home.clock.at, home.clock.trusted = at(2027, 1, 1), False
    home.say("alice", "not sure")
    assert not home.file("alice", 2027).exists()
    home.clock.trusted = True
    home.say("alice", "sure")
    assert home.file("alice", 2027).exists()


def test_new_year_and_the_chain_across(home):
    home.clock.at = at(2025, 12, 31)
    for year in (2025, 2026, 2027):
        for i in range(3):
            home.say("bob", f"{year}.{i}")
            home.clock.forward(hours=1)
        home.clock.at = at(year + 1, 1, 1)
    assert [home.file("bob", y).read_bytes().count(b"\n") for y in (2025, 2026, 2027)] == [3] * 3
    archive = home.archive()
    assert home.texts(archive) == [f"2027.{i}" for i in range(3)]
    version, epoch = archive.version, archive.epoch
    assert archive.load_older()
    assert (archive.version, archive.epoch) > (version, epoch)
    assert home.texts(archive)[0] == "2026.0"
    assert archive.get("bob/home/shared/4").n == 4
    assert archive.get("bob/home/shared/3") is None
    assert archive.load_older()
    assert not archive.load_older()
    assert [e.n for e in archive.entries] == list(range(1, 10))
    assert archive.problems == ()


def test_a_break_between_two_years(home):
    home.clock.at = at(2025, 12, 31)
    home.say("bob", "old")
    home.clock.at = at(2026)
    home.say("bob", "new")
    home.say("bob", "newer")
    home.file("bob", 2025).write_bytes(home.forge("bob", ["other"], at="2025-12-31"))
    archive = home.archive()
    assert home.texts(archive) == ["new", "newer"]
    archive.load_older()
    assert {p.what for p in archive.problems} == {"damaged"}
    assert home.texts(archive) == ["other", "newer"]


def test_a_missing_older_year(home):
    home.clock.at = at(2025)
    home.say("bob", "old")
    home.clock.at = at(2026)
    home.say("bob", "new")
    home.say("bob", "newer")
    home.file("bob", 2025).unlink()
    archive = home.archive()
    assert home.texts(archive) == ["newer"]
    assert {p.what for p in archive.problems} == {"damaged"}


def test_an_older_file_put_underneath_later(home):
    home.say("bob", "real")
    home.say("bob", "real too")
    archive = home.archive()
    home.file("bob", 2020).write_bytes(home.forge("bob", ["a", "b", "c"], at="2020-01-01"))
    archive.refresh()
    while archive.load_older():
        pass
    fresh = home.archive(all_years=True)
    assert home.texts(archive) == home.texts(fresh)
    assert len({e.id for e in archive.entries}) == len(archive.entries)
    assert "damaged" in {p.what for p in archive.problems}


def test_an_unreadable_older_year_stays_told(home):
    home.clock.at = at(2025)
    home.say("bob", "old")
    home.clock.at = at(2026)
    home.say("bob", "new")
    home.say("bob", "newer")
    saved = home.file("bob", 2025).read_bytes()
    home.file("bob", 2025).unlink()
    home.file("bob", 2025).mkdir()
    archive = home.archive(all_years=True)
    for _ in range(3):
        assert "unsafe" in {p.what for p in archive.problems}
        archive.refresh()
        assert not archive.load_older()
    home.file("bob", 2025).rmdir()
    home.file("bob", 2025).write_bytes(saved)
    archive.refresh()
    assert home.texts(archive) == ["old", "new", "newer"]
    assert archive.problems == ()


def test_the_day_moves_on_and_an_early_entry_comes_to_count(home):
    today = day_number(home.clock.now().date())
    home.say("alice", "a1")
    home.file("bob").write_bytes(home.forge("bob", ["ahead"], pair=(today + 5, 0)))
    home.say("alice", "a2")
    archive = home.archive()
    assert home.texts(archive)[-1] == "a2"
    home.clock.forward(days=6)
    archive.refresh()
    assert home.texts(archive) == home.texts()
    assert home.texts(archive)[-1] == "ahead"


def test_changed_orders_are_among_the_changes(home):
    today = day_number(home.clock.now().date())
    home.file("bob").write_bytes(home.forge("bob", ["ahead"], pair=(today + 5, 0)))
    archive = home.archive()
    epoch = archive.epoch
    home.clock.trusted = False
    assert [e.id for e in archive.refresh()] == ["bob/home/shared/1"]
    assert archive.epoch > epoch


def test_wrong_days_are_told(home):
    for text in ("2026-13-01", "20261122", "2026-11-22T21:47:00", "", "x"):
        home.file("bob").write_bytes(home.forge("bob", ["x"], at=text))
        archive = home.archive()
        assert archive.entries == [], text
        assert [p.what for p in archive.problems] == ["damaged"]


def test_two_new_years_at_once(home):
    """Years between what is loaded and the newest are read at once: the chain has no gap."""
    home.say("alice", "2026")
    archive = home.archive()
    home.clock.at = at(2027)
    home.say("alice", "2027")
    home.clock.at = at(2028)
    home.say("alice", "2028")
    assert [e.n for e in archive.refresh()] == [2, 3]
    assert archive.problems == ()
    assert home.texts(archive) == ["2026", "2027", "2028"]


def test_what_was_seen_of_a_year_that_is_not_loaded_is_no_problem(home):
    home.clock.at = at(2025)
    home.say("bob", "old")
    home.clock.at = at(2026)
    home.say("alice", "saw the old one")
    home.say("bob", "new")
    archive = home.archive()
    assert [e.n for e in archive.entries if e.author == "bob"] == [2]
    assert archive.problems == ()
    assert archive.load_older()
    assert archive.problems == ()


def test_epoch_tells_when_a_fold_must_begin_anew(home):
    home.say("alice", "a")
    home.say("bob", "b")
    archive = home.archive()
    epoch = archive.epoch
    home.say("alice", "c")
    archive.refresh()
    assert archive.epoch == epoch  # only more at the end
    # Bob had not seen c: his entry belongs before it.
    from dashboard.journal.chain import Chain
    from dashboard.journal.line import Head, make

    chain = Chain()
    chain.follow(home.file("bob").read_bytes()[:-1])
    pair = home.archive().entries[1].l
    line, _ = make(chain.last, Head(2, pair, "test.note", "2026-11-22", ""), b'{"text":"d"}')
    with home.file("bob").open("ab") as file:
        file.write(line)
    assert [e.id for e in archive.refresh()] == ["bob/home/shared/2"]
    assert home.texts(archive) == ["a", "b", "d", "c"]
    assert archive.epoch > epoch
