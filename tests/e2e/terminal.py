"""A real terminal: the installed program behind a pty, and a screen to read it from."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

PROGRAM = str(Path(sys.executable).parent / "dashboard")
LONG_ENOUGH = 30.0  # seconds; only what never comes takes that long
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1bP[^\x1b]*\x1b\\")
KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "f9": "\x1b[20~", "down": "\x1b[B",
        "right": "\x1b[C", "ctrl+s": "\x13", "ctrl+l": "\x0c", "ctrl+p": "\x10",
        "ctrl+q": "\x11", "backspace": "\x7f"}  # fmt: skip


def _log_in(slave: int) -> None:
    """Begin as a login does: what was started in the background ignores Ctrl+C, a login doesn't."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.login_tty(os.dup(slave))


class Terminal:
    """One program in one terminal. *raw* is every byte that it wrote."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        cwd: Path | None = None,
    ) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave  # kept, to see in which state the program leaves it
        self.raw = b""
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            list(command), env=dict(env), cwd=cwd, close_fds=True,
            preexec_fn=lambda: _log_in(slave),
        )  # fmt: skip

    # -- looking ------------------------------------------------------------------------------

    def read(self, seconds: float = 0.02) -> None:
        """Take in what was written."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                return
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            self.raw += data
            self.stream.feed(_UNKNOWN.sub(b"", data))

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, true: object, what: str) -> Terminal:
        end = time.monotonic() + LONG_ENOUGH
        while not true():  # type: ignore[operator]
            self.read()
            assert time.monotonic() < end, f"{what} never came:\n{self.text}\n{self.raw[-2000:]!r}"
        return self

    def sees(self, *words: str) -> Terminal:
        for word in words:
            self.until(lambda word=word: word in self.text, repr(word))
        return self

    def sees_no(self, *words: str) -> Terminal:
        for word in words:
            self.until(lambda word=word: word not in self.text, f"the end of {word!r}")
        return self

    @property
    def titles(self) -> list[str]:
        """Every window title that was set."""
        found = re.findall(rb"\x1b\](?:0|1|2);([^\x07\x1b]*)(?:\x07|\x1b\\)", self.raw)
        return [title.decode() for title in found]

    # -- doing --------------------------------------------------------------------------------

    def press(self, *keys: str) -> Terminal:
        for key in keys:
            os.write(self.master, KEYS.get(key, key).encode())
            self.read(0.3 if key == "escape" else 0.02)  # an Esc stands alone
        return self

    def type(self, text: str) -> Terminal:
        os.write(self.master, text.encode())
        return self

    def line(self, text: str = "") -> Terminal:
        return self.type(text + "\n")

    # -- ending -------------------------------------------------------------------------------

    def ends(self) -> int:
        """Wait until the program has ended, and return its exit code."""
        end = time.monotonic() + LONG_ENOUGH
        while self.process.poll() is None:
            self.read()
            assert time.monotonic() < end, f"it never ended:\n{self.text}"
        self.read()
        return self.process.returncode

    def hang_up(self) -> None:
        """Drop the connection, as a laptop that is shut does."""
        for fd in (self.master, self.slave):
            with suppress(OSError):
                os.close(fd)
        self.process.wait(LONG_ENOUGH)

    def kill(self, number: int = signal.SIGKILL) -> None:
        self.process.send_signal(number)
        self.process.wait(LONG_ENOUGH)

    def close(self) -> None:
        """End it, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(LONG_ENOUGH)
        for fd in (self.master, self.slave):
            with suppress(OSError):
                os.close(fd)
