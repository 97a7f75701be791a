"""Quick hide: one key, from everywhere, at once; and nothing gets past it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest
from ui.home import Hand, Home, opened

from dashboard.core.household import join
from dashboard.ui import doing
from dashboard.ui.app import DashboardApp

HERE: dict[str, tuple[str, ...]] = {
    "today": (),
    "notes": ("2",),
    "limits": ("3",),
    "help": ("4",),
    "settings": ("5",),
    "keys": ("?",),
    "letter": ("enter",),
    "palette": ("ctrl+p",),
    "form": ("n", *"Danke"),
    "form over a page": ("3", "p", *"Our"),
    "palette over a form": ("n", *"Danke", "ctrl+p", "w"),
}


@pytest.fixture
def home(home: Home) -> Home:
    home.note("bob", "Thank you for the tea.")
    home.propose("bob", "Our phones stay in the hall.")
    return home


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The window titles that were set."""
    told: list[str] = []
    monkeypatch.setattr(doing, "window_title", told.append)
    return told


def blank(hand: Hand) -> bool:
    """Nothing is to be seen but the time of day."""
    return not re.sub(r"^\d\d:\d\d$", "", hand.text.strip())


async def reach(hand: Hand, where: str) -> None:
    for key in HERE[where]:
        await hand.press(key)
        await hand.settled()


@pytest.mark.parametrize("key", ["f9", "ctrl+l"])
@pytest.mark.parametrize("where", list(HERE))
async def test_hides_from_everywhere_and_comes_back_to_today(
    home: Home, titles: list[str], where: str, key: str
) -> None:
    async with opened(home.app("alice")) as alice:
        await reach(alice, where)
        await alice.press(key)
        assert blank(alice), alice.text
        assert titles == ["terminal"]
        await alice.press(key)
        await alice.until(lambda: alice.screen == "TodayScreen")
        assert alice.top.startswith("Sunday 22 November")
        assert titles == ["terminal", "dashboard"]
        assert len(alice.app.screen_stack) == 2


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_comes_back_by_other_keys_too_and_only_once(home: Home, key: str) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("f9")
        alice.at_once(key, key, key, key)  # a key that is held down
        await alice.settled()
        assert not alice.app.hidden
        names = [type(screen).__name__ for screen in alice.app.screen_stack]
        assert names[1:] in (["TodayScreen"], ["TodayScreen", "LetterScreen"])


@pytest.mark.parametrize("where", list(HERE))
async def test_no_key_and_no_click_reveals_anything(home: Home, where: str) -> None:
    async with opened(home.app("alice")) as alice:
        await reach(alice, where)
        await alice.press("f9")
        for keys in (
            "n o 2 3 4 5 ? q", "ctrl+p", "tab shift+tab space l h", "ctrl+c", "ctrl+s pageup home",
            "! f1 z f k",
        ):  # fmt: skip
            alice.at_once(*keys.split())
            await alice.settled()
            assert blank(alice), (keys, alice.text)
        for spot in ((4, 2), (10, 23), (78, 0)):
            with alice.app._context():
                await alice.pilot.click(offset=spot)
            assert blank(alice), alice.text
        await alice.paste("pasted words")
        assert blank(alice)
        await alice.resize(120, 40)
        assert blank(alice)


