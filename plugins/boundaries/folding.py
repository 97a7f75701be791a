"""Adds the entries of both up to the state. Whatever stands in an entry, this never raises.

An agreement takes two people: a proposal of one, and a yes of the other that quotes exactly
its words and its digest. Everything that is unclear counts as "not in force".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.api.context import Entry
from dashboard.core.text import clean, one_line
from plugins.boundaries import bodies
from plugins.boundaries.bodies import Answer, Limit, Propose, Reviewed, Withdraw
from plugins.boundaries.model import (
    Agreement,
    Event,
    OwnLimit,
    Says,
    State,
    What,
    Wrong,
    first_day,
    read_iso,
    what_is_wrong,
)

_SAID = {Says.YES: What.YES, Says.NO: What.NO, Says.NOT_YET: What.NOT_YET}
_LONGEST_CATEGORY = 40


def fold(entries: Sequence[Entry], people: Sequence[str]) -> State:
    """Make the state. Only entries for both to read, by those who live here, count."""
    folding = _Folding(tuple(people))
    heard = [entry for entry in entries if entry.author in people and not entry.sealed]
    for entry in heard:  # first all that can be referred to: an answer may be read before it
        folding.take(entry)
    for place, entry in enumerate(heard):
        folding.apply(place, entry)
    folding.mend()
    return State(folding.agreements, folding.limits)


class _Folding:
    def __init__(self, people: tuple[str, ...]) -> None:
        self.people = people
        self.agreements: dict[str, Agreement] = {}
        self.limits: dict[str, OwnLimit] = {}
        self._places: dict[str, int] = {}
        self._lost_answers: list[tuple[int, Entry]] = []

    # -- what can be referred to --------------------------------------------------------------

    def take(self, entry: Entry) -> None:
        if entry.id in self._places:
            return
        self._places[entry.id] = len(self._places)
        body: Any = entry.body
        if entry.kind == bodies.PROPOSE and (entry.taken_back or isinstance(body, Propose)):
            body = Propose("") if entry.taken_back else body
            self.agreements[entry.id] = _proposal(entry, body)
        elif entry.kind == bodies.LIMIT and (entry.taken_back or isinstance(body, Limit)):
            body = Limit("") if entry.taken_back else body
            self.limits[entry.id] = OwnLimit(
                entry.id, entry.author, entry.day, clean(body.text).strip(),
                one_line(body.category, _LONGEST_CATEGORY), entry.taken_back,
                look_again=read_iso(body.review),
                history=(Event(entry.day, entry.author, What.WROTE),),
            )  # fmt: skip

    # -- what refers to it --------------------------------------------------------------------

    def apply(self, place: int, entry: Entry) -> None:
        body: Any = entry.body
        if entry.taken_back:
            if entry.kind == bodies.WITHDRAW:
                self._lost_withdrawal(entry)
            elif entry.kind == bodies.ANSWER:
                self._lost_answers.append((self._places[entry.id], entry))
        elif entry.kind == bodies.ANSWER and isinstance(body, Answer):
            self._answer(entry, body)
        elif entry.kind == bodies.WITHDRAW and isinstance(body, Withdraw):
            self._withdraw(entry, body.ref)
        elif entry.kind == bodies.LIMIT and isinstance(body, Limit):
            self._replace_limit(entry, body)
        elif entry.kind == bodies.REVIEWED and isinstance(body, Reviewed):
            self._reviewed(entry, body)

    def _answer(self, entry: Entry, body: Answer) -> None:
        old = self.agreements.get(body.ref)
        says = next((one for one in Says if one == body.says), None)
        if old is None or says is None or entry.author == old.by or old.withdrawn or old.agreed:
            return
        day = max(entry.day, old.day)
        exact = bool(old.digest) and body.digest == old.digest
        if old.gone:
            self._answer_to_gone(old, body, says, day, exact)
            return
        if says is Says.YES and not (exact and clean(body.quote).strip() == old.text):
            return
        history = (*old.history, Event(day, entry.author, _SAID[says]))
        if says is not Says.YES:
            self._put(old, answer=says, declined=day, history=history)
            return
        first = first_day(old.category, old.starts, day)
        wrong = old.wrong or (Wrong.OVER if old.ends and old.ends < first else None)
        self._put(
            old, answer=says, agreed=day, first_day=first, declined=None, wrong=wrong,
            history=history,
        )  # fmt: skip
        if wrong is None:
            self._replace(old.revises, old.id, old.by, day)

    def _answer_to_gone(
        self, old: Agreement, body: Answer, says: Says, day: dt.date, exact: bool
    ) -> None:
        """The words were taken back; what the other's answer quotes of them stays readable."""
        if not exact:
            return
        quote = clean(body.quote).strip()
        other = next((person for person in self.people if person != old.by), "")
        history = (*old.history, Event(day, other, _SAID[says]))
        if says is Says.YES:
            self._put(old, text=quote, answer=says, agreed=day, history=history, declined=None)
            self._replace(body.revises, old.id, old.by, day)
        else:
            self._put(old, text=quote, answer=says, history=history, declined=day)

    def _replace(self, ref: str, by_id: str, by: str, day: dt.date) -> None:
        """End the agreement *ref*: both said yes to new words instead."""
        old = self.agreements.get(ref)
        if old and old.id != by_id and old.agreed and not old.withdrawn and not old.replaced:
            event = Event(max(day, old.agreed), by, What.REPLACED)
            self._put(
                old, replaced=event.day, replaced_by=by_id, history=(*old.history, event)
            )  # fmt: skip

    def _withdraw(self, entry: Entry, ref: str) -> None:
        if ref in self.limits:
            limit = self.limits[ref]
            if limit.by == entry.author and not limit.let_go and not limit.replaced:
                event = Event(max(entry.day, limit.day), entry.author, What.LET_GO)
                self.limits[ref] = replace(
                    limit, let_go=event.day, history=(*limit.history, event)
                )  # fmt: skip
        elif ref in self.agreements:
            self._end(self.agreements[ref], entry)

    def _end(self, old: Agreement, entry: Entry) -> None:
        if old.withdrawn:
            return
        own = old.by == entry.author
        what = What.ENDED if old.agreed else What.TOOK_BACK if own else What.NO
        event = Event(max(entry.day, old.agreed or old.day), entry.author, what)
        declined = old.declined if own else event.day
        self._put(old, withdrawn=event, declined=declined, history=(*old.history, event))

    def _replace_limit(self, entry: Entry, body: Limit) -> None:
        old = self.limits.get(body.revises)
        if old and old.id != entry.id and old.by == entry.author and old.stands and body.text:
            event = Event(max(entry.day, old.day), entry.author, What.REPLACED)
            self.limits[old.id] = replace(
                old, replaced=event.day, replaced_by=entry.id, history=(*old.history, event)
            )

    def _reviewed(self, entry: Entry, body: Reviewed) -> None:
        next_ = read_iso(body.next)
        if body.next and next_ is None:
            return
        event = Event(entry.day, entry.author, What.TALKED, next_)
        agreement, limit = self.agreements.get(body.ref), self.limits.get(body.ref)
        if agreement and agreement.agreed and not agreement.withdrawn:
            self._put(agreement, look_again=next_, history=(*agreement.history, event))
        elif limit and limit.by == entry.author and limit.stands:
            self.limits[limit.id] = replace(
                limit, look_again=next_, history=(*limit.history, event)
            )  # fmt: skip

    def _put(self, old: Agreement, **changes: Any) -> None:
        self.agreements[old.id] = replace(old, **changes)

    # -- taking back words must not bring an ended agreement to life ----------------------------

    def _lost_withdrawal(self, entry: Entry) -> None:
        """A withdrawal whose words were taken back ends all that it may have meant."""
        for old in list(self.agreements.values()):
            if old.agreed:
                self._end(old, entry)

    def mend(self) -> None:
        """A yes to new words that was taken back leaves the old ones ended, too."""
        for place, entry in self._lost_answers:
            for new in list(self.agreements.values()):
                old = self.agreements.get(new.revises)
                could = new.by != entry.author and self._places[new.id] < place
                if old and could and old.id != new.id and old.agreed and not new.agreed:
                    self._end(old, entry)


def _proposal(entry: Entry, body: Propose) -> Agreement:
    text, category = clean(body.text).strip(), one_line(body.category, _LONGEST_CATEGORY)
    starts, ends, review = (read_iso(day) for day in (body.starts, body.ends, body.review))
    wrong = what_is_wrong(text, category, starts, ends, entry.day)
    if (body.starts and starts is None) or (body.ends and ends is None):
        wrong = Wrong.DAYS
    return Agreement(
        entry.id, entry.author, entry.day, entry.digest, text, category, starts, ends, review,
        revises=str(body.revises), wrong=wrong, gone=entry.taken_back, look_again=review,
        history=(Event(entry.day, entry.author, What.PROPOSED),),
    )  # fmt: skip
