"""Saves what one says, in one's own file, for good."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from dashboard.core.clock import Clock, day_number
from dashboard.core.errors import CannotSave, Refused
from dashboard.journal import order, redaction, words
from dashboard.journal.chain import Chain, State
from dashboard.journal.entry import Entry, from_head
from dashboard.journal.files import READING, Folder, NotSafe
from dashboard.journal.line import (
    LONGEST_BODY,
    REDACT,
    Head,
    Redaction,
    make,
    redacted_number,
    sound_kind,
)
from dashboard.journal.saving import add, locked, reason, told_as_sentence
from dashboard.journal.stream import Stream
from dashboard.journal.tail import Tail, Tails, read_tail

_APPENDING = (READING & ~os.O_RDONLY) | os.O_RDWR | os.O_APPEND
# What everybody may read. The order of a shared entry must not tell of a sealed one.
_OPEN_AUDIENCES = frozenset({"shared", "lifted"})


class Writer:
    """Appends to one stream of one's own.

    *others* gives the streams to have seen, one's own included or not; only shared and lifted
    ones count. *lock* is a file of one's own outside of the journal. May be used by any
    number of sessions and threads of its author at once. Everything raises CannotSave if the
    disk, the lock or the rights are in the way: nothing is saved then.
    """

    def __init__(
        self,
        stream: Stream,
        others: Callable[[], Sequence[Stream]],
        clock: Clock,
        lock: Path,
    ) -> None:
        self.stream = stream
        self._others = others
        self._clock = clock
        self._lock = lock
        self._tails = Tails()

    def append(self, kind: str, body: msgspec.Struct | Mapping[str, Any]) -> Entry:
        """Save one entry; when this returns, it outlives a power cut.

        Raises Refused if it is too long, and CannotSave.
        """
        if not sound_kind(kind) or kind == REDACT:
            raise ValueError(f"no kind to append: {kind!r}")
        raw = words.encode(body)
        if len(raw) > LONGEST_BODY:
            raise Refused(
                f"That is too long to save: {len(raw) // 1024 + 1} KiB, and "
                f"{LONGEST_BODY // 1024} are possible. Nothing was saved; shorten it or send it "
                "in parts."
            )
        with told_as_sentence(), self._own(), Folder(self.stream) as folder:
            years, tail = self._prepare(folder)
            return self._append(folder, years, tail, kind, raw)

    def take_back(self, n: int) -> Entry:
        """Say visibly that entry *n* of this stream is taken back, then take its words away.

        Returns the entry that says so. Raises Refused if there is nothing to take back, and
        CannotSave; if only the words could not be removed yet, the next write does it.
        """
        with told_as_sentence(), self._own(), Folder(self.stream) as folder:
            years, tail = self._prepare(folder)
            if tail is not None and _names(tail) == n:
                # An earlier try got this far.
                return self._entry(tail.link.head, tail.day, b"")
            place = redaction.find(folder, years, n)
            if place is None:
                raise Refused(f"There is no entry {self.stream.name}/{n} to take back.")
            if place.head.k == REDACT or place.blank:
                raise Refused(f"{self.stream.name}/{n} is taken back already.")
            body = msgspec.json.encode(Redaction(n))
            entry = self._append(folder, years, tail, REDACT, body)
            self._blank(folder, place)
            return entry

    @contextlib.contextmanager
    def _own(self) -> Iterator[None]:
        """Hold the lock. Raises CannotSave, also for another account than the author's."""
        owner = self.stream.owner
        if owner is not None and owner != os.geteuid():
            raise CannotSave(f"Only {self.stream.author}'s own account can save here.")
        with locked(self._lock):
            yield

    def _prepare(self, folder: Folder) -> tuple[list[int], Tail | None]:
        """Mend what an interrupted write left behind; return the years and how it ends."""
        years = folder.years()
        if years and not self._tails.knows(folder, years[0]):
            self._mend(folder, years[0])
        tail = self._tails.newest(folder, years)
        number = None if tail is None else _names(tail)
        if number is not None:
            place = redaction.find(folder, years, number)
            if place is not None and not place.blank and place.head.k != REDACT:
                self._blank(folder, place)
        return years, tail

    def _blank(self, folder: Folder, place: redaction.Place) -> None:
        try:
            redaction.blank(folder, place)
        except (OSError, NotSafe) as error:
            raise CannotSave(
                f"{self.stream.name}/{place.head.n} counts as taken back, but its words could not "
                f"be removed from the disk yet. {reason(error)} Saving anything tries it again."
            ) from error

    def _mend(self, folder: Folder, year: int) -> None:
        """End a whole last line that lacks its line feed; cut off what is no whole line."""
        fd, about = folder.open(year, _APPENDING)
        try:
            size = about.st_size
            if not size or os.pread(fd, 1, size - 1) == b"\n":
                return
            read = read_tail(fd, size)
            link = read.chain.follow(os.pread(fd, size - read.end, read.end))
            if link is not None and link.state is State.WHOLE:
                add(fd, b"\n", size)
            else:
                os.ftruncate(fd, read.end)
                os.fsync(fd)
        finally:
            os.close(fd)

    def _append(
        self, folder: Folder, years: list[int], tail: Tail | None, kind: str, raw: bytes
    ) -> Entry:
        now = self._clock.now().date()
        synced = self._clock.synced()
        day = now if tail is None or synced else max(now, tail.day)
        seen, pairs = self._look_around(tail)
        own = tail.packed if tail else ()
        head = Head(
            tail.n + 1 if tail else 1,
            order.unpack(order.following(own, pairs, day_number(now), synced)),
            kind,
            day.isoformat(),
            "",
            seen,
        )
        line, _ = make(tail.link.h if tail else b"", head, raw)
        self._save(folder, years, _year(years, day, synced), line, tail)
        return self._entry(head, day, line[:-1])

    def _look_around(self, tail: Tail | None) -> tuple[dict[str, tuple[int, str]], list[int]]:
        """The newest heads of the others' shared streams, and the order pairs on disk."""
        known = tail.link.head.seen if tail else {}
        seen = {}
        pairs: list[int] = []
        for stream in self._others():
            if stream.audience not in _OPEN_AUDIENCES or stream.name == self.stream.name:
                continue
            witness = stream.author != self.stream.author and stream.audience == "shared"
            found = self._tails.glance(stream, known.get(stream.name) if witness else None)
            if found is None:
                continue
            pairs += found[0]
            if witness:
                seen[stream.name] = found[1]
        return seen, pairs

    def _save(
        self, folder: Folder, years: list[int], year: int, line: bytes, before: Tail | None
    ) -> None:
        # The folder's mode says whether this is a household of several accounts.
        mode = 0o640 if folder.mode & 0o050 == 0o050 else 0o600
        fd, about = folder.open(year, _APPENDING | os.O_CREAT, mode)
        try:
            if about.st_mode & 0o777 != mode:
                os.fchmod(fd, mode)
            add(fd, line, about.st_size)
            link = Chain(None).follow(line[:-1])
            if link is not None:
                self._tails.appended(self.stream, year, fd, link, before)
        finally:
            os.close(fd)
        if year not in years:
            os.fsync(folder.fd)

    def _entry(self, head: Head, day: dt.date, line: bytes) -> Entry:
        names = (self.stream.author, self.stream.device, self.stream.audience)
        return from_head(names, head, day, line, 0)


def _year(years: list[int], day: dt.date, synced: bool) -> int:
    """The year to write to: never before the newest there is; unsynced, that one."""
    if not years:
        return day.year
    return max(years[0], day.year) if synced else years[0]


def _names(tail: Tail) -> int | None:
    """The number that the last entry takes back, if that is what it does."""
    if tail.link.head.k != REDACT or tail.link.body is None:
        return None
    return redacted_number(tail.link.body)
