"""What comes up by itself: lines on Today, things for the table, days on the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dashboard.api.context import View
from dashboard.api.types import CalendarItem, Place, TalkItem, TodayLine
from dashboard.core.text import one_line
from dashboard.core.words import _, near_day
from plugins.boundaries import told
from plugins.boundaries.model import known
from plugins.boundaries.pages import SCREEN
from plugins.boundaries.settings import known as settings
from plugins.boundaries.standing import Standing, alive, standing, waiting_for

_WEEK = 7
_RANK = 60


def today_lines(view: View) -> Iterator[TodayLine]:
    """What waits for this person, quietly, and the days that come within a week."""
    state, today = known(view.state), view.today
    waiting = [
        one
        for one in waiting_for(state, view.me.id, today)
        if standing(one, today) is Standing.WAITING
    ]
    if waiting:
        told_as = _("one proposal") if len(waiting) == 1 else _("proposals")
        yield TodayLine(Place.QUIET, told_as, screen=SCREEN, item=waiting[0].id, verb=_("look"))
    for day, id_, text in sorted(_ahead(view), key=lambda row: row[0]):
        yield TodayLine(
            Place.AHEAD, text, when=near_day(day, today), rank=_RANK + (day - today).days,
            screen=SCREEN, item=id_,
        )  # fmt: skip


def talk_items(view: View) -> Iterator[TalkItem]:
    """What it is time to look at again. A limit comes up at its owner's side alone."""
    for day, id_, text in _reviews(view):
        if day <= view.today:
            yield TalkItem(_("Look again at: {words}", words=told.title(text)), SCREEN, id_)


def calendar_items(view: View) -> Iterator[CalendarItem]:
    """A whole day for each on which there is something to look at; it does not say what.

    The same whoever looks, so that the two sessions never differ about the shared calendar.
    """
    state = known(view.state)
    days = {one.look_again for one in alive(state, view.today)}
    days |= {limit.look_again for limit in state.limits.values() if limit.stands}
    for day in sorted(day for day in days if day is not None and day < dt.date.max):
        yield CalendarItem(
            f"boundaries-{day.isoformat()}",
            one_line(settings(view.settings).calendar_title, 40) or _("Table talk"),
            day,
            day + dt.timedelta(days=1),
        )


def _ahead(view: View) -> Iterator[tuple[dt.date, str, str]]:
    for day, id_, text in _reviews(view):
        if _within_a_week(day, view.today):
            yield day, id_, _("Look again at: {words}", words=told.title(text))
    for one in alive(known(view.state), view.today):
        if one.ends and _within_a_week(one.ends, view.today):
            yield one.ends, one.id, _("Ends by itself: {words}", words=told.title(one.text))


def _reviews(view: View) -> Iterator[tuple[dt.date, str, str]]:
    state = known(view.state)
    for one in alive(state, view.today):
        if one.look_again:
            yield one.look_again, one.id, one.text
    for limit in state.limits.values():
        if limit.stands and limit.by == view.me.id and limit.look_again:
            yield limit.look_again, limit.id, limit.text


def _within_a_week(day: dt.date, today: dt.date) -> bool:
    return 0 <= (day - today).days <= _WEEK
