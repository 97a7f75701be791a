"""Limits and agreements in words: what they say, how they stand, what has been.

Nobody's name stands here, only places for one, so that every sentence reads as well with the
names swapped. Days, never hours; no sentence counts anything.
"""

from __future__ import annotations

import datetime as dt

from dashboard.api.context import View
from dashboard.core.text import one_line
from dashboard.core.words import _, full_day, near_day
from plugins.boundaries.model import Agreement, Event, OwnLimit, What, Wrong, known
from plugins.boundaries.standing import Standing, limit_standing, standing

_TITLE = 60


def title(text: str) -> str:
    """The words on one line, cut if they are long."""
    return one_line(text, _TITLE) or _("Words that were taken back")


def quoted(text: str) -> tuple[str, ...]:
    """The exact words, every line in quotation marks, so that none passes for one of ours."""
    lines = text.splitlines()
    return tuple(_("“{words}”", words=line.strip()) for line in lines if line.strip())


def category(name: str) -> str:
    """What a category is called."""
    shipped = {
        "communication": _("communication"),
        "transparency": _("transparency"),
        "personal space": _("personal space"),
    }
    return shipped.get(name) or one_line(name, 40)


def exact_day(day: dt.date) -> str:
    """A day that stays the same whenever it is read: "Friday 27 November 2026"."""
    return _("{day} {year}", day=full_day(day), year=day.year)


def on_day(day: dt.date, today: dt.date) -> str:
    """A day in the middle of a sentence: "today", "on Friday", "on 3 March"."""
    said = near_day(day, today)
    return said if abs((day - today).days) <= 1 else _("on {day}", day=said)


def conditions(agreement: Agreement, view: View) -> tuple[str, ...]:
    """All that is agreed to besides the words, a line each; the same for both, on every day."""
    lines = []
    if agreement.category:
        lines.append(_("About: {category}", category=category(agreement.category)))
    if agreement.starts:
        lines.append(_("From: {day}", day=exact_day(agreement.starts)))
    elif agreement.openness:
        lines.append(_("From: the day after the yes"))
    else:
        lines.append(_("From: the day of the yes"))
    if agreement.ends:
        lines.append(_("Until: {day}; it ends by itself", day=exact_day(agreement.ends)))
    else:
        lines.append(_("Until: one of you ends it"))
    if agreement.review:
        lines.append(_("Look again: {day}", day=exact_day(agreement.review)))
    instead = known(view.state).words(agreement.revises)
    if instead:
        lines.append(_("In place of: {words}", words=" ".join(quoted(instead))))
    return tuple(lines)


def why_not(wrong: Wrong) -> str:
    """Why something can't be in force, as a sentence."""
    whys = {
        Wrong.NO_WORDS: _("there are no words in it"),
        Wrong.DAYS: _("its days can't be read"),
        Wrong.TURNED: _("its last day comes before its first"),
        Wrong.ENDLESS: _("an agreement to be open needs a last day"),
        Wrong.TOO_LONG: _("an agreement to be open can't last that long"),
        Wrong.OVER: _("its last day came before it could start"),
    }
    return _("This can't be in force: {why}.", why=whys[wrong])


def state_sentence(agreement: Agreement, view: View) -> str:
    """How it stands today, in words."""
    today = view.today
    match standing(agreement, today):
        case Standing.WAITING | Standing.RESTING:
            return _waiting(agreement, view)
        case Standing.NOT_YET:
            return _("Not yet. Nothing else changed by it.")
        case Standing.NO:
            return _("Not agreed. Nothing else changed by it.")
        case Standing.LAPSED:
            return _("Its days have gone by, and nothing came of it.")
        case Standing.COMING:
            assert agreement.first_day
            first = near_day(agreement.first_day, today)
            return _("Both said yes. In force from {day}.", day=first)
        case Standing.IN_FORCE:
            return _in_force(agreement, today)
        case Standing.ENDED:
            assert agreement.ends
            return _("It ended by itself {on}.", on=on_day(agreement.ends, today))
        case Standing.WITHDRAWN:
            assert agreement.withdrawn
            since = near_day(agreement.withdrawn.day, today)
            return _("No longer in force since {day}.", day=since)
        case Standing.REPLACED:
            assert agreement.replaced
            return _replaced(agreement.replaced, agreement.replaced_by, view)
        case Standing.IMPOSSIBLE:
            return why_not(agreement.wrong or Wrong.NO_WORDS)
    return _("Taken back.")


def limit_sentence(limit: OwnLimit, view: View) -> str:
    """How a limit stands, in words."""
    match limit_standing(limit):
        case Standing.IN_FORCE:
            return _("{name}'s own.", name=view.name(limit.by))
        case Standing.LET_GO:
            assert limit.let_go
            return _("Let go {on}.", on=on_day(limit.let_go, view.today))
        case Standing.REPLACED:
            assert limit.replaced
            return _replaced(limit.replaced, limit.replaced_by, view)
    return _("Taken back.")


def history(agreement: Agreement, view: View) -> tuple[str, ...]:
    """What has been, a line each."""
    lines = [_line(event, view) for event in agreement.history]
    if standing(agreement, view.today) is Standing.ENDED and agreement.ends:
        lines.append(_("It ended {on}, as agreed.", on=on_day(agreement.ends, view.today)))
    return tuple(lines)


def limit_history(limit: OwnLimit, view: View) -> tuple[str, ...]:
    """What has been, a line each."""
    return tuple(_line(event, view) for event in limit.history)


def _line(event: Event, view: View) -> str:
    name, on = view.name(event.by), on_day(event.day, view.today)
    if event.what is What.TALKED:
        if event.next:
            return _(
                "You talked about it {on}; look again {next}.",
                on=on, next=on_day(event.next, view.today),
            )  # fmt: skip
        return _("You talked about it {on}.", on=on)
    sentences = {
        What.PROPOSED: _("{name} proposed it {on}.", name=name, on=on),
        What.WROTE: _("{name} wrote it {on}.", name=name, on=on),
        What.YES: _("{name} said yes {on}.", name=name, on=on),
        What.NO: _("{name} said no {on}.", name=name, on=on),
        What.NOT_YET: _("{name} said not yet {on}.", name=name, on=on),
        What.ENDED: _("{name} ended it {on}.", name=name, on=on),
        What.TOOK_BACK: _("{name} took it back {on}.", name=name, on=on),
        What.LET_GO: _("{name} let it go {on}.", name=name, on=on),
        What.REPLACED: _("New words took its place {on}.", on=on),
    }
    return sentences[event.what]


def _waiting(agreement: Agreement, view: View) -> str:
    if agreement.by != view.me.id:
        return _("You may say no, or not now, or nothing. Nothing else here changes.")
    if view.partner is None:
        return _("It waits until your partner is here, too.")
    return _("It is open. No answer is as good as not yet.")


def _in_force(agreement: Agreement, today: dt.date) -> str:
    since = near_day(agreement.first_day or agreement.day, today)
    if agreement.ends:
        end = near_day(agreement.ends, today)
        return _("In force since {day}, until {end}.", day=since, end=end)
    return _("In force since {day}.", day=since)


def _replaced(day: dt.date, by_id: str, view: View) -> str:
    words = known(view.state).words(by_id)
    if not words:
        return _("Replaced {on}.", on=on_day(day, view.today))
    return _("Replaced {on} by: {words}", on=on_day(day, view.today), words=" ".join(quoted(words)))
