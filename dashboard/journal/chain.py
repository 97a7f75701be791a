"""Follows the chain of one author's lines, and goes on behind a damaged one."""

from __future__ import annotations

from enum import Enum

import msgspec

from dashboard.journal.line import (
    NO_JSON,
    Head,
    Line,
    body_digest,
    chained,
    head_by_chain,
    likely_head,
    parse,
    parse_head,
    sound_kind,
    stated_chain,
)
from dashboard.journal.order import in_range

_MOST_DOUBTFUL = 32  # a file of rubbish must not make every line slower than the last


class State(Enum):
    """What a line still has."""

    WHOLE = "whole"
    BLANK = "blank"  # salt and body are spaces: taken back
    DAMAGED = "damaged"  # the head stands, the body is not what was written


class Link(msgspec.Struct, gc=False):
    """One line whose head fits the chain."""

    head: Head
    h: bytes
    state: State
    _raw_head: msgspec.Raw | bytes
    _body: msgspec.Raw | bytes = b""

    @property
    def raw_head(self) -> bytes:
        """The head as it stands in the line."""
        return bytes(self._raw_head)

    @property
    def body(self) -> bytes | None:
        """The body, if it is what was written."""
        return bytes(self._body) if self.state is State.WHOLE else None


class Chain:
    """The end of a chain so far. ``previous=None``: not known yet, the first line is believed.

    After a line that does not fit, the next may follow the last good line, what the bad line
    states as its *h*, or what the bad line's head would give; so one flipped bit costs one
    entry and not all that come after.
    """

    __slots__ = ("_doubtful", "last", "n", "started_with")

    def __init__(self, previous: bytes | None = b"", n: int = 0) -> None:
        self.last = previous
        self.n = n
        self._doubtful: list[bytes] = []
        self.started_with: Link | None = None  # the line that had to be believed

    def ends(self) -> list[bytes]:
        """Every *h* that the next line may follow."""
        return ([] if self.last is None else [self.last]) + self._doubtful

    def follow(self, raw: bytes) -> Link | None:
        """Take the next line, without its line feed; None if it is damaged or does not fit."""
        try:
            line = parse(raw)
            head = parse_head(line.e)
        except NO_JSON:
            return self._salvage(raw)
        h = line.h.encode()
        last = self.last
        if last is None:
            return self._believe(line, head, h)
        if chained(last, line.e) != h and not any(
            chained(end, line.e) == h for end in self._doubtful
        ):
            self._doubtful += [h, chained(last, line.e)]
            del self._doubtful[:-_MOST_DOUBTFUL]
            return None
        return self._take(head, h, _state(line, head), line.e, line.b)

    def _believe(self, line: Line, head: Head, h: bytes) -> Link | None:
        if len(h) != 64:
            return None
        if self._doubtful and not any(chained(end, line.e) == h for end in self._doubtful):
            self._doubtful.append(h)
        link = self._take(head, h, _state(line, head), line.e, line.b)
        self.started_with = link
        return link

    def _salvage(self, raw: bytes) -> Link | None:
        for end in self.ends():
            raw_head = head_by_chain(raw, end)
            if raw_head is None:
                continue
            try:
                head = parse_head(raw_head)
            except NO_JSON:
                break
            h = chained(end, raw_head)
            # A line that swallowed the next one still shows how to go on behind that.
            link = self._take(head, h, State.DAMAGED, raw_head)
            self._doubtful += [s for s in stated_chain(raw) if s != h]
            return link
        likely = likely_head(raw)
        if likely is not None:
            self._doubtful += [chained(end, likely) for end in self.ends()]
        self._doubtful += stated_chain(raw)
        del self._doubtful[:-_MOST_DOUBTFUL:]
        return None

    def _take(
        self,
        head: Head,
        h: bytes,
        state: State,
        raw_head: msgspec.Raw | bytes,
        body: msgspec.Raw | bytes = b"",
    ) -> Link | None:
        self.last = h
        if self._doubtful:
            self._doubtful = []
        if head.n <= self.n or not in_range(*head.pair) or not sound_kind(head.k):
            return None
        self.n = head.n
        return Link(head, h, state, raw_head, body)


def _state(line: Line, head: Head) -> State:
    if body_digest(line.s, line.b) == head.d and line.s and line.b:
        return State.WHOLE
    return State.DAMAGED if line.s or line.b else State.BLANK
