"""A household as both have it open: on real files, each way round."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from unit.host import tea

from dashboard.api.context import Entry
from dashboard.core.errors import CannotSave, DashboardError, Refused
from dashboard.curtain.keeper import AT_TABLE, LIFTED, AtTable
from dashboard.curtain.rules import round_name
from dashboard.host.session import Session
from dashboard.host.switches import switch
from dashboard.journal.reader import Archive
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer
from dashboard.testing import NOW, OpenedHousehold, open_household

HOUR = dt.timedelta(hours=1)


class Two:
    """One of the two as "me", the other as "other"."""

    def __init__(self, home: OpenedHousehold, me: str, other: str) -> None:
        self.home, self.me, self.other = home, me, other

    def open(self, name: str) -> Session:
        return self.home.session(name, tea.FOUND)

    def mine(self) -> Session:
        return self.open(self.me)

    def others(self) -> Session:
        return self.open(self.other)


@pytest.fixture(params=[("alice", "bob"), ("bob", "alice")], ids=["alice", "bob"])
def two(request: pytest.FixtureRequest, household: OpenedHousehold) -> Two:
    return Two(household, *request.param)


def at(hours: float) -> str:
    return (NOW + hours * HOUR).isoformat()


def entries(session: Session) -> list[Entry]:
    session.refresh()
    found: list[Entry] = session.view("tea").state
    return found


def told(session: Session) -> list[str]:
    return [entry.body.words if entry.body else "-" for entry in entries(session)]


def on_disk(home: OpenedHousehold, folder: str = ".") -> str:
    files = sorted((home.household.root / folder).rglob("*"))
    return "\n".join(file.read_text(errors="replace") for file in files if file.is_file())


# -- saying -----------------------------------------------------------------------------------


def test_what_one_says_both_read(two: Two) -> None:
    mine, others = two.mine(), two.others()
    id_ = mine.context("tea").say(tea.Said("Earl Grey"))
    for session in (mine, others, two.mine(), two.others()):
        (entry,) = entries(session)
        assert (entry.id, entry.author, entry.kind) == (id_, two.me, "tea.said")
        assert (entry.day, entry.body, entry.sealed) == (NOW.date(), tea.Said("Earl Grey"), False)


def test_they_read_it_in_one_order(two: Two) -> None:
    mine, others = two.mine(), two.others()
    for n in range(6):
        (mine if n % 2 else others).context("tea").say(tea.Said(str(n)))
    assert told(mine) == told(others) == told(two.mine()) == [*"012345"]


def test_taken_back_the_words_are_gone(two: Two) -> None:
    mine, others = two.mine(), two.others()
    id_ = mine.context("tea").say(tea.Said("Zitronengras"))
    assert told(others) == ["Zitronengras"]
    mine.context("tea").take_back(id_)
    for session in (mine, others, two.others()):
        (entry,) = entries(session)
        assert entry.taken_back and entry.body is None and entry.id == id_
    assert "Zitronengras" not in on_disk(two.home)


@pytest.mark.parametrize(
    "id_", ["", "x", "bob/home/shared/1", "alice/home/shared/²", "alice/home/shared/-1",
            "alice/home/nowhere/1", "alice/home/shared/99", "alice/elsewhere/shared/1", "a/" * 99],
)  # fmt: skip
def test_what_is_not_ones_own_is_not_taken_back(household: OpenedHousehold, id_: str) -> None:
    home = Two(household, "alice", "bob")
    home.others().context("tea").say(tea.Said("mine"))
    with pytest.raises(Refused):
        home.mine().context("tea").take_back(id_)
    assert told(home.mine()) == ["mine"]


def test_a_type_that_nobody_declared_is_refused(two: Two) -> None:
    with pytest.raises(Refused, match="Settings"):
        two.mine().context("tea").say(tea.Settings())


def test_what_has_no_rule_to_open_it_is_not_sealed(two: Two) -> None:
    with pytest.raises(Refused, match="no rule"):
        two.mine().context("tea").seal(tea.Said("for ever"))
    assert told(two.mine()) == []


# -- remembering and wishing ------------------------------------------------------------------


def test_what_one_remembers_is_ones_own(two: Two) -> None:
    mine = two.mine()
    mine.context("tea").remember(cup="blue", sugar=2, gone=1)
    mine.context("tea").remember(gone=None)
    assert two.mine().view("tea").own == {"cup": "blue", "sugar": 2}
    assert two.others().view("tea").own == {}
    assert mine.view("else").own == {}


def test_a_broken_paste_is_remembered_and_kept_as_a_draft(two: Two) -> None:
    mine = two.mine()
    mine.context("tea").remember(words="a\ud800b")
    mine.own.keep_draft("tea.write", {"words": "a\ud800b"})
    assert two.mine().view("tea").own == {"words": "a?b"}
    assert mine.own.draft("tea.write") == {"words": "a?b"}


def test_only_what_both_wish_shows(two: Two) -> None:
    mine, others = two.mine(), two.others()
    mine.context("tea").wish("cake", frozenset({"lemon", "plum"}))
    assert two.others().view("tea").both == {} == mine.view("tea").both
    assert two.others().view("tea").wishes == {}
    others.context("tea").wish("cake", frozenset({"plum", "apple"}))
    for session in (mine, others):
        assert session.view("tea").both == {"cake": frozenset({"plum"})}
    assert mine.view("tea").wishes == {"cake": frozenset({"lemon", "plum"})}
    assert "lemon" not in on_disk(two.home, "lifted") + on_disk(two.home, f"now/{two.other}")


def test_it_goes_when_either_takes_it_back(two: Two) -> None:
    for session in (two.mine(), two.others()):
        session.context("tea").wish("cake", frozenset({"plum"}))
    assert two.mine().view("tea").both
    two.others().context("tea").wish("cake", frozenset())
    assert two.mine().view("tea").both == {} == two.others().view("tea").both
    assert "plum" not in on_disk(two.home, "lifted")


def test_alone_nothing_is_chosen_by_both(tmp_path: Path) -> None:
    alone = open_household(tmp_path, ["Alice"], found=tea.FOUND).session("alice")
    alone.context("tea").wish("cake", frozenset({"plum"}))
    assert alone.view("tea").both == {}


# -- sealed until its hour --------------------------------------------------------------------


def test_a_sealed_note_opens_at_its_hour_and_not_before(two: Two) -> None:
    mine, others = two.mine(), two.others()
    mine.context("tea").seal(tea.Later("Jasmin", at(2)))
    (own,) = entries(mine)
    assert own.sealed and own.body.words == "Jasmin"
    two.home.clock.forward(hours=2, seconds=-1)
    assert told(others) == [] and "Jasmin" not in on_disk(two.home, "lifted")
    assert two.others().journals.next_due == NOW + 2 * HOUR
    two.home.clock.forward(seconds=1)
    assert told(others) == ["Jasmin"] == told(two.others()) == told(mine)
    assert [entry.sealed for entry in (*entries(mine), *entries(others))] == [False, False]
    (entry,) = entries(others)
    assert entry.author == two.me and entry.day == NOW.date()


def test_it_opens_when_everybody_was_away_at_its_hour(two: Two) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", at(1)))
    two.home.clock.forward(days=40)
    assert told(two.others()) == ["Jasmin"]


def test_what_opens_in_the_past_opens_at_once(two: Two) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", at(-1)))
    assert told(two.others()) == ["Jasmin"]


@pytest.mark.parametrize("opens", ["", "tomorrow", "2026-11-22T19:00", "99", "\ud800", "[" * 500])
def test_what_names_no_hour_stays_sealed(two: Two, opens: str) -> None:
    mine = two.mine()
    mine.context("tea").seal(tea.Later("Jasmin", opens))
    mine.context("tea").seal(tea.Later("Rooibos", at(-1)))
    two.home.clock.forward(days=400)
    assert told(two.others()) == ["Rooibos"]


@pytest.mark.parametrize("opens", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_hours_at_the_ends_of_time_harm_nobody(two: Two, opens: str) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", opens))
    two.others().context("tea").seal(tea.Later("Rooibos", at(-1)))
    assert "Rooibos" in told(two.mine())
    assert two.others().today().until < (NOW + 24 * HOUR).timestamp()


def test_a_recalled_note_leaves_no_trace_for_the_other(two: Two) -> None:
    mine, others = two.mine(), two.others()
    before = on_disk(two.home, "lifted")
    id_ = mine.context("tea").seal(tea.Later("Jasmin", at(2)))
    mine.context("tea").take_back(id_)
    two.home.clock.forward(hours=5)
    assert entries(others) == entries(two.others()) == []
    assert on_disk(two.home, "lifted").replace("inf", "") == before.replace("inf", "")
    assert "Jasmin" not in on_disk(two.home)


def test_taken_back_after_opening_the_words_leave_the_lifted_journal(two: Two) -> None:
    mine, others = two.mine(), two.others()
    id_ = mine.context("tea").seal(tea.Later("Jasmin", at(1)))
    mine.context("tea").seal(tea.Later("Rooibos", at(1)))
    two.home.clock.forward(hours=1)
    assert told(others) == ["Jasmin", "Rooibos"]
    mine.context("tea").take_back(id_)
    assert "Jasmin" not in on_disk(two.home)
    for session in (others, two.others()):
        assert sorted(told(session)) == ["-", "Rooibos"]
        (gone,) = (entry for entry in entries(session) if entry.body is None)
        assert gone.taken_back and gone.id == id_


def test_a_clock_set_back_does_not_close_what_is_open(two: Two) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", at(1)))
    two.mine().context("tea").seal(tea.Later("Rooibos", at(30)))
    two.home.clock.forward(hours=1)
    assert told(two.others()) == ["Jasmin"]
    two.home.clock.forward(days=-400)
    assert told(two.others()) == ["Jasmin"]
    two.mine().context("tea").say(tea.Said("back then"))
    assert sorted(told(two.others())) == ["Jasmin", "back then"]


def test_a_clock_set_forward_for_one_boot_harms_no_later_word(two: Two) -> None:
    two.home.clock.trusted = False
    two.home.clock.forward(days=12 * 365)
    two.mine().context("tea").say(tea.Said("from afar"))
    two.home.clock.forward(days=-12 * 365)
    two.home.clock.trusted = True
    two.others().context("tea").say(tea.Said("now"))
    two.mine().context("tea").say(tea.Said("then"))
    assert set(told(two.others())) == {"from afar", "now", "then"}
    assert told(two.others()).index("now") < told(two.others()).index("then")


# -- blind answers ----------------------------------------------------------------------------


def answer(session: Session, words: str, opens: float = 2, round_: str = "sunday") -> str:
    return session.context("tea").seal(tea.Answer(words, round_, at(opens)))


def test_blind_answers_open_together_at_the_set_hour(two: Two) -> None:
    mine, others = two.mine(), two.others()
    answer(mine, "Jasmin")
    assert told(others) == []
    answer(others, "Rooibos")
    assert (told(mine), told(others)) == (["Jasmin"], ["Rooibos"])
    two.home.clock.forward(hours=2, seconds=-1)
    assert (told(mine), told(others)) == (["Jasmin"], ["Rooibos"])
    two.home.clock.forward(seconds=1)
    for session in (mine, others, two.mine(), two.others()):
        assert sorted(told(session)) == ["Jasmin", "Rooibos"]
    lifted = [entry for entry in mine.journals.archive.entries if entry.kind == LIFTED]
    assert len(lifted) == 1, "one entry holds both, so that nothing is ever half open"


def test_the_latest_of_the_hours_counts(two: Two) -> None:
    answer(two.mine(), "Jasmin", 1)
    answer(two.others(), "Rooibos", 3)
    two.home.clock.forward(hours=2)
    assert told(two.mine()) == ["Jasmin"] and told(two.others()) == ["Rooibos"]
    two.home.clock.forward(hours=1)
    assert len(told(two.mine())) == 2


def test_rounds_do_not_mix(two: Two) -> None:
    answer(two.mine(), "Jasmin", round_="one")
    answer(two.others(), "Rooibos", round_="two")
    two.home.clock.forward(hours=9)
    assert told(two.mine()) == ["Jasmin"] and told(two.others()) == ["Rooibos"]


def test_two_kinds_with_a_round_of_the_same_name_do_not_mix(two: Two) -> None:
    answer(two.mine(), "Jasmin")
    two.others().context("tea").seal(tea.Other("Rooibos", "sunday", at(2)))
    two.home.clock.forward(hours=3)
    assert told(two.mine()) == ["Jasmin"] and told(two.others()) == ["Rooibos"]


def nothings(home: OpenedHousehold) -> int:
    return on_disk(home, "lifted").count("core.nothing")


def test_if_they_are_not_all_in_nothing_opens_and_that_is_said_once(two: Two) -> None:
    mine, others = two.mine(), two.others()
    answer(mine, "Jasmin")
    two.home.clock.forward(hours=2)
    for _again in range(3):
        assert told(others) == [] and told(mine) == ["Jasmin"]
        two.mine(), two.others()
    assert nothings(two.home) == 1
    assert "Jasmin" not in on_disk(two.home, "lifted")


def test_a_late_answer_opens_nothing_one_by_one(two: Two) -> None:
    answer(two.mine(), "Jasmin")
    two.home.clock.forward(hours=3)
    two.others()
    answer(two.others(), "Rooibos")
    two.home.clock.forward(days=3)
    assert told(two.mine()) == ["Jasmin"] and told(two.others()) == ["Rooibos"]
    assert nothings(two.home) == 1


def at_table(two: Two, name: str, round_: str = "sunday") -> None:
    session = two.open(name)
    writer = session.journals._writers["sealed"]
    writer.append(AT_TABLE, AtTable(round_name("tea.answer", round_)))


def test_at_the_table_both_open_before_the_hour(two: Two) -> None:
    answer(two.mine(), "Jasmin")
    answer(two.others(), "Rooibos")
    at_table(two, two.me)
    assert told(two.mine()) == ["Jasmin"] and told(two.others()) == ["Rooibos"]
    at_table(two, two.other)
    assert len(told(two.mine())) == len(told(two.others())) == 2


def test_at_the_table_a_late_answer_opens_with_the_others(two: Two) -> None:
    answer(two.mine(), "Jasmin")
    two.home.clock.forward(hours=3)
    assert told(two.others()) == []
    answer(two.others(), "Rooibos")
    at_table(two, two.me)
    at_table(two, two.other)
    assert len(told(two.mine())) == len(told(two.others())) == 2


def test_at_the_table_nothing_opens_before_both_have_answered(two: Two) -> None:
    answer(two.mine(), "Jasmin")
    at_table(two, two.me)
    at_table(two, two.other)
    assert told(two.others()) == []


def test_of_two_answers_of_one_the_newest_counts(two: Two) -> None:
    mine = two.mine()
    answer(mine, "Jasmin")
    answer(mine, "better")
    answer(two.others(), "Rooibos")
    two.home.clock.forward(hours=2)
    assert sorted(told(two.others())) == ["Rooibos", "better"]


def test_an_answer_taken_back_before_the_hour_is_not_in(two: Two) -> None:
    id_ = answer(two.mine(), "Jasmin")
    answer(two.others(), "Rooibos")
    two.mine().context("tea").take_back(id_)
    two.home.clock.forward(hours=2)
    assert told(two.others()) == ["Rooibos"]
    assert "Jasmin" not in on_disk(two.home)


def test_an_answer_taken_back_after_the_hour_leaves_the_others(two: Two) -> None:
    id_ = answer(two.mine(), "Jasmin")
    answer(two.others(), "Rooibos")
    two.home.clock.forward(hours=2)
    mine = two.mine()
    mine.context("tea").take_back(id_)
    assert sorted(told(two.others())) == ["-", "Rooibos"]
    assert "Jasmin" not in on_disk(two.home)


# -- interrupted ------------------------------------------------------------------------------


@pytest.mark.parametrize("call", range(1, 9))
def test_interrupted_anywhere_nothing_is_half_open(
    two: Two, call: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes at the n-th time that something goes to the disk."""
    id_ = two.mine().context("tea").seal(tea.Later("Assam", at(1)))
    answer(two.mine(), "Jasmin")
    answer(two.others(), "Rooibos")
    two.home.clock.forward(hours=1)
    two.others()
    two.mine().journals._writers["sealed"].take_back(int(id_.rpartition("/")[2]))
    two.home.clock.forward(hours=1)
    calls = iter(range(1, 1000))
    real = os.fsync

    class PowerCut(BaseException):
        pass

    def fsync(fd: Any) -> None:
        if next(calls) == call:
            raise PowerCut
        real(fd)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with contextlib.suppress(PowerCut):
            two.others()
    for session in (two.others(), two.mine()):
        assert sorted(told(session)) == ["-", "Jasmin", "Rooibos"]
        ids = [entry.id for entry in entries(session)]
        assert len(set(ids)) == len(ids)
        assert session.journals.trouble == ""
    assert "Assam" not in on_disk(two.home)


