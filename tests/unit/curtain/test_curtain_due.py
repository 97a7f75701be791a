"""What opens when, in every case: entries, people and the time in, what opens out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dashboard.curtain.rules import (
    AllAnswered,
    AtTime,
    Nothing,
    Opening,
    Past,
    Sealed,
    both_yes,
    due,
    read_time,
    round_name,
)

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo("Europe/Berlin"))
RULES = {"n": AtTime("opens"), "a": AllAnswered("round", "opens"), "b": AllAnswered("week", "at")}
BOTH = ("alice", "bob")
SUNDAY = round_name("a", "sunday")


def at(hours: float) -> str:
    return (NOW + dt.timedelta(hours=hours)).isoformat()


def note(opens: object, author: str = "alice", n: int = 1) -> Sealed:
    return Sealed(f"{author}/{n}", author, "n", n, {"opens": opens})


def answer(
    author: str, hours: float = 0, n: int = 1, round_: object = "sunday", kind: str = "a"
) -> Sealed:
    fields = {"round": round_, "opens": at(hours)}
    if kind == "b":
        fields = {"week": round_, "at": at(hours)}
    return Sealed(f"{author}/{kind}{n}", author, kind, n, fields)


def test_nothing_is_due_of_nothing() -> None:
    assert due([], RULES, BOTH, NOW).openings == ()
    assert due([], RULES, BOTH, NOW).next is None


def test_a_time_is_reached_to_the_moment() -> None:
    found = due([note(at(0))], RULES, BOTH, NOW)
    assert found.openings == (Opening(("alice/1",)),) and found.next is None
    found = due([note(at(0.001)), note(at(5), n=2)], RULES, BOTH, NOW)
    assert found.openings == () and found.next == NOW + dt.timedelta(hours=0.001)


def test_it_opens_by_the_moment_and_not_by_the_face_of_the_clock() -> None:
    tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert due([note(tokyo.isoformat())], RULES, BOTH, NOW).openings


def test_in_the_hour_that_comes_twice_the_offset_decides() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=0)
    second = first.replace(fold=1)
    assert not due([note(second.isoformat())], RULES, BOTH, first).openings
    assert due([note(first.isoformat())], RULES, BOTH, second).openings


@pytest.mark.parametrize("opens", [None, "", 5, [], {}, "x", "2026-11-22T18:00", "2026-11-22"])
def test_what_names_no_moment_stays_sealed(opens: object) -> None:
    found = due([note(opens), note(at(-1), n=2)], RULES, BOTH, NOW)
    assert found.openings == (Opening(("alice/2",)),)
    assert read_time(opens) is None


def test_a_kind_without_a_rule_stays_sealed() -> None:
    assert not due([Sealed("x", "alice", "x", 1, {"opens": at(-1)})], RULES, BOTH, NOW).openings


def test_each_opens_once() -> None:
    past = Past(opened=frozenset({"alice/1"}))
    assert not due([note(at(-1))], RULES, BOTH, NOW, past).openings


def test_answers_open_together_at_the_latest_of_the_hours() -> None:
    both = [answer("bob", 1), answer("alice", 0)]
    assert not due(both, RULES, BOTH, NOW).openings
    found = due(both, RULES, BOTH, NOW + dt.timedelta(hours=1))
    assert found.openings == (Opening(("alice/a1", "bob/a1"), SUNDAY),)


def test_of_two_answers_the_newest_opens() -> None:
    three = [answer("alice"), answer("alice", n=2), answer("bob")]
    (opening,) = due(three, RULES, BOTH, NOW).openings
    assert opening.ids == ("alice/a2", "bob/a1")


def test_one_answer_opens_nothing_and_that_is_said_once() -> None:
    found = due([answer("alice")], RULES, BOTH, NOW)
    assert (found.openings, found.nothing) == ((), (Nothing(SUNDAY),))
    found = due([answer("alice")], RULES, BOTH, NOW, Past(closed=frozenset({SUNDAY})))
    assert (found.openings, found.nothing, found.next) == ((), (), None)


def test_before_the_hour_it_says_only_when_to_look_again() -> None:
    for answers in ([answer("alice", 2)], [answer("alice", 2), answer("bob", 1)]):
        found = due(answers, RULES, BOTH, NOW)
        assert (found.openings, found.nothing) == ((), ())
        assert found.next == NOW + dt.timedelta(hours=2)


def test_what_came_late_opens_at_the_table_alone() -> None:
    closed = Past(closed=frozenset({SUNDAY}))
    both = [answer("alice"), answer("bob")]
    assert not due(both, RULES, BOTH, NOW, closed).openings
    one = {SUNDAY: frozenset({"alice"})}
    assert not due(both, RULES, BOTH, NOW, closed, one).openings
    table = {SUNDAY: frozenset(BOTH)}
    assert due(both, RULES, BOTH, NOW, closed, table).openings


def test_at_the_table_only_what_is_whole_opens() -> None:
    table = {SUNDAY: frozenset(BOTH)}
    assert not due([answer("alice", 1)], RULES, BOTH, NOW, at_table=table).openings
    assert due([answer("alice", 1), answer("bob", 9)], RULES, BOTH, NOW, at_table=table).openings


def test_a_round_opens_once_whatever_is_answered_to_it_later() -> None:
    past = Past(frozenset({"alice/a1", "bob/a1"}), frozenset({SUNDAY}))
    late = [answer("alice"), answer("bob"), answer("alice", n=2), answer("bob", n=2)]
    assert due(late, RULES, BOTH, NOW, past).openings == ()


def test_two_kinds_never_share_a_round() -> None:
    found = due([answer("alice"), answer("bob", kind="b")], RULES, BOTH, NOW)
    assert found.openings == ()
    assert {nothing.round for nothing in found.nothing} == {SUNDAY, round_name("b", "sunday")}
    four = [answer(who, kind=kind) for who in BOTH for kind in ("a", "b")]
    assert len(due(four, RULES, BOTH, NOW).openings) == 2


@pytest.mark.parametrize("round_", [None, 5, [], {"a": 1}])
def test_a_round_that_is_no_text_is_none(round_: object) -> None:
    both = [answer("alice", round_=round_), answer("bob", round_=round_)]
    assert due(both, RULES, BOTH, NOW).openings == ()


def test_who_does_not_live_here_answers_nothing() -> None:
    assert not due([answer("alice"), answer("eve")], RULES, BOTH, NOW).openings


def test_alone_no_answers_open() -> None:
    assert not due([answer("alice")], RULES, ("alice",), NOW).openings


def test_both_yes() -> None:
    assert both_yes({"alice": "ab", "bob": "bc"}, BOTH) == {"b"}
    assert both_yes({"alice": "ab"}, BOTH) == frozenset()
    assert both_yes({"alice": "ab"}, ("alice",)) == frozenset()
    assert both_yes({"alice": "ab", "bob": "", "eve": "ab"}, BOTH) == frozenset()
    assert both_yes({}, ()) == frozenset()
