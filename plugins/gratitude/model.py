"""Notes as they are written, and as they stand. Pure: entries in, cards out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import msgspec

from dashboard.api.context import Entry
from dashboard.core.text import clean
from dashboard.curtain.rules import read_time

NOTE = "gratitude.note"
DOWN = "gratitude.down"


class Tone(StrEnum):
    """What a note is. Entries of later versions may carry others."""

    THANKS = "thanks"
    TELLING = "telling"
    NOTICED = "noticed"
    WIN = "win"
    HELLO = "hello"
    LATE = "late"


TODAY = "today"
WALL = "wall"
PLACES = (TODAY, WALL)


class Note(msgspec.Struct, frozen=True):
    """The body of a note. *opens* is an ISO 8601 time with offset, or "" for at once."""

    tone: str
    text: str
    place: str = TODAY
    opens: str = ""


class Down(msgspec.Struct, frozen=True):
    """The body of an entry that takes a note off the wall; either may write it."""

    note: str


class Stands(StrEnum):
    """How a note stands."""

    OPEN = "open"
    SEALED = "sealed"
    TAKEN_BACK = "taken back"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True)
class Card:
    """A note as it stands now. What was taken back, or can't be read, has no words."""

    id: str
    author: str
    day: dt.date
    stands: Stands
    tone: str = ""
    text: str = ""
    place: str = TODAY
    opens: dt.datetime | None = None
    down: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words, a paragraph each."""
        return paragraphs(self.text)

    def since(self, now: dt.datetime) -> dt.date:
        """The day it first showed: when it opened, or when it was written."""
        opened = _in_zone(self.opens, now)
        if opened is None or opened > now:
            return self.day
        return max(self.day, opened.date())

    def opens_at(self, now: dt.datetime) -> dt.datetime | None:
        """When a sealed note opens, in *now*'s zone; None if that is not ahead."""
        opens = _in_zone(self.opens, now)
        return opens if opens is not None and opens > now else None


@dataclass(frozen=True)
class State:
    """All cards by their id, in the order of writing."""

    cards: Mapping[str, Card] = field(default_factory=dict)


def fold(entries: Sequence[Entry], people: Sequence[str]) -> State:
    """Make the cards. An entry that makes no sense is passed over and harms no other."""
    cards: dict[str, Card] = {}
    down: set[str] = set()
    for entry in entries:
        if entry.kind == NOTE and entry.id not in cards:
            # Of a note that was recalled before it opened nothing stays, for its writer neither.
            if not (entry.sealed and entry.taken_back):
                cards[entry.id] = _card(entry)
        elif entry.kind == DOWN and isinstance(entry.body, Down):
            down.add(str(entry.body.note))
    for id_ in down & cards.keys():
        if cards[id_].place == WALL:
            cards[id_] = replace(cards[id_], down=True)
    return State(cards)


def paragraphs(text: str) -> tuple[str, ...]:
    """Split words at empty lines."""
    return tuple(part.strip() for part in clean(text).split("\n\n") if part.strip())


def _card(entry: Entry) -> Card:
    if entry.taken_back:
        return Card(entry.id, entry.author, entry.day, Stands.TAKEN_BACK)
    body: Any = entry.body
    if not isinstance(body, Note) or not isinstance(body.text, str) or not body.text.strip():
        return Card(entry.id, entry.author, entry.day, Stands.UNREADABLE)
    return Card(
        id=entry.id,
        author=entry.author,
        day=entry.day,
        stands=Stands.SEALED if entry.sealed else Stands.OPEN,
        tone=str(body.tone),
        text=clean(body.text).strip(),
        place=WALL if body.place == WALL else TODAY,
        opens=read_time(body.opens),
    )


def _in_zone(time: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    try:
        return time.astimezone(now.tzinfo) if time is not None else None
    except (OverflowError, ValueError):  # within hours of year 1 or 9999
        return None
