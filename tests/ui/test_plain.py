"""``--plain``: the whole of it as a conversation of lines, for a screen reader."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from ui.home import Home

from dashboard.ui import plain
from dashboard.ui.plain import Plain, run_plain


class Talk:
    """Answers what it is asked, and remembers all that was said."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    def ask(self, question: str) -> str:
        self.said.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def tell(self, text: str) -> None:
        self.said.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def hears(self, *words: str) -> None:
        for word in words:
            assert word in self.text, f"{word!r} was never said:\n{self.text}"


def talk(home: Home, who: str, *answers: str) -> Talk:
    """Open the dashboard of somebody and answer until the answers end."""
    one = Talk(*answers)
    try:
        Plain(home.session(who), one.ask, one.tell).run()
    except (plain.Close, EOFError):
        assert not one.answers, f"it closed before {one.answers}:\n{one.text}"
    assert not any("\x1b" in said for said in one.said if "\x1b[3J" not in said)
    return one


def number_of(home: Home, who: str, words: str, *before: str) -> str:
    """The number before the line with *words*, at the end of that conversation."""
    for said in reversed(talk(home, who, *before).said):
        if words in said and said.strip()[:1].isdigit():
            return said.split()[0]
    raise AssertionError(words)


def test_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = str(tmp_path / "household")
    one = Talk("", "Alice", "h", "", "q")
    assert run_plain(place, None, one.ask, one.tell) == 0
    one.hears("Who is here?", "A name, please", "For two people who are not afraid")
    assert (tmp_path / "household" / "household.toml").exists()