KILLED = """
import datetime as dt, os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from dashboard.core import household as households
from dashboard.core.clock import SetClock
from dashboard.host.session import Session
from unit.host import tea
from dashboard.testing import NOW
home = households.load(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
Session(home, home.person("bob"), SetClock(NOW + dt.timedelta(hours=2)), tea.FOUND)
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.0, 0.001, 0.002, 0.004, 0.007, 0.011, 0.016, 0.03])
def test_killed_while_it_opens_nothing_is_half_open_or_doubled(
    household: OpenedHousehold, wait: float
) -> None:
    two = Two(household, "alice", "bob")
    for n in range(8):
        answer(two.mine(), f"Jasmin {n}", round_=str(n))
        answer(two.others(), f"Rooibos {n}", round_=str(n))
        two.mine().context("tea").seal(tea.Later(f"Assam {n}", at(1)))
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(household.household.root), os.getcwd()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    with child:
        assert child.stdout.readline() == "ready\n"
        child.stdin.write("\n")
        child.stdin.flush()
        time.sleep(wait)
        child.kill()
    half_open(household)
    household.clock.forward(hours=2)
    for session in (two.mine(), two.others()):
        words = told(session)
        assert len(words) == len(set(words)) == 24
        assert [e.sealed for e in entries(session)] == [False] * 24
        assert session.journals.trouble == ""
    half_open(household)


def half_open(home: OpenedHousehold) -> None:
    """Every round in the lifted journal is there whole, and no entry twice."""
    folder = home.household.lifted
    lifted = Archive([Stream("household", "home", "lifted", folder, None)], home.clock)
    lifted.open()
    ids = []
    for entry in lifted.entries:
        body = msgspec.json.decode(entry.body or b"{}")
        assert len(body["entries"]) == (2 if body.get("round") else 1)
        ids += [one["id"] for one in body["entries"]]
    assert len(ids) == len(set(ids))


# -- damaged files ----------------------------------------------------------------------------

NOISE = [
    b"", b"\x00" * 100, b"{", b"null", b"[]", b"5", b'"x"', b"\xff\xfe", b"[" * 100_000,
    b'{"a": ' * 50_000, b'{"tea": 5}', b'{"tea": "x"}', b'{"tea": null}', b'{"tea": [1, [2], {}]}',
    b'{"fine": 5}', b'{"cake": ["\\ud800"]}', b"1" * 6000,
]  # fmt: skip


def damage(home: OpenedHousehold, name: str) -> Path:
    root = home.household.root
    return {
        "wishes": home.household.now(home.people[1], "sealed") / "wishes.json",
        "both": home.household.lifted / "both.json",
        "own": root / "private/alice/own.toml",
        "memory": root / "private/alice/tea.json",
        "seen": root / "private/alice/settings-seen.json",
        "notices": root / "private/alice/notices.json",
        "today": root / "private/alice/today.json",
        "due": home.household.lifted / ".due",
        "lifted": home.household.lifted / "2026.jsonl",
        "shared": root / "journal/bob/home/shared/2026.jsonl",
        "sealed": root / "journal/bob/home/sealed/2026.jsonl",
        "settings": home.household.config / "tea.toml",
    }[name]


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: repr(noise[:12]))
@pytest.mark.parametrize(
    "name",
    ["wishes", "both", "own", "memory", "seen", "notices", "today", "due", "lifted", "shared",
     "sealed", "settings"],
)  # fmt: skip
def test_a_damaged_file_never_stops_anybody(
    household: OpenedHousehold, name: str, noise: bytes
) -> None:
    two = Two(household, "alice", "bob")
    two.others().context("tea").say(tea.Said("kept"))
    two.others().context("tea").seal(tea.Later("Jasmin", at(-1)))
    two.mine().context("tea").remember(cup="blue")
    two.mine().today()
    file = damage(household, name)
    file.write_bytes(noise)
    for _again in range(2):
        for who in ("alice", "bob"):
            session = two.open(who)
            session.today().text()
            session.settings_changes()
            session.context("tea").wish("cake", frozenset({"plum"}))
            session.context("tea").remember(cup="red")
            if not (who == "bob" and name in ("shared", "sealed")):
                session.context("tea").say(tea.Said("goes on"))
            session.fine()


def test_a_lifted_line_that_does_not_fit_its_digest_shows_no_words(two: Two) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", at(-1)))
    assert told(two.others()) == ["Jasmin"]
    file = two.home.household.lifted / "2026.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Jasmin", b"Gift!!"))
    session = two.others()
    assert "Gift!!" not in str(told(session))
    assert session.journals.archive.problems


def test_a_folder_that_is_gone_is_told_in_a_sentence(two: Two) -> None:
    for folder in ("lifted", "config", f"now/{two.other}"):
        os.system(f"rm -rf '{two.home.household.root / folder}'")
    try:
        session = two.mine()
        session.today()
        session.context("tea").say(tea.Said("goes on"))
    except DashboardError as error:
        assert str(two.home.household.root) in error.sentence or "lifted" in error.sentence


def test_hostile_sealed_entries_stop_nobody(two: Two) -> None:
    others = two.others()
    writer = others.journals._writers["sealed"]
    deep = json.loads("[" * 400 + "]" * 400)
    writer.append("tea.later", {"words": deep, "opens": deep})
    writer.append("tea.later", {"words": 5, "opens": at(-1)})
    writer.append("tea.answer", {"words": "x", "round": deep, "opens": at(-1)})
    writer.append(AT_TABLE, {"round": deep})
    mine = two.mine()
    assert told(mine) == ["-"]
    assert mine.journals.trouble == ""


# -- the disk ---------------------------------------------------------------------------------


@pytest.fixture(params=[errno.ENOSPC, errno.EROFS, errno.EIO], ids=["full", "read-only", "faulty"])
def bad_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    code = request.param
    real_open, real_write = os.open, os.write
    on = {"bad": False}

    def open_(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if on["bad"] and code == errno.EROFS and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(code, os.strerror(code), path)
        return real_open(path, flags, *rest, **more)

    def write(fd: int, data: Any) -> int:
        if on["bad"]:
            raise OSError(code, os.strerror(code))
        return real_write(fd, data)

    def fsync(fd: Any) -> None:
        if on["bad"]:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "write", write)
    monkeypatch.setattr(os, "fsync", fsync)
    return on


def test_what_the_disk_does_not_take_is_told_and_nothing_changes(two: Two, bad_disk: Any) -> None:
    mine = two.mine()
    id_ = mine.context("tea").say(tea.Said("kept"))
    mine.context("tea").remember(cup="blue")
    mine.context("tea").wish("cake", frozenset({"plum"}))
    files = {f: f.read_bytes() for f in two.home.household.root.rglob("*") if f.is_file()}
    bad_disk["bad"] = True
    context = mine.context("tea")
    for deed in (
        lambda: context.say(tea.Said("lost")),
        lambda: context.seal(tea.Later("lost", at(1))),
        lambda: context.remember(cup="red"),
        lambda: context.wish("cake", frozenset({"apple"})),
        lambda: context.take_back(id_),
        lambda: mine.change_own(theme="light"),
        lambda: mine.own.keep_draft("x", {"words": "y"}),
    ):
        with pytest.raises(CannotSave) as told_:
            deed()
        assert told_.value.sentence.endswith(".") and "Errno" not in told_.value.sentence
    assert mine.today().text(), "what is there can still be read"
    assert mine.refresh() in (True, False)
    bad_disk["bad"] = False
    context.say(tea.Said("goes on"))
    assert told(two.others()) == ["kept", "goes on"]
    assert two.mine().view("tea").own == {"cup": "blue"}
    assert two.mine().view("tea").wishes == {"cake": frozenset({"plum"})}
    changed = {f for f, data in files.items() if f.exists() and f.read_bytes() != data}
    assert {f.name for f in changed} <= {"2026.jsonl", "today.json", "settings-seen.json"}
    left = [f.name for f in two.home.household.root.rglob(".*.new")]
    assert left == []


def test_what_could_not_open_opens_when_there_is_room(two: Two, bad_disk: Any) -> None:
    others = two.others()
    two.mine().context("tea").seal(tea.Later("Jasmin", at(1)))
    two.home.clock.forward(hours=1)
    bad_disk["bad"] = True
    assert told(others) == []
    assert others.journals.trouble
    assert others.journals.trouble in others.today().text()
    bad_disk["bad"] = False
    assert told(others) == ["Jasmin"]
    assert others.journals.trouble == ""


# -- own settings and switches ----------------------------------------------------------------


def test_own_settings_are_ones_own_and_keep_comments(two: Two) -> None:
    mine = two.mine()
    mine.own.settings_file.write_text('# mine\ntheme = "dark"  # for the evening\n')
    mine.change_own(plain_today=True)
    assert mine.own_settings.plain_today and mine.own_settings.theme == "dark"
    assert "# for the evening" in mine.own.settings_file.read_text()
    assert two.others().own_settings.theme == "auto"


@pytest.mark.parametrize(
    "text", ['them = "x"', "theme = 5", "a = [", "\x00", "[[x]]\n[x]", "x" * 99]
)
def test_bad_own_settings_are_told_and_not_overwritten(two: Two, text: str) -> None:
    mine = two.mine()
    mine.own.settings_file.write_text(text)
    mine = two.mine()
    assert "own.toml" in mine.own_problem and mine.own_settings.theme == "auto"
    assert "own.toml" in mine.today().text()
    try:
        mine.change_own(theme="light")
    except DashboardError as error:
        assert "own.toml" in error.sentence
        assert mine.own.settings_file.read_text() == text


def test_a_switch_acts_at_once_and_for_oneself_alone(household: OpenedHousehold) -> None:
    alice, bob = household.session("alice"), household.session("bob")
    assert "Notes" in switch(alice, "gratitude", on=False)
    assert "gratitude" not in {record.id for record in alice.plugins.enabled}
    assert "thank-you" not in alice.today().text()
    assert "gratitude" not in {r.id for r in household.session("alice").plugins.enabled}
    assert "gratitude" in {record.id for record in bob.plugins.enabled}
    switch(alice, "gratitude", on=True)
    assert "thank-you" in alice.today().text()


def test_a_switched_off_plugins_sealed_notes_still_open(two: Two) -> None:
    two.mine().context("tea").seal(tea.Later("Jasmin", at(1)))
    others = two.others()
    switch(others, "tea", on=False)
    two.home.clock.forward(hours=1)
    assert told(two.others()) == ["Jasmin"]


def test_help_can_not_be_switched_off(household: OpenedHousehold) -> None:
    alice = household.session("alice")
    with pytest.raises(Refused, match="stays on"):
        switch(alice, "support", on=False)
    alice.own.settings_file.write_text('plugins_off = ["support", "gratitude"]')
    alice.reload_settings()
    enabled = {record.id for record in alice.plugins.enabled}
    assert "support" in enabled and "gratitude" not in enabled
    assert "support" in {r.id for r in household.session("alice").plugins.enabled}


@pytest.mark.parametrize("name", ["", "nobody", "../x", "\x1b[2J", "x" * 500])
def test_what_is_not_there_can_not_be_switched(household: OpenedHousehold, name: str) -> None:
    with pytest.raises(Refused, match="There is no plugin") as told_:
        switch(household.session("alice"), name, on=True)
    assert "\x1b" not in told_.value.sentence


# -- Today ------------------------------------------------------------------------------------


def test_today_is_kept_for_the_next_start_and_holds_until_something_opens(two: Two) -> None:
    others = two.others()
    two.mine().context("tea").seal(tea.Later("Jasmin", at(1)))
    others.refresh()
    others.load_all()
    assert others.today().until == (NOW + HOUR).timestamp()
    assert (others.own.folder / "today.json").exists()


def test_the_journal_of_the_other_is_never_written(two: Two) -> None:
    mine = two.mine()
    mine.context("tea").say(tea.Said("x"))
    streams = find_streams(two.home.household.journal, {two.other: None}, ("shared", "sealed"))
    assert not any(list(stream.folder.iterdir()) for stream in streams)
    assert isinstance(mine.journals._writers["shared"], Writer)
