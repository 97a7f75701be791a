"""``dashboard today`` from its snapshot says what it would say without, and is never old."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.conftest import Home, Process

from dashboard.core import household as households
from dashboard.core.today import load, save, snapshot_file
from dashboard.host.own import Own


def both_ways(home: Home, who: str) -> str:
    """Today slowly, then fast; the two must be the same, to the byte, also as JSON."""
    home.snapshot(who).unlink(missing_ok=True)
    slow, slow_rows = home.ok(who, "today"), home.rows(who, "today")
    assert home.fast(who)
    before = home.snapshot(who).stat()
    fast, fast_rows = home.ok(who, "today"), home.rows(who, "today")
    after = home.snapshot(who).stat()
    assert before.st_ino == after.st_ino, "it was worked out anew"
    assert (slow, slow_rows) == (fast, fast_rows)
    return fast


def nothing(home: Home, who: str, other: str) -> None:
    """A household in which nothing has been said yet."""


def a_note(home: Home, who: str, other: str) -> None:
    home.ok(other, "thank", given="Tea\nwith\ttabs\x1b[31m and “quotes” ✉")


def unfolded(home: Home, who: str, other: str) -> None:
    a_note(home, who, other)
    home.ok(who, "notes", "unfold")


def on_the_wall(home: Home, who: str, other: str) -> None:
    home.ok(who, "thank", "--on", "wall", given="Soup is on the stove")


def late(home: Home, who: str, other: str) -> None:
    home.ok(other, "notes", "late", "--about", "home around seven")


def a_proposal(home: Home, who: str, other: str) -> None:
    home.ok(other, "boundary", "propose", given="Phones stay in the hall.")


def an_agreement(home: Home, who: str, other: str) -> None:
    home.ok(other, "boundary", "propose", "--review", "Friday", given="Phones stay in the hall.")
    home.ok(who, "boundary", "agree", f"{other}-1")


def sealed(home: Home, who: str, other: str) -> None:
    home.ok(other, "thank", "--at", "20:00", given="Later")


def opened(home: Home, who: str, other: str) -> None:
    sealed(home, who, other)
    home.clock.forward(hours=2)


def changed_settings(home: Home, who: str, other: str) -> None:
    home.ok(who, "settings")
    (home.root / "config" / "gratitude.toml").write_text("longest = 700\n")


def broken_settings(home: Home, who: str, other: str) -> None:
    (home.root / "config" / "boundaries.toml").write_text("longest = \x1b\n")


def broken_own_settings(home: Home, who: str, other: str) -> None:
    (home.root / "private" / who / "own.toml").write_text("theme = 7\n")


def plain_today(home: Home, who: str, other: str) -> None:
    a_note(home, who, other)
    home.session(who).change_own(plain_today=True)


def switched_off(home: Home, who: str, other: str) -> None:
    a_note(home, who, other)
    home.ok(who, "plugins", "off", "gratitude")


def closed_today(home: Home, who: str, other: str) -> None:
    a_note(home, who, other)
    home.ok(who, "notes", "places", "--close", "today")


def damaged_journal(home: Home, who: str, other: str) -> None:
    a_note(home, who, other)
    file = home.root / "journal" / other / "home" / "shared" / "2026.jsonl"
    file.write_bytes(file.read_bytes() + b'{"h": 1}\n\xff\n')


STATES = (
    nothing, a_note, unfolded, on_the_wall, late, a_proposal, an_agreement, sealed, opened,
    changed_settings, broken_settings, broken_own_settings, plain_today, switched_off,
    closed_today, damaged_journal,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_fast_and_slow_say_the_same(
    home: Home, pair: tuple[str, str], state: Callable[[Home, str, str], None]
) -> None:
    who, other = pair
    home.ok(other, "today")  # the very first look makes a journal
    state(home, who, other)
    said = both_ways(home, who)
    assert said.startswith("Sunday 22 November\n")
    assert "\x1b" not in said
    home.ok(other, "today")
    assert home.fast(who), "the other's look at Today changes nothing of mine"


@pytest.mark.parametrize("state", STATES[1:], ids=lambda state: state.__name__)
def test_what_changes_is_shown_at_once(
    home: Home, pair: tuple[str, str], state: Callable[[Home, str, str], None]
) -> None:
    who, other = pair
    both_ways(home, who)
    state(home, who, other)
    shown = home.ok(who, "today")
    assert shown == both_ways(home, who)


def test_a_person_says_it_in_another_way(home: Home) -> None:
    home.ok("alice", "today")
    place = str(home.root)
    fast = home.ok("alice", "today")
    for words in (
        ["today", "--as", "alice", "--household", place],
        ["today", "--as=alice", f"--household={place}"],
        ["--as", "Alice", "--household", f"{place}/", "today"],
        ["--as", "alice", "--household", f"{place}/household.toml", "today"],
        ["--as", "alice", "--household", "household", "today"],
        ["--plain", "--as", "alice", "--household", place, "today"],
    ):
        assert home.raw(*words).out == fast, words
    for words in (["today", "--frob"], ["--json", "today"], ["today", "--plain"], ["today", "x"]):
        assert home.run("alice", *words).code == 2, "wrong with and without a snapshot"


@pytest.mark.parametrize("away", [{"days": 1}, {"hours": 6}, {"days": 300}, {"days": 4000}])
def test_not_on_another_day(home: Home, away: dict[str, float]) -> None:
    home.ok("alice", "thank", "--on", "wall", given="Soup")
    both_ways(home, "alice")
    home.clock.forward(**away)
    assert not home.fast("alice")
    assert "22 November" not in home.ok("alice", "today")
    both_ways(home, "alice")


def test_until_midnight_and_not_beyond(home: Home) -> None:
    home.ok("alice", "today")
    file = str(home.snapshot("alice"))
    midnight = dt.datetime(2026, 11, 23, tzinfo=home.clock.zone).timestamp()
    assert home.fast("alice")
    assert load(file, midnight - 0.001)
    assert not load(file, midnight)


@pytest.mark.parametrize("back", [1, 60, 3600, 86400])
def test_not_when_the_clock_was_set_back(home: Home, back: int) -> None:
    """What was worked out in the time that is ahead now may know of what is to come."""
    home.ok("alice", "today")
    assert home.fast("alice")
    now = home.clock.at.timestamp()
    assert load(str(home.snapshot("alice")), now - back) is None
    home.ok("bob", "thank", "--at", "19:00", given="Later")
    home.clock.forward(hours=2)
    assert "from Bob" in home.ok("alice", "today")
    assert load(str(home.snapshot("alice")), now) is None


def test_not_when_something_sealed_is_due(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    both_ways(home, me)
    home.ok(other, "thank", "--at", "18:30", given="Opens soon")
    shown = home.ok(me, "today")
    assert "from" not in shown
    assert home.fast(me)
    assert "Opens soon" not in home.snapshot(me).read_text()
    home.clock.forward(minutes=29, seconds=59)
    assert home.fast(me)
    home.clock.forward(seconds=1)
    assert not home.fast(me)
    assert f"A thank-you from {other.capitalize()}" in home.ok(me, "today")
    both_ways(home, me)


def test_a_sealed_note_that_was_taken_back_never_shows(home: Home) -> None:
    home.ok("bob", "thank", "--at", "18:30", given="Opens soon")
    id_ = home.rows("bob", "notes", "list")[0]["id"]
    home.ok("alice", "today")
    home.ok("bob", "notes", "take-back", id_)
    home.clock.forward(hours=1)
    assert "from Bob" not in both_ways(home, "alice")


def test_an_opened_one_that_is_taken_back_is_gone(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    a_note(home, me, other)
    assert "A thank-you" in both_ways(home, me)
    home.ok(other, "notes", "take-back", f"{other}/home/shared/1")
    assert "A thank-you" not in home.ok(me, "today")
    assert "Tea" not in home.snapshot(me).read_text()


def test_both_who_like_to_be_reminded(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    a_note(home, me, other)
    home.ok(me, "notes", "unfold")
    home.clock.forward(days=365)
    home.ok(me, "notes", "on-this-day", "yes")
    assert "On this day" not in both_ways(home, me)
    home.ok(other, "notes", "on-this-day", "yes")
    assert "On this day in 2026" in home.ok(me, "today")
    both_ways(home, me)
    home.ok(other, "notes", "on-this-day", "no")
    assert "On this day" not in home.ok(me, "today")


DAMAGED = (
    b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"\x00" * 100, b"[" * 100_000, b"{}",
    b'{"format": 1}', b'{"format": 1, "today": {"until": "x"}}',
    b'{"format": 1, "today": {"until": 1e300}, "sources": []}',
    b'{"format": 1, "today": [], "sources": {}}',
    b'{"format": 99, "today": {"until": 1e300}}',
)  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_snapshot_is_as_none(home: Home, data: bytes) -> None:
    said = home.ok("alice", "today")
    home.snapshot("alice").write_bytes(data)
    assert not home.fast("alice")
    assert home.ok("alice", "today") == said
    assert home.fast("alice"), "it is mended"


def test_a_cut_snapshot_is_as_none(home: Home) -> None:
    said = home.ok("alice", "today")
    whole = home.snapshot("alice").read_bytes()
    for length in range(0, len(whole), 37):
        home.snapshot("alice").write_bytes(whole[:length])
        assert load(str(home.snapshot("alice")), home.clock.at.timestamp()) is None
    assert home.ok("alice", "today") == said
    assert json.loads(whole) == json.loads(home.snapshot("alice").read_bytes())


@pytest.mark.parametrize("lacking", ["rows", "until", "heading", "id", "theme", "day"])
def test_a_snapshot_of_another_version_is_as_none(home: Home, lacking: str) -> None:
    home.ok("alice", "today")
    table = json.loads(home.snapshot("alice").read_text())
    table["today"]["new"] = table["today"].pop(lacking)
    home.snapshot("alice").write_text(json.dumps(table))
    assert not home.fast("alice")


def test_a_snapshot_is_its_owners_alone(home: Home) -> None:
    a_note(home, "alice", "bob")
    home.ok("alice", "today")
    assert home.snapshot("alice").stat().st_mode & 0o777 == 0o600
    assert not home.snapshot("bob").exists()


def test_a_folder_in_its_place(home: Home) -> None:
    home.snapshot("alice").mkdir()
    assert "thank-you" in home.ok("alice", "today")
    assert home.snapshot("alice").is_dir()


def test_a_household_that_is_gone_or_another(home: Home) -> None:
    a_note(home, "alice", "bob")
    assert "A thank-you" in both_ways(home, "alice")
    shutil.rmtree(home.root)
    assert "There is no household in" in home.refused("alice", "today")
    home.make("Alice", "Cleo")
    assert "Leave Cleo a thank-you" in home.ok("alice", "today")


def test_a_household_that_moved(home: Home) -> None:
    a_note(home, "alice", "bob")
    both_ways(home, "alice")
    moved = home.root.with_name("moved")
    home.root.rename(moved)
    home.refused("alice", "today")
    home.root = moved
    assert not home.fast("alice")
    assert "A thank-you" in both_ways(home, "alice")


def test_one_who_is_no_longer_here(home: Home) -> None:
    home.ok("bob", "today")
    file = home.root / "household.toml"
    file.write_text(file.read_text().replace("bob", "bo").replace("Bob", "Bo"))
    assert "only: alice, bo." in home.refused("bob", "today")


def test_the_partner_joins(empty: Home) -> None:
    empty.make("Alice")
    assert "Leave your partner a thank-you" in both_ways(empty, "alice")
    household, bob = households.join(empty.household, "Bob")
    assert "Leave Bob a thank-you" in empty.ok("alice", "today")
    both_ways(empty, "alice")
    Own(household.own(bob)).make()
    a_note(empty, "alice", "bob")
    assert "A thank-you from Bob" in empty.ok("alice", "today")


def test_a_plugin_of_ones_own_comes_and_goes(home: Home) -> None:
    said = both_ways(home, "alice")
    folder = home.root / "private" / "alice" / "plugins"
    folder.mkdir(mode=0o700)
    (folder / "tea.py").write_text("raise RuntimeError('no tea')\n")
    (folder / "tea.py").chmod(0o600)
    assert "The plugin tea" in home.ok("alice", "today")
    (folder / "tea.py").unlink()
    assert home.ok("alice", "today") == said


def test_a_plugin_that_is_a_folder_comes_and_changes(home: Home) -> None:
    home.ok("bob", "today")
    package = home.root / "private" / "bob" / "plugins" / "cups"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ValueError('one')", "utf-8")
    assert "ValueError: one" in home.ok("bob", "today")
    (package / "__init__.py").write_text("raise ValueError('another')", "utf-8")
    assert "ValueError: another" in home.ok("bob", "today")


def test_not_in_another_language(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.ok("alice", "today")
    file = snapshot_file(str(home.root), "alice")
    os.utime(file, (0, 0))  # whatever this computer's own clock says
    assert load(file, home.clock.now().timestamp()) is not None
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert load(file, home.clock.now().timestamp()) is None


def test_a_snapshot_that_came_too_late_is_dropped(home: Home) -> None:
    """Between working it out and keeping it the other wrote."""
    session = home.session("alice")
    today = session.today(keep=False)
    a_note(home, "alice", "bob")
    session.keep(today)
    assert not home.snapshot("alice").exists()
    assert "A thank-you" in home.ok("alice", "today")


def test_a_saved_one_is_read_back_whole(home: Home, tmp_path: Path) -> None:
    a_note(home, "alice", "bob")
    today = home.session("alice").today(keep=False)
    file, source = tmp_path / "snapshot", tmp_path / "source"
    source.write_text("1")
    sources = {"files": [str(source)], "folders": [str(tmp_path / "none")], "due": ""}
    save(today, sources, file.write_bytes)
    now = home.clock.at.timestamp()
    os.utime(file, (now, now))
    found = load(str(file), now)
    assert found is not None
    assert (found.text(), found.list()) == (today.text(), today.list())
    source.write_text("12")
    assert load(str(file), now) is None
    source.unlink()
    assert load(str(file), now) is None


def test_in_processes(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    alice = ["--household", place, "--as", "alice"]
    bob = ["--household", place, "--as", "bob"]

    def today(*more: str) -> str:
        done = process(*alice, "today", *more)
        assert (done.code, done.err) == (0, "")
        return done.out

    slow, slow_json = today(), today("--json")
    file = Path(place, "private", "alice", "today.json")
    assert (today(), today("--json")) == (slow, slow_json)
    process(*bob, "thank", "alice", given="Täa ✉".encode())
    first = today()
    assert first != slow
    made = file.stat().st_ino
    assert today() == first
    assert file.stat().st_ino == made, "the second time it was not worked out anew"
    assert process("today", "--as", "alice", DASHBOARD_HOUSEHOLD=place).out == first
    file.unlink()
    assert today() == first
