"""A page of plain text to read: help with the keys, the first words, and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult

from dashboard.core.words import _
from dashboard.ui.base import Deed, HouseholdScreen
from dashboard.ui.offers import global_deeds
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import BLANK, Line, LinesView, wrap


def keys_layout(
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]], width: int
) -> list[Line]:
    """Lay out titled lists of keys and what they do."""
    lines: list[Line] = []
    for title, rows in sections:
        lines += [BLANK, Line((f"  {title}", "title"))]
        for key, what in rows:
            texts = wrap(what, max(20, min(width, 78) - 20))
            lines.append(Line((f"     {key:<12} ", "key"), (texts[0], "")))
            lines += [Line((" " * 18, ""), (text, "")) for text in texts[1:]]
    return [*lines, BLANK]


class KeysScreen(HouseholdScreen):
    """Which keys do what; and the way to the help page."""

    title_text = "Help"

    def compose(self) -> ComposeResult:
        """Lists of keys."""
        self.title_text = _("Help")
        yield Heading(self.title_text, self.dashboard.whose())
        yield LinesView(lambda width: keys_layout(self._sections(), width))
        yield KeyBar()

    def _sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        everywhere = [
            ("Up Down", _("choose a row")),
            ("Enter", _("open it")),
            ("Tab", _("the next screen; Shift+Tab the one before")),
            ("Ctrl+P", _("find anything by its name")),
            ("F9 Ctrl+L", _("hide everything at once. It stops someone who looks over a shoulder, "
                            "not someone who watches this computer")),
            ("q", _("close; what you were writing is kept")),
        ]  # fmt: skip
        rows = [(deed.key, deed.title) for deed in global_deeds(self.dashboard) if deed.title]
        screens = [(str(number), title) for number, _id, title in self.dashboard.screen_list()]
        opened = any(id_ == "support" for _number, id_, _title in self.dashboard.screen_list())
        help_key = "!" if opened else "dashboard help-me"
        return [
            (_("Not safe at home?"), [(help_key, _("Help and support: read this first"))]),
            (_("Everywhere"), [*everywhere, *rows]),
            (_("Screens"), screens),
        ]

    def deeds(self) -> Iterator[Deed]:
        """The help page for a home that is not safe."""
        yield Deed("!", _("help and support"), "", lambda: self.dashboard.go("support"))
        yield Deed("escape", "", "", lambda: self.dashboard.go("today"))
