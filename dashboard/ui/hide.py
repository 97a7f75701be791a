"""Quick hide: at once nothing to see, and a window title that says nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

TITLE = "dashboard"
NEUTRAL = "terminal"


class HideScreen(ModalScreen[None]):
    """An empty screen with the time of day. F9, Enter or Esc comes back, to Today."""

    CSS = """
    HideScreen { background: $background; align: right bottom; }
    HideScreen Static { width: auto; height: 1; color: $muted; }
    """

    def __init__(self, clock: str, back: Callable[[], object]) -> None:
        super().__init__()
        self._clock = clock
        self.back = back

    def compose(self) -> ComposeResult:
        """Almost nothing."""
        yield Static(self._clock, markup=False)

    def on_key(self, event: events.Key) -> None:
        """Come back by Enter or Esc.

        No binding: an Enter that was pressed just before F9 would find it here.
        """
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "escape"):
            self.back()

    def renew(self) -> None:
        """Nothing here changes."""


def window_title(title: str) -> None:
    """Set the terminal's window title; the Linux console has none."""
    stream = sys.__stderr__
    if stream is not None and stream.isatty() and os.environ.get("TERM") != "linux":
        stream.write(f"\x1b]2;{title}\x07")
        stream.flush()
