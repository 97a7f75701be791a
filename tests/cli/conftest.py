"""A household of Alice and Bob, and their command lines: in this process, piped, in a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.core import household as households
from dashboard.core.clock import SetClock
from dashboard.core.household import Household
from dashboard.core.today import load, snapshot_file
from dashboard.host.own import Own
from dashboard.host.session import Session
from dashboard.start import main
from dashboard.testing import NOW
from dashboard.ui.plain import run_plain

LONG_ENOUGH = 30.0  # seconds; only what never comes takes that long
PROGRAM = [sys.executable, "-m", "dashboard"]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.out)
        return rows


@dataclass
class Talk:
    """A conversation with the plain twin: *said* is all that it told or asked."""

    answers: list[str | type[BaseException]]
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    code: int = -1

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        self.asked.append(prompt)
        answer = self.answers.pop(0) if self.answers else EOFError
        if isinstance(answer, str):
            return answer
        raise answer

    @property
    def text(self) -> str:
        return "\n".join(self.said)


class Home:
    """A one-account household and its clock; commands run as they are typed."""

    def __init__(
        self, root: Path, clock: SetClock, capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        self.root = root
        self.clock = clock
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def make(self, *names: str, welcomed: bool = True) -> Home:
        household = households.create(self.root, list(names), "Europe/Berlin")
        for person in household.people if welcomed else ():
            own = Own(household.own(person))
            own.make()
            own.change(welcomed=True)
        return self

    @property
    def household(self) -> Household:
        return households.load(self.root)

    def session(self, who: str) -> Session:
        """A session without a command line."""
        session = Session(self.household, self.household.person(who), self.clock)
        session.load_all()
        return session

    def raw(self, *words: str, given: str = "") -> Done:
        """Run exactly these words."""
        for file in self.root.glob("private/*/today.json"):  # made now, as the clock here says
            os.utime(file, (self.clock.at.timestamp(),) * 2)
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        self._capsys.readouterr()
        code: Any = 0
        try:
            main(words)
        except SystemExit as end:
            code = end.code or 0
        out, err = self._capsys.readouterr()
        return Done(code, out, err)

    def run(self, who: str, *words: str, given: str = "") -> Done:
        """Run a command as somebody."""
        return self.raw("--household", str(self.root), "--as", who, *words, given=given)

    def ok(self, who: str, *words: str, given: str = "") -> str:
        """Run a command that must be done, and return what it said."""
        done = self.run(who, *words, given=given)
        assert (done.code, done.err) == (0, ""), done
        return done.out

    def rows(self, who: str, *words: str) -> list[dict[str, Any]]:
        """What a list holds."""
        rows: list[dict[str, Any]] = json.loads(self.ok(who, *words, "--json"))
        return rows

    def refused(self, who: str, *words: str, given: str = "", code: int = 1) -> str:
        """Run a command that must be refused; return its one line."""
        return one_line(self.run(who, *words, given=given), code)

    def snapshot(self, who: str) -> Path:
        return Path(snapshot_file(str(self.root), who))

    def fast(self, who: str) -> bool:
        """Whether Today would be shown without a look at anything else."""
        file = self.snapshot(who)
        with suppress(OSError):
            os.utime(file, (self.clock.at.timestamp(),) * 2)
        return load(str(file), self.clock.at.timestamp()) is not None

    def plain(self, who: str | None, *answers: str | type[BaseException]) -> Talk:
        """Talk to the plain twin until the answers end."""
        talk = Talk(list(answers))
        talk.code = run_plain(str(self.root), who, talk.ask, talk.said.append)
        return talk


def one_line(done: Done, code: int = 1) -> str:
    """The one line of a mistake: nothing else is said, and nothing is done."""
    assert done.code == code, done
    assert done.out == "", done
    assert done.err.endswith("\n") and done.err.count("\n") == 1, done
    assert "Traceback" not in done.err
    assert done.err.strip().isprintable(), done
    assert len(done.err.strip()) > 10
    return done.err.strip()


@pytest.fixture
def empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Home:
    """A place where nobody lives yet, on Sunday 22 November 2026 at 18:00."""
    clock = SetClock(NOW)

    def clock_of(zone: ZoneInfo) -> SetClock:
        return clock if zone == clock.zone else SetClock(clock.at.astimezone(zone))

    monkeypatch.setattr("dashboard.host.session.SystemClock", clock_of)
    monkeypatch.setattr(time, "time", lambda: clock.at.timestamp())
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.chdir(tmp_path)
    return Home(tmp_path / "household", clock, capsys, monkeypatch)


@pytest.fixture
def home(empty: Home) -> Home:
    """Alice and Bob live here."""
    return empty.make("Alice", "Bob")


@pytest.fixture(params=[("alice", "bob"), ("bob", "alice")], ids=lambda pair: pair[0])
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The two, each in each part."""
    found: tuple[str, str] = request.param
    return found


Process = Callable[..., Done]


@pytest.fixture
def process(own_home: Path, tmp_path: Path) -> Process:
    """Run the program in a process of its own, with the real clock."""

    def run(*words: str, given: bytes = b"", **env: str) -> Done:
        done = subprocess.run(
            [*PROGRAM, *words], input=given, capture_output=True, cwd=tmp_path,
            timeout=LONG_ENOUGH, check=False, env=environment(own_home, **env),
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def environment(home: Path, **more: str) -> dict[str, str]:
    """Little more than a home."""
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TZ": "Europe/Berlin",
        "TERM": "xterm", **more,
    }  # fmt: skip


def in_terminal(words: Sequence[str], typed: Sequence[tuple[str, str]], home: Path) -> Done:
    """Run the program in a terminal; type each answer when its prompt stands there.

    What is said on standard error stands in the same terminal.
    """
    hand, terminal = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *words], stdin=terminal, stdout=terminal, stderr=terminal,
        env=environment(home), start_new_session=True,
    ) as process:  # fmt: skip
        os.close(terminal)
        seen, start, end = "", 0, time.monotonic() + LONG_ENOUGH
        waiting = list(typed)
        while time.monotonic() < end:
            if waiting and (place := seen.find(waiting[0][0], start)) >= 0:
                start = place + len(waiting[0][0])
                os.write(hand, waiting.pop(0)[1].encode())
            if not select.select([hand], [], [], 0.05)[0]:
                continue
            try:
                data = os.read(hand, 65536)
            except OSError:  # the other end is closed
                break
            seen += data.decode()
        os.close(hand)
        assert not waiting, seen
        code = process.wait(LONG_ENOUGH)
    return Done(code, seen.replace("\r\n", "\n"), "")
