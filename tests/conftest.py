"""Every test has a home of its own; some have a household in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.core import words
from dashboard.host.session import Session
from dashboard.testing import OpenedHousehold, open_household

SessionOf = Callable[..., Session]


@pytest.fixture(autouse=True)
def own_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """No test reads or writes what is in a real home, nor is told who lives there."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    for name in ("DASHBOARD_HOUSEHOLD", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # helpers, for child processes
    yield home
    words.speak("en")


@pytest.fixture
def household(tmp_path: Path) -> OpenedHousehold:
    """Alice and Bob under one account, on a Sunday at 18:00 in Berlin, 2026-11-22."""
    return open_household(tmp_path)


@pytest.fixture
def session_of(household: OpenedHousehold) -> SessionOf:
    """Opens the household anew as "alice" or "bob", with all installed plugins or those given."""
    return household.session
