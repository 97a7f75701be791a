"""Small files that must be whole or not there: written aside, fsynced, renamed."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.core.errors import CannotSave

_WHY = {
    errno.ENOSPC: "The disk is full. Make room and try again",
    errno.EDQUOT: "Your disk quota is used up. Make room and try again",
    errno.EROFS: "The disk is read-only just now",
    errno.EIO: "The disk answers with an error; the card may be failing",
    errno.EACCES: "This account may not write there; 'dashboard doctor' says more",
    errno.EPERM: "This account may not write there; 'dashboard doctor' says more",
    errno.ENOENT: "The folder is gone; 'dashboard doctor' says more",
    errno.EFBIG: "The file may not grow any further on this system",
}


def why(error: OSError) -> str:
    """Say in words why a file could not be written."""
    return _WHY.get(error.errno or 0, f"The system says: {error.strerror}")


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace *path* by *data*, durably; afterwards it holds the old or the new bytes, whole.

    Raises :class:`CannotSave`; then the old file stands.
    """
    # A name of its own: two threads, or a signal's handler, may save the same file at once.
    aside = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}.new")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(file.fileno(), mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise CannotSave(f"Could not save {path.name}. {why(error)}.") from error


@contextmanager
def locked(path: Path, wait: float = 5.0) -> Iterator[None]:
    """Hold an exclusive lock on the file *path* (made if need be) for at most one writer.

    Raises :class:`CannotSave` when another session holds it longer than *wait* seconds.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise CannotSave(f"Could not lock {path.name}. {why(error)}.") from error
    try:
        end = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise CannotSave(
                        "Another session of yours is still saving. Try again in a moment."
                    ) from None
                time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)
