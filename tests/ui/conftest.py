"""What the tests of the screens start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from ui.home import Home


@pytest.fixture(autouse=True)
def nobodys_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the household, the zone, the language and the terminal of this machine out."""
    for name in ("DASHBOARD_HOUSEHOLD", "NO_COLOR", "COLORFGBG", "TEXTUAL_DRIVER", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("data", "config", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / "xdg" / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Alice and Bob, who have read the first words."""
    return Home(tmp_path / "household")
