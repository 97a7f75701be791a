"""What one can do from anywhere: go to a screen, begin an action, unfold a letter, hide."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen as TextualScreen

from dashboard.core.errors import DashboardError
from dashboard.core.text import one_line
from dashboard.core.words import _
from dashboard.ui.base import HouseholdScreen
from dashboard.ui.guard import GuardedApp
from dashboard.ui.hide import NEUTRAL, TITLE, HideScreen, window_title
from dashboard.ui.themes import chosen
from dashboard.ui.work import start

if TYPE_CHECKING:
    from textual.widget import Widget

    from dashboard.api.types import Action, Screen
    from dashboard.core.today import Row, Today
    from dashboard.host.records import PluginRecord
    from dashboard.host.session import Session
    from dashboard.ui.beside import Panels
    from dashboard.ui.following import Follower
    from dashboard.ui.page import PageScreen
    from dashboard.widgets.card import PluginCard


@runtime_checkable
class FormLike(Protocol):
    """A screen on which something is being written."""

    def draft_now(self) -> None:
        """Keep it at once."""


class HouseholdApp(GuardedApp[None]):
    """An app that has a household open; :class:`~dashboard.ui.app.DashboardApp` opens it."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.follower: Follower | None = None
        self.today: Today | None = None
        self._held: dict[str, dict[str, str]] = {}  # drafts that the disk did not take
        self.panels: Panels = ()
        self._actions: list[tuple[PluginRecord, Action]] = []
        self._screens: list[tuple[PluginRecord, Screen]] = []
        self._followed: object = None  # one's own settings and plugins, as the screen has them
        self._pen = threading.Lock()
        self._newest: dict[str, object] = {}  # of each draft, the last that was to be written
        self._early = ""
        self._covered: list[Callable[[], Awaitable[object]]] = []

    # -- going --------------------------------------------------------------------------------

    def screen_list(self) -> list[tuple[int, str, str]]:
        """(number key, id, title) of every screen, Today first, settings last."""
        found = [("today", _("Today")), *((s.id, s.title) for _r, s in self._screens)]
        found.append(("settings", _("Settings")))
        return [(number, id_, one_line(title, 24)) for number, (id_, title) in enumerate(found, 1)]

    def go(self, screen_id: str, item: str = "") -> None:
        """Show a screen, standing on *item*; Today is always the one below."""
        self.call_later(self._go, screen_id, item)

    async def _go(self, screen_id: str, item: str) -> None:
        if self.hidden:
            return
        self.keep_drafts()
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        session = self.session
        if session is not None and not session.own_settings.welcomed and screen_id != "support":
            from dashboard.ui.welcome import ReadFirstScreen

            await self.push_screen(ReadFirstScreen(session.household))
            return  # who went to read about help first comes back to what each reads
        if screen_id == "today":
            return
        screen = self._make(screen_id, item)
        if screen is not None:
            await self.push_screen(screen)

    def _make(self, screen_id: str, item: str) -> TextualScreen[Any] | None:
        if screen_id == "settings" and self.session is not None:
            from dashboard.ui.settings import SettingsScreen

            return SettingsScreen()
        if screen_id == "keys":
            from dashboard.ui.reading import KeysScreen

            return KeysScreen()
        for number, (record, screen) in enumerate(self._screens, 2):
            if screen.id == screen_id:
                from dashboard.ui.page import PageScreen

                return PageScreen(record, screen, number, item)
        return None

    def show(self, screen: TextualScreen[Any]) -> None:
        """Put a screen on top, once; while everything is hidden, don't."""
        if not self.hidden and type(self.screen) is not type(screen):
            self.push_screen(screen)

    async def _show_form(self, form: TextualScreen[Any]) -> None:
        """Put a form on top, in the place of one that is open; its words are kept."""
        if self.hidden:
            return
        self.keep_drafts()
        while isinstance(self.screen, FormLike):
            await self.pop_screen()
        await self.push_screen(form)

    def close(self, screen: TextualScreen[Any], result: object = None) -> None:
        """Close this screen, if it is the one on top when its turn comes, and no other."""
        self.call_later(self._close, screen, result)

    async def _close(self, screen: TextualScreen[Any], result: object) -> None:
        # In the app's own turn, as hiding is: Textual pops whatever is on top by then.
        if self.screen is screen:
            await screen.dismiss(result)

    async def uncovered(self, do: Callable[[], Awaitable[object]]) -> None:
        """Do what changes the screens: now, or when one comes back from hiding everything."""
        if self.hidden:
            self._covered.append(do)
        else:
            await do()

    def beside(self, by: int) -> None:
        """Go to the next screen, or to the one before."""
        ids = [id_ for _number, id_, _title in self.screen_list()]
        at = getattr(self.screen, "number", 1) - 1
        self.go(ids[(at + by) % len(ids)])

    # -- offering -----------------------------------------------------------------------------

    def actions(self) -> list[tuple[PluginRecord, Action]]:
        """Every action of every plugin that is on."""
        return self._actions

    def find(self) -> None:
        """Open the palette."""
        from dashboard.ui.palette import Finder

        self.show(Finder(placeholder=_("What are you looking for?")))

    # -- doing --------------------------------------------------------------------------------

    def early_key(self, key: str) -> None:
        """Remember the first key that was pressed while the household was still being opened."""
        if self.session is None:
            self._early = self._early or key

    def press_early_key(self) -> None:
        """Do what it stands for, now that it stands for something."""
        key, self._early = self._early, ""
        if key and isinstance(self.screen, HouseholdScreen):
            self.screen.press(key)

    def do_by_id(self, action_id: str, item: str) -> None:
        """Begin an action by its id; an unknown one is passed over."""
        for record, action in self._actions:
            if action.id == action_id:
                self.do(record, action, item)

    def do(self, record: PluginRecord, action: Action, item: str) -> None:
        """Begin an action: ask its form if it has one, then do it."""
        start(self, partial(self._do, record, action, item))

    async def _do(self, record: PluginRecord, action: Action, item: str) -> None:
        session, follower = self.session, self.follower
        if session is None or follower is None:
            self.tell(_("One moment: the household is still being opened."))
            return
        if action.form is None:
            await self._act(record, action, item)
            return
        from dashboard.ui.form import FormScreen

        try:
            form = await follower.run(session.form, record, action, item)
        except DashboardError as error:
            self.tell(error.sentence)
            return

        def submit(values: Mapping[str, str]) -> str:
            return (self.session or session).act(record, action, values, item)

        self.call_later(self._show_form, FormScreen(form, submit, f"{action.id}\n{item}"))

    async def _act(self, record: PluginRecord, action: Action, item: str) -> None:
        session, follower = self.session, self.follower
        if session is None or follower is None:
            return
        try:
            self.done(await follower.run(session.act, record, action, {}, item))
        except DashboardError as error:
            self.tell(error.sentence)

    def done(self, sentence: str | None) -> None:
        """Tell what an action did, and show what it changed."""
        if sentence:
            self.tell(sentence)
        if self.follower is not None:
            self.follower.ask()

    def unfold(self, row: Row) -> None:
        """Open an envelope."""
        from dashboard.ui.letter import LetterScreen

        letter = row["letter"]
        if letter:
            self.show(LetterScreen({**letter, "item": letter["item"] or row["item"]}))
            if row["action"]:
                self.do_by_id(row["action"], row["item"])

    def ask_page(self, screen: PageScreen) -> None:
        """Ask a plugin for its page, away from the event loop."""
        session, follower = self.session, self.follower
        if session is None or follower is None:
            return

        async def ask() -> None:
            page = await follower.run(session.page, screen.record, screen.screen_data)
            if screen.is_mounted:
                screen.show_page(page)

        start(screen, ask, exclusive=True)

    def card(self, record: PluginRecord, title: str, widget: str) -> Widget:
        """The widget that "module:name" makes, in the card that answers for its plugin."""
        from dashboard.host.discovery import load_name
        from dashboard.widgets.card import PluginCard

        session = self.session
        assert session is not None

        def make() -> Widget:
            factory: Any = load_name(widget)
            made: Widget = factory(session.context(record.id))
            return made

        return PluginCard(record.id, one_line(title, 40), make)

    def on_plugin_card_failed(self, message: PluginCard.Failed) -> None:
        """Keep in the plugin's record what went wrong in its widget."""
        from dashboard.host.records import Phase

        record = self.session.plugins.record(message.owner) if self.session else None
        if self.session is not None and record is not None:
            self.session.plugins.fail(record, Phase.SCREEN, message.error)

    # -- settings and notices -----------------------------------------------------------------

    def change_own(self, **values: Any) -> None:
        """Change one's own settings, at once."""

        async def change() -> None:
            session, follower = self.session, self.follower
            if session is None or follower is None:
                return
            try:
                await follower.run(lambda: session.change_own(**values))
            except DashboardError as error:
                self.tell(error.sentence)
            self.own_changed()

        start(self, change)

    def own_changed(self) -> None:
        """One's own settings changed: colours and plugins follow at once."""
        self.follow_own()
        if self.follower is not None:
            self.follower.ask()

    def follow_own(self) -> None:
        """Take one's own settings as they are now, whoever changed them, and wherever."""
        if self.session is None:
            return
        plugins = [record.id for record in self.session.plugins.enabled]
        if (self.session.own_settings, plugins) != self._followed:
            self._followed = (self.session.own_settings, plugins)
            self.theme = chosen(self.session.own_settings.theme)
            self.plugins_changed()

    def plugins_changed(self) -> None:
        """Ask the plugins anew what they offer: one was switched on or off."""
        if self.session is not None:
            self._actions = self.session.plugins.actions()
            self._screens = self.session.plugins.screens()

    def tell(self, sentence: str) -> None:
        """Tell what happened, in the line above the keys."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, HouseholdScreen):
                screen.say(one_line(sentence, 300))
                return

    def action_hide(self) -> None:
        """Show nothing, at once, or come back; what is being written is kept."""
        if self.hidden:
            self.come_back()
            return
        self.push_screen(HideScreen(f"{self.now():%H:%M}", self.come_back))
        window_title(NEUTRAL)
        self.call_after_refresh(self.keep_drafts)

    @property
    def hidden(self) -> bool:
        """Whether the screen is blank just now."""
        return isinstance(self.screen, HideScreen)

    def come_back(self) -> None:
        """Show Today again, and on the way there nothing of what was hidden."""
        self.call_later(self._come_back)

    async def _come_back(self) -> None:
        if not self.hidden:
            return
        with self.batch_update():
            await self.screen.dismiss()
            await self._go("today", "")
        window_title(TITLE)
        for do in self._covered:
            self.call_later(do)
        self._covered.clear()

    def action_command_palette(self) -> None:
        """Open the palette; not over a screen that is hidden."""
        if not self.hidden:
            self.find()

    def action_leave(self) -> None:
        """Close the dashboard; what is being written is kept."""
        self.keep_drafts()
        self.exit()

    def now(self) -> dt.datetime:
        """The household's time."""
        if self.session is not None:
            return self.session.clock.now()
        return dt.datetime.now().astimezone()

    def take_settings_back(self) -> None:
        """Take the last change of the shared settings back."""
        self._with_session(lambda session: session.settings_take_back())

    def say_fine(self) -> None:
        """Put the notices away."""
        self._with_session(lambda session: session.fine())

    def _with_session(self, work: Callable[[Session], str | None]) -> None:
        async def run() -> None:
            session, follower = self.session, self.follower
            if session is None or follower is None:
                return
            try:
                self.done(await follower.run(work, session))
            except DashboardError as error:
                self.tell(error.sentence)
            follower.ask()

        start(self, run)

    # -- drafts -------------------------------------------------------------------------------

    def keep_drafts(self) -> None:
        """Keep all that is being written, now."""
        for screen in self.screen_stack:
            if isinstance(screen, FormLike):
                screen.draft_now()

    def draft(self, of: str) -> dict[str, str]:
        """What was being written there."""
        if of in self._held:
            return dict(self._held[of])
        return self.session.own.draft(of) if self.session else {}

    def keep_draft(self, of: str, values: Mapping[str, str]) -> None:
        """Keep a draft now: on the disk, or in memory while the disk takes nothing."""
        with self._pen:
            self._newest[of] = object()
            self._keep_draft(of, values)

    def _keep_draft(self, of: str, values: Mapping[str, str]) -> None:
        if self.session is None:
            return
        try:
            self.session.own.keep_draft(of, values)
            self._held.pop(of, None)
        except DashboardError as error:
            self._held[of] = dict(values)
            self.call_later(self.tell, error.sentence)

    def keep_draft_soon(self, of: str, values: Mapping[str, str]) -> None:
        """Keep a draft, without making anybody wait for the disk.

        One that the disk is slow to take never undoes a later one, nor comes back when sent.
        """
        mine = self._newest[of] = object()

        def write() -> None:
            with self._pen:
                if self._newest.get(of) is mine:
                    self._keep_draft(of, values)

        async def keep() -> None:
            await asyncio.to_thread(write)

        start(self, keep, group="drafts", exclusive=True)

    def drop_draft(self, of: str) -> None:
        """Forget a draft."""
        if self.session is not None:
            with self._pen:
                self._newest[of] = object()
                self._held.pop(of, None)
                self.session.own.drop_draft(of)
