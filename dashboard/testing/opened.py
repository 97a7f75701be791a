"""A real household in a folder: journals, curtain and settings as they are at home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.core import household as households
from dashboard.core.clock import SetClock
from dashboard.core.household import Household, Person
from dashboard.host.records import Found
from dashboard.host.session import Session
from dashboard.testing.building import NOW


class OpenedHousehold:
    """A one-account household with a clock that stands still until it is moved.

    *found* are the plugins of every session; None for all that are installed.
    """

    def __init__(
        self, household: Household, clock: SetClock, found: Iterable[Found] | None = None
    ) -> None:
        self.household = household
        self.clock = clock
        self.found = None if found is None else list(found)

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who live here."""
        return self.household.people

    def session(self, name: str, found: Iterable[Found] | None = None) -> Session:
        """Open it anew as the person of that id or name, perhaps with other plugins."""
        plugins = self.found if found is None else list(found)
        return Session(self.household, self.household.person(name), self.clock, plugins)


def open_household(
    folder: Path,
    names: Sequence[str] = ("Alice", "Bob"),
    now: dt.datetime = NOW,
    found: Iterable[Found] | None = None,
) -> OpenedHousehold:
    """Make a household of one or two in ``folder/household``, at the time *now*.

    *now* is aware, with a ZoneInfo: the household's zone.
    """
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo), "now needs a ZoneInfo, such as Europe/Berlin"
    household = households.create(folder / "household", list(names), zone.key)
    return OpenedHousehold(household, SetClock(now), found)
