"""The app: opens the household for one person and goes between its screens."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen as TextualScreen

from dashboard.core.errors import DashboardError
from dashboard.core.today import Today, snapshot_file
from dashboard.core.today import load as load_today
from dashboard.core.words import _
from dashboard.ui.doing import HouseholdApp
from dashboard.ui.hide import TITLE, window_title
from dashboard.ui.palette import Everything
from dashboard.ui.themes import EVENING, THEMES, chosen
from dashboard.ui.today import TodayScreen
from dashboard.ui.work import start

if TYPE_CHECKING:
    from dashboard.core.clock import Clock
    from dashboard.core.household import Household, Person
    from dashboard.host.records import Found
    from dashboard.host.session import Session
    from dashboard.ui.beside import Panels


class DashboardApp(HouseholdApp):
    """The dashboard of one person.

    *place* and *me* are what ``--household`` and ``--as`` say; without them the app finds the
    household, and asks who is here. *clock* and *found* (plugins) are for tests and the demo.
    """

    CSS_PATH = "dashboard.tcss"
    TITLE = TITLE
    COMMANDS: ClassVar[set[Any]] = {Everything}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9,ctrl+l", "hide", "Hide", priority=True, show=False),
        Binding("ctrl+q", "leave", "Close", priority=True, show=False),
    ]

    def __init__(
        self,
        place: str | None = None,
        me: str | None = None,
        *,
        clock: Clock | None = None,
        found: Sequence[Found] | None = None,
    ) -> None:
        super().__init__()
        self._place = place
        self._me = me
        self._clock = clock
        self._found = found
        self.household: Household | None = None
        self.person: Person | None = None
        self.last_words = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.today = self._last_today()
        # Before the first frame, so that it has the right colours at once.
        self.theme = chosen(self.today.theme if self.today else "auto")
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> Any:
        """Prefer the driver that waits for keys to the one that asks for them."""
        from dashboard.ui.driver import driver_class

        return driver_class() or super().get_driver_class()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The style sheet's own colour names, also while Textual's first theme is still on."""
        return dict(EVENING.variables)

    # -- opening ------------------------------------------------------------------------------

    def _last_today(self) -> Today | None:
        """What the last session worked out, if it still holds."""
        if self._clock is not None or (self._place and not self._me):
            return None
        file = snapshot_file(self._place, self._me)
        if not self._me and "/private/" in file:
            return None  # under one account it is asked first who is here
        return load_today(file, time()) if file else None

    async def on_mount(self) -> None:
        """Show Today at once if it is known; then open the household behind it."""
        window_title(TITLE)
        if self.today is not None:
            await self.push_screen(TodayScreen(self.today))
        self.call_after_refresh(self.open)

    async def open(self) -> None:
        """Open the household, or ask what is missing first."""
        from dashboard.core import household as households

        place = households.find(self._place).absolute()
        try:
            self.household = households.load(place)
        except DashboardError as error:
            if not place.exists() or (place.is_dir() and not any(place.iterdir())):
                from dashboard.ui.welcome import FirstScreen

                await self._base(FirstScreen(place))
                return
            self.refuse(error.sentence)
            return
        try:
            self.person = self._who(self.household)
        except DashboardError as error:
            self.refuse(error.sentence)
            return
        if self.person is None:
            from dashboard.ui.welcome import WhoScreen

            await self._base(WhoScreen(self.household))
            return
        await self.begin(self.household, self.person)

    def _who(self, household: Household) -> Person | None:
        from dashboard.host.opening import who

        if household.one_account and not self._me:
            return None
        return who(household, self._me)

    async def begin(self, household: Household, person: Person) -> None:
        """Open the session of *person* and show Today."""
        self.household, self.person, self._me = household, person, person.id
        if not any(isinstance(screen, TodayScreen) for screen in self.screen_stack):
            await self.uncovered(lambda: self._base(TodayScreen(None)))
        session = await self._follow(household, person)
        if session is not None and not session.own_settings.welcomed:
            from dashboard.ui.welcome import ReadFirstScreen

            await self.uncovered(lambda: self.push_screen(ReadFirstScreen(household)))

    async def _follow(self, household: Household, person: Person) -> Session | None:
        """Open the session and show what changes in it from now on; no screen is disturbed."""
        try:
            session = await asyncio.to_thread(self._open_session, household, person)
        except DashboardError as error:
            self.refuse(error.sentence)
            return None
        self._stop_following()
        self.household, self.person, self.session = household, person, session
        self.theme = chosen(session.own_settings.theme)
        self._hold_on_to_words()
        from dashboard.ui.following import Follower

        self.follower = Follower(session, self.renew, self.tell, self._moved_in)
        self.plugins_changed()
        await self.follower.start()
        self.press_early_key()
        return session

    def _open_session(self, household: Household, person: Person) -> Session:
        from dashboard.host.session import Session

        return Session(household, person, self._clock, self._found, self._plugin_failed)

    def whose(self) -> str:
        """What stands at the right of every heading."""
        name = self.person.name if self.person else (self.today.name if self.today else "")
        if self.household is not None and self.household.one_account and name:
            return _("trying out · {name}", name=name)
        return name

    async def _base(self, screen: TextualScreen[Any]) -> None:
        """Make *screen* the one at the bottom, with nothing above it."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) == 2:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    def refuse(self, sentence: str) -> None:
        """End with one clear sentence, told when the terminal is as it was before."""
        self.last_words = sentence
        self.exit(return_code=1)

    def _moved_in(self) -> None:
        """Somebody has joined: open the household anew."""
        if self.household is None or self.person is None:
            return
        from dashboard.core import household as households

        with suppress(DashboardError):
            fresh = households.load(households.find(self._place))
            if fresh.people != self.household.people:
                start(self, partial(self._follow, fresh, fresh.person(self.person.id)))

    # -- following ----------------------------------------------------------------------------

    def renew(self, today: Today, panels: Panels) -> None:
        """Show what has changed, on every screen that is open."""
        self.today, self.panels = today, panels
        self.follow_own()
        for screen in self.screen_stack:
            if hasattr(screen, "renew") and screen.is_mounted:
                screen.renew()

    def _plugin_failed(self) -> None:
        if self.follower is not None and self._thread_id is not None:
            self._loop_call(self.follower.ask)

    def _loop_call(self, call: Callable[[], object]) -> None:
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(call)

    # -- leaving ------------------------------------------------------------------------------

    def _hold_on_to_words(self) -> None:
        """Keep what is being written when the connection goes (SIGHUP) or somebody ends us."""
        for number in (signal.SIGHUP, signal.SIGTERM):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self._hang_up)

    def _hang_up(self) -> None:
        self.keep_drafts()
        self.exit()

    def on_unmount(self) -> None:
        """Stop following."""
        self._stop_following()

    def _stop_following(self) -> None:
        if self.follower is not None:
            self.follower.stop()
            self.follower = None
