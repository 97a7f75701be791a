"""Two sessions of one household, side by side: each follows the other, and disturbs nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from textual.widgets import TextArea
from ui.home import Hand, Home, opened

from dashboard.ui import following
from dashboard.widgets.lines import LinesView


def row(hand: Hand) -> str:
    return hand.app.screen.query_one(LinesView).row


async def test_a_note_appears_on_the_open_today_of_the_other(home: Home) -> None:
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        await bob.press("n")
        await bob.type("Soup is on the stove")
        await bob.press("ctrl+s")
        await alice.sees("A thank-you from Bob")
        assert "A thank-you from Bob" not in bob.text
        await alice.press("enter")
        await alice.sees("Soup is on the stove")


async def test_whoever_opens_first_follows_the_one_who_was_never_here(home: Home) -> None:
    """The partner's folders are not there before the partner's first visit."""
    async with opened(home.app("alice")) as alice:
        async with opened(home.app("bob")) as bob:
            await bob.press("o")
            await bob.sees("A hello for Alice")
        await alice.sees("A hello from Bob")


async def test_what_is_being_typed_stays_with_its_cursor(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("Dear Bob, I")
        await alice.press("left", "left", "left")
        area = alice.app.screen.query_one(TextArea)
        before = (area.text, area.cursor_location, area.selection)
        home.note("bob", "Are you writing?")
        home.propose("bob", "Something.")
        home.settings("gratitude").write_text("longest = 77\n")
        await alice.until(lambda: len(alice.app.today.rows) == 3)
        await alice.settled()
        assert alice.screen == "FormScreen"
        assert (area.text, area.cursor_location, area.selection) == before
        with alice.app._context():
            assert alice.app.focused is area
        await alice.type("!")
        assert area.text == "Dear Bob!, I"


async def test_the_row_one_stands_on_stays(home: Home) -> None:
    home.note("bob", "one")
    home.note("bob", "two", tone="win")
    async with opened(home.app("alice")) as alice:
        await alice.press("down")
        assert "A small win" in next(line for line in alice.lines if "›" in line)
        stood = row(alice)
        home.note("bob", "three", tone="hello")
        await alice.sees("A hello from Bob")
        assert row(alice) == stood
        assert "A small win" in next(line for line in alice.lines if "›" in line)


async def test_a_long_page_does_not_move_under_the_reader(home: Home) -> None:
    for number in range(28):
        home.note("alice", f"My note number {number}, and some words.")
    async with opened(home.app("alice")) as alice:
        await alice.press("2", *["down"] * 20)
        await alice.settled()
        stood = row(alice)
        where = next(n for n, line in enumerate(alice.lines) if "›" in line)
        home.note("bob", "A new one, at the top.")
        await alice.until(lambda: "✉" in alice.app.screen.query_one(LinesView).text)
        await alice.settled()
        assert row(alice) == stood
        assert abs(next(n for n, line in enumerate(alice.lines) if "›" in line) - where) <= 3


async def test_a_letter_that_is_being_read_stays_as_it_is(home: Home) -> None:
    home.note("bob", "Read me in peace.")
    async with opened(home.app("alice")) as alice:
        await alice.press("enter")
        await alice.sees("Read me in peace.")
        id_ = next(iter(home.session("bob").view("gratitude").state.cards))
        home.act("bob", "gratitude.take_back", id_)
        await alice.until(lambda: not any(row["letter"] for row in alice.app.today.rows))
        await alice.settled()
        assert "Read me in peace." in alice.text
        await alice.press("escape", "2")
        await alice.sees("taken back")
        assert "Read me in peace." not in alice.text


@pytest.mark.parametrize("screen", ["1", "2"])
async def test_what_is_taken_back_goes_from_open_screens(home: Home, screen: str) -> None:
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        await alice.press(screen)
        await bob.press("o")
        await alice.sees("A hello from Bob")
        await bob.press("u")
        await bob.sees("The hello is taken back.")
        await alice.until(lambda: "✉" not in alice.text)


async def test_a_proposal_taken_back_while_it_is_read_cannot_be_agreed_to(home: Home) -> None:
    home.propose("bob", "Our phones stay in the hall.")
    async with opened(home.app("alice")) as alice, opened(home.app("bob")) as bob:
        await alice.press("3", "g")
        await alice.sees("Agree to these words")
        await bob.press("3", "w")
        await bob.sees("Take back my proposal")
        await bob.press("ctrl+s")
        await bob.sees("Taken back.")
        await alice.press("ctrl+s")
        await alice.sees("These words")
        assert alice.screen == "FormScreen"
        await alice.press("escape")
        await alice.sees("My limits")
        assert "Proposed to you" not in alice.text
        assert "In force" not in alice.text


async def test_three_sessions_two_of_them_of_one_person(home: Home) -> None:
    async with (
        opened(home.app("alice")) as alice,
        opened(home.app("alice"), (120, 40)) as again,
        opened(home.app("bob")) as bob,
    ):
        await bob.press("n")
        await bob.type("Hi")
        await bob.press("ctrl+s")
        await alice.sees("A thank-you from Bob")
        await again.sees("A thank-you from Bob")
        await alice.press("enter")
        await alice.sees("Hi")
        await again.sees_no("A thank-you from Bob")  # it was unfolded at the other terminal


async def test_a_note_opens_by_itself_at_its_time(home: Home, monkeypatch) -> None:
    """Also one that was sealed while the receiver's screen was open, by a session long gone."""
    monkeypatch.setattr(following, "LONGEST_WAIT", 0.05)
    async with opened(home.app("alice")) as alice:
        home.note("bob", "For later.", opens="18:05")
        home.note("bob", "For tomorrow.", opens="tomorrow 9:00", tone="win")
        await alice.settled()
        assert "from Bob" not in alice.text
        home.clock.forward(minutes=4)
        await alice.settled()
        assert "from Bob" not in alice.text
        home.clock.forward(minutes=2)
        await alice.sees("A thank-you from Bob")
        assert "A small win" not in alice.text
        home.clock.at = home.clock.at.replace(hour=9) + dt.timedelta(days=1)
        await alice.sees("A small win, from Bob", "Monday 23 November")


async def test_midnight_turns_the_page_by_itself(home: Home, monkeypatch) -> None:
    monkeypatch.setattr(following, "LONGEST_WAIT", 0.05)
    async with opened(home.app("alice")) as alice:
        assert alice.top.startswith("Sunday 22 November")
        home.clock.forward(hours=7)
        await alice.sees("Monday 23 November")
        home.clock.forward(days=-3)  # a clock that was wrong and is set
        await alice.sees("Friday 20 November")


async def test_a_sealed_note_is_not_to_be_found_in_the_others_session(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        home.note("bob", "Unspoken until then.", opens="tomorrow 9:00")
        await alice.settled()
        for key in ("1", "2", "ctrl+p"):
            await alice.press(key)
            await alice.settled()
            assert "opens" not in alice.text
        state = alice.app.session.view("gratitude").state
        assert "Unspoken" not in repr(state)


async def test_closing_stops_following(home: Home) -> None:
    import threading

    async with opened(home.app("alice")) as alice:
        assert alice.app.follower is not None
    assert not [thread for thread in threading.enumerate() if "inotify" in thread.name.lower()]
