"""One year's file of one author, as far as it is read and proved."""

from __future__ import annotations

import datetime as dt
import os
from bisect import bisect_left
from operator import attrgetter

from dashboard.journal import problem
from dashboard.journal.chain import Chain, Link, State
from dashboard.journal.entry import Entry, from_head
from dashboard.journal.files import LARGEST_FILE, NotSafe, Source, file_name, lines, place
from dashboard.journal.line import REDACT, chained, day_of, redacted_number
from dashboard.journal.problem import Problem
from dashboard.journal.stream import Stream

_MOST_PROBLEMS = 20  # a file of rubbish should not make a list that nobody can read
_number = attrgetter("n")


# What an author's entries say to have seen: (stream, n, h), and the first that said it.
Seen = dict[tuple[str, int, str], int]


class YearFile:
    """The entries of one file. ``first``: no older file exists, so the chain starts here."""

    def __init__(
        self, stream: Stream, year: int, fd: int, about: os.stat_result, *, first: bool
    ) -> None:
        self.stream = stream
        self.year = year
        self.name = file_name(year)
        self.source = Source(fd)
        self._names = (stream.author, stream.device, stream.audience)
        self.first = first
        self.about = about
        self.chain = Chain(b"" if first else None)
        self.entries: list[Entry] = []
        self.redacts: set[int] = set()
        self.lost: dict[int, State] = {}  # entries without sound words, by number
        self.witnesses: Seen = {}
        self.found: list[Problem] = []
        self.end = 0  # of the last whole line that was read
        self._heads = bytearray()  # 32 bytes for each entry
        self._count = 0
        self._days: dict[str, dt.date | None] = {}
        self._kinds: dict[str, str] = {}
        self._unlinked: Entry | None = None

    def scan(self, about: os.stat_result) -> list[Entry]:
        """Read on to the end of the file and return what is new. Raises OSError."""
        self.about = about
        first = len(self.entries)
        try:
            for some in lines(self.source.fd, self.end, about.st_size):
                for raw in some:
                    self._take(raw)
        except NotSafe as reason:
            self._complain(problem.unsafe(self.stream.name, self.name, str(reason)))
        return self.entries[first:]

    def head_of(self, n: int) -> str | None:
        """The *h* of entry *n*, as hex, or None if it is not here."""
        index = self._index(n)
        return None if index is None else self._heads[index * 32 : index * 32 + 32].hex()

    def get(self, n: int) -> Entry | None:
        """Entry *n*, or None if it is not here."""
        index = self._index(n)
        return None if index is None else self.entries[index]

    def link(self, older: list[YearFile]) -> bool:
        """Check that this file goes on where *older* (newest first) ends; True if that changed.

        The first line had to be believed until now. If it does not fit, it goes.
        """
        start = self.chain.started_with
        if start is None:
            return False
        ends: list[bytes] = []
        last = 0
        for file in older:
            ends += file.chain.ends()
            last = max(last, file.chain.n)
            if file.chain.last is not None:
                break
        fits = last < start.head.n and any(chained(end, start.raw_head) == start.h for end in ends)
        if fits and self._unlinked is not None:
            self.entries.insert(0, self._unlinked)
            self._heads[:0] = bytes.fromhex(start.h.decode())
            self._unlinked = None
            self.found = [p for p in self.found if p.where != self._joint]
            return True
        here = bool(self.entries) and self.entries[0].n == start.head.n
        if not fits and self._unlinked is None and here:
            self._unlinked = self.entries.pop(0)
            del self._heads[:32]
            self._complain(problem.damaged_line(self.stream.author, self.stream.name, self._joint))
            return True
        return False

    def drop_from(self, n: int) -> bool:
        """Give up entries from number *n* on, which a newer file has as well."""
        at = bisect_left(self.entries, n, key=_number)
        if at == len(self.entries):
            return False
        del self.entries[at:]
        del self._heads[at * 32 :]
        self._complain(problem.damaged_line(self.stream.author, self.stream.name, self.name))
        return True

    def stands_as(self, about: os.stat_result) -> bool:
        """Whether nothing was done to the file since it was read."""
        return _signature(about) == _signature(self.about)

    def only_grew(self, about: os.stat_result) -> bool:
        """Whether it is the same file, and only what stands behind the last line changed."""
        return (
            (about.st_ino, about.st_dev) == (self.about.st_ino, self.about.st_dev)
            and (about.st_uid, about.st_nlink) == (self.about.st_uid, self.about.st_nlink)
            and about.st_size != self.about.st_size
            and self.end <= about.st_size <= LARGEST_FILE
        )

    def adopt(self, old: YearFile) -> list[Entry]:
        """Take over the entry objects of an earlier reading of this file.

        Returns the entries that are new or not as they were.
        """
        altered = []
        for at, entry in enumerate(self.entries):
            before = old.get(entry.n)
            if before is None or old.head_of(entry.n) != self.head_of(entry.n):
                altered.append(entry)
                continue
            before.source, before.place = entry.source, entry.place
            self.entries[at] = before
            if old.lost.get(entry.n) != self.lost.get(entry.n):
                before.forget()
                altered.append(before)
        return altered

    def heads_lost(self, now: YearFile | None) -> list[int]:
        """The numbers whose head is another or gone in a later reading of this file."""
        return [
            entry.n
            for entry in self.entries
            if now is None or now.head_of(entry.n) != self.head_of(entry.n)
        ]

    def problems(self, redacted: set[int]) -> list[Problem]:
        """What is wrong here, given the numbers that the author openly took back."""
        author, name = self.stream.author, self.stream.name
        told = list(self.found)
        for n, state in self.lost.items():
            if n not in redacted and len(told) < 2 * _MOST_PROBLEMS:
                tell = problem.silent if state is State.BLANK else problem.damaged_body
                told.append(tell(author, name, n))
        if self.about.st_mode & 0o022:
            told.append(problem.writable(author, name, self.name))
        return told

    @property
    def _joint(self) -> str:
        return f"{self.name}:start"

    def _index(self, n: int) -> int | None:
        entries = self.entries
        if not entries or not entries[0].n <= n <= entries[-1].n:
            return None
        at = n - entries[0].n  # right unless a line before it was damaged
        if at >= len(entries) or entries[at].n != n:
            at = bisect_left(entries, n, key=_number)
        return at if entries[at].n == n else None

    def _take(self, raw: bytes) -> None:
        self._count += 1
        link = self.chain.follow(raw)
        entry = None if link is None else self._entry(link, place(self.end, len(raw)))
        self.end += len(raw) + 1
        if link is None or entry is None:
            where = f"{self.name}:{self._count}"
            self._complain(problem.damaged_line(self.stream.author, self.stream.name, where))
            return
        self.entries.append(entry)
        self._heads += bytes.fromhex(link.h.decode())
        if link.state is not State.WHOLE:
            self.lost[entry.n] = link.state
        elif entry.kind == REDACT:
            number = redacted_number(link.body or b"")
            if number is not None and number < entry.n:
                self.redacts.add(number)
        for name, (n, h) in link.head.seen.items():
            self.witnesses.setdefault((name, n, h), entry.n)

    def _entry(self, link: Link, where: int) -> Entry | None:
        head = link.head
        days = self._days
        if head.at not in days:
            days[head.at] = day_of(head.at)
        day = days[head.at]
        if day is None or len(head.d) != 64:
            return None
        head.k = self._kinds.setdefault(head.k, head.k)
        try:
            return from_head(self._names, head, day, self.source, where)
        except ValueError:  # the digest is not hex
            return None

    def _complain(self, what: Problem) -> None:
        if len(self.found) < _MOST_PROBLEMS:
            self.found.append(what)


def _signature(about: os.stat_result) -> tuple[int, ...]:
    # The time of the last change of the inode: links, owner and mode count as well.
    return about.st_ino, about.st_dev, about.st_size, about.st_mtime_ns, about.st_ctime_ns
