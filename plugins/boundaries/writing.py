"""The rules that a proposal or a limit meets when it is written, on a screen or by a command.

Each function raises :class:`~dashboard.core.errors.Refused` with a sentence that says what to
do instead. The fold holds the same rules again, for entries that were written by hand.
"""

from __future__ import annotations

import datetime as dt

from dashboard.api.context import View
from dashboard.core.errors import Refused
from dashboard.core.text import clean, one_line
from dashboard.core.when import read_day
from dashboard.core.words import _, some
from plugins.boundaries import told
from plugins.boundaries.bodies import Limit, Propose
from plugins.boundaries.model import (
    CATEGORIES,
    OPENNESS,
    State,
    Wrong,
    first_day,
    is_openness,
    known,
    later,
    what_is_wrong,
)
from plugins.boundaries.settings import known as settings
from plugins.boundaries.standing import (
    ALIVE,
    OPEN,
    rests_until,
    same_proposal,
    standing,
)
from plugins.boundaries.whose import about_another, says_what_i_do

LONGEST = 2000


class ForBoth(Refused):
    """Meant as a limit, but it says what somebody else must do: that takes a proposal."""


def proposal(
    view: View, text: str, category: str = "", starts: str = "", ends: str = "",
    review: str = "", revises: str = "",
) -> Propose:  # fmt: skip
    """Make a proposal from what a person typed; days are read as people write them."""
    text, category, today = _words(text), categories(view, category), view.today
    first, last = _day(starts, today), _day(ends, today)
    _check_again(view, text, revises)
    openness = is_openness(category)
    if first and first < today:
        raise Refused(_("An agreement can start today at the earliest."))
    if openness and first and first <= today:
        raise Refused(_("An agreement to be open starts tomorrow at the earliest."))
    longest = settings(view.settings).longest_openness_days
    check(what_is_wrong(text, category, first, last, today, longest), longest)
    if last and last < first_day(category, first, today):
        raise Refused(_("Its last day would be over before it could start. Choose a later one."))
    return Propose(
        text, category, _iso(first), _iso(last), _iso(_ahead(_day(review, today), today)), revises
    )


def limit(
    view: View, text: str, category: str = "", review: str = "", revises: str = ""
) -> Limit:  # fmt: skip
    """Make a limit from what a person typed."""
    text = _words(text)
    if about_another(text, partner_names(view)):
        raise ForBoth(_("This says what somebody else must do. Shall it be a proposal?"))
    review = _iso(_ahead(_day(review, view.today), view.today))
    return Limit(text, categories(view, category), review, revises)


def remark(view: View, text: str) -> str:
    """What to say about a limit while it is written; "" when there is nothing to say."""
    if about_another(text, partner_names(view)):
        return _("This says what somebody else must do. Shall it be a proposal?")
    if text.strip() and not says_what_i_do(text):
        return _("A limit says what you will do: “I will …”, or “If …, I will …”.")
    return ""


def partner_names(view: View) -> tuple[str, ...]:
    """What the other may be called in a text."""
    return (view.partner.name, view.partner.id) if view.partner else ()


def next_look(view: View, text: str) -> str:
    """Read the next day to look at something again, ISO 8601; "" for none."""
    return _iso(_ahead(_day(text, view.today), view.today))


def categories(view: View, wanted: str) -> str:
    """Return the category that a person means: a shipped one, the household's, or an own one."""
    wanted = one_line(wanted, 40)
    if is_openness(wanted) or wanted.casefold() == told.category(OPENNESS).casefold():
        return OPENNESS
    for name in (*CATEGORIES, *settings(view.settings).own_categories):
        if wanted.casefold() in (name.casefold(), told.category(name).casefold()):
            return name
    return wanted or CATEGORIES[0]


def check(wrong: Wrong | None, longest: int) -> None:
    """Refuse what could never be in force, and say what to do."""
    if wrong is Wrong.ENDLESS:
        raise Refused(
            _("An agreement to be open needs a last day. Choose one; it ends by itself then.")
        )
    if wrong is Wrong.TOO_LONG:
        raise Refused(
            some(
                "An agreement to be open lasts {number} day at most. Choose an earlier last day.",
                "An agreement to be open lasts {number} days at most. Choose an earlier last day.",
                longest,
            )
        )
    if wrong is not None:
        raise Refused(told.why_not(wrong))


def _check_again(view: View, text: str, revises: str) -> None:
    """The same words don't come back within a month, nor twice at a time."""
    state, today = known(view.state), view.today
    rests = rests_until(state, view.me.id, text)
    if rests and today < rests:
        raise Refused(
            _(
                "These words may rest a while: they can be proposed again from {day} on.",
                day=told.exact_day(rests),
            )
        )
    for old in same_proposal(state, view.me.id, text):
        if standing(old, today) in OPEN:
            raise Refused(_("You have proposed these words already, and they are still open."))
    _check_agreed(state, text, revises, today)


def _check_agreed(state: State, text: str, revises: str, today: dt.date) -> None:
    for old in state.agreements.values():
        if standing(old, today) in ALIVE and old.text == text and old.id != revises:
            raise Refused(
                _("You both said yes to these words already. Revise them to change their days.")
            )


def _words(text: str) -> str:
    text = clean(text).strip()
    if not text:
        raise Refused(_("There are no words yet."))
    if len(text) > LONGEST:
        raise Refused(
            some("That is long. At most {number} letter, please.",
                 "That is long. At most {number} letters, please.", LONGEST)
        )  # fmt: skip
    return text


def _day(text: str, today: dt.date) -> dt.date | None:
    return read_day(text, today) if text.strip() else None


def _ahead(day: dt.date | None, today: dt.date) -> dt.date | None:
    if day and day < later(today, 1):
        raise Refused(_("Choose a day from tomorrow on to look at it again."))
    return day


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
