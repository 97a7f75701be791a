"""One person's open household: plugins, journals, settings and choices, made in one place.

The command line, ``--plain`` and the screen all use it. Its methods may block on the disk and
can be called from any thread; the screen calls them in one of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.api import context as api
from dashboard.api.types import Action, Check, Form, Page, Panel, Screen, TodayLine
from dashboard.core.clock import Clock, SystemClock
from dashboard.core.errors import CannotSave, DashboardError, Refused
from dashboard.core.files import write_whole
from dashboard.core.household import FILE, Household, Person
from dashboard.core.text import one_line
from dashboard.core.today import SNAPSHOT, Today, save
from dashboard.core.words import _, speak
from dashboard.host import discovery, notices
from dashboard.host.checking import wrong
from dashboard.host.journals import Journals
from dashboard.host.own import Own
from dashboard.host.plugins import WHATEVER_IT_RAISES, PluginHost
from dashboard.host.records import Found, Phase, PluginRecord
from dashboard.host.shared_settings import SettingsChange, SharedSettings
from dashboard.host.today import compose


class Session:
    """A household, opened by one of the two.

    *found* are the plugins to load (default: the installed ones and one's own folder). *failed*
    is called, from any thread, when a plugin fails.
    """

    def __init__(
        self,
        household: Household,
        me: Person,
        clock: Clock | None = None,
        found: Iterable[Found] | None = None,
        failed: Callable[[], None] | None = None,
    ) -> None:
        self.household = household
        self.me = me
        self.clock: Clock = SystemClock(household.zone) if clock is None else clock
        self.lock = threading.RLock()
        self.own = Own(household.own(me))
        self.own.make()
        self.own_settings, self.own_problem = self.own.settings()
        speak(self.own_settings.language)
        if found is None:
            found = discovery.find(plugin_folder(household, me))
        self.plugins = PluginHost(found, self.own_settings.plugins_off, failed)
        self.settings = SharedSettings(household.config)
        self._declare_settings()
        self.journals = Journals(household, me, self.clock, self.plugins.kinds(), self.own.lock)
        self.journals.open()
        self.complete = False  # whether all years are read

    def _declare_settings(self) -> None:
        for record in self.plugins.loaded:
            type_ = self.plugins.call(record, "settings_type")
            if type_ is None:
                continue
            try:
                self.settings.declare(record.id, type_)
            except WHATEVER_IT_RAISES as error:
                self.plugins.fail(record, Phase.SETTINGS, error)

    # -- looking ------------------------------------------------------------------------------

    @property
    def partner(self) -> Person | None:
        """The other one, or None while nobody has joined."""
        return self.household.partner(self.me)

    def view(self, plugin_id: str) -> api.View:
        """The household as this person may see it, for one plugin, now."""
        with self.lock:
            return api.View(
                me=self.me,
                partner=self.partner,
                now=self.clock.now(),
                settings=self.settings.get(plugin_id),
                state=self._state(plugin_id),
                own=self.own.memory(plugin_id),
                wishes=self.journals.wishes().read(),
                both=self.journals.both,
            )

    def _state(self, plugin_id: str) -> Any:
        record = self.plugins.record(plugin_id)
        if record is None or not self.plugins.implements(record, "fold"):
            return None
        return self.journals.entries.state(plugin_id, lambda entries: self._fold(record, entries))

    def _fold(self, record: PluginRecord, entries: list[api.Entry]) -> Any:
        people = [person.id for person in self.household.people]
        state = self.plugins.call(record, "fold", entries=entries, people=people)
        if state is None and entries:  # it failed: what it makes of nothing is safe to look at
            state = self.plugins.call(record, "fold", entries=[], people=people)
        return state

    def today(self, *, keep: bool = True) -> Today:
        """This person's Today, as of now; *keep* it for the next start."""
        with self.lock:
            lines: list[tuple[str, TodayLine]] = []
            for record in self.plugins.enabled:
                view = self.view(record.id)
                found = self.plugins.collect("today_lines", TodayLine, [record], view=view)
                lines += [(record.id, line) for _record, line in found]
            today = compose(
                self.view("core"),
                lines,
                notices=notices.lines(self),
                plain=self.own_settings.plain_today,
                theme=self.own_settings.theme,
                until=self.journals.next_due,
            )
            if keep:
                self.keep(today)
            return today

    def page(self, record: PluginRecord, screen: Screen) -> Page:
        """A screen's page; whatever its plugin raises is told in its place."""
        try:
            page = screen.page(self.view(record.id))
            if problem := wrong(page, Page):
                raise TypeError(f"the page of '{screen.id}': {problem}")
            return page
        except WHATEVER_IT_RAISES as error:
            self.plugins.fail(record, Phase.SCREEN, error)
            return notices.broken_page(record)

    def form(self, record: PluginRecord, action: Action, item: str) -> Form:
        """What an action asks.

        Raises :class:`DashboardError`: what the plugin refuses, or that it could not say.
        """
        try:
            form = action.form(self.view(record.id), item) if action.form else Form(action.title)
            if problem := wrong(form, Form):
                raise TypeError(f"the form of '{action.id}': {problem}")
            return replace(form, remark=self._remark(record, form)) if form.remark else form
        except DashboardError:
            raise
        except WHATEVER_IT_RAISES as error:
            self.plugins.fail(record, Phase.CALL, error)
            sentence = _("{title} had a problem here and was put aside.", title=record.title)
            raise DashboardError(sentence) from error

    def _remark(self, record: PluginRecord, form: Form) -> Callable[[Mapping[str, str]], str]:
        """The form's remark, kept apart: it never stands in the way of writing."""

        def remark(values: Mapping[str, str]) -> str:
            try:
                said = form.remark(values) if form.remark else ""
                if problem := wrong(said, str, "the remark"):
                    raise TypeError(problem)
                return said
            except WHATEVER_IT_RAISES as error:
                self.plugins.fail(record, Phase.CALL, error)
                return ""

        return remark

    def panels(self) -> list[tuple[PluginRecord, Panel, list[str]]]:
        """What stands beside Today on a wide terminal."""
        shown = []
        for record, panel in self.plugins.panels():
            try:
                lines = [one_line(str(line)) for line in panel.lines(self.view(record.id))]
                shown.append((record, panel, lines))
            except WHATEVER_IT_RAISES as error:
                self.plugins.fail(record, Phase.SCREEN, error)
        return shown

    def checks(self) -> list[tuple[PluginRecord, Check]]:
        """What the plugins tell the doctor."""
        return [
            pair
            for record in self.plugins.enabled
            for pair in self.plugins.collect(
                "doctor_checks", Check, [record], view=self.view(record.id)
            )
        ]

    # -- acting -------------------------------------------------------------------------------

    def context(self, plugin_id: str) -> SessionContext:
        """What a plugin acts with."""
        return SessionContext(self, plugin_id)

    def act(
        self, record: PluginRecord, action: Action, values: Mapping[str, str], item: str
    ) -> str:
        """Do what an action says and return its sentence.

        Raises :class:`DashboardError` with a sentence; whatever else the plugin raises is
        recorded and told as one.
        """
        try:
            said = action.do(self.context(record.id), values, item)
        except DashboardError:
            raise
        except WHATEVER_IT_RAISES as error:
            self.plugins.fail(record, Phase.CALL, error)
            sentence = _(
                "{title} had a problem, and this was not done. Your words are kept.",
                title=record.title,
            )
            raise DashboardError(sentence) from error
        if problem := wrong(said, str, f"what '{action.id}' says"):
            self.plugins.fail(record, Phase.CALL, TypeError(problem))
            return ""  # it was done, so it is not told as a failure
        return said

    def remember(self, plugin_id: str, values: Mapping[str, Any]) -> None:
        """Keep values for a plugin, for this person alone."""
        with self.lock:
            self.own.remember(plugin_id, values)

    def wish(self, topic: str, choices: frozenset[str]) -> None:
        """Choose silently."""
        with self.lock:
            mode = 0o600 if self.household.one_account else 0o640
            self.journals.wishes().write(topic, choices, mode)
            self.journals.keep()

    # -- following ----------------------------------------------------------------------------

    def refresh(self) -> bool:
        """Take in what has been written since; say whether anything changed."""
        with self.lock:
            return self.journals.refresh()

    def load_older(self) -> bool:
        """Read one more older year; False when all is read. Meant for the background."""
        with self.lock:
            self.complete = not self.journals.load_older()
            return not self.complete

    def load_all(self) -> None:
        """Read all years."""
        while self.load_older():
            pass

    def reload_settings(self) -> bool:
        """Read shared and own settings again; say whether anything changed."""
        with self.lock:
            before = (self.own_settings, self.own_problem)
            self.own_settings, self.own_problem = self.own.settings()
            changed = self.settings.reload_all()
            if before != (self.own_settings, self.own_problem):
                self.plugins.switch_off(self.own_settings.plugins_off)
                changed = True
            return changed

    def change_own(self, **values: Any) -> None:
        """Change one's own settings; they act at once."""
        with self.lock:
            self.own.change(**values)
            self.reload_settings()

    # -- notices ------------------------------------------------------------------------------

    def settings_changes(self) -> list[SettingsChange]:
        """What changed in the shared settings since this person last said "fine"."""
        with self.lock:
            return self.settings.changes(self._settings_seen())

    def settings_take_back(self) -> str:
        """Put the shared settings back to what this person last saw."""
        with self.lock:
            changes = self.settings_changes()
            broken = list(self.settings.problems)
            for name in broken:
                self.settings.take_back(name, self.settings.newest()[name])
            if not changes and not broken:
                raise Refused(_("There is no change of the shared settings to take back."))
            seen = self._settings_seen()
            for change in changes:
                self.settings.take_back(change.name, seen[change.name])
            self.own.remember("settings-seen", self.settings.newest())
            return _("The settings are as they were.")

    def _settings_seen(self) -> dict[str, int]:
        kept = self.own.memory("settings-seen")
        seen = {name: number for name, number in kept.items() if type(number) is int}
        unknown = {name: n for name, n in self.settings.newest().items() if name not in seen}
        if unknown:
            with suppress(CannotSave):  # then these count as seen the next time
                self.own.remember("settings-seen", unknown)
        return {**unknown, **seen}

    def fine(self) -> None:
        """Put the notices away, for this person; a new one shows again."""
        with self.lock:
            self.own.remember("settings-seen", self.settings.newest())
            self.own.remember("notices", {"fine": notices.troubles(self)})

    # -- for the next start -------------------------------------------------------------------

    def keep(self, today: Today) -> None:
        """Keep Today, once all years are read, unless something came after it was worked out."""
        file = self.own.folder / SNAPSHOT
        with self.lock:
            if not self.complete:
                return
            try:
                save(today, self._sources(), lambda data: write_whole(file, data))
            except DashboardError:
                _drop(file)
            if self.refresh():
                _drop(file)

    def _sources(self) -> dict[str, Any]:
        """Every file that Today is made from."""
        household, own = self.household, self.own.folder
        remembered = [*(record.id for record in self.plugins.loaded), "settings-seen", "notices"]
        files = [household.root / FILE, self.own.settings_file, Path(__file__).parents[2]]
        files += [own / f"{name}.json" for name in remembered]
        files += [household.journal / person.id for person in household.people]
        folders = [household.config, household.now(self.me, "sealed")]
        own_plugins = plugin_folder(household, self.me)
        files.append(own_plugins)
        folders += [own_plugins, *(path for path in _inside(own_plugins) if path.is_dir())]
        folders += [stream.folder for stream in self.journals.readable()]
        return {
            "files": [str(file) for file in files],
            "folders": [str(folder) for folder in folders],
            "due": str(self.journals.due_file or ""),
        }


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _drop(file: Path) -> None:
    with suppress(OSError):  # a disk that is read-only: its sources tell that it is out of date
        file.unlink(missing_ok=True)


class SessionContext:
    """The host's side of :class:`dashboard.api.context.Context`, for one plugin."""

    def __init__(self, session: Session, plugin_id: str) -> None:
        self._session = session
        self._plugin = plugin_id

    @property
    def view(self) -> api.View:
        """What the person sees now."""
        return self._session.view(self._plugin)

    def say(self, body: Any) -> str:
        """Write for both."""
        with self._session.lock:
            return self._session.journals.write("shared", body)

    def seal(self, body: Any) -> str:
        """Write, to be opened later."""
        with self._session.lock:
            return self._session.journals.write("sealed", body)

    def take_back(self, id_: str) -> None:
        """Take back one's own."""
        with self._session.lock:
            self._session.journals.take_back(id_)

    def remember(self, **values: Any) -> None:
        """Keep values for oneself."""
        self._session.remember(self._plugin, values)

    def wish(self, topic: str, choices: frozenset[str]) -> None:
        """Choose silently."""
        self._session.wish(topic, choices)


def plugin_folder(household: Household, me: Person) -> Path:
    """The folder of one's own from which plugins load; nobody else may write to it."""
    if household.one_account:
        return household.own(me) / "plugins"
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(base) / "dashboard" / "plugins"
