"""The frame's own commands: init, today, plugins, settings, doctor, export."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dashboard.cli.opening import Opening
from dashboard.core import household as households
from dashboard.core.errors import Refused
from dashboard.core.words import _
from dashboard.host.records import PluginRecord

pass_opening = click.make_pass_decorator(Opening)
as_json = click.option("--json", "as_json", is_flag=True, help="As a JSON list, for scripts.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--person",
    "people",
    multiple=True,
    required=True,
    metavar="NAME",
    help="Who lives here; once or twice.",
)
@click.option("--time-zone", default="", metavar="ZONE", help="Such as Europe/Berlin.")
def init(folder: Path, people: tuple[str, ...], time_zone: str) -> None:
    """Make a household to try out in FOLDER: all under this one account, no root needed."""
    if len(people) > 2:
        raise click.UsageError("A household is for two.")
    made = households.create(folder.expanduser().absolute(), list(people), time_zone)
    names = _(" and ").join(person.name for person in made.people)
    click.echo(_("A household for {names} is in {folder}.", names=names, folder=folder))
    click.echo(
        _("Trying out: everything is under one account, so the program alone keeps you apart.")
    )
    click.echo(f"dashboard --household {folder}")


@click.command()
@as_json
@pass_opening
def today(opening: Opening, as_json: bool) -> None:
    """Today, as plain lines."""
    found = opening.session.today()
    click.echo(json.dumps(found.list(), ensure_ascii=False, indent=2) if as_json else found.text())


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def plugins(context: click.Context, as_json: bool) -> None:
    """What is installed, and what is on. Switches are your own."""
    if context.invoked_subcommand is None:
        opening = context.find_object(Opening)
        assert opening is not None
        records = _records(opening)
        rows = [
            {
                "id": record.id, "title": record.title, "status": str(record.status),
                "phase": str(record.phase or ""), "reason": record.reason,
                "source": record.found.source, "warnings": list(record.warnings),
            }
            for record in records
        ]  # fmt: skip
        width = max((len(record.id) for record in records), default=0)
        lines = []
        for record in records:
            lines.append(f"{record.id:{width}}  {record.says}  ({record.found.source})")
            lines += [f"{'':{width}}  {warning}" for warning in record.warnings]
        opening.rows(rows, lines, as_json)


def _records(opening: Opening) -> list[PluginRecord]:
    """The plugins as this person has them; as installed, while nobody can tell who that is."""
    from dashboard.host.discovery import find
    from dashboard.host.plugins import PluginHost
    from dashboard.host.trial import try_all

    try:
        session = opening.session
    except Refused:
        return PluginHost(find()).records
    try_all(session)
    return session.plugins.records


@plugins.command("on")
@click.argument("plugin")
@pass_opening
def switch_on(opening: Opening, plugin: str) -> None:
    """Show a plugin again."""
    _switch(opening, plugin, on=True)


@plugins.command("off")
@click.argument("plugin")
@pass_opening
def switch_off(opening: Opening, plugin: str) -> None:
    """Put a plugin away, for yourself."""
    _switch(opening, plugin, on=False)


def _switch(opening: Opening, plugin: str, *, on: bool) -> None:
    from dashboard.host.switches import switch

    click.echo(switch(opening.session, plugin, on=on))


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def settings(context: click.Context, as_json: bool) -> None:
    """The shared settings: which file, what changed, what is wrong with it."""
    if context.invoked_subcommand is None:
        opening = context.find_object(Opening)
        assert opening is not None
        session = opening.session
        changed = {change.name: change.says for change in session.settings_changes()}
        rows = [
            {
                "id": name, "file": str(session.settings.file(name)),
                "changed": list(changed.get(name, ())),
                "problem": session.settings.problems.get(name, ""),
            }
            for name in session.settings.names
        ]  # fmt: skip
        lines = []
        for row in rows:
            lines.append(f"{row['id']}: {row['file']}")
            lines += [f"  {_('changed:')} {text}" for text in row["changed"]]
            lines += [f"  {row['problem']}"] if row["problem"] else []
        opening.rows(rows, lines, as_json)


@settings.command("take-back")
@pass_opening
def take_back(opening: Opening) -> None:
    """Put the shared settings back to what you last saw."""
    click.echo(opening.session.settings_take_back())


@settings.command("fine")
@pass_opening
def fine(opening: Opening) -> None:
    """Put the notices about changed settings away."""
    opening.session.fine()


@click.command()
@as_json
@pass_opening
def doctor(opening: Opening, as_json: bool) -> None:
    """Look whether everything is as it should be, and say how to mend it."""
    from dashboard.api.types import Level
    from dashboard.host.doctor import examine

    found = examine(opening.session)
    rows = [
        {
            "id": id_, "name": check.name, "level": str(check.level), "says": check.says,
            "mend": check.mend,
        }
        for id_, check in found
    ]  # fmt: skip
    lines = []
    for _id, check in found:
        lines.append(f"{check.level}: {check.name}. {check.says}".rstrip())
        lines += [f"    {check.mend}"] if check.mend else []
    opening.rows(rows, lines, as_json)
    if any(check.level is Level.BROKEN for _id, check in found):
        raise SystemExit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@pass_opening
def export(opening: Opening, folder: Path) -> None:
    """Write all of your part into FOLDER as plain files. Nobody is told."""
    from dashboard.host.export import write_export

    written = write_export(opening.session, folder.expanduser())
    click.echo(_("Your part is in {folder}.", folder=written))
