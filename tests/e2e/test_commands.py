"""The command line as a person or a script finds it: what it says, gives and refuses."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.conftest import House
from e2e.terminal import PROGRAM
from ui.home import Home

from dashboard.core.today import load, snapshot_file


def proposal(house: House, who: str = "alice", words: str = "Phones stay in the hall.") -> str:
    house.ok("boundary", "propose", who=who, given=words)
    return json.loads(house.ok("boundary", "list", "--json", who=who))[-1]["id"]


# -- the stable surface -----------------------------------------------------------------------


def test_init_makes_a_household_for_two(empty: House, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    said = empty.ok("init", str(folder), "--person", "Zoë Müller", "--person", "bob")
    assert "A household for Zoë Müller and bob is in" in said
    assert "Trying out" in said
    assert said.strip().splitlines()[-1] == f"dashboard --household {folder}"
    assert folder.stat().st_mode & 0o777 == 0o700
    text = (folder / "household.toml").read_text()
    assert 'accounts = "one"' in text
    assert 'time_zone = "Europe/Berlin"' in text  # guessed from the system
    today = empty.ok("--household", str(folder), "--as", "zoe-muller", "today")
    assert "Leave bob a thank-you" in today


def test_init_takes_a_time_zone(empty: House, tmp_path: Path) -> None:
    empty.ok("init", str(tmp_path / "n"), "--person", "A", "--time-zone", "Asia/Tokyo")
    assert "Asia/Tokyo" in (tmp_path / "n" / "household.toml").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ["--household", "{}", "--as", "alice", "plugins"],
        ["plugins", "--household", "{}", "--as", "alice"],
        ["plugins", "--household={}", "--as=alice"],
        ["--as", "alice", "plugins", "--household", "{}"],
    ],
)
def test_the_household_is_named_before_or_after_the_command(house: House, words) -> None:
    place = house.env.pop("DASHBOARD_HOUSEHOLD")
    assert "gratitude" in house.ok(*[word.format(place) for word in words])


def test_what_is_named_goes_before_the_environment(house: House, tmp_path: Path) -> None:
    other = tmp_path / "other"
    house.ok("init", str(other), "--person", "Zoë")
    assert "Leave your partner" in house.ok("--household", str(other), "today")
    assert "Leave Bob" in house.ok("today", who="alice")


def test_thank_and_notes(house: House) -> None:
    said = house.ok("thank", "bob", who="alice", given="Thank you for the tea.\n")
    assert "It lies in an envelope for Bob." in said
    assert "dashboard notes take-back " in said
    assert "A thank-you from Alice" in house.ok("today", who="bob")
    assert "Thank you for the tea.\n\n— Alice" in house.ok("notes", "unfold", who="bob")
    assert "There is no envelope" in house.ok("notes", "unfold", who="bob")
    (note,) = json.loads(house.ok("notes", "list", "--json", who="bob"))
    house.ok("notes", "keep", note["id"], who="bob")
    house.ok("notes", "take-back", note["id"], who="alice")
    assert "Thank you for the tea." not in house.ok("notes", "list", who="alice")
    assert "Thank you for the tea." in house.ok("notes", "list", who="bob")  # it was kept


def test_thank_with_options(house: House) -> None:
    said = house.ok(
        "thank", "bob", "--on", "wall", "--at", "tomorrow 7:30", "--tone", "win", who="alice",
        given="The heater is fixed.",
    )  # fmt: skip
    assert "Sealed until tomorrow 07:30." in said
    assert "heater" not in house.ok("today", who="bob")
    assert "heater" not in house.ok("notes", "list", who="bob")


def test_words_given_on_the_command_line_and_by_a_dash(house: House) -> None:
    house.ok("thank", "bob", "for", "the", "tea", who="alice")
    house.ok("thank", "bob", "-", who="alice", given="from a file")
    listed = house.ok("notes", "list", who="alice")
    assert "for the tea" in listed
    assert "from a file" in listed


def test_a_boundary_from_proposal_to_end(house: House) -> None:
    id_ = proposal(house)
    assert "Phones stay in the hall." in house.ok("boundary", "list", who="bob")
    agreed = house.ok("boundary", "agree", id_, who="bob", given="")
    assert "“Phones stay in the hall.”" in agreed
    assert "In force since today." in agreed
    assert "Bob said yes today." in house.ok("boundary", "show", id_, who="alice")
    assert "No longer in force" in house.ok("boundary", "withdraw", id_, who="bob")
    assert json.loads(house.ok("boundary", "list", "--json", who="alice")) == []
    (past,) = json.loads(house.ok("boundary", "list", "--all", "--json", who="alice"))
    assert [step["what"] for step in past["history"]][:1] == ["proposed"]


def test_every_list_is_a_list_of_objects_with_an_id(house: House) -> None:
    house.ok("thank", "alice", who="bob", given="x")
    proposal(house, "bob")
    for words in (["today"], ["plugins"], ["doctor"], ["settings"], ["notes", "list"],
                  ["boundary", "list"]):  # fmt: skip
        done = house.run(*words, "--json", who="alice")
        assert done.returncode in (0, 1), done
        rows = json.loads(done.stdout)
        assert rows, words
        assert all(isinstance(row, dict) and row["id"] for row in rows)
        assert len({row["id"] for row in rows}) == len(rows), words


def test_json_without_entries_is_an_empty_list(house: House) -> None:
    for words in (["notes", "list"], ["boundary", "list"]):
        assert json.loads(house.ok(*words, "--json", who="alice")) == []


def test_plugins_are_switched_for_oneself(house: House) -> None:
    assert "Notes is off, for you." in house.ok("plugins", "off", "gratitude", who="alice")
    assert "thank-you" not in house.ok("today", who="alice")
    assert "thank-you" in house.ok("today", who="bob")
    rows = json.loads(house.ok("plugins", "--json", who="alice"))
    assert {row["id"]: row["status"] for row in rows}["gratitude"] != "enabled"
    assert "Notes is on." in house.ok("plugins", "on", "gratitude", who="alice")
    assert "thank-you" in house.ok("today", who="alice")


def test_doctor_says_what_is_wrong_and_how_to_mend_it(house: House) -> None:
    done = house.run("doctor", who="alice")
    assert done.returncode == 0, done
    (house.root / "journal").chmod(0o755)
    done = house.run("doctor", who="alice")
    assert done.returncode == 1
    assert f"chmod go-rwx '{house.root / 'journal'}'" in done.stdout
    assert not done.stderr


def test_settings_follow_and_are_taken_back(house: House) -> None:
    house.ok("today", who="alice")
    house.ok("settings", who="alice")
    file = house.root / "config" / "gratitude.toml"
    before = file.read_text() if file.exists() else ""
    file.write_text("longest = 100\n")
    assert "longest: 2000 → 100" in house.ok("settings", who="alice")
    refused = house.run("thank", "bob", who="alice", given="x" * 101)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "has room for 100 characters" in refused.stderr
    assert "The settings are as they were." in house.ok("settings", "take-back", who="alice")
    assert file.read_text() == before


def test_export_is_plain_files_for_oneself(house: House, tmp_path: Path) -> None:
    house.ok("thank", "bob", who="alice", given="Take this along.")
    house.ok("export", str(tmp_path / "out"), who="alice")
    assert "Take this along." in (tmp_path / "out" / "dashboard.md").read_text()
    assert {
        p.stat().st_mode & 0o077 for p in [tmp_path / "out", *(tmp_path / "out").iterdir()]
    } == {0}


def test_help_me_opens_with_nothing_there(empty: House) -> None:
    empty.env.update(HOME="/nowhere/at/all", DASHBOARD_HOUSEHOLD="/nowhere/household")
    said = empty.ok("help-me")
    assert "In danger right now?" in said
    assert "110" in said  # the zone says where the machine stands
    german = empty.ok("help-me", "--language", "de", "--country", "at")
    assert "133" in german
    assert "Notruf" in german


def test_help_and_version(empty: House) -> None:
    said = empty.ok("--help")
    for name in ("boundary", "demo", "doctor", "export", "help-me", "init", "notes", "plugins",
                 "settings", "thank", "today"):  # fmt: skip
        assert f"  {name} " in said
    assert "dashboard" in empty.ok("--version")
    for name in ("init", "today", "thank", "boundary", "notes", "plugins", "doctor", "settings"):
        assert "Usage: dashboard" in empty.ok(name, "--help")


def test_demo_in_a_folder_stays(empty: House, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    line = empty.ok("demo", "--folder", str(folder)).strip().splitlines()[-1]
    program, *words = line.split()
    assert program == "dashboard"
    assert "A thank-you from" in empty.ok(*words, "today")


def test_demo_by_a_pipe_is_plain(empty: House) -> None:
    done = empty.run("demo", given="s\n2\n\nq\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Proposed to you" in done.stdout
    assert "\x1b" not in done.stdout


def test_as_a_module(house: House) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "--as", "alice", "today"],
        env=house.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Leave Bob a thank-you" in done.stdout


# -- mistakes ---------------------------------------------------------------------------------

MISTAKES: dict[str, tuple[list[str], int, str]] = {
    "unknown person": (["--as", "eve", "today"], 1, "There is nobody called 'eve' here"),
    "nobody said who": (["today"], 1, "Who is this? Add --as alice or --as bob."),
    "unknown receiver": (["--as", "alice", "thank", "eve", "x"], 1, "nobody called 'eve'"),
    "to oneself": (["--as", "alice", "thank", "alice", "x"], 1, "Notes go to the other one."),
    "no words": (["--as", "alice", "thank", "bob"], 1, "There are no words yet"),
    "only blanks": (["--as", "alice", "thank", "bob", "  "], 1, "There are no words yet"),
    "too long": (["--as", "alice", "thank", "bob", "x" * 5000], 1, "A note has room for 2000"),
    "bad time": (["--as", "alice", "thank", "bob", "x", "--at", "soonish"], 1, "is no time I can"),
    "impossible time": (["--as", "alice", "thank", "bob", "x", "--at", "31 February 9:00"], 1,
                        "is no day I can read"),
    "far time": (["--as", "alice", "thank", "bob", "x", "--at", "9999-12-31T23:59-12:00"], 1,
                 "is no time I can read"),
    "bad place": (["--as", "alice", "thank", "bob", "x", "--on", "moon"], 2, "'moon' is not one"),
    "bad tone": (["--as", "alice", "thank", "bob", "x", "--tone", "angry"], 2, "is not one of"),
    "unknown command": (["--as", "alice", "forgive"], 2, "No such command 'forgive'"),
    "unknown option": (["--as", "alice", "today", "--loud"], 2, "No such option"),
    "no value": (["--as"], 2, "requires an argument"),
    "unknown note": (["--as", "alice", "notes", "keep", "bob/home/shared/99"], 1, "no note"),
    "odd id": (["--as", "alice", "notes", "take-back", "../../etc"], 1, "no note of that name"),
    "unknown boundary": (["--as", "alice", "boundary", "agree", "bob-9"], 1, "There is no 'bob-9'"),
    "no id": (["--as", "alice", "boundary", "agree"], 2, "Missing argument"),
    "past end": (["--as", "alice", "boundary", "propose", "x", "--until", "2020-01-01"], 1, ""),
    "no such day": (["--as", "alice", "boundary", "propose", "x", "--until", "someday"], 1,
                    "is no day I can read"),
    "endless openness": (["--as", "alice", "boundary", "propose", "x", "--category",
                          "transparency"], 1, "needs a last day"),
    "a limit for the other": (["--as", "alice", "boundary", "limit", "You must call."], 1,
                              "Shall it be a proposal?"),
    "long proposal": (["--as", "alice", "boundary", "propose", "x" * 9000], 1, "That is long."),
    "unknown plugin": (["--as", "alice", "plugins", "off", "tea"], 1, "There is no plugin 'tea'"),
    "help stays": (["--as", "alice", "plugins", "off", "support"], 1, "stays on, for both of you"),
    "nothing to take back": (["--as", "alice", "settings", "take-back"], 1, "There is no change"),
    "full folder": (["--as", "alice", "export", "."], 1, "is not an empty folder"),
    "no household": (["--household", "nowhere", "today"], 1, "There is no household in /"),
    "a control character": (["--as", "\x1b[31malice", "today"], 1, "nobody called '[31malice'"),
    "household of three": (["init", "n", *["--person", "x"] * 3], 2, "A household is for two."),
    "household of nobody": (["init", "n"], 2, "Missing option '--person'"),
    "one name twice": (["init", "n", "--person", "Al", "--person", "al"], 1, "has that name"),
    "no name": (["init", "n", "--person", "\u202e"], 1, "A name, please"),
    "long name": (["init", "n", "--person", "x" * 99], 1, "letters at most"),
    "folder in use": (["init", ".", "--person", "Al"], 1, "is not empty"),
    "household there": (["init", "household", "--person", "Al"], 1, "There is a household in"),
    "bad zone": (["init", "n", "--person", "Al", "--time-zone", "Mars/Olympus"], 1, "no time zone"),
    "zone that climbs": (["init", "n", "--person", "A", "--time-zone", "../../etc/passwd"], 1,
                         "no time zone"),
    "under a file": (["init", "file/n", "--person", "Al"], 1, "Could not make the folder"),
}  # fmt: skip


def one_clear_line(done: subprocess.CompletedProcess[str], code: int, says: str) -> None:
    assert done.returncode == code, done
    assert done.stdout == "", done
    lines = done.stderr.rstrip("\n").split("\n")
    if code == 1:
        assert len(lines) == 1, done.stderr
    assert says in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_mistake_is_one_clear_line(house: House, mistake: str) -> None:
    words, code, says = MISTAKES[mistake]
    (house.root.parent / "file").write_text("")
    before = sorted(str(p) for p in house.root.parent.rglob("*.jsonl") if p.stat().st_size)
    done = house.run(*words)
    one_clear_line(done, code, says)
    after = sorted(str(p) for p in house.root.parent.rglob("*.jsonl") if p.stat().st_size)
    assert before == after  # nothing was written
    assert not (house.root.parent / "n").exists()


def test_nobody_agrees_to_ones_own_proposal(house: House) -> None:
    id_ = proposal(house)
    done = house.run("boundary", "agree", id_, who="alice")
    assert done.returncode == 1
    assert done.stderr == "It is your own proposal: it takes the other's yes.\n"


def test_a_refused_proposal_rests(house: House) -> None:
    id_ = proposal(house)
    house.ok("boundary", "answer", id_, "no", who="bob")
    done = house.run("boundary", "propose", who="alice", given="Phones stay in the hall.")
    one_clear_line(done, 1, "These words may rest a while")


def test_taking_back_the_others_note_is_refused(house: House) -> None:
    house.ok("thank", "bob", who="alice", given="x")
    (note,) = json.loads(house.ok("notes", "list", "--json", who="bob"))
    done = house.run("notes", "take-back", note["id"], who="bob")
    one_clear_line(done, 1, "Only Alice can take that one back.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = 1\ntime_zone =\n", "line 2"),
        ("format = 3\n", "field 'format'"),
        ('format = 1\ntime_zone = "Nowhere/At"\n', "field 'time_zone'"),
        ('format = 1\ntime_zone = "UTC"\naccounts = "one"\npeople = []\n', "people"),
        ("\xff\xfe", "household.toml"),
        ('format = 1\ntime_zone = "UTC"\naccounts = "one"\n' + '[[people]]\nid = "a"\n' * 3, "two"),
        ('format = 1\ntime_zone = "UTC"\naccounts = "one"\n[[people]]\nid = "../x"\n', "people.id"),
    ],
)  # fmt: skip
def test_a_broken_household_file_is_one_clear_line(house: House, text: str, says: str) -> None:
    (house.root / "household.toml").write_bytes(text.encode("latin-1"))
    one_clear_line(house.run("today", who="alice"), 1, says)


def test_broken_settings_are_told_and_change_nothing(house: House) -> None:
    house.ok("today", who="alice")
    (house.root / "config" / "gratitude.toml").write_text("longest = many\n")
    said = house.ok("today", who="alice")
    assert "config/gratitude.toml, line 1" in said
    assert "The last good settings stay." in said
    house.ok("thank", "bob", who="alice", given="It goes on.")


def test_a_disk_that_is_read_only_is_one_clear_line(house: House) -> None:
    if os.getuid() == 0:  # whom no mode keeps from writing: a file in the place of a folder does
        folder = house.root / "private" / "alice"
        folder.rename(folder.with_name("away"))
        folder.write_text("")
    else:
        (house.root / "private" / "alice").chmod(0o500)
    done = house.run("thank", "bob", who="alice", given="x")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name", ["Zoë", "Ærøskøbing", "李雷", "نور", "O'Neil-Smith", "x\ty", "👩‍👧"]
)
def test_names_of_the_world(empty: House, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "n"
    empty.ok("init", str(folder), "--person", name, "--person", "Bob")
    shown = " ".join(name.split())
    empty.env["DASHBOARD_HOUSEHOLD"] = str(folder)
    assert f"Leave {shown} a thank-you" in empty.ok("today", who="bob")
    assert "Leave Bob a thank-you" in empty.ok("today", who=shown)


def test_a_closed_pipe_is_no_mistake(house: House) -> None:
    done = subprocess.run(
        f"{PROGRAM} --as alice today --json | true; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", check=True,
        env=house.env, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# -- the quick way of `dashboard today` -------------------------------------------------------


def both_ways(house: House, who: str = "alice") -> tuple[str, str]:
    """What the quick way says, if it may be taken, and what the slow way says."""
    quick = house.ok("today", who=who)
    slow = subprocess.run(
        [sys.executable, "-c", "import sys; from dashboard.cli.main import run; run(sys.argv[1:])",
         "--as", who, "today"],
        env=house.env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return quick, slow


def test_the_quick_way_says_what_the_slow_way_says(house: House) -> None:
    def same(*words: str) -> str:
        first, slow = both_ways(house)
        quick = house.ok("today", who="alice")
        assert first == slow == quick
        for word in words:
            assert word in quick
        return quick

    same("Leave Bob a thank-you")
    house.ok("thank", "alice", who="bob", given="one")
    same("A thank-you from Bob")
    id_ = proposal(house, "bob")
    same("one proposal")
    house.ok("boundary", "answer", id_, "not-yet", who="alice")
    assert "proposal" not in same()
    file = house.root / "config" / "gratitude.toml"
    before = file.read_text() if file.exists() else ""
    file.write_text("on_today = 0\n")
    same("config/gratitude.toml" if "config/gratitude" in same() else "settings changed")
    file.write_text(before)
    same()
    house.ok("plugins", "off", "gratitude", who="alice")
    assert "thank-you" not in same()
    house.ok("plugins", "on", "gratitude", who="alice")
    same("A thank-you from Bob")
    house.ok("notes", "unfold", who="alice")
    assert "thank-you" not in same()
    (note,) = json.loads(house.ok("notes", "list", "--json", who="alice"))
    house.ok("notes", "take-back", note["id"], who="bob")
    same()
    assert json.loads(house.ok("today", "--json", who="alice")) == json.loads(
        house.ok("--as", "alice", "today", "--json")
    )


def test_the_quick_way_is_taken(house: House) -> None:
    """Else the test above would compare the slow way with itself."""
    house.ok("today", who="alice")
    code = (
        "import sys\n"
        "from dashboard.start import main\n"
        "main(['--as', 'alice', 'today'])\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('click', 'pluggy', 'plugins')],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=house.env, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "Leave Bob a thank-you" in done.stdout


@pytest.mark.parametrize("what", ["garbage", "empty", "old format", "a folder", "another's"])
def test_a_damaged_snapshot_is_passed_over(house: House, what: str) -> None:
    house.ok("today", who="alice")
    house.ok("today", who="bob")
    file = Path(snapshot_file(str(house.root), "alice"))
    expected = house.ok("today", who="alice")
    if what == "garbage":
        file.write_bytes(os.urandom(300))
    elif what == "empty":
        file.write_text("")
    elif what == "old format":
        file.write_text(json.dumps({**json.loads(file.read_text()), "format": 0}))
    elif what == "a folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(Path(snapshot_file(str(house.root), "bob")).read_bytes())
    if what != "another's":
        assert house.ok("today", who="alice") == expected


def test_the_day_turns_for_the_quick_way_too(house: House) -> None:
    house.ok("today", who="alice")
    file = Path(snapshot_file(str(house.root), "alice"))
    kept = json.loads(file.read_text())
    kept["today"]["until"] = 1.0
    kept["today"]["heading"] = "Thursday 1 January"
    file.write_text(json.dumps(kept))
    assert "Thursday 1 January" not in house.ok("today", who="alice")


def test_the_quick_way_ends_when_something_opens_and_at_midnight(tmp_path: Path) -> None:
    """Also by what the other sealed after one's own Today was worked out."""
    home = Home(tmp_path / "household")
    for person in ("bob", "alice"):
        home.session(person).today()
    file = snapshot_file(str(home.root), "alice")
    os.utime(file, (0, 0))  # written before the hours that are tried below
    assert load(file, home.clock.now().timestamp()) is not None
    home.note("bob", "For later.", opens="18:05")
    for minutes, holds in ((4, True), (5, False), (6, False), (7 * 60, False)):
        now = (home.clock.now() + dt.timedelta(minutes=minutes)).timestamp()
        assert (load(file, now) is not None) is holds, minutes
    home.note("bob", "For now.")
    assert load(file, home.clock.now().timestamp()) is None
