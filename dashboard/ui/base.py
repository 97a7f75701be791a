"""What every screen of the household has: a heading, content, the keys, and how it is renewed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen

from dashboard.core.words import _
from dashboard.ui import offers
from dashboard.ui.deed import Deed, enter, nothing
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import LinesView

WIDE = 110  # columns from which something stands beside the lines

__all__ = ["WIDE", "Deed", "HouseholdScreen", "enter", "loading", "nothing"]

if TYPE_CHECKING:
    from dashboard.ui.app import DashboardApp


class HouseholdScreen(Screen[None]):
    """A screen with a heading, lines to choose from, and the keys below.

    A subclass gives :meth:`deeds`, and :meth:`renew` to show what has changed.
    """

    title_text = ""
    number = 0

    @property
    def dashboard(self) -> DashboardApp:
        """The app."""
        return cast("DashboardApp", self.app)

    def deeds(self) -> Iterator[Deed]:
        """What can be done here, the most likely first."""
        yield from ()

    def renew(self) -> None:
        """Show what has changed; called in the app's own thread."""
        self.show_keys()

    def on_mount(self) -> None:
        """Show the keys and give the content the focus."""
        self.show_keys()
        for view in self.query(LinesView):
            view.focus()
            break

    def show_keys(self) -> None:
        """Bring heading and keys up to date."""
        for bar in self.query(KeyBar):
            bar.set_keys(
                [*((d.key, d.label) for d in self._here()), *offers.common_keys(self.dashboard)],
                offers.keys_that_stay(),
            )
        for heading in self.query(Heading):
            heading.set(self.title_text, self.dashboard.whose())

    def _here(self) -> Iterator[Deed]:
        return (deed for deed in self.deeds() if deed.key and deed.label)

    def say(self, sentence: str) -> None:
        """Tell what just happened, in the line above the keys."""
        for bar in self.query(KeyBar):
            bar.say(sentence)

    def on_key(self, event: events.Key) -> None:
        """Do what a key stands for here; then what it stands for everywhere."""
        pressed = event.character if event.is_printable else event.key
        self.say("")
        if pressed and self.press(pressed):
            event.stop()
            event.prevent_default()
        elif pressed:
            self.dashboard.early_key(pressed)

    def press(self, key: str) -> bool:
        """Do what a key stands for; say whether it stands for anything."""
        for deed in (*self.deeds(), *offers.common_deeds(self.dashboard)):
            if deed.key == key:
                deed.do()
                return True
        return False

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        """A key was clicked."""
        names = {"Enter": "enter", "Esc": "escape", "Tab": "tab"}
        if message.key in names:
            self.app.call_later(self.app.simulate_key, names[message.key])
        elif not self.press(message.key):
            self.dashboard.beside(1)  # the numbers of the screens


def loading() -> str:
    """What stands where something is still being read."""
    return _("One moment …")
