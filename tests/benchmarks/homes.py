"""The households that are measured: an empty one, and one with ten years of notes."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from dashboard.core import household as households
from dashboard.core.clock import day_number
from dashboard.core.household import Household
from dashboard.journal.layout import make_journal
from dashboard.journal.line import Head, make

YEARS = 10
ENTRIES = 75_000
ALICE = "alice"
BOB = "bob"
ZONE = "Europe/Berlin"
# What stands on Alice's Today, in one piece on the wire.
KNOWN_WHEN_EMPTY = "Leave Bob a thank-you"
KNOWN_WHEN_FULL = "A thank-you from Bob"

_WORDS = (
    "Thank you for the walk along the river; I liked the part with no topic best. "
    "The bakery had the seeded rolls and two of them are yours, under the blue cloth. "
    "I had not known that Sundays are hard, and I am glad that you told me. "
)


def empty(folder: Path) -> Household:
    """A household of two in which nobody has said anything."""
    made = households.create(folder, ["Alice", "Bob"], ZONE)
    for person in made.people:
        own = made.own(person)
        (own / "own.toml").write_text("welcomed = true\n")
    return made


def ten_years(folder: Path, entries: int = ENTRIES) -> Household:
    """A household in which two people wrote *entries* notes in ten years, day by day, by turns.

    Bob's newest wait for Alice in their envelopes.
    """
    made = empty(folder)
    today = dt.datetime.now(ZoneInfo(ZONE)).date()
    first = today - dt.timedelta(days=365 * YEARS)
    pens = {person.id: _Pen(made, person.id) for person in made.people}
    for number in range(entries):
        day = first + dt.timedelta(days=365 * YEARS * (number + 1) // entries)
        me, other = (ALICE, BOB) if number % 2 == 0 else (BOB, ALICE)
        pens[me].write(day, number, pens[other])
    for pen in pens.values():
        pen.save()
    read_until = (today - dt.timedelta(days=2)).isoformat()
    (made.own(made.people[0]) / "gratitude.json").write_text(
        json.dumps({"unfolded_until": read_until})
    )
    return made


@dataclass
class _Pen:
    """One author's file, written in one go: as the journal's own writer would, without fsync."""

    household: Household
    author: str
    n: int = 0
    h: bytes = b""
    lines: dict[int, list[bytes]] = field(default_factory=dict)

    def write(self, day: dt.date, number: int, other: _Pen) -> None:
        self.n += 1
        seen = {f"{other.author}/home/shared": (other.n, other.h.decode())} if other.n else {}
        at = number % 60
        text = (_WORDS[at:] + _WORDS[:at])[: 60 + number * 37 % 240]
        body = msgspec.json.encode({"tone": "thanks", "text": text})
        pair = (day_number(day), number)
        head = Head(self.n, pair, "gratitude.note", day.isoformat(), "", seen)
        line, self.h = make(self.h, head, body)
        self.lines.setdefault(day.year, []).append(line)

    def save(self) -> None:
        home = self.household
        make_journal(
            home.journal, self.author, home.device, uid=None, household_gid=None, service_gid=None
        )
        for year, lines in self.lines.items():
            file = home.journal / self.author / home.device / "shared" / f"{year}.jsonl"
            file.write_bytes(b"".join(lines))
            os.chmod(file, 0o600)
