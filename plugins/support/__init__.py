"""The help page, in every household and without one. It can't be switched off."""

from __future__ import annotations

from typing import Any

from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import CliCommand, PluginInfo, Screen


@hookimpl
def plugin_info() -> PluginInfo:
    """Who this is."""
    return PluginInfo(
        "support",
        "Help and support",
        "For a home that is not safe, and numbers to call",
        rank=90,
        can_be_switched_off=False,
    )


@hookimpl
def settings_type() -> type[Any]:
    """Numbers that the household adds beside those that ship."""
    from plugins.support.settings import Settings

    return Settings


@hookimpl
def screens() -> list[Screen]:
    """One page to read."""
    from plugins.support.view import screen

    return [screen()]


@hookimpl
def cli_commands() -> list[CliCommand]:
    """Opens with no household."""
    return [
        CliCommand(
            "help-me",
            "The help page: for a home that is not safe.",
            "plugins.support.commands:help_me",
        )
    ]
