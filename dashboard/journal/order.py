"""One order for the entries of all: pairs (day, counter), kept as one int each.

The greater of what was seen plus one and the household's day is the next pair, a Lamport
clock (Lamport 1978, "Time, Clocks and the Ordering of Events") that also follows the days.
A Raspberry Pi has no clock of its own and the other's file may lie, so a pair more than a day
ahead never counts.
"""

from __future__ import annotations

from collections.abc import Iterable

_BITS = 53
COUNTER_LIMIT = 1 << 52
# The other's counter is followed only this far, so that nobody can push ours to the limit.
_FOLLOWED = 1 << 40
DAY_LIMIT = 3_000_000
NO_HORIZON = DAY_LIMIT


def pack(day: int, counter: int) -> int:
    """One int for the pair, which sorts as the pair does."""
    return (day << _BITS) | counter


def unpack(packed: int) -> tuple[int, int]:
    """The pair (day, counter) again."""
    return packed >> _BITS, packed & ((1 << _BITS) - 1)


def in_range(day: int, counter: int) -> bool:
    """Whether a pair from a file is one that can be kept at all."""
    return -1000 <= day <= DAY_LIMIT and 0 <= counter < COUNTER_LIMIT


def horizon(today: int, synced: bool) -> int:
    """The last day that counts for a reader: tomorrow, or any if the clock can't be trusted."""
    return today + 1 if synced else NO_HORIZON


def effective(packed: int, before: int | None, last_day: int, written: int) -> int:
    """Where a reader puts an entry: never before the same stream's previous one, *before*.

    A pair beyond *last_day* puts it right behind the previous entry; when there is none, at
    the day that it was *written*, if that counts.
    """
    if (packed >> _BITS) <= last_day:
        return packed if before is None or packed >= before else before
    return before if before is not None else pack(min(written, last_day), 0)


def following(own: Iterable[int], seen: Iterable[int], today: int, synced: bool) -> int:
    """The pair for a new entry, after one's *own* last ones and what was *seen* of others."""
    own = list(own)
    reference = today
    if not synced and own:
        reference = max(today, own[-1] >> _BITS)
    counts = [p + 1 for p in own if (p >> _BITS) <= reference + 1]
    counts += [
        p + 1 for p in seen if (p >> _BITS) <= reference + 1 and p & ((1 << _BITS) - 1) < _FOLLOWED
    ]
    if synced:
        counts.append(pack(today, 0))
    return max(counts, default=pack(reference, 0))
