"""Notes: what either partner leaves for the other. Hook implementations only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.api.context import Entry, Person, View, WallView
from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import (
    Action,
    AtTime,
    CliCommand,
    EntryKind,
    Moment,
    Panel,
    PluginInfo,
    Screen,
    TodayLine,
    Told,
    WallItem,
)
from dashboard.core.words import _

# What needs msgspec is imported inside the hooks: a command line that needs no notes stays quick.


@hookimpl
def plugin_info() -> PluginInfo:
    """Say who this is."""
    return PluginInfo(
        "gratitude", _("Notes"), _("Thank-yous, small wins and hellos for each other"), rank=10
    )


@hookimpl
def settings_type() -> type[Any]:
    """Give the type of ``config/gratitude.toml``."""
    from plugins.gratitude.settings import Settings

    return Settings


@hookimpl
def entry_kinds() -> Sequence[EntryKind]:
    """Declare notes, which may be sealed until their time, and what takes one off the wall."""
    from plugins.gratitude.model import DOWN, NOTE, Down, Note

    return [EntryKind(NOTE, Note, lift=AtTime("opens")), EntryKind(DOWN, Down)]


@hookimpl
def fold(entries: Sequence[Entry], people: Sequence[str]) -> Any:
    """Make the cards from the entries."""
    from plugins.gratitude import model

    return model.fold(entries, people)


@hookimpl
def today_lines(view: View) -> Iterable[TodayLine]:
    """Give envelopes, the wall and a memory."""
    from plugins.gratitude import today

    return today.today_lines(view)


@hookimpl
def screens() -> Sequence[Screen]:
    """Declare the screen of notes."""
    from plugins.gratitude.pages import page
    from plugins.gratitude.today import SCREEN

    return [Screen(SCREEN, _("Notes"), page)]


@hookimpl
def actions() -> Sequence[Action]:
    """Declare what can be done with notes."""
    # Not "actions": a module of a hook's name would take the hook's place in this package.
    from plugins.gratitude.action import all_actions

    return all_actions()


@hookimpl
def cli_commands() -> Sequence[CliCommand]:
    """Declare ``dashboard thank`` and ``dashboard notes``."""
    return [
        CliCommand("thank", _("Leave your partner a note"), "plugins.gratitude.commands:thank"),
        CliCommand(
            "notes", _("Read, keep and take back notes"), "plugins.gratitude.commands:notes"
        ),
    ]


@hookimpl
def wall_items(view: WallView) -> Iterable[WallItem]:
    """Give the notes that were meant for the wall."""
    from plugins.gratitude import today

    return today.wall_items(view)


@hookimpl
def moments(view: View) -> Iterable[Moment]:
    """Give kept notes and one's own small wins."""
    from plugins.gratitude import today

    return today.moments(view)


@hookimpl
def export_markdown(view: View) -> str:
    """Give what this person wrote, received and kept."""
    from plugins.gratitude import pages

    return pages.export_markdown(view)


@hookimpl
def demo_story(people: Sequence[Person], now: dt.datetime) -> Iterable[Told]:
    """Give the notes of the made-up household."""
    from plugins.gratitude.story import story

    return story(people, now)


@hookimpl
def panels() -> Sequence[Panel]:
    """Declare what stands beside Today: the newest of what one kept."""
    from plugins.gratitude.pages import kept_now

    return [Panel("gratitude.kept", _("Kept"), kept_now)]
