"""The line above and the two lines below every screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dashboard.widgets.lines import cut


class Heading(Widget):
    """What this screen is, and whose; the second line is air."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"heading--title"}
    DEFAULT_CSS = "Heading > .heading--title { color: $primary; text-style: bold; }"

    def __init__(self, title: str, whose: str = "") -> None:
        super().__init__()
        self._title = title
        self._whose = whose

    def set(self, title: str, whose: str) -> None:
        """Change it, and repaint only if it is different."""
        if (title, whose) != (self._title, self._whose):
            self._title, self._whose = title, whose
            self.refresh()

    @property
    def text(self) -> str:
        """What stands there."""
        return f"{self._title} {self._whose}".strip()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.size.width
        base = self.rich_style
        if y:
            return Strip.blank(width, base)
        style = base + self.get_component_rich_style("heading--title", partial=True)
        whose = cut(self._whose, width // 2)
        title = cut(self._title, width - cell_len(whose) - 1)
        gap = " " * max(0, width - cell_len(title) - cell_len(whose))
        segments = [Segment(title, style), Segment(gap, base), Segment(whose, base)]
        return Strip(segments).adjust_cell_length(width, base)


class KeyBar(Widget):
    """What just happened, and below it the keys that work here; a click presses one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--says"}
    DEFAULT_CSS = """
    KeyBar > .keybar--key { color: $primary; text-style: bold; }
    KeyBar > .keybar--says { color: $accent; }
    """

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        super().__init__()
        self._keys: Sequence[tuple[str, str]] = ()
        self._always: Sequence[tuple[str, str]] = ()
        self._says = ""
        self._spots: list[tuple[int, int, str]] = []

    def set_keys(
        self, keys: Sequence[tuple[str, str]], always: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show (key, label) pairs, as many as there is room for; *always* come last, and stay."""
        if (tuple(keys), tuple(always)) != (tuple(self._keys), tuple(self._always)):
            self._keys, self._always = keys, always
            self.refresh()

    def say(self, sentence: str) -> None:
        """Tell what just happened; "" clears it."""
        if sentence != self._says:
            self._says = sentence
            self.refresh()

    @property
    def says(self) -> str:
        """The sentence that stands there."""
        return self._says

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that work here, shown or not."""
        return [*self._keys, *self._always]

    def _shown(self, width: int) -> tuple[list[tuple[str, str]], int]:
        """The keys that there is room for, and how far apart they stand."""
        every = self.keys
        for gap in (3, 2):
            if sum(_size(key, label) + gap for key, label in every) - gap <= width:
                return list(every), gap
        room = width + 2 - sum(_size(key, label) + 2 for key, label in self._always)
        shown: list[tuple[str, str]] = []
        for key, label in self._keys:
            room -= _size(key, label) + 2
            if room < 0:
                break
            shown.append((key, label))
        return [*shown, *self._always], 2

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.size.width
        base = self.rich_style
        if y == 0:
            style = base + self.get_component_rich_style("keybar--says", partial=True)
            return Strip([Segment(cut(self._says, width), style)]).adjust_cell_length(width, base)
        key_style = base + self.get_component_rich_style("keybar--key", partial=True)
        segments: list[Segment] = []
        self._spots = []
        at = 0
        shown, gap = self._shown(width)
        for key, label in shown:
            size = _size(key, label)
            self._spots.append((at, at + size, key))
            segments += [Segment(key, key_style), Segment(f" {label}{' ' * gap}", base)]
            at += size + gap
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        for left, right, key in self._spots:
            if event.y == 1 and left <= event.x < right:
                self.post_message(self.Pressed(key))


def _size(key: str, label: str) -> int:
    return cell_len(key) + 1 + cell_len(label)
