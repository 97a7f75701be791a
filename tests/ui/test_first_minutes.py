"""The first five minutes of the one, and of the other who joins while it is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from ui.home import Hand, Home, opened

from dashboard.core import household as households
from dashboard.ui.app import DashboardApp


async def first_pages(hand: Hand) -> None:
    await hand.sees("For two people who are not afraid of each other", "h ", "Enter")
    await hand.press("enter")
    await hand.sees("Who can read what", "root")
    await hand.press("enter")
    await hand.until(lambda: hand.screen == "TodayScreen")
    await hand.settled()


async def test_from_nothing_to_a_first_note(tmp_path: Path) -> None:
    place = tmp_path / "new" / "household"
    async with opened(DashboardApp(str(place)), settle=False) as zoe:
        await zoe.sees("Who is here?", "Nothing else is asked.", "yours alone")
        for word in ("role", "partner's name", "what happened", "password"):
            assert word not in zoe.text
        await zoe.type("Zoë Müller")
        await zoe.press("enter")
        await first_pages(zoe)
        assert zoe.top.endswith("trying out · Zoë Müller")
        # Something is on Today before anything else is asked.
        await zoe.sees("Leave your partner a thank-you. Two words are plenty.")
        await zoe.press("enter")
        await zoe.sees("A note for your partner")
        await zoe.type("Thank you")
        await zoe.press("ctrl+s")
        await zoe.sees("It waits in an envelope until your partner joins.")
    made = households.load(place)
    assert made.one_account
    assert [person.id for person in made.people] == ["zoe-muller"]
    assert {path.stat().st_mode & 0o077 for path in [place, *place.rglob("*")]} == {0}


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "A name, please"), ("   ", "A name, please"), ("\u202e", "A name, please")],
)
async def test_a_name_that_is_none_is_asked_again(tmp_path: Path, name: str, says: str) -> None:
    async with opened(DashboardApp(str(tmp_path / "h")), settle=False) as somebody:
        await somebody.sees("Who is here?")
        await somebody.paste(name)
        await somebody.press("enter")
        await somebody.sees(says)
        assert not (tmp_path / "h").exists()


async def test_leaving_the_first_question_leaves_nothing(tmp_path: Path) -> None:
    async with opened(DashboardApp(str(tmp_path / "h")), settle=False) as somebody:
        await somebody.sees("Who is here?")
        await somebody.press("A")
        somebody.at_once("escape")
        await somebody.closes()
    assert not (tmp_path / "h").exists()


async def test_a_relative_folder_is_where_one_stands(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(DashboardApp("here"), settle=False) as somebody:
        await somebody.sees("Who is here?")
        await somebody.type("Alice")
        await somebody.press("enter")
        await somebody.sees("not afraid of each other")
    assert (tmp_path / "here" / "household.toml").exists()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with opened(DashboardApp(str(tmp_path / "file" / "h")), settle=False) as somebody:
        await somebody.until(lambda: somebody.screen == "FirstScreen" or somebody.app._exit)
        if not somebody.app._exit:
            await somebody.type("Alice")
            await somebody.press("enter")
            await somebody.sees("Could not make")


async def test_who_is_here(tmp_path: Path) -> None:
    home = Home(tmp_path / "h")
    async with opened(home.app(), settle=False) as somebody:
        await somebody.sees("Who is here?", "Alice", "Bob", "keeps the two of you apart")
        assert "I am new here" not in somebody.text
        await somebody.press("down", "enter")
        await somebody.settled()
        assert somebody.top.endswith("trying out · Bob")


async def test_the_partner_joins_while_the_first_session_is_open(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", ("Alice",))
    home.note("alice", "Welcome.")
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("Still writ")
        async with opened(home.app(), settle=False) as bob:
            await bob.sees("Who is here?", "I am new here")
            await bob.press("down", "enter")
            await bob.sees("Nothing else is asked")
            await bob.type("Alice")
            await bob.press("enter")
            await bob.sees("Somebody here has that name already.")
            await bob.press(*["backspace"] * 5)
            await bob.type("Bob")
            await bob.press("enter")
            await first_pages(bob)
            await bob.sees("A thank-you from Alice")
            # Alice has been told by nothing but the names, and was not disturbed.
            await alice.until(lambda: alice.app.session.partner is not None)
            await alice.settled()
            assert alice.screen == "FormScreen"
            await alice.type("ing")
            await alice.sees("Still writing")
            await alice.press("ctrl+s")
            await alice.until(lambda: alice.screen == "TodayScreen")
            await bob.press("2")
            await bob.until(lambda: bob.text.count("A thank-you from Alice") == 2)
            await bob.press("n")
            await bob.type("I am here")
            await bob.press("ctrl+s")
            await alice.sees("A thank-you from Bob")


async def test_esc_goes_back_from_the_name_to_who_is_here(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", ("Alice",))
    async with opened(home.app(), settle=False) as somebody:
        await somebody.sees("I am new here")
        await somebody.press("down", "enter")
        await somebody.sees("Nothing else is asked")
        await somebody.press("escape")
        await somebody.sees("I am new here")
    assert len(home.household.people) == 1


async def test_who_is_afraid_reads_help_first(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", welcomed=False)
    async with opened(home.app("alice")) as alice:
        await alice.sees("if you are afraid: read this first")
        await alice.press("h")
        await alice.sees("If you are afraid, or not sure")
        await alice.press("escape")
        await alice.sees("not afraid of each other")
    async with opened(home.app("alice")) as alice:  # what was not read is shown again
        await alice.sees("not afraid of each other")
        await alice.press("enter", "enter")
        await alice.until(lambda: alice.screen == "TodayScreen")
        await alice.settled()
    async with opened(home.app("alice")) as alice:
        assert alice.screen == "TodayScreen"
    async with opened(home.app("bob")) as bob:  # each reads it for oneself
        await bob.sees("not afraid of each other")


async def test_keys_held_down_read_nothing_for_anybody(tmp_path: Path) -> None:
    home = Home(tmp_path / "h", welcomed=False)
    async with opened(home.app("alice")) as alice:
        await alice.sees("not afraid of each other")
        alice.at_once("enter", "enter", "enter", "enter", "enter", "enter")
        await alice.until(lambda: "ReadFirst" not in alice.screen)
        await alice.settled()
        names = [type(screen).__name__ for screen in alice.app.screen_stack]
        assert names[1] == "TodayScreen"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda h: (h / "household.toml").write_text("format = 1\ntime_zone ="), "household.toml"),
        (lambda h: (h / "household.toml").write_text("format = 2\n"), "format"),
        (lambda h: (h / "household.toml").unlink(), "There is no household in"),
    ],
)
async def test_a_household_that_cannot_be_opened_ends_with_one_line(home: Home, make, says) -> None:
    make(home.root)
    app = home.app("alice")
    await app.run_async(headless=True)
    assert app.return_code == 1
    assert says in app.last_words


async def test_somebody_unknown_ends_with_one_line(home: Home) -> None:
    app = home.app("eve")
    await app.run_async(headless=True)
    assert app.return_code == 1
    assert "There is nobody called 'eve' here" in app.last_words
