"""``dashboard demo``."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dashboard.core.clock import system_zone
from dashboard.core.words import _


@click.command()
@click.option("--plain", is_flag=True, help="Line by line, for a screen reader.")
@click.option("--folder", type=click.Path(path_type=Path), help="Make it here, and leave it.")
def demo(plain: bool, folder: Path | None) -> None:
    """A made-up household to look around in: two people, a few months. Gone afterwards."""
    from dashboard.host.demo import make_demo, names_by_chance

    now = dt.datetime.now(ZoneInfo(system_zone()))
    names = names_by_chance(random.SystemRandom())
    if folder is not None:
        household = make_demo(folder.expanduser().absolute(), names, now)
        people = _(" and ").join(person.name for person in household.people)
        click.echo(_("{people} live in {folder}. Open it with:", people=people, folder=folder))
        click.echo(f"dashboard --household {folder} --as {household.people[0].id}")
        return
    made = Path(tempfile.mkdtemp(prefix="dashboard-demo-"))
    for number in (signal.SIGHUP, signal.SIGTERM):  # gone also when the connection drops
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        household = make_demo(made / "household", names, now)
        from dashboard.ui.run import run

        place = str(household.root)
        code = run(place, household.people[0].id, plain or not sys.stdin.isatty())
    finally:
        shutil.rmtree(made, ignore_errors=True)
    raise SystemExit(code)
