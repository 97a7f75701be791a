"""Terminals and command lines of people in a house of their own, with the program as installed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from e2e.terminal import LONG_ENOUGH, PROGRAM, Terminal

from dashboard.core import household as households
from dashboard.core.household import Household
from dashboard.host.own import Own


@dataclass
class House:
    """A household, and the environment in which people come to it."""

    root: Path
    env: dict[str, str]

    def make(self, *names: str, welcomed: bool = True) -> House:
        household = households.create(self.root, list(names), "Europe/Berlin")
        for person in household.people if welcomed else ():
            own = Own(household.own(person))
            own.make()
            own.change(welcomed=True)
        return self

    @property
    def household(self) -> Household:
        return households.load(self.root)

    def drafts(self, who: str) -> str:
        """All that is kept of what was being written."""
        folder = self.root / "private" / who / "drafts"
        return "".join(file.read_text() for file in folder.glob("*.json"))

    def run(
        self, *words: str, who: str = "", given: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as somebody; *given* is its standard input."""
        person = ["--as", who] if who else []
        return subprocess.run(
            [PROGRAM, *person, *words], env={**self.env, **env}, text=True, capture_output=True,
            input=given if given is not None else "", timeout=LONG_ENOUGH, cwd=self.root.parent,
        )  # fmt: skip

    def ok(self, *words: str, who: str = "", given: str | None = None) -> str:
        """Run a command that must be done without a word on standard error."""
        done = self.run(*words, who=who, given=given)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A place for a household, in which nobody lives yet."""
    monkeypatch.delenv("DASHBOARD_HOUSEHOLD", raising=False)
    env = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8",
        "TZ": "Europe/Berlin", "TERM": "xterm-256color",
        "DASHBOARD_HOUSEHOLD": str(tmp_path / "household"),
    }  # fmt: skip
    (tmp_path / "home").mkdir()
    return House(tmp_path / "household", env)


@pytest.fixture
def house(empty: House) -> House:
    """Alice and Bob live here, and have read the first words."""
    return empty.make("Alice", "Bob")


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open terminals; they are closed in the end."""
    opened: list[Terminal] = []

    def start(
        house: House, who: str = "", *words: str, size: tuple[int, int] = (80, 24), **env: str
    ) -> Terminal:
        person = ["--as", who] if who else []
        given = {name: value for name, value in {**house.env, **env}.items() if value}
        made = Terminal([PROGRAM, *person, *words], given, size, house.root.parent)
        opened.append(made)
        return made

    yield start
    for one in opened:
        one.close()
