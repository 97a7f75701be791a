"""The household's time: its zone, its day, and whether the clock can be trusted."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()


class Clock(Protocol):
    """Tells the time. Passed to everything that needs it; nothing else asks the system."""

    @property
    def zone(self) -> ZoneInfo:
        """The household's zone."""

    def now(self) -> dt.datetime:
        """The time now, aware, in the household's zone."""

    def synced(self) -> bool:
        """Whether a time server has set the clock since boot. A Pi has no clock of its own."""


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


@dataclass(frozen=True)
class SystemClock:
    """The computer's clock, in the household's zone."""

    zone: ZoneInfo

    def now(self) -> dt.datetime:
        return dt.datetime.now(self.zone)

    def synced(self) -> bool:
        # systemd-timesyncd leaves this file; other time daemons tell the kernel (adjtimex(2)).
        return os.path.exists("/run/systemd/timesync/synchronized") or _kernel_says_synced()


@dataclass
class SetClock:
    """A clock that somebody sets by hand: for tests and for the demo household."""

    at: dt.datetime
    trusted: bool = True

    @property
    def zone(self) -> ZoneInfo:
        zone = self.at.tzinfo
        assert isinstance(zone, ZoneInfo), "a set clock needs an aware time with a ZoneInfo"
        return zone

    def now(self) -> dt.datetime:
        return self.at

    def synced(self) -> bool:
        return self.trusted

    def forward(self, **delta: float) -> None:
        """Move on by ``datetime.timedelta(**delta)``."""
        self.at += dt.timedelta(**delta)


def _kernel_says_synced() -> bool:
    import ctypes

    time_error = 5  # TIME_ERROR: "the clock is not synchronized to a reliable server"
    try:
        buffer = ctypes.create_string_buffer(512)
        state = ctypes.CDLL(None).adjtimex(buffer)
    except (OSError, AttributeError):
        return False
    return state not in (-1, time_error)


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None if this system does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def system_zone() -> str:
    """The IANA name of the computer's own zone, guessed the way systemd keeps it; else UTC."""
    name = os.environ.get("TZ", "").lstrip(":")
    if name and zone_named(name):
        return name
    try:
        linked = os.path.realpath("/etc/localtime")
        name = linked.split("/zoneinfo/", 1)[1].removeprefix("posix/").removeprefix("right/")
    except (OSError, IndexError):
        name = ""
    if name and zone_named(name):
        return name
    try:
        with open("/etc/timezone", encoding="ascii") as file:
            name = file.read().strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    return name if name and zone_named(name) else "UTC"
