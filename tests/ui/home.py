"""A household of Alice and Bob, and hands that use its screens as people do."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from textual.events import Key, Paste
from textual.geometry import Offset
from textual.keys import _character_to_key
from textual.pilot import Pilot

from dashboard.core import household as households
from dashboard.core.clock import SetClock
from dashboard.core.household import Household
from dashboard.host.demo import make_demo
from dashboard.host.own import Own
from dashboard.host.session import Session
from dashboard.ui.app import DashboardApp

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 18, tzinfo=BERLIN)  # a Sunday
LONG_ENOUGH = 20.0  # seconds; only what never comes takes that long


@dataclass
class Home:
    """A one-account household with a clock that stands still until somebody moves it."""

    root: Path
    names: Sequence[str] = ("Alice", "Bob")
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    welcomed: bool = True
    demo: bool = False  # with the months that `dashboard demo` tells

    def __post_init__(self) -> None:
        if self.demo:
            make_demo(self.root, self.names, NOW)
            return
        household = households.create(self.root, list(self.names), "Europe/Berlin")
        for person in household.people if self.welcomed else ():
            own = Own(household.own(person))
            own.make()
            own.change(welcomed=True)

    @property
    def household(self) -> Household:
        return households.load(self.root)

    def session(self, who: str) -> Session:
        """A session without a screen, such as the command line has."""
        session = Session(self.household, self.household.person(who), self.clock)
        session.load_all()
        return session

    def app(self, who: str | None = None, **options: Any) -> DashboardApp:
        return DashboardApp(str(self.root), who, clock=self.clock, **options)

    def act(self, who: str, action_id: str, item: str = "", **values: str) -> str:
        """Do what an action does, as another process would."""
        session = self.session(who)
        for record, action in session.plugins.actions():
            if action.id == action_id:
                return session.act(record, action, values, item)
        raise AssertionError(f"no action {action_id}")

    def note(self, who: str, text: str, **values: str) -> None:
        """Leave a note."""
        self.act(who, "gratitude.write", text=text, **values)

    def propose(self, who: str, text: str, **values: str) -> None:
        """Propose an agreement."""
        self.act(who, "boundaries.propose", text=text, category="communication", **values)

    def draft(self, who: str, of: str = "gratitude.write\n") -> dict[str, str]:
        """What is kept of what was being written."""
        return Own(self.household.own(self.household.person(who))).draft(of)

    def settings(self, name: str) -> Path:
        return self.root / "config" / f"{name}.toml"


class Hand:
    """Presses keys, clicks, and looks at what one app shows."""

    def __init__(self, app: DashboardApp) -> None:
        self.app = app
        self.pilot: Pilot[Any] = Pilot(app)

    async def press(self, *keys: str) -> Hand:
        """Press keys one after the other, and wait until all is done that they began."""
        with self.app._context():
            await self.pilot.press(*keys)
            await self.pilot.pause()
        return self

    def at_once(self, *keys: str) -> None:
        """Press keys faster than anything can be done about them."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            event = Key(
                key if len(key) > 1 else _character_to_key(key), key if len(key) == 1 else None
            )
            event.set_sender(self.app)
            driver.send_message(event)

    async def type(self, text: str) -> Hand:
        """Type words, as fast as a terminal sends them."""
        driver = self.app._driver
        assert driver is not None
        for char in text:
            event = Key("enter" if char == "\n" else _character_to_key(char), char)
            event.set_sender(self.app)
            driver.send_message(event)
        with self.app._context():
            await self.pilot.pause()
            await self.pilot.pause()
        return self

    async def paste(self, text: str) -> Hand:
        self.app.post_message(Paste(text))
        with self.app._context():
            await self.pilot.pause()
        return self

    async def click(self, words: str) -> Hand:
        """Click where *words* stand."""
        for y, line in enumerate(self.lines):
            if words in line:
                with self.app._context():
                    await self.pilot.click(offset=Offset(_cell(line, words), y))
                    await self.pilot.pause()
                return self
        raise AssertionError(f"{words!r} is not there:\n{self.text}")

    @property
    def lines(self) -> list[str]:
        """The screen, line by line; each line as wide as it stands there."""
        with self.app._context():
            return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """All that can be read on the screen just now."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def top(self) -> str:
        """The heading."""
        return self.lines[0].strip()

    @property
    def keys(self) -> str:
        """The last line."""
        return self.lines[-1].strip()

    @property
    def says(self) -> str:
        """The line above the keys, in which the app tells what happened."""
        return self.lines[-2].strip()

    async def until(self, true: Callable[[], object], what: str = "") -> Hand:
        """Wait until something holds."""
        end = time.monotonic() + LONG_ENOUGH
        while not true():
            assert time.monotonic() < end, f"{what or 'it'} never came:\n{self.text}"
            await asyncio.sleep(0.01)
        if self.app.screen_stack:
            with self.app._context():
                await self.pilot.pause()
        return self

    async def closes(self) -> Hand:
        """Wait until the app has closed."""
        end = time.monotonic() + LONG_ENOUGH
        while not self.app._exit:
            assert time.monotonic() < end, f"it never closed:\n{self.text}"
            await asyncio.sleep(0.01)
        return self

    async def resize(self, width: int, height: int) -> Hand:
        with self.app._context():
            await self.pilot.resize_terminal(width, height)
        return self

    async def sees(self, *words: str) -> Hand:
        """Wait until words stand on the screen."""
        for word in words:
            await self.until(lambda word=word: word in self.text, repr(word))
        return self

    async def sees_no(self, *words: str) -> Hand:
        """Wait until words are gone."""
        for word in words:
            await self.until(lambda word=word: word not in self.text, f"the end of {word!r}")
        return self

    async def settled(self) -> Hand:
        """Wait until the household is open and nothing is under way."""
        app = self.app
        await self.until(lambda: app.session is not None and app.follower is not None)
        await self.until(lambda: app.today is not None and app.session.complete)
        follower = app.follower
        assert follower is not None
        for _ in range(2):
            await follower.run(lambda: None)
            await self.until(lambda: not follower._asked and not list(app.workers))
        return self

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__


def _cell(line: str, words: str) -> int:
    from rich.cells import cell_len

    return cell_len(line[: line.index(words)])


@asynccontextmanager
async def opened(
    app: DashboardApp, size: tuple[int, int] = (80, 24), *, settle: bool = True
) -> AsyncIterator[Hand]:
    """Run an app in a task of its own, so that two can stand side by side in one test."""
    running = asyncio.create_task(app.run_async(headless=True, size=size))
    hand = Hand(app)
    try:
        end = time.monotonic() + LONG_ENOUGH
        while not (app.is_running and app._dom_ready and len(app.screen_stack) > 1):
            assert not running.done(), running.exception() or "it has closed"
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        if settle:
            await hand.settled()
        yield hand
    finally:
        app.exit()
        await asyncio.wait_for(running, LONG_ENOUGH)
