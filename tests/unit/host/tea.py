"""A plugin for the tests of the session: one shared kind, and one for each way to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dashboard.api.context import Entry
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import AllAnswered, AtTime, EntryKind, PluginInfo
from dashboard.host.records import Found

FOUND = [Found("tea", __name__, "the tests")]


class Said(msgspec.Struct, frozen=True):
    words: str


class Later(msgspec.Struct, frozen=True):
    words: str
    opens: str


class Answer(msgspec.Struct, frozen=True):
    words: str
    round: str
    opens: str


class Other(msgspec.Struct, frozen=True):
    words: str
    round: str
    opens: str


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cups: int = 2
    kinds: tuple[str, ...] = ()


@hookimpl
def plugin_info() -> PluginInfo:
    return PluginInfo("tea", "Tea", "For the tests")


@hookimpl
def settings_type() -> type[Any]:
    return Settings


@hookimpl
def entry_kinds() -> Sequence[EntryKind]:
    return [
        EntryKind("tea.said", Said),
        EntryKind("tea.later", Later, lift=AtTime("opens")),
        EntryKind("tea.answer", Answer, lift=AllAnswered("round", "opens")),
        EntryKind("tea.other", Other, lift=AllAnswered("round", "opens")),
    ]


@hookimpl
def fold(entries: Sequence[Entry], people: Sequence[str]) -> Any:
    return list(entries)
