"""The group of all commands: the frame's own, and those that plugins bring."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from dashboard.cli.opening import Opening
from dashboard.core.errors import DashboardError, UsageError
from dashboard.core.text import clean
from dashboard.core.words import _

_OWN = {
    "demo": ("A made-up household to look around in; gone afterwards.", "demo:demo"),
    "doctor": ("Look whether everything is as it should be, and say how to mend it.",
               "household:doctor"),
    "export": ("Write all of your part as plain files.", "household:export"),
    "init": ("Make a household to try out, under this account.", "household:init"),
    "plugins": ("What is installed, and what is on.", "household:plugins"),
    "settings": ("The shared settings, and taking a change back.", "household:settings"),
    "today": ("Today, as plain lines.", "household:today"),
}  # fmt: skip


class Commands(click.Group):
    """Knows every command by name and help; imports one when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        with _in_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_one_line():
            return super().invoke(ctx)

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*_OWN, *(name for name, _help, _load in _of_plugins())})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _OWN:
            module, _, attribute = _OWN[name][1].partition(":")
            return _load(f"dashboard.cli.{module}:{attribute}")
        for other, _help, load in _of_plugins():
            if other == name:
                return _load(load)
        return None

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        rows = {name: text for name, (text, _load) in _OWN.items()}
        rows.update((name, text) for name, text, _load in _of_plugins() if name not in rows)
        with formatter.section("Commands"):
            formatter.write_dl(sorted(rows.items()))


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Tell wrong usage as every other mistake is told; click would need four lines."""
    try:
        yield
    except getattr(click.exceptions, "NoArgsIsHelpError", ()):  # its message is the help
        raise
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "dashboard"
        raise UsageError(f"{error.format_message()} See: {path} --help") from None


def _of_plugins() -> list[tuple[str, str, str]]:
    from dashboard.host.discovery import find
    from dashboard.host.plugins import PluginHost

    found = [command for _record, command in PluginHost(find()).cli_commands()]
    return [(command.name, command.help, command.load) for command in found]


def _load(target: str) -> click.Command:
    from dashboard.host.discovery import load_name

    try:
        command = load_name(target)
    except Exception as error:
        raise DashboardError(f"This command can't be loaded: {error}") from error
    if not isinstance(command, click.Command):
        raise DashboardError(f"{target} is no click command.")
    return command


@click.command(cls=Commands, invoke_without_command=True, no_args_is_help=False)
@click.option("--household", metavar="DIR", help="Which household (or DASHBOARD_HOUSEHOLD).")
@click.option("--as", "me", metavar="NAME", help="Who you are, in a one-account household.")
@click.option("--plain", is_flag=True, help="Line by line, for a screen reader.")
@click.version_option(package_name="household-dashboard", prog_name="dashboard")
@click.pass_context
def dashboard(context: click.Context, household: str | None, me: str | None, plain: bool) -> None:
    """A shared household dashboard for two. Without a command it opens."""
    context.obj = Opening(household, me)
    if context.invoked_subcommand is None:
        from dashboard.ui.run import run as open_screen

        context.exit(open_screen(household, me, plain or not sys.stdin.isatty()))


def run(arguments: Sequence[str], group: Callable[..., object] = dashboard) -> None:
    """Run a command; a person's mistake ends with one clear line and its exit code."""
    try:
        group(args=list(arguments), prog_name="dashboard")
    except DashboardError as error:
        _end(error.sentence, error.exit_code)
    except OSError as error:
        what = ": ".join(str(part) for part in (error.strerror or error, error.filename) if part)
        _end(_("This could not be done. {what}", what=what), 1)


def _end(sentence: str, exit_code: int) -> NoReturn:
    click.echo(" ".join(clean(sentence).split()), err=True)
    raise SystemExit(exit_code) from None
