"""What has been said about limits and agreements: the state that the entries add up to.

Pure, and of no day: what holds on a day is in ``standing``.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OPENNESS = "transparency"
CATEGORIES = ("communication", OPENNESS, "personal space")
# Other names for the same thing must not be a way round its rules.
_OPENNESS_NAMES = {OPENNESS, "transparenz", "openness", "being open", "offenheit"}
MOST_OPENNESS_DAYS = 180
"""The longest that any household can set; an entry that asks for more is never in force."""


class Says(StrEnum):
    """What one can say to a proposal."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not yet"


class What(StrEnum):
    """What a line of a history tells."""

    PROPOSED = "proposed"
    WROTE = "wrote"
    YES = "said yes"
    NO = "said no"
    NOT_YET = "said not yet"
    ENDED = "ended"
    TOOK_BACK = "took back"
    LET_GO = "let go"
    REPLACED = "replaced"
    TALKED = "talked about"


class Wrong(StrEnum):
    """Why something can't be in force, whoever says yes to it."""

    NO_WORDS = "no words"
    DAYS = "days that can't be read"
    TURNED = "ends before it starts"
    ENDLESS = "no last day"
    TOO_LONG = "too long"
    OVER = "over before it could start"


@dataclass(frozen=True)
class Event:
    """A line of a history: on *day*, *by* did *what*; *next* is when to look again."""

    day: dt.date
    by: str
    what: What
    next: dt.date | None = None


@dataclass(frozen=True)
class Agreement:
    """A proposal and what became of it.

    *review* is what was proposed and agreed to; *look_again* the reminder as it stands now.
    *agreed* is the day of the yes that made it an agreement, *first_day* when it comes in force,
    *ends* its last day. *declined* is the last day on which the other said anything but yes.
    *gone*: its words were taken back; *text* is then what the other's answer quotes of them.
    """

    id: str
    by: str
    day: dt.date
    digest: str
    text: str
    category: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    review: dt.date | None = None
    revises: str = ""
    wrong: Wrong | None = None
    gone: bool = False
    answer: Says | None = None
    agreed: dt.date | None = None
    first_day: dt.date | None = None
    withdrawn: Event | None = None
    replaced: dt.date | None = None
    replaced_by: str = ""
    declined: dt.date | None = None
    look_again: dt.date | None = None
    history: tuple[Event, ...] = ()

    @property
    def openness(self) -> bool:
        """Whether it is about being open, which has rules of its own."""
        return is_openness(self.category)


@dataclass(frozen=True)
class OwnLimit:
    """What *by* will do: the owner's alone."""

    id: str
    by: str
    day: dt.date
    text: str
    category: str = ""
    gone: bool = False
    let_go: dt.date | None = None
    replaced: dt.date | None = None
    replaced_by: str = ""
    look_again: dt.date | None = None
    history: tuple[Event, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether its owner still means it."""
        return bool(self.text) and not (self.gone or self.let_go or self.replaced)


@dataclass(frozen=True)
class State:
    """All proposals and limits by id, in the order of writing."""

    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    limits: Mapping[str, OwnLimit] = field(default_factory=dict)

    def words(self, id_: str) -> str:
        """The words of a proposal or limit; "" if there are none."""
        found = self.agreements.get(id_) or self.limits.get(id_)
        return found.text if found else ""


def known(state: Any) -> State:
    """Return *state* if there is one yet, else an empty one."""
    return state if isinstance(state, State) else State()


def is_openness(category: str) -> bool:
    """Whether a category is transparency, however it is written."""
    return " ".join(category.casefold().split()) in _OPENNESS_NAMES


def same_words(text: str) -> str:
    """What two texts share if only case, white space or punctuation tell them apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c.isalnum()) or "".join(plain.split())


def read_iso(text: str) -> dt.date | None:
    """Read "2026-12-24"; None if it is anything else, a week date for one."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def later(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later, at most the last day that there is."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def first_day(category: str, starts: dt.date | None, agreed: dt.date) -> dt.date:
    """When an agreement comes in force: to be open, tomorrow at the earliest."""
    earliest = later(agreed, 1) if is_openness(category) else agreed
    return max(starts, earliest) if starts else earliest


def what_is_wrong(
    text: str, category: str, starts: dt.date | None, ends: dt.date | None, proposed: dt.date,
    longest: int = MOST_OPENNESS_DAYS,
) -> Wrong | None:  # fmt: skip
    """Why a proposal could never be in force. *longest* is for openness, in days."""
    if not text:
        return Wrong.NO_WORDS
    if starts and ends and ends < starts:
        return Wrong.TURNED
    if is_openness(category):
        if ends is None:
            return Wrong.ENDLESS
        if (ends - first_day(category, starts, proposed)).days >= longest:
            return Wrong.TOO_LONG
    return None
