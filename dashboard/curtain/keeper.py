"""Keeps what is sealed and opens it when it is due: the only part that reads sealed entries.

On a home server the household service runs it, under its own account; in a one-account
household a session does, under a lock. It writes the ``lifted`` journal: one entry for all that
opens together, with the writers' exact bodies and digests, so that nothing is ever half open.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from dashboard.core.clock import Clock
from dashboard.core.files import locked, write_whole
from dashboard.curtain.rules import Opening, Past, Rule, Sealed, both_yes, due
from dashboard.journal.entry import Entry
from dashboard.journal.line import NO_JSON, body_digest
from dashboard.journal.reader import Archive
from dashboard.journal.stream import Stream
from dashboard.journal.writer import Writer

LIFTED = "core.lifted"
NOTHING = "core.nothing"
AT_TABLE = "core.table"
_GONE = msgspec.Raw(b"null")


class LiftedEntry(msgspec.Struct):
    """A sealed entry as it opened; with a *body* of null its writer has taken it back since.

    The body stands as it was written, to the byte, so that it fits the digest.
    """

    id: str
    author: str
    kind: str
    day: dt.date
    digest: str
    salt: str = ""
    body: msgspec.Raw = _GONE

    @property
    def taken_back(self) -> bool:
        """Whether the words are gone."""
        return bytes(self.body) == bytes(_GONE)

    def sound(self) -> bool:
        """Whether the words are those that the digest stands for."""
        return not self.taken_back and body_digest(self.salt, bytes(self.body)) == self.digest


class Lifted(msgspec.Struct):
    """What opened together; *round* for blind answers."""

    entries: list[LiftedEntry]
    round: str = ""


class NothingOpens(msgspec.Struct):
    """A round whose hour came before all answers were in."""

    round: str


class AtTable(msgspec.Struct):
    """A sealed wish to open a round now, by its ``round_name``, together, at the table."""

    round: str


@dataclass(frozen=True)
class Kept:
    """What one round of keeping did: whether anything opened, and when to look again."""

    changed: bool
    next: dt.datetime | None


class Keeper:
    """Opens what is due. Safe to run from several sessions: one at a time does the work."""

    def __init__(
        self,
        sealed: Callable[[], Sequence[Stream]],
        lifted: Stream,
        rules: Mapping[str, Rule],
        people: Sequence[str],
        clock: Clock,
        lock: Path,
    ) -> None:
        self._archive = Archive(sealed, clock)
        self._lifted = Archive([lifted], clock)
        self._writer = Writer(lifted, list, clock, lock.with_suffix(".write"))
        self._rules = rules
        self._people = people
        self._clock = clock
        self._lock = lock
        self._opened = False

    def keep(self) -> Kept:
        """Open what is due now, take out what was taken back, and say when to look again.

        Raises :class:`~dashboard.core.errors.CannotSave` if the disk does not take it; then
        nothing has opened, and the next call tries again.
        """
        with locked(self._lock):
            self._read()
            changed = self._take_out()
            past = self._past()
            found = due(
                self._sealed(), self._rules, self._people, self._clock.now(), past, self._tables()
            )
            for opening in found.openings:
                self._writer.append(LIFTED, self._open(opening))
            for nothing in found.nothing:
                self._writer.append(NOTHING, NothingOpens(nothing.round))
            return Kept(changed or bool(found.openings or found.nothing), found.next)

    def _read(self) -> None:
        for archive in (self._archive, self._lifted):
            if not self._opened:
                archive.open()
                while archive.load_older():
                    pass
            else:
                archive.refresh()
        self._opened = True

    def _sealed(self) -> Iterator[Sealed]:
        for entry in self._archive.entries:
            if entry.kind in self._rules and not entry.taken_back and entry.body is not None:
                try:
                    fields = msgspec.json.decode(entry.body)
                except NO_JSON:
                    continue
                if isinstance(fields, dict):
                    yield Sealed(entry.id, entry.author, entry.kind, entry.n, fields)

    def _tables(self) -> dict[str, frozenset[str]]:
        asked: dict[str, set[str]] = {}
        for entry in self._archive.entries:
            if entry.kind == AT_TABLE and (table := _decoded(entry, AtTable)):
                asked.setdefault(table.round, set()).add(entry.author)
        return {name: frozenset(people) for name, people in asked.items()}

    def _past(self) -> Past:
        opened: set[str] = set()
        rounds: set[str] = set()
        closed: set[str] = set()
        for entry in self._lifted.entries:
            if entry.kind == LIFTED and (lifted := _decoded(entry, Lifted)):
                opened.update(one.id for one in lifted.entries)
                rounds.add(lifted.round)
            elif entry.kind == NOTHING and (nothing := _decoded(entry, NothingOpens)):
                closed.add(nothing.round)
        return Past(frozenset(opened), frozenset(rounds - {""}), frozenset(closed))

    def _open(self, opening: Opening) -> Lifted:
        entries = (self._archive.get(id_) for id_ in opening.ids)
        return Lifted([_lifted(entry) for entry in entries if entry is not None], opening.round)

    def _take_out(self) -> bool:
        """Take the words of taken-back entries out of what has opened."""
        changed = False
        for entry in list(self._lifted.entries):
            if entry.kind != LIFTED or not (lifted := _decoded(entry, Lifted)):
                continue
            now = [self._as_it_is(one) for one in lifted.entries]
            if now != lifted.entries:
                self._writer.append(LIFTED, Lifted(now, lifted.round))
                self._writer.take_back(entry.n)
                changed = True
        if changed:
            self._lifted.refresh()
        return changed

    def _as_it_is(self, lifted: LiftedEntry) -> LiftedEntry:
        entry = self._archive.get(lifted.id)
        if lifted.taken_back or entry is None or not entry.taken_back:
            return lifted
        return msgspec.structs.replace(lifted, salt="", body=_GONE)


def opened(entries: Iterable[Entry]) -> Iterator[LiftedEntry]:
    """Give what has opened, each sealed entry once, as it is now."""
    found: dict[str, LiftedEntry] = {}
    for entry in entries:
        if entry.kind == LIFTED and (lifted := _decoded(entry, Lifted)):
            found.update((one.id, one) for one in lifted.entries)
    yield from found.values()


def opened_ids(entry: Entry) -> list[str]:
    """The ids of what opened with one lifted entry; none if it can't be read."""
    lifted = _decoded(entry, Lifted)
    return [one.id for one in lifted.entries] if lifted else []


