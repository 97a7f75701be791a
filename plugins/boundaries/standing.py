"""How things stand on a day: what is in force, what waits, and what is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum

from plugins.boundaries.model import (
    Agreement,
    OwnLimit,
    Says,
    State,
    first_day,
    later,
    same_words,
)

MONTH = 30
"""Days after which words may be proposed again, and after which an open proposal rests."""


class Standing(StrEnum):
    """How a proposal, an agreement or a limit stands."""

    WAITING = "waiting"
    RESTING = "resting"
    NOT_YET = "not yet"
    NO = "no"
    LAPSED = "lapsed"
    COMING = "coming"
    IN_FORCE = "in force"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken back"
    LET_GO = "let go"
    REPLACED = "replaced"
    IMPOSSIBLE = "impossible"


ALIVE = frozenset({Standing.COMING, Standing.IN_FORCE})
OPEN = frozenset({Standing.WAITING, Standing.RESTING})
PAST = frozenset(Standing) - ALIVE - OPEN


def standing(agreement: Agreement, today: dt.date) -> Standing:
    """How an agreement, or a proposal of one, stands on the day *today*."""
    if agreement.gone:
        return Standing.TAKEN_BACK
    if agreement.agreed is None:
        return _unagreed(agreement, today)
    if agreement.wrong:
        return Standing.IMPOSSIBLE
    over = _over(agreement, today)
    if over:
        return over
    starts = agreement.first_day or later(agreement.agreed, 1)
    return Standing.COMING if today < starts else Standing.IN_FORCE


def _unagreed(agreement: Agreement, today: dt.date) -> Standing:
    if agreement.withdrawn:
        own = agreement.withdrawn.by == agreement.by
        return Standing.TAKEN_BACK if own else Standing.NO
    if agreement.wrong:
        return Standing.IMPOSSIBLE
    if agreement.answer is not None:
        return Standing.NO if agreement.answer is Says.NO else Standing.NOT_YET
    if too_late(agreement, today):
        return Standing.LAPSED
    return Standing.RESTING if today >= later(agreement.day, MONTH) else Standing.WAITING


def _over(agreement: Agreement, today: dt.date) -> Standing | None:
    """What ended it first. What was withdrawn or replaced is over whatever the clock says."""
    ends = agreement.ends or dt.date.max
    withdrawn, replaced = agreement.withdrawn, agreement.replaced
    if withdrawn and withdrawn.day <= min(ends, replaced or dt.date.max):
        return Standing.WITHDRAWN
    if replaced and replaced <= ends:
        return Standing.REPLACED
    if withdrawn or replaced or ends < today:
        return Standing.ENDED
    return None


def limit_standing(limit: OwnLimit) -> Standing:
    """How a limit stands; no day changes that."""
    if limit.gone:
        return Standing.TAKEN_BACK
    if limit.let_go:
        return Standing.LET_GO
    if limit.replaced:
        return Standing.REPLACED
    return Standing.IN_FORCE if limit.text else Standing.IMPOSSIBLE


def too_late(agreement: Agreement, today: dt.date) -> bool:
    """Whether a yes today would come after its last day."""
    first = first_day(agreement.category, agreement.starts, today)
    return agreement.ends is not None and agreement.ends < first


def can_answer(agreement: Agreement, person: str, today: dt.date) -> bool:
    """Whether that person may say yes to it today, or change a "no" or "not yet" to one."""
    if agreement.by == person or agreement.withdrawn or agreement.agreed or agreement.gone:
        return False
    return agreement.wrong is None and not too_late(agreement, today)


def can_end(agreement: Agreement, person: str, today: dt.date) -> bool:
    """Whether that person may end it, or take it back, today."""
    if standing(agreement, today) in ALIVE:
        return True
    open_ = agreement.agreed is None and not agreement.withdrawn and not agreement.gone
    return open_ and agreement.by == person


def alive(state: State, today: dt.date) -> Iterator[Agreement]:
    """The agreements that are in force, or will be."""
    return (one for one in state.agreements.values() if standing(one, today) in ALIVE)


def waiting_for(state: State, person: str, today: dt.date) -> Iterator[Agreement]:
    """The other's proposals that wait for that person's answer, resting ones with them."""
    for one in state.agreements.values():
        if one.by != person and standing(one, today) in OPEN:
            yield one


def same_proposal(state: State, person: str, text: str) -> Iterator[Agreement]:
    """What that person has proposed before in the same words."""
    key = same_words(text)
    for one in state.agreements.values():
        if one.by == person and one.text and same_words(one.text) == key:
            yield one


def rests_until(state: State, person: str, text: str) -> dt.date | None:
    """From when on that person may propose these words again; None if they were not declined.

    A month after the other last said no or not yet to them, or ended them.
    """
    days = [one.declined for one in same_proposal(state, person, text) if one.declined]
    return later(max(days), MONTH) if days else None
