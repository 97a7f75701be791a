"""A one-account household in a temporary folder, with a clock set by hand."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dashboard.core.clock import SetClock, day_number
from dashboard.journal.entry import MalformedEntry
from dashboard.journal.layout import make_journal
from dashboard.journal.line import Head, make
from dashboard.journal.reader import Archive
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer

PEOPLE = ("alice", "bob")
START = dt.datetime(2026, 11, 22, 21, 47, 13, tzinfo=ZoneInfo("Europe/Berlin"))


class Note(msgspec.Struct, frozen=True):
    text: str


@dataclass
class Home:
    root: Path
    clock: SetClock = field(default_factory=lambda: SetClock(START))
    audiences: Sequence[str] = ("shared", "sealed")

    def __post_init__(self) -> None:
        for person in PEOPLE:
            make_journal(
                self.root / "journal",
                person,
                "home",
                uid=None,
                household_gid=None,
                service_gid=None,
            )

    def streams(self) -> list[Stream]:
        owners = dict.fromkeys(PEOPLE, os.getuid())
        return find_streams(self.root / "journal", owners, self.audiences)

    def stream(self, person: str, audience: str = "shared") -> Stream:
        return next(s for s in self.streams() if s.name == f"{person}/home/{audience}")

    def writer(self, person: str, audience: str = "shared") -> Writer:
        lock = self.root / f"{person}.lock"
        return Writer(self.stream(person, audience), self.streams, self.clock, lock)

    def say(self, person: str, text: str = "hello", audience: str = "shared"):
        return self.writer(person, audience).append("test.note", Note(text))

    def file(self, person: str, year: int = 2026, audience: str = "shared") -> Path:
        return self.root / "journal" / person / "home" / audience / f"{year}.jsonl"

    def archive(self, *, all_years: bool = False) -> Archive:
        archive = Archive(self.streams, self.clock)
        archive.open()
        while all_years and archive.load_older():
            pass
        return archive

    def texts(self, archive: Archive | None = None) -> list[str]:
        archive = archive or self.archive(all_years=True)
        return [
            note.text
            for e in archive.entries
            if e.kind == "test.note" and (note := e.decode(Note)) is not None
        ]

    def sound(self, archive: Archive) -> dict[str, tuple[str, str, str]]:
        """What can be read, by id: text, kind and day; damaged words are left out."""
        found = {}
        for entry in archive.entries:
            try:
                note = entry.decode(Note)
            except MalformedEntry:
                continue
            if note is not None:
                found[entry.id] = (note.text, entry.kind, str(entry.day))
        return found

    def forge(self, person: str, texts: Sequence[str], **changes) -> bytes:
        """A chain as a clever author would make it by hand, without the writer."""
        h, data = b"", b""
        for n, text in enumerate(texts, 1):
            head = Head(
                n=n,
                pair=changes.get("pair", (day_number(self.clock.now().date()), n)),
                k=changes.get("kind", "test.note"),
                at=changes.get("at", "2026-11-22"),
                d="",
                seen=changes.get("seen", {}),
            )
            line, h = make(h, head, msgspec.json.encode({"text": text}))
            data += line
        return data


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def whats(home: Home):
    """The kinds of problems that a fresh reader finds."""

    def tell(archive: Archive | None = None) -> set[str]:
        return {p.what for p in (archive or home.archive(all_years=True)).problems}

    return tell
