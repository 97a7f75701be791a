"""Calls every hook of every plugin once, so that the records tell what is wrong."""

from __future__ import annotations

from contextlib import suppress

from dashboard.api.context import WallView
from dashboard.api.types import CalendarItem, Moment, TalkItem, TodayLine, WallItem, Where
from dashboard.core.errors import DashboardError
from dashboard.host.records import PluginRecord
from dashboard.host.session import Session

_OF_A_VIEW = (
    ("today_lines", TodayLine),
    ("calendar_items", CalendarItem),
    ("talk_items", TalkItem),
    ("moments", Moment),
)


def try_all(session: Session) -> None:
    """Try what each plugin that is on would show; nothing is shown, and nothing is done."""
    for record in session.plugins.enabled:
        _try(session, record)
    session.panels()
    session.checks()
    for record, screen in session.plugins.screens():
        session.page(record, screen)
    for record, action in session.plugins.actions():
        if action.where is not Where.ITEM:
            with suppress(DashboardError):
                session.form(record, action, "")
    session.plugins.cli_commands()


def _try(session: Session, record: PluginRecord) -> None:
    view = session.view(record.id)
    for hook, type_ in _OF_A_VIEW:
        list(session.plugins.collect(hook, type_, [record], view=view))
    wall = WallView(session.household.people, view.now, view.settings, view.state)
    list(session.plugins.collect("wall_items", WallItem, [record], view=wall))
    session.plugins.text(record, "export_markdown", view=view)
