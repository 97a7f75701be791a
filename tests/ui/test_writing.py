"""Forms: what is written is sent, or kept, and never lost."""

from __future__ import annotations

import asyncio
import threading

import pytest
from textual.widgets import Input, TextArea
from ui.home import LONG_ENOUGH, Hand, Home, opened

from dashboard.core.errors import CannotSave


def text(hand: Hand) -> str:
    return hand.app.screen.query_one(TextArea).text


async def send(hand: Hand) -> None:
    await hand.press("ctrl+s")
    await hand.until(lambda: hand.screen != "FormScreen")
    await hand.settled()


async def test_a_note_in_two_keys_and_two_words(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.sees("A note for Bob", "Two words are plenty.", "can keep this and show it")
        await alice.type("Thank you")
        await send(alice)
        assert "It lies in an envelope for Bob." in alice.says
        assert not home.draft("alice")
    assert "A thank-you from Alice" in home.session("bob").today().text()


async def test_every_field_by_keyboard(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("told me")
        await alice.press("shift+tab", "right")
        await alice.sees("● Thank you for telling me", "It will read: “Thank you for telling me")
        await alice.press("tab", "tab", "right")
        await alice.sees("● on the wall at home", "Guests can read")
        await alice.press("tab")
        await alice.type("tomorrow 7:30")
        await alice.sees("Monday 23 November, 07:30")
        await alice.press("enter")  # Enter in a line goes on to the next field
        with alice.app._context():
            assert alice.app.focused.id == "send"
        await alice.press("enter")
        await alice.settled()
        assert "Sealed until tomorrow 07:30." in alice.says
    assert "told me" not in str(home.session("bob").today().list())


async def test_a_time_that_is_not_understood_says_how_to_write_one(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("hi")
        await alice.press("tab", "tab")
        await alice.type("soonish")
        await alice.press("ctrl+s")
        await alice.sees("'soonish' is no time I can read. Write one like:")
        assert alice.screen == "FormScreen"
        assert text(alice) == "hi"


async def test_nothing_is_sent_without_words(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "ctrl+s")
        await alice.sees("Words: a word or two, please.")
        with alice.app._context():
            assert alice.app.focused.id == "field-text"


async def test_a_disk_that_is_full_keeps_the_form(home: Home, monkeypatch) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "h", "i")

        def full(*_: object) -> str:
            raise CannotSave("The disk is full. Your words are still here.")

        with monkeypatch.context() as patch:
            patch.setattr(alice.app.session.journals, "write", full)
            await alice.press("ctrl+s")
            await alice.sees("The disk is full. Your words are still here.")
            assert text(alice) == "hi"
        await send(alice)
        assert "It lies in an envelope" in alice.says


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_leaving_keeps_what_is_half_written(home: Home, key: str) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("I wanted to s")
        if key == "escape":
            await alice.press(key)
            await alice.until(lambda: alice.screen == "TodayScreen")
        elif key == "q":  # which is a letter as long as one writes
            await alice.press(key)
            assert text(alice).endswith("sq")
            await alice.press("backspace", "escape")
        alice.at_once("ctrl+q")
        await alice.closes()
    assert home.draft("alice")["text"] == "I wanted to s"
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.sees("I wanted to s", "start afresh")
        await alice.click("start afresh")
        await alice.until(lambda: text(alice) == "")
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "TodayScreen")
    assert not home.draft("alice")


async def test_a_draft_is_on_disk_soon_after_a_key(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "H")
        await alice.until(lambda: home.draft("alice").get("text") == "H")
        await alice.press("i")
        await alice.until(lambda: home.draft("alice").get("text") == "Hi")
        await alice.press("backspace", "backspace")
        await alice.until(lambda: not home.draft("alice"))


async def test_drafts_of_different_things_do_not_mix(home: Home) -> None:
    home.propose("bob", "Our phones stay in the hall.")
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "1")
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "TodayScreen")
        await alice.press("3", "m", "2")
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "PageScreen")
        await alice.press("n")
        await alice.until(lambda: alice.screen == "FormScreen")
        assert text(alice) == "1"
    assert home.draft("alice", "boundaries.limit\n")["text"] == "2"
    assert not home.draft("bob")


async def test_propose_read_agree_and_end(home: Home) -> None:
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        await alice.press("3", "p")
        await alice.sees("Propose an agreement")
        await alice.type("Our phones stay in the hall.")
        await send(alice)
        assert "No answer from Bob is as good as not yet." in alice.says
        await bob.sees("For a quiet moment: one proposal")
        await bob.press("l")
        await bob.sees("Proposed to you")
        await bob.press("g")
        await bob.sees("Alice proposes", "“Our phones stay in the hall.”", "Agree to these words")
        with bob.app._context():
            assert bob.app.focused.id == "leave"  # never agreed to by a stray Enter
        await send(bob)
        assert "In force since today." in bob.says
        await alice.sees("Our agreements")
        await alice.until(lambda: "waiting" not in alice.text)
        await alice.press("w")
        await alice.sees("End our agreement", "At once, and without a reason.")
        await send(alice)
        await bob.sees("In the past", "no longer in force")
        for hand in (alice, bob):
            assert "!" not in hand.text


async def test_not_yet_and_no_change_nothing_else(home: Home) -> None:
    home.propose("bob", "Our phones stay in the hall.")
    async with opened(home.app("alice")) as alice:
        await alice.press("3", "t")
        await alice.sees("You may say no, or not now, or nothing. Nothing else here changes.")
        await send(alice)
        assert "Said: not yet. Nothing else here changes." in alice.says
        await alice.press("x")
        await alice.sees("Say no")
        await send(alice)
        assert "Said. Nothing else here changes." in alice.says
        await alice.press("escape")
        await alice.sees_no("For a quiet moment")


async def test_a_form_stays_whole_however_small_the_terminal(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("3", "p")
        await alice.sees("Propose an agreement", "Ctrl+S  Propose it", "Esc  keep for later")
        await alice.resize(50, 12)
        await alice.press(*["tab"] * 6)
        with alice.app._context():
            assert isinstance(alice.app.focused, Input) or alice.app.focused is not None
        await alice.resize(120, 40)
        await alice.sees("Propose an agreement", "Ctrl+S  Propose it")


async def test_hints_are_read_whole_at_80_columns(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.sees("take it back")


async def test_a_slow_disk_brings_no_older_draft_back(home: Home, monkeypatch) -> None:
    """What was begun to be saved while one typed on, or sent, does not come back."""
    from dashboard.host.own import Own

    slow, original = threading.Event(), Own.keep_draft

    def keep(own: Own, of: str, values: dict[str, str]) -> None:
        if values["text"] == "H":
            slow.wait(LONG_ENOUGH)
        original(own, of, values)

    async with opened(home.app("alice")) as alice:
        with monkeypatch.context() as patch:
            patch.setattr(Own, "keep_draft", keep)
            await alice.press("n")
            form = alice.app.screen
            form._saved = {"text": "?"}
            alice.app.keep_draft_soon(form._draft, {"text": "H"})
            await asyncio.sleep(0.05)
            alice.app.keep_draft_soon(form._draft, {"text": "Hello"})
            slow.set()
            await alice.until(lambda: home.draft("alice").get("text") == "Hello")
            await asyncio.sleep(0.05)
            assert home.draft("alice")["text"] == "Hello"


async def test_one_writes_on_where_one_stopped(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("one\ntwo")
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "TodayScreen")
        await alice.press("n")
        await alice.sees("two")
        await alice.type(" three")
        assert text(alice) == "one\ntwo three"
