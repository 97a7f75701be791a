"""A program behind a real pseudo-terminal: when it paints what, and how much it sends."""

from __future__ import annotations

import contextlib
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
from pathlib import Path

COLUMNS, ROWS = 80, 24
SECONDS = 30.0  # after which something that never came is an error
_QUIET = 0.06  # seconds without output after which a paint is over
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[$ ]?[a-zA-Z]|\x1b[()][A-B0-2]|\x1b\][^\x07]*\x07")


class NeverCame(Exception):
    """What was waited for did not appear in the terminal."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """What every measured program gets: the same terminal, and a home folder of its own."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return {
        **kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8", **more,
    }  # fmt: skip


def dashboard(*arguments: str) -> list[str]:
    """The command line of the installed program."""
    script = Path(sys.executable).with_name("dashboard")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "dashboard"]


class Terminal:
    """A program in a terminal of 80 by 24; use it with ``with``. Times are ``perf_counter``'s."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = bytearray()
        self.came = 0.0
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ),
            start_new_session=True, cwd=environ["HOME"],
            preexec_fn=_own_terminal,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    @property
    def pid(self) -> int:
        return self.process.pid

    def press(self, keys: bytes) -> float:
        """Type; return when."""
        at = time.perf_counter()
        os.write(self._master, keys)
        return at

    def wait_for(self, text: str, since: int = 0, seconds: float = SECONDS) -> float:
        """Return when *text* came, in what was sent from byte *since* on; or raise NeverCame."""
        wanted = text.encode()
        end = time.monotonic() + seconds
        while wanted not in _ESCAPES.sub(b"", bytes(self.output[since:])):
            ended = not self.read(1.0) and self.process.poll() is not None
            if ended or time.monotonic() > end:
                seen = _ESCAPES.sub(b" ", bytes(self.output[-3000:])).decode(errors="replace")
                raise NeverCame(f"{text!r} did not come; the end of what did: {seen}")
        return self.came

    def read(self, seconds: float) -> bool:
        """Wait for output that long at most and take it; say whether there was any."""
        if not self._poll.poll(seconds * 1000):
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            time.sleep(seconds)
            return False
        self.came = time.perf_counter()
        self.output += data
        return bool(data)

    def settle(self, quiet: float = _QUIET, longest: float = SECONDS) -> float:
        """Read until nothing has come for *quiet* seconds; return when the last came."""
        end = time.monotonic() + longest
        self.came = time.perf_counter()
        while self.read(quiet) and time.monotonic() < end:
            pass
        return self.came

    def read_for(self, seconds: float) -> None:
        """Read whatever comes in that time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
