"""A plugin's page: sections of rows; what a row holds unfolds below it, or stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from dashboard.api.types import Action, Item, Page, Screen, Where
from dashboard.core.text import clean, one_line
from dashboard.core.words import _
from dashboard.host.records import PluginRecord
from dashboard.ui.base import WIDE, Deed, HouseholdScreen, enter, loading, nothing
from dashboard.ui.today import plain_console
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import BLANK, Line, LinesView, cut, ends, wrap

READABLE = 76  # columns; longer lines are hard to read


def layout(page: Page | None, unfolded: str, width: int) -> list[Line]:
    """Lay a page out; the row *unfolded* shows what it holds."""
    if page is None:
        return [BLANK, Line((f"   {loading()}", "muted"))]
    readable = min(width, READABLE)
    lines: list[Line] = []
    if page.intro:
        lines.append(BLANK)
        lines += _intro(clean(page.intro), readable)
    for section in page.sections:
        if section.title:
            lines += [BLANK, Line((f"  {one_line(section.title)}", "title"))]
        if not section.items and section.empty:
            lines += [
                Line((f"     {text}", "muted")) for text in wrap(clean(section.empty), readable - 6)
            ]
        for item in section.items:
            lines += _item(item, item.id == unfolded, width)
    return [*lines, BLANK]


def _intro(intro: str, width: int) -> Iterator[Line]:
    """A sentence or two; or a text of many lines that is laid out already, as the help page is."""
    if "\n" not in intro:
        for text in wrap(intro, width - 2):
            yield Line((f"  {text}", ""))
        return
    for line in intro.split("\n"):
        for text in wrap(line, width):
            yield Line((text if text.startswith(" ") else f"  {text}", _role(line)))


def _role(line: str) -> str:
    return "" if line.startswith(" ") else "title"


def _item(item: Item, unfolded: bool, width: int) -> Iterator[Line]:
    meta = f"  {one_line(item.meta, 40)}" if item.meta else ""
    room = max(20, width - 6 - cell_len(meta))
    # What unfolds is told whole there, so its title need not break into a second line.
    told = one_line(item.title)
    if plain_console():
        told = told.replace("✉", "*")
    title = [cut(told, room)] if item.body else wrap(told, room)
    yield ends([("     ", ""), (title[0], "strong")], [(meta, "muted")], width, item.id)
    for text in title[1:]:
        yield Line(("     ", ""), (text, "strong"), row=item.id)
    if unfolded:
        for number, paragraph in enumerate(item.body):
            if number == 1:  # air between the words and what is said about them
                yield Line(("", ""), row=item.id)
            for text in wrap(clean(paragraph), min(width, READABLE) - 9):
                yield Line(
                    ("       ", ""), (text, "quote" if number == 0 else "muted"), row=item.id
                )
        yield Line(("", ""), row=item.id)


class PageScreen(HouseholdScreen):
    """One screen of a plugin. *item* is the row to stand on at first."""

    def __init__(self, record: PluginRecord, screen: Screen, number: int, item: str = "") -> None:
        super().__init__()
        self.record = record
        self.screen_data = screen
        self.number = number
        self.title_text = screen.title
        self.page: Page | None = None
        self.unfolded = item
        self._first = item

    def compose(self) -> ComposeResult:
        """A heading, the rows and the keys; or the plugin's own widget in its card."""
        yield Heading(self.title_text, self.dashboard.whose())
        if self.screen_data.widget:
            yield self.dashboard.card(self.record, self.screen_data.title, self.screen_data.widget)
        else:
            with Horizontal(id="middle"):
                yield LinesView(lambda width: layout(self.page, self._inline(), width))
                with VerticalScroll(id="beside", can_focus=False):
                    yield Static("", id="detail", markup=False)
        yield KeyBar()

    def on_resize(self) -> None:
        """Where there is room, what a row holds stands beside the rows."""
        wide = self.size.width >= WIDE
        if wide != self.has_class("wide"):
            self.set_class(wide, "wide")
            self._lay_out()

    def _inline(self) -> str:
        """The row that shows below itself what it holds."""
        return "" if self.has_class("wide") else self.unfolded

    def _lay_out(self, row: str | None = None) -> None:
        for view in self.query(LinesView):
            view.show(lambda width: layout(self.page, self._inline(), width), row)
        self._show_beside()
        self.show_keys()

    def _show_beside(self) -> None:
        rows = any(section.items for section in self.page.sections) if self.page else False
        for beside in self.query("#beside"):
            beside.set_class(not rows, "bare")
        item = self.item() if self.has_class("wide") else None
        for detail in self.query("#detail").results(Static):
            text = "\n\n".join(clean(text) for text in item.body) if item else ""
            if str(detail.content) != text:
                detail.update(text)
            detail.display = bool(text)

    def on_mount(self) -> None:
        """Ask for the page: the plugin may take its time."""
        super().on_mount()
        self.renew()

    def renew(self) -> None:
        """Ask for the page again."""
        if not self.screen_data.widget:
            self.dashboard.ask_page(self)
        self.show_keys()

    def show_page(self, page: Page) -> None:
        """Show a page that has come."""
        if page == self.page:
            return
        self.page = page
        row, self._first = self._first, ""
        self._lay_out(row or None)

    def item(self) -> Item | None:
        """The row one stands on."""
        for view in self.query(LinesView):
            for section in self.page.sections if self.page else ():
                for item in section.items:
                    if item.id == view.row:
                        return item
        return None

    def deeds(self) -> Iterator[Deed]:
        """What the plugin offers here, for the chosen row first."""
        item = self.item()
        if item is not None and item.body and not self.has_class("wide"):
            word = _("fold up") if item.id == self.unfolded else _("unfold")
            yield enter(word, nothing)
        yield from (deed for deed in self.item_deeds() if deed.key)
        for record, action in self.dashboard.actions():
            here = record is self.record and action.screen in ("", self.screen_data.id)
            if here and action.where is Where.SCREEN and action.key:
                yield self._deed(record, action, "")

    def item_deeds(self) -> Iterator[Deed]:
        """What can be done with the chosen row."""
        item = self.item()
        if item is None:
            return
        for record, action in self.dashboard.actions():
            if record is self.record and action.where is Where.ITEM and action.id in item.actions:
                yield self._deed(record, action, item.id)

    def _deed(self, record: PluginRecord, action: Action, item: str) -> Deed:
        return Deed(
            action.key, action.label, action.title,
            lambda: self.dashboard.do(record, action, item),
        )  # fmt: skip

    def on_lines_view_opened(self, message: LinesView.Opened) -> None:
        """Enter unfolds a row, or folds it up; a row that holds nothing does its first action."""
        item = self.item()
        if item is not None and not item.body:
            if item.actions:
                self.dashboard.do_by_id(item.actions[0], item.id)
            return
        self.unfolded = "" if message.row == self.unfolded else message.row
        self._lay_out(message.row)

    def on_lines_view_moved(self) -> None:
        """The keys are those of the chosen row."""
        self._show_beside()
        self.show_keys()