def test_first_words_help_and_today(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", welcomed=False)
    one = talk(home, "alice", "h", "", "q")
    one.hears("For two people who are not afraid", "If you are afraid, or not sure",
              "Who can read what", "Sunday 22 November", "Leave Bob a thank-you")  # fmt: skip
    again = talk(home, "alice", "q")
    assert "not afraid" not in again.text


def test_read_a_note_and_keep_it(home: Home) -> None:
    home.note("bob", "Thank you for the tea.")
    one = talk(home, "alice", "1", "1", "t", "q")
    one.hears("1  A thank-you from Bob [unfold]", "Thank you for the tea.",
              "Bob, Sunday 22 November", "Keep a note", "Kept, for you alone.")  # fmt: skip
    assert one.said[-3:].count("  1  A thank-you from Bob [unfold]") == 0


def test_write_a_note_with_choices_and_a_time(home: Home) -> None:
    write = number_of(home, "alice", "Write a note", "a", "")
    answers = ["a", write, "4", "The heater is fixed.", "", "2", "nonsense", "tomorrow 7:30", "s",
               "q"]  # fmt: skip
    one = talk(home, "alice", *answers)
    one.hears("A note for Bob", "A small win", "'nonsense' is no time I can read",
              "Monday 23 November, 07:30", "Guests can read what stands on the wall.",
              "can keep this and show it", "Type s for: Send",
              "Sealed until tomorrow 07:30.")  # fmt: skip
    assert not home.draft("alice")
    home.clock.forward(days=1)
    assert "On the wall: The heater is fixed." in home.session("bob").today().text()


def test_what_was_left_is_kept_for_later(home: Home) -> None:
    write = number_of(home, "alice", "Write a note", "a", "")
    left = talk(home, "alice", "a", write, "", "Half a thought", "", "", "", "", "q")
    left.hears("Left for later.")
    assert home.draft("alice")["text"] == "Half a thought"
    broken = talk(home, "alice", "a", write, "")  # the input ends in the middle
    broken.hears("So far: Half a thought. Enter keeps it.")
    again = talk(home, "alice", "a", write, "", "", "", "", "s", "q")
    again.hears("So far: Half a thought.", "It lies in an envelope for Bob.")
    assert "A thank-you from Alice" in home.session("bob").today().text()


def test_propose_agree_and_end(home: Home) -> None:
    propose = number_of(home, "alice", "Propose an agreement", "a", "")
    one = talk(home, "alice", "a", propose, "Phones stay in the hall.", "", "", "", "", "", "", "s",
               "q")  # fmt: skip
    one.hears("The exact words", "No answer from Bob is as good as not yet.")
    page = number_of(home, "bob", "Limits & agreements", "s")
    two = talk(home, "bob", "s", page, "1", "1", "s", "t", "q")
    two.hears("For a quiet moment: one proposal", "Proposed to you",
              "“Phones stay in the hall.”", "Agree to a proposal", "Say not yet to a proposal",
              "Say no to a proposal", "You may say no, or not now, or nothing.",
              "Type s for: Agree to these words", "In force since today.")  # fmt: skip
    row = number_of(home, "bob", "Phones stay", "s", page)
    end = number_of(home, "bob", "End it, or take it back", "s", page, row)
    three = talk(home, "bob", "s", page, row, end, "s", "q")
    three.hears("At once, and without a reason.", "No longer in force since today.")


def test_enter_alone_never_agrees(home: Home) -> None:
    home.propose("alice", "Phones stay in the hall.")
    page = number_of(home, "bob", "Limits & agreements", "s")
    one = talk(home, "bob", "s", page, "1", "1", "", "q")
    one.hears("Left for later.")
    assert "In force" not in one.text


def test_the_support_page_is_two_keys_away(home: Home) -> None:
    talk(home, "alice", "?", "q").hears("! opens help and support")
    one = talk(home, "alice", "!", "q")
    one.hears("If you are afraid, or not sure", "F9 hides the dashboard's screen")


def test_hide_clears_what_can_be_scrolled_back_to(home: Home) -> None:
    home.note("bob", "x")
    one = talk(home, "alice", "h", "anything", "q")
    hiding = one.said.index("\x1b[H\x1b[2J\x1b[3J")
    assert one.said[hiding + 1] == ""  # and then asks nothing that anybody could read
    assert one.said[hiding + 2] == "Sunday 22 November"


@pytest.mark.parametrize("answer", ["x", "99", "-1", "0", "²", "\x1b[A", "t t", "1 1"])
def test_what_is_not_understood_is_asked_again(home: Home, answer: str) -> None:
    one = talk(home, "alice", answer, "q")
    assert "Type one of the letters" in one.text or "There is no line with that number" in one.text


def test_notices_are_told_and_taken_back(home: Home) -> None:
    home.settings("gratitude").write_text("longest = 2000\n")
    home.session("alice").today()
    home.settings("gratitude").write_text("longest = 500\n")
    row = number_of(home, "alice", "The shared settings changed", "t")
    one = talk(home, "alice", row, "t", "q")
    one.hears("The settings are as they were.")
    home.settings("boundaries").write_text("oops = 1\n")
    row = number_of(home, "alice", "config/boundaries.toml", "t")
    talk(home, "alice", row, "t", "q").hears("The settings are as they were.")


def test_what_the_other_wrote_does_not_act(home: Home) -> None:
    home.note("bob", "\x1b[2J\x07[red]loud[/] \u202eback")
    one = talk(home, "alice", "1", "", "q")
    one.hears("[2J[red]loud[/] back")


def test_mistakes_are_one_line_on_standard_error(home: Home, capsys) -> None:
    one = Talk()
    assert run_plain(str(home.root), "eve", one.ask, one.tell) == 1
    says = "There is nobody called 'eve' here, only: alice, bob.\n"
    assert capsys.readouterr() == ("", says)
    (home.root / "household.toml").write_text("time_zone =\n")
    assert run_plain(str(home.root), "alice", one.ask, one.tell) == 1
    told = capsys.readouterr()
    assert "household.toml" in told.err
    assert told.err.count("\n") == 1
    assert not one.said


def test_who_is_here_and_somebody_new(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", ("Alice",))
    one = Talk("2", "alice", "Bob", "", "", "q")
    assert run_plain(str(home.root), None, one.ask, one.tell) == 0
    one.hears("Who is here?", "1  Alice", "2  I am new here", "Somebody here has that name already")
    assert [person.name for person in home.household.people] == ["Alice", "Bob"]


def test_one_can_change_what_is_ones_own(home: Home) -> None:
    """Every screen has its lines: settings too."""
    settings = number_of(home, "alice", "Settings", "s")
    one = talk(home, "alice", "s", settings, "", "q")
    one.hears("A plain Today", "Colours", "Help and support, always on", "gratitude.toml")
    row = next(said.split()[0] for said in one.said if "A plain Today" in said)
    talk(home, "alice", "s", settings, row, "q")
    assert home.session("alice").own_settings.plain_today


@pytest.mark.parametrize("module", ["dashboard.ui.plain", "dashboard.cli.main", "dashboard.start"])
def test_loads_no_textual(module: str) -> None:
    code = f"import sys, {module}; print([m for m in sys.modules if 'textual' in m or m == 'rich'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_whole_visit_loads_no_textual(home: Home) -> None:
    code = (
        "import sys\n"
        "from dashboard.ui.run import run\n"
        f"run({str(home.root)!r}, 'alice', True)\n"
        "sys.stderr.write(str([m for m in sys.modules if 'textual' in m]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        input="s\n1\n\na\n\n!\nq\n",
    )  # fmt: skip
    assert done.stderr == "[]"
    assert "\x1b" not in done.stdout


def lines_of(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")]


def test_every_state_is_told_in_words(home: Home) -> None:
    home.propose("bob", "Phones stay in the hall.")
    home.act("alice", "boundaries.not_yet", next(iter(
        home.session("alice").view("boundaries").state.agreements)))  # fmt: skip
    page = number_of(home, "alice", "Limits & agreements", "s")
    one = talk(home, "alice", "s", page, "", "q")
    assert any("not yet" in line for line in lines_of(one.said))


def test_every_line_is_kept_as_it_is_written(home: Home) -> None:
    """A connection that drops in the middle of a letter."""
    write = number_of(home, "alice", "Write a note", "a", "")
    talk(home, "alice", "a", write, "", "First line.", "Second line.")
    assert home.draft("alice")["text"] == "First line.\nSecond line."
