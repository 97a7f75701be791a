"""An envelope, unfolded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dashboard.core.words import _, full_day
from dashboard.ui.base import Deed

if TYPE_CHECKING:
    from dashboard.ui.app import DashboardApp


class LetterScreen(ModalScreen[None]):
    """Shows a letter on paper; Enter or Esc folds it up again."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,q", "fold", "Fold up")]
    CSS = """
    LetterScreen .paper { width: 64; padding: 1 4; }
    LetterScreen .title { color: $primary; text-style: bold; }
    LetterScreen .paragraph { margin: 1 0 0 0; }
    LetterScreen .signed { margin: 1 0 0 0; text-align: right; color: $accent; text-style: italic; }
    LetterScreen .keys { margin: 1 0 0 0; color: $muted; }
    """

    def __init__(self, letter: dict[str, Any]) -> None:
        super().__init__()
        self.letter = letter

    @property
    def dashboard(self) -> DashboardApp:
        """The app."""
        return cast("DashboardApp", self.app)

    def compose(self) -> ComposeResult:
        """The letter."""
        letter = self.letter
        with VerticalScroll(classes="paper"):
            yield Static(letter["title"], classes="title", markup=False)
            for paragraph in _paragraphs(letter["paragraphs"]):
                yield Static(paragraph, classes="paragraph", markup=False)
            signed = letter["signed"]
            if letter["day"]:
                day = full_day(dt.date.fromisoformat(letter["day"]))
                signed = f"{signed}, {day}" if signed else day
            yield Static(signed, classes="signed", markup=False)
            yield Static(self._keys(), classes="keys", markup=False)

    def _keys(self) -> str:
        keys = [f"{deed.key} {deed.label}" for deed in self.deeds()]
        return "   ".join([*keys, _("Enter fold up")])

    def deeds(self) -> Iterator[Deed]:
        """What can be done with this letter."""
        for record, action in self.dashboard.actions():
            if action.id in self.letter["actions"] and action.key:
                yield Deed(
                    action.key, action.label, action.title,
                    lambda record=record, action=action: self.dashboard.do(  # type: ignore[misc]
                        record, action, self.letter["item"]
                    ),
                )  # fmt: skip

    def on_key(self, event: events.Key) -> None:
        """Do what a key stands for here, and fold the letter up."""
        if not self.is_current:
            return
        for deed in self.deeds():
            if deed.key == (event.character if event.is_printable else event.key):
                event.stop()
                event.prevent_default()
                self.action_fold()
                self.app.call_later(deed.do)
                return

    def action_fold(self) -> None:
        """Close the letter."""
        self.dashboard.close(self)

    def renew(self) -> None:
        """A letter that is being read stays as it is."""
        self.query_one(".keys", Static).update(self._keys())


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.strip()]
