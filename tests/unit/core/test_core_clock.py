"""The household's time, and whether it can be trusted."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core import clock
from dashboard.core.clock import SetClock, SystemClock, day_number, system_zone, zone_named

BERLIN = ZoneInfo("Europe/Berlin")


def test_now_is_aware_and_in_the_households_zone() -> None:
    now = SystemClock(BERLIN).now()
    assert now.tzinfo is BERLIN
    assert abs(now - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


@pytest.mark.parametrize(
    ("file", "kernel", "synced"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_synced_if_timesyncd_or_the_kernel_says_so(
    monkeypatch: pytest.MonkeyPatch, file: bool, kernel: bool, synced: bool
) -> None:
    asked = []

    def exists(path: Any) -> bool:
        asked.append(path)
        return file

    monkeypatch.setattr(os.path, "exists", exists)
    monkeypatch.setattr(clock, "_kernel_says_synced", lambda: kernel)
    assert SystemClock(BERLIN).synced() is synced
    assert asked == ["/run/systemd/timesync/synchronized"]


@pytest.mark.parametrize(
    ("state", "synced"), [(0, True), (1, True), (4, True), (5, False), (-1, False)]
)
def test_the_states_of_the_kernels_clock(
    monkeypatch: pytest.MonkeyPatch, state: int, synced: bool
) -> None:
    library = SimpleNamespace(adjtimex=lambda buffer: state)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    assert clock._kernel_says_synced() is synced


def test_a_system_without_that_call_is_not_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    assert clock._kernel_says_synced() is False


def test_asking_the_kernel_changes_nothing() -> None:
    assert clock._kernel_says_synced() in (True, False)


def test_a_set_clock_stands_still() -> None:
    at = dt.datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN)
    set_clock = SetClock(at)
    assert set_clock.now() == at == set_clock.now() and set_clock.zone is BERLIN
    assert set_clock.synced() and not SetClock(at, trusted=False).synced()
    set_clock.forward(hours=2)
    assert set_clock.now().hour == 3


@given(st.dates(max_value=dt.date(9999, 12, 30)))
def test_days_are_numbered_in_a_row(day: dt.date) -> None:
    assert day_number(day + dt.timedelta(days=1)) == day_number(day) + 1
    assert day_number(dt.date(1970, 1, 1)) == 0


@given(st.one_of(st.text(), st.sampled_from(["", "/", "..", "Europe", "../UTC", "a" * 300, "\0"])))
def test_any_name_is_a_zone_or_none(name: str) -> None:
    zone = zone_named(name)
    assert zone is None or isinstance(zone, ZoneInfo)


def test_the_systems_zone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert system_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "no such zone")
    for linked, zone in (
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris"),
    ):
        monkeypatch.setattr(os.path, "realpath", lambda path, linked=linked: linked)
        assert system_zone() == zone
    monkeypatch.setattr(os.path, "realpath", lambda path: "/etc/localtime")
    assert zone_named(system_zone()) is not None
