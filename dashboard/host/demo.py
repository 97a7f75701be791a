"""A made-up household: two people with a few months behind them, told by the plugins."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.api import context as api
from dashboard.api.types import Told
from dashboard.core import household as households
from dashboard.core.clock import SetClock
from dashboard.core.household import Household, Person
from dashboard.host import discovery
from dashboard.host.own import Own
from dashboard.host.plugins import PluginHost
from dashboard.host.records import Found
from dashboard.journal.layout import make_journal
from dashboard.journal.stream import Stream, find_streams
from dashboard.journal.writer import Writer

NAMES = (
    "Aylin", "Ben", "Chiara", "Daniel", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas",
    "Kemal", "Lena", "Mika", "Nora", "Oskar", "Paula", "Quinn", "Rosa", "Sami", "Toni",
)  # fmt: skip


def names_by_chance(chance: random.Random) -> list[str]:
    """Two different names, in an order that means nothing."""
    return chance.sample(NAMES, 2)


def make_demo(
    root: Path, names: Sequence[str], now: dt.datetime, found: Iterable[Found] | None = None
) -> Household:
    """Make a household in *root* and write the plugins' stories into it, day by day."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    household = households.create(root, list(names), zone.key)
    host = PluginHost(discovery.find() if found is None else found)
    kinds = {kind.body: name for name, (_record, kind) in host.kinds().items()}
    for person in household.people:
        own = Own(household.own(person))
        own.make()
        own.change(welcomed=True)
        make_journal(
            household.journal, person.id, household.device,
            uid=None, household_gid=None, service_gid=None,
        )  # fmt: skip
    pens = _Pens(household, SetClock(now))
    for record in host.enabled:
        story = host.collect("demo_story", Told, [record], people=household.people, now=now)
        pens.told.clear()
        for told in sorted((told for _record, told in story), key=lambda told: told.day):
            if told.remembers is not None:
                own = Own(household.own(household.person(told.author)))
                own.remember(record.id, told.remembers(pens.told))
            else:
                pens.write(told, kinds)
    return household


class _Pens:
    """Writes for both, with a clock that is set to each day in turn."""

    def __init__(self, household: Household, clock: SetClock) -> None:
        self._household = household
        self._clock = clock
        self._writers: dict[tuple[str, str], Writer] = {}
        self.told: dict[str, api.Entry] = {}

    def write(self, told: Told, kinds: dict[type[Any], str]) -> None:
        self._clock.at = dt.datetime.combine(told.day, dt.time(19), self._clock.zone)
        if told.takes_back:
            before = self.told[told.takes_back]
            audience, number = before.id.split("/")[2:]
            self._writer(before.author, audience).take_back(int(number))
            return
        body = told.body(self.told) if callable(told.body) else told.body
        kind = kinds[type(body)]
        audience = "sealed" if told.sealed else "shared"
        entry = self._writer(told.author, audience).append(kind, body)
        if told.name:
            self.told[told.name] = api.Entry(
                entry.id, told.author, kind, entry.day, entry.digest, body
            )

    def _writer(self, person_id: str, audience: str) -> Writer:
        key = (person_id, audience)
        if key not in self._writers:
            household = self._household
            person: Person = household.person(person_id)
            owner = household.account_owner(person)
            folder = household.journal / person.id / household.device / audience
            others = {p.id: owner for p in household.people if p.id != person.id}
            self._writers[key] = Writer(
                Stream(person.id, household.device, audience, folder, owner),
                lambda: find_streams(household.journal, others, ("shared",)),
                self._clock,
                household.own(person) / "write.lock",
            )
        return self._writers[key]
