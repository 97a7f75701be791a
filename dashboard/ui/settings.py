"""Settings: one's own, which act at once; and the shared ones, which are files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from dashboard.core.words import _
from dashboard.ui.base import Deed, HouseholdScreen, enter, nothing
from dashboard.ui.own import Toggle, near, plugin_toggles, toggles
from dashboard.widgets.bars import Heading, KeyBar
from dashboard.widgets.lines import BLANK, Line, LinesView, ends, wrap

if TYPE_CHECKING:
    from dashboard.host.session import Session


class SettingsScreen(HouseholdScreen):
    """One's own settings, the plugins, and where the shared files are."""

    def compose(self) -> ComposeResult:
        """A list to choose from."""
        self.title_text = _("Settings")
        self.number = len(self.dashboard.screen_list())
        yield Heading(self.title_text, self.dashboard.whose())
        yield LinesView(self._layout)
        yield KeyBar()

    def renew(self) -> None:
        """Show how things stand."""
        self.query_one(LinesView).show(self._layout)
        self.show_keys()

    def _session(self) -> Session:
        session = self.dashboard.session
        assert session is not None
        return session

    def _layout(self, width: int) -> list[Line]:
        session = self._session()
        lines = [BLANK, Line(("  " + _("Yours alone"), "title"))]
        for toggle in toggles(session, self.dashboard.change_own):
            lines.append(_toggle(toggle, width))
        lines += [BLANK, Line(("  " + _("What you see"), "title"))]
        for toggle in plugin_toggles(session, self.dashboard.change_own):
            lines.append(_toggle(toggle, width))
        lines += [BLANK, Line(("  " + _("For both of you"), "title"))]
        readable = min(width, 76)
        says = _("Either of you may change these files, with any editor. A change shows to both, "
                 "and can be taken back.")  # fmt: skip
        lines += [Line((f"     {text}", "muted")) for text in wrap(says, readable - 6)]
        changed = {change.name: change.says for change in session.settings_changes()}
        for name in session.settings.names:
            lines += [
                Line((f"     {text}", ""))
                for text in wrap(near(session.settings.file(name)), width - 6)
            ]
            for what in changed.get(name, ()):
                lines.append(Line((f"       {_('changed:')} {what}", "accent")))
            problem = session.settings.problems.get(name, "")
            lines += [
                Line((f"       {text}", "notice")) for text in wrap(problem, readable - 8) if text
            ]
        return [*lines, BLANK]

    def _toggles(self) -> list[Toggle]:
        session, change = self._session(), self.dashboard.change_own
        return [*toggles(session, change), *plugin_toggles(session, change)]

    def deeds(self) -> Iterator[Deed]:
        """Enter changes; z takes back what was changed for both."""
        yield enter(_("change"), nothing)
        if self._session().settings_changes() or self._session().settings.problems:
            yield Deed("z", _("take it back"), "", self.dashboard.take_settings_back)
            yield Deed("f", _("fine"), "", self.dashboard.say_fine)

    def on_lines_view_opened(self, message: LinesView.Opened) -> None:
        """Change what was chosen."""
        for toggle in self._toggles():
            if toggle.id == message.row:
                toggle.do()


def _toggle(toggle: Toggle, width: int) -> Line:
    left: list[Any] = [("     ", ""), (toggle.title, "")]
    return ends(left, [(f"  {toggle.state}", "accent")], min(width, 78), toggle.id)