def publish_both(
    file: Path, wishes: Mapping[str, Mapping[str, frozenset[str]]], people: Sequence[str], mode: int
) -> bool:
    """Write what both chose, by topic, if it changed; what only one chose is nowhere in it."""
    topics = {topic for choices in wishes.values() for topic in choices}
    both = {
        topic: sorted(shared)
        for topic in sorted(topics)
        if (shared := both_yes({p: wishes[p].get(topic, frozenset()) for p in wishes}, people))
    }
    data = json.dumps(both).encode()
    try:
        if file.read_bytes() == data:
            return False
    except OSError:
        if not both:
            return False
    write_whole(file, data, mode)
    return True


def read_both(file: Path) -> dict[str, frozenset[str]]:
    """Read what both chose; nothing if it is not there or damaged."""
    try:
        table = json.loads(file.read_bytes())
        return {
            topic: frozenset(str(choice) for choice in choices)
            for topic, choices in table.items()
            if isinstance(choices, list)
        }
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _lifted(entry: Entry) -> LiftedEntry:
    body = _GONE if entry.body is None else msgspec.Raw(entry.body)
    return LiftedEntry(
        entry.id, entry.author, entry.kind, entry.day, entry.digest, entry.salt or "", body
    )


def _decoded(entry: Entry, type_: type[Any]) -> Any:
    """Decode an entry of the curtain's own, to the byte; a writer's words are cleaned later."""
    if entry.body is None:
        return None
    try:
        return msgspec.json.decode(entry.body, type=type_)
    except NO_JSON:
        return None
