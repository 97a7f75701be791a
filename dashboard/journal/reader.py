"""Everything that was said and may be read here, in one order, kept up to date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from dashboard.core.clock import Clock, day_number
from dashboard.journal import order
from dashboard.journal.entry import Entry
from dashboard.journal.problem import Problem
from dashboard.journal.stream import Stream
from dashboard.journal.track import Change, Track
from dashboard.journal.witness import Witnesses


class Archive:
    """Reads the journals of all and puts their entries in one order.

    Used by one thread at a time: whoever calls :meth:`load_older` from a thread holds a lock
    around every call. :attr:`entries` is never changed in place, so a list that was handed
    out stays whole; only :attr:`Entry.taken_back` of an entry in it can turn true. Nothing
    that stands on disk raises here, and nothing is created.
    """

    def __init__(
        self, streams: Callable[[], Sequence[Stream]] | Sequence[Stream], clock: Clock
    ) -> None:
        self._streams = streams if callable(streams) else (lambda: streams)
        self._clock = clock
        self._tracks: dict[str, Track] = {}
        self._witnesses = Witnesses()
        self._last_day: int | None = None
        self._parted: list[Problem] = []
        self.entries: list[Entry] = []
        self.problems: tuple[Problem, ...] = ()
        self.version = 0
        """Rises with every change of entries or problems."""
        self.epoch = 0
        """Rises when more changed than new entries at the end: fold anew from the start."""

    def open(self) -> None:
        """Read the newest year of every stream."""
        self.refresh()

    def refresh(self) -> list[Entry]:
        """Look at the disk again; return what is new or changed, in order.

        Costs a few system calls for each loaded file when nothing changed. Entries can also
        go away (a file was replaced, say); :attr:`epoch` rises then.
        """
        day = order.horizon(day_number(self._clock.now().date()), self._clock.synced())
        changes = self._sync_tracks()
        if self._last_day is not None and day != self._last_day:
            changes += [track.reorder(day) for track in self._tracks.values()]
        self._last_day = day
        changes += [track.look(day) for track in self._tracks.values()]
        self._hear()
        # What somebody saw stood on disk before it was seen: it may have come meanwhile.
        changes += [track.look(day) for track in self._witnesses.ahead(self._tracks)]
        return self._apply(changes)

    def load_older(self) -> bool:
        """Read one more file, of the newest year that is not loaded; False if none is left."""
        waiting = [track for track in self._tracks.values() if track.older]
        if not waiting:
            return False
        track = max(waiting, key=lambda track: track.older[0])
        self._apply([track.load_older(self._last_day or order.NO_HORIZON)])
        return True

    def get(self, id: str) -> Entry | None:
        """The entry of that id, if there is one and its year is loaded."""
        name, _, number = id.rpartition("/")
        track = self._tracks.get(name)
        if track is None or not number.isascii() or not number.isdecimal() or len(number) > 15:
            return None
        return track.get(int(number))

    def _sync_tracks(self) -> list[Change]:
        streams = {stream.name: stream for stream in self._streams()}
        changes = []
        for name in [n for n, t in self._tracks.items() if streams.get(n) != t.stream]:
            changes.append(Change(removed=True))
            track = self._tracks.pop(name)
            if name not in streams:
                self._parted += [p for p in track.part() if p not in self._parted]
        for name in streams:
            if name not in self._tracks:
                self._tracks[name] = Track(streams[name])
                self._parted = [p for p in self._parted if p.stream != name]
        return changes

    def _hear(self) -> None:
        for name, track in self._tracks.items():
            self._witnesses.add(name, track.take_witnesses(), self._tracks)

    def _apply(self, changes: list[Change]) -> list[Entry]:
        self._hear()
        fresh = [entry for change in changes for entry in change.fresh]
        changed = [entry for change in changes for entry in change.changed]
        fresh.sort(key=_order)
        if changed or any(change.removed for change in changes):
            everything = [e for track in self._tracks.values() for e in track.entries()]
            self.entries = sorted(everything, key=_order)
            self.epoch += 1
        elif fresh:
            self._merge(fresh)
        problems = [p for track in self._tracks.values() for p in track.problems()]
        problems += [*self._parted, *self._witnesses.problems(self._tracks)]
        told = tuple(dict.fromkeys(problems))
        if fresh or changed or told != self.problems or any(c.removed for c in changes):
            self.version += 1
        self.problems = told
        if not changed:
            return fresh
        return sorted({id(e): e for e in [*fresh, *changed]}.values(), key=_order)

    def _merge(self, fresh: list[Entry]) -> None:
        """Put sorted new entries among the others; sorts only where the two overlap."""
        old = self.entries
        low = bisect_left(old, _order(fresh[0]), key=_order)
        high = bisect_right(old, _order(fresh[-1]), lo=low, key=_order)
        if low < len(old):
            self.epoch += 1
        self.entries = old[:low] + sorted(old[low:high] + fresh, key=_order) + old[high:]


def _order(entry: Entry) -> tuple[int, str, int]:
    # The same order as Entry.order, cheaper to make.
    return entry.rank, entry.stream, entry.n
