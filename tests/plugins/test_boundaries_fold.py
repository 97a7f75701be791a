"""What the entries add up to: consent for one exact thing, and an end to it at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.api.context import Entry
from plugins.boundaries.bodies import (
    ANSWER,
    KINDS,
    LIMIT,
    PROPOSE,
    REVIEWED,
    WITHDRAW,
    Answer,
    Limit,
    Propose,
    Reviewed,
    Withdraw,
)
from plugins.boundaries.folding import fold
from plugins.boundaries.model import State, What, Wrong
from plugins.boundaries.standing import (
    ALIVE,
    Standing,
    can_answer,
    can_end,
    rests_until,
    standing,
    waiting_for,
)

SUNDAY = dt.date(2026, 11, 22)
PEOPLE = ("alice", "bob")
KIND_OF = {body: kind for kind, body in KINDS.items()}
WORDS = "Our phones stay in the hall at dinner."
BOTH_WAYS = pytest.mark.parametrize(("one", "other"), [("alice", "bob"), ("bob", "alice")])


def day(number: int) -> dt.date:
    return SUNDAY + dt.timedelta(days=number)


def iso(number: int) -> str:
    return day(number).isoformat()


def entry(author: str, n: int, body: Any, on: int = 0, **more: Any) -> Entry:
    kind = more.pop("kind", KIND_OF.get(type(body), ""))
    id_ = f"{author}/home/shared/{n}"
    return Entry(id_, author, kind, day(on), f"digest of {id_}", body, **more)


def yes(to: Entry, author: str, n: int = 90, on: int = 0, **changed: str) -> Entry:
    words = to.body.text if to.body else ""
    fields = {"ref": to.id, "digest": to.digest, "quote": words, "says": "yes", **changed}
    return entry(author, n, Answer(**fields), on)


def state(*entries: Entry, people: Sequence[str] = PEOPLE) -> State:
    return fold(list(entries), people)


def how(found: State, one: Entry, on: int = 0) -> Standing:
    return standing(found.agreements[one.id], day(on))


# -- consent is for one exact thing ------------------------------------------------------------


@BOTH_WAYS
def test_a_yes_of_the_other_to_the_exact_words_makes_an_agreement(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    assert how(state(proposal), proposal) is Standing.WAITING
    assert how(state(proposal, yes(proposal, other)), proposal) is Standing.IN_FORCE


@BOTH_WAYS
@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "another digest"},
        {"digest": ""},
        {"quote": WORDS + " And at lunch."},
        {"quote": ""},
        {"ref": "nobody/home/shared/1"},
        {"says": "maybe"},
    ],
)
def test_a_yes_to_anything_else_is_no_yes(one: str, other: str, changed: dict[str, str]) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    assert how(state(proposal, yes(proposal, other, **changed)), proposal) is Standing.WAITING


@BOTH_WAYS
def test_nobody_agrees_for_both(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    assert how(state(proposal, yes(proposal, one)), proposal) is Standing.WAITING
    assert how(state(proposal, yes(proposal, "carol")), proposal) is Standing.WAITING
    alone = state(proposal, yes(proposal, other), people=(one,))
    assert how(alone, proposal) is Standing.WAITING


@BOTH_WAYS
def test_a_yes_that_is_not_for_both_to_read_counts_for_nobody(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    answer = yes(proposal, other)
    sealed = Entry(**{**vars(answer), "sealed": True})
    assert how(state(proposal, sealed), proposal) is Standing.WAITING


def test_an_empty_digest_is_no_digest() -> None:
    proposal = Entry("alice/home/shared/1", "alice", PROPOSE, SUNDAY, "", Propose(WORDS))
    assert how(state(proposal, yes(proposal, "bob")), proposal) is Standing.WAITING


def test_a_proposal_without_words_is_never_in_force() -> None:
    proposal = entry("bob", 1, Propose("  "))
    found = state(proposal, yes(proposal, "alice"))
    assert how(found, proposal) is Standing.IMPOSSIBLE


# -- days ------------------------------------------------------------------------------------


@BOTH_WAYS
def test_it_starts_and_ends_by_itself_and_never_renews(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS, starts=iso(3), ends=iso(10)))
    found = state(proposal, yes(proposal, other, on=1))
    assert how(found, proposal, 2) is Standing.COMING
    assert [how(found, proposal, n) for n in (3, 10)] == [Standing.IN_FORCE] * 2
    assert [how(found, proposal, n) for n in (11, 400, 4000)] == [Standing.ENDED] * 3


@BOTH_WAYS
@pytest.mark.parametrize("category", ["transparency", "Transparency ", "openness", "Transparenz"])
@pytest.mark.parametrize("starts", ["", iso(-9), iso(2)])
def test_openness_starts_the_day_after_the_yes_at_the_earliest(
    one: str, other: str, category: str, starts: str
) -> None:
    proposal = entry(one, 1, Propose(WORDS, category, starts=starts, ends=iso(20)))
    found = state(proposal, yes(proposal, other, on=2))
    assert how(found, proposal, 2) is Standing.COMING
    assert how(found, proposal, 3) is Standing.IN_FORCE


@BOTH_WAYS
@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({}, Wrong.ENDLESS),
        ({"ends": iso(181)}, Wrong.TOO_LONG),
        ({"starts": iso(-300), "ends": iso(181)}, Wrong.TOO_LONG),
        ({"ends": "9999-12-31"}, Wrong.TOO_LONG),
        ({"starts": "9999-12-31", "ends": "9999-12-30"}, Wrong.TURNED),
        ({"ends": "some day"}, Wrong.DAYS),
        ({"starts": "2026-W48-1", "ends": iso(5)}, Wrong.DAYS),
    ],
)
def test_openness_by_hand_against_the_rules_is_never_in_force(
    one: str, other: str, days: dict[str, str], wrong: Wrong
) -> None:
    proposal = entry(one, 1, Propose(WORDS, "transparency", **days))
    found = state(proposal, yes(proposal, other))
    assert found.agreements[proposal.id].wrong is wrong
    assert all(how(found, proposal, n) is Standing.IMPOSSIBLE for n in (0, 1, 30, 300))
    assert not list(waiting_for(state(proposal), other, SUNDAY))


def test_the_longest_openness_just_fits() -> None:
    proposal = entry("alice", 1, Propose(WORDS, "transparency", ends=iso(180)))
    assert how(state(proposal, yes(proposal, "bob")), proposal, 1) is Standing.IN_FORCE


@BOTH_WAYS
def test_a_yes_that_comes_too_late_puts_nothing_in_force(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS, "transparency", ends=iso(3)))
    found = state(proposal, yes(proposal, other, on=3))
    assert found.agreements[proposal.id].wrong is Wrong.OVER
    assert how(found, proposal, 3) is Standing.IMPOSSIBLE
    assert how(state(proposal), proposal, 3) is Standing.LAPSED
    assert not can_answer(state(proposal).agreements[proposal.id], other, day(3))
    assert can_answer(state(proposal).agreements[proposal.id], other, day(2))


# -- withdrawing -----------------------------------------------------------------------------


@BOTH_WAYS
@pytest.mark.parametrize("first", [True, False])
def test_either_ends_it_at_once_and_for_good(one: str, other: str, first: bool) -> None:
    who = one if first else other
    proposal = entry(one, 1, Propose(WORDS, ends=iso(30)))
    ended = [proposal, yes(proposal, other), entry(who, 5, Withdraw(proposal.id), on=4)]
    assert how(state(*ended), proposal, 4) is Standing.WITHDRAWN
    again = state(*ended, yes(proposal, other, n=91, on=5))
    assert [how(again, proposal, n) for n in (4, 5, 40)] == [Standing.WITHDRAWN] * 3


@BOTH_WAYS
def test_a_proposal_that_was_taken_back_can_not_be_agreed_to(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    gone = [proposal, entry(one, 2, Withdraw(proposal.id))]
    assert how(state(*gone), proposal) is Standing.TAKEN_BACK
    assert how(state(*gone, yes(proposal, other)), proposal) is Standing.TAKEN_BACK


def test_a_stranger_ends_nothing() -> None:
    proposal = entry("bob", 1, Propose(WORDS))
    entries = (proposal, yes(proposal, "alice"), entry("carol", 1, Withdraw(proposal.id)))
    assert how(state(*entries), proposal) is Standing.IN_FORCE


def test_a_withdrawal_ends_it_whatever_the_clock_says() -> None:
    proposal = entry("bob", 1, Propose(WORDS, ends=iso(5)))
    late = entry("bob", 2, Withdraw(proposal.id), on=900)
    assert how(state(proposal, yes(proposal, "alice"), late), proposal) not in ALIVE


# -- no, not yet, nothing --------------------------------------------------------------------


@BOTH_WAYS
@pytest.mark.parametrize(("says", "stands"), [("no", Standing.NO), ("not yet", Standing.NOT_YET)])
def test_no_and_not_yet_can_become_a_yes(one: str, other: str, says: str, stands: Standing) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    declined = [proposal, yes(proposal, other, n=2, on=1, says=says)]
    assert how(state(*declined), proposal, 1) is stands
    assert can_answer(state(*declined).agreements[proposal.id], other, day(50))
    agreed = state(*declined, yes(proposal, other, n=3, on=50))
    assert how(agreed, proposal, 50) is Standing.IN_FORCE


@BOTH_WAYS
def test_a_yes_becomes_a_no_only_by_withdrawing(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    found = state(proposal, yes(proposal, other), yes(proposal, other, n=91, says="no"))
    assert how(found, proposal) is Standing.IN_FORCE
    assert found == state(proposal, yes(proposal, other))
    twice = state(proposal, yes(proposal, other), yes(proposal, other, n=91, on=5))
    assert twice == state(proposal, yes(proposal, other))


@BOTH_WAYS
def test_after_a_yes_nothing_is_left_of_a_not_yet(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    said = [proposal, yes(proposal, other, n=2, says="not yet"), yes(proposal, other, n=3)]
    assert rests_until(state(*said), one, WORDS) is None


@BOTH_WAYS
def test_a_yes_that_bears_an_earlier_day_counts_from_the_proposal_on(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS, "transparency", ends=iso(9)))
    found = state(proposal, yes(proposal, other, on=-3))
    assert how(found, proposal, 0) is Standing.COMING


@BOTH_WAYS
def test_the_same_words_rest_a_month_after_the_others_no(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    same = "our PHONES stay\nin the hall – at dinner!"
    declined = state(proposal, yes(proposal, other, on=1, says="not yet"))
    assert rests_until(declined, one, same) == day(31)
    assert rests_until(declined, other, same) is None
    assert rests_until(declined, one, "Something else.") is None
    ended = state(proposal, yes(proposal, other), entry(other, 9, Withdraw(proposal.id), on=5))
    assert rests_until(ended, one, same) == day(35)
    own = state(proposal, yes(proposal, other), entry(one, 9, Withdraw(proposal.id), on=5))
    assert rests_until(own, one, same) is None


@BOTH_WAYS
def test_taking_the_words_back_does_not_shorten_the_month(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    said = yes(proposal, other, on=1, says="no")
    gone = entry(one, 1, None, kind=PROPOSE, taken_back=True)
    assert rests_until(state(gone, said), one, WORDS) == day(31)


@BOTH_WAYS
def test_without_an_answer_it_rests_after_a_month(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    found = state(proposal)
    assert how(found, proposal, 29) is Standing.WAITING
    assert how(found, proposal, 30) is Standing.RESTING
    assert can_answer(found.agreements[proposal.id], other, day(30))


# -- new words -------------------------------------------------------------------------------


@BOTH_WAYS
def test_the_old_words_stand_until_both_said_yes_to_the_new_ones(one: str, other: str) -> None:
    old = entry(one, 1, Propose(WORDS))
    new = entry(other, 1, Propose("In the hall, at lunch too.", revises=old.id), on=3)
    entries = [old, yes(old, other), new]
    assert how(state(*entries), old, 3) is Standing.IN_FORCE
    assert how(state(*entries, yes(new, one, n=7, on=3, says="no")), old, 3) is Standing.IN_FORCE
    both = state(*entries, yes(new, one, n=8, on=5))
    assert how(both, old, 5) is Standing.REPLACED
    assert how(both, new, 5) is Standing.IN_FORCE
    over = state(*entries, yes(new, one, n=8, on=5), entry(one, 9, Withdraw(new.id), on=6))
    assert how(over, old, 6) is Standing.REPLACED


def test_new_words_that_can_not_be_in_force_replace_nothing() -> None:
    old = entry("alice", 1, Propose(WORDS))
    new = entry("bob", 1, Propose("All of it.", "transparency", revises=old.id))
    found = state(old, yes(old, "bob"), new, yes(new, "alice"))
    assert how(found, old, 1) is Standing.IN_FORCE
    assert how(found, new, 1) is Standing.IMPOSSIBLE


def test_words_that_revise_each_other_or_themselves_harm_nothing() -> None:
    one = entry("alice", 1, Propose("One.", revises="bob/home/shared/1"))
    two = entry("bob", 1, Propose("Two.", revises="alice/home/shared/1"))
    self_ = entry("bob", 2, Propose("Three.", revises="bob/home/shared/2"))
    found = state(one, two, self_, yes(one, "bob"), yes(two, "alice"), yes(self_, "alice", n=4))
    assert [how(found, e) in ALIVE for e in (one, two, self_)] == [False, True, True]


# -- taken back words bring nothing back -------------------------------------------------------


def gone_of(one: Entry) -> Entry:
    return Entry(**{**vars(one), "body": None, "taken_back": True})


@BOTH_WAYS
def test_taking_back_a_withdrawal_revives_nothing(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    ended = entry(other, 5, Withdraw(proposal.id), on=4)
    found = state(proposal, yes(proposal, other), gone_of(ended))
    assert how(found, proposal, 4) is Standing.WITHDRAWN
    later = entry(one, 6, Propose("Later words."), on=6)
    found = state(proposal, yes(proposal, other), gone_of(ended), later, yes(later, other, n=99))
    assert how(found, later, 6) is Standing.IN_FORCE


@BOTH_WAYS
def test_taking_back_the_new_words_or_the_yes_to_them_revives_nothing(one: str, other: str) -> None:
    old = entry(one, 1, Propose(WORDS))
    new = entry(other, 1, Propose("New words.", revises=old.id), on=3)
    agreed = yes(new, one, n=8, on=5, revises=old.id)
    assert how(state(old, yes(old, other), new, gone_of(agreed)), old, 6) not in ALIVE
    assert how(state(old, yes(old, other), gone_of(new), agreed), old, 6) is Standing.REPLACED


@BOTH_WAYS
def test_words_taken_back_are_no_longer_agreed_to_and_stay_readable(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    answer = yes(proposal, other)
    found = state(gone_of(proposal), answer)
    assert how(found, proposal) is Standing.TAKEN_BACK
    assert found.agreements[proposal.id].text == WORDS
    assert not can_end(found.agreements[proposal.id], one, SUNDAY)
    assert how(state(proposal, gone_of(answer)), proposal) is Standing.WAITING


# -- limits ----------------------------------------------------------------------------------


@BOTH_WAYS
def test_a_limit_is_its_owners_alone(one: str, other: str) -> None:
    limit = entry(one, 1, Limit("I will go for a walk."))
    for body in (Withdraw(limit.id), Reviewed(limit.id, iso(3)), Limit("Mine.", revises=limit.id)):
        found = state(limit, entry(other, 2, body)).limits[limit.id]
        assert found.stands and found.look_again is None and len(found.history) == 1
    answered = state(limit, yes(limit, other))
    assert answered.limits[limit.id].stands and not answered.agreements
    assert not state(limit, entry(one, 2, Withdraw(limit.id))).limits[limit.id].stands
    revised = state(limit, entry(one, 2, Limit("I will go out.", revises=limit.id)))
    assert [found.stands for found in revised.limits.values()] == [False, True]


# -- looking again ---------------------------------------------------------------------------


@BOTH_WAYS
def test_talking_about_it_moves_the_reminder_and_nothing_else(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS, ends=iso(90), review=iso(7)))
    before = state(proposal, yes(proposal, other)).agreements[proposal.id]
    assert before.look_again == day(7)
    for who in (one, other):
        talked = entry(who, 4, Reviewed(proposal.id, iso(40)), on=7)
        after = state(proposal, yes(proposal, other), talked).agreements[proposal.id]
        assert after.look_again == day(40)
        assert (after.ends, after.review, after.text) == (before.ends, before.review, before.text)
    waiting = state(proposal, entry(one, 4, Reviewed(proposal.id, iso(40))))
    assert waiting.agreements[proposal.id].look_again == day(7)
    junk = entry(one, 4, Reviewed(proposal.id, "soon"), on=7)
    assert state(proposal, yes(proposal, other), junk).agreements[proposal.id] == before


@BOTH_WAYS
def test_the_history_tells_all_of_it_in_order(one: str, other: str) -> None:
    proposal = entry(one, 1, Propose(WORDS))
    found = state(
        proposal,
        yes(proposal, other, n=2, on=1, says="not yet"),
        yes(proposal, other, n=3, on=2),
        entry(one, 4, Reviewed(proposal.id, iso(9)), on=3),
        entry(other, 5, Withdraw(proposal.id), on=4),
    ).agreements[proposal.id]
    assert [(e.by, e.what) for e in found.history] == [
        (one, What.PROPOSED),
        (other, What.NOT_YET),
        (other, What.YES),
        (one, What.TALKED),
        (other, What.ENDED),
    ]


# -- whatever stands in the entries ------------------------------------------------------------

_ids = st.sampled_from([f"{who}/home/shared/{n}" for who in ("alice", "bob") for n in range(4)])
_refs = _ids | st.sampled_from(["", "carol/x/shared/1", "alice"])
_texts = st.sampled_from(["One.", "Two.", "one", "", " ", "a\u202eb", "If … I will"])
_days = st.sampled_from(
    ["", iso(-5), iso(0), iso(1), iso(9), iso(500), "0001-01-01", "9999-12-31", "x", "2026-02-30"]
)
_digests = st.sampled_from([f"digest of {w}/home/shared/{n}" for w in PEOPLE for n in range(4)])
_bodies = st.one_of(
    st.builds(Propose, _texts, st.sampled_from(["", "transparency", "own"]), _days, _days, _days,
              _refs),
    st.builds(Answer, _refs, _digests | st.just(""), _texts,
              st.sampled_from(["yes", "yes", "no", "not yet", "?"]), _refs),
    st.builds(Withdraw, _refs),
    st.builds(Limit, _texts, st.just(""), _days, _refs),
    st.builds(Reviewed, _refs, _days),
    st.none(),
    st.integers(),
)  # fmt: skip
_entry_days = st.sampled_from([SUNDAY, day(3), day(-400), dt.date.min, dt.date.max])


@st.composite
def _entries(draw: st.DrawFn) -> list[Entry]:
    made = []
    for _ in range(draw(st.integers(0, 12))):
        id_ = draw(_ids)
        author = draw(st.sampled_from([id_.split("/")[0], id_.split("/")[0], "alice", "carol"]))
        body = draw(_bodies)
        kind = KIND_OF.get(type(body)) or draw(st.sampled_from([*KINDS, "boundaries.new"]))
        taken = body is None and draw(st.booleans())
        sealed = draw(st.integers(0, 9)) == 0
        digest = f"digest of {id_}"
        made.append(Entry(id_, author, kind, draw(_entry_days), digest, body, taken, sealed))
    return made


@given(_entries(), st.sampled_from([PEOPLE, ("bob", "alice"), ("bob",), ()]))
def test_nothing_is_ever_in_force_without_the_yes_of_two(
    entries: list[Entry], people: tuple[str, ...]
) -> None:
    found = fold(entries, people)
    for one in found.agreements.values():
        for on in (dt.date.min, day(-1), SUNDAY, day(1), day(9), day(600), dt.date.max):
            if standing(one, on) not in ALIVE:
                continue
            assert one.by in people and one.text and one.digest
            assert any(
                e.kind == ANSWER
                and isinstance(e.body, Answer)
                and e.author in people
                and e.author != one.by
                and not e.sealed
                and (e.body.ref, e.body.digest, e.body.says) == (one.id, one.digest, "yes")
                for e in entries
            )
            assert not one.openness or one.ends is not None
            assert one.ends is None or standing(one, on) is Standing.COMING or on <= one.ends


@given(_entries(), st.sampled_from(PEOPLE))
def test_withdrawing_always_ends_it(entries: list[Entry], who: str) -> None:
    before = fold(entries, PEOPLE)
    for number, one in enumerate(list(before.agreements.values())):
        last = entry(who, 100 + number, Withdraw(one.id), on=4)
        after = fold([*entries, last], PEOPLE).agreements[one.id]
        if one.agreed or one.by == who:
            assert standing(after, day(4)) not in ALIVE
            assert not can_answer(after, "alice", day(4)) and not can_answer(after, "bob", day(4))
        revived = fold([*entries, last, yes_to(after)], PEOPLE).agreements[one.id]
        assert standing(revived, day(5)) not in ALIVE


def yes_to(one: Any) -> Entry:
    other = "bob" if one.by == "alice" else "alice"
    return entry(other, 300, Answer(one.id, one.digest, one.text, "yes"), on=5)


@given(st.permutations(range(5)))
def test_the_order_in_which_they_are_read_never_breaks_consent(order: list[int]) -> None:
    proposal = entry("alice", 1, Propose(WORDS))
    entries = [
        proposal,
        yes(proposal, "bob", n=1, on=1),
        entry("alice", 2, Withdraw(proposal.id), on=2),
        entry("bob", 2, Limit("I will read."), on=1),
        entry("bob", 3, Reviewed(proposal.id, iso(9)), on=1),
    ]
    found = fold([entries[n] for n in order], PEOPLE)
    assert how(found, proposal, 5) not in ALIVE
    assert found.limits["bob/home/shared/2"].stands


def test_every_kind_begins_with_the_plugins_id() -> None:
    assert {PROPOSE, ANSWER, WITHDRAW, LIMIT, REVIEWED} == set(KINDS)
    assert all(kind.startswith("boundaries.") for kind in KINDS)
