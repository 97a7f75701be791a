"""Limits and agreements for the command line: short ids, plain lines, JSON objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.api.context import View
from dashboard.core.errors import Refused
from dashboard.core.text import one_line
from dashboard.core.words import _
from plugins.boundaries import told
from plugins.boundaries.model import Agreement, Event, OwnLimit, State, known
from plugins.boundaries.standing import OPEN, PAST, limit_standing, standing

Thing = Agreement | OwnLimit


def things(view: View, past: bool) -> list[Thing]:
    """Proposals, agreements and limits, the oldest first; without *past* only what is not over."""
    state = known(view.state)
    agreements = [
        one
        for one in state.agreements.values()
        if past or standing(one, view.today) not in PAST
    ]  # fmt: skip
    limits = [one for one in state.limits.values() if past or one.stands]
    return [*agreements, *limits]


def find(view: View, given: str) -> Thing:
    """The one of that id, whole or short; refused if there is none, or more than one."""
    state = known(view.state)
    every: dict[str, Thing] = {**state.agreements, **state.limits}
    if given in every:
        return every[given]
    found = [one for one in every.values() if _short(one.id) == given.casefold()]
    if len(found) == 1:
        return found[0]
    shown = one_line(given, 40)
    if found:
        raise Refused(_("'{id}' can mean more than one; use the long id from --json.", id=shown))
    raise Refused(_("There is no '{id}' here; see: dashboard boundary list --all", id=shown))


def short_id(state: State, id_: str) -> str:
    """ "alice-12", if that means just one thing; else the whole id."""
    short = _short(id_)
    same = [one for one in (*state.agreements, *state.limits) if _short(one) == short]
    return short if len(same) == 1 else id_


def row(thing: Thing, view: View) -> dict[str, Any]:
    """One of them as a JSON object: days, no hours."""
    common = {"id": thing.id, "text": thing.text, "category": thing.category}
    if isinstance(thing, OwnLimit):
        mine = thing.by == view.me.id  # its reminder is its owner's
        return {
            **common,
            "kind": "limit",
            "state": limit_standing(thing).value,
            "proposed_by": thing.by,
            "day": thing.day.isoformat(),
            "starts": "",
            "ends": "",
            "review": _iso(thing.look_again) if mine else "",
            "history": _history(thing.history),
        }
    return {
        **common,
        "kind": "agreement" if thing.agreed else "proposal",
        "state": standing(thing, view.today).value,
        "proposed_by": thing.by,
        "day": thing.day.isoformat(),
        "starts": _iso(thing.first_day or thing.starts),
        "ends": _iso(thing.ends),
        "review": _iso(thing.look_again),
        "history": _history(thing.history),
    }


def line(thing: Thing, view: View) -> str:
    """One of them on a line."""
    said = one_line(" ".join(told.quoted(thing.text)) or told.title(thing.text), 160)
    id_ = short_id(known(view.state), thing.id)
    return f"{id_}  {said}  {_in_short(thing, view)}"


def whole(thing: Thing, view: View) -> Sequence[str]:
    """The exact words, the conditions, how it stands, and what has been."""
    words = told.quoted(thing.text) or (told.title(thing.text),)
    if isinstance(thing, OwnLimit):
        return (*words, _sentence(thing, view), *told.limit_history(thing, view))
    conditions = () if thing.gone else told.conditions(thing, view)
    return (*words, *conditions, _sentence(thing, view), *told.history(thing, view))


def _in_short(thing: Thing, view: View) -> str:
    if isinstance(thing, OwnLimit) or thing.by == view.me.id:
        return _sentence(thing, view)
    if standing(thing, view.today) in OPEN:
        return _("{name} proposes it.", name=view.name(thing.by))
    return _sentence(thing, view)


def _sentence(thing: Thing, view: View) -> str:
    if isinstance(thing, OwnLimit):
        return told.limit_sentence(thing, view)
    return told.state_sentence(thing, view)


def _history(events: Iterable[Event]) -> list[dict[str, str]]:
    return [
        {"day": event.day.isoformat(), "by": event.by, "what": event.what.value}
        for event in events
    ]  # fmt: skip


def _short(id_: str) -> str:
    author, _slash, rest = id_.partition("/")
    return f"{author}-{rest.rpartition('/')[2]}".casefold()


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
