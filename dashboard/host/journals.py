"""The journals of a household as one person has them open: read, write, keep the curtain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.api.types import EntryKind
from dashboard.core.clock import Clock
from dashboard.core.errors import DashboardError, Refused
from dashboard.core.files import write_whole
from dashboard.core.household import Household, Person
from dashboard.core.words import _
from dashboard.curtain.keeper import Keeper, publish_both, read_both
from dashboard.host.entries import Entries
from dashboard.host.own import Wishes
from dashboard.host.records import PluginRecord
from dashboard.journal.layout import make_journal
from dashboard.journal.reader import Archive
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer

LIFTER = "household"


class Journals:
    """What both said to each other, as far as one person may read it, and one's own pen.

    In a one-account household the program keeps the curtain itself; on a home server the
    household service does. Used from one thread at a time: the session holds a lock.
    """

    def __init__(
        self,
        household: Household,
        me: Person,
        clock: Clock,
        kinds: Mapping[str, tuple[PluginRecord, EntryKind]],
        lock: Path,
    ) -> None:
        self._household = household
        self._me = me
        self._kinds = kinds
        self._owners = {p.id: household.account_owner(p) for p in household.people}
        # Both's, so that an open session can watch the folder before the other's first word.
        for person in household.people if household.one_account else ():
            make_journal(
                household.journal, person.id, household.device,
                uid=None, household_gid=None, service_gid=None,
            )  # fmt: skip
        self.archive = Archive(self.readable, clock)
        self.entries = Entries(self.archive, kinds, me.id)
        self._writers = {
            audience: Writer(self._mine(audience), self._others, clock, lock)
            for audience in ("shared", "sealed")
        }
        self._keeper = self._make_keeper(clock) if household.one_account else None
        self._older_waits = False  # read, and not sorted out yet
        self.next_due: dt.datetime | None = None
        self.trouble = ""

    def open(self) -> None:
        """Open what is due, and read the newest year."""
        self.keep()
        self.archive.open()
        self.entries.rebuild()

    def readable(self) -> list[Stream]:
        """What this person may read: both's shared, one's own sealed, and what has opened."""
        mine = {self._me.id: self._owners[self._me.id]}
        return [
            *find_streams(self._household.journal, self._owners, ("shared",)),
            *find_streams(self._household.journal, mine, ("sealed",)),
            self._lifted(),
        ]

    def write(self, audience: str, body: Any) -> str:
        """Write an entry of the kind whose type *body* has; return its id when it is safe."""
        kind = next((k for _r, k in self._kinds.values() if k.body is type(body)), None)
        if kind is None:
            raise Refused(f"No plugin has declared entries of the type {type(body).__name__}.")
        if audience == "sealed" and kind.lift is None:
            raise Refused(f"An entry of the kind {kind.kind} has no rule that would open it.")
        entry_id: str = self._writers[audience].append(kind.kind, body).id
        self.refresh()
        return entry_id

    def take_back(self, id_: str) -> None:
        """Take back one's own entry. Raises :class:`Refused` for anybody else's."""
        author, device, audience, number = [*id_.split("/"), "", "", ""][:4]
        mine = author == self._me.id and device == self._household.device
        numbered = number.isascii() and number.isdigit()
        if not mine or not numbered or audience not in self._writers:
            raise Refused(_("Only what you wrote yourself can be taken back."))
        self._writers[audience].take_back(int(number))
        self.refresh()

    def refresh(self) -> bool:
        """Take in what has been written since; say whether anything changed."""
        self.keep()
        version, epoch = self.archive.version, self.archive.epoch
        new = self.archive.refresh()
        if self.archive.epoch != epoch:
            self.entries.rebuild()
        else:
            self.entries.extend(new)
        return self.archive.version != version

    def load_older(self) -> bool:
        """Read one more older year; False when all is read. Only then the entries have them."""
        before = self.archive.version
        more: bool = self.archive.load_older()
        self._older_waits |= self.archive.version != before
        if self._older_waits and not more:
            self._older_waits = False
            self.entries.rebuild()
        return more

    def wishes(self, person: Person | None = None) -> Wishes:
        """A person's silent choices."""
        return Wishes(self._household.now(person or self._me, "sealed"))

    @property
    def both(self) -> dict[str, frozenset[str]]:
        """What both chose, by topic."""
        return read_both(self._household.lifted / "both.json")

    def keep(self) -> None:
        """Open what is due, where the program keeps the curtain itself."""
        if self._keeper is None:
            return
        people = self._household.people
        try:
            self.next_due = self._keeper.keep().next
            wishes = {person.id: self.wishes(person).read() for person in people}
            both = self._household.lifted / "both.json"
            publish_both(both, wishes, [person.id for person in people], 0o600)
            self._note_due()
            self.trouble = ""
        except DashboardError as error:
            self.trouble = error.sentence

    @property
    def due_file(self) -> Path | None:
        """Where the keeper notes when it must look again; None where a service keeps it."""
        return self._household.lifted / ".due" if self._keeper else None

    def _note_due(self) -> None:
        data = str(self.next_due.timestamp() if self.next_due else "inf").encode()
        file = self._household.lifted / ".due"
        if not file.exists() or file.read_bytes() != data:
            write_whole(file, data)

    def _mine(self, audience: str) -> Stream:
        device = self._household.device
        folder = self._household.journal / self._me.id / device / audience
        return Stream(self._me.id, device, audience, folder, self._owners[self._me.id])

    def _others(self) -> list[Stream]:
        owners = {id_: uid for id_, uid in self._owners.items() if id_ != self._me.id}
        return list(find_streams(self._household.journal, owners, ("shared",)))

    def _lifted(self) -> Stream:
        folder = self._household.lifted
        try:
            owner = folder.stat().st_uid
        except OSError:  # it is gone: nothing can open, and all else works on
            owner = -1
        return Stream(LIFTER, self._household.device, "lifted", folder, owner)

    def _make_keeper(self, clock: Clock) -> Keeper:
        rules = {name: kind.lift for name, (_record, kind) in self._kinds.items() if kind.lift}
        return Keeper(
            lambda: find_streams(self._household.journal, self._owners, ("sealed",)),
            self._lifted(),
            rules,
            [person.id for person in self._household.people],
            clock,
            self._household.lifted / ".keeper.lock",
        )
