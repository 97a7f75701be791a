"""One stream as it is read: which years are loaded, and what changed on disk since."""

from __future__ import annotations

import os

from dashboard.core.clock import day_number
from dashboard.journal import order, problem
from dashboard.journal.entry import Entry
from dashboard.journal.files import Folder, NotSafe, file_name
from dashboard.journal.line import REDACT
from dashboard.journal.problem import Problem
from dashboard.journal.stream import Stream
from dashboard.journal.year import Seen, YearFile

_MOST_REMEMBERED = 20


class Change:
    """What one look brought: new entries, changed ones, and whether any went away."""

    __slots__ = ("changed", "fresh", "grown", "removed", "whole")

    def __init__(self, *, removed: bool = False) -> None:
        self.fresh: list[Entry] = []
        self.changed: list[Entry] = []
        self.removed = removed
        self.whole: set[int] = set()  # years that were read from their start, or are gone
        self.grown: set[int] = set()  # years that were read on


class Track:
    """The loaded years of one stream, newest back to some older one."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.files: dict[int, YearFile] = {}
        self.older: list[int] = []  # not loaded yet, newest first
        self._seen: dict[int, str] = {}  # heads that changed or went under our eyes
        self._trouble: dict[str, Problem] = {}
        self._redacted: set[int] = set()
        self._tried: set[int] = set()  # older years that could not be read so far

    def look(self, last_day: int) -> Change:
        """Read what is new or changed since the last look; at first the newest year with
        entries. Never raises for what stands on disk. *last_day*: see ``order.effective``.
        """
        change = Change()
        self._trouble = {}
        try:
            with Folder(self.stream) as folder:
                years = folder.years()
                self._forget_all_but(years, change)
                self.older = []
                for year in years:
                    first = year == years[-1]
                    if year in self.files:
                        self._look_again(folder, year, change, first=first)
                    elif self._can_wait(year):
                        self.older.append(year)
                    else:
                        self._load(folder, year, change, first=first)
        except (NotSafe, OSError) as error:
            self._forget_all_but([], change)
            if not isinstance(error, FileNotFoundError):
                self._fail("folder", error)
        self._settle(change, last_day)
        return change

    def load_older(self, last_day: int) -> Change:
        """Load the newest year in ``older``. Never raises for what stands on disk."""
        change = Change()
        year = self.older.pop(0)
        self._tried.add(year)
        try:
            with Folder(self.stream) as folder:
                self._load(folder, year, change, first=not self.older)
        except (NotSafe, OSError) as error:
            self._fail("folder", error)
        self._settle(change, last_day)
        return change

    def reorder(self, last_day: int) -> Change:
        """Decide anew what counts, since the day or the trust in the clock changed."""
        change = Change()
        change.whole = set(self.files)
        self._settle(change, last_day)
        return change

    def part(self) -> list[Problem]:
        """What to say when the whole stream is not there any more."""
        for file in list(self.files.values()):
            self._remember(file, file.heads_lost(None))
        self.files = {}
        return self._noticed()

    def get(self, n: int) -> Entry | None:
        """Entry *n*, if it is loaded."""
        return next((e for f in self.files.values() if (e := f.get(n)) is not None), None)

    def head_of(self, n: int) -> str | None:
        """The *h* of entry *n* as hex, if it is loaded."""
        return next((h for f in self.files.values() if (h := f.head_of(n)) is not None), None)

    def lowest(self) -> int:
        """The number from which on every entry that exists is loaded."""
        if not self.older:
            return 0
        return min((f.entries[0].n for f in self.files.values() if f.entries), default=1 << 63)

    def newest(self) -> int:
        """The highest number that was read, or 0."""
        return max((f.chain.n for f in self.files.values()), default=0)

    def entries(self) -> list[Entry]:
        """All that is loaded, in the author's order."""
        return [entry for file in self._by_year() for entry in file.entries]

    def take_witnesses(self) -> Seen:
        """What this author's entries say to have seen of others; each is told once."""
        told: Seen = {}
        for file in self.files.values():
            if file.witnesses:
                told |= file.witnesses
                file.witnesses = {}
        return told

    def problems(self) -> list[Problem]:
        """What is wrong with this stream as it now stands, and what was noticed before."""
        told = [*self._trouble.values(), *self._noticed()]
        for file in self._by_year():
            told += file.problems(self._redacted)
        return told

    def _by_year(self) -> list[YearFile]:
        return [self.files[year] for year in sorted(self.files)]

    def _can_wait(self, year: int) -> bool:
        """Whether *year* is older than all that is loaded, and something is loaded."""
        return (
            year not in self._tried
            and any(file.entries for file in self.files.values())
            and year < min(self.files)
        )

    def _look_again(self, folder: Folder, year: int, change: Change, *, first: bool) -> None:
        file = self.files[year]
        try:
            about = folder.about(year)
            if file.first == first and file.stands_as(about):
                return
            if file.first == first and file.only_grew(about):
                complaints = len(file.found)
                change.fresh += file.scan(about)
                change.grown.add(year)
                if len(file.found) == complaints:
                    return
        except OSError as error:
            self._fail(file.name, error)
            return
        # Changed within, shortened, replaced, or what came does not fit: read all of it again.
        self._load(folder, year, change, first=first)

    def _load(self, folder: Folder, year: int, change: Change, *, first: bool) -> None:
        """Read a whole file, in the place of an earlier reading of it if there was one."""
        old = self.files.pop(year, None)
        change.whole |= {year} if old is not None else set()
        try:
            fd, about = folder.open(year)
            file = YearFile(self.stream, year, fd, about, first=first)
            fresh = file.scan(about)
        except (NotSafe, OSError) as error:
            self._fail(file_name(year), error)
            if old is not None:
                self._remember(old, old.heads_lost(None))
                change.removed |= bool(old.entries)
            return
        self.files[year] = file
        change.whole.add(year)
        if old is None:
            change.fresh += fresh
        else:
            self._replace(old, file, change)

    def _replace(self, old: YearFile, file: YearFile, change: Change) -> None:
        altered = file.adopt(old)
        just_read = {entry.n for entry in change.fresh}
        here = {id(entry) for entry in file.entries}
        change.fresh = [e for e in change.fresh if id(e) in here or self.get(e.n) is e]
        known = {id(entry) for entry in change.fresh}
        for entry in altered:
            if id(entry) not in known:
                shown = old.get(entry.n) is not None and entry.n not in just_read
                (change.changed if shown else change.fresh).append(entry)
        change.removed |= any(id(entry) not in here for entry in old.entries)
        self._remember(old, old.heads_lost(file))

    def _forget_all_but(self, years: list[int], change: Change) -> None:
        for year in [year for year in self.files if year not in years]:
            file = self.files.pop(year)
            change.whole.add(year)
            change.removed |= bool(file.entries)
            self._remember(file, file.heads_lost(None))

    def _remember(self, file: YearFile, numbers: list[int]) -> None:
        """Keep what the last of these entries' heads were: this reader is a witness too."""
        for n in numbers[-_MOST_REMEMBERED:]:
            self._seen.setdefault(n, file.head_of(n) or "")

    def _noticed(self) -> list[Problem]:
        author, name = self.stream.author, self.stream.name
        told = []
        for n, h in list(self._seen.items()):
            now = self.head_of(n)
            if now == h:
                del self._seen[n]  # it came back as it was
            else:
                tell = problem.gone if now is None else problem.changed
                told.append(tell(author, name, n, ""))
        return told

    def _settle(self, change: Change, last_day: int) -> None:
        """Join the years, apply what was taken back, and put each entry in its place."""
        if change.whole:
            self._join(change)
        redacted = {n for file in self.files.values() for n in file.redacts}
        if change.whole or change.fresh or redacted != self._redacted:
            self._take_back(redacted, change)
        if change.whole:
            years = change.whole | change.grown
            self._rank(change, last_day, min(years), max(years))
        elif change.grown:
            self._rank_new(change, last_day)

    def _rank(self, change: Change, last_day: int, since: int, until: int) -> None:
        """Place the entries from year *since* on, behind *until* as far as that changes any."""
        new = {id(entry) for entry in change.fresh}
        before: int | None = None
        for file in self._by_year():
            if file.year < since:
                before = file.entries[-1].rank if file.entries else before
                continue
            for entry in file.entries:
                rank = order.effective(entry.packed, before, last_day, day_number(entry.day))
                if rank != entry.rank:
                    entry.rank = rank
                    if id(entry) not in new:
                        change.changed.append(entry)
                elif file.year > until:
                    return
                before = rank

    def _rank_new(self, change: Change, last_day: int) -> None:
        """Place entries that were only appended, to the files that grew."""
        new = len(change.fresh)
        for year in sorted(change.grown):
            entries = self.files[year].entries
            at = max(0, len(entries) - new)
            if at == 0 or len(change.grown) > 1:
                self._rank(change, last_day, min(change.grown), max(change.grown))
                return
            before = entries[at - 1].rank
            for entry in entries[at:]:
                entry.rank = before = order.effective(
                    entry.packed, before, last_day, day_number(entry.day)
                )

    def _join(self, change: Change) -> None:
        files = self._by_year()
        for at in range(len(files) - 1, 0, -1):
            change.removed |= files[at].link(files[at - 1 :: -1])
            lowest = next((f.entries[0].n for f in files[at:] if f.entries), None)
            if lowest is not None:
                change.removed |= files[at - 1].drop_from(lowest)
        if files and not self.older and files[0].chain.started_with is not None:
            change.removed |= files[0].link([])

    def _take_back(self, redacted: set[int], change: Change) -> None:
        new = {id(entry) for entry in change.fresh}
        for n in redacted | self._redacted:
            entry = self.get(n)
            if entry is None or entry.kind == REDACT or entry.taken_back == (n in redacted):
                continue
            if n in redacted:
                entry.take_away()
            else:
                entry.taken_back = False
            if id(entry) not in new:
                change.changed.append(entry)
        self._redacted = redacted

    def _fail(self, where: str, error: Exception) -> None:
        name = self.stream.name
        if isinstance(error, NotSafe):
            self._trouble[where] = problem.unsafe(name, where, str(error))
        else:
            reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
            self._trouble[where] = problem.unreadable(name, where, reason)
