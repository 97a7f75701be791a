"""Today as plain data: what the first frame, ``dashboard today`` and ``--plain`` show.

Kept as a snapshot with the state of every file that it was made from, so that the next start
can show it before any plugin is loaded: it is shown only if none of those files has changed.
Standard library only, and little of that: this is on the path of every start.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

SNAPSHOT = "today.json"
_FORMAT = 1

Row = dict[str, "Any"]  # place, text, when, note, verb, screen, item, action, letter


class Today:
    """One person's Today: a heading, rows in their order, and until when it holds.

    *until* is a POSIX time in seconds: midnight, or when the next thing opens.
    """

    __slots__ = ("day", "heading", "id", "name", "quiet", "rows", "theme", "until")

    def __init__(
        self,
        id: str,
        name: str,
        heading: str,
        rows: list[Row],
        quiet: list[str],
        until: float,
        theme: str = "auto",
        day: str = "",
    ) -> None:
        self.id = id
        self.name = name
        self.heading = heading
        self.rows = rows
        self.quiet = quiet
        self.until = until
        self.theme = theme
        self.day = day

    def text(self) -> str:
        """The whole of Today as lines of plain text."""
        lines = [self.heading]
        place = ""
        for row in self.rows:
            if row["place"] != place:
                place = row["place"]
                lines += [""] + ([] if place == "kind" else [row["title"]])
            when = f"{row['when']}  " if row["when"] else ""
            note = f"  ({row['note']})" if row["note"] else ""
            lines.append(f"  {when}{row['text']}{note}")
        return "\n".join(lines)

    def list(self) -> list[dict[str, str]]:
        """The rows as objects with an id, for scripts."""
        kept = ("id", "place", "when", "text", "note")
        return [{name: row[name] for name in kept} for row in self.rows]


def snapshot_file(household: str | None, me: str | None) -> str:
    """Return where this person's last Today is kept, or "" if that takes a closer look."""
    household = household or os.environ.get("DASHBOARD_HOUSEHOLD") or ""
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    if not household and os.path.exists("/etc/dashboard/household.toml"):
        return "" if me else f"{data}/dashboard/today.json"
    private = os.path.expanduser(household or f"{data}/dashboard/household") + "/private"
    if not me:
        try:
            people = os.listdir(private)
        except OSError:
            return ""
        if len(people) != 1:
            return ""
        me = people[0]
    return f"{private}/{me}/today.json" if "/" not in me else ""


def signature(files: Iterable[str], folders: Iterable[str]) -> list[list[Any]]:
    """The state of files, and of all files right in the folders: path, size, time of change."""
    found: list[list[Any]] = []
    for file in files:
        try:
            stat = os.stat(file)
        except OSError:
            continue
        found.append([file, stat.st_size, stat.st_mtime_ns])
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                        continue
                    stat = entry.stat(follow_symlinks=False)
                    found.append([entry.path, stat.st_size, stat.st_mtime_ns])
        except OSError:
            continue
    return sorted(found)


def save(today: Today, sources: dict[str, Any], write: Any) -> None:
    """Keep *today* beside the state of its sources; *write* saves bytes whole."""
    kept = {
        "format": _FORMAT,
        "sources": sources,
        "state": signature(sources["files"], sources["folders"]),
        "spoken": _environment(),
        "today": {name: getattr(today, name) for name in Today.__slots__},
    }
    write(json.dumps(kept, ensure_ascii=False).encode(errors="replace"))


def load(file: str, now: float) -> Today | None:
    """Return the snapshot if every source is as it was and *now* is before its end; else None."""
    try:
        with open(file, "rb") as opened:
            kept = json.loads(opened.read())
        if kept["format"] != _FORMAT or not kept["today"]["until"] > now:
            return None
        sources = kept["sources"]
        due = sources["due"]
        if os.stat(file).st_mtime > now or (due and _due(due) <= now):
            return None
        if kept["spoken"] != _environment():
            return None
        if kept["state"] != signature(sources["files"], sources["folders"]):
            return None
        return Today(**kept["today"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _environment() -> list[str]:
    """What the language is guessed from."""
    return [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]


def _due(file: str) -> float:
    """When the next sealed thing opens, as its keeper noted; never, if it noted nothing."""
    try:
        with open(file, encoding="ascii") as opened:
            return float(opened.read())
    except (OSError, ValueError):
        return float("inf")
