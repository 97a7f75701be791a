"""Looks whether everything is as it should be, and says how to mend what is not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from dashboard.api.types import Check, Level
from dashboard.core.words import _
from dashboard.host import notices
from dashboard.host.session import Session
from dashboard.host.trial import try_all

_LITTLE_SPACE = 50 * 1024 * 1024  # bytes


def examine(session: Session) -> list[tuple[str, Check]]:
    """Look at everything, all years of the journal too; return (id, check) in a steady order."""
    session.load_all()
    try_all(session)
    looks: dict[str, Iterable[Check]] = {
        "household": _household(session),
        "folders": _folders(session),
        "journal": _journal(session),
        "machine": _machine(session),
        "told": _told(session),
    }
    for record, check in session.checks():
        part = f"plugin.{record.id}"
        looks[part] = [*looks.get(part, ()), check]
    return [
        (f"{part}.{number}", check)
        for part, checks in looks.items()
        for number, check in enumerate(checks, 1)
    ]


def _household(session: Session) -> Iterator[Check]:
    household = session.household
    if household.one_account:
        yield Check(
            _("the household"), Level.FINE,
            _("Trying out, under one account: the program alone keeps you apart."),
        )  # fmt: skip
    else:
        yield Check(_("the household"), Level.FINE, _("Everybody has an account of their own."))


def _folders(session: Session) -> Iterator[Check]:
    household = session.household
    if not household.one_account:
        return
    wrong = [
        folder
        for folder in [household.root, *_below(household.root)]
        if folder.stat().st_mode & 0o077 or folder.stat().st_uid != os.getuid()
    ]
    if not wrong:
        yield Check(_("the folders"), Level.FINE, _("Only this account can open them."))
    for folder in wrong:
        yield Check(
            _("the folder {folder}", folder=folder), Level.BROKEN,
            _("Other accounts of this computer can look into it."), f"chmod go-rwx '{folder}'",
        )  # fmt: skip


def _below(root: Path) -> Iterator[Path]:
    for folder, names, _files in os.walk(root):
        yield from (Path(folder) / name for name in names)


def _journal(session: Session) -> Iterator[Check]:
    problems = session.journals.archive.problems
    if not problems:
        yield Check(_("the journal"), Level.FINE, _("Every line fits to the one before it."))
    for problem in problems:
        yield Check(_("the journal"), Level.WORTH_A_LOOK, problem.sentence)


def _machine(session: Session) -> Iterator[Check]:
    free = shutil.disk_usage(session.household.root).free
    if free < _LITTLE_SPACE:
        yield Check(
            _("the disk"), Level.BROKEN, _("It is nearly full."), _("Make room on the disk.")
        )
    else:
        yield Check(_("the disk"), Level.FINE)
    if session.clock.synced():
        yield Check(_("the clock"), Level.FINE, _("It is set by a time server."))
    else:
        yield Check(
            _("the clock"), Level.WORTH_A_LOOK,
            _("No time server has set it since the start; days may be wrong."),
            "timedatectl set-ntp true",
        )  # fmt: skip
    if not compiled():
        yield Check(
            _("the program"), Level.WORTH_A_LOOK, _("It is not compiled, so it starts slowly."),
            f"{sys.executable} -m compileall -q {Path(__file__).parents[1]}",
        )  # fmt: skip


def compiled() -> bool:
    """Whether Python keeps compiled files of the program."""
    from importlib.util import cache_from_source

    return Path(cache_from_source(__file__)).exists()


def _told(session: Session) -> Iterator[Check]:
    journal = {problem.sentence for problem in session.journals.archive.problems}
    for sentence in notices.troubles(session):
        if sentence not in journal:
            yield Check(_("settings and plugins"), Level.WORTH_A_LOOK, sentence)
