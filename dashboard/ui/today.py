"""Today: the first thing one sees, and where one comes back to."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from dashboard.core.today import Row, Today
from dashboard.core.words import _
from dashboard.ui.base import WIDE, Deed, HouseholdScreen, enter, nothing
from dashboard.ui.beside import Beside
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import BLANK, Line, LinesView, Span, ends, wrap


def plain_console() -> bool:
    """Whether this is the Linux console, whose font has no envelopes."""
    return os.environ.get("TERM") == "linux"


def layout(today: Today | None, width: int) -> list[Line]:
    """Lay Today out: one kind thing, what lies ahead, one question, and what is heavy last."""
    if today is None:
        return [BLANK]
    lines: list[Line] = []
    place = ""
    when = max((cell_len(row["when"]) for row in today.rows), default=0)
    for row in today.rows:
        if row["place"] != place:
            place = row["place"]
            lines += [BLANK]
            if row["title"]:
                lines += [Line((f"  {row['title']}", "title")), BLANK]
        elif place == "kind":
            lines.append(BLANK)
        lines += _row(row, width, when)
    if not today.rows:
        lines += [BLANK, Line(("   " + _("A quiet day. Nothing waits for you."), "muted"))]
    return [*lines, BLANK]


def _row(row: Row, width: int, when: int) -> Iterator[Line]:
    left: list[Span] = [("     ", "")]
    role = ""
    if row["place"] == "kind":
        glyph = "*" if plain_console() else "✉"
        left = [("   ", ""), (f"{glyph} " if row["letter"] else "", "accent")]
        role = "strong"
    elif row["place"] in ("for a quiet moment", "notice"):
        left = [("   ", "")]
        role = "notice" if row["place"] == "notice" else "muted"
    if row["when"]:
        left.append((row["when"] + " " * (when - cell_len(row["when"]) + 3), "accent"))
    right: list[Span] = []
    if row["note"]:
        right.append((f"  {row['note']}", "muted"))
    if row["verb"]:
        right.append((f"   Enter {row['verb']}", "key"))
    used = sum(cell_len(text) for text, _role in (*left, *right))
    indent = sum(cell_len(text) for text, _role in left)
    texts = wrap(row["text"], max(20, width - used - 2))
    yield ends([*left, (texts[0], role)], right, width, row["id"])
    for text in texts[1:]:
        yield Line((" " * indent, ""), (text, role), row=row["id"])


class TodayScreen(HouseholdScreen):
    """Today. *today* is what the last session worked out, if it still holds."""

    number = 1

    def __init__(self, today: Today | None) -> None:
        super().__init__()
        self.today = today
        self.title_text = today.heading if today else ""

    def compose(self) -> ComposeResult:
        """Three widgets at first; panels come when there is room and they are loaded."""
        yield Heading(self.title_text, self.dashboard.whose())
        with Horizontal(id="middle"):
            yield LinesView(lambda width: layout(self.today, width), id="today")
        yield KeyBar()

    def on_resize(self) -> None:
        """Panels stand beside Today where there is room."""
        wide = self.size.width >= WIDE
        if wide != self.has_class("wide"):
            self.set_class(wide, "wide")
            self._show_panels()

    def renew(self) -> None:
        """Show Today as it is now, without moving what one stands on."""
        today = self.dashboard.today
        if today is not None and (
            self.today is None
            or today.rows != self.today.rows
            or today.heading != self.today.heading
        ):
            self.today = today
            self.title_text = today.heading
            self.query_one(LinesView).show(lambda width: layout(self.today, width))
        self._show_panels()
        self.show_keys()

    def _show_panels(self) -> None:
        wide = self.has_class("wide")
        if wide and self.dashboard.panels and not self.query(Beside):
            self.query_one("#middle").mount(Beside())
        if wide:
            self.call_after_refresh(self._fill_panels)

    async def _fill_panels(self) -> None:
        for beside in self.query(Beside):
            await beside.fill(self.dashboard.panels, self.dashboard.card)

    def row(self) -> Row | None:
        """The row one stands on."""
        chosen = self.query_one(LinesView).row
        rows = self.today.rows if self.today else []
        return next((row for row in rows if row["id"] == chosen), None)

    def deeds(self) -> Iterator[Deed]:
        """What Today's rows offer."""
        row = self.row() if self.is_mounted else None
        if row is not None and row["verb"]:
            yield enter(row["verb"], nothing)
        for other in self.today.rows if self.today else []:
            if other["id"] == "quiet":
                yield Deed("l", _("look"), "", lambda: self.open_row("quiet"))
            elif other["action"] == "core.settings-back":
                yield Deed("z", _("take it back"), "", self.dashboard.take_settings_back)
        if any(row["place"] == "notice" for row in (self.today.rows if self.today else [])):
            yield Deed("f", _("fine"), "", self.dashboard.say_fine)

    def on_lines_view_opened(self, message: LinesView.Opened) -> None:
        """Enter on a row."""
        self.open_row(message.row)

    def on_lines_view_moved(self) -> None:
        """The verb of Enter is the row's."""
        self.show_keys()

    def open_row(self, row_id: str) -> None:
        """Unfold a letter, go where the row leads, or begin what it offers."""
        for row in self.today.rows if self.today else []:
            if row["id"] != row_id:
                continue
            if row["letter"]:
                self.dashboard.unfold(row)
            elif row["screen"]:
                self.dashboard.go(row["screen"], row["item"])
            elif row["action"] == "core.settings-back":
                self.dashboard.take_settings_back()
            elif row["action"] == "core.fine":
                self.dashboard.say_fine()
            elif row["action"]:
                self.dashboard.do_by_id(row["action"], row["item"])
            return
