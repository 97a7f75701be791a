"""The driver, in a process of its own behind a real pseudo-terminal."""

from __future__ import annotations

import ast
import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import constants
from textual.drivers.linux_driver import LinuxDriver

from dashboard.ui.driver import driver_class

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the driver is for Linux")

APP = """
    import os, signal, subprocess, sys
    from textual import events
    from textual.app import App
    from textual.widgets import Static
    from dashboard.ui.driver import driver_class

    kind, log_path = sys.argv[1:]
    log_file = open(log_path, "a", buffering=1)

    class Bare(App):
        BINDINGS = [("q", "quit", "Quit"), ("z", "suspend_process", "Stop"), ("e", "edit", "Edit")]

        def compose(self):
            yield Static("hello")

        def on_ready(self):
            self.note("ready")

        def note(self, *what):
            log_file.write(repr(what) + "\\n")

        def on_key(self, event):
            self.note("key", event.key)

        def on_paste(self, event):
            self.note("paste", event.text)

        def on_mouse_down(self, event):
            self.note("mouse", event.x, event.y)

        def action_edit(self):
            with self.suspend():
                self.note("editor")
                read = subprocess.run(["head", "-n1"], stdout=subprocess.PIPE, text=True).stdout
            self.note("edited", read)

    chosen = driver_class() if kind == "event" else None
    app = Bare(driver_class=chosen)
    if kind == "event":
        assert app.driver_class is chosen is not None
    app.run()
    app.note("left", app.return_code)
    sys.exit(app.return_code or 0)
"""

ENVIRON = os.environ | {"TERM": "xterm-256color"}


class Terminal:
    """A process behind a pseudo-terminal; whatever it writes is read and counted."""

    def __init__(self, tmp_path: Path, kind: str = "event", deaf: bool = False) -> None:
        script = tmp_path / "app.py"
        script.write_text(textwrap.dedent(APP))
        self.log = tmp_path / "log"
        self.log.touch()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, str(script), kind, str(self.log)],
            stdin=slave, stdout=slave, stderr=slave,
            preexec_fn=self._ignoring if deaf else self._lead, env=ENVIRON,
        )  # fmt: skip
        os.close(slave)
        self.bytes = 0
        self._open = True
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_for(("ready",))

    @staticmethod
    def _lead() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    @classmethod
    def _ignoring(cls) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        cls._lead()

    def _read(self) -> None:
        while self._open:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.bytes += len(os.read(self.master, 65536))
                except OSError:
                    return

    def type(self, *parts: bytes, pause: float = 0.0) -> None:
        for part in parts:
            os.write(self.master, part)
            time.sleep(pause)

    @property
    def notes(self) -> list[tuple[object, ...]]:
        whole, _, _ = self.log.read_text().rpartition("\n")
        return [ast.literal_eval(line) for line in whole.splitlines()]

    def wait_for(self, *wanted: tuple[object, ...], seconds: float = 15) -> None:
        until(lambda: set(wanted) <= set(self.notes), seconds, lambda: f"{wanted}: {self.notes}")

    def quit(self) -> float:
        start = time.perf_counter()
        self.type(b"q")
        assert self.process.wait(15) == 0
        return (time.perf_counter() - start) * 1000

    def hang_up(self) -> None:
        self._open = False
        self._reader.join()
        os.close(self.master)
        self.master = -1

    def state(self) -> str:
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0]

    def wakeups(self) -> int:
        total = 0
        for status in Path(f"/proc/{self.process.pid}/task").glob("*/status"):
            for line in status.read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches"):
                    total += int(line.split()[1])
        return total

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(15)
        if self.master >= 0:
            self.hang_up()


