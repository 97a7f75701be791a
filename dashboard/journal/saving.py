"""Puts bytes on the disk for good, or says in a sentence why not."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from dashboard.core.errors import CannotSave
from dashboard.journal.files import NotSafe

LOCK_SECONDS = 5.0
_SENTENCES = {
    errno.ENOSPC: "The disk is full: nothing was saved.",
    errno.EDQUOT: "Your share of the disk is used up: nothing was saved.",
    errno.EFBIG: "The file may not grow any more: nothing was saved.",
    errno.EROFS: "The disk can only be read just now, so nothing was saved; a worn-out memory card "
    "does that.",
    errno.EIO: "The disk reports a fault, so nothing was saved. Make a backup soon.",
    errno.ENOENT: "The folder of your journal is not there, so nothing was saved.",
    errno.EACCES: "This account may not write into your journal, so nothing was saved.",
    errno.EPERM: "This account may not write into your journal, so nothing was saved.",
}


def reason(error: OSError | NotSafe) -> str:
    """What an error of the operating system means for the one who wanted to save."""
    if isinstance(error, NotSafe):
        return f"Your journal can't be written to: {error}."
    sentence = _SENTENCES.get(error.errno or 0)
    return sentence or f"Nothing was saved: {os.strerror(error.errno or 0)}."


@contextlib.contextmanager
def told_as_sentence() -> Iterator[None]:
    """Turn what the disk says into CannotSave."""
    try:
        yield
    except (OSError, NotSafe) as error:
        raise CannotSave(reason(error)) from error


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file, made if need be, against one's own other sessions.

    It is not a data file: the other may read those, and so could lock them for good. Raises
    CannotSave after :data:`LOCK_SECONDS`.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        fd = os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(path, flags, 0o600)
    try:
        _wait_for(fd)
        yield
    finally:
        os.close(fd)


def _wait_for(fd: int) -> None:
    until = time.monotonic() + LOCK_SECONDS
    pause = 0.0005
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise CannotSave(
                    "Another window of yours has been saving for a while, so nothing was saved. "
                    "Close it or try again."
                ) from None
        time.sleep(pause)
        pause = min(pause * 2, 0.02)


def add(fd: int, data: bytes, end: int) -> None:
    """Append *data* at *end*, the end of the file, all of it and for good, or nothing.

    Raises OSError; then the file is as it was, as far as the disk still obeys.
    """
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(fd, left) :]
        os.fsync(fd)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(fd, end)
        raise


def overwrite(fd: int, data: bytes, at: int) -> None:
    """Replace bytes in place and for good; *fd* is without O_APPEND. Raises OSError."""
    left = memoryview(data)
    while left:
        done = os.pwrite(fd, left, at)
        left = left[done:]
        at += done
    os.fsync(fd)
