"""The help page, in every household and without one. It can't be switched off."""

from dashboard.api.hookspecs import hookimpl
from dashboard.api.types import CliCommand, PluginInfo


@hookimpl
def plugin_info():
    """Who this is."""
    return PluginInfo(
        "support",
        "Help and support",
        "For a home that is not safe, and numbers to call",
        rank=90,
        can_be_switched_off=False,
    )


@hookimpl
def settings_type():
    """Numbers that the household adds beside those that ship."""
    from plugins.support.settings import Settings

    return Settings


@hookimpl
def screens():
    """One page to read."""
    from plugins.support.view import screen

    return [screen()]


@hookimpl
def cli_commands():
    """Opens with no household."""
    return [
        CliCommand(
            "help-me",
            "The help page: for a home that is not safe.",
            "plugins.support.commands:help_me",
        )
    ]
