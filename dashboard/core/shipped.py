"""The files that ship with the program: settings with their comments, and systemd units."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Return the folder *name* ("config" or "systemd"), installed or in a source tree."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / name
