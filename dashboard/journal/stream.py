"""Which journals there are: one folder for each author, device and audience."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


@dataclass(frozen=True, slots=True)
class Stream:
    """One author's entries for one audience, from one device.

    *owner* is the uid that must own the folder and every file in it; the kernel then lets
    nobody else write there. None: not checked.
    """

    author: str
    device: str
    audience: str
    folder: Path
    owner: int | None

    @property
    def name(self) -> str:
        """``alice/home/shared``: what ids of its entries begin with."""
        return f"{self.author}/{self.device}/{self.audience}"


def find_streams(
    root: Path, owners: Mapping[str, int | None], audiences: Collection[str]
) -> list[Stream]:
    """The streams ``root/<person>/<device>/<audience>`` that this process may read, sorted.

    Looks only at the people named in *owners*; passes over links, files and odd names.
    Creates nothing.
    """
    found = []
    wanted = [audience for audience in sorted(audiences) if sound_name(audience)]
    for person in sorted(owners):
        if not sound_name(person):
            continue
        home = os.path.join(root, person)
        for device in _folders(home):
            for audience in wanted:
                folder = f"{home}/{device}/{audience}"
                if _readable(folder):
                    found.append(Stream(person, device, audience, Path(folder), owners[person]))
    return found


def sound_name(name: str) -> bool:
    """Whether *name* can be a part of a stream's name."""
    return 0 < len(name) <= 64 and name[0] not in "_-" and _ALLOWED.issuperset(name)


def _readable(folder: str) -> bool:
    try:
        mode = os.lstat(folder).st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and os.access(folder, os.R_OK | os.X_OK, effective_ids=True)


def _folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as listing:
            return sorted(
                item.name
                for item in listing
                if sound_name(item.name) and item.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []
