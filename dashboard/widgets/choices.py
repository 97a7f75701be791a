"""A few possible values, of which one is chosen: Left and Right, or a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class Choices(Widget, can_focus=True):
    """Values side by side; the chosen one is marked by a dot, not by colour alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("left", "move(-1)", "Before"),
        ("right,space", "move(1)", "Next"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--chosen", "choices--focus"}
    DEFAULT_CSS = """
    Choices { height: auto; width: 1fr; }
    Choices > .choices--chosen { text-style: bold; color: $accent; }
    Choices > .choices--focus { text-style: bold underline; color: $accent; }
    """

    class Changed(Message):
        """Another value was chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        super().__init__()
        self._choices = list(choices)
        values = [one for one, _words in self._choices]
        self._at = values.index(value) if value in values else 0

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._choices[self._at][0] if self._choices else ""

    @value.setter
    def value(self, value: str) -> None:
        for at, (one, _words) in enumerate(self._choices):
            if one == value and at != self._at:
                self._at = at
                self.refresh()
                self.post_message(self.Changed())

    def action_move(self, by: int) -> None:
        """Choose the one beside."""
        if self._choices:
            self.value = self._choices[(self._at + by) % len(self._choices)][0]

    def _laid_out(self, width: int) -> list[list[tuple[int, int, str]]]:
        """Rows of (index, column, text)."""
        rows: list[list[tuple[int, int, str]]] = [[]]
        at = 0
        for index, (_value, words) in enumerate(self._choices):
            text = f"{'●' if index == self._at else '○'} {words}"
            if at and at + cell_len(text) > width:
                rows.append([])
                at = 0
            rows[-1].append((index, at, text))
            at += cell_len(text) + 3
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the values need."""
        return len(self._laid_out(width))

    def render_line(self, y: int) -> Strip:
        """Paint one row of values."""
        width = self.size.width
        base = self.rich_style
        role = "choices--focus" if self.has_focus else "choices--chosen"
        chosen = base + self.get_component_rich_style(role, partial=True)
        rows = self._laid_out(width)
        segments: list[Segment] = []
        for index, _at, text in rows[y] if y < len(rows) else []:
            segments += [
                Segment(text, chosen if index == self._at else base),
                Segment("   ", base),
            ]
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        rows = self._laid_out(self.size.width)
        for index, at, text in rows[event.y] if event.y < len(rows) else []:
            if at <= event.x < at + cell_len(text):
                self.value = self._choices[index][0]
