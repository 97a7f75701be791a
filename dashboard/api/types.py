"""What a plugin returns: frozen data. The host shows it, asks, saves and keeps it apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dashboard.curtain.rules import AllAnswered, AtTime, Rule

if TYPE_CHECKING:
    from dashboard.api.context import Context, View

__all__ = [
    "Action",
    "AllAnswered",
    "AtTime",
    "CalendarItem",
    "Check",
    "Choice",
    "CliCommand",
    "EntryKind",
    "Field",
    "FieldKind",
    "Form",
    "Item",
    "Letter",
    "Level",
    "Moment",
    "Page",
    "Panel",
    "Place",
    "PluginInfo",
    "Rule",
    "Screen",
    "Section",
    "TalkItem",
    "TodayLine",
    "Told",
    "WallItem",
    "Where",
]  # fmt: skip

API_VERSION = 1


@dataclass(frozen=True)
class PluginInfo:
    """Who a plugin is. *id* is ``[a-z][a-z0-9_]*``; *summary* is one plain line.

    Screens stand in the order of *rank*, the smallest first.
    """

    id: str
    title: str
    summary: str
    rank: int = 50
    api: int = API_VERSION
    can_be_switched_off: bool = True


@dataclass(frozen=True)
class EntryKind:
    """A kind of journal entry, such as ``gratitude.note``, and the msgspec type of its body.

    With *lift*, an entry may be sealed until that rule opens it; without, it is always shared.
    """

    kind: str
    body: type[Any]
    lift: Rule | None = None


class Place(StrEnum):
    """The parts of Today, in their fixed order."""

    KIND = "kind"
    AHEAD = "ahead"
    IF_YOU_LIKE = "if you like"
    QUIET = "for a quiet moment"


@dataclass(frozen=True)
class Letter:
    """Something to unfold and read: paragraphs under a title, signed, with things to do."""

    title: str
    paragraphs: tuple[str, ...]
    signed: str = ""
    day: dt.date | None = None
    item: str = ""
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class TodayLine:
    """One line on Today. *when* stands before it, *note* after it, in a quiet colour.

    Enter unfolds *letter*, or goes to *screen* (at *item*), or starts *action*. Lines of
    :attr:`Place.QUIET` are told together in one last line by *text* ("one proposal").
    Within a place the smaller *rank* comes first.
    """

    place: Place
    text: str
    when: str = ""
    note: str = ""
    rank: int = 50
    letter: Letter | None = None
    screen: str = ""
    item: str = ""
    action: str = ""
    verb: str = ""


@dataclass(frozen=True)
class Item:
    """A row of a page. *meta* stands at its right, *body* is what unfolds below or beside it.

    *actions* are the ids of those that fit it now, the most likely first.
    """

    id: str
    title: str
    meta: str = ""
    body: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A titled group of rows; *empty* is a kind first example, shown when there are none."""

    title: str
    items: tuple[Item, ...] = ()
    empty: str = ""


@dataclass(frozen=True)
class Page:
    """A whole screen as data: the terminal, ``--plain`` and a script show the same."""

    sections: tuple[Section, ...]
    intro: str = ""


@dataclass(frozen=True)
class Screen:
    """A screen of the plugin: a *page* made from the view, or a Textual *widget* of its own.

    *widget* is "module:name" of a callable that takes the context and returns a Textual widget;
    it is imported when the screen is first opened. A screen with a widget still gives a page,
    for ``--plain``.
    """

    id: str
    title: str
    page: Callable[[View], Page]
    widget: str = ""


@dataclass(frozen=True)
class Panel:
    """A box beside Today on a wide terminal: lines of text, or a Textual *widget* of its own."""

    id: str
    title: str
    lines: Callable[[View], Sequence[str]]
    widget: str = ""


class FieldKind(StrEnum):
    """What a field of a form takes."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    WHEN = "when"


@dataclass(frozen=True)
class Choice:
    """One of the possible values of a field, and the words for it."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """One thing that a form asks. Values are text; an optional one may be empty."""

    name: str
    label: str
    kind: FieldKind = FieldKind.LINE
    choices: tuple[Choice, ...] = ()
    initial: str = ""
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Form:
    """What an action asks before it is done.

    *reads* is shown first, as it stands (the exact words of a proposal). *send* is the verb on
    its key, never "OK" or "yes". *says* is a line of small print beside it. *remark* gives a
    gentle remark about what is being written, or "": it never blocks.
    """

    title: str
    fields: tuple[Field, ...] = ()
    send: str = "Save"
    reads: tuple[str, ...] = ()
    says: str = ""
    remark: Callable[[Mapping[str, str]], str] | None = None


class Where(StrEnum):
    """Where an action's key works; the palette offers it wherever it makes sense."""

    ANYWHERE = "anywhere"
    SCREEN = "screen"
    ITEM = "item"


@dataclass(frozen=True)
class Action:
    """Something a person can do, declared once: key, palette text, form and deed.

    *do* gets the context, the form's values and the id of the item it is about ("" for none). It
    returns a sentence that says what happened, and raises
    :class:`~dashboard.core.errors.Refused` with one that says why not. It runs in a thread.
    """

    id: str
    title: str
    label: str
    do: Callable[[Context, Mapping[str, str], str], str]
    key: str = ""
    where: Where = Where.SCREEN
    screen: str = ""
    form: Callable[[View, str], Form] | None = None


@dataclass(frozen=True)
class CliCommand:
    """A command of the command line; *load* is "module:name" of a click command."""

    name: str
    help: str
    load: str


@dataclass(frozen=True)
class CalendarItem:
    """What a plugin puts on a shared calendar. *title* is neutral: it leaves the house.

    *start* and *end* are aware times, or both plain dates for a whole day (the end is then the
    day after the last, RFC 5545, section 3.6.1). *rrule* repeats it (RFC 5545, section 3.3.10).
    *alarm* rings that long before; *uid* stays the same for the same thing.
    """

    uid: str
    title: str
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    rrule: str = ""
    alarm: dt.timedelta | None = None
    tentative: bool = False


@dataclass(frozen=True)
class WallItem:
    """What the wall shows: only what its writer meant for it, until that day at midnight."""

    text: str
    signed: str = ""
    until: dt.date | None = None


@dataclass(frozen=True)
class TalkItem:
    """Something due to be talked about at the table, as a thing and not as a reproach."""

    text: str
    screen: str = ""
    item: str = ""


@dataclass(frozen=True)
class Moment:
    """Something good that happened on a day: for "on this day" and for the garden."""

    day: dt.date
    text: str
    item: str = ""


@dataclass(frozen=True)
class Told:
    """One thing that somebody wrote, in the made-up story of ``dashboard demo``.

    *body* is the entry's body, or makes it from what was written before: a mapping from each
    *name* to its :class:`~dashboard.api.context.Entry`. With *sealed* it waits for its rule;
    with *takes_back* the entry of that name is taken back instead; with *remembers* the author
    keeps those values privately instead.
    """

    day: dt.date
    author: str
    body: Any = None
    name: str = ""
    sealed: bool = False
    takes_back: str = ""
    remembers: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None


class Level(StrEnum):
    """How a check of ``dashboard doctor`` came out."""

    FINE = "fine"
    WORTH_A_LOOK = "worth a look"
    BROKEN = "broken"


@dataclass(frozen=True)
class Check:
    """One thing that the doctor looked at, what it found, and how to mend it."""

    name: str
    level: Level
    says: str = ""
    mend: str = ""
