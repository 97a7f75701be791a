"""What the frame itself has to tell: changed settings, broken files, a rewritten past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboard.api.types import Page, Place, Section, TodayLine
from dashboard.core.words import _
from dashboard.host.records import PluginRecord, Status

if TYPE_CHECKING:
    from dashboard.host.session import Session

TAKE_BACK = "core.settings-back"
FINE = "core.fine"


def lines(session: Session) -> Iterator[TodayLine]:
    """Give what one should know, until one says "fine" to it."""
    for change in session.settings_changes():
        what = "; ".join(change.says)
        yield TodayLine(
            Place.QUIET,
            _("The shared settings changed, {name}: {what}", name=change.name, what=what),
            action=TAKE_BACK,
            verb=_("take it back"),
        )
    fine = session.own.memory("notices").get("fine", [])
    broken = set(session.settings.problems.values())
    for sentence in troubles(session):
        if isinstance(fine, list) and sentence in fine:
            continue
        if sentence in broken:
            yield TodayLine(Place.QUIET, sentence, action=TAKE_BACK, verb=_("take it back"))
        else:
            yield TodayLine(Place.QUIET, sentence, action=FINE, verb=_("fine"))


def troubles(session: Session) -> list[str]:
    """Return every sentence about something that is not as it should be, seen or not."""
    found = list(session.settings.problems.values())
    if session.own_problem:
        found.append(session.own_problem)
    if session.journals.trouble:
        found.append(session.journals.trouble)
    found += [problem.sentence for problem in session.journals.archive.problems]
    found += [
        _("The plugin {title} {says}", title=record.title, says=record.says)
        for record in session.plugins.records
        if record.phase is not None
    ]
    found += [
        _("The plugin {title}: {what}", title=record.title, what=warning)
        for record in session.plugins.records
        if record.status is Status.ENABLED
        for warning in record.warnings
    ]
    return found


def broken_page(record: PluginRecord) -> Page:
    """The page in place of one whose plugin raised."""
    return Page(
        (
            Section(
                _("This part has a problem and was put aside. The rest works on."),
                empty=record.reason,
            ),
        )
    )
