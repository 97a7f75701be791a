"""The words on the screen, in the person's language.

English stands in the code; a language is a gettext catalogue,
``dashboard/locale/<language>/LC_MESSAGES/dashboard.mo``. A process shows one person's language,
as it has one locale, so the choice is the process's: a thread or a task sees the same.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from gettext import NullTranslations


class _Voice:
    """What the process speaks; nothing is loaded while that is English."""

    language = "en"
    catalogue: NullTranslations | None = None


def speak(language: str) -> None:
    """Use *language* from here on, English where there are no words for it.

    With "" it is the language of the environment (LC_ALL, LC_MESSAGES, LANG).
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = language or next((os.environ[name] for name in names if os.environ.get(name)), "en")
    code = spoken[:2].lower()
    _Voice.language = code if code.isalpha() else "en"
    _Voice.catalogue = None
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")
    if _Voice.language != "en" and os.path.isdir(folder):
        import gettext

        _Voice.catalogue = gettext.translation(
            "dashboard", folder, [_Voice.language], fallback=True
        )


def language() -> str:
    """Return the code of the language in use, such as "en"."""
    return _Voice.language


def _(message: str, /, **values: object) -> str:
    """Return *message* in the person's language, with ``{name}`` places filled in."""
    catalogue = _Voice.catalogue
    if catalogue is not None:
        message = catalogue.gettext(message)
    return message.format(**values) if values else message


def some(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the singular or plural for *number*, which fills ``{number}``.

    For things that lie ahead or wait; never to count up what was done (rule 5).
    """
    catalogue = _Voice.catalogue
    if catalogue is not None:
        message = catalogue.ngettext(one, many, number)
    else:
        message = one if number == 1 else many
    return message.format(number=number, **values)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday(day: dt.date) -> str:
    """Return "Sunday"."""
    return _(_DAYS[day.weekday()])


def full_day(day: dt.date) -> str:
    """Return "Sunday 22 November"."""
    return _(
        "{weekday} {day} {month}",
        weekday=weekday(day), day=day.day, month=_(_MONTHS[day.month - 1]),
    )  # fmt: skip


def near_day(day: dt.date, today: dt.date) -> str:
    """Return a day as people say it: "today", "Friday", "3 March", "3 March 2025"."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    if -7 < away < 7:
        return weekday(day)
    month = _(_MONTHS[day.month - 1])
    if day.year == today.year or abs(away) < 120:
        return _("{day} {month}", day=day.day, month=month)
    return _("{day} {month} {year}", day=day.day, month=month, year=day.year)


def until(day: dt.date, today: dt.date) -> str:
    """Return "today", "tomorrow", "in 5 days", "in 3 weeks"."""
    away = (day - today).days
    if away <= 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away < 14:
        return some("in {number} day", "in {number} days", away)
    if away < 60:
        return some("in {number} week", "in {number} weeks", away // 7)
    return some("in {number} month", "in {number} months", away // 30)
