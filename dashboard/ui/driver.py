"""A Linux driver that sleeps until something happens.

Textual's own driver asks ten times a second whether a key was pressed, and on quitting waits for
two of these rounds to end. This one blocks in ``poll(2)`` until there is input or the driver is
stopped; it looks at the clock only while an escape sequence may still be incomplete. When the
terminal hangs up it asks the app to exit, where Textual's own would spin.

It replaces a method of a class that is no public interface, so :func:`driver_class` looks first
whether that class still is what this was written for, and offers nothing if not.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import select
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual._xterm_parser import XTermParser
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver as _Base
else:
    _Base = object

_HANGUP = 129  # What a shell reports for a process that SIGHUP ended.
_GONE = {errno.EIO, errno.EPIPE, errno.EBADF, errno.ENXIO}


def driver_class() -> type[Driver] | None:
    """Return the driver to give to ``App(driver_class=...)``; None stands for Textual's own.

    None on another system than Linux, with a driver chosen by ``TEXTUAL_DRIVER``, and with a
    Textual whose private parts are not those that this driver relies on.
    """
    try:
        if sys.platform != "linux" or not _as_expected():
            return None
        from textual.drivers.linux_driver import LinuxDriver
    except Exception:
        return None
    return type("EventDriver", (_EventDriven, LinuxDriver), {})


def _as_expected() -> bool:
    # Not by textual.__version__: it reads the package's metadata, which takes 9 ms.
    from textual import constants
    from textual._time import get_time
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    parser = XTermParser()
    reads = LinuxDriver.run_input_thread.__code__.co_names
    stops = LinuxDriver.disable_input.__code__.co_names
    return (
        constants.DRIVER is None
        and parser._timeout_time is None
        and isinstance(get_time(), float)
        and {"exit_event", "is_set", "fileno", "_debug", "feed", "tick"} <= set(reads)
        and {"exit_event", "_key_thread", "is_set", "set", "join", "clear"} <= set(stops)
        and "_file" in LinuxDriver.start_application_mode.__code__.co_names
    )


class _EventDriven(_Base):
    """Mixed into Textual's LinuxDriver: how it waits, and what it does when the terminal goes."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        # Textual sets this event to end the input thread, joins it and clears the event.
        self.exit_event = self._waking = _WakingEvent()
        if self._file is not None:
            self._file = _LastingFile(self._file)  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Wait for input and dispatch events, until the exit event is set or the input ends."""
        from textual._parser import ParseError
        from textual._xterm_parser import XTermParser

        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(self._waking, select.POLLIN)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        parser = XTermParser(self._debug)
        try:
            while not self.exit_event.is_set():
                ready = dict(poll.poll(_patience(parser)))
                if self.fileno in ready:
                    data = _read(self.fileno)
                    if not data:
                        self._input_ended()
                        break
                    # To feed nothing, half of a character, would tell the parser of an end.
                    for event in parser.feed(text) if (text := decode(data)) else ():
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        finally:
            with contextlib.suppress(EOFError, ParseError):
                for _ in parser.feed(""):
                    pass

    def _input_ended(self) -> None:
        # A pipe that has ended is no reason to leave; a terminal that hung up is.
        if self.input_tty:
            self._app.call_later(self._app.exit, return_code=_HANGUP)


def _patience(parser: XTermParser) -> int | None:
    """Milliseconds to wait for the rest of an escape sequence; None outside of one."""
    from textual._time import get_time

    if parser._timeout_time is None:
        return None
    return max(0, math.ceil((parser._timeout_time - get_time()) * 1000))


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, 4096)
    except OSError as error:
        if error.errno in _GONE:
            return b""
        raise


class _WakingEvent(threading.Event):
    """An event with a file descriptor that can be read from while the event is set."""

    def __init__(self) -> None:
        super().__init__()
        self._fd = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def fileno(self) -> int:
        return self._fd

    def set(self) -> None:
        super().set()
        os.eventfd_write(self._fd, 1)

    def clear(self) -> None:
        super().clear()
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._fd)

    def __del__(self) -> None:
        os.close(self._fd)


class _LastingFile:
    """A terminal to write to, which stays quiet once the terminal is gone.

    Textual's writer thread dies of that error, and then whoever writes waits for it for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, text: str) -> None:
        with _quiet_if_gone():
            self._file.write(text)

    def flush(self) -> None:
        with _quiet_if_gone():
            self._file.flush()


@contextlib.contextmanager
def _quiet_if_gone() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _GONE:
            raise
