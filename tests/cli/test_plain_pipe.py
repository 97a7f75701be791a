"""The plain twin as a conversation of lines: for screen readers, pipes and simple terminals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.conftest import Home, Process, in_terminal, one_line

from dashboard.testing import NOW

HIDE = "\x1b[H\x1b[2J\x1b[3J"
BAR = "t Today, s screens, a what can be done, ? help, h hide, q close"


def pick(home: Home, who: str, question: str, words: str, *before: str) -> str:
    """The number under which a choice stands, as somebody would read it aloud."""
    talk = home.plain(who, *before)
    after = talk.text.rpartition(question)[2]
    found = re.search(rf"^  (\d+)  {re.escape(words)}", after, re.MULTILINE)
    assert found, talk.text
    return found[1]


def write(home: Home, who: str) -> tuple[str, str]:
    """The way to the form of a note."""
    return ("a", pick(home, who, "What can be done", "Write a note", "a"))


def screen(home: Home, who: str, title: str) -> tuple[str, str]:
    return ("s", pick(home, who, "Screens", title, "s"))


def test_the_first_run(empty: Home) -> None:
    talk = empty.plain(None, "", "x" * 50, "\x1b[31m Zoë ", "", "", "q")
    assert talk.code == 0
    text = talk.text
    assert "A name, please" in text and "40 letters at most" in text
    order = [
        "Who is here?", "For two people who are not afraid of each other", "Who can read what",
        "You are [31m Zoë.", "Trying out: the program alone", "Leave your partner a thank-you", BAR,
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "\x1b" not in text
    again = empty.plain(None, "1", "q")
    assert "not afraid" not in again.text, "the first words are read once"


def test_the_first_page_leads_to_help(empty: Home) -> None:
    talk = empty.plain(None, "Alice", "h", "", "q")
    help_at = talk.text.index("116 016") if "116 016" in talk.text else talk.text.index("Emergency")
    assert help_at < talk.text.index("Who can read what")
    assert talk.code == 0


def test_who_left_before_reading_reads_it_again(empty: Home) -> None:
    assert empty.plain(None, "Alice").code == 0
    assert "For two people who are not afraid" in empty.plain(None, "1", "", "", "q").text
    assert "For two people who are not afraid" not in empty.plain(None, "1", "q").text


def test_the_partner_joins(empty: Home) -> None:
    empty.plain(None, "Alice", "", "", "q")
    talk = empty.plain(None, "9", "x", "²", "2", "alice", "Bob", "", "", "q")
    assert talk.text.count("A number from 1 to 2, please.") == 3
    assert "Somebody here has that name already." in talk.text
    assert "You are Bob." in talk.text
    assert "not afraid of each other" in talk.text
    assert "Leave Alice a thank-you" in talk.text
    again = empty.plain(None, "2", "q")
    assert "I am new here" not in again.text
    assert "You are Bob." in again.text
    assert "Leave Bob a thank-you" in empty.plain("alice", "q").text


def test_a_note_is_read_and_kept(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    home.ok(other, "thank", given="First line\n\nSecond part")
    talk = home.plain(me, "1", "1", "t", "q")
    assert f"  1  A thank-you from {other.capitalize()} [unfold]" in talk.text
    text = talk.text
    order = ["First line", "Second part", f"{other.capitalize()}, Sunday 22 November",
             "What can be done", "  1  Keep a note", "Kept, for you alone."]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "A thank-you from" not in text[text.index("Kept, for you alone.") :]
    assert f"kept/{other}/home/shared/1" in home.ok(me, "notes", "list")


def test_a_note_is_written_with_choices_and_a_time(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    talk = home.plain(
        me, *write(home, me), "3", "waited for me", "and the children", "", "1", "some day",
        "tomorrow 18:00", "s", "q",
    )  # fmt: skip
    text = talk.text
    assert talk.code == 0
    order = [
        f"A note for {other.capitalize()}", "What it is", "Words: an empty line",
        "'some day' is no time I can read.", "Monday 23 November, 18:00",
        "It will read: “I noticed that you waited for me", "can keep this and show it to others.",
        "Type s for: Send.", "Sealed until tomorrow 18:00.",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    row = home.rows(me, "notes", "list")[0]
    assert row["text"] == "I noticed that you waited for me\nand the children"
    assert row["opens"] == "2026-11-23T18:00+01:00"
    assert home.rows(other, "notes", "list") == []


def test_words_are_needed(home: Home) -> None:
    talk = home.plain("alice", *write(home, "alice"), "", "", "  ", "", "Tea", "", "", "", "s", "q")
    assert talk.text.count("A word or two, please.") == 2
    assert home.rows("bob", "notes", "list")[0]["state"] == "envelope"


def test_a_form_that_was_left_is_found_again(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    way = write(home, me)
    talk = home.plain(me, *way, "2", "that you were late", "", "2", "", "", "q")
    assert "Left for later." in talk.text
    assert home.rows(other, "notes", "list") == []
    talk = home.plain(me, *way, "", "", "", "", "s", "q")
    assert "So far: that you were late. Enter keeps it." in talk.text
    assert "It goes to the wall." in talk.text
    row = home.rows(other, "notes", "list")[0]
    assert (row["text"], row["tone"]) == (
        "Thank you for telling me that you were late", "telling",
    )  # fmt: skip
    assert "So far" not in home.plain(me, *way, "", "").text, "what was sent is no draft any more"


@pytest.mark.parametrize("how", [EOFError, KeyboardInterrupt])
def test_no_word_is_lost_when_it_ends_in_the_middle(
    home: Home, how: type[BaseException], pair: tuple[str, str]
) -> None:
    me, _other = pair
    way = write(home, me)
    assert home.plain(me, *way, "4", "One line", "another", how).code == 0
    talk = home.plain(me, *way, how)
    assert talk.code == 0
    talk = home.plain(me, *way, "", how)  # it ends again before its words are asked for
    talk = home.plain(me, *way, "", "", "", "", "s", "q")
    assert "So far: One line\nanother. Enter keeps it." in talk.text
    row = home.rows(me, "notes", "list")[0]
    assert (row["text"], row["tone"]) == ("One line\nanother", "win")


def test_the_draft_of_one_is_not_the_others(home: Home) -> None:
    home.plain("alice", *write(home, "alice"), "", "Secret half", "", "", "", "", "q")
    assert "Secret" not in home.plain("bob", *write(home, "bob"), "", "", "q").text


def proposes(home: Home, who: str, words: str) -> None:
    title = "Propose an agreement"
    way = ("a", pick(home, who, "What can be done", title, "a"))
    talk = home.plain(who, *way, words, "", "", "", "", "", "in 4 weeks", "s", "q")
    assert "Proposed. No answer from" in talk.text, talk.text
    assert "Sunday 20 December" in talk.text


def answers(home: Home, who: str, words: str, action: str, *more: str) -> str:
    """Open Limits & agreements, read these words, choose an action by its title."""
    way = screen(home, who, "Limits")
    row = pick(home, who, "Limits", words, *way)
    number = pick(home, who, "What can be done", action, *way, row)
    talk = home.plain(who, *way, row, number, *more, "q")
    assert talk.code == 0
    return talk.text


def test_two_agree_in_lines(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    proposes(home, me, "Phones stay in the hall.")
    talk = home.plain(other, "1", "", "q")
    assert "For a quiet moment: one proposal [look]" in talk.text
    assert "Left for later." in answers(home, other, "Phones stay", "Agree to a proposal", "")
    assert home.rows(me, "boundary", "list")[0]["state"] == "waiting"
    said = answers(home, other, "Phones stay", "Agree to a proposal", "s")
    assert "“Phones stay in the hall.”" in said
    assert "Until: one of you ends it" in said
    assert "You may say no, or not now, or nothing." in said
    assert "In force since today." in said
    assert home.rows(me, "boundary", "list")[0]["state"] == "in force"
    said = answers(home, me, "Phones stay", "End it, or take it back", "s")
    assert "No longer in force since today." in said
    assert home.rows(other, "boundary", "list", "--all")[0]["state"] == "withdrawn"


def test_no_and_not_yet_in_lines(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    proposes(home, me, "We cook together on Sundays.")
    said = answers(home, other, "We cook", "Say not yet to a proposal", "s")
    assert "Said: not yet. Nothing else here changes." in said
    said = answers(home, other, "We cook", "Say no to a proposal", "s")
    assert "Said. Nothing else here changes." in said
    assert home.rows(me, "boundary", "list", "--all")[0]["state"] == "no"


def test_a_limit_that_is_for_both_waits_as_a_proposal(home: Home) -> None:
    way = ("a", pick(home, "bob", "What can be done", "Write a limit of my own", "a"))
    talk = home.plain("bob", *way, "You must call me at noon.", "", "", "", "", "s", "q")
    assert "This says what somebody else must do." in talk.text
    assert "Your words wait in “Propose an agreement”" in talk.text
    assert home.rows("alice", "boundary", "list") == []
    way = ("a", pick(home, "bob", "What can be done", "Propose an agreement", "a"))
    assert "So far: You must call me at noon." in home.plain("bob", *way).text


def test_help_and_support_from_anywhere(home: Home) -> None:
    talk = home.plain("alice", "?", "!", "q")
    assert "! opens help and support, for a home that is not safe." in talk.text
    assert "violence, threats or control" in " ".join(talk.text.split())
    assert talk.code == 0


def test_hide_leaves_nothing_and_comes_back_to_today(home: Home) -> None:
    home.ok("bob", "thank", given="Tea")
    talk = home.plain("alice", "h", "", "q")
    assert talk.text.count("\x1b") == 3
    before, after = talk.text.split(HIDE)
    assert "A thank-you from Bob" in before
    assert after.strip().startswith("Sunday 22 November")
    hidden = home.plain("alice", "h")
    assert hidden.text.partition(HIDE)[2].strip() == "", "nothing is told while it hides"


def test_changed_settings_are_taken_back_by_their_number(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    for who in pair:
        home.ok(who, "settings")
    file = home.root / "config" / "gratitude.toml"
    before = file.read_text()
    file.write_text("longest = 700\n")
    row = pick(home, me, "Sunday 22 November", "The shared settings changed")
    talk = home.plain(me, row, "t", "q")
    assert "[take it back]" in talk.text
    assert "The settings are as they were." in talk.text
    assert file.read_text() == before
    assert "The shared settings changed" not in home.plain(other, "q").text, "it is as it was"


def test_what_nobody_knows(home: Home) -> None:
    odd = ["x", "77", "0", "-1", "²", "٣", "9" * 5000, "\x1b[A", "quit", "Q", "1 1", "\udcff"]
    talk = home.plain("bob", *odd, "q")
    assert talk.code == 0
    assert talk.answers == []
    told = talk.text.count("Type one of the letters, or the number of a line.")
    told += talk.text.count("There is no line with that number; t shows Today again.")
    assert told == len(odd)


def test_what_nobody_knows_where_a_number_is_asked(home: Home) -> None:
    home.ok("alice", "thank", given="Tea")
    for answer in ("²", "9" * 5000, "0", "x"):
        talk = home.plain("bob", *screen(home, "bob", "Notes"), answer, "q")
        assert (talk.code, talk.answers) == (0, []), "one is back where one was"
        talk = home.plain("bob", "a", answer, "", "q")
        assert "A number from 1 to" in talk.text
        assert (talk.code, talk.answers) == (0, [])


@pytest.mark.parametrize("how", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 5])
def test_the_end_of_input_ends_quietly(home: Home, how: type[BaseException], after: int) -> None:
    home.ok("alice", "thank", given="Tea")
    way = ("a", pick(home, "bob", "What can be done", "Write a note", "a"), "", "Half a", "word")
    talk = home.plain("bob", *way[:after], how)
    assert talk.code == 0
    assert talk.said[-1] == ""


def test_the_end_of_input_before_there_is_anybody(empty: Home) -> None:
    for how in (EOFError, KeyboardInterrupt):
        assert empty.plain(None, how).code == 0
        assert not empty.root.exists()


def test_crafted_words_are_harmless(home: Home, pair: tuple[str, str]) -> None:
    me, other = pair
    crafted = "\x1b[2J\x1b]0;owned\x07\x9b31m\rHi\u202e\u2066\x00\x7f " + "a" + "\u0301" * 50
    home.ok(other, "thank", given=crafted)
    home.ok(other, "thank", "--on", "wall", given=crafted)
    home.ok(other, "boundary", "propose", given=crafted)
    home.ok(other, "boundary", "limit", given=f"I will rest.{crafted}")
    (home.root / "config" / "gratitude.toml").write_text('longest = "\\u001b[2J"\n')
    said = home.plain(me, "1", "", "2", "", "3", "1", "", "q").text
    for title in ("Notes", "Limits", "Help"):
        for row in ("1", "2", "3"):
            said += home.plain(me, *screen(home, me, title), row, "", "q").text
    said = said.replace("\n", "").replace("\t", "")
    bad = re.findall(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    assert bad == []
    assert "\u0301" * 5 not in said
    assert "Hi" in said


def test_a_refusal_is_told_and_the_talk_goes_on(home: Home) -> None:
    home.ok("bob", "notes", "hello")
    number = pick(home, "bob", "What can be done", "Send a hello", "a")
    talk = home.plain("bob", "a", number, "t", "q")
    assert "Your hello of today is on its way already." in talk.text
    assert talk.code == 0
    assert talk.answers == []


def test_a_note_that_came_meanwhile_is_seen_by_t(home: Home) -> None:
    talk = home.plain("alice", "q")
    assert "A thank-you" not in talk.text

    class Meanwhile(str):
        """The answer "t", before which the other wrote."""

        __slots__ = ()

        def strip(self, chars: str | None = None) -> str:
            home.session("bob").context("gratitude")
            home.ok("bob", "thank", given="Tea")
            return "t"

    talk = home.plain("alice", Meanwhile("t"), "q")
    assert talk.text.count("A thank-you from Bob") == 1


# -- by a real pipe, and in a real terminal -------------------------------------------------------


def test_by_a_pipe(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    first = process("--household", place, "--plain", given="Zoë\n\n\nq\n".encode())
    assert (first.code, first.err) == (0, "")
    assert "You are Zoë." in first.out
    joined = process("--household", place, given=b"2\nBob\n\n\n")  # a pipe needs no --plain
    assert (joined.code, joined.err) == (0, "")
    assert "You are Bob." in joined.out and BAR in joined.out
    as_zoe = process("--plain", "--as", "zoe", DASHBOARD_HOUSEHOLD=place,
                     given=b"\xff\n\xc2\xb2\n?\n!\n")  # fmt: skip
    assert (as_zoe.code, as_zoe.err) == (0, "")
    assert "\x1b" not in first.out + joined.out + as_zoe.out
    default = process("--plain", given=b"Alice\n\n\nq\n")
    assert default.code == 0
    assert (own_home / ".local/share/dashboard/household/household.toml").exists()


def test_a_mistake_before_anything(process: Process, own_home: Path) -> None:
    full = own_home / "full"
    full.mkdir()
    (full / "x").touch()
    assert "There is no household in" in one_line(process("--plain", "--household", str(full)))
    process("init", str(own_home / "hh"), "--person", "Alice")
    line = one_line(process("--plain", "--household", str(own_home / "hh"), "--as", "eve"))
    assert line == "There is nobody called 'eve' here, only: alice."


def test_in_a_terminal(process: Process, own_home: Path) -> None:
    place = str(own_home / "hh")
    process("init", place, "--person", "Alice", "--person", "Bob")
    done = in_terminal(
        ["--plain", "--household", place],
        [("Number: ", "2\r"), ("> ", "\r"), ("> ", "\r"), ("> ", "h\r"), ("", "\r"), ("> ", "q\r")],
        own_home,
    )  # fmt: skip
    assert done.code == 0
    assert "You are Bob." in done.out
    assert done.out.count("\x1b") == 3
    assert HIDE in done.out


def test_the_day_is_the_households(home: Home) -> None:
    assert home.clock.at == NOW
    assert "Sunday 22 November" in home.plain("alice", "q").text
    home.clock.forward(hours=6)
    assert "Monday 23 November" in home.plain("alice", "q").text
