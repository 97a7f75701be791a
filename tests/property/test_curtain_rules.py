"""Whatever is sealed: nothing opens early, one by one, twice, or of one alone."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dashboard.curtain.rules import (
    AllAnswered,
    AtTime,
    Past,
    Sealed,
    both_yes,
    due,
    read_time,
    round_name,
)

NOW = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
RULES = {"n": AtTime(), "a": AllAnswered(), "b": AllAnswered()}
BOTH = ("alice", "bob")
ENDS = ["", "x", "2026-11-22", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]

hours = st.one_of(
    st.integers(-3, 3).map(lambda away: (NOW + dt.timedelta(hours=away)).isoformat()),
    st.sampled_from(ENDS),
    st.datetimes(timezones=st.timezones()).map(dt.datetime.isoformat),
    st.text(max_size=5),
)
junk = st.one_of(st.none(), st.integers(), st.lists(st.integers(), max_size=2))
fields = st.fixed_dictionaries(
    {}, optional={"opens": st.one_of(hours, junk), "round": st.one_of(st.sampled_from("xy"), junk)}
)
rows = st.lists(
    st.tuples(st.sampled_from([*BOTH, "eve"]), st.sampled_from("nabz"), fields), max_size=12
)
sealed = rows.map(
    lambda drawn: [
        Sealed(f"{author}/{n}", author, kind, n, body)
        for n, (author, kind, body) in enumerate(drawn)
    ]
)
names = st.frozensets(st.sampled_from([round_name(k, r) for k in "ab" for r in "xy"]))
tables = st.dictionaries(
    st.sampled_from([round_name(k, r) for k in "ab" for r in "xy"]),
    st.frozensets(st.sampled_from(BOTH)),
)


@given(sealed, names, names, tables)
def test_what_opens_is_due_whole_and_new(
    entries: list[Sealed],
    rounds: frozenset[str],
    closed: frozenset[str],
    table: dict[str, frozenset[str]],
) -> None:
    found = due(entries, RULES, BOTH, NOW, Past(frozenset(), rounds, closed), table)
    by_id = {entry.id: entry for entry in entries}
    seen: set[str] = set()
    for opening in found.openings:
        authors = [by_id[id_].author for id_ in opening.ids]
        assert not seen & set(opening.ids)
        seen |= set(opening.ids)
        times = [read_time(by_id[id_].fields["opens"]) for id_ in opening.ids]
        assert None not in times
        if opening.round:
            assert sorted(authors) == sorted(BOTH) and opening.round not in rounds
            assert len({by_id[id_].kind for id_ in opening.ids}) == 1
            asked = table.get(opening.round, frozenset()) == set(BOTH)
            assert asked or opening.round not in closed
            assert asked or all(time <= NOW for time in times if time)
        else:
            assert len(opening.ids) == 1 and all(time <= NOW for time in times if time)
    assert not {nothing.round for nothing in found.nothing} & (rounds | closed)
    assert found.next is None or found.next > NOW


@given(sealed, names)
def test_again_with_that_in_the_past_nothing_opens(entries: list[Sealed], table: set[str]) -> None:
    at_table = {name: frozenset(BOTH) for name in table}
    first = due(entries, RULES, BOTH, NOW, at_table=at_table)
    past = Past(
        frozenset(id_ for opening in first.openings for id_ in opening.ids),
        frozenset(opening.round for opening in first.openings) - {""},
        frozenset(nothing.round for nothing in first.nothing),
    )
    again = due(entries, RULES, BOTH, NOW, past, at_table)
    assert again.openings == () and again.nothing == ()


@given(sealed)
def test_the_other_learns_nothing_from_ones_own_answer(entries: list[Sealed]) -> None:
    """Whether Bob has answered changes nothing that opens of Alice's before his is in."""
    alone = [entry for entry in entries if entry.author != "bob"]
    early = NOW - dt.timedelta(days=400_000)
    for kept in (alone, entries):
        found = due(kept, {"a": RULES["a"]}, BOTH, early)
        assert all(
            read_time(entry.fields["opens"]) <= early  # type: ignore[operator]
            for opening in found.openings
            for entry in kept
            if entry.id in opening.ids
        )


@given(st.dictionaries(st.sampled_from([*BOTH, "eve"]), st.frozensets(st.sampled_from("abc"))))
def test_both_yes_holds_nothing_that_one_did_not_choose(
    choices: dict[str, frozenset[str]],
) -> None:
    both = both_yes(choices, BOTH)
    assert all(both <= choices.get(person, frozenset()) for person in BOTH)


@given(st.one_of(st.text(), st.binary(), st.none(), st.floats(), st.integers()))
def test_a_time_is_read_or_not(value: object) -> None:
    time = read_time(value)
    assert time is None or time.tzinfo is not None
