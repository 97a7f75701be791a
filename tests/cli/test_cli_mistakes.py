"""A person's mistake ends with one clear line on standard error and its exit code, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.conftest import Home, Process, in_terminal, one_line

PROPOSAL = "Phones stay in the hall."
REFUSED = [
    # words, standard input, what the line says
    ("thank carol", "Tea", "There is nobody called 'carol' here, only: alice, bob."),
    ("thank alice", "Tea", "Notes go to the other one."),
    ("thank ALICE", "Tea", "Notes go to the other one."),
    ("thank bob", "", "There are no words yet, so nothing was done."),
    ("thank bob -", " \n\t\x1b\x07\n", "There are no words yet, so nothing was done."),
    ("thank bob --at someday", "Tea", "'someday' is no time I can read."),
    ("thank bob --at Friday", "Tea", "'Friday' is no time I can read."),
    ("thank bob --at 25:99", "Tea", "'25:99' is no time I can read."),
    ("thank bob --at 9999-12-31T23:59-12:00", "Tea", ""),
    ("thank bob", "x" * 2001, "A note has room for 2000 characters."),
    ("thank bob --on wall", "x" * 301, "The wall has room for 300 characters."),
    ("notes take-back bob/home/shared/1", "", "Only Bob can take that one back."),
    ("notes take-back nothing", "", "There is no note of that name here."),
    ("notes unfold bob/home/shared/99", "", "There is no note of that name here."),
    ("notes keep alice/home/shared/1", "", "You wrote that one yourself"),
    ("notes let-go kept/bob/home/shared/1", "", "That one is not among what you kept."),
    ("notes take-down bob/home/shared/1", "", "That one is not on the wall."),
    ("boundary propose", "", "There are no words yet, so nothing was done."),
    ("boundary propose", "x" * 2001, "That is long. At most 2000 letters, please."),
    ("boundary propose --review yesterday", PROPOSAL, "Choose a day from tomorrow on"),
    ("boundary propose --review soonish", PROPOSAL, "'soonish' is no day I can read."),
    ("boundary propose --starts 2026-11-21", PROPOSAL, "An agreement can start today at the"),
    ("boundary propose --ends 30.2.2027", PROPOSAL, "'30.2.2027' is no day I can read."),
    ("boundary propose --starts Friday --ends tomorrow", PROPOSAL, "its last day comes before"),
    ("boundary propose --ends 2026-11-21", PROPOSAL, "Its last day would be over before"),
    ("boundary propose --category transparency", PROPOSAL, "needs a last day."),
    ("boundary propose --category Transparency --ends 2027-11-22", PROPOSAL, "lasts 90 days"),
    ("boundary propose --category transparency --starts today --ends Friday", PROPOSAL,
     "starts tomorrow at the earliest"),
    ("boundary propose --revises alice-9", PROPOSAL, "There is no 'alice-9' here"),
    ("boundary propose --revises alice-3", PROPOSAL, "That is a limit; revise it with"),
    ("boundary propose", "Mine.", "You have proposed these words already"),
    ("boundary limit", "You must never go out alone.", "says what somebody else must do."),
    ("boundary limit", "Bob has to hand over the phone.", "Then: dashboard boundary propose."),
    ("boundary limit --review today", "I will rest.", "Choose a day from tomorrow on"),
    ("boundary agree alice-3", "", "That is a limit: it is its owner's alone"),
    ("boundary agree bob-77", "", "There is no 'bob-77' here; see: dashboard boundary list --all"),
    ("boundary answer alice-2 no", "", "It is your own proposal"),
    ("boundary withdraw bob-2", "", "You may say no, or not yet, or nothing."),
    ("boundary withdraw bob-3", "", "That limit is Bob's own."),
    ("boundary revise bob-3", "I will run.", "Only a limit of your own that stands can be"),
    ("boundary revise bob-2", "Other words.", "Only what is in force can be revised."),
    ("boundary talked bob-2", "", "It is not in force any more."),
    ("boundary talked bob-3", "", "Only its owner sets a day for a limit."),
    ("boundary show \x1b[31mred\nline", "", "There is no '[31mred line' here"),
    ("plugins off support", "", "Help and support stays on, for both of you."),
    ("plugins off tea", "", "There is no plugin 'tea' that works"),
    ("plugins on tea", "", "There is no plugin 'tea' that works"),
    ("settings take-back", "", "There is no change of the shared settings to take back."),
]  # fmt: skip


@pytest.fixture
def lived_in(home: Home) -> Home:
    """Both have written a note, a proposal and a limit: 1, 2 and 3."""
    for me in ("alice", "bob"):
        home.ok(me, "thank", given="Tea")
        home.ok(me, "boundary", "propose", given="Mine." if me == "alice" else "Yours.")
        home.ok(me, "boundary", "limit", given="I will rest.")
    return home


def exchanged(text: str) -> str:
    """The same with the two exchanged."""
    for a, b in (("alice", "bob"), ("Alice", "Bob"), ("ALICE", "BOB")):
        text = text.replace(a, "\0").replace(b, a).replace("\0", b)
    return text.replace("bob, alice", "alice, bob")


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_refused(lived_in: Home, who: str) -> None:
    kept = {path: path.read_bytes() for path in lived_in.root.rglob("*.jsonl")}
    for typed, given, says in REFUSED:
        words = typed.split(" ", 2) if "\n" in typed else typed.split()
        if who == "bob":
            words, given = [exchanged(word) for word in words], exchanged(given)
            says = exchanged(says)
            given = given if given != "Mine." else "Yours."
        line = lived_in.refused(who, *words, given=given)
        assert says in line, (typed, line)
    assert {path: path.read_bytes() for path in lived_in.root.rglob("*.jsonl")} == kept


USAGE = [
    ("frob", "No such command 'frob'"),
    ("today --frob", "No such option '--frob'"),
    ("--json today", "No such option '--json'"),
    ("today today", "Got unexpected extra argument"),
    ("today --as", "Option '--as' requires an argument."),
    ("today --household", "Option '--household' requires an argument."),
    ("today --household=", "Option '--household' requires an argument."),
    ("thank bob --tone angry", "Invalid value for '--tone': 'angry' is not one of"),
    ("thank bob --tone late", "Invalid value for '--tone'"),
    ("thank bob --on phone", "Invalid value for '--on'"),
    ("boundary answer", "Missing argument 'ID'."),
    ("boundary answer bob-2", "Missing argument"),
    ("boundary answer bob-2 perhaps", "'perhaps' is not one of 'no', 'not-yet'."),
    ("boundary frob", "No such command 'frob'"),
    ("notes keep", "Missing argument 'ID'."),
    ("notes places --close fridge", "'fridge' is not one of"),
    ("plugins off", "Missing argument 'PLUGIN'."),
    ("export", "Missing argument 'FOLDER'."),
    ("init", "Missing argument 'FOLDER'."),
    ("init somewhere", "Missing option '--person'."),
    ("init somewhere --person A --person B --person C", "A household is for two."),
]


@pytest.mark.parametrize(("typed", "says"), USAGE, ids=[typed for typed, _says in USAGE])
def test_wrong_usage(home: Home, typed: str, says: str) -> None:
    line = one_line(home.raw("--household", str(home.root), "--as", "bob", *typed.split()), 2)
    assert says in line
    assert line.endswith(" --help")
    assert not Path("somewhere").exists()


def test_controls_in_a_command_or_an_option(home: Home) -> None:
    for word in ("\x1b]2;title\x07", "--\x1b[31m", "a\nb", "\udcff"):
        one_line(home.run("alice", word), 2)
        one_line(home.run("alice", "notes", word), 2)
    one_line(home.raw("--household", str(home.root), "--as", "a\x1b[2J\nb", "today"))
    one_line(home.raw("--household", "no\x1b[2J\nwhere\udcff", "today"))


def test_what_takes_a_real_folder(home: Home, tmp_path: Path) -> None:
    place, full, file = tmp_path / "new", tmp_path / "full", tmp_path / "file"
    full.mkdir()
    (full / "x").touch()
    file.touch()
    for words, says in (
        (["init", str(home.root), "--person", "A"], "There is a household in"),
        (["init", str(full), "--person", "A"], "is not empty. Choose a new folder"),
        (["init", str(file), "--person", "A"], "is not empty. Choose a new folder"),
        (["init", str(file / "x"), "--person", "A"], "Not a directory"),
        (["init", str(tmp_path / ("x" * 300)), "--person", "A"], "too long"),
        (["init", str(place), "--person", "A", "--time-zone", "Mars/Base"], "is no time zone"),
        (["init", str(place), "--person", "A", "--time-zone", "../../etc"], "is no time zone"),
        (["init", str(place), "--person", ""], "A name, please"),
        (["init", str(place), "--person", " \x1b\u202e "], "A name, please"),
        (["init", str(place), "--person", "x" * 41], "40 letters at most"),
        (["init", str(place), "--person", "Bob", "--person", " bOB\n"], "has that name already"),
        (["demo", "--folder", str(full)], "is not empty"),
        (["--household", str(place), "today"], f"dashboard init {place} --person YOUR-NAME"),
        (["--household", str(file), "today"], "can't be read"),
        (["--household", "x" * 300, "today"], "too long"),
        (["today"], "There is no household in"),
        (["--household", str(home.root), "today"], "Who is this? Add --as alice or --as bob."),
    ):  # fmt: skip
        assert says in one_line(home.raw(*words)), words
    assert not place.exists()
    for folder in (home.root, full, file):
        assert "is not an empty folder" in home.refused("alice", "export", str(folder))
    assert "Not a directory" in home.refused("alice", "export", str(file / "x"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = \n", "line 1"),
        ('format = 1\naccounts = "one"\ntime_zone = "Nowhere"\n', "field 'time_zone'"),
        ("format = 2", "field 'format'"),
        ('format = 1\ntime_zone = "UTC"', "field 'accounts'"),
        ('format = 1\ntime_zone = "UTC"\naccounts = "one"', "one or two people live here"),
        ("\x00", "household.toml"),
        (b"\xff", "is not text in UTF-8"),
        ("x = " + "[" * 5000, "household.toml"),
    ],
)
def test_a_household_file_that_is_not_right(home: Home, text: str | bytes, says: str) -> None:
    home.ok("alice", "today")
    file = home.root / "household.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    line = home.refused("alice", "today")
    assert says in line and str(file) in line
    assert says in home.refused("bob", "thank", "alice", given="Tea")


def test_names_of_any_kind(empty: Home) -> None:
    names = {
        "Zoë": "zoe", "小明": "person", "-x-": "x", "O'Neil": "o-neil", "1st": "st",
        "👩‍👩‍👧": "person", "../..": "person", "\x1b[31mRed\x1b[0m": "mred-0m",
        "a" * 40: "a" * 24,
    }  # fmt: skip
    for number, (name, id_) in enumerate(names.items()):
        root = empty.root.parent / str(number)
        done = empty.raw("init", str(root), "--person", name, "--person", "Bob")
        assert (done.code, done.err) == (0, ""), name
        assert "\x1b" not in done.out
        assert (root / "private" / id_).is_dir(), name
        place = ["--household", str(root), "--as", id_]
        assert empty.raw(*place, "thank", "bob", given="Tea").code == 0
        assert empty.raw("--household", str(root), "--as", "bob", "today").code == 0


def test_two_whose_names_differ_only_in_an_accent(empty: Home) -> None:
    empty.make("Zoë", "Zoe")
    assert [person.id for person in empty.household.people] == ["zoe", "zoe-2"]
    empty.ok("zoe-2", "thank", "Zoë", given="Tea")
    assert empty.rows("zoe", "notes", "list")[0]["from"] == "zoe-2"


def test_what_was_said_no_to_rests_for_a_month(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    for number, says in enumerate(("no", "not-yet")):
        words = f"We try this, {says}."
        home.ok(me, "boundary", "propose", given=words)
        id_ = home.rows(me, "boundary", "list")[0]["id"]
        home.ok(other, "boundary", "answer", id_, says)
        for again in (words, f" {words.upper()}  "):
            line = home.refused(me, "boundary", "propose", given=again)
            assert "These words may rest a while" in line
        home.clock.forward(days=29)
        assert "may rest a while" in home.refused(me, "boundary", "propose", given=words)
        home.clock.forward(days=1)
        home.ok(me, "boundary", "propose", given=words)
        id_ = home.rows(me, "boundary", "list")[-1]["id"]
        home.ok(me, "boundary", "withdraw", id_)
        assert number < 2


def test_agreeing_twice_and_ending_twice(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    id_ = f"{me}-1"
    home.ok(me, "boundary", "propose", given=PROPOSAL)
    own = home.run(me, "boundary", "agree", id_)
    assert (own.code, own.err) == (1, "It is your own proposal: it takes the other's yes.\n")
    home.ok(other, "boundary", "agree", id_)
    said = home.run(other, "boundary", "agree", id_)
    assert said.code == 1
    assert said.err == "You both said yes to these words already.\n"
    assert "You both said yes" in home.refused(other, "boundary", "answer", id_, "no")
    assert "You both said yes" in home.refused(me, "boundary", "propose", given=PROPOSAL)
    home.ok(other, "boundary", "withdraw", id_)
    assert "not in force any more" in home.refused(me, "boundary", "withdraw", id_)
    done = home.run(other, "boundary", "agree", id_)
    assert (done.code, done.err) == (1, "These words have changed since; read them again.\n")


def test_one_in_a_household_alone(empty: Home) -> None:
    empty.make("Alice")
    for words in (["thank", "bob"], ["thank", "alice"]):
        empty.refused("alice", *words, given="Tea")
    empty.refused("bob", "today")
    assert "Once" not in empty.ok("alice", "boundary", "propose", given="Later, together.")
    assert "until your partner is here" in empty.ok("alice", "boundary", "list")


def test_a_disk_that_takes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain error of the system is told as any other."""
    from dashboard.cli import opening

    def gone(place: str | None) -> Path:
        raise OSError(28, "No space left on device", "/x\ny")

    monkeypatch.setattr(opening.households, "find", gone)
    line = home.refused("alice", "doctor")
    assert line == "This could not be done. No space left on device: /x y"


def test_mistakes_in_processes(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    for words, code in (
        (["today"], 1),
        (["--as", "eve", "today"], 1),
        (["--as", "eve"], 1),
        (["--as", "eve", "--plain"], 1),
        (["--as"], 2),
        (["thank", "bob", "--as", "alice", "--frob"], 2),
        (["thank", "bob", "--as", "alice"], 1),
    ):
        one_line(process("--household", place, *words), code)
    one_line(process("--household", place, "--as", "bob", "boundary", "propose",
                     given=b"\xff\xfe\x00"[2:]))  # fmt: skip


def test_a_mistake_in_a_terminal(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    done = in_terminal(["--household", place, "--as", "eve", "--plain"], [], own_home)
    assert (done.code, done.out) == (1, "There is nobody called 'eve' here, only: alice, bob.\n")
    done = in_terminal(
        ["--household", place, "--as", "bob", "thank"],
        [("Words for Alice", ""), ("> ", "half a th\r"), ("> ", "\x04")], own_home,
    )  # fmt: skip
    assert done.code == 1
    assert "Traceback" not in done.out
    assert process("--household", place, "--as", "alice", "notes", "list", "--json").out == "[]\n"
