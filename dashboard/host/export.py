"""One person's part as plain files: what one wrote, received and agreed to."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.core.errors import DashboardError, Refused
from dashboard.core.files import write_whole
from dashboard.core.words import _
from dashboard.host.session import Session


def write_export(session: Session, folder: Path) -> Path:
    """Write ``dashboard.md`` (to read) and ``entries.json`` (every entry) into *folder*.

    *folder* is made if need be and must be empty. Drafts and other people's sealed entries are
    not in it. Raises :class:`Refused` or :class:`DashboardError`, and then leaves no half file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(_("{folder} is not an empty folder; name a new one.", folder=folder))
    session.load_all()
    parts = [f"# {session.me.name}\n"]
    entries = []
    for record in session.plugins.loaded:
        view = session.view(record.id)
        text = session.plugins.text(record, "export_markdown", view=view)
        if text:
            parts.append(text.strip() + "\n")
        entries += [
            {
                "id": entry.id, "author": entry.author, "kind": entry.kind,
                "day": entry.day.isoformat(), "taken_back": entry.taken_back, "body": entry.body,
            }
            for entry in session.journals.entries.of(record.id)
        ]  # fmt: skip
    import msgspec

    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise DashboardError(f"Could not make {folder}: {error.strerror}.") from error
    write_whole(folder / "dashboard.md", "\n".join(parts).encode())
    table = json.loads(msgspec.json.encode(entries))
    write_whole(folder / "entries.json", json.dumps(table, ensure_ascii=False, indent=2).encode())
    return folder
