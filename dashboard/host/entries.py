"""Turns journal entries into what plugins get, each plugin its own kinds, and keeps the folds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from dashboard.api import context as api
from dashboard.api.types import EntryKind
from dashboard.core.errors import DashboardError
from dashboard.curtain.keeper import LIFTED, LiftedEntry, opened, opened_ids
from dashboard.host.records import PluginRecord
from dashboard.journal.entry import Entry
from dashboard.journal.reader import Archive
from dashboard.journal.words import decode


class Entries:
    """The decoded entries of each plugin, in order, and what its fold made of them.

    The other's malformed entry shows as one without a body; it never raises.
    """

    def __init__(
        self, archive: Archive, kinds: Mapping[str, tuple[PluginRecord, EntryKind]], me: str
    ) -> None:
        self._archive = archive
        self._kinds = kinds
        self._me = me
        self._of: dict[str, list[api.Entry]] = {}
        self._states: dict[str, Any] = {}

    def of(self, plugin_id: str) -> list[api.Entry]:
        """The entries of one plugin's kinds, in order."""
        return self._of.get(plugin_id, [])

    def state(self, plugin_id: str, fold: Callable[[list[api.Entry]], Any]) -> Any:
        """What *fold* makes of the plugin's entries; made again only when they changed."""
        if plugin_id not in self._states:
            self._states[plugin_id] = fold(list(self.of(plugin_id)))
        return self._states[plugin_id]

    def rebuild(self) -> None:
        """Sort out all entries anew."""
        self._of = {}
        self._states = {}
        lifted = {one.id: one for one in opened(self._archive.entries)}
        mine = {entry.id for entry in self._archive.entries if entry.audience == "sealed"}
        for entry in self._archive.entries:
            if entry.kind == LIFTED:
                for id_ in opened_ids(entry):
                    if id_ in lifted and id_ not in mine:
                        self._add_lifted(lifted.pop(id_))
            elif entry.kind in self._kinds:
                self._add(entry, sealed=entry.id in mine and entry.id not in lifted)

    def extend(self, new: Iterable[Entry]) -> None:
        """Take in entries that came at the end, in order."""
        new = list(new)
        if any(entry.audience != "shared" for entry in new):
            self.rebuild()  # something was sealed, or opened
            return
        for entry in new:
            if entry.kind in self._kinds:
                self._add(entry, sealed=False)
                self._states.pop(self._kinds[entry.kind][0].id, None)

    def _add(self, entry: Entry, sealed: bool) -> None:
        record, kind = self._kinds[entry.kind]
        try:
            body = entry.decode(kind.body)
        except DashboardError:
            body = None
        self._of.setdefault(record.id, []).append(
            api.Entry(
                entry.id, entry.author, entry.kind, entry.day, entry.digest,
                body, entry.taken_back, sealed,
            )
        )  # fmt: skip

    def _add_lifted(self, one: LiftedEntry) -> None:
        if one.kind not in self._kinds:
            return
        record, kind = self._kinds[one.kind]
        body = None
        if one.sound():
            try:
                body = decode(bytes(one.body), kind.body)
            except (msgspec.DecodeError, UnicodeError):
                body = None
        self._of.setdefault(record.id, []).append(
            api.Entry(one.id, one.author, one.kind, one.day, one.digest, body, one.taken_back)
        )
