"""Limits & agreements: what I will do, and what both said yes to in the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.api.context import Entry, Person, View
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import (
    Action,
    CalendarItem,
    CliCommand,
    EntryKind,
    Panel,
    PluginInfo,
    Screen,
    TalkItem,
    TodayLine,
    Told,
)
from dashboard.core.words import _


@hookimpl
def plugin_info() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        "boundaries",
        _("Limits & agreements"),
        _("Limits of one's own, and agreements that both said yes to, word for word"),
        rank=20,
    )


@hookimpl
def settings_type() -> type[Any]:
    """Give the type of ``config/boundaries.toml``."""
    from plugins.boundaries.settings import Settings

    return Settings


@hookimpl
def entry_kinds() -> Sequence[EntryKind]:
    """Declare the entries; all of them are for both to read at once."""
    from plugins.boundaries.bodies import KINDS

    return [EntryKind(kind, body) for kind, body in KINDS.items()]


@hookimpl
def fold(entries: Sequence[Entry], people: Sequence[str]) -> Any:
    """Add the entries of both up to the state."""
    from plugins.boundaries.folding import fold

    return fold(entries, people)


@hookimpl
def today_lines(view: View) -> Iterable[TodayLine]:
    """Give what waits, quietly, and the days that come within a week."""
    from plugins.boundaries.due import today_lines

    return today_lines(view)


@hookimpl
def screens() -> Sequence[Screen]:
    """Declare the screen."""
    from plugins.boundaries.pages import SCREEN, page

    return [Screen(SCREEN, _("Limits & agreements"), page)]


@hookimpl
def actions() -> Sequence[Action]:
    """Declare what can be done there."""
    from plugins.boundaries.action import all_actions

    return all_actions()


@hookimpl
def cli_commands() -> Sequence[CliCommand]:
    """Declare ``dashboard boundary``."""
    return [
        CliCommand(
            "boundary", _("Limits and agreements"), "plugins.boundaries.commands:boundary"
        )
    ]  # fmt: skip


@hookimpl
def calendar_items(view: View) -> Iterable[CalendarItem]:
    """Give the days on which there is something to look at again."""
    from plugins.boundaries.due import calendar_items

    return calendar_items(view)


@hookimpl
def talk_items(view: View) -> Iterable[TalkItem]:
    """Give what it is time to look at again."""
    from plugins.boundaries.due import talk_items

    return talk_items(view)


@hookimpl
def export_markdown(view: View) -> str:
    """Give all of it with its history."""
    from plugins.boundaries.export import markdown

    return markdown(view)


@hookimpl
def panels() -> Sequence[Panel]:
    """Declare what stands beside Today: what holds now."""
    from plugins.boundaries.pages import in_force_now

    return [Panel("boundaries.in_force", _("What we agreed"), in_force_now)]


@hookimpl
def demo_story(people: Sequence[Person], now: dt.datetime) -> Iterable[Told]:
    """Give the limits and agreements of the made-up household."""
    from plugins.boundaries.story import story

    return story(people, now)
