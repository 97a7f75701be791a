"""Going about: from screen to screen, by key, by mouse and by name."""

from __future__ import annotations

import asyncio

import pytest
from ui.home import Hand, Home, opened

from dashboard.ui.app import DashboardApp
from dashboard.widgets.choices import Choices
from dashboard.widgets.lines import LinesView

TITLES = ["Sunday 22 November", "Notes", "Limits & agreements", "Help and support", "Settings"]


@pytest.fixture
def home(home: Home) -> Home:
    home.note("bob", "Thank you for the tea.")
    home.note("bob", "The heater is fixed.", tone="win")
    home.propose("bob", "Our phones stay in the hall.")
    return home


def row(hand: Hand) -> str:
    return hand.app.screen.query_one(LinesView).row


async def test_today_tells_the_kind_thing_first_and_the_heavy_one_last(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        assert alice.top.startswith(TITLES[0])
        assert alice.top.endswith("trying out · Alice")
        told = [line.strip() for line in alice.lines[2:-2] if line.strip()]
        assert told[0].startswith("›")
        assert "A thank-you from Bob" in told[0]
        assert told[-1].startswith("For a quiet moment: one proposal")
        assert "Thank you for the tea" not in alice.text  # an envelope shows no words
        for key in ("Enter unfold", "n note", "? help", "F9 hide", "q close"):
            assert key in alice.keys


@pytest.mark.parametrize("number", range(1, 6))
async def test_number_keys_go_to_each_screen(home: Home, number: int) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press(str(number))
        await alice.settled()
        assert alice.top.startswith(TITLES[number - 1])
        await alice.press("escape")
        assert alice.top.startswith(TITLES[0])
        assert len(alice.app.screen_stack) == 2


async def test_tab_goes_round_both_ways(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        there = []
        for _ in range(5):
            there.append(alice.top.partition("  ")[0])
            await alice.press("tab")
        assert there == TITLES
        back = []
        for _ in range(5):
            back.append(alice.top.partition("  ")[0])
            await alice.press("shift+tab")
        assert back == [TITLES[0], *reversed(TITLES[1:])]


async def test_an_envelope_unfolds_and_folds_up(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("enter")
        await alice.sees("Thank you for the tea.", "Bob, Sunday 22 November", "k keep")
        await alice.press("enter")
        assert alice.screen == "TodayScreen"
        await alice.sees("It stays under Notes")
        await alice.sees_no("A thank-you from Bob")
        await alice.press("2")
        await alice.sees("Thank you for the tea.")


async def test_a_letter_can_be_kept_where_it_is_read(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("enter")
        await alice.settled()
        await alice.press("k")
        await alice.sees("Kept, for you alone.")
        assert alice.screen == "TodayScreen"


async def test_a_key_held_down_folds_up_one_letter_and_nothing_else(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("enter")
        await alice.settled()
        alice.at_once(*["escape"] * 5)
        await alice.settled()
        assert alice.screen == "TodayScreen"
        assert len(alice.app.screen_stack) == 2
        assert alice.top.startswith(TITLES[0])


async def test_a_page_unfolds_its_rows(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("3")
        await alice.sees("Our phones stay in the hall.")
        await alice.press("enter")
        await alice.sees("“Our phones stay in the hall.”", "Bob proposed it today.")
        assert "Enter fold up" in alice.keys
        await alice.press("enter")
        await alice.sees_no("Bob proposed it today.")


async def test_what_fits_the_row_stands_first_among_its_keys(home: Home) -> None:
    """No, and not yet, are as near as yes, also where there is little room."""
    async with opened(home.app("alice")) as alice:
        await alice.press("3")
        await alice.sees("Our phones stay in the hall.")
        for key in ("g agree", "t not yet", "x no", "? help", "F9 hide", "q close"):
            assert key in alice.keys


async def test_beside_the_rows_on_a_wide_terminal(home: Home) -> None:
    async with opened(home.app("alice"), (120, 40)) as alice:
        await alice.press("3")
        await alice.sees("“Our phones stay in the hall.”", "Bob proposed it today.")
        await alice.resize(80, 24)
        await alice.sees_no("Bob proposed it today.")
        await alice.press("4")
        await alice.resize(120, 40)
        await alice.sees("If you are afraid, or not sure")
        assert not alice.app.screen.query_one("#beside").display


async def test_the_mouse_chooses_and_opens_rows(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        first = row(alice)
        await alice.click("A small win, from Bob")
        assert row(alice) != first
        assert alice.screen == "TodayScreen"
        await alice.click("A small win, from Bob")
        await alice.sees("The heater is fixed.")


@pytest.mark.parametrize(
    ("word", "sees"),
    [
        ("Enter unfold", "Thank you for the tea."),
        ("n note", "A note for Bob"),
        ("l look", "Our phones stay in the hall."),
        ("? help", "Not safe at home?"),
        ("1-5 screens", "For you"),
    ],
)
async def test_a_click_in_the_key_bar_presses_the_key(home: Home, word: str, sees: str) -> None:
    async with opened(home.app("alice")) as alice:
        left = alice.lines[-1].index(word)
        with alice.app._context():
            await alice.pilot.click(offset=(left + 1, 23))
        await alice.sees(sees)


async def test_the_mouse_chooses_among_values(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.sees("A note for Bob")
        await alice.click("A small win")
        with alice.app._context():
            assert alice.app.screen.query_one("#field-tone", Choices).value == "win"
        assert "● A small win" in alice.text
        await alice.click("Esc  keep for later")
        assert alice.screen == "TodayScreen"


async def test_help_knows_the_keys_and_the_way_to_the_help_page(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("?")
        await alice.sees("Not safe at home?", "Ctrl+P", "Write a note", "F9 Ctrl+L")
        await alice.press("!")
        await alice.sees("If you are afraid, or not sure")


async def test_keys_that_stand_for_nothing_do_nothing(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        before = alice.text
        await alice.press("y", "9", "Z", "ctrl+x", "f3", "minus")
        assert alice.text == before


FOUND = [
    ("write a note", "A note for Bob"),
    ("hello", "A hello for Bob"),
    ("late", "Running late"),
    ("notes", "For you"),
    ("limits", "My limits"),
    ("propose", "Propose an agreement"),
    ("limit of my own", "My limit"),
    ("help and", "If you are afraid, or not sure"),
    ("settings", "Yours alone"),
    ("where notes", "Where notes may find me"),
    ("earlier", "On this day"),
    ("keys", "Not safe at home?"),
]


@pytest.mark.parametrize(("words", "sees"), FOUND)
async def test_the_palette_finds_each_practice_by_its_plain_name(
    home: Home, words: str, sees: str
) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("ctrl+p")
        await alice.type(words)
        palette = alice.app.screen
        await alice.until(lambda: palette.query_one("OptionList").option_count)
        await alice.until(lambda: not palette._list_visible or not palette._show_busy)
        await alice.press("enter")
        await alice.sees(sees)


async def test_the_palette_offers_everything_before_a_word_is_typed(home: Home) -> None:
    async with opened(home.app("alice"), (120, 60)) as alice:
        await alice.press("ctrl+p")
        await alice.sees("Write a note", "Propose an agreement", "Settings", "Hide everything")


async def test_the_palette_closes_what_is_open_and_keeps_its_words(home: Home) -> None:
    """To go elsewhere from within a form loses nothing of it."""
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("Half a thou")
        await alice.press("ctrl+p")
        await alice.type("settings")
        await alice.until(lambda: alice.app.screen.query_one("OptionList").option_count)
        await alice.press("enter")
        await alice.sees("Yours alone")
        assert home.draft("alice")["text"] == "Half a thou"


@pytest.mark.parametrize("way", ["q", "ctrl+q", "palette"])
async def test_every_way_to_close_closes(home: Home, way: str) -> None:
    async with opened(home.app("alice")) as alice:
        if way == "palette":
            await alice.press("ctrl+p")
            await alice.type("close")
            await alice.until(lambda: alice.app.screen.query_one("OptionList").option_count)
            alice.at_once("enter")
        else:
            alice.at_once(way)
        await alice.closes()
        assert not alice.app.return_code


async def test_nothing_is_cut_at_80_by_24(home: Home) -> None:
    """The keys of help, hiding and closing are on every screen."""
    async with opened(home.app("alice")) as alice:
        for key in "12345?":
            await alice.press(key)
            await alice.settled()
            assert alice.keys.endswith("? help   F9 hide   q close") or alice.keys.endswith(
                "? help  F9 hide  q close"
            ), alice.keys
            assert len(alice.lines) == 24


async def test_a_key_pressed_too_early_is_not_lost(home: Home, monkeypatch) -> None:
    """On a slow disk Today shows before the household is open."""
    slow, loop = asyncio.Event(), asyncio.get_running_loop()
    original = DashboardApp._open_session

    def wait(app: DashboardApp, *arguments: object) -> object:
        asyncio.run_coroutine_threadsafe(slow.wait(), loop).result()
        return original(app, *arguments)

    monkeypatch.setattr(DashboardApp, "_open_session", wait)
    async with opened(home.app("alice"), settle=False) as alice:
        await alice.until(lambda: alice.screen == "TodayScreen")
        await alice.press("n", "x")
        slow.set()
        await alice.sees("A note for Bob")
        assert alice.screen == "FormScreen"


async def test_keys_held_down_open_one_thing(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        alice.at_once("enter", "enter", "enter")
        await alice.settled()
        assert len(alice.app.screen_stack) <= 3
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "TodayScreen")
        alice.at_once("n", "n", "n")
        await alice.sees("A note for Bob")
        await alice.settled()
        assert len(alice.app.screen_stack) == 3


async def test_another_form_takes_the_place_of_one_and_both_keep_their_words(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n")
        await alice.type("Half a thou")
        await alice.press("ctrl+p")
        await alice.type("running late")
        await alice.until(lambda: alice.app.screen.query_one("OptionList").option_count)
        await alice.press("enter")
        await alice.sees("Only these words go out, never where you are.")
        assert len(alice.app.screen_stack) == 3
        await alice.press("escape")
        await alice.until(lambda: alice.screen == "TodayScreen")
        assert home.draft("alice")["text"] == "Half a thou"
