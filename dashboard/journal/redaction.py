"""Takes words off the disk and leaves the chain whole.

Salt and body of the line become spaces, in place and of the same length: offsets hold, and
nothing is renamed. The visible ``core.redact`` entry is on disk before, so whenever this is
interrupted, readers count the words as taken back, and the author's next write finishes it.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from dashboard.journal.chain import Chain
from dashboard.journal.files import READING, Folder, lines
from dashboard.journal.line import Head, blank_range, parse_head
from dashboard.journal.saving import overwrite

_WRITING = (READING & ~os.O_RDONLY) | os.O_RDWR


class Place(NamedTuple):
    """Where an entry's salt and body are, and whether anything is left of them."""

    year: int
    start: int
    stop: int
    head: Head
    blank: bool


def find(folder: Folder, years: list[int], n: int) -> Place | None:
    """Look for one's own entry *n*, newest year first. Raises OSError and NotSafe."""
    mark = b'","e":{"n":%d,' % n
    for year in years:
        fd, about = folder.open(year)
        try:
            found = _find_in(fd, about.st_size, mark, n)
        finally:
            os.close(fd)
        if found is not None:
            start, stop, head, blank = found
            return Place(year, start, stop, head, blank)
    return None


def _find_in(fd: int, size: int, mark: bytes, n: int) -> tuple[int, int, Head, bool] | None:
    offset = 0
    before: bytes | None = None
    for some in lines(fd, 0, size):
        for raw in some:
            if raw[70 : 70 + len(mark)] == mark:
                raw_head = _head(raw, before)
                if raw_head is not None:
                    start, stop = blank_range(raw, raw_head)
                    head = parse_head(raw_head)
                    if head.n == n:
                        blank = not raw[start:stop].strip(b" ")
                        return offset + start, offset + stop, head, blank
            before = raw
            offset += len(raw) + 1
    return None


def _head(raw: bytes, before: bytes | None) -> bytes | None:
    """The head of a line, whole or half blanked, given the line before it if there is one."""
    chain = Chain(None)
    if before is None or chain.follow(before) is None:
        chain = Chain(b"")
    link = chain.follow(raw)
    if link is None:
        link = Chain(None).follow(raw)
    return None if link is None else link.raw_head


def blank(folder: Folder, place: Place) -> None:
    """Overwrite the words. Raises OSError and NotSafe."""
    fd, _ = folder.open(place.year, _WRITING)
    try:
        overwrite(fd, b" " * (place.stop - place.start), place.start)
    finally:
        os.close(fd)
