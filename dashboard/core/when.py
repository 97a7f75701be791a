"""Days and times as people type them: "Friday", "tomorrow 18:00", "24.12.", "2026-11-27T19:00"."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from dashboard.core.errors import Refused
from dashboard.core.text import one_line

_DAYS = {
    name[:length]: number
    for number, names in enumerate(
        (
            ("monday", "montag"), ("tuesday", "dienstag"), ("wednesday", "mittwoch"),
            ("thursday", "donnerstag"), ("friday", "freitag"),
            ("saturday", "samstag"), ("sunday", "sonntag"),
        )
    )
    for name in names
    for length in (2, 3, len(name))
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan", "february februar feb", "march märz mar mär", "april apr",
            "may mai", "june juni jun", "july juli jul", "august aug",
            "september sep sept", "october oktober oct okt", "november nov",
            "december dezember dec dez",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_SOON = {"today": 0, "heute": 0, "tomorrow": 1, "morgen": 1, "yesterday": -1, "gestern": -1}
_TIME = re.compile(r"(?:\b(?:at|um)\s+)?\b([01]?\d|2[0-3])[:.]([0-5]\d)(?:\s*uhr)?$")
_IN = re.compile(r"(?:in\s+)?(\d{1,3})\s+(day|tag|week|woche|month|monat)\w{0,2}")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s+([a-zä]+)\.?(?:\s+(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")


def read_day(text: str, today: dt.date) -> dt.date:
    """Return the day that *text* names, seen from *today*; a weekday is the next one ahead.

    Raises :class:`Refused` with the forms that are understood.
    """
    words = " ".join(text.casefold().split()).removeprefix("on ").removeprefix("am ")
    try:
        day = _day(words, today)
    except OverflowError:  # beyond the last day of the calendar
        day = None
    if day is None:
        raise Refused(
            f"'{one_line(text, 40)}' is no day I can read. "
            "Write one like: tomorrow, Friday, 24 December, in 4 weeks, 2026-12-24."
        )
    return day


def read_when(text: str, now: dt.datetime) -> dt.datetime:
    """Return the time that *text* names, in *now*'s zone; without a day it is the next one ahead.

    Understands "18:00", "tomorrow 7:30", "Friday 19:00", "24 December 18:00" and ISO 8601; a
    time with an offset is kept as that moment. Raises :class:`Refused` in plain words, also for
    a day without a time.
    """
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    text = text.strip()
    try:
        exact = dt.datetime.fromisoformat(text)
    except ValueError:
        exact = None
    if exact is not None and len(text) > 10:
        try:
            return exact.astimezone(zone) if exact.tzinfo else exact.replace(tzinfo=zone)
        except (OverflowError, ValueError):  # within hours of the year 1 or 9999
            raise _no_time(text) from None
    words = " ".join(text.casefold().split()).replace(",", "")
    found = _TIME.search(words)
    if found is None:
        raise _no_time(text)
    time = dt.time(int(found[1]), int(found[2]))
    before = words[: found.start()].strip()
    if before:
        return dt.datetime.combine(read_day(before, now.date()), time, zone)
    when = dt.datetime.combine(now.date(), time, zone)
    try:
        return when if when > now else when + dt.timedelta(days=1)
    except OverflowError:
        raise _no_time(text) from None


def _no_time(text: str) -> Refused:
    return Refused(
        f"'{one_line(text, 40)}' is no time I can read. "
        "Write one like: 18:00, tomorrow 7:30, Friday 19:00, 2026-12-24T18:00."
    )


def _day(words: str, today: dt.date) -> dt.date | None:
    if words in _SOON:
        return today + dt.timedelta(days=_SOON[words])
    if words.removeprefix("next ") in _DAYS:
        ahead = (_DAYS[words.removeprefix("next ")] - today.weekday()) % 7 or 7
        return today + dt.timedelta(days=ahead)
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        pass
    if match := _IN.fullmatch(words):
        return _ahead(today, int(match[1]), match[2])
    if match := _DOTTED.fullmatch(words):
        return _dated(int(match[1]), int(match[2]), match[3], today)
    if (match := _DAY_MONTH.fullmatch(words)) and match[2] in _MONTHS:
        return _dated(int(match[1]), _MONTHS[match[2]], match[3], today)
    return None


def _ahead(today: dt.date, number: int, unit: str) -> dt.date:
    if unit in ("day", "tag"):
        return today + dt.timedelta(days=number)
    if unit in ("week", "woche"):
        return today + dt.timedelta(weeks=number)
    return add_months(today, number)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later; the last day of a shorter month.

    Raises OverflowError behind the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        raise OverflowError("there is no such year")
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _dated(day: int, month: int, year: str | None, today: dt.date) -> dt.date | None:
    try:
        date = dt.date(int(year) if year else today.year, month, day)
        return date if year or date >= today else date.replace(year=today.year + 1)
    except ValueError:
        return None