async def test_what_was_half_typed_is_kept(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await reach(alice, "form")
        await alice.press("f9")
        await alice.until(lambda: home.draft("alice"))
        assert home.draft("alice")["text"] == "Danke"
        await alice.press("f9")
        await alice.until(lambda: alice.screen == "TodayScreen")
        await alice.press("n")
        await alice.sees("A note for Bob", "Danke", "start afresh")


async def test_nothing_comes_up_over_it_by_itself(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("2", "f9")
        home.note("bob", "Are you there?")
        home.settings("gratitude").write_text("longest = 100\n")
        home.settings("boundaries").write_text("longest = \n")
        await alice.until(lambda: "Are you" in str(alice.app.session.page(
            *alice.app.session.plugins.screens()[0]
        )) or len(alice.app.today.rows) > 3)  # fmt: skip
        assert blank(alice), alice.text
        await alice.press("f9")
        await alice.sees("Sunday 22 November", "config/boundaries.toml")


RACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a form that is still being made": ((), ("n", "f9")),
    "a screen one is going to": ((), ("2", "f9")),
    "a letter": ((), ("enter", "f9")),
    "the palette": ((), ("ctrl+p", "f9")),
    "a form that is being left": (("n", "x"), ("escape", "f9")),
    "a form that is being sent": (("n", "x"), ("ctrl+s", "f9")),
    "a letter that folds up": (("enter",), ("enter", "f9")),
    "a letter whose key was pressed": (("enter",), ("k", "f9")),
    "the palette that is being left": (("ctrl+p",), ("escape", "f9")),
    "the palette where something is chosen": (("ctrl+p",), ("down", "enter", "f9")),
    "a screen that is being left": (("3",), ("escape", "f9")),
}


@pytest.mark.parametrize("race", list(RACES))
async def test_nothing_that_was_under_way_overtakes_it(home: Home, race: str) -> None:
    """Keys come as fast as a hand in alarm presses them, with no pause for what they begin."""
    before, at_once = RACES[race]
    async with opened(home.app("alice")) as alice:
        for key in before:
            await alice.press(key)
            await alice.settled()
        alice.at_once(*at_once)
        await alice.until(lambda: alice.app.hidden)
        await alice.settled()
        for _ in range(5):
            await asyncio.sleep(0.05)
            assert alice.app.hidden
            assert blank(alice), alice.text
        await alice.press("f9")
        await alice.until(lambda: alice.screen == "TodayScreen")
        assert len(alice.app.screen_stack) == 2


async def test_words_that_were_being_sent_are_sent_or_kept(home: Home) -> None:
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "x")
        alice.at_once("ctrl+s", "f9")
        await alice.until(lambda: alice.app.hidden)
        await alice.settled()
        sent = "A thank-you from Alice" in home.session("bob").today().text()
        assert sent != bool(home.draft("alice"))


async def test_hides_while_the_household_is_still_being_opened(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk must not keep the screen uncovered."""
    slow = asyncio.Event()
    loop = asyncio.get_running_loop()
    original: Callable[..., object] = DashboardApp._open_session

    def wait(app: DashboardApp, *arguments: object) -> object:
        asyncio.run_coroutine_threadsafe(slow.wait(), loop).result()
        return original(app, *arguments)

    monkeypatch.setattr(DashboardApp, "_open_session", wait)
    from dashboard.host.own import Own

    Own(home.household.own(home.household.person("alice"))).change(welcomed=False)
    async with opened(home.app("alice"), settle=False) as alice:
        await alice.press("f9")
        await alice.until(lambda: alice.app.hidden)
        slow.set()
        await alice.settled()
        assert blank(alice), alice.text
        await alice.press("f9")
        await alice.sees("not afraid of each other")


async def test_somebody_who_joins_does_not_uncover_it(tmp_path) -> None:
    home = Home(tmp_path / "alone", ("Alice",))
    async with opened(home.app("alice")) as alice:
        await alice.press("n", "H", "i")
        await alice.press("f9")
        join(home.household, "Bob")
        await alice.until(lambda: alice.app.session.partner is not None)
        await alice.settled()
        assert blank(alice), alice.text
        await alice.press("f9")
        await alice.sees("Sunday 22 November")


async def test_the_question_who_is_here_can_be_hidden(home: Home) -> None:
    async with opened(home.app(), settle=False) as somebody:
        await somebody.sees("Who is here?")
        await somebody.press("f9")
        assert "Alice" not in somebody.text
        await somebody.press("f9")
        await somebody.sees("Who is here?", "Alice", "Bob")


async def test_a_disk_that_refuses_the_draft_does_not_stop_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.core.errors import CannotSave

    async with opened(home.app("alice")) as alice:
        await reach(alice, "form")

        def refuse(*_: object) -> None:
            raise CannotSave("No space.")

        monkeypatch.setattr(alice.app.session.own, "keep_draft", refuse)
        await alice.press("f9")
        assert blank(alice)
