"""A picture of every screen: small and wide, evening and morning, at the first day and full."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from ui.home import Hand, Home

from dashboard.host import first_words
from dashboard.ui.app import DashboardApp

LONG = ("Anneliese-Charlotte von Überlingen 🌻", "Bartholomäus")
GERMAN = (
    "Danke, dass du gestern Abend so lange zugehört hast, auch als es schwer wurde. "
    "Die Straßenbahn fuhr längst nicht mehr, und du bist trotzdem geblieben. 🫖👩‍👩‍👧‍👦\n\n"
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungszeremonie: "
    "das Wort von heute früh."
)
PROMISE = (
    "Wenn eine Nachricht von der Arbeit nach neun Uhr kommt, erwähnen wir sie am nächsten "
    "Morgen, beim Frühstück, ohne dass jemand fragen muss. 🌿"
)
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}

Steps = Callable[[Hand], Awaitable[Any]]
SCREENS: dict[str, tuple[str, ...]] = {
    "today": (),
    "notes": ("2",),
    "limits": ("3",),
    "support": ("4",),
    "settings": ("5",),
}
SHEETS: dict[str, tuple[str, ...]] = {
    "keys": ("?",),
    "palette": ("ctrl+p",),
    "hidden": ("2", "f9"),
    "letter": ("enter",),
    "form-note": ("n", "Danke für den"),
    "form-propose": ("3", "p"),
    "form-limit": ("3", "m", "You must call"),
    "form-agree": ("3", "g"),
    "form-places": ("2", "p"),
    "unfolded": ("3", "enter"),
}


@pytest.fixture(autouse=True)
def somewhere(theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names and paths on the screen are those of no machine; the terminal is dark or light."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLORFGBG", "0;15" if theme == "morning" else "15;0")
    monkeypatch.setattr(first_words, "administrators", lambda: ("pia",))


def empty() -> Home:
    return Home(Path("household").absolute())


def full() -> Home:
    home = Home(Path("household").absolute(), LONG, demo=True)
    one, two = (person.id for person in home.household.people)
    home.note(two, GERMAN)
    home.note(one, "Herzlichen Glückwunsch zur bestandenen Prüfung! 🎉", place="wall")
    home.propose(two, PROMISE, ends="in 3 weeks", review="in 2 weeks")
    home.settings("gratitude").write_text("longest = 1500\n")
    home.session(one).today()  # has seen the settings as they are
    home.settings("gratitude").write_text("longest = 1200\nwall_days = 2\n")
    home.settings("boundaries").write_text("longest_openness_days = 'viele'\n")
    return home


@pytest.fixture
def compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Compare what an app shows after *steps* with its picture."""

    def run(app: DashboardApp, size: str, steps: Steps) -> bool:
        async def before(pilot: Pilot[Any]) -> None:
            hand = Hand(app)
            await steps(hand)

        return snap_compare(app, terminal_size=SIZES[size], run_before=before)

    return run


def keys(*pressed: str) -> Steps:
    async def steps(hand: Hand) -> None:
        await hand.settled()
        for key in pressed:
            await (hand.type(key) if " " in key else hand.press(key))
            await hand.settled()

    return steps


each_theme = pytest.mark.parametrize("theme", ["evening", "morning"])
each_size = pytest.mark.parametrize("size", list(SIZES))


@each_theme
@each_size
@pytest.mark.parametrize("kept", ["empty", "full"])
@pytest.mark.parametrize("screen", list(SCREENS))
def test_screen(compare: Any, screen: str, kept: str, size: str, theme: str) -> None:
    home = full() if kept == "full" else empty()
    app = home.app(home.household.people[0].id)
    assert compare(app, size, keys(*SCREENS[screen]))


@each_theme
@each_size
@pytest.mark.parametrize("sheet", list(SHEETS))
def test_sheet(compare: Any, sheet: str, size: str, theme: str) -> None:
    home = full()
    app = home.app(home.household.people[0].id)
    assert compare(app, size, keys(*SHEETS[sheet]))


@each_theme
@each_size
@pytest.mark.parametrize("page", ["first", "who-one", "who-two", "name", "read-1", "read-2"])
def test_first_minutes(compare: Any, page: str, size: str, theme: str) -> None:
    async def steps(hand: Hand) -> None:
        if page == "first":
            await hand.sees("Who is here?")
            await hand.type("Zoë Müller")
        elif page.startswith("who"):
            await hand.sees("Who is here?")
        elif page == "name":
            await hand.sees("I am new here")
            await hand.press("down", "enter")
            await hand.sees("Nothing else is asked")
        else:
            await hand.sees("not afraid of each other")
            if page == "read-2":
                await hand.press("enter")
                await hand.sees("pia")

    place = Path("household").absolute()
    if page != "first":
        names = ("Alice", "Bob") if page == "who-two" else ("Alice",)
        home = Home(place, names, welcomed=False)
        app = home.app("alice" if page.startswith("read") else None)
    else:
        app = DashboardApp(str(place))
    assert compare(app, size, steps)
