"""Puts the plugins' lines together into Today: always in the same order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from dashboard.api.context import View
from dashboard.api.types import Place, TodayLine
from dashboard.core.text import clean, one_line
from dashboard.core.today import Row, Today
from dashboard.core.words import _, full_day

_ORDER = list(Place)
_KIND_THINGS = 3  # more would be a list; one kind thing is plenty


def compose(
    view: View,
    lines: Iterable[tuple[str, TodayLine]],
    *,
    notices: Iterable[TodayLine] = (),
    plain: bool = False,
    theme: str = "auto",
    until: dt.datetime | None = None,
) -> Today:
    """Make Today from (plugin id, line) pairs; *plain* leaves only what lies ahead.

    *until* is when the next thing opens; Today holds at most until the coming midnight.
    """
    places: dict[Place, list[tuple[str, TodayLine]]] = {place: [] for place in _ORDER}
    for plugin, line in lines:
        if not plain or line.place is Place.AHEAD:
            places[line.place].append((plugin, line))
    rows: list[Row] = []
    for place in (Place.KIND, Place.AHEAD, Place.IF_YOU_LIKE):
        found = sorted(places[place], key=lambda pair: pair[1].rank)
        if place is Place.KIND:
            found = found[:_KIND_THINGS]
        elif place is Place.IF_YOU_LIKE:
            found = found[:1]  # no second question after the first
        rows += [_row(plugin, line) for plugin, line in found]
    for number, row in enumerate(rows):
        row["id"] = row["item"] or f"{row['plugin']}.{number}"
    quiet = sorted(places[Place.QUIET], key=lambda pair: pair[1].rank)
    if quiet:
        rows.append(_quiet_row(quiet))
    rows += [_notice_row(number, line) for number, line in enumerate(notices)]
    return Today(
        id=view.me.id,
        name=view.me.name,
        heading=full_day(view.today),
        rows=rows,
        quiet=[line.screen for _plugin, line in quiet if line.screen],
        until=_holds_until(view.now, until),
        theme=theme,
        day=view.today.isoformat(),
    )


def _row(plugin: str, line: TodayLine) -> Row:
    letter: dict[str, Any] | None = None
    if line.letter is not None:
        letter = asdict(line.letter)
        letter["day"] = line.letter.day.isoformat() if line.letter.day else ""
        letter["title"] = one_line(line.letter.title)
        letter["signed"] = one_line(line.letter.signed)
        letter["paragraphs"] = [clean(text) for text in line.letter.paragraphs]
        letter["actions"] = list(line.letter.actions)
    return {
        "plugin": plugin,
        "place": str(line.place),
        "title": {Place.AHEAD: _("Ahead"), Place.IF_YOU_LIKE: _("If you like")}.get(line.place, ""),
        "text": one_line(line.text),
        "when": one_line(line.when, 30),
        "note": one_line(line.note, 24),
        "verb": one_line(line.verb, 20),
        "screen": line.screen,
        "item": line.item,
        "action": line.action,
        "letter": letter,
    }


def _quiet_row(found: list[tuple[str, TodayLine]]) -> Row:
    """Tell everything heavy in one last line: "For a quiet moment: one letter, one proposal"."""
    told = ", ".join(dict.fromkeys(one_line(line.text, 60) for _plugin, line in found))
    first = found[0][1]
    row = _row(found[0][0], TodayLine(Place.QUIET, told, screen=first.screen, item=first.item))
    row["text"] = _("For a quiet moment: {what}", what=told)
    row["verb"] = _("look")
    row["id"] = "quiet"
    return row


def _notice_row(number: int, line: TodayLine) -> Row:
    """What one should know stands below everything else, until one says "fine"."""
    row = _row("core", line)
    row.update(place="notice", id=f"notice.{number}", text=one_line(line.text, 300))
    return row


def _holds_until(now: dt.datetime, until: dt.datetime | None) -> float:
    tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
    return min(tomorrow, until or tomorrow).timestamp()
