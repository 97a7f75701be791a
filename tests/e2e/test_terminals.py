"""Real terminals: two of one household, dropped connections, and what they leave behind."""

from __future__ import annotations

import re
import signal
import termios
import time
from pathlib import Path

import pytest
from e2e.conftest import House, Open
from e2e.terminal import LONG_ENOUGH, Terminal


def until(true: object, what: str) -> None:
    end = time.monotonic() + LONG_ENOUGH
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.02)


def test_two_terminals_of_one_household(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice").sees("trying out · Alice", "Leave Bob a thank-you")
    bob = terminal(house, "bob").sees("trying out · Bob")
    bob.press("n").sees("A note for Alice").type("Soup is on the stove").press("ctrl+s")
    bob.sees("It lies in an envelope for Alice.")
    alice.sees("A thank-you from Bob").press("enter").sees("Soup is on the stove").press("escape")
    alice.press("3").sees("My limits").press("p").sees("Propose an agreement")
    alice.type("Phones stay in the hall.").press("ctrl+s").sees("No answer from Bob")
    bob.sees("For a quiet moment: one proposal").press("l").sees("Phones stay in the hall.")
    bob.press("g").sees("“Phones stay in the hall.”", "Agree to these words").press("ctrl+s")
    bob.sees("In force since today.")
    alice.sees("Our agreements").sees_no("waiting")
    bob.press("escape", "n").sees("A note for Alice").type("While Alice")
    assert "in force" in house.ok("boundary", "list", who="alice").lower()
    house.ok("thank", "bob", who="alice", given="Thank you for agreeing.")
    bob.type(" reads").sees("While Alice reads")
    bob.press("escape").sees("A thank-you from Alice")
    for hand in (alice, bob):
        hand.press("escape").press("q")
        assert hand.ends() == 0


@pytest.mark.parametrize("how", ["hang up", "SIGHUP", "SIGTERM"])
def test_a_dropped_connection_loses_no_word(house: House, terminal: Open, how: str) -> None:
    alice = terminal(house, "alice").sees("trying out · Alice", "n note")
    alice.press("n").sees("A note for Bob").type("What I wanted to say is").sees("to say is")
    if how == "hang up":
        alice.hang_up()
    else:
        alice.kill(getattr(signal, how))
    assert "What I wanted to say is" in house.drafts("alice")
    again = terminal(house, "alice").sees("n note")
    again.press("n").sees("What I wanted to say is", "start afresh")


def test_a_killed_program_loses_less_than_a_second(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice").sees("n note")
    alice.press("n").sees("A note for Bob").type("What I wanted").sees("What I wanted")
    until(lambda: "What I wanted" in house.drafts("alice"), "the draft")
    alice.type(" to").sees("wanted to").kill()
    assert "What I wanted" in house.drafts("alice")
    again = terminal(house, "alice").sees("n note")
    again.press("n").sees("What I wanted")


def test_killed_again_and_again_the_draft_stays_whole(house: House, terminal: Open) -> None:
    words = ["one ", "two ", "three "]
    for number, word in enumerate(words):
        alice = terminal(house, "alice").sees("n note")
        alice.press("n").sees("A note for Bob", "".join(words[:number]).strip())
        alice.type(word)
        kept = "".join(words[: number + 1])
        until(lambda kept=kept: kept in house.drafts("alice"), kept)
        alice.kill()


def restored(one: Terminal) -> None:
    """The other screen is left, the cursor shows, the mouse is let go, the line edits again."""
    assert one.raw.count(b"\x1b[?1049h") == one.raw.count(b"\x1b[?1049l") == 1
    assert one.raw.rindex(b"\x1b[?1049l") > one.raw.rindex(b"\x1b[?1049h")
    assert one.raw.rindex(b"\x1b[?25h") > one.raw.rindex(b"\x1b[?25l")
    for mode in (b"1000", b"1003", b"2004", b"1006"):
        on, off = one.raw.rfind(b"\x1b[?%bh" % mode), one.raw.rfind(b"\x1b[?%bl" % mode)
        assert off >= on, mode
    assert termios.tcgetattr(one.slave) == one.before


@pytest.mark.parametrize("way", ["q", "ctrl+q", "SIGTERM"])
def test_the_terminal_is_as_it_was(house: House, terminal: Open, way: str) -> None:
    alice = terminal(house, "alice").sees("n note")
    if way == "SIGTERM":
        alice.process.send_signal(signal.SIGTERM)
    else:
        alice.press(way)
    assert alice.ends() == 0
    restored(alice)
    after = alice.raw[alice.raw.rindex(b"\x1b[?1049l") :]
    assert b"Alice" not in after


def test_a_mistake_is_told_on_the_terminal_as_it_was(house: House, terminal: Open) -> None:
    eve = terminal(house, "eve")
    assert eve.ends() == 1
    assert b"There is nobody called 'eve' here, only: alice, bob." in eve.raw.replace(b"\r\n", b" ")
    assert b"Traceback" not in eve.raw
    restored(eve)


def test_window_titles_are_neutral(house: House, terminal: Open) -> None:
    house.ok("thank", "alice", who="bob", given="A secret")
    alice = terminal(house, "alice").sees("A thank-you from Bob")
    for key in ("enter", "escape", "2", "3", "4", "5"):
        alice.press(key)
    alice.sees("Settings")
    alice.press("f9").sees_no("Settings").press("f9").sees("trying out", "n note")
    alice.press("n").sees("A note for Bob").type("hm").press("escape").press("q")
    assert alice.ends() == 0
    assert alice.titles
    assert set(alice.titles) == {"dashboard", "terminal"}
    assert "terminal" in alice.titles


def test_hidden_nothing_stands_on_the_terminal(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice").sees("n note")
    alice.press("n").sees("A note for Bob").type("half of a secr").sees("secr")
    alice.press("f9").until(
        lambda: re.fullmatch(r"(\d\d:\d\d)?", alice.text.strip()), "an empty screen"
    )
    alice.press("n", "x", "ctrl+p", "2")
    alice.read(0.3)
    assert re.fullmatch(r"(\d\d:\d\d)?", alice.text.strip()), alice.text
    alice.press("ctrl+l").sees("trying out · Alice")
    assert "secr" not in alice.text
    until(lambda: "half of a secr" in house.drafts("alice"), "the draft")


def test_the_linux_console_gets_no_envelope_and_no_title(house: House, terminal: Open) -> None:
    house.ok("thank", "alice", who="bob", given="hello")
    alice = terminal(house, "alice", TERM="linux").sees("A thank-you from Bob")
    assert "* A thank-you from Bob" in alice.text
    alice.press("ctrl+p").sees("What are you looking for?").press("escape")
    alice.press("2").sees("For you").press("escape").press("n").sees("A note for Bob")
    alice.press("escape").sees("* A thank-you").press("q")
    assert alice.ends() == 0
    assert not alice.titles
    shown = alice.raw.decode(errors="replace")
    assert not re.findall("[\U0001f000-\U0001ffff\u2600-\u27bf]", shown)


def test_no_colour_means_none(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice", NO_COLOR="1", COLORTERM="truecolor").sees("n note")
    alice.press("3").sees("My limits").press("q")
    assert alice.ends() == 0
    for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", alice.raw):
        assert red == green == blue


@pytest.mark.parametrize("term", ["xterm-16color", "xterm", "screen-256color", "vt100", "dumb"])
def test_other_terminals(house: House, terminal: Open, term: str) -> None:
    alice = terminal(house, "alice", TERM=term, COLORTERM="").sees("n note")
    alice.press("2").sees("For you").press("q")
    assert alice.ends() == 0


def test_a_small_terminal_and_one_that_grows(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice", size=(40, 10)).sees("trying out")
    alice.press("n").sees("A note for Bob").press("escape")
    alice.press("q")
    assert alice.ends() == 0


def test_no_word_stands_in_any_process_list(house: House, terminal: Open) -> None:
    """What is typed into a form is in no argument and in no environment of any process."""
    alice = terminal(house, "alice").sees("n note")
    alice.press("n").sees("A note for Bob").type("Xylophonic words").sees("Xylophonic")
    alice.press("ctrl+s")
    end = time.monotonic() + LONG_ENOUGH
    while "It lies in an envelope" not in alice.text:
        assert time.monotonic() < end
        for process in Path("/proc").glob("[0-9]*"):
            for file in ("cmdline", "environ", "comm"):
                try:
                    assert b"Xylophonic" not in (process / file).read_bytes()
                except OSError:
                    continue
        alice.read()


def test_the_demo_is_gone_afterwards(empty: House, terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    demo = terminal(empty, "", "demo", TMPDIR=str(tmp_path / "tmp")).sees("A thank-you from")
    assert list((tmp_path / "tmp").iterdir())
    demo.press("3").sees("Proposed to you").press("q")
    assert demo.ends() == 0
    assert not list((tmp_path / "tmp").iterdir())
    assert not empty.root.exists()


@pytest.mark.parametrize("plain", [False, True])
def test_the_demo_is_gone_when_the_connection_drops(
    empty: House, terminal: Open, tmp_path: Path, plain: bool
) -> None:
    (tmp_path / "tmp").mkdir()
    words = ["demo", "--plain"] if plain else ["demo"]
    demo = terminal(empty, "", *words, TMPDIR=str(tmp_path / "tmp")).sees("A thank-you from")
    demo.hang_up()
    assert not list((tmp_path / "tmp").iterdir())


def test_the_first_run_on_a_fresh_account(empty: House, terminal: Open) -> None:
    """No household is named: it is made where a person's data belongs."""
    del empty.env["DASHBOARD_HOUSEHOLD"]
    zoe = terminal(empty).sees("Who is here?").type("Zoë\r").sees("not afraid of each other")
    zoe.press("enter").sees("Who can read what").press("enter")
    zoe.sees("Leave your partner a thank-you", "trying out · Zoë").press("q")
    assert zoe.ends() == 0
    again = terminal(empty).sees("Who is here?", "Zoë", "I am new here")
    again.press("down", "enter").sees("Nothing else is asked").type("Bob\r")
    again.sees("not afraid").press("enter").sees("Who can read").press("enter")
    again.sees("trying out · Bob").press("q")
    assert again.ends() == 0
    third = terminal(empty).sees("Zoë", "Bob").sees_no("I am new here")
    third.press("q")
    assert third.ends() == 0


def test_settings_are_followed_in_a_real_terminal(house: House, terminal: Open) -> None:
    alice = terminal(house, "alice").sees("n note")
    file = house.root / "config" / "gratitude.toml"
    file.write_text("longest = 700\n")
    alice.sees("The shared settings changed, gratitude").press("z")
    alice.sees("The settings are as they were.")
    assert "700" not in (file.read_text() if file.exists() else "")
