"""Days and times as people type them, in English and German."""

from __future__ import annotations

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.errors import Refused
from dashboard.core.when import add_months, read_day, read_when

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=BERLIN)  # a Sunday
TODAY = NOW.date()
WORDS = (
    "today", "tomorrow", "heute", "morgen", "gestern", "monday", "mo", "friday", "freitag", "on",
    "am", "next", "in", "at", "um", "uhr", "days", "tagen", "wochen", "weeks", "months", "monaten",
    "1", "2", "31", "99", "999", "december", "dezember", "märz", "feb", "29", "february", "2027",
    "9999", "0000", "18:00", "24:00", "7.30", ".", ",", "-", "2026-11-27", "T19:00", "+14:00",
    "0001-01-01", "24.12.", "29.2.", "Z",
)  # fmt: skip
typed = st.one_of(
    st.text(max_size=20), st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=4).map("".join),
)  # fmt: skip


def at_the_end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), BERLIN)


ends = st.sampled_from([dt.date.min, dt.date.max])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-22"), ("Heute", "2026-11-22"), ("tomorrow", "2026-11-23"),
        ("morgen", "2026-11-23"), ("yesterday", "2026-11-21"), ("gestern", "2026-11-21"),
        ("Friday", "2026-11-27"), ("fr", "2026-11-27"), ("Fri", "2026-11-27"),
        ("Freitag", "2026-11-27"), ("next friday", "2026-11-27"), ("on Friday", "2026-11-27"),
        ("am Freitag", "2026-11-27"), ("Sunday", "2026-11-29"), ("so", "2026-11-29"),
        ("in 4 weeks", "2026-12-20"), ("in 4 Wochen", "2026-12-20"), ("3 days", "2026-11-25"),
        ("in 1 Tag", "2026-11-23"), ("in 3 Tagen", "2026-11-25"), ("in 1 month", "2026-12-22"),
        ("in 3 Monaten", "2027-02-22"), ("24 December", "2026-12-24"),
        ("24. Dezember", "2026-12-24"), ("24 dec 2027", "2027-12-24"), ("3 März", "2027-03-03"),
        ("24.12.", "2026-12-24"), ("1.1.", "2027-01-01"), ("24.12.2030", "2030-12-24"),
        ("2026-12-24", "2026-12-24"), ("  2026-12-24 ", "2026-12-24"), ("20261224", "2026-12-24"),
    ],
)  # fmt: skip
def test_days(text: str, day: str) -> None:
    assert read_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("18:01", "2026-11-22T18:01"), ("18:00", "2026-11-23T18:00"), ("7:30", "2026-11-23T07:30"),
        ("tomorrow 7:30", "2026-11-23T07:30"), ("morgen um 7.30 Uhr", "2026-11-23T07:30"),
        ("Friday at 19:00", "2026-11-27T19:00"), ("Freitag, 19:00", "2026-11-27T19:00"),
        ("24 December 18:00", "2026-12-24T18:00"), ("24.12. 18:00", "2026-12-24T18:00"),
        ("2026-12-24T18:00", "2026-12-24T18:00"), ("2026-12-24 18:00", "2026-12-24T18:00"),
        ("2026-12-24T18:00+09:00", "2026-12-24T10:00"), ("2026-12-24T18:00Z", "2026-12-24T19:00"),
        ("in 2 days 8:00", "2026-11-24T08:00"), ("today 8:00", "2026-11-22T08:00"),
    ],
)  # fmt: skip
def test_times(text: str, when: str) -> None:
    read = read_when(text, NOW)
    assert read.isoformat(timespec="minutes")[:16] == when and read.tzinfo is BERLIN


@pytest.mark.parametrize(
    "text", ["", " ", "soon", "32.13.", "30 February", "2026-02-30", "Friday", "25:00", "18",
             "in 0x4 days", "[b]x[/b]", "\x1b[2J", "x" * 500],
)  # fmt: skip
def test_what_is_neither_is_refused_in_one_plain_line(text: str) -> None:
    for read in (lambda: read_when(text, NOW), lambda: text == "Friday" or read_day(text, TODAY)):
        try:
            read()
        except Refused as error:
            assert "Write one like" in error.sentence and "\x1b" not in error.sentence
            assert len(error.sentence) < 200


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "0001-01-01T00:00Z"]
)
def test_the_ends_of_time(text: str) -> None:
    try:
        assert read_when(text, NOW).tzinfo is BERLIN
    except Refused as error:
        assert "no time I can read" in error.sentence


@given(typed, st.one_of(st.dates(), ends))
def test_a_day_or_a_refusal(text: str, today: dt.date) -> None:
    with contextlib.suppress(Refused):
        assert type(read_day(text, today)) is dt.date


@given(typed, st.datetimes(timezones=st.timezones()) | ends.map(at_the_end))
def test_a_time_or_a_refusal(text: str, now: dt.datetime) -> None:
    try:
        read = read_when(text, now)
    except Refused:
        return
    assert read.tzinfo is now.tzinfo


@given(typed)
def test_upper_and_lower_case_mean_the_same(text: str) -> None:
    def read(words: str) -> dt.date | None:
        try:
            return read_day(words, TODAY)
        except Refused:
            return None

    if text.isascii():
        assert read(text.upper()) == read(text.lower())


@given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(0, 999))
def test_months_later_is_in_that_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize("text", ["tomorrow", "yesterday", "friday", "in 99 weeks", "in 9 months"])
@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
def test_there_is_no_day_beyond_the_last(text: str, today: dt.date) -> None:
    with contextlib.suppress(Refused):
        read_day(text, today)
    with contextlib.suppress(Refused):
        read_when(f"{text} 18:00", at_the_end(today))
    with contextlib.suppress(Refused):
        read_when("11:00", at_the_end(today))


def test_the_last_day_of_a_shorter_month() -> None:
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2027, 12, 31), 2) == dt.date(2028, 2, 29)
