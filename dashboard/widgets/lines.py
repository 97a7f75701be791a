"""Lines of text with rows to choose from: one widget, so that it paints at once.

Today, every page and every list is shown by it. A layout is a function of the width, so a
resize lays the same content out anew; an update keeps the chosen row and what is on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

Span = tuple[str, str]  # text and its role: "", title, strong, muted, accent, key, quote

ROLES = ("title", "strong", "muted", "accent", "key", "quote", "notice")


class Line:
    """One line on the screen; *row* is the id of the row that it belongs to, or ""."""

    __slots__ = ("row", "spans")

    def __init__(self, *spans: Span, row: str = "") -> None:
        self.spans = spans
        self.row = row

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _role in self.spans)


Layout = Callable[[int], Sequence[Line]]

BLANK = Line()


class LinesView(ScrollView, can_focus=True):
    """Shows lines; Up and Down choose a row, Enter or a click opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "move(-1)", "Up"),
        ("down,j", "move(1)", "Down"),
        ("home", "edge(-1)", "First"),
        ("end", "edge(1)", "Last"),
        ("enter,space", "open", "Open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        *(f"lines--{role}" for role in ROLES),
    }

    class Opened(Message):
        """A row was opened by Enter or by a click."""

        def __init__(self, view: LinesView, row: str) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> LinesView:
            """The view it happened in."""
            return self.view

    class Moved(Message):
        """Another row was chosen."""

        def __init__(self, view: LinesView, row: str) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> LinesView:
            """The view it happened in."""
            return self.view

    def __init__(self, layout: Layout, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layout_lines = layout
        self._lines: Sequence[Line] = ()
        self._laid_out_for = -1
        self._rows: list[str] = []
        self.row = ""
        self._styles_of: dict[str, Style] = {}

    # -- content ------------------------------------------------------------------------------

    def show(self, layout: Layout, row: str | None = None) -> None:
        """Show other content; stay at the same row and place, or go to *row*."""
        before = list(self._rows)
        self._layout_lines = layout
        self._laid_out_for = -1
        if row is not None:
            self.row = row
        self._lay_out(before)
        self.refresh()
        if row is not None:
            self.call_after_refresh(self._reveal)

    @property
    def rows(self) -> Sequence[str]:
        """The ids of the rows that can be chosen, from the top."""
        return self._rows

    @property
    def text(self) -> str:
        """All that is shown, as plain text."""
        return "\n".join(line.plain.rstrip() for line in self._lines)

    def _lay_out(self, before: Sequence[str] = ()) -> None:
        width = self.scrollable_content_region.width
        if width <= 0 or width == self._laid_out_for:
            return
        self._laid_out_for = width
        self._lines = self._layout_lines(width)
        self._rows = list(dict.fromkeys(line.row for line in self._lines if line.row))
        if self.row not in self._rows:
            self.row = self._nearest(before)
        self.virtual_size = Size(width, len(self._lines))

    def _nearest(self, before: Sequence[str]) -> str:
        """The row to stand on when the one before is gone: the one that took its place."""
        if not self._rows:
            return ""
        place = before.index(self.row) if self.row in before else 0
        return self._rows[min(place, len(self._rows) - 1)]

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new width."""
        self._lay_out(self._rows)

    def notify_style_update(self) -> None:
        """Colours changed."""
        self._styles_of.clear()
        super().notify_style_update()

    # -- painting -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        base = self.rich_style
        if self._laid_out_for < 0:
            self._lay_out()
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        chosen = bool(line.row) and line.row == self.row and self.has_focus
        if chosen:
            base += self._style("cursor")
        segments = [
            Segment(text, base + self._style(role) if role else base) for text, role in line.spans
        ]
        if chosen and self._first_line_of(line.row) == number and segments:
            text = segments[0].text
            if text.startswith("  "):
                segments[0] = Segment("› " + text[2:], segments[0].style)
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, role: str) -> Style:
        style = self._styles_of.get(role)
        if style is None:
            found = self.get_component_styles(f"lines--{role}")
            style = self.get_component_rich_style(f"lines--{role}", partial=True)
            if role == "cursor":
                style = Style(bgcolor=found.background.rich_color, bold=style.bold)
            self._styles_of[role] = style
        return style

    # -- moving -------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the next row, or scroll where there is none."""
        place = self._rows.index(self.row) + by if self.row in self._rows else 0
        if not self._rows or not 0 <= place < len(self._rows):
            self.scroll_relative(y=by, animate=False)
            return
        self.choose(self._rows[place])

    def action_edge(self, end: int) -> None:
        """Go to the first or last row."""
        if self._rows:
            self.choose(self._rows[0 if end < 0 else -1])
        self.scroll_to(y=0 if end < 0 else self.max_scroll_y, animate=False)

    def action_open(self) -> None:
        """Open the chosen row."""
        if self.row:
            self.post_message(self.Opened(self, self.row))

    def choose(self, row: str) -> None:
        """Stand on a row and bring it into sight."""
        if row not in self._rows or row == self.row:
            return
        before, self.row = self.row, row
        for one in (before, row):
            self._repaint(one)
        self._reveal()
        self.post_message(self.Moved(self, row))

    def _first_line_of(self, row: str) -> int:
        return next((n for n, line in enumerate(self._lines) if line.row == row), -1)

    def _numbers(self, row: str) -> list[int]:
        return [number for number, line in enumerate(self._lines) if line.row == row]

    def _repaint(self, row: str) -> None:
        numbers = self._numbers(row)
        if numbers:
            self.refresh_lines(numbers[0], numbers[-1] - numbers[0] + 1)

    def _reveal(self) -> None:
        numbers = self._numbers(self.row)
        if not numbers:
            return
        top = 0 if self._rows and self.row == self._rows[0] else numbers[0]
        height = min(numbers[-1] + 1 - top, max(1, self.size.height))
        self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer; open it if it was chosen already."""
        number = event.y + self.scroll_offset.y
        if 0 <= number < len(self._lines) and (row := self._lines[number].row):
            if row == self.row:
                self.action_open()
            else:
                self.choose(row)

    def on_focus(self) -> None:
        """Show where one stands."""
        self._repaint(self.row)

    def on_blur(self) -> None:
        """Hide where one stands."""
        self._repaint(self.row)


# -- helpers for layouts ----------------------------------------------------------------------


def wrap(text: str, width: int) -> list[str]:
    """Break text into lines of at most *width* cells, at spaces where there are some.

    What is set in from the left stays so, in every line of it.
    """
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        words = paragraph.lstrip(" ")
        indent = " " * min(len(paragraph) - len(words), max(0, width - 20))
        lines += [(indent + line).rstrip() for line in _wrap(words, width - len(indent))]
    return lines


def _wrap(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in paragraph.split(" "):
        candidate = f"{line} {word}" if line else word
        if cell_len(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        while cell_len(word) > width > 0:
            head = set_cell_size(word, width).rstrip(" ") or word[0]
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line]


def cut(text: str, width: int) -> str:
    """Cut text to *width* cells, with an ellipsis if it was longer."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width > 0 else ""


def ends(left: Iterable[Span], right: Iterable[Span], width: int, row: str = "") -> Line:
    """Return a line with one part at the left and one at the right."""
    left, right = list(left), list(right)
    room = width - sum(cell_len(text) for text, _role in right)
    used = 0
    kept: list[Span] = []
    for text, role in left:
        text = cut(text, room - used - 1)
        kept.append((text, role))
        used += cell_len(text)
    return Line(*kept, (" " * max(0, room - used), ""), *right, row=row)
