"""Days as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import words
from dashboard.core.words import full_day, near_day, some, until, weekday

TODAY = dt.date(2026, 11, 22)  # a Sunday
days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "Tuesday"), (6, "Saturday"),
        (7, "29 November"), (-2, "Friday"), (-6, "Monday"), (-7, "15 November"), (60, "21 January"),
        (119, "21 March"), (120, "22 March 2027"), (-300, "26 January"), (-330, "27 December 2025"),
    ],
)  # fmt: skip
def test_near_days(away: int, said: str) -> None:
    assert near_day(TODAY + dt.timedelta(days=away), TODAY) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (-5, "today"), (0, "today"), (1, "tomorrow"), (2, "in 2 days"), (13, "in 13 days"),
        (14, "in 2 weeks"), (59, "in 8 weeks"), (60, "in 2 months"), (400, "in 13 months"),
    ],
)  # fmt: skip
def test_until(away: int, said: str) -> None:
    assert until(TODAY + dt.timedelta(days=away), TODAY) == said


def test_whole_days() -> None:
    assert full_day(TODAY) == "Sunday 22 November" and weekday(TODAY) == "Sunday"


@given(days, days)
def test_any_two_days_can_be_said(day: dt.date, today: dt.date) -> None:
    for said in (near_day(day, today), until(day, today), full_day(day)):
        assert said and "{" not in said
    if abs((day - today).days) >= 120 and day.year != today.year:
        assert str(day.year) in near_day(day, today), "or nobody knows which year"


def test_places_are_filled_in_and_a_persons_braces_stay() -> None:
    assert words._("{name} and {other}", name="{other}", other="Bob") == "{other} and Bob"
    assert words._("100 {percent}") == "100 {percent}"
    assert some("one", "{number} of {what}", 3, what="tea") == "3 of tea"
    assert some("{number} cup", "{number} cups", 1) == "1 cup"


def test_a_language_without_words_is_english() -> None:
    words.speak("xx")
    assert words._("today") == "today" and words.language() == "xx"