def until(
    true: Callable[[], bool], seconds: float = 15, says: Callable[[], str] = lambda: ""
) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, says()
        time.sleep(0.01)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with contextlib.closing(Terminal(tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([b"a"], [("key", "a")]),
        (["ü€".encode()], [("key", "ü"), ("key", "euro_sign")]),
        (["€".encode()[:1], "€".encode()[1:]], [("key", "euro_sign")]),
        ([b"\xff", b"a"], [("key", "a")]),
        ([b"\x1b"], [("key", "escape")]),
        ([b"\x1bx"], [("key", "alt+x")]),
        ([b"\x1b[A"], [("key", "up")]),
        ([b"\x1b", b"[", b"B"], [("key", "down")]),
        ([b"\x1b[1;5", b"C"], [("key", "ctrl+right")]),
        ([b"\x1b[200~two\nlin", b"es\x1b[201~"], [("paste", "two\nlines")]),
        ([b"\x1b[<0;11;", b"6M"], [("mouse", 10, 5)]),
    ],
)
def test_what_is_typed_arrives(
    terminal: Terminal, parts: list[bytes], wanted: list[tuple[object, ...]]
) -> None:
    terminal.type(*parts, pause=0.02)
    terminal.wait_for(*wanted)
    assert [note for note in terminal.notes if note[0] in {"key", "paste", "mouse"}][
        -len(wanted) :
    ] == wanted
    terminal.quit()


def test_an_incomplete_sequence_is_given_up(terminal: Terminal) -> None:
    terminal.type(b"\x1b[", pause=0.5)
    assert terminal.notes[-1][0] == "key"
    terminal.type(b"A", pause=0.1)
    terminal.wait_for(("key", "A"))
    assert ("key", "up") not in terminal.notes


@pytest.mark.parametrize("kind", ["event", "stock"])
def test_idle_and_quit(
    tmp_path: Path, kind: str, record_property: Callable[[str, object], None]
) -> None:
    with contextlib.closing(Terminal(tmp_path, kind)) as terminal:
        time.sleep(1)
        before, written = terminal.wakeups(), terminal.bytes
        time.sleep(5)
        wakeups, written = terminal.wakeups() - before, terminal.bytes - written
        took = terminal.quit()
    print(f"{kind}: {wakeups} wake-ups, {written} bytes in 5 s; quits in {took:.0f} ms")
    record_property(f"{kind}_quit_ms", round(took))
    if kind == "event":
        assert wakeups <= 5
        assert written == 0


def test_a_hangup_ends_the_process(terminal: Terminal) -> None:
    terminal.hang_up()
    assert terminal.process.wait(15) == -signal.SIGHUP


def test_a_hangup_ends_the_process_that_ignores_the_signal(tmp_path: Path) -> None:
    with contextlib.closing(Terminal(tmp_path, deaf=True)) as terminal:
        terminal.hang_up()
        assert terminal.process.wait(15) == 129
        assert terminal.notes[-1] == ("left", 129)


def test_it_stops_and_goes_on(terminal: Terminal) -> None:
    for _ in range(2):
        terminal.type(b"z")
        until(lambda: terminal.state() == "T")
        terminal.process.send_signal(signal.SIGCONT)
        until(lambda: terminal.state() != "T")
        time.sleep(0.2)
    terminal.type(b"a")
    terminal.wait_for(("key", "a"))
    terminal.quit()


def test_an_editor_has_the_terminal_for_itself(terminal: Terminal) -> None:
    terminal.type(b"e")
    terminal.wait_for(("editor",))
    terminal.type(b"wor", b"ds\n", pause=0.1)
    terminal.wait_for(("edited", "words\n"))
    terminal.type(b"a")
    terminal.wait_for(("key", "a"))
    terminal.quit()


def test_input_from_a_file_is_no_hangup(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(textwrap.dedent(APP))
    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, str(script), "event", str(log)],
        input=b"aq", capture_output=True, timeout=30, env=ENVIRON, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "('key', 'a')" in log.read_text()


class TestFallsBack:
    def test_is_offered_here(self) -> None:
        offered = driver_class()
        assert offered is not None
        assert issubclass(offered, LinuxDriver)

    def test_on_another_system(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        assert driver_class() is None

    def test_with_a_chosen_driver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(constants, "DRIVER", "some:Driver")
        assert driver_class() is None

    @pytest.mark.parametrize(
        "name", ["run_input_thread", "disable_input", "start_application_mode"]
    )
    def test_with_a_changed_method(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setattr(LinuxDriver, name, lambda self: None)
        assert driver_class() is None

    def test_with_a_changed_parser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("textual._xterm_parser.XTermParser.__init__", lambda self: None)
        assert driver_class() is None
