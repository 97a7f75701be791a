"""One thing that somebody said, as the rest of the dashboard sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

import msgspec

from dashboard.core.clock import day_number
from dashboard.core.errors import DashboardError
from dashboard.core.text import one_line
from dashboard.journal import order, words
from dashboard.journal.files import Source
from dashboard.journal.line import NO_JSON, Head, Line, body_of, make, parse, parse_head

T = TypeVar("T")


class MalformedEntry(DashboardError):
    """The other's (or an older program's) entry does not hold what its kind should hold."""


class Entry(msgspec.Struct, gc=False, eq=False):
    """One entry. Ten years of them are many, so the words stay in the file until they are wanted.

    *taken_back* can turn true later; :meth:`decode` and :attr:`body` then give None. Entries
    are compared by identity; :attr:`id` names one for good, :attr:`order` sorts them.
    """

    author: str
    device: str
    audience: str
    n: int
    kind: str
    day: dt.date
    packed: int  # l, as the author wrote it
    rank: int  # l, as far as it counts
    sha: bytes
    source: Source | bytes | None = None  # a file, or the line itself
    place: int = 0
    taken_back: bool = False
    _decoded: tuple[Any, Any] | None = None

    @property
    def id(self) -> str:
        """``alice/home/shared/12``."""
        return f"{self.author}/{self.device}/{self.audience}/{self.n}"

    @property
    def stream(self) -> str:
        """``alice/home/shared``."""
        return f"{self.author}/{self.device}/{self.audience}"

    @property
    def l(self) -> tuple[int, int]:  # noqa: E743 - its name in the file and the architecture
        """(day, counter) as the author wrote it."""
        return order.unpack(self.packed)

    @property
    def order(self) -> tuple[int, int, str, int]:
        """What entries are sorted by: total, and an entry comes after all that it saw."""
        return (*order.unpack(self.rank), self.stream, self.n)

    @property
    def digest(self) -> str:
        """The head's digest of salt and body, as hex: what consent quotes."""
        return self.sha.hex()

    @property
    def body(self) -> bytes | None:
        """The raw JSON. None if it was taken back, or is not what was written."""
        line = None if self.taken_back else self._line()
        return None if line is None else body_of(line, self.digest)

    @property
    def salt(self) -> str | None:
        """What the digest needs besides the body; None when there is no body."""
        line = None if self.taken_back else self._line()
        return None if line is None or body_of(line, self.digest) is None else line.s

    @property
    def seen(self) -> dict[str, tuple[int, str]]:
        """The newest (n, h) of the others' shared streams that stood on disk at the time.

        Empty if the words or the line can't be read any more.
        """
        line = self._line()
        try:
            return {} if line is None else parse_head(line.e).seen
        except NO_JSON:
            return {}

    def decode(self, type_: type[T]) -> T | None:
        """The body as *type_*, every text in it made harmless; None if it was taken back.

        Raises MalformedEntry, naming the entry, if it is no such thing or is damaged. The
        result is kept, so it should be frozen; it is given up when the words are taken back.
        """
        if self.taken_back:
            self._decoded = None
            return None
        kept = self._decoded
        if kept is not None and kept[0] is type_:
            value: T = kept[1]
            return value
        body = self.body
        if body is None:
            raise MalformedEntry(f"The words of {self.id} are damaged and can't be shown.")
        try:
            value = words.decode(body, type_)
        except (*NO_JSON, UnicodeEncodeError) as error:
            raise MalformedEntry(
                f"{self.id} is not what a {self.kind} should be, so it is passed over: "
                f"{one_line(str(error))}"
            ) from error
        self._decoded = (type_, value)
        return value

    def take_away(self) -> None:
        """The reader's: the author took this back."""
        self.taken_back = True
        self.forget()

    def forget(self) -> None:
        """The reader's: the words on disk are not what they were."""
        self._decoded = None

    def __repr__(self) -> str:
        # Never the words: this ends up in logs.
        return f"<Entry {self.id} {self.kind}>"

    def _line(self) -> Line | None:
        raw = self.source if isinstance(self.source, bytes) else b""
        if isinstance(self.source, Source):
            raw = self.source.line(self.place)
        try:
            return parse(raw)
        except NO_JSON:
            return None


def from_head(
    names: tuple[str, str, str], head: Head, day: dt.date, source: Source | bytes, place: int
) -> Entry:
    """An entry as a head describes it; *names* are author, device and audience."""
    packed = order.pack(*head.pair)
    return Entry(*names, head.n, head.k, day, packed, packed, bytes.fromhex(head.d), source, place)


def sample(
    author: str, kind: str, body: Any, *, n: int = 1, day: dt.date = dt.date(2026, 11, 22)
) -> Entry:
    """An entry that stands in no file, for the tests of what is folded from entries."""
    head = Head(n, (day_number(day), 0), kind, day.isoformat(), "")
    raw, _ = make(b"", head, words.encode(body))
    return from_head((author, "home", "shared"), head, day, raw[:-1], 0)
