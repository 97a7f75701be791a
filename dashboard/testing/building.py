"""Entries and views made by hand: a plugin's fold, lines and pages need no household."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.api.context import Entry, View, WallView
from dashboard.core.household import Person

ALICE = Person("alice", "Alice")
BOB = Person("bob", "Bob")
NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Sunday evening."""


def entry(
    kind: str,
    body: Any,
    author: Person | str = ALICE,
    number: int = 1,
    day: dt.date | None = None,
    *,
    taken_back: bool = False,
    sealed: bool = False,
) -> Entry:
    """An entry as the host would hand it to ``fold``; one that was taken back has no body.

    *number* is the author's own count, so the first is ``alice/home/shared/1``. *day* is
    :data:`NOW`'s if not given. Equal words have the same digest, others another one.
    """
    person = author if isinstance(author, str) else author.id
    body = None if taken_back else body
    return Entry(
        id=f"{person}/home/{'sealed' if sealed else 'shared'}/{number}",
        author=person,
        kind=kind,
        day=day or NOW.date(),
        digest=sha256(f"{kind} {body!r}".encode(errors="replace")).hexdigest(),
        body=body,
        taken_back=taken_back,
        sealed=sealed,
    )


def view(
    me: Person = ALICE, partner: Person | None = BOB, now: dt.datetime = NOW, **more: Any
) -> View:
    """A view as *me*; *more* are its other fields, such as ``state`` and ``settings``."""
    return View(me, partner, now, **more)


def wall_view(
    *people: Person, now: dt.datetime = NOW, settings: Any = None, state: Any = None
) -> WallView:
    """What the wall may know; of Alice and Bob if nobody is named."""
    return WallView(people or (ALICE, BOB), now, settings, state)
