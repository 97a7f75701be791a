"""When something sealed opens. Pure: entries, people and the time in, what opens out.

Three rules, and a kind of entry has exactly one of them:

* :class:`AtTime`: its writer set a time; until then it can be recalled without a trace.
* :class:`AllAnswered`: blind answers. They open together at the set hour, or when everybody
  sits at the table and asks for it; neither before, nor one by one.
* :func:`both_yes`: only what both chose shows, and it goes when either takes it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class AtTime:
    """Opens when the household's clock reaches the time in the body's field *opens*.

    The field holds an ISO 8601 time with its offset from UTC.
    """

    opens: str = "opens"


@dataclass(frozen=True)
class AllAnswered:
    """Opens with the answers of everybody to the same round.

    *round* names the body's field that says which round of questions it answers (free text,
    the same for everybody; rounds of different kinds never mix), *opens* the field with the set
    hour (ISO 8601 with offset). If the answers name different hours, the latest counts, so nobody
    can open a round early alone.
    """

    round: str = "round"
    opens: str = "opens"


Rule = AtTime | AllAnswered


@dataclass(frozen=True)
class Sealed:
    """A sealed entry as the rules see it. *order* is its author's own order."""

    id: str
    author: str
    kind: str
    order: int
    fields: Mapping[str, Any]


def round_name(kind: str, round: str) -> str:
    """What a round is known by: two plugins may both call theirs by the day."""
    return f"{kind} {round}"


@dataclass(frozen=True)
class Opening:
    """What opens at once: all the *ids* together; for a round, its :func:`round_name`."""

    ids: tuple[str, ...]
    round: str = ""


@dataclass(frozen=True)
class Nothing:
    """A round's hour has come and the answers are not all in: "nothing opens today".

    *round* is its :func:`round_name`, as in :class:`Past` and at the table.
    """

    round: str


@dataclass(frozen=True)
class Due:
    """What is due now, and when to look again (None: nothing waits for a time)."""

    openings: tuple[Opening, ...] = ()
    nothing: tuple[Nothing, ...] = ()
    next: dt.datetime | None = None


@dataclass(frozen=True)
class Past:
    """What has happened already: opened entries, and rounds that opened or closed."""

    opened: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Round:
    answers: dict[str, Sealed] = field(default_factory=dict)
    hours: list[dt.datetime] = field(default_factory=list)


def due(
    sealed: Iterable[Sealed],
    rules: Mapping[str, Rule],
    people: Sequence[str],
    now: dt.datetime,
    past: Past = Past(),
    at_table: Mapping[str, frozenset[str]] | None = None,
) -> Due:
    """Say what opens now.

    *sealed* holds what is not recalled; *at_table* maps a round to those who asked to open it
    together. Entries whose rule or fields can't be read stay sealed. Each entry opens once.
    """
    openings: list[Opening] = []
    times: list[dt.datetime] = []
    rounds: dict[str, _Round] = {}
    for entry in sorted(sealed, key=lambda entry: (entry.author, entry.order)):
        rule = rules.get(entry.kind)
        if rule is None or entry.id in past.opened:
            continue
        opens = read_time(entry.fields.get(rule.opens))
        if opens is None:
            continue
        if isinstance(rule, AtTime):
            if opens <= now:
                openings.append(Opening((entry.id,)))
            else:
                times.append(opens)
            continue
        answered = entry.fields.get(rule.round)
        if isinstance(answered, str) and entry.author in people:
            round_ = rounds.setdefault(round_name(entry.kind, answered), _Round())
            round_.answers[entry.author] = entry  # the newest of each counts
            round_.hours.append(opens)
    nothing: list[Nothing] = []
    for name, round_ in rounds.items():
        if name in past.rounds:
            continue
        hour = max(round_.hours)
        together = (at_table or {}).get(name, frozenset()) >= set(people)
        complete = len(people) > 1 and set(round_.answers) == set(people)
        if complete and (together or (hour <= now and name not in past.closed)):
            ids = tuple(round_.answers[person].id for person in sorted(people))
            openings.append(Opening(ids, name))
        elif name in past.closed:
            continue
        elif hour <= now:
            nothing.append(Nothing(name))
        else:
            times.append(hour)
    return Due(tuple(openings), tuple(nothing), min(times, default=None))


def both_yes(choices: Mapping[str, Iterable[str]], people: Sequence[str]) -> frozenset[str]:
    """Return what everybody chose; nothing while one is missing, or there is but one."""
    if len(people) < 2 or any(person not in choices for person in people):
        return frozenset()
    return frozenset.intersection(*(frozenset(choices[person]) for person in people))


def read_time(value: object) -> dt.datetime | None:
    """Read an ISO 8601 time with offset; None if it is anything else."""
    try:
        time = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None
