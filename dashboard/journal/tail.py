"""The newest entries of a stream, without reading all of it."""

from __future__ import annotations

import datetime as dt
import os
from typing import NamedTuple

from dashboard.journal.chain import Chain, Link
from dashboard.journal.files import LONGEST_LINE, Folder, NotSafe
from dashboard.journal.line import day_of
from dashboard.journal.order import pack
from dashboard.journal.stream import Stream

_WINDOW = 8 * 1024


class Tail(NamedTuple):
    """How a stream ends."""

    link: Link  # the last sound entry
    n: int  # the highest number that is taken, damaged lines behind that entry included
    packed: list[int]  # the order pairs of the last entries
    day: dt.date
    year: int


class _Read(NamedTuple):
    links: list[Link]  # the last sound entries, maybe none
    damaged: int  # the lines behind them that are none
    chain: Chain
    end: int  # of the last whole line


def read_tail(fd: int, size: int) -> _Read:
    """Read a file from its end.

    The first line read is believed, so two are wanted, or the whole file. Raises OSError.
    """
    window = _WINDOW
    while True:
        start = max(0, size - window)
        data = os.pread(fd, size - start, start)
        whole = data.rfind(b"\n") + 1
        skip = data.find(b"\n") + 1 if start else 0
        chain = Chain(None)
        links: list[Link] = []
        damaged = 0
        for raw in data[skip:whole].split(b"\n")[:-1]:
            link = chain.follow(raw)
            if link is None:
                damaged += 1
            else:
                links.append(link)
                damaged = 0
        if start == 0 or len(links) > 1 or window > LONGEST_LINE:
            return _Read(links, damaged, chain, start + whole)
        window *= 8


class Tails:
    """How streams end; what did not change since is not read again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[tuple[int, ...], Tail | None]] = {}

    def newest(self, folder: Folder, years: list[int]) -> Tail | None:
        """The end of a stream: of the newest of *years* that has an entry.

        Raises OSError and NotSafe.
        """
        for year in years:
            if self.knows(folder, year):
                tail = self._known[folder.stream.name, year][1]
                if tail is not None:
                    return tail
                continue
            fd, about = folder.open(year)
            try:
                tail = self._of_file(folder.stream, year, fd, about)
            finally:
                os.close(fd)
            if tail is not None:
                return tail
        return None

    def knows(self, folder: Folder, year: int) -> bool:
        """Whether a year's file is as it was when it was last read. Raises OSError."""
        known = self._known.get((folder.stream.name, year))
        return known is not None and known[0] == _signature(folder.about(year))

    def appended(self, stream: Stream, year: int, fd: int, link: Link, before: Tail | None) -> None:
        """Take note of what was just written to a year's file."""
        known = before.packed[-8:] if before is not None else []
        day = day_of(link.head.at) or dt.date.min
        tail = Tail(link, link.head.n, [*known, pack(*link.head.pair)], day, year)
        self._known[stream.name, year] = _signature(os.fstat(fd)), tail

    def glance(
        self, stream: Stream, known: tuple[int, str] | None
    ) -> tuple[list[int], tuple[int, str]] | None:
        """The order pairs of the last entries of somebody's stream, and the newest (n, h).

        None if there is none, or it can't be read: what the other has made of it must not
        keep anybody from saving. What is new since *known* is made durable first, so that a
        power cut can't make it look as if its author had removed something that was seen.
        """
        try:
            with Folder(stream) as folder:
                tail = self.newest(folder, folder.years())
                if tail is None:
                    return None
                seen = tail.link.head.n, tail.link.h.decode()
                if seen != known:
                    fd, _ = folder.open(tail.year)
                    try:
                        os.fsync(fd)
                    finally:
                        os.close(fd)
                return tail.packed, seen
        except (OSError, NotSafe):
            return None

    def _of_file(self, stream: Stream, year: int, fd: int, about: os.stat_result) -> Tail | None:
        read = read_tail(fd, about.st_size)
        tail = None
        if read.links:
            link = read.links[-1]
            day = day_of(link.head.at) or dt.date.min
            packed = [pack(*each.head.pair) for each in read.links]
            tail = Tail(link, link.head.n + read.damaged, packed, day, year)
        self._known[stream.name, year] = _signature(about), tail
        return tail


def _signature(about: os.stat_result) -> tuple[int, ...]:
    # The time of the last change of the inode: owner and links are those that were checked.
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
