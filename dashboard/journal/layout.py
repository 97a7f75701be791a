"""Makes the folders of a journal, with the owners and modes that keep it its author's."""

from __future__ import annotations

import os
from pathlib import Path

from dashboard.core.errors import Refused
from dashboard.journal.stream import sound_name

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def make_journal(
    root: Path,
    person: str,
    device: str,
    *,
    uid: int | None,
    household_gid: int | None,
    service_gid: int | None,
) -> None:
    """Make ``root/<person>/<device>/{shared,sealed}``; again on what is there mends its modes.

    With accounts, called by root: the parents stay root's, so that nobody can move a journal
    away; ``shared`` is for the household's group, ``sealed`` for the service's. With None
    for all: a one-account household, where every folder is the caller's alone (0700).
    Raises Refused for a name that can't be one, and OSError.
    """
    if not sound_name(person) or not sound_name(device):
        raise Refused(f"{person}/{device} can't be the name of a person's journal.")
    alone = uid is None and household_gid is None and service_gid is None
    root.mkdir(mode=0o755, parents=True, exist_ok=True)
    # Others must list a person's devices, but only pass through a device to its audiences.
    _folder(root / person, 0o700 if alone else 0o755)
    _folder(root / person / device, 0o700 if alone else 0o711)
    for audience, gid in (("shared", household_gid), ("sealed", service_gid)):
        folder = root / person / device / audience
        _folder(folder, 0o700 if gid is None else 0o2750, uid, gid)


def _folder(path: Path, mode: int, uid: int | None = None, gid: int | None = None) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    fd = os.open(path, _FOLDER)
    try:
        about = os.fstat(fd)
        owner = (about.st_uid if uid is None else uid, about.st_gid if gid is None else gid)
        if owner != (about.st_uid, about.st_gid):
            os.fchown(fd, *owner)
        # Behind the chown, which drops the setgid bit.
        if os.fstat(fd).st_mode & 0o7777 != mode:
            os.fchmod(fd, mode)
    finally:
        os.close(fd)
