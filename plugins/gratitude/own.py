"""What one person remembers about notes, in private: nobody else learns of any of it.

The host keeps it as JSON; what can't be read is as if it had never been there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plugins.gratitude.model import Card

MOST_UNFOLDED = 500
MOST_TIMES_CLOSED = 50


@dataclass(frozen=True)
class Kept:
    """A copy that its reader kept; it stays when the writer takes the note back."""

    id: str
    author: str
    tone: str
    text: str
    day: dt.date

    def as_json(self) -> dict[str, str]:
        """What :meth:`Own.read` reads back."""
        return {
            "id": self.id,
            "author": self.author,
            "tone": self.tone,
            "text": self.text,
            "day": self.day.isoformat(),
        }


@dataclass(frozen=True)
class Own:
    """*unfolded* holds ids, the newest last; notes up to *unfolded_until* count as unfolded too.

    *wall_closed* holds the days from which, and before which, the wall was closed: notes for
    the wall that came then are envelopes. *hello* is the last hello sent by its key.
    """

    unfolded: tuple[str, ...] = ()
    unfolded_until: dt.date | None = None
    kept: tuple[Kept, ...] = ()
    wall_closed: tuple[tuple[dt.date, dt.date | None], ...] = ()
    hello: str = ""

    @classmethod
    def read(cls, own: Mapping[str, Any]) -> Own:
        """Read what :meth:`dashboard.api.context.Context.remember` was given."""
        spans = [span for span in _list(own.get("wall_closed")) if isinstance(span, list | tuple)]
        closed = [(_day(span[0]), _day(span[1])) for span in spans if len(span) == 2]
        hello = own.get("hello")
        return cls(
            unfolded=tuple(id_ for id_ in _list(own.get("unfolded")) if isinstance(id_, str)),
            unfolded_until=_day(own.get("unfolded_until")),
            kept=tuple(kept for row in _list(own.get("kept")) if (kept := _kept(row))),
            wall_closed=tuple((start, end) for start, end in closed if start is not None),
            hello=hello if isinstance(hello, str) else "",
        )

    @cached_property
    def _unfolded(self) -> frozenset[str]:
        return frozenset(self.unfolded)

    def has_unfolded(self, card: Card, now: dt.datetime) -> bool:
        """Whether this person has unfolded it, as far as is remembered."""
        until = self.unfolded_until
        return card.id in self._unfolded or (until is not None and card.since(now) <= until)

    def wall_was_closed(self, day: dt.date) -> bool:
        """Whether the wall was closed for this person on that day."""
        return any(start <= day and (end is None or day < end) for start, end in self.wall_closed)

    def unfolding(self, card: Card, cards: Mapping[str, Card], now: dt.datetime) -> dict[str, Any]:
        """What to remember when *card* is unfolded. The list stays bounded, in halves."""
        if self.has_unfolded(card, now):
            return {}
        ids = [*self.unfolded, card.id]
        if len(ids) <= MOST_UNFOLDED:
            return {"unfolded": ids}
        let_go, ids = ids[: -MOST_UNFOLDED // 2], ids[-MOST_UNFOLDED // 2 :]
        days = [cards[id_].since(now) for id_ in let_go if id_ in cards]
        # A note dated ahead must not count all that will ever come as unfolded.
        days = [day for day in days if day < now.date()]
        until = max([*days, self.unfolded_until or dt.date.min])
        return {"unfolded": ids, "unfolded_until": until.isoformat()}

    def keeping(self, card: Card, now: dt.datetime) -> dict[str, Any]:
        """What to remember when *card* is kept."""
        kept = Kept(card.id, card.author, card.tone, card.text, card.since(now))
        return {"kept": [*(row.as_json() for row in self.kept), kept.as_json()]}

    def letting_go(self, id_: str) -> dict[str, Any]:
        """What to remember when a kept copy is let go."""
        return {"kept": [row.as_json() for row in self.kept if row.id != id_] or None}

    def closing_wall(self, close: bool, today: dt.date) -> dict[str, Any]:
        """What to remember when the wall is closed or opened for this person."""
        spans = [
            [start.isoformat(), end.isoformat() if end else ""]
            for start, end in self.wall_closed[-MOST_TIMES_CLOSED:]
        ]
        is_closed = bool(spans) and spans[-1][1] == ""
        if close and not is_closed:
            spans.append([today.isoformat(), ""])
        elif is_closed and not close:
            spans[-1][1] = today.isoformat()
        return {"wall_closed": spans or None}


def _kept(row: object) -> Kept | None:
    if not isinstance(row, Mapping):
        return None
    id_, author, tone, text = (row.get(name) for name in ("id", "author", "tone", "text"))
    day = _day(row.get("day"))
    if not isinstance(id_, str) or not isinstance(text, str) or day is None:
        return None
    return Kept(id_, str(author), str(tone), text, day)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
