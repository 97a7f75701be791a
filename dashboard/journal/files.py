"""Opens what another account made, without trusting it.

A file is read only if it is a regular file with one link that belongs to the stream's owner:
a pipe would hang the reader, a link could lead anywhere, a file of somebody else's would put
words in the author's mouth. Nothing here creates, renames or changes anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from dashboard.journal.stream import Stream

READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CHUNK = 1 << 20
# Writing refuses bodies over 64 KiB. These only keep a hostile file from eating the memory.
LONGEST_LINE = 16 << 20
LARGEST_FILE = 256 << 20


class NotSafe(Exception):
    """A file or folder that must not be used; the words say why."""


class Folder:
    """An open folder of a stream; close it, or use it with ``with``."""

    __slots__ = ("fd", "mode", "stream")

    def __init__(self, stream: Stream) -> None:
        """Open it. Raises OSError, or NotSafe if it belongs to somebody else."""
        self.stream = stream
        self.fd = os.open(stream.folder, _FOLDER)
        about = os.fstat(self.fd)
        self.mode = stat.S_IMODE(about.st_mode)
        if stream.owner is not None and about.st_uid != stream.owner:
            self.close()
            raise NotSafe(f"the folder does not belong to {stream.author}")

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        os.close(self.fd)

    def years(self) -> list[int]:
        """The years that have a file, newest first."""
        return sorted(
            (
                int(name[:4])
                for name in os.listdir(self.fd)
                if len(name) == 10
                and name.endswith(".jsonl")
                and name[:4].isdecimal()
                and name.isascii()
            ),
            reverse=True,
        )

    def open(self, year: int, flags: int = READING, mode: int = 0) -> tuple[int, os.stat_result]:
        """Open a year's file. Raises OSError, or NotSafe if it must not be used."""
        try:
            fd = os.open(file_name(year), flags, mode, dir_fd=self.fd)
        except OSError as error:
            reason = _NOT_PLAIN.get(error.errno or 0)
            if reason and error.errno:
                raise NotSafe(reason) from error
            raise
        about = os.fstat(fd)
        reason = self._why_not(about)
        if reason:
            os.close(fd)
            raise NotSafe(reason)
        return fd, about

    def about(self, year: int) -> os.stat_result:
        """What the kernel says of a year's file, links not followed. Raises OSError."""
        return os.stat(file_name(year), dir_fd=self.fd, follow_symlinks=False)

    def _why_not(self, about: os.stat_result) -> str:
        owner = self.stream.owner
        if not stat.S_ISREG(about.st_mode):
            return "it is not a plain file"
        if about.st_nlink != 1:
            return "it has a second name somewhere else"
        if owner is not None and about.st_uid != owner:
            return f"it does not belong to {self.stream.author}"
        if about.st_size > LARGEST_FILE:
            return "it is far too large"
        return ""


_NOT_PLAIN = {
    40: "it is a link to another file",  # ELOOP
    6: "it is not a plain file",  # ENXIO
    21: "it is a folder",  # EISDIR
}


class Source:
    """An open file that entries read their words from when they are wanted."""

    __slots__ = ("fd",)

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def __del__(self) -> None:
        os.close(self.fd)

    def line(self, place: int) -> bytes:
        """The line at *place*, without its line feed; short or empty if it is not there now."""
        try:
            return os.pread(self.fd, place & 0xFFFFFFFF, place >> 32)
        except OSError:
            return b""


def place(offset: int, length: int) -> int:
    """Where a line is, in one int."""
    return (offset << 32) | length


def file_name(year: int) -> str:
    """``2026.jsonl``."""
    return f"{year:04}.jsonl"


def lines(fd: int, start: int, size: int) -> Iterator[list[bytes]]:
    """The whole lines between *start* and *size*, in lists, without their line feeds.

    What stands behind the last line feed is left out: its writer has not finished. Raises
    NotSafe behind what it yielded if a line is too long to be kept, and OSError.
    """
    rest = b""
    while start < size:
        chunk = os.pread(fd, min(_CHUNK, size - start), start)
        if not chunk:
            return
        start += len(chunk)
        found = (rest + chunk).split(b"\n")
        rest = found.pop()
        yield found
        if len(rest) > LONGEST_LINE:
            raise NotSafe("it holds a line that is far too long")
