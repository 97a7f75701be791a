"""The plugin host: loads plugins, calls them one at a time, and keeps a record of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pluggy

from dashboard.api import hookspecs
from dashboard.api.types import (
    API_VERSION,
    Action,
    CliCommand,
    EntryKind,
    Panel,
    PluginInfo,
    Screen,
)
from dashboard.core.errors import DashboardError
from dashboard.core.text import one_line
from dashboard.host.checking import wrong
from dashboard.host.discovery import import_module
from dashboard.host.records import Found, Phase, PluginRecord, Status

_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")
_TAKEN = frozenset({"core", "keys", "notices", "settings", "today"})  # the frame's own names

HOOKS = tuple(name for name, spec in vars(hookspecs).items() if hasattr(spec, "dashboard_spec"))
"""The names of all hooks of the contract."""

WHATEVER_IT_RAISES = (Exception, SystemExit)
"""What a plugin may raise without harm to others; the person's Ctrl+C is not the plugin's."""


class PluginHost:
    """The plugins of one process.

    ``records`` holds every plugin that was found, in order, whatever became of it. A hook is
    called for one plugin at a time with :meth:`call`; what raises is recorded and gives the
    default instead.
    """

    def __init__(
        self,
        found: Iterable[Found],
        off: Iterable[str] = (),
        failed: Callable[[], None] | None = None,
    ) -> None:
        self._manager = pluggy.PluginManager("dashboard")
        self._manager.add_hookspecs(hookspecs)
        self._failed = failed
        self.records: list[PluginRecord] = []
        for one in found:
            self.records.append(self._load(one))
        self.records.sort(key=lambda record: record.info.rank if record.info else 1000)
        self._check_duplicates()
        self._check_pending()
        self.switch_off(off)

    def switch_off(self, ids: Iterable[str]) -> None:
        """Show all plugins but those; one that can't be switched off stays on."""
        off = set(ids)
        for record in self.records:
            if record.status is not Status.FAILED and record.info is not None:
                wanted = record.info.can_be_switched_off and record.id in off
                record.status = Status.DISABLED if wanted else Status.ENABLED

    @property
    def enabled(self) -> list[PluginRecord]:
        """The plugins that show."""
        return [record for record in self.records if record.status is Status.ENABLED]

    @property
    def loaded(self) -> list[PluginRecord]:
        """The plugins whose code runs, shown or not."""
        return [record for record in self.records if record.status is not Status.FAILED]

    def record(self, plugin_id: str) -> PluginRecord | None:
        """The record of a loaded plugin."""
        return next((record for record in self.loaded if record.id == plugin_id), None)

    def implements(self, record: PluginRecord, hook: str) -> bool:
        """Whether the plugin has that hook."""
        return self._implementation(record, hook) is not None

    def call(self, record: PluginRecord, hook: str, default: Any = None, **arguments: Any) -> Any:
        """Call one hook of one plugin; whatever it raises costs only this result."""
        implementation = self._implementation(record, hook)
        if implementation is None:
            return default
        try:
            wanted = {name: arguments[name] for name in implementation.argnames}
            result = implementation.function(**wanted)
            # A generator runs here, inside the boundary, and not where it is shown.
            return list(result) if isinstance(result, Iterator) else result
        except WHATEVER_IT_RAISES as error:
            self.fail(record, Phase.CALL, error)
            return default

    def text(self, record: PluginRecord, hook: str, **arguments: Any) -> str:
        """Call a hook that gives text; anything else counts as a failure and gives ""."""
        result = self.call(record, hook, "", **arguments)
        if problem := wrong(result, str):
            self.fail(record, Phase.CALL, TypeError(f"{hook}: {problem}"))
            return ""
        return str(result)

    def collect(
        self, hook: str, type_: type[Any], records: Iterable[PluginRecord], **arguments: Any
    ) -> Iterator[tuple[PluginRecord, Any]]:
        """Call a hook that gives several things; pass on those that are of the right type."""
        for record in records:
            result = self.call(record, hook, (), **arguments)
            try:
                things = [] if result is None else list(result)
            except WHATEVER_IT_RAISES as error:
                self.fail(record, Phase.CALL, error)
                continue
            for thing in things:
                if problem := wrong(thing, type_):
                    self.fail(record, Phase.CALL, TypeError(f"{hook}: {problem}"))
                else:
                    yield record, thing

    def fail(self, record: PluginRecord, phase: Phase, error: BaseException) -> None:
        """Record a failure and tell whoever shows it."""
        before = (record.phase, record.reason)
        record.fail(phase, error)
        # Told once: telling it anew at each look would make those who are told look again.
        if self._failed is not None and before != (record.phase, record.reason):
            self._failed()

    def kinds(self) -> dict[str, tuple[PluginRecord, EntryKind]]:
        """Every entry kind of every loaded plugin, shown or not: what is sealed must open."""
        found: dict[str, tuple[PluginRecord, EntryKind]] = {}
        for record, kind in self.collect("entry_kinds", EntryKind, self.loaded):
            try:
                _check_kind(record.id, kind)
            except WHATEVER_IT_RAISES as error:
                self.fail(record, Phase.LOAD, error)
            else:
                found[kind.kind] = (record, kind)
        return {name: pair for name, pair in found.items() if pair[0] in self.loaded}

    def screens(self) -> list[tuple[PluginRecord, Screen]]:
        """The screens of the enabled plugins, in order."""
        return _unique(self.collect("screens", Screen, self.enabled))

    def panels(self) -> list[tuple[PluginRecord, Panel]]:
        """The panels of the enabled plugins, in order."""
        return _unique(self.collect("panels", Panel, self.enabled))

    def actions(self) -> list[tuple[PluginRecord, Action]]:
        """What can be done, in order."""
        return _unique(self.collect("actions", Action, self.enabled))

    def cli_commands(self) -> list[tuple[PluginRecord, CliCommand]]:
        """The commands of the command line."""
        return list(self.collect("cli_commands", CliCommand, self.enabled))

    # -- loading ------------------------------------------------------------------------------

    def _load(self, found: Found) -> PluginRecord:
        record = PluginRecord(found)
        try:
            module = import_module(found)
            if self._manager.is_registered(module):
                raise DashboardError("it is there already, under another name")
            record.module = module
            self._manager.register(module)
            self._introduce(record)
        except WHATEVER_IT_RAISES as error:
            record.info = None
            self._drop(record, error)
        return record

    def _introduce(self, record: PluginRecord) -> None:
        implementation = self._implementation(record, "plugin_info")
        if implementation is None:
            raise DashboardError("it has no hook 'plugin_info', so nobody knows who it is")
        info = implementation.function()
        if not isinstance(info, PluginInfo) or not _ID.fullmatch(str(info.id)):
            raise DashboardError("'plugin_info' must give a PluginInfo with an id like 'tea'")
        if problem := wrong(info, PluginInfo):
            raise DashboardError(f"'plugin_info': {problem}")
        if info.id in _TAKEN:
            raise DashboardError(f"the id '{info.id}' is the frame's own; choose another")
        if info.api != API_VERSION:
            raise DashboardError(
                f"it was written for version {info.api} of the contract; this is {API_VERSION}"
            )
        record.info = info

    def _check_duplicates(self) -> None:
        seen: dict[str, PluginRecord] = {}
        for record in self.loaded:
            first = seen.setdefault(record.id, record)
            if first is not record:
                clash = DashboardError(
                    f"two plugins call themselves '{record.id}': the one of "
                    f"{first.found.source} stays, the one of {record.found.source} is left out"
                )
                self._drop(record, clash)

    def _check_pending(self) -> None:
        """Find misspelt hooks: marked as one, but no such hook is in the contract."""
        for record in self.loaded:
            for name in dir(record.module):
                options = self._manager.parse_hookimpl_opts(record.module, name)
                if options is None:
                    continue
                hook = options.get("specname") or name
                if hook not in HOOKS:
                    near = _nearest(hook)
                    record.warnings.append(
                        f"there is no hook '{one_line(hook, 40)}'"
                        + (f"; is '{near}' meant?" if near else "")
                    )

    def _drop(self, record: PluginRecord, error: BaseException) -> None:
        record.fail(Phase.LOAD, error)
        if record.module is not None and self._manager.is_registered(record.module):
            self._manager.unregister(record.module)

    def _implementation(self, record: PluginRecord, hook: str) -> Any:
        caller = getattr(self._manager.hook, hook)
        for implementation in caller.get_hookimpls():
            if implementation.plugin is record.module:
                return implementation
        return None


def _unique(pairs: Iterable[tuple[PluginRecord, Any]]) -> list[tuple[PluginRecord, Any]]:
    """Keep the first of each id; a later one of the same id would be out of reach."""
    seen: set[str] = set()
    kept = []
    for record, thing in pairs:
        says = f"'{thing.id}' is there already; this one is left out"
        if thing.id not in seen:
            seen.add(thing.id)
            kept.append((record, thing))
        elif says not in record.warnings:
            record.warnings.append(says)
    return kept


def _check_kind(plugin_id: str, kind: EntryKind) -> None:
    """Raise for a kind that is not the plugin's to declare, or that nobody could read."""
    import msgspec

    from dashboard.journal.line import sound_kind

    if not kind.kind.startswith(f"{plugin_id}.") or not sound_kind(kind.kind):
        raise ValueError(f"the kind '{one_line(kind.kind, 40)}' must begin with '{plugin_id}.'")
    if not issubclass(kind.body, msgspec.Struct):
        raise TypeError(f"the body of '{kind.kind}' must be a msgspec.Struct")
    msgspec.json.Decoder(kind.body)  # raises for a field that no JSON can hold


def _nearest(name: str) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(name, HOOKS, 1)), "")
