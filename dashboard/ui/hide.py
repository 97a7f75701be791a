"""Quick hide: at once nothing to see, and a window title that says nothing."""

from __future__ import annotations

import os
import sys
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

TITLE = "dashboard"
NEUTRAL = "terminal"


class HideScreen(ModalScreen[None]):
    """An empty screen with the time of day. F9, Enter or Esc comes back, to Today."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter,escape", "back", "Back")]
    CSS = """
    HideScreen { background: $background; align: right bottom; }
    HideScreen Static { width: auto; height: 1; color: $muted; }
    """

    def __init__(self, clock: str) -> None:
        super().__init__()
        self._clock = clock

    def compose(self) -> ComposeResult:
        """Almost nothing."""
        yield Static(self._clock, markup=False)

    def action_back(self) -> None:
        """Come back; a key that is held down does it once."""
        if self.is_current:
            self.dismiss()

    def renew(self) -> None:
        """Nothing here changes."""


def window_title(title: str) -> None:
    """Set the terminal's window title; the Linux console has none."""
    stream = sys.__stderr__
    if stream is not None and stream.isatty() and os.environ.get("TERM") != "linux":
        stream.write(f"\x1b]2;{title}\x07")
        stream.flush()
