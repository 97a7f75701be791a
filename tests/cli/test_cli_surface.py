"""The command line as scripts and cron jobs know it: commands, options, JSON and exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from cli.conftest import PROGRAM, Home, Process, environment, in_terminal, one_line

from dashboard.core import household as households
from dashboard.core.words import full_day
from dashboard.testing import NOW

HOUR = re.compile(r"\d\d:\d\d")


# -- making a household, and saying which one and who ---------------------------------------------


def test_init(empty: Home) -> None:
    done = empty.raw("init", str(empty.root), "--person", "Zoë Müller", "--person", "Bob")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"A household for Zoë Müller and Bob is in {empty.root}.",
        "Trying out: everything is under one account, so the program alone keeps you apart.",
        f"dashboard --household {empty.root}",
    ]
    assert [person.id for person in empty.household.people] == ["zoe-muller", "bob"]
    assert empty.household.zone.key == "Europe/Berlin"
    modes = {path.stat().st_mode & 0o077 for path in [empty.root, *empty.root.rglob("*")]}
    assert modes == {0}


def test_init_in_another_zone_for_one(empty: Home) -> None:
    done = empty.raw("init", "here", "--person", "Alice", "--time-zone", "Asia/Tokyo")
    assert done.code == 0
    assert "A household for Alice is in here." in done.out
    assert households.load(Path("here").absolute()).zone.key == "Asia/Tokyo"
    assert full_day(NOW.date()) not in empty.raw("--household", "here", "today").out  # Monday there


def test_the_household_is_named_before_or_after_the_command_or_around_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(home.root)
    said = home.run("alice", "boundary", "list").out
    assert said == "Nothing is written down yet.\n"
    for words in (
        ["boundary", "list", "--household", place, "--as", "alice"],
        ["boundary", "--household", place, "list", f"--as={'alice'}"],
        [f"--household={place}", "boundary", "--as", "Alice", "list"],
        ["--household", "household", "--as", "ALICE", "boundary", "list"],
        ["--household", f"{place}/household.toml", "--as", "alice", "boundary", "list"],
    ):
        assert home.raw(*words).out == said, words
    monkeypatch.setenv("DASHBOARD_HOUSEHOLD", place)
    assert home.raw("--as", "alice", "boundary", "list").out == said
    other = home.root.parent / "other"
    assert home.raw("init", str(other), "--person", "Cleo").code == 0
    assert "cleo" in one_line(home.raw("--household", str(other), "--as", "alice", "today"))


def test_alone_one_need_not_say_who_one_is(empty: Home) -> None:
    empty.make("Alice")
    done = empty.raw("today", "--household", str(empty.root))
    assert (done.code, done.err) == (0, "")
    assert "Leave your partner a thank-you" in done.out
    assert empty.raw("thank", "--household", str(empty.root), given="Tea").out.startswith(
        "It waits in an envelope until your partner joins."
    )


def test_after_two_dashes_nothing_is_an_option(home: Home) -> None:
    home.ok("alice", "thank", "bob", "--", "--as", "bob")
    assert home.rows("alice", "notes", "list")[0]["text"] == "--as bob"


# -- today ----------------------------------------------------------------------------------------


def test_today(home: Home) -> None:
    home.ok("bob", "thank", "alice", given="Thank you for the soup.")
    home.ok("bob", "boundary", "propose", given="Phones stay in the hall.")
    said = home.ok("alice", "today").splitlines()
    assert said == [
        "Sunday 22 November",
        "",
        "  A thank-you from Bob",
        "",
        "",
        "  For a quiet moment: one proposal",
    ]
    rows = home.rows("alice", "today")
    assert [row["id"] for row in rows] == ["bob/home/shared/1", "quiet"]
    assert set(rows[0]) == {"id", "place", "when", "text", "note"}
    assert home.rows("bob", "today") == []


# -- notes ----------------------------------------------------------------------------------------


def test_thank_by_every_option(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    said = home.ok(me, "thank", other, "--on", "wall", "--tone", "win", given="Soup is on.\n")
    assert said.splitlines() == [
        "It goes to the wall. Either of you can take it down.",
        f"To take it back: dashboard notes take-back {me}/home/shared/1",
    ]
    for tone, words, reads in (
        ("telling", "that you were late", "Thank you for telling me that you were late"),
        ("noticed", "waited for me", "I noticed that you waited for me"),
        ("hello", "Hi", "Hi"),
        ("thanks", "Tea", "Tea"),
    ):
        home.ok(me, "thank", "--tone", tone, given=words)
        assert reads in [row["text"] for row in home.rows(me, "notes", "list")]
    said = home.ok(me, "thank", other, "--at", "tomorrow 18:00", given="Later")
    assert said.startswith("Sealed until tomorrow 18:00.")
    assert "Later" not in home.ok(other, "notes", "list", "--json")
    sealed = next(row for row in home.rows(me, "notes", "list") if row["text"] == "Later")
    assert (sealed["opens"], sealed["state"]) == ("2026-11-23T18:00+01:00", "sealed")
    home.clock.forward(days=1)
    assert "from" in home.ok(other, "today")
    found = [row for row in home.rows(other, "notes", "list") if row["id"] == sealed["id"]]
    assert [row["state"] for row in found] == ["envelope"]


def test_a_time_that_has_passed_is_at_once(home: Home) -> None:
    said = home.ok("bob", "thank", "alice", "--at", "2026-11-22T17:59", given="Tea")
    assert said.startswith("It lies in an envelope for Alice.")


def test_words_by_argument_dash_or_input(home: Home) -> None:
    home.ok("alice", "thank", "bob", "two", "words")
    home.ok("alice", "thank", "bob", "-", given="from a dash\n")
    home.ok("alice", "thank", "bob", given="from a pipe\r\nof two lines\n\n")
    home.ok("alice", "boundary", "propose", "-", given="Said in a pipe.\n")
    home.ok("bob", "boundary", "limit", given="I will go for a walk.\n")
    texts = {row["text"] for row in home.rows("alice", "notes", "list")}
    assert texts == {"two words", "from a dash", "from a pipe\nof two lines"}
    texts = {row["text"] for row in home.rows("bob", "boundary", "list")}
    assert texts == {"Said in a pipe.", "I will go for a walk."}


def test_controls_in_words_are_gone_before_they_are_kept(home: Home) -> None:
    crafted = "a\x1b[31mb\x1b]2;title\x07c\u202ed\x00e\udcfff\x9bg\u2028h"
    home.ok("bob", "thank", "alice", given=crafted)
    home.ok("bob", "boundary", "propose", given=crafted)
    kept = "".join(path.read_text() for path in home.root.rglob("*.jsonl"))
    assert "\\u001b" not in kept and "\x1b" not in kept
    home.ok("alice", "notes", "unfold")
    for words in (
        ["today"], ["notes", "list"], ["notes", "list", "--json"], ["boundary", "list"],
        ["boundary", "show", "bob-2"], ["boundary", "list", "--json"],
    ):  # fmt: skip
        said = home.ok("alice", *words)
        assert re.fullmatch(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]*", said)
    assert home.rows("alice", "notes", "list")[0]["text"] == "a[31mb]2;titlecdefg\nh"


def test_notes_from_one_end_to_the_other(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    name = me.capitalize()
    assert home.ok(me, "notes", "list") == "No notes yet. A first one: dashboard thank\n"
    assert home.ok(me, "notes", "unfold") == "There is no envelope to unfold just now.\n"
    home.ok(me, "thank", given="First")
    home.ok(me, "thank", given="Second")
    first, second = f"{me}/home/shared/1", f"{me}/home/shared/2"
    assert "Second" not in home.ok(other, "notes", "list")
    assert home.ok(other, "notes", "unfold") == f"First\n\n— {name}\n"
    assert home.ok(other, "notes", "unfold", second) == f"Second\n\n— {name}\n"
    assert home.ok(other, "notes", "keep", first) == "Kept, for you alone.\n"
    assert home.ok(me, "notes", "take-back", first).startswith("Taken back. If ")
    assert "taken back" in home.ok(me, "notes", "list")
    rows = {row["id"]: row for row in home.rows(other, "notes", "list")}
    assert rows[f"kept/{first}"]["text"] == "First"
    assert home.ok(other, "notes", "let-go", f"kept/{first}") == "Let go. Your copy is deleted.\n"
    assert "First" not in home.ok(other, "notes", "list")
    rows = {row["id"]: row for row in home.rows(other, "notes", "list")}
    assert (rows[first]["text"], rows[first]["state"]) == ("", "taken back")

    assert "Thinking of you." in home.ok(me, "notes", "hello")
    assert "already" in home.refused(me, "notes", "hello")
    assert "“Running late: home around seven”" in home.ok(
        me, "notes", "late", "--about", "home around seven"
    )
    assert "Running late: home around seven" in home.ok(other, "today")
    home.ok(me, "thank", "--on", "wall", given="Soup")
    wall = next(row["id"] for row in home.rows(me, "notes", "list") if row["text"] == "Soup")
    assert home.ok(other, "notes", "take-down", wall).startswith("It is off the wall.")
    assert "not on the wall" in home.refused(me, "notes", "take-down", wall)

    assert home.ok(me, "notes", "places") == "today: open\nwall: open\n"
    home.ok(me, "notes", "places", "--close", "wall", "--close", "today", "--open", "today")
    assert home.ok(me, "notes", "places") == "today: open\nwall: closed\n"
    assert home.ok(other, "notes", "places") == "today: open\nwall: open\n"
    home.ok(me, "notes", "on-this-day", "yes")
    home.ok(me, "notes", "on-this-day", "no")


# -- limits and agreements ------------------------------------------------------------------------


def test_an_agreement_from_one_end_to_the_other(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    mine, yours = me.capitalize(), other.capitalize()
    said = home.ok(
        me, "boundary", "propose", "--category", "personal space", "--review", "in 4 weeks",
        "--until", "2027-01-31", given="The study is mine on Saturdays.",
    )  # fmt: skip
    assert said == f"Proposed. No answer from {yours} is as good as not yet.\n"
    id_ = f"{me}-1"
    assert home.ok(other, "boundary", "list").startswith(
        f"{id_}  “The study is mine on Saturdays.”  {mine} proposes it."
    )
    assert home.ok(other, "boundary", "answer", id_, "not-yet").startswith("Said: not yet.")
    assert home.ok(other, "boundary", "answer", id_, "no").startswith("Said.")
    assert home.ok(other, "boundary", "answer", id_, "no") == "That is your answer already.\n"
    said = home.ok(other, "boundary", "agree", id_).splitlines()
    assert said == [
        "“The study is mine on Saturdays.”",
        "About: personal space",
        "From: the day of the yes",
        "Until: Sunday 31 January 2027; it ends by itself",
        "Look again: Sunday 20 December 2026",
        "In force since today, until 31 January.",
    ]
    assert home.ok(me, "boundary", "talked", id_, "--next", "in 2 weeks") == (
        "Noted. You look at it again on 6 December.\n"
    )
    assert home.ok(other, "boundary", "talked", id_) == "Noted, without a next day.\n"
    said = home.ok(other, "boundary", "revise", id_, given="The study is mine on Sundays.")
    assert said.startswith("Proposed. The old words stay in force")
    new = next(r["id"] for r in home.rows(me, "boundary", "list") if "Sundays" in r["text"])
    assert "In place of: “The study is mine on Saturdays.”" in home.ok(me, "boundary", "agree", new)
    listed = home.ok(me, "boundary", "list")
    assert "Saturdays" not in listed and "Sundays" in listed
    assert "Saturdays" in home.ok(me, "boundary", "list", "--all")
    assert home.ok(me, "boundary", "withdraw", new) == "No longer in force since today.\n"
    shown = home.ok(other, "boundary", "show", new)
    assert f"{mine} ended it today." in shown
    assert [row["state"] for row in home.rows(other, "boundary", "list", "--all")] == [
        "replaced", "withdrawn",
    ]  # fmt: skip


def test_a_limit_from_one_end_to_the_other(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    words = "If voices are raised, I will go for a walk."
    said = home.ok(me, "boundary", "limit", "--review", "Friday", given=words)
    assert said == f"Written down. {other.capitalize()} can read it.\n"
    assert home.ok(me, "boundary", "revise", f"{me}-1", given="I will go for a short walk.") == (
        "The new words stand; the old ones can be read in the past.\n"
    )
    row = home.rows(me, "boundary", "list")[0]
    assert (row["kind"], row["text"], row["review"]) == (
        "limit", "I will go for a short walk.", "2026-11-27",
    )  # fmt: skip
    assert home.rows(other, "boundary", "list")[0]["review"] == ""
    assert home.ok(me, "boundary", "withdraw", row["id"]) == "Let go.\n"
    assert home.rows(other, "boundary", "list") == []


def test_days_are_read_as_people_write_them(home: Home) -> None:
    home.ok(
        "alice", "boundary", "propose", "--category", "transparency",
        "--starts", "tomorrow", "--ends", "24 December", "--review", "Friday",
        given="We tell each other where we are.",
    )  # fmt: skip
    row = home.rows("bob", "boundary", "list")[0]
    assert (row["starts"], row["ends"], row["review"]) == ("2026-11-23", "2026-12-24", "2026-11-27")
    home.ok("bob", "boundary", "agree", "alice-1")
    assert home.rows("alice", "boundary", "list")[0]["state"] == "coming"


# -- what is JSON, and what is never in it --------------------------------------------------------

LISTS = (
    ["today"], ["plugins"], ["doctor"], ["settings"], ["notes", "list"], ["boundary", "list"],
    ["boundary", "list", "--all"],
)  # fmt: skip


def test_lists_are_objects_with_an_id_and_no_hour_of_writing(home: Home) -> None:
    for me, other in (("alice", "bob"), ("bob", "alice")):
        home.ok(me, "thank", other, given="Tea")
        home.ok(me, "thank", "--on", "wall", given="Soup")
        home.ok(me, "boundary", "propose", given=f"Words of {me}.")
        home.ok(me, "boundary", "limit", given="I will rest.")
    home.ok("alice", "boundary", "agree", "bob-3")
    home.ok("bob", "notes", "unfold")
    home.ok("bob", "thank", "--at", "2026-11-22T18:30", given="Opens soon")
    home.clock.forward(hours=1)
    for who in ("alice", "bob"):
        for words in LISTS:
            rows = home.rows(who, *words)
            assert rows, words
            for row in rows:
                assert isinstance(row["id"], str) and row["id"], words
                said = {name: value for name, value in row.items() if name != "opens"}
                assert not HOUR.search(json.dumps(said)), row
    exact = [row for row in home.rows("alice", "notes", "list") if "opens" in row]
    assert exact == []  # of what has opened its day


def test_empty_lists_are_lists(home: Home) -> None:
    for words in (["notes", "list"], ["boundary", "list"]):
        assert home.rows("bob", *words) == []


# -- plugins and settings -------------------------------------------------------------------------


def test_plugins_are_switched_by_each_for_oneself(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    ids = [row["id"] for row in home.rows(me, "plugins")]
    assert ids == ["gratitude", "boundaries", "support"]
    assert {row["status"] for row in home.rows(me, "plugins")} == {"enabled"}
    assert home.ok(me, "plugins", "off", "gratitude").endswith("is off, for you.\n")
    assert "thank-you" not in home.ok(me, "today")
    assert "thank-you" in home.ok(other, "today")
    status = {row["id"]: row["status"] for row in home.rows(me, "plugins")}
    assert status == {"gratitude": "disabled", "boundaries": "enabled", "support": "enabled"}
    assert home.ok(me, "plugins", "on", "gratitude").endswith("is on.\n")
    assert "thank-you" in home.ok(me, "today")


def test_settings_are_told_taken_back_and_fine(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    file = home.root / "config" / "gratitude.toml"
    before = file.read_text()
    for who in pair:
        home.ok(who, "settings")
    file.write_text("longest = 700\n")
    told = "The shared settings changed, gratitude:"
    assert told in home.ok(me, "today") and told in home.ok(other, "today")
    row = next(row for row in home.rows(me, "settings") if row["id"] == "gratitude")
    assert row["file"] == str(file)
    assert "longest: 2000 → 700" in row["changed"]
    assert "  changed: longest: 2000 → 700" in home.ok(me, "settings").splitlines()
    assert home.ok(me, "settings", "fine") == ""
    assert told not in home.ok(me, "today") and told in home.ok(other, "today")
    said = home.ok(other, "settings", "take-back")
    assert said == "The settings are as they were.\n"
    assert file.read_text() == before
    assert told in home.ok(me, "today") and told not in home.ok(other, "today")


def test_a_broken_settings_file_is_told_and_the_last_good_ones_stay(home: Home) -> None:
    home.ok("alice", "settings")
    (home.root / "config" / "gratitude.toml").write_text("longest = 700\non_today = [\n")
    said = home.ok("bob", "settings")
    assert re.search(r"gratitude\.toml, line \d.* The last good settings stay\.", said)
    assert "gratitude.toml, line" in home.ok("alice", "today")
    home.ok("alice", "thank", given="x" * 1500)
    doctor = home.run("alice", "doctor")
    assert doctor.code == 0
    assert "worth a look: settings and plugins. config/gratitude.toml, line" in doctor.out


# -- doctor, export, help, demo -------------------------------------------------------------------


def test_doctor(home: Home) -> None:
    said = home.ok("bob", "doctor")
    assert "fine: the folders. Only this account can open them." in said
    (home.root / "journal").chmod(0o755)
    done = home.run("bob", "doctor")
    assert (done.code, done.err) == (1, "")
    assert f"broken: the folder {home.root / 'journal'}." in done.out
    assert f"    chmod go-rwx '{home.root / 'journal'}'" in done.out


def test_doctor_of_a_damaged_journal(home: Home) -> None:
    home.ok("alice", "thank", "bob", given="One")
    home.ok("alice", "thank", "bob", given="Two")
    file = home.root / "journal/alice/home/shared/2026.jsonl"
    file.write_bytes(file.read_bytes().replace(b"One", b"Ten"))
    done = home.run("bob", "doctor")
    assert (done.code, done.err) == (0, "")
    assert "worth a look: the journal." in done.out
    assert "Traceback" not in done.out


def test_export(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    home.ok(me, "thank", other, given="My words")
    home.ok(other, "thank", me, given="Your words")
    home.ok(other, "thank", me, "--at", "tomorrow 18:00", given="Sealed words")
    home.ok(me, "notes", "unfold")
    folder = home.root.parent / "mine" / "part"
    assert home.ok(me, "export", str(folder)) == f"Your part is in {folder}.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["dashboard.md", "entries.json"]
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()]} == {0}
    text = (folder / "dashboard.md").read_text()
    assert text.startswith(f"# {me.capitalize()}\n")
    assert "My words" in text and "Your words" in text
    entries = (folder / "entries.json").read_text()
    assert "Sealed words" not in text + entries
    assert not HOUR.search(entries)
    assert {entry["author"] for entry in json.loads(entries)} == {me, other}
    assert "not an empty folder" in home.refused(me, "export", str(folder))
    assert home.ok(other, "today") == home.ok(other, "today")


def test_help_needs_nothing(process: Process) -> None:
    for home in ("/nowhere/at/all", "/proc"):
        done = process("help-me", "--country", "de", "--language", "de", HOME=home)
        assert (done.code, done.err) == (0, "")
        assert "116 016" in done.out
        assert max(map(len, done.out.splitlines())) <= 76


def test_help_when_the_household_is_broken(home: Home) -> None:
    (home.root / "household.toml").write_text("]")
    done = home.run("alice", "help-me", "--country", "GB")
    assert (done.code, done.err) == (0, "")
    assert "999" in done.out
    assert home.raw("help-me", "--country", "ZZ", "--language", "xx").code == 0


def test_the_demo_is_a_household_of_two(empty: Home) -> None:
    done = empty.raw("demo", "--folder", "here/demo")
    assert (done.code, done.err) == (0, "")
    root = Path("here/demo").absolute()
    household = households.load(root)
    names = [person.name for person in household.people]
    assert len(set(names)) == 2
    assert done.out.splitlines()[0].startswith(f"{names[0]} and {names[1]} live in here/demo.")
    assert done.out.splitlines()[1] == (
        f"dashboard --household here/demo --as {household.people[0].id}"
    )
    for person in household.people:
        who = ["--household", str(root), "--as", person.id]
        assert empty.raw(*who, "today").code == 0
        for words in (["notes", "list"], ["boundary", "list", "--all"]):
            assert empty.raw(*who, *words, "--json").rows, words
    assert "There is a household in" in one_line(empty.raw("demo", "--folder", "here/demo"))


def test_the_demo_reads_as_well_with_the_names_exchanged(tmp_path: Path) -> None:
    from dashboard.host.demo import make_demo

    kinds = []
    for place, names in (("one", ["Ada", "Ben"]), ("other", ["Ben", "Ada"])):
        household = make_demo(tmp_path / place, names, NOW)
        told: dict[str, list[tuple[str, str]]] = {}
        for number, person in enumerate(household.people):
            lines = [
                json.loads(line)["e"]
                for file in sorted((household.journal / person.id).rglob("*.jsonl"))
                for line in file.read_text().splitlines()
            ]
            told[str(number)] = [(line["k"], line["at"]) for line in lines]
        kinds.append(told)
    assert kinds[0] == kinds[1]
    owners = {kind.partition(".")[0] for lines in kinds[0].values() for kind, _day in lines}
    assert {"gratitude", "boundary"} <= owners or {"gratitude", "boundaries"} <= owners


@pytest.mark.parametrize("words", [["--help"], ["notes", "--help"], ["boundary", "--help"]])
def test_help_for_every_command(empty: Home, words: list[str]) -> None:
    done = empty.raw(*words)
    assert (done.code, done.err) == (0, "")
    listed = re.findall(r"^  ([a-z][a-z-]+) ", done.out.partition("Commands:")[2], re.MULTILINE)
    assert len(listed) > 5
    for name in listed:
        done = empty.raw(*words[:-1], name, "--help")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: dashboard")


def test_a_group_alone_says_what_it_can(home: Home) -> None:
    for words in (["notes"], ["boundary"]):
        done = home.run("alice", *words)
        assert "Commands:" in done.out + done.err
        assert "Traceback" not in done.err


def test_version(empty: Home) -> None:
    done = empty.raw("--version")
    assert done.code == 0
    assert done.out.startswith("dashboard, version ")


# -- processes and terminals ----------------------------------------------------------------------


def test_a_household_for_real(process: Process, tmp_path: Path) -> None:
    place = str(tmp_path / "hh")
    made = process("init", place, "--person", "Alice", "--person", "Bob", LANG="de_DE.UTF-8")
    assert (made.code, made.err) == (0, "")
    sent = process("--as", "bob", "thank", "alice", given=b"T\xffea \xe2\x9c\x89\n",
                   DASHBOARD_HOUSEHOLD=place)  # fmt: skip
    assert (sent.code, sent.err) == (0, "")
    seen = process("notes", "unfold", "--as", "alice", DASHBOARD_HOUSEHOLD=place)
    assert "Tea ✉" in seen.out.replace("\ufffd", "")
    # A terminal that knows only ASCII, or another encoding, gets what it can show.
    for encoding in ("ascii", "latin-1", "utf-8:strict"):
        for words in (["today"], ["notes", "list"], ["notes", "list", "--json"]):
            done = process("--household", place, "--as", "alice", *words, PYTHONIOENCODING=encoding)
            assert (done.code, done.err) == (0, ""), encoding


@pytest.mark.parametrize("words", ["today", "notes list", "doctor", "help-me", "--plain"])
def test_a_reader_who_has_read_enough(process: Process, own_home: Path, words: str) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice")
    process("--household", place, "today")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "--household", place, *words.split()],
        stdout=writer, stderr=subprocess.PIPE, input=b"\n\n?\n", env=environment(own_home),
        check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("words", [[], ["thank", "bob"], ["--plain"]])
def test_a_closed_standard_input(process: Process, own_home: Path, words: list[str]) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    line = [*PROGRAM, "--household", place, "--as", "alice", *words]
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", *line], capture_output=True, text=True,
        env=environment(own_home), check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    if words == ["thank", "bob"]:
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "There are no words yet, so nothing was done.\n"
    else:
        assert (done.returncode, done.stderr) == (0, "")


def test_words_typed_at_a_prompt(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    alice = ["--household", place, "--as", "alice"]
    done = in_terminal(
        [*alice, "thank", "bob", "-"],
        [("Words for Bob (an empty line ends it)", ""), ("> ", "Thank you\r"), ("> ", "for tea\r"),
         ("> ", "\r")],
        own_home,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert "It lies in an envelope for Bob." in done.out
    bob = ["--household", place, "--as", "bob"]
    assert process(*bob, "notes", "unfold").out == "Thank you\nfor tea\n\n— Alice\n"


def test_agreeing_at_a_prompt_takes_the_word(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    bob, alice = (["--household", place, "--as", who] for who in ("bob", "alice"))
    process(*bob, "boundary", "propose", given=b"Phones stay in the hall.")
    ask = "To agree to these words, type: agree: "
    no = in_terminal([*alice, "boundary", "agree", "bob-1"], [(ask, "y\r")], own_home)
    assert no.code == 1
    assert no.out.endswith("Nothing was agreed to, and nothing else changed.\n")
    assert "“Phones stay in the hall.”" in no.out
    yes = in_terminal([*alice, "boundary", "agree", "bob-1"], [(ask, "Agree \r")], own_home)
    assert yes.code == 0
    assert "In force since today." in yes.out


def test_nothing_typed_at_a_prompt_does_nothing(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    done = in_terminal(
        ["--household", place, "--as", "bob", "boundary", "limit"],
        [("The exact words", ""), ("> ", "\r")], own_home,
    )  # fmt: skip
    assert done.code == 1
    assert done.out.endswith("There are no words yet, so nothing was done.\n")
