"""Which notes one person finds where. Pure: a view in, cards out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dashboard.api.context import View
from plugins.gratitude.model import WALL, Card, Stands, State, Tone
from plugins.gratitude.own import Kept, Own
from plugins.gratitude.settings import known

CLOSED = "gratitude.closed"
ON_THIS_DAY = "gratitude.on_this_day"
YES = "yes"


class Shelf:
    """All that *view*'s person may see, sorted by where it lies."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.now = view.now
        self.settings = known(view.settings)
        self.own = Own.read(view.own)
        self.kept_ids = frozenset(kept.id for kept in self.own.kept)
        self.closed = view.wishes.get(CLOSED, frozenset())
        state = view.state if isinstance(view.state, State) else State()
        self.cards = {
            card.id: card
            for card in state.cards.values()
            if card.author == view.me.id or card.stands is not Stands.SEALED
        }

    def is_mine(self, card: Card) -> bool:
        """Whether this person wrote it."""
        return card.author == self.view.me.id

    def is_envelope(self, card: Card) -> bool:
        """Whether it waits for this person to unfold it."""
        return (
            card.stands is Stands.OPEN
            and not self.is_mine(card)
            and card.tone != Tone.LATE
            and (card.place != WALL or self._came_past_wall(card))
            and card.id not in self.kept_ids
            and not self.own.has_unfolded(card, self.now)
        )

    def is_on_wall(self, card: Card) -> bool:
        """Whether it stands on the wall, as far as this person can know."""
        if not stands_on_wall(card, self.now, self.settings.wall_days):
            return False
        return self.is_mine(card) or (WALL not in self.closed and not self._came_past_wall(card))

    def envelopes(self) -> list[Card]:
        """What waits to be unfolded, the newest first."""
        return self._newest_first(card for card in self.cards.values() if self.is_envelope(card))

    def envelopes_on_today(self) -> list[Card]:
        """The few that lie on Today, the oldest of them first."""
        return self.envelopes()[: self.settings.on_today][::-1]

    def on_wall(self) -> list[Card]:
        """What stands on the wall, the newest first."""
        return self._newest_first(card for card in self.cards.values() if self.is_on_wall(card))

    def received(self) -> list[Card]:
        """What the partner wrote and has been unfolded, or needed no unfolding; newest first."""
        return self._newest_first(
            card
            for card in self.cards.values()
            if not self.is_mine(card)
            and not self.is_envelope(card)
            and not self.is_on_wall(card)
            and card.id not in self.kept_ids
        )

    def mine(self) -> list[Card]:
        """What this person wrote: what is sealed first, then the newest first; not the wall."""
        cards = [c for c in self.cards.values() if self.is_mine(c) and not self.is_on_wall(c)]
        return sorted(self._newest_first(cards), key=lambda card: card.stands is not Stands.SEALED)

    def late(self) -> Card | None:
        """The partner's newest word of today about running late."""
        today = self.view.today
        for card in reversed(self.cards.values()):
            if card.tone == Tone.LATE and not self.is_mine(card) and card.since(self.now) == today:
                return card
        return None

    def on_this_day(self) -> Card | None:
        """One good note of the same day in an earlier year, if both like to be reminded."""
        if YES not in self.view.both.get(ON_THIS_DAY, frozenset()):
            return None
        found = (
            card
            for card in self.cards.values()
            if same_day(card.since(self.now), self.view.today) and self._is_a_memory(card)
        )
        return next(iter(self._newest_first(found)), None)

    def kept_and_standing(self) -> list[Kept]:
        """Kept notes that their writer has not taken back since."""
        return [
            kept
            for kept in self.own.kept
            if kept.id not in self.cards or self.cards[kept.id].stands is Stands.OPEN
        ]

    def _is_a_memory(self, card: Card) -> bool:
        if card.stands is not Stands.OPEN:
            return False
        if self.is_mine(card):
            return card.tone == Tone.WIN
        return card.tone not in (Tone.HELLO, Tone.LATE) and not self.is_envelope(card)

    def _came_past_wall(self, card: Card) -> bool:
        """Whether a note for the wall came while this person had the wall closed."""
        if card.place != WALL:
            return False
        spans = self.own.wall_closed
        if WALL in self.closed and not (spans and spans[-1][1] is None):
            return True  # closed, and not remembered since when
        return self.own.wall_was_closed(card.since(self.now))

    def _newest_first(self, cards: Iterable[Card]) -> list[Card]:
        newest_first = reversed(list(cards))
        return sorted(newest_first, key=lambda card: card.since(self.now), reverse=True)


def stands_on_wall(card: Card, now: dt.datetime, wall_days: int) -> bool:
    """Whether a note for the wall has opened, is not too old and was not taken down."""
    if card.place != WALL or card.stands is not Stands.OPEN or card.down:
        return False
    return -1 <= (now.date() - card.since(now)).days <= wall_days


def same_day(day: dt.date, today: dt.date) -> bool:
    """Whether *today* is an anniversary of *day*: of 29 February in most years it is the 28th."""
    if day.year >= today.year:
        return False
    if (day.month, day.day) == (today.month, today.day):
        return True
    last_of_february = (today + dt.timedelta(days=1)).month == 3 and today.month == 2
    return last_of_february and (day.month, day.day) == (2, 29)
